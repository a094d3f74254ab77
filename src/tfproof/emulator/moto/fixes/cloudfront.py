"""Amazon CloudFront."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from botocore import xform_name
from moto.cloudfront import urls
from moto.cloudfront.exceptions import CloudFrontException
from moto.cloudfront.models import DefaultCacheBehaviour, DistributionConfig, Origin, ViewerCertificate, random_id
from moto.cloudfront.responses import CloudFrontResponse
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow
from moto.utilities.utils import get_partition

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import adds_path
from tfproof.emulator.moto.fixes.patching import adds, around, store


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
    "cloudfront: a distribution has one kind of certificate",
    aws="An answer holds CloudFrontDefaultCertificate, ACMCertificateArn or IAMCertificateId, never an empty one beside it.",
    kind="enforced",
)
def one_certificate() -> None:
    @around(ViewerCertificate, "__init__")
    def init(original: Any, self: Any, config: dict[str, Any]) -> None:
        original(self, config)
        self.acm_certificate_arn = self.acm_certificate_arn or None
        self.iam_certificate_id = self.iam_certificate_id or None
        if self.acm_certificate_arn or self.iam_certificate_id:
            self.cloud_front_default_certificate = False


@fix(
    "cloudfront: a behaviour may target a group of origins",
    aws="TargetOriginId names an origin or an origin group.",
    kind="enforced",
)
def origin_groups() -> None:
    @around(DistributionConfig, "__init__")
    def init(original: Any, self: Any, config: dict[str, Any]) -> None:
        behaviour = config["DefaultCacheBehavior"]
        groups = (config.get("OriginGroups") or {}).get("Items") or []
        members = next((g["Members"]["Items"] for g in groups if g["Id"] == behaviour["TargetOriginId"]), None)
        if members is None:
            original(self, config)
            return
        # moto looks for the target among the origins alone, so it is shown the group's first one.
        target = behaviour["TargetOriginId"]
        original(self, {**config, "DefaultCacheBehavior": {**behaviour, "TargetOriginId": members[0]["OriginId"]}})
        self.DefaultCacheBehavior.target_origin_id = target


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of object that has a configuration, an id and an ETag, and is managed by the same six calls.

    `part` is its part of the URL, `element` its name in the answers, `noun` its name in calls and errors if it has
    another there, `plural` that of the call that lists it, `config` the name of its configuration, `unique` what no
    two configurations share, and `errors` the noun of its errors if that is yet another.
    """

    part: str
    element: str
    plural: str
    config: str
    noun: str = ""
    unique: str = "Name"
    errors: str = ""

    @property
    def called(self) -> str:
        """What calls and errors call it."""
        return self.noun or self.element


_CACHE_POLICY = _Kind("cache-policy", "CachePolicy", "CachePolicies", "CachePolicyConfig")
_ORIGIN_REQUEST_POLICY = _Kind(
    "origin-request-policy", "OriginRequestPolicy", "OriginRequestPolicies", "OriginRequestPolicyConfig"
)
_RESPONSE_HEADERS_POLICY = _Kind(
    "response-headers-policy", "ResponseHeadersPolicy", "ResponseHeadersPolicies", "ResponseHeadersPolicyConfig"
)
_ORIGIN_ACCESS_IDENTITY = _Kind(
    "origin-access-identity/cloudfront",
    "CloudFrontOriginAccessIdentity",
    "CloudFrontOriginAccessIdentities",
    "CloudFrontOriginAccessIdentityConfig",
    unique="CallerReference",
)
_ENCRYPTION = _Kind(
    "field-level-encryption",
    "FieldLevelEncryption",
    "FieldLevelEncryptionConfigs",
    "FieldLevelEncryptionConfig",
    noun="FieldLevelEncryptionConfig",
    unique="CallerReference",
)
_ENCRYPTION_PROFILE = _Kind(
    "field-level-encryption-profile",
    "FieldLevelEncryptionProfile",
    "FieldLevelEncryptionProfiles",
    "FieldLevelEncryptionProfileConfig",
)
_VPC_ORIGIN = _Kind("vpc-origin", "VpcOrigin", "VpcOrigins", "VpcOriginEndpointConfig", errors="Entity")

