"""Encryption where clients connect: listeners of load balancers, and distributions with their origins."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from tfproof.checks.model import Answer, Context, all_of, check, fails, holds, outside, passes
from tfproof.checks.reading import argument, blocks, every, flag, listed
from tfproof.findings import Bound, Measure
from tfproof.plans.values import is_unknown
from tfproof.plans.view import Resource

# The oldest protocol that a listener or a distribution accepts, from the weakest to the strictest.
_PROTOCOLS = ("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")
_MODERN = ("TLSv1.2", "TLSv1.3")
# Policies of Elastic Load Balancing say in their names what is the oldest version; those below do not, and offer TLS 1.0.
_LISTENER_POLICY = re.compile(r"ELBSecurityPolicy-(?:TLS13|TLS|FS)-1-([0-3])(?:-\w+)+")
_POLICIES_WITH_TLS_1_0 = ("ELBSecurityPolicy-2015-05", "ELBSecurityPolicy-2016-08", "ELBSecurityPolicy-FS-2018-06")


def _oldest_protocol(version: str) -> Measure:
    return Measure("oldest_protocol", version, _MODERN, Bound.ONE_OF, _PROTOCOLS)


@check(
    "encryption.lb-tls",
    title="Listeners offer TLS 1.2 or newer only",
    severity="high",
    aspect="in-transit",
    source=(
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/describe-ssl-policies.html",
    ),
    types=("aws_lb_listener", "aws_alb_listener"),
    remediation='Set ssl_policy to a current policy such as "ELBSecurityPolicy-TLS13-1-2-2021-06".',
    when=lambda r: argument(r, "protocol", "HTTP") in ("HTTPS", "TLS"),
)
def lb_tls(r: Resource, _: Context) -> Answer:
    """Reads `ssl_policy` of HTTPS and TLS listeners. Without one AWS takes `ELBSecurityPolicy-2016-08`, which still
    offers TLS 1.0. Listeners for plain HTTP, which a listener without a protocol is, are judged by
    `network.http-redirects`."""
    policy = argument(r, "ssl_policy", "ELBSecurityPolicy-2016-08")
    named = _LISTENER_POLICY.fullmatch(policy)
    if named is None and policy not in _POLICIES_WITH_TLS_1_0:
        outside(f"which versions of TLS the policy {policy} offers")
    oldest = f"TLSv1.{named[1] if named else 0}".removesuffix(".0")
    return holds(
        oldest in _MODERN,
        f"ssl_policy is {policy}",
        f"ssl_policy is {policy}, which offers versions older than TLS 1.2",
        _oldest_protocol(oldest),
    )


@check(
    "encryption.cdn-tls",
    title="Distributions speak TLS 1.2 or newer only, with viewers and origins",
    severity="high",
    aspect="in-transit",
    source=(
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html",
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html",
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html",
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-s3-origin.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html",
    ),
    types=("aws_cloudfront_distribution",),
    looks_at=("aws_cloudfront_vpc_origin",),
    remediation="Give a certificate and TLSv1.2_2021; let every behaviour and origin demand HTTPS, origins with TLSv1.2.",
)
def cdn_tls(r: Resource, _: Context) -> Answer:
    """Reads `viewer_protocol_policy` of every cache behaviour, the viewer certificate's `minimum_protocol_version`, and
    of every origin that is no bucket `origin_protocol_policy` and `origin_ssl_protocols`, those of an
    `aws_cloudfront_vpc_origin` included. With CloudFront's default certificate (*.cloudfront.net) AWS sets TLSv1,
    whatever is declared. A bucket, and an origin with "match-viewer", is reached as the viewers are. The website
    endpoint of a bucket is a custom origin that only "http-only" reaches."""
    return all_of(
        [
            partial(_viewer_certificate, r),
            partial(_each, r, "default_cache_behavior", _behaviour),
            partial(_each, r, "ordered_cache_behavior", _behaviour),
            partial(_each, r, "origin", _origin),
        ]
    )


def _each(r: Resource, path: str, judge: Callable[[Resource, str], Answer]) -> Answer:
    found = blocks(r, path)
    return all_of(partial(judge, r, block) for block in found) if found else passes(f"there is no {path}")


def _behaviour(r: Resource, path: str) -> Answer:
    policy = argument(r, f"{path}.viewer_protocol_policy", "allow-all")
    return holds(
        policy in ("https-only", "redirect-to-https"),
        "every behaviour demands HTTPS",
        f"viewer_protocol_policy of {path} is {policy}: viewers may use HTTP",
    )


def _viewer_certificate(r: Resource) -> Answer:
    block = "viewer_certificate.0"
    default = r.get(f"{block}.cloudfront_default_certificate", False)
    if not is_unknown(default) and flag(r, f"{block}.cloudfront_default_certificate"):
        return fails(
            "the default certificate of CloudFront is used, with which viewers may use TLS 1.0",
            _oldest_protocol("TLSv1"),
        )
    version = argument(r, f"{block}.minimum_protocol_version", "TLSv1")
    oldest = version.partition("_")[0]
    if oldest not in _MODERN:
        return fails(f"minimum_protocol_version is {version}, older than TLS 1.2", _oldest_protocol(oldest))
    flag(r, f"{block}.cloudfront_default_certificate")
    return passes(f"minimum_protocol_version is {version}", _oldest_protocol(oldest))


def _origin(r: Resource, path: str) -> Answer:
    for block in blocks(r, f"{path}.custom_origin_config"):
        return _connection(r, block, f"{block}.origin_ssl_protocols")
    for block in blocks(r, f"{path}.vpc_origin_config"):
        origins = r.members(f"{block}.vpc_origin_id", "aws_cloudfront_vpc_origin")
        return every(origins, _vpc_origin, none=fails(f"{block} names no origin"))
    return passes("a bucket is reached by HTTPS where viewers are")


def _vpc_origin(origin: Resource) -> Answer:
    block = "vpc_origin_endpoint_config.0"
    return _connection(origin, block, f"{block}.origin_ssl_protocols.0.items")


def _connection(holder: Resource, block: str, protocols: str) -> Answer:
    return all_of([partial(_origin_policy, holder, block), partial(_origin_protocols, holder, protocols)])


def _origin_policy(holder: Resource, block: str) -> Answer:
    policy = argument(holder, f"{block}.origin_protocol_policy", "http-only")
    return holds(
        policy in ("https-only", "match-viewer"),
        "every origin is reached by HTTPS where viewers are",
        f"origin_protocol_policy of {block} of {holder.address} is {policy}: the origin is reached by plain HTTP",
    )


def _origin_protocols(holder: Resource, path: str) -> Answer:
    protocols = listed(holder, path)
    if old := sorted({p for p in protocols.known if p not in _MODERN}):
        return fails(f"{path} of {holder.address} admits {', '.join(old)}")
    protocols.all()
    return passes("origins are reached with TLS 1.2 or newer")
