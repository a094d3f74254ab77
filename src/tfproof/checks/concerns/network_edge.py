"""What filters requests at the edge, and what the edge gives away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from tfproof.checks.concerns._distributions import runs_code, serves_bucket
from tfproof.checks.concerns._hosted_zones import is_public
from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, outside, passes, until_apply
from tfproof.checks.reading import argument, blocks, document, given, listed, some
from tfproof.plans.values import Reference, is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

# Type to the block that holds what it looks for.
_RULES = {
    "aws_waf_rule": "predicates",
    "aws_waf_rule_group": "activated_rule",
    "aws_waf_web_acl": "rules",
    "aws_wafregional_rule": "predicate",
    "aws_wafregional_rule_group": "activated_rule",
    "aws_wafregional_web_acl": "rule",
    "aws_wafv2_rule_group": "rule",
    "aws_wafv2_web_acl": "rule",
}
_ACLS = ("aws_waf_web_acl", "aws_wafregional_web_acl", "aws_wafv2_web_acl")
_OF_AWS = "AWS"
_BAD_INPUTS = "AWSManagedRulesKnownBadInputsRuleSet"
_LOG4J = "Log4JRCE"


# WAF.


@check(
    "network.waf-rules",
    title="Web ACLs, rule groups and rules look for something",
    severity="medium",
    aspect="exposure",
    source=(
        "https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html",
        "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-default-action.html",
    ),
    types=tuple(_RULES),
    remediation="Add a rule (to a rule of WAF Classic, a predicate), or an own rule group.",
)
def waf_rules(r: Resource, _: Context) -> Answer:
    """Reads the rules of web ACLs and rule groups, and the predicates of rules of WAF Classic: without any everything gets the
    default action. A web ACL that blocks by default lets nothing in, and passes."""
    return any_of([partial(_has_rules, r), partial(_blocks_by_default, r)])


def _has_rules(r: Resource) -> Answer:
    name = _RULES[r.type]
    json = r.type == "aws_wafv2_web_acl" and given(r, "rule_json")
    found = blocks(r, name)
    return holds(bool(found or json), f"{r.address} has a {name}", f"{r.address} has no {name}")


def _blocks_by_default(r: Resource) -> Answer:
    if r.type not in _ACLS:
        return fails(f"{r.address} has no default action")
    if r.type == "aws_wafv2_web_acl":
        denies = bool(blocks(r, "default_action.0.block"))
    else:
        denies = argument(r, "default_action.0.type", "") == "BLOCK"
    return holds(denies, f"{r.address} blocks by default", f"{r.address} lets through by default")


def _has_any_rule(r: Resource) -> bool:
    value = r.get(_RULES[r.type], [])
    return is_unknown(value) or bool(value)


@check(
    "network.waf-rules-act",
    title="Rules of web ACLs do something with what they find",
    severity="medium",
    aspect="exposure",
    source=(
        "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-actions.html",
        "https://docs.aws.amazon.com/waf/latest/APIReference/API_Rule.html",
    ),
    types=(*_ACLS, "aws_wafv2_rule_group"),
    remediation="Give each rule an action, or override_action none to a group; keep count for rules that are being tried.",
    when=_has_any_rule,
)
def waf_rules_act(r: Resource, _: Context) -> Answer:
    """Reads `action` and `override_action` of each rule: every one must have one, and of a web ACL that lets through by default
    one rule at least must do more than count."""
    rules = blocks(r, _RULES[r.type])
    parts = [partial(_has_action, r, rule) for rule in rules]
    if r.type in _ACLS:
        return all_of([*parts, partial(any_of, [partial(_blocks_by_default, r), partial(_some_rule_stops, r, rules)])])
    return all_of(parts)


def _actions(r: Resource, rule: str) -> list[str]:
    """Return what a rule does, in small letters."""
    found: list[str] = []
    for name in ("action",) if r.type == "aws_wafv2_rule_group" else ("action", "override_action"):
        for block in blocks(r, f"{rule}.{name}"):
            if r.type.startswith("aws_wafv2"):
                kinds = ("allow", "block", "captcha", "challenge", "count") if name == "action" else ("count", "none")
                found += [kind for kind in kinds if blocks(r, f"{block}.{kind}")]
            else:
                found.append(str(argument(r, f"{block}.type", "")).lower())
    return found


def _has_action(r: Resource, rule: str) -> Answer:
    does = _actions(r, rule)
    return holds(bool(does), f"{rule} does {', '.join(does)}", f"{rule} of {r.address} has no action")


def _some_rule_stops(r: Resource, rules: list[str]) -> Answer:
    if r.type == "aws_wafv2_web_acl" and given(r, "rule_json"):
        outside(f"what the JSON of {r.address} does")
    return any_of([partial(_stops, r, rule) for rule in rules] or [partial(fails, f"{r.address} has no rule")])


def _stops(r: Resource, rule: str) -> Answer:
    does = set(_actions(r, rule)) - {"count", "allow"}
    return holds(bool(does), f"{rule} does {', '.join(does)}", f"{rule} of {r.address} only counts or lets through")


def _lets_through(r: Resource) -> bool:
    return bool(blocks(r, "default_action.0.allow")) and (_has_any_rule(r) or given(r, "rule_json"))


@check(
    "network.waf-managed-rules",
    title="Web ACLs use rules that somebody keeps up to date",
    severity="low",
    aspect="exposure",
    source="https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html",
    types=("aws_wafv2_web_acl",),
    remediation="Add a rule with managed_rule_group_statement, such as AWSManagedRulesCommonRuleSet.",
    when=_lets_through,
)
def waf_managed_rules(r: Resource, _: Context) -> Answer:
    """Reads the statements of the rules of a web ACL that lets through by default: one of them must be a managed rule group.
    Rules of one's own know yesterday's attacks. A group of rules that is referred to, or a JSON text, may hold some; web
    ACLs without any rule are judged by `network.waf-rules`."""
    found = _groups(r)
    if found:
        return passes(f"{r.address} uses {', '.join(name for _, name, _ in found)}")
    _require_statements(r, "managed rules")
    return fails(f"{r.address} uses no managed rule group")


@check(
    "network.waf-known-bad-inputs",
    title="Web ACLs stop requests that use known faults, such as Log4j's",
    severity="low",
    aspect="exposure",
    source="https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html",
    types=("aws_wafv2_web_acl",),
    remediation=f"Add a rule with the managed rule group {_BAD_INPUTS}, and do not set its rules to count.",
    when=lambda r: _lets_through(r) and bool(_groups(r)),
)
def waf_known_bad_inputs(r: Resource, _: Context) -> Answer:
    """Reads the managed rule groups of AWS that a web ACL uses: the one for known bad inputs must be among them, not set to
    count as a whole, nor its rules for Log4j. Groups of other vendors may do the same, and are left undecided."""
    found = _groups(r)
    vendors = sorted({vendor for vendor, _, _ in found if vendor != _OF_AWS})
    own = [path for vendor, name, path in found if (vendor, name) == (_OF_AWS, _BAD_INPUTS)]
    if own:
        return any_of(partial(_stops_bad_inputs, r, path) for path in own)
    if vendors:
        outside(f"whether the rules of {', '.join(vendors)} that {r.address} uses stop known bad inputs")
    _require_statements(r, "rules against known bad inputs")
    return fails(f"{r.address} does not use {_BAD_INPUTS}")


def _groups(r: Resource) -> list[tuple[str, str, str]]:
    """Return vendor, name and rule of each managed rule group."""
    found = []
    for rule in blocks(r, "rule"):
        for statement in blocks(r, f"{rule}.statement.0.managed_rule_group_statement"):
            vendor, name = (str(argument(r, f"{statement}.{what}", "")) for what in ("vendor_name", "name"))
            found.append((vendor, name, rule))
    for group in _managed_in(document(r, "rule_json") if given(r, "rule_json") else None):
        found.append((str(group.get("VendorName", "")), str(group.get("Name", "")), "rule_json"))
    return found


def _managed_in(content: Any) -> Iterator[dict[str, Any]]:
    if is_unknown(content):
        return
    if isinstance(content, dict):
        for name, value in content.items():
            if name == "ManagedRuleGroupStatement" and isinstance(value, dict):
                yield value
            else:
                yield from _managed_in(value)
    elif isinstance(content, list):
        for value in content:
            yield from _managed_in(value)


def _require_statements(r: Resource, what: str) -> None:
    """Raise Undecided where a rule refers to what may hold others."""
    for rule in blocks(r, "rule"):
        if blocks(r, f"{rule}.statement.0.rule_group_reference_statement"):
            outside(f"whether the rule group of {rule} of {r.address} holds {what}")


def _stops_bad_inputs(r: Resource, rule: str) -> Answer:
    if rule == "rule_json":
        return outside(f"what the JSON of {r.address} does with known bad inputs")
    if "count" in _actions(r, rule):
        return fails(f"{rule} of {r.address} only counts known bad inputs")
    group = f"{rule}.statement.0.managed_rule_group_statement.0"
    for override in blocks(r, f"{group}.rule_action_override"):
        name = str(argument(r, f"{override}.name", ""))
        harmless = [k for k in ("count", "allow") if blocks(r, f"{override}.action_to_use.0.{k}")]
        if name.startswith(_LOG4J) and harmless:
            return fails(f"{rule} of {r.address} sets {name} to {harmless[0]}")
    return passes(f"{rule} stops known bad inputs")


# CloudFront.


@check(
    "network.cdn-default-root-object",
    title="Distributions of buckets answer for their root with an object",
    severity="low",
    aspect="exposure",
    source="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DefaultRootObject.html",
    types=("aws_cloudfront_distribution",),
    remediation='Set default_root_object, for example to "index.html".',
    when=lambda r: serves_bucket(r) is not False,
)
def cdn_default_root_object(r: Resource, _: Context) -> Answer:
    """Reads `default_root_object` of distributions whose default behaviour is served from a bucket: without one the root may
    list what the bucket holds. A function that looks at requests may see to that. Other origins answer by themselves and
    are not asked."""
    if given(r, "default_root_object"):
        return passes(f"default_root_object of {r.address} is set")
    if runs_code(r):
        outside(f"whether the functions of {r.address} answer for its root")
    if serves_bucket(r) is None:
        outside(f"which origin serves the root of {r.address}")
    return fails("default_root_object is not set")


# Route 53.


@check(
    "network.zone-dnssec",
    title="Public zones are signed",
    severity="low",
    aspect="exposure",
    source="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec.html",
    types=("aws_route53_zone",),
    looks_at=("aws_route53_hosted_zone_dnssec", "aws_route53_zone_association"),
    remediation="Add aws_route53_key_signing_key and aws_route53_hosted_zone_dnssec, and a DS record at the parent.",
    when=is_public,
)
def zone_dnssec(r: Resource, _: Context) -> Answer:
    """Reads the zone's `aws_route53_hosted_zone_dnssec` and its `signing_status`, SIGNING unless set. Without signatures a
    resolver takes forged answers for those of the zone. Private zones, which cannot be signed, are not asked."""
    return some(
        r.companions("aws_route53_hosted_zone_dnssec", "hosted_zone_id"),
        _signs,
        none=fails("no aws_route53_hosted_zone_dnssec signs it"),
    )


def _signs(signing: Resource) -> Answer:
    status = argument(signing, "signing_status", "SIGNING")
    said = f"signing_status of {signing.address} is {status}"
    return holds(status == "SIGNING", said, said)


# What a name of the account's own can outlive: whoever gets such an endpoint next gets what is sent to the name.
_ENDPOINTS = re.compile(
    r".*\.(?:amazonaws\.com(?:\.cn)?|amplifyapp\.com|awsapprunner\.com|awsglobalaccelerator\.com|cloudfront\.net"
    r"|elasticbeanstalk\.com)\.?",
    re.IGNORECASE,
)
_LOST_WHEN_STOPPED = ("public_ip", "public_dns")


@check(
    "network.dns-not-dangling",
    title="Names of the account's own point to what stays its own",
    severity="medium",
    aspect="exposure",
    source=(
        "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html",
        "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/protection-from-dangling-dns.html",
    ),
    types=("aws_route53_record",),
    looks_at=("aws_eip", "aws_eip_association"),
    remediation="Point the record to a resource of the plan: an elastic address, or an alias of a load balancer.",
    when=lambda r: str(argument(r, "type", "")).upper() in ("A", "AAAA", "CNAME"),
)
def dns_not_dangling(r: Resource, _: Context) -> Answer:
    """Reads the values and the alias of records of the types A, AAAA and CNAME. The public address of an instance goes to
    somebody else when the instance stops, and the name with it; an elastic address stays. Of a public address, or an
    endpoint of AWS, that is written down and belongs to nothing in the plan, nobody can tell whether it is still there."""
    values = listed(r, "records")
    parts = [partial(_points, r, value) for value in (*values.known, *values.open)]
    parts += [partial(_points, r, r.evaluated(f"{alias}.name")) for alias in blocks(r, "alias")]
    return all_of(parts) if parts else passes("it points nowhere")


def _points(r: Resource, value: Any) -> Answer:
    if isinstance(value, Reference):
        return _points_to(r, value)
    if is_unknown(value):
        until_apply(f"what {r.address} points to")
    text = str(value)
    for target, attribute in r.plan.remembered("addresses of instances", partial(_addresses, r)).get(text, ()):
        return _points_to(r, Reference(target, attribute))
    try:
        public = ip_address(text).is_global
    except ValueError:
        public = bool(_ENDPOINTS.fullmatch(text))
    if public:
        outside(f"who holds {text}, to which {r.address} points")
    return passes(f"{r.address} points to {text}")


def _addresses(r: Resource) -> dict[str, list[tuple[str, str]]]:
    """Return which instance has a public address or name, as far as they are known."""
    found: dict[str, list[tuple[str, str]]] = {}
    for instance in r.plan.of("aws_instance"):
        for name in _LOST_WHEN_STOPPED:
            if isinstance(text := instance.peek(name), str) and text:
                found.setdefault(text, []).append((instance.address, name))
    return found


def _points_to(r: Resource, value: Reference) -> Answer:
    target = r.plan.resource_at(value.address)
    if target is None or target.type in ("terraform_data", "terraform_remote_state"):
        until_apply(f"what {r.address} points to")
    if target.type != "aws_instance" or target.mode != "managed" or value.path not in _LOST_WHEN_STOPPED:
        return passes(f"{r.address} points to {target.address}")
    lost = fails(f"{r.address} points to {value.path} of {target.address}, which goes to somebody else when that stops")
    own = partial(passes, f"{target.address} has an elastic address")
    ways = [("aws_eip", "instance"), ("aws_eip_association", "instance_id")]
    return any_of(partial(some, target.companions(kind, path), lambda _: own(), none=lost) for kind, path in ways)