#: What AWS provides, by kind: name, id and configuration. Those that Terraform code usually names.
_MANAGED: dict[str, dict[str, tuple[str, dict[str, Any]]]] = {
    "CachePolicy": {
        "Managed-CachingDisabled": (
            "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
            {"MinTTL": 0, "DefaultTTL": 0, "MaxTTL": 0},
        ),
        "Managed-CachingOptimized": (
            "658327ea-f89d-4fab-a63d-7e88639e58f6",
            {"MinTTL": 1, "DefaultTTL": 86400, "MaxTTL": 31536000},
        ),
    },
    "OriginRequestPolicy": {
        "Managed-AllViewer": (
            "216adef6-5c7f-47e4-b989-5492eafa07d3",
            {
                "HeadersConfig": {"HeaderBehavior": "allViewer"},
                "CookiesConfig": {"CookieBehavior": "all"},
                "QueryStringsConfig": {"QueryStringBehavior": "all"},
            },
        ),
        "Managed-AllViewerExceptHostHeader": (
            "b689b0a8-53d0-40ab-baf2-68738e2966ac",
            {
                "HeadersConfig": {
                    "HeaderBehavior": "allExcept",
                    "Headers": {"Quantity": 1, "Items": ["host"]},
                },
                "CookiesConfig": {"CookieBehavior": "all"},
                "QueryStringsConfig": {"QueryStringBehavior": "all"},
            },
        ),
    },
    "ResponseHeadersPolicy": {
        "Managed-SecurityHeadersPolicy": (
            "67f7725c-6f97-4210-82d7-5512b31e9d03",
            {
                "SecurityHeadersConfig": {
                    "XSSProtection": {"Override": False, "Protection": True, "ModeBlock": True},
                    "FrameOptions": {"Override": False, "FrameOption": "SAMEORIGIN"},
                    "ReferrerPolicy": {"Override": False, "ReferrerPolicy": "strict-origin-when-cross-origin"},
                    "ContentTypeOptions": {"Override": True},
                    "StrictTransportSecurity": {"Override": False, "AccessControlMaxAgeSec": 31536000},
                }
            },
        ),
    },
}


@fix(
    "cloudfront: cache, origin request and response headers policies exist",
    aws="A policy has an id and an ETag; it is found by id, and in the list by name, next to those that AWS manages. "
    "Names are unique.",
    kind="accepted",
)
def policies() -> None:
    for kind in (_CACHE_POLICY, _ORIGIN_REQUEST_POLICY, _RESPONSE_HEADERS_POLICY):
        _add(kind)


@fix(
    "cloudfront: origin access identities exist",
    aws="An origin access identity has an id and the canonical user id that bucket policies name.",
    kind="accepted",
)
def origin_access_identities() -> None:
    _add(_ORIGIN_ACCESS_IDENTITY)


@fix(
    "cloudfront: VPC origins exist",
    aws="A VPC origin has an id, an ARN and tags, is deployed after a while, and is named by the origin of a distribution.",
    kind="accepted",
)
def vpc_origins() -> None:
    _add(_VPC_ORIGIN)

    @around(Origin, "__init__")
    def init(original: Any, self: Any, origin: dict[str, Any]) -> None:
        original(self, origin)
        if "VpcOriginConfig" in origin:
            self.vpc_origin_config = {
                "OriginReadTimeout": 30,
                "OriginKeepaliveTimeout": 5,
                **origin["VpcOriginConfig"],
            }


@fix(
    "cloudfront: key groups can be deleted",
    aws="DeleteKeyGroup deletes a group that no distribution uses.",
    kind="accepted",
)
def key_groups() -> None:
    adds_path(urls, CloudFrontResponse, "/2020-05-31/key-group/(?P<id>[^/]+)$")

    @adds(CloudFrontResponse, "delete_key_group")
    def delete(self: Any) -> ActionResult:
        del self.backend.key_groups[self._get_param("Id")]
        return EmptyResult()


@fix(
    "cloudfront: field-level encryption exists",
    aws="A configuration names profiles, and a profile names public keys and the fields that are encrypted with them.",
    kind="accepted",
)
def field_level_encryption() -> None:
    for kind in (_ENCRYPTION, _ENCRYPTION_PROFILE):
        _add(kind)


