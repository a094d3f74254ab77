"""AWS Network Firewall and DNS firewall: whether they log, have rules, and stop what no rule knows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, passes
from tfproof.checks.reading import argument, blocks, given, listed, some, unset

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_POLICY = "firewall_policy.0"
_SOURCE = "https://docs.aws.amazon.com/securityhub/latest/userguide/networkfirewall-controls.html"


@check(
    "logging.network-firewall-logs",
    title="Network firewalls log alerts and flows",
    severity="medium",
    aspect="logging",
    source=f"{_SOURCE}#networkfirewall-2",
    types=("aws_networkfirewall_firewall",),
    looks_at=("aws_networkfirewall_logging_configuration",),
    remediation="Add aws_networkfirewall_logging_configuration with destinations for ALERT and FLOW.",
)
def network_firewall_logs(r: Resource, _: Context) -> Answer:
    """Reads the logging configurations that name the firewall, and the types of log in them. An ALERT log shows what the
    rules stopped or noticed; one of some type is what is asked for."""
    configurations = r.companions("aws_networkfirewall_logging_configuration", "firewall_arn")
    return some(configurations, _logs, none=fails(f"no aws_networkfirewall_logging_configuration names {r.address}"))


def _logs(configuration: Resource) -> Answer:
    inside = "logging_configuration.0.log_destination_config"
    kinds = [str(argument(configuration, f"{path}.log_type", "")) for path in blocks(configuration, inside)]
    return holds(
        bool(kinds), f"{configuration.address} logs {', '.join(kinds)}", f"{configuration.address} logs nothing"
    )


@check(
    "network.firewall-policy-rules",
    title="Network firewall policies have rules",
    severity="medium",
    aspect="exposure",
    source=f"{_SOURCE}#networkfirewall-3",
    types=("aws_networkfirewall_firewall_policy",),
    remediation="Name a stateful or stateless rule group.",
)
def firewall_policy_rules(r: Resource, _: Context) -> Answer:
    """Reads whether the policy names a rule group, or drops by default all that reaches it. A policy without rules sends
    traffic on without having looked at it."""
    groups = [
        *blocks(r, f"{_POLICY}.stateful_rule_group_reference"),
        *blocks(r, f"{_POLICY}.stateless_rule_group_reference"),
    ]
    if groups:
        return passes(f"{r.address} names {len(groups)} rule groups")
    return any_of((partial(_drops, r, "stateless_default_actions"), partial(_drops, r, "stateful_default_actions")))


def _drops(r: Resource, name: str) -> Answer:
    actions = listed(r, f"{_POLICY}.{name}")
    dropping = [a for a in actions.known if str(a).startswith("aws:drop")]
    if not dropping:
        actions.all()
    return holds(bool(dropping), f"{name} has {', '.join(dropping)}", f"{r.address} has no rule group")


@check(
    "network.firewall-strict-default",
    title="What no stateful rule knows is dropped or noticed",
    severity="low",
    aspect="exposure",
    source="https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-rule-evaluation-order.html",
    types=("aws_networkfirewall_firewall_policy",),
    remediation="Set stateful_default_actions to aws:drop_established or aws:drop_strict.",
    when=lambda r: (
        str(argument(r, f"{_POLICY}.stateful_engine_options.0.rule_order", "DEFAULT_ACTION_ORDER")) == "STRICT_ORDER"
    ),
)
def firewall_strict_default(r: Resource, _: Context) -> Answer:
    """Reads `stateful_default_actions` of policies in strict order, the one that has such actions. Where nothing is set,
    AWS passes what no rule matches, silently."""
    path = f"{_POLICY}.stateful_default_actions"
    actions = listed(r, path)
    if not actions.known:
        actions.all()
    return holds(bool(actions.known), f"{path} has {', '.join(map(str, actions.known))}", f"{path} is not set")


@check(
    "network.firewall-rules-narrow",
    title="Network firewall rules do not pass everything",
    severity="medium",
    aspect="exposure",
    source=f"{_SOURCE}#networkfirewall-6",
    types=("aws_networkfirewall_rule_group",),
    remediation="Name protocol, networks and ports of what may pass, and let the rest be dropped.",
    when=lambda r: unset(r, "rules") or given(r, "rules"),
)
def firewall_rules_narrow(r: Resource, _: Context) -> Answer:
    """Reads the stateful and stateless rules that are blocks: whether a group has any at all, and whether one passes every
    protocol from anywhere to anywhere. Rules written as text are read line by line."""
    inside = "rule_group.0.rules_source.0"
    text = [p for p in ("rules", f"{inside}.rules_string") if not unset(r, p)]
    stateful = blocks(r, f"{inside}.stateful_rule")
    within = f"{inside}.stateless_rules_and_custom_actions"
    stateless = [rule for b in blocks(r, within) for rule in blocks(r, f"{b}.stateless_rule")]
    if not (text or stateful or stateless):
        lists = blocks(r, f"{inside}.rules_source_list")
        return holds(bool(lists), "it lists domains", f"{r.address} has no rules")
    return all_of(
        [
            *(partial(_text_is_narrow, r, path) for path in text),
            *(partial(_stateful_is_narrow, r, path) for path in stateful),
            *(partial(_stateless_is_narrow, r, path) for path in stateless),
        ]
    )


def _text_is_narrow(r: Resource, path: str) -> Answer:
    lines = [line.split() for line in str(argument(r, path, "")).splitlines()]
    wide = [" ".join(w[:7]) for w in lines if _passes_all(w)]
    return holds(not wide, f"{path} passes nothing as a whole", f"{r.address} has the rule {', '.join(wide)}")


def _passes_all(words: list[str]) -> bool:
    return (
        len(words) > 6
        and words[0] == "pass"
        and words[1] in ("ip", "tcp", "udp")
        and all(words[n] == "any" for n in (2, 3, 5))
        and words[6].partition("(")[0] == "any"
        and not any(w.startswith(("(flow:", "flow:", "(content", "content")) for w in words[6:])
    )


def _stateful_is_narrow(r: Resource, path: str) -> Answer:
    action = str(argument(r, f"{path}.action", ""))
    parts = [
        str(argument(r, f"{path}.header.0.{n}", ""))
        for n in ("source", "source_port", "destination", "destination_port")
    ]
    wide = action == "PASS" and all(_is_any(part) for part in parts)
    return holds(not wide, f"{path} is {action} of {' '.join(parts)}", f"{r.address} {path} passes everything")


def _is_any(part: str) -> bool:
    return part.upper() == "ANY" or part in ("0.0.0.0/0", "::/0")


def _stateless_is_narrow(r: Resource, path: str) -> Answer:
    definition = f"{path}.rule_definition.0"
    if "aws:pass" not in listed(r, f"{definition}.actions").all():
        return passes(f"{path} does not pass")
    match = f"{definition}.match_attributes.0"
    named = [_named(r, f"{match}.{side}") for side in ("source", "destination")]
    ports = [*blocks(r, f"{match}.source_port"), *blocks(r, f"{match}.destination_port")]
    whole = all(any(_is_any(n) for n in side) or not side for side in named) and not ports
    whole = whole and not listed(r, f"{match}.protocols").all()
    return holds(not whole, f"{path} passes what it names", f"{r.address} {path} passes everything")


def _named(r: Resource, path: str) -> list[str]:
    return [str(argument(r, f"{block}.address_definition", "")) for block in blocks(r, path)]
