"""Whether browsers are told to come back with HTTPS only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfproof.checks.concerns._distributions import runs_code, serves_bucket
from tfproof.checks.model import Answer, Context, check, fails, holds, outside, passes
from tfproof.checks.reading import argument, blocks, every, number, unset
from tfproof.plans.values import is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_POLICY = "aws_cloudfront_response_headers_policy"
_HEADER = "strict-transport-security"
_A_YEAR = 31_536_000
# AWS's own policies, with HSTS and without.
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html
_WITH = {
    "67f7725c-6f97-4210-82d7-5512b31e9d03", "eaab4381-ed33-4a86-88ca-d9558dc6cd63", "e61eb60c-9c35-4d20-a928-2b84e02af89c",
}  # fmt: skip
_WITHOUT = {"60669652-455b-4ae9-85a4-c4c02393f86c", "5cc3b908-e619-4b99-88e5-2cf7f45965bd"}
_PATH = "default_cache_behavior.0.response_headers_policy_id"


@check(
    "encryption.cdn-hsts",
    title="Distributions tell browsers to use HTTPS only",
    severity="low",
    aspect="in-transit",
    source=(
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html",
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html",
    ),
    types=("aws_cloudfront_distribution", _POLICY),
    remediation="Add strict_transport_security with access_control_max_age_sec = 31536000 to a response headers policy, and "
    "give that to the behaviours.",
    when=lambda r: r.type != _POLICY or bool(blocks(r, "security_headers_config")),
)
def cdn_hsts(r: Resource, _: Context) -> Answer:
    """Reads `strict_transport_security` of response headers policies that set security headers, for a year or more, and which
    policy the default behaviour has. Without that header the first request of each visit may go in clear, and be turned
    elsewhere. An origin that is no bucket, or a function, may send the header itself: then nobody can tell."""
    return _of_policy(r) if r.type == _POLICY else _of_distribution(r)


def _of_policy(policy: Resource) -> Answer:
    path = "security_headers_config.0.strict_transport_security"
    if not blocks(policy, path):
        headers = [argument(policy, f"{h}.header", "") for h in blocks(policy, "custom_headers_config.0.items")]
        own = any(str(header).lower() == _HEADER for header in headers)
        return holds(own, f"{policy.address} has the header", f"{policy.address} has no strict_transport_security")
    age = number(policy, f"{path}.0.access_control_max_age_sec")
    said = f"access_control_max_age_sec of {policy.address} is {age}"
    return holds(age >= _A_YEAR, said, f"{said}, less than a year")


def _of_distribution(r: Resource) -> Answer:
    if unset(r, _PATH) or (not is_unknown(r.get(_PATH)) and r.get(_PATH) in ("", *_WITHOUT)):
        return _without(r)
    if not is_unknown(r.get(_PATH)) and r.get(_PATH) in _WITH:
        return passes("the policy is one of AWS's with security headers")
    named = r.members(_PATH, _POLICY, f"data.{_POLICY}")
    return every(named, lambda p: _of_data(p) if p.mode == "data" else _of_policy(p), none=fails("it names no policy"))


def _of_data(policy: Resource) -> Answer:
    name = str(argument(policy, "name", ""))
    if name.startswith("Managed-"):
        return holds("SecurityHeaders" in name, f"the policy is {name}", f"the policy is {name}, without that header")
    return outside(f"whether the policy {name} has the header")


def _without(r: Resource) -> Answer:
    if runs_code(r):
        outside(f"whether the functions of {r.address} add the header")
    if serves_bucket(r):
        return fails("no policy adds the header, and a bucket does not send it")
    return outside(f"whether the origin of {r.address} sends the header")
