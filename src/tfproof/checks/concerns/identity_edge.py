"""Who may ask what stands behind the edge."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns._distributions import is_bucket
from tfproof.checks.concerns._lattice import in_a_network
from tfproof.checks.model import Answer, Context, all_of, any_of, check, holds, passes, until_apply
from tfproof.checks.reading import argument, blocks, given
from tfproof.plans.values import PartialText, Reference, is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

# The endpoint of a bucket, by S3's own protocol; that for websites cannot be asked with a signature.
_BUCKET = re.compile(r".+\.s3[.-](?!website)[a-z0-9.-]*amazonaws\.com(\.cn)?")
_FUNCTION = re.compile(r".+\.lambda-url\.[a-z0-9-]+\.on\.aws")
_BUCKET_NAMES = ("bucket_domain_name", "bucket_regional_domain_name")


@check(
    "identity.cdn-origin-access",
    title="Buckets and functions behind distributions need not be public",
    severity="medium",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html",
    ),
    types=("aws_cloudfront_distribution",),
    remediation="Add aws_cloudfront_origin_access_control, and set origin_access_control_id of the origin.",
)
def cdn_origin_access(r: Resource, _: Context) -> Answer:
    """Reads `origin_access_control_id`, or `origin_access_identity` of `s3_origin_config`, of every origin that is a bucket or
    the URL of a function. Without one CloudFront asks like anybody, so that the bucket has to be open to everybody, past
    the distribution and what guards it. Other origins, and websites of buckets, take no signature."""
    found = blocks(r, "origin")
    return all_of(partial(_signed, r, origin) for origin in found) if found else passes("there is no origin")


def _signed(r: Resource, origin: str) -> Answer:
    if not is_bucket(r, origin) and not _is_endpoint(r, origin):
        return passes(f"{origin} takes no signature")
    ways = [f"{origin}.origin_access_control_id"]
    ways += [f"{path}.origin_access_identity" for path in blocks(r, f"{origin}.s3_origin_config")]
    return any_of(partial(_is_given, r, origin, way) for way in ways)


def _is_given(r: Resource, origin: str, way: str) -> Answer:
    return holds(given(r, way), f"{way} is set", f"{origin} is asked without a signature, hence open to everybody")


def _is_endpoint(r: Resource, origin: str) -> bool:
    """Whether a custom origin is a bucket's endpoint, or a function's, all the same."""
    path = f"{origin}.domain_name"
    name = r.evaluated(path)
    target = r.plan.resource_at(name.address) if isinstance(name, Reference) else None
    if target is not None and target.mode == "managed" and target.type.startswith("aws_"):
        return target.type == "aws_s3_bucket" and name.path in _BUCKET_NAMES
    if isinstance(name, PartialText) and (name.suffix or name.prefix):
        return bool(_BUCKET.fullmatch(f"x{name.suffix}") or _FUNCTION.fullmatch(f"x{name.suffix}"))
    if is_unknown(name):
        until_apply(f"{path} of {r.address}")
    text = str(name)
    own = r.plan.remembered("endpoints of buckets", partial(_endpoints, r))
    return text in own or bool(_BUCKET.fullmatch(text) or _FUNCTION.fullmatch(text))


def _endpoints(r: Resource) -> set[str]:
    names = [bucket.peek(name) for bucket in r.plan.of("aws_s3_bucket") for name in _BUCKET_NAMES]
    return {name for name in names if isinstance(name, str)}


@check(
    "identity.lattice-authentication",
    title="Services of VPC Lattice ask who calls",
    severity="medium",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html",
    types=("aws_vpclattice_service", "aws_vpclattice_service_network"),
    looks_at=("aws_vpclattice_service_network_service_association",),
    remediation='Set auth_type = "AWS_IAM" and add aws_vpclattice_auth_policy.',
)
def lattice_authentication(r: Resource, _: Context) -> Answer:
    """Reads `auth_type` of service networks and services, NONE unless set: then whoever is in an associated VPC may call. A
    service whose networks all ask need not ask again."""
    if r.type == "aws_vpclattice_service_network":
        return _asks(r)
    return any_of([partial(_asks, r), partial(in_a_network, r, _asks)])


def _asks(r: Resource) -> Answer:
    kind = argument(r, "auth_type", "NONE")
    said = f"auth_type of {r.address} is {kind}"
    return holds(kind == "AWS_IAM", said, said)
