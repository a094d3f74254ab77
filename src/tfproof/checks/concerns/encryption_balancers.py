"""Encryption where clients connect to classic and network load balancers, and who renews certificates."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from tfproof.checks.concerns._balancers import (
    BALANCERS,
    clear_protocol,
    faces_inward,
    is_internal,
    is_known_internal,
    is_known_public,
)
from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, outside, passes
from tfproof.checks.reading import argument, blocks, every, number, unset
from tfproof.findings import Verdict
from tfproof.plans.values import is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_TARGETS = ("aws_lb_target_group", "aws_alb_target_group", "data.aws_lb_target_group", "data.aws_alb_target_group")
_LISTENER_RULES = ("aws_lb_listener_rule", "aws_alb_listener_rule")
_NEGOTIATION = "SSLNegotiationPolicyType"
_REFERENCE = "Reference-Security-Policy"
# The predefined policies that offer TLS 1.2 only, and the others.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-policy-table.html
_MODERN = {"ELBSecurityPolicy-TLS-1-2-2017-01"}
_OLD = {
    "ELBSecurityPolicy-2011-08", "ELBSecurityPolicy-2014-01", "ELBSecurityPolicy-2014-10", "ELBSecurityPolicy-2015-02",
    "ELBSecurityPolicy-2015-03", "ELBSecurityPolicy-2015-05", "ELBSecurityPolicy-2016-08",
    "ELBSecurityPolicy-TLS-1-1-2017-01",
}  # fmt: skip
_OLD_PROTOCOLS = ("Protocol-SSLv2", "Protocol-SSLv3", "Protocol-TLSv1", "Protocol-TLSv1.1")
#: Type of a policy to its attributes.
_ATTRIBUTES = {"aws_lb_ssl_negotiation_policy": "attribute", "aws_load_balancer_policy": "policy_attribute"}
#: Type of what gives a classic load balancer's listener policies, to the argument that names the load balancer.
_POLICIES = {
    "aws_lb_ssl_negotiation_policy": "load_balancer",
    "aws_load_balancer_listener_policy": "load_balancer_name",
}


@check(
    "encryption.nlb-tls",
    title="Network load balancers let nothing in clear in from the internet",
    severity="high",
    aspect="in-transit",
    source=(
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html",
        "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html",
    ),
    types=("aws_lb_listener", "aws_alb_listener"),
    looks_at=("aws_lb", "aws_alb", *_TARGETS[:2]),
    remediation='Set protocol to "TLS" with a certificate, or let targets serve TLS.',
    when=lambda r: _passes_through(r) and not is_known_internal(r),
)
def nlb_tls(r: Resource, _: Context) -> Answer:
    """Reads the port of TCP listeners that face the internet, and follows them to their target groups: what a well-known port
    of a protocol without encryption gets, or is sent on to, goes in clear (HTTP, FTP, LDAP, MQTT …). Whether there is TLS
    inside of what other ports let through, no plan shows. Where targets are an application load balancer, that is judged
    by itself."""
    return any_of((partial(_nothing_in_clear, r), partial(is_internal, r)))


def _passes_through(listener: Resource) -> bool:
    return not unset(listener, "protocol") and listener.known("protocol") == "TCP"


def _nothing_in_clear(listener: Resource) -> Answer:
    named = [listener.members(path, *_TARGETS) for path in _forwards(listener)]
    groups = [group for n in named for group in n.found]
    complete = all(n.complete for n in named)
    to_balancers = [argument(group, "target_type", "instance") == "alb" for group in groups]
    if complete and groups and all(to_balancers):
        return passes("the load balancer behind it is judged by itself")
    ports = [(listener, number(listener, "port"))]
    ports += [(group, number(group, "port")) for group in groups if not is_unknown(group.get("port"))]
    for holder, port in ports:
        if clear := clear_protocol(port):
            if not complete and not groups:
                outside(f"whether an application load balancer is behind {listener.address}")
            return fails(f"port {port} of {holder.address} is {clear}, which goes in clear")
    return outside(f"whether what port {ports[0][1]} of {listener.address} lets through is encrypted")


def _forwards(listener: Resource) -> Iterator[str]:
    for action in blocks(listener, "default_action"):
        yield f"{action}.target_group_arn"
        for forward in blocks(listener, f"{action}.forward"):
            yield from (f"{group}.arn" for group in blocks(listener, f"{forward}.target_group"))


@check(
    "encryption.lb-internal-tls",
    title="Internal load balancers, too, serve nothing over plain HTTP",
    severity="low",
    aspect="in-transit",
    source=(
        "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html",
    ),
    types=("aws_lb_listener", "aws_alb_listener"),
    looks_at=(*BALANCERS[:2], *_LISTENER_RULES),
    remediation='Set protocol to "HTTPS" with a certificate, or redirect to a listener that has it.',
    when=lambda r: not unset(r, "protocol") and r.known("protocol") == "HTTP" and not is_known_public(r),
)
def lb_internal_tls(r: Resource, _: Context) -> Answer:
    """Reads the default actions of HTTP listeners of internal load balancers, and those of their rules: what they forward
    goes through the VPC in clear, where whoever has got into it can read along. Those that face the internet are judged by
    `network.http-redirects`."""
    rules = r.companions(_LISTENER_RULES, "listener_arn")
    none = passes("no rule is added to it")
    answer = all_of(
        [partial(_does_not_forward, r, "default_action"), partial(every, rules, _rule_does_not_forward, none=none)]
    )
    if answer.verdict is Verdict.FAIL:
        is_internal(r)  # undecided where nobody can tell whether the other check speaks of it
    return answer


def _rule_does_not_forward(rule: Resource) -> Answer:
    return _does_not_forward(rule, "action")


def _does_not_forward(holder: Resource, name: str) -> Answer:
    kinds = [str(argument(holder, f"{path}.type", "")) for path in blocks(holder, name)]
    forwards = "forward" in kinds
    return holds(
        not forwards,
        f"{holder.address} does {', '.join(kinds)}",
        f"{holder.address} forwards what comes over plain HTTP",
    )


@check(
    "encryption.classic-lb-tls",
    title="Classic load balancers let nothing in clear in from the internet",
    severity="high",
    aspect="in-transit",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html",
    types=("aws_elb",),
    remediation='Set lb_protocol of each listener to "https" or "ssl", with a certificate.',
    when=lambda r: is_unknown(r.get("internal")) or not r.get("internal"),
)
def classic_lb_tls(r: Resource, _: Context) -> Answer:
    """Reads `lb_protocol` of every listener: https and ssl encrypt, http does not, and a classic load balancer cannot
    redirect. What tcp lets through is in clear where its port, or that of the instances, is one of a protocol without
    encryption; elsewhere no plan shows it. Internal load balancers are not asked."""
    return any_of((partial(_every_listener, r), partial(faces_inward, r)))


def _every_listener(r: Resource) -> Answer:
    found = blocks(r, "listener")
    return all_of(partial(_listener, r, path) for path in found) if found else passes("there is no listener")


def _listener(r: Resource, path: str) -> Answer:
    protocol = str(argument(r, f"{path}.lb_protocol", "")).lower()
    port = number(r, f"{path}.lb_port")
    said = f"port {port} of {r.address} is {protocol}"
    if protocol != "tcp":
        return holds(protocol in ("https", "ssl"), said, f"{said}, which goes in clear")
    for number_of in (port, number(r, f"{path}.instance_port")):
        if clear := clear_protocol(number_of):
            return fails(f"{said} for {clear} ({number_of}), which goes in clear")
    return outside(f"whether what port {port} of {r.address} lets through is encrypted")


def _decides_on_protocols(r: Resource) -> bool:
    if r.type == "aws_elb":
        protocols = [argument(r, f"{path}.lb_protocol", "") for path in blocks(r, "listener")]
        return any(str(protocol).lower() in ("https", "ssl") for protocol in protocols)
    return r.type != "aws_load_balancer_policy" or argument(r, "policy_type_name", "") == _NEGOTIATION


@check(
    "encryption.classic-lb-policies",
    title="Classic load balancers offer TLS 1.2 only",
    severity="medium",
    aspect="in-transit",
    source=(
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-policy-table.html",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-policy-options.html",
    ),
    types=("aws_elb", *_ATTRIBUTES),
    looks_at=tuple(_POLICIES),
    remediation=f"Give its listeners a policy with {_REFERENCE} = ELBSecurityPolicy-TLS-1-2-2017-01.",
    when=_decides_on_protocols,
)
def classic_lb_policies(r: Resource, _: Context) -> Answer:
    """Reads the attributes of policies for the negotiation of TLS: which predefined policy they refer to, or which protocols
    they switch on. A load balancer with a listener for https or ssl and without such a policy has
    `ELBSecurityPolicy-2016-08`, which offers TLS 1.0."""
    if r.type in _ATTRIBUTES:
        return _negotiates(r, _ATTRIBUTES[r.type])
    none = fails(f"no policy is given to {r.address}: AWS takes ELBSecurityPolicy-2016-08, which offers TLS 1.0")
    return any_of(partial(_has_policy, r, kind, none) for kind in _POLICIES)


def _has_policy(r: Resource, kind: str, none: Answer) -> Answer:
    return every(r.companions(kind, _POLICIES[kind]), lambda p: passes(f"{p.address} gives it a policy"), none=none)


def _negotiates(r: Resource, name: str) -> Answer:
    values: dict[str, Any] = {}
    for path in blocks(r, name):
        values[argument(r, f"{path}.name", "")] = argument(r, f"{path}.value", "")
    reference = values.get(_REFERENCE)
    if reference is not None:
        said = f"{r.address} refers to {reference}"
        if reference not in _MODERN | _OLD:
            outside(f"which versions of TLS {reference} offers")
        return holds(reference in _MODERN, said, f"{said}, which offers versions older than TLS 1.2")
    if old := [p for p in _OLD_PROTOCOLS if str(values.get(p, "")).lower() == "true"]:
        return fails(f"{r.address} switches on {', '.join(old)}")
    if str(values.get("Protocol-TLSv1.2", "")).lower() != "true":
        outside(f"which protocols {r.address} leaves on, of which it names none")
    return passes(f"{r.address} switches on TLS 1.2 only")


# Where each type names certificates.
_CERTIFICATES: dict[str, tuple[str, ...]] = {
    "aws_lb_listener": ("certificate_arn",),
    "aws_alb_listener": ("certificate_arn",),
    "aws_elb": ("listener.*.ssl_certificate_id",),
    "aws_cloudfront_distribution": (
        "viewer_certificate.*.iam_certificate_id",
        "viewer_certificate.*.acm_certificate_arn",
    ),
}


@check(
    "configuration.managed-certificates",
    title="Certificates of load balancers and distributions come from ACM",
    severity="low",
    aspect="in-transit",
    source=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/ssl-server-cert.html",
    ),
    types=tuple(_CERTIFICATES),
    looks_at=("aws_iam_server_certificate",),
    remediation="Name the ARN of a certificate of ACM.",
    when=lambda r: bool(_certificates(r)),
)
def managed_certificates(r: Resource, _: Context) -> Answer:
    """Reads which certificate a listener or a distribution has: one that was uploaded to IAM is renewed by hand, and runs out
    unless somebody remembers."""
    return all_of(partial(_is_managed, r, path) for path in _certificates(r))


def _certificates(r: Resource) -> list[str]:
    paths = []
    for path in _CERTIFICATES[r.type]:
        block, star, name = path.partition(".*.")
        paths += [f"{b}.{name}" for b in blocks(r, block)] if star else [path]
    return [path for path in paths if not unset(r, path) and (is_unknown(r.get(path)) or r.get(path))]


def _is_managed(r: Resource, path: str) -> Answer:
    if path.endswith("iam_certificate_id"):
        return fails(f"{path} of {r.address} names a certificate of IAM")
    named = r.members(path, "aws_iam_server_certificate", "data.aws_iam_server_certificate", "aws_acm_certificate",
                      "aws_acm_certificate_validation", "data.aws_acm_certificate")  # fmt: skip
    for certificate in named.found:
        if certificate.type == "aws_iam_server_certificate":
            return fails(f"{path} of {r.address} is {certificate.address}, a certificate of IAM")
    for name in named.outside:
        if ":server-certificate/" in name or "aws_iam_server_certificate" in name:
            return fails(f"{path} of {r.address} is {name}, a certificate of IAM")
        if ":acm:" not in name and "aws_acm" not in name:
            outside(f"whether {name} is a certificate of ACM")
    if named.open:
        named.all()
    return passes(f"{path} of {r.address} is a certificate of ACM")
