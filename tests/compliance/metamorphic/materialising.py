"""What a plan becomes when it is applied: every value that is not known gets one, consistently.

The same reference gets the same text everywhere, what one attribute is equal to (`plans/identities.yaml`) is equal, what
AWS computes and nothing declares is null unless others name the resource by it. An apply for the poor: no behaviour.
"""

from __future__ import annotations

import json
from functools import cache, cached_property
from importlib import resources as package
from typing import Any

import yaml
from bench import Raw
from editing import copied, entries, planned, read_before

from tfproof import Plan
from tfproof.findings import Layer
from tfproof.plans.schema import Schema
from tfproof.plans.values import (
    ABSENT,
    OneOf,
    PartialJson,
    PartialList,
    PartialText,
    Reference,
    has_unknown,
    is_unknown,
)
from tfproof.plans.view import Resource

ACCOUNT, REGION = "123456789012", "us-east-1"
#: What a value of a kind is when nothing tells it.
_ANY: dict[str, Any] = {"number": 1, "boolean": False, "list": [], "set": [], "map": {}, "object": {}}
#: Identifiers that are another attribute of the same resource; the provider's documentation of each type.
_IDS = {
    "aws_cloudwatch_log_group": "name", "aws_iam_group": "name", "aws_iam_policy": "arn", "aws_iam_role": "name",
    "aws_iam_user": "name", "aws_kms_key": "key_id", "aws_lb": "arn", "aws_s3_bucket": "bucket",
    "aws_rds_cluster": "cluster_identifier", "aws_docdb_cluster": "cluster_identifier",
    "aws_neptune_cluster": "cluster_identifier", "aws_secretsmanager_secret": "arn", "aws_sns_topic": "arn",
    "aws_sqs_queue": "url", "aws_alb": "arn",
}  # fmt: skip

#: ARNs that AWS makes of a name, besides those of the package's table.
_ARNS = {
    "aws_cloudwatch_composite_alarm": "arn:*:cloudwatch:*:*:alarm:{alarm_name}",
    "aws_cloudwatch_metric_alarm": "arn:*:cloudwatch:*:*:alarm:{alarm_name}",
}


@cache
def identities() -> dict[str, Any]:
    """Return the package's table of what resources are named by."""
    return dict(yaml.safe_load(package.files("tfproof.plans").joinpath("identities.yaml").read_text()))


def identifying(kind: str) -> set[str]:
    """Return the attributes by which others name a resource of the type."""
    data = identities()
    return {*data["every"], *data["also"].get(kind, ()), *data["adopted"].get(kind, {})}


