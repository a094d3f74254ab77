"""Amazon S3."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import Any

import xmltodict
from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.patching import around, store

#: Configurations of which a bucket has many, each with an id, by query parameter: element and the list's element.
_CONFIGURATIONS = {
    "analytics": ("AnalyticsConfiguration", "ListBucketAnalyticsConfigurationResult"),
    "intelligent-tiering": ("IntelligentTieringConfiguration", "ListBucketIntelligentTieringConfigurationsOutput"),
    "inventory": ("InventoryConfiguration", "ListInventoryConfigurationsResult"),
    "metrics": ("MetricsConfiguration", "ListMetricsConfigurationsResult"),
}


@fix(
    "s3: inventory, metrics, tiering and analytics configurations are kept",
    aws="A bucket has many of these, each with an id; they are put, read, listed and deleted one by one. moto lacks "
    "most of these calls and takes their DELETE for the deletion of the whole bucket.",
    kind="accepted",
)
def configurations() -> None:
    @around(S3Response, "_bucket_response")
    def respond(original: Any, self: Any, request: Any, full_url: str) -> Any:
        kind = next((kind for kind in _CONFIGURATIONS if kind in self._get_querystring(request, full_url)), None)
        if kind is None or request.method not in {"DELETE", "GET", "PUT"}:
            return original(self, request, full_url)
        bucket = self.backend.get_bucket(self.parse_bucket_name_from_url(request, full_url))
        kept = store(bucket, "configurations").setdefault(kind, {})
        return _configuration(kind, kept, request.method, request.args.get("id"), self.body)


def _configuration(kind: str, kept: dict[str, Any], method: str, name: str | None, body: Any) -> Any:
    element, list_element = _CONFIGURATIONS[kind]
    if name is None:
        found = {"IsTruncated": "false", element: list(kept.values())}
        return xmltodict.unparse({list_element: found})
    if method == "PUT":
        kept[name] = xmltodict.parse(body)[element]
        return 200, {}, ""
    if name not in kept:
        error = {"Code": "NoSuchConfiguration", "Message": "The specified configuration does not exist."}
        return 404, {}, xmltodict.unparse({"Error": error})
    if method == "DELETE":
        del kept[name]
        return 204, {}, ""
    return xmltodict.unparse({element: kept[name]})


@fix(
    "s3: replication rules are read as they were put",
    aws="A replication rule is read with its own filter, delete marker setting, selection criteria and destination. "
    "moto answers every rule with no filter and without delete markers.",
    kind="accepted",
)
def replication_rules() -> None:
    @around(S3Response, "get_bucket_replication")
    def get(original: Any, self: Any) -> Any:
        # Raises when there is no replication.
        original(self)
        return xmltodict.unparse({"ReplicationConfiguration": self.backend.get_bucket_replication(self.bucket_name)})


@fix(
    "s3: a bucket tells whether its events go to EventBridge",
    aws="GetBucketNotificationConfiguration has an empty EventBridgeConfiguration where one was put. moto keeps it untold.",
    kind="accepted",
)
def event_bridge() -> None:
    @around(S3Response, "get_bucket_notification")
    def get(original: Any, self: Any) -> Any:
        kept = self.backend.get_bucket_notification_configuration(self.bucket_name)
        status, headers, body = original(self)
        if kept is None or kept.event_bridge is None:
            return status, headers, body
        ((name, told),) = xmltodict.parse(body).items()
        return status, headers, xmltodict.unparse({name: {**(told or {}), "EventBridgeConfiguration": {}}})


@fix(
    "s3: the permission to write access logs may be in any statement",
    aws="The target bucket's policy must let logging.s3.amazonaws.com put objects below the prefix; principals, actions and "
    "resources may be single or lists, with wildcards. moto accepts one spelling only.",
    kind="enforced",
)
def logging_permission() -> None:
    @around(FakeBucket, "_log_permissions_enabled_policy")
    def permitted(original: Any, target_bucket: Any, target_prefix: str | None) -> bool:
        written = f"arn:{target_bucket.partition}:s3:::{target_bucket.name}/{target_prefix or ''}log"
        policy = json.loads(target_bucket.policy.decode()) if target_bucket.policy else {}
        return any(
            statement["Effect"] == "Allow"
            and isinstance(statement.get("Principal"), dict)
            and "logging.s3.amazonaws.com" in _listed(statement["Principal"].get("Service"))
            and any(fnmatchcase("s3:PutObject", action) for action in _listed(statement.get("Action")))
            and any(fnmatchcase(written, resource) for resource in _listed(statement.get("Resource")))
            for statement in _listed(policy.get("Statement"))
        )


@fix(
    "s3: who comes with TLS is not refused by a policy that refuses those without it",
    aws="A statement with Deny holds where its conditions hold. moto knows none of a request's values and takes every such "
    "statement for a refusal, so that nobody reaches an object of a bucket which refuses plain connections.",
    kind="accepted",
)
def without_tls() -> None:
    @around(FakeBucket, "get_permission")
    def permission(original: Any, self: Any, action: str, resource: str) -> Any:
        if not self.policy:
            return original(self, action, resource)
        policy = json.loads(self.policy.decode())
        kept = [one for one in _listed(policy.get("Statement")) if not _only_of_tls(one)]
        if not kept:
            return PermissionResult.NEUTRAL
        return IAMPolicy(json.dumps({**policy, "Statement": kept})).is_action_permitted(action, resource)


def _only_of_tls(statement: dict[str, Any]) -> bool:
    """Whether a statement refuses, and nothing but connections without TLS or with an old one."""
    keys = {key for condition in statement.get("Condition", {}).values() for key in condition}
    return statement["Effect"] == "Deny" and bool(keys) and keys <= {"aws:SecureTransport", "s3:TlsVersion"}


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]
