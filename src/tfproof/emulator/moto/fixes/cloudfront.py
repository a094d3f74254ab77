"""Amazon CloudFront."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from botocore import xform_name
from moto.cloudfront import urls
from moto.cloudfront.models import DefaultCacheBehaviour, Origin, ViewerCertificate, random_id
from moto.cloudfront.responses import CloudFrontResponse
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.patching import StaleFix, adds, around, store


@fix(
    "cloudfront: an origin keeps its access control and its S3 settings",
    aws="OriginAccessControlId and S3OriginConfig are read as they were set; an S3 origin with access control has an "
    "empty access identity.",
    kind="accepted",
)
def origin_access() -> None:
    @around(Origin, "__init__")
    def init(original: Any, self: Any, origin: dict[str, Any]) -> None:
        original(self, origin)
        self.origin_access_control_id = origin.get("OriginAccessControlId") or ""
        if "S3OriginConfig" in origin:
            self.s3_origin_config = {"OriginAccessIdentity": origin["S3OriginConfig"]["OriginAccessIdentity"] or ""}


@fix(
    "cloudfront: a cache behaviour is read as it was set",
    aws="ForwardedValues is absent when a cache policy is used; functions and lambda functions stay associated.",
    kind="accepted",
)
def cache_behaviour() -> None:
    @around(DefaultCacheBehaviour, "__init__")
    def init(original: Any, self: Any, config: dict[str, Any]) -> None:
        forwards = config.get("ForwardedValues") is not None
        original(self, config)
        if not forwards:
            self.forwarded_values = None
        for attribute in ("FunctionAssociations", "LambdaFunctionAssociations"):
            associations = (config.get(attribute) or {}).get("Items") or []
            setattr(self, xform_name(attribute), {"Quantity": len(associations), "Items": associations or None})


@fix(
    "cloudfront: a certificate of one's own replaces CloudFront's",
    aws="CloudFrontDefaultCertificate is false when an ACM or IAM certificate is given.",
    kind="enforced",
)
def own_certificate() -> None:
    @around(ViewerCertificate, "__init__")
    def init(original: Any, self: Any, config: dict[str, Any]) -> None:
        original(self, config)
        if self.acm_certificate_arn or self.iam_certificate_id:
            self.cloud_front_default_certificate = False


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of object with a configuration, an id and an ETag; all have the same six calls.

    `part` is its part of the URL, `element` the name in requests and answers, `key` what the API calls its parameter,
    `missing` the error code for an unknown id, `unique` the configuration's key that must be unique.
    """

    part: str
    element: str
    config: str
    missing: str
    exists: str
    unique: str = "Name"
    listed: str = ""


_POLICIES = (
    _Kind("cache-policy", "CachePolicy", "CachePolicyConfig", "NoSuchCachePolicy", "CachePolicyAlreadyExists"),
    _Kind(
        "origin-request-policy",
        "OriginRequestPolicy",
        "OriginRequestPolicyConfig",
        "NoSuchOriginRequestPolicy",
        "OriginRequestPolicyAlreadyExists",
    ),
    _Kind(
        "response-headers-policy",
        "ResponseHeadersPolicy",
        "ResponseHeadersPolicyConfig",
        "NoSuchResponseHeadersPolicy",
        "ResponseHeadersPolicyAlreadyExists",
    ),
)