class Materialised:
    """The values that the resources of one plan get."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._made: dict[tuple[str, str], Any] = {}

    def values(self, resource: Resource) -> dict[str, Any]:
        """Return all values of a resource."""
        unknown = resource._change.get("after_unknown") or {}
        names = dict.fromkeys([*resource.values, *(n for n, mark in unknown.items() if mark is not False)])
        return {name: self.at(resource, name) for name in names}

    def at(self, resource: Resource, path: str) -> Any:
        """Return the value at a path."""
        key = (resource.address, path)
        if key not in self._made:
            self._made[key] = f"circle-{path}"
            self._made[key] = self._filled(resource, path, resource.peek(path))
        return self._made[key]

    def _filled(self, resource: Resource, path: str, value: Any) -> Any:
        if is_unknown(value) or value is ABSENT:
            return self._new(resource, path)
        if isinstance(value, dict):
            return {name: self.at(resource, f"{path}.{name}") if has_unknown(v) else v for name, v in value.items()}
        if isinstance(value, list) and has_unknown(value):
            evaluated = resource.evaluated(path)
            if isinstance(evaluated, list) and not any(isinstance(e, dict) for e in evaluated):
                return [self._concrete(e) for e in evaluated]
            return [self.at(resource, f"{path}.{i}") if has_unknown(v) else v for i, v in enumerate(value)]
        return value

    def _new(self, resource: Resource, path: str) -> Any:
        equal = self._equal.get(resource.qualified_type, {}).get(path)
        if equal is not None:
            return self.at(resource, equal)
        if resource.qualified_type == "data.aws_iam_policy_document" and path in ("json", "minified_json"):
            return json.dumps(self._document(resource))
        declared = resource.evaluated(path) if resource.peek(path) is not ABSENT else ABSENT
        if declared is not ABSENT and declared is not None and not _is_nothing(declared):
            made = self._concrete(declared)
            kind = Schema.load().kind_of(resource.qualified_type, path)
            number = kind is not None and kind.shape == ("number",) and not str(made).lstrip("-").isdigit()
            if kind is not None and kind.shape == ("boolean",) and str(made).lower() not in ("true", "false"):
                return _ANY["boolean"]
            return _ANY["number"] if number else made
        if declared is None:
            return None
        kind = Schema.load().kind_of(resource.qualified_type, path)
        if (
            kind is not None
            and kind.shape == ("string",)
            and (path in identifying(resource.qualified_type) or not kind.settable)
        ):
            return self._identifier(resource, path)
        if kind is None and path in ("id", "output", "result", "hex", "b64_std"):
            return self._identifier(resource, path)
        if kind is None or resource.declared(path) is ABSENT:
            return self.at(resource, "tags") if path == "tags_all" else None
        return _ANY.get(kind.shape[0], self._identifier(resource, path))

    def _identifier(self, resource: Resource, path: str) -> str:
        """Return an identifier that nothing else has; an ARN as AWS makes it."""
        if path == "id" and resource.type == "aws_default_security_group":
            vpc = resource.evaluated("vpc_id")
            holder = self._plan.resources_by_address.get(vpc.address) if isinstance(vpc, Reference) else None
            if holder is not None:
                return str(self.at(holder, "default_security_group_id"))
        if path == "id" and resource.type in _IDS:
            return str(self.at(resource, _IDS[resource.type]))
        if path == "region":
            return resource.region or REGION
        if path.endswith("arn"):
            return self._arn(resource, path)
        return f"{path}-of-{_slug(resource.address)}"

    def _arn(self, resource: Resource, path: str) -> str:
        pattern = {**_ARNS, **identities()["arns"]}.get(resource.type) if path == "arn" else None
        region = resource.region or REGION
        if pattern is None:
            service = resource.type.split("_")[1]
            return f"arn:aws:{service}:{region}:{ACCOUNT}:{path}/{_slug(resource.address)}"
        names = {n: self.at(resource, n) for n in ("name", "identifier", "bucket", "path", "function_name",
                 "cluster_identifier", "alarm_name") if "{" + n + "}" in pattern}  # fmt: skip
        partition, service, *rest = pattern.removeprefix("arn:").split(":", 4)
        made = [region if rest[0] == "*" else rest[0], ACCOUNT if rest[1] == "*" else rest[1]]
        return ":".join(["arn", "aws" if partition == "*" else partition, service, *made, *rest[2:]]).format(**names)

    def _concrete(self, value: Any) -> Any:
        """Return a value in which nothing is symbolic any more."""
        match value:
            case Reference():
                target = self._plan.resources_by_address.get(value.address)
                path = value.path or "id"
                return self.at(target, path) if target else f"{path}-of-{_slug(value.address)}"
            case PartialText():
                return "".join(str(self._concrete(p)) for p in value.parts)
            case PartialJson():
                return json.dumps(self._concrete(value.value))
            case PartialList():
                return [self._concrete(i) for i in value.items]
            case OneOf():
                return self._concrete(value.candidates[0])
            case dict():
                return {k: self._concrete(v) for k, v in value.items()}
            case list() | tuple():
                return [self._concrete(v) for v in value]
        return "made-up" if is_unknown(value) else value

    def _document(self, resource: Resource) -> dict[str, Any]:
        """Return the policy that the data source renders."""
        statements: list[Any] = []
        for argument in ("source_policy_documents", "override_policy_documents"):
            for text in self.at(resource, argument) or []:
                statements += json.loads(text)["Statement"]
        for block in self.at(resource, "statement") or []:
            statements.append(statement(block))
        return {"Version": self.at(resource, "version") or "2012-10-17", "Statement": statements}

    @cached_property
    def _equal(self) -> dict[str, dict[str, str]]:
        return {**identities()["equal"], "terraform_data": {"output": "input"}}


def statement(block: dict[str, Any]) -> dict[str, Any]:
    """Return a statement of JSON for a block of `aws_iam_policy_document`."""
    made: dict[str, Any] = {"Effect": block.get("effect") or "Allow"}
    if block.get("sid"):
        made["Sid"] = block["sid"]
    for name, argument in (
        ("Action", "actions"), ("NotAction", "not_actions"), ("Resource", "resources"),
        ("NotResource", "not_resources"),
    ):  # fmt: skip
        if block.get(argument):
            made[name] = block[argument]
    for name, argument in (("Principal", "principals"), ("NotPrincipal", "not_principals")):
        if block.get(argument):
            found: dict[str, list[str]] = {}
            for principal in block[argument]:
                found.setdefault(principal["type"], []).extend(principal["identifiers"])
            made[name] = "*" if set(found) == {"*"} else found
    for condition in block.get("condition") or []:
        here = made.setdefault("Condition", {}).setdefault(condition["test"], {})
        here[condition["variable"]] = condition["values"]
    return json.loads(json.dumps(made).replace("&{", "${"))  # type: ignore[no-any-return]


def _is_nothing(value: Any) -> bool:
    """Whether nothing at all is known of a value."""
    return is_unknown(value) and not isinstance(value, Reference | PartialText | PartialJson | PartialList | OneOf)


def _slug(address: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in address).strip("-")


def applied(plan: Plan) -> Raw:
    """Return the plan with every value known."""
    made = Materialised(plan)
    values = {a: made.values(r) for a, r in plan.resources_by_address.items()}
    raw = copied(plan.raw)
    for entry in read_before(raw):
        if entry["address"] not in {e["address"] for e in planned(raw)}:
            planned(raw).append(entry)
    if raw.get("prior_state"):
        raw["prior_state"] = {}
    for entry in entries(raw):
        entry["values"] = values.get(entry["address"], {})
    for change in raw["resource_changes"]:
        if change["address"] in values:
            change["change"]["after"] = values[change["address"]]
            change["change"]["after_unknown"] = {}
    return raw


def state(raw: Raw) -> Plan:
    """Return the state that a plan with every value known becomes."""
    shown = {k: raw[k] for k in ("format_version", "terraform_version")}
    return Plan.of_state({**shown, "values": {"root_module": raw["planned_values"]["root_module"]}}, Layer.APPLIED)