def _add(kind: _Kind) -> None:
    """Add a kind's calls, and the URLs that lead to them."""
    for path in (f"{kind.part}$", f"{kind.part}/(?P<id>[^/]+)$", f"{kind.part}/(?P<id>[^/]+)/config$"):
        adds_path(urls, CloudFrontResponse, f"/2020-05-31/{path}")

    @adds(CloudFrontResponse, f"create_{xform_name(kind.called)}")
    def create(self: Any) -> ActionResult:
        config = self._get_param(kind.config)
        if any(config[kind.unique] == one["config"][kind.unique] for one in _all(self, kind).values()):
            noun = kind.errors or kind.called
            raise CloudFrontException(f"{noun}AlreadyExists", f"A {kind.called} of that {kind.unique} exists.")
        object_id = random_id() if kind.unique == "CallerReference" else str(uuid.uuid4())
        arn = _arn(self, kind, object_id)
        _all(self, kind)[object_id] = {"config": config, "type": "custom", "etag": random_id(), "arn": arn}
        if tags := (self._get_param("Tags") or {}).get("Items"):
            self.backend.tagger.tag_resource(arn, tags)
        return _answer(self, kind, object_id)

    @adds(CloudFrontResponse, f"update_{xform_name(kind.called)}")
    def update(self: Any) -> ActionResult:
        object_id = self._get_param("Id")
        _matching(self, kind).update(config=self._get_param(kind.config), etag=random_id())
        return _answer(self, kind, object_id)

    @adds(CloudFrontResponse, f"delete_{xform_name(kind.called)}")
    def delete(self: Any) -> ActionResult:
        found = _matching(self, kind)
        if kind is _VPC_ORIGIN:
            self.backend.tagger.delete_all_tags_for_resource(found["arn"])
        del _all(self, kind)[self._get_param("Id")]
        return EmptyResult()

    @adds(CloudFrontResponse, f"get_{xform_name(kind.element)}")
    def get(self: Any) -> ActionResult:
        return _answer(self, kind, self._get_param("Id"))

    @adds(CloudFrontResponse, f"get_{xform_name(kind.config)}")
    def get_config(self: Any) -> ActionResult:
        found = _found(self, kind)
        return ActionResult({kind.config: found["config"], "ETag": found["etag"]})

    @adds(CloudFrontResponse, f"list_{xform_name(kind.plural)}")
    def list_all(self: Any) -> ActionResult:
        wanted = self._get_param("Type")
        items = [
            # Policies are listed as they are described, one level down; other kinds are listed in short.
            {"Type": one["type"], kind.element: _described(kind, object_id, one), **_described(kind, object_id, one)}
            for object_id, one in _all(self, kind).items()
            if wanted in (None, one["type"])
        ]
        listed = {"Items": items or None, "Quantity": len(items), "MaxItems": 100, "IsTruncated": False, "Marker": ""}
        return ActionResult({f"{kind.element}List": listed})


def _all(response: Any, kind: _Kind) -> dict[str, dict[str, Any]]:
    kept = store(response.backend, kind.element)
    if not kept:
        for name, (object_id, config) in _MANAGED.get(kind.element, {}).items():
            kept[object_id] = {"config": {"Name": name, **config}, "type": "managed", "etag": random_id()}
    return kept


def _found(response: Any, kind: _Kind) -> dict[str, Any]:
    object_id = response._get_param("Id")
    if object_id not in _all(response, kind):
        code = f"{kind.errors}NotFound" if kind.errors else f"NoSuch{kind.called}"
        raise CloudFrontException(code, f"The specified {kind.called} does not exist.")
    return _all(response, kind)[object_id]


def _matching(response: Any, kind: _Kind) -> dict[str, Any]:
    """Return the object that a change is about, if it may be changed in the version that the caller has read."""
    found = _found(response, kind)
    if found["type"] == "managed":
        raise CloudFrontException("AccessDenied", f"A {kind.called} that AWS manages cannot be changed.")
    if response._get_param("IfMatch") != found["etag"]:
        raise CloudFrontException("PreconditionFailed", "The If-Match version is not the current one.")
    return found


def _answer(response: Any, kind: _Kind, object_id: str) -> ActionResult:
    one = _all(response, kind).get(object_id) or _found(response, kind)
    location = f"https://cloudfront.amazonaws.com/2020-05-31/{kind.part}/{object_id}"
    return ActionResult({kind.element: _described(kind, object_id, one), "Location": location, "ETag": one["etag"]})


def _arn(response: Any, kind: _Kind, object_id: str) -> str:
    partition = get_partition(response.backend.region_name)
    return f"arn:{partition}:cloudfront::{response.backend.account_id}:{kind.element.lower()}/{object_id}"


def _described(kind: _Kind, object_id: str, one: dict[str, Any]) -> dict[str, Any]:
    described = {"Id": object_id, "LastModifiedTime": utcnow(), kind.config: one["config"], **one["config"]}
    if kind is _VPC_ORIGIN:
        described |= {"Arn": one["arn"], "CreatedTime": utcnow(), "Status": "Deployed"}
    if kind is _ORIGIN_ACCESS_IDENTITY:
        described["S3CanonicalUserId"] = f"{object_id.lower():0<64}"
    return described
