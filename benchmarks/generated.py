"""Plans of any size, as `terraform show -json` writes them; what stands in `mixed.yaml` is copied as often as asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

Json = dict[str, Any]
Reference = Callable[[str], list[str]]

#: Resources that the provider gives an identifier when it makes them.
_MADE = ("arn", "id")
_SERVICE: Json = yaml.safe_load(Path(__file__).with_name("mixed.yaml").read_text(encoding="utf-8"))
#: Resources of one copy of the service, data sources included.
SERVICE_SIZE = sum(len(r.get("keys", [None])) for r in _SERVICE.values())
_COMPANIONS = {
    "aws_s3_bucket_versioning": {"versioning_configuration": [{"status": "Enabled"}]},
    "aws_s3_bucket_server_side_encryption_configuration": {
        "rule": [{"apply_server_side_encryption_by_default": [{"sse_algorithm": "AES256"}]}]
    },
    "aws_s3_bucket_public_access_block": dict.fromkeys(
        ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"), True
    ),
}


def buckets(count: int) -> Json:
    """Return a plan of `count` buckets by for_each with three companions each, which name them by each.key."""
    plan = _Plan()
    keys = [f"b{n:05}" for n in range(count)]
    each = {"references": ["local.names"]}
    plan.declare("aws_s3_bucket.this", {"bucket": {"references": ["each.key"]}}, for_each=each)
    for key in keys:
        plan.add("aws_s3_bucket.this", key, {"bucket": f"company-{key}", "tags": {}}, list(_MADE))
    for kind, values in _COMPANIONS.items():
        named = {"references": ["aws_s3_bucket.this", "each.key"]}
        plan.declare(f"{kind}.this", {"bucket": named, **_expressions(values, lambda _: [])}, for_each=each)
        for key in keys:
            plan.add(f"{kind}.this", key, dict(values), ["bucket", "id"])
    return plan.raw()


def mixed(count: int) -> Json:
    """Return a plan of about `count` resources: services by one module call with for_each, by calls, and in the root."""
    plan = _Plan()
    services = max(3, round(count / SERVICE_SIZE))
    third = services // 3
    by_key = [f"k{n:05}" for n in range(third)]
    plan.service([("shared", key) for key in by_key], for_each=True)
    for number in range(third):
        plan.service([(f"team_{number:05}", None)])
    for number in range(services - 2 * third):
        plan.service([], prefix=f"r{number:05}_")
    return plan.raw()


def modules(count: int) -> Json:
    """Return a plan of `count` module calls with one bucket and its companions each."""
    plan = _Plan()
    for number in range(count):
        path = [(f"files_{number:05}", None)]
        plan.declare("aws_s3_bucket.this", {"bucket": {"references": ["var.name"]}}, path)
        plan.add("aws_s3_bucket.this", None, {"bucket": f"company-{number}", "tags": {}}, list(_MADE), path)
        for kind, values in _COMPANIONS.items():
            named = {"references": ["aws_s3_bucket.this.id", "aws_s3_bucket.this"]}
            plan.declare(f"{kind}.this", {"bucket": named, **_expressions(values, lambda _: [])}, path)
            plan.add(f"{kind}.this", None, dict(values), ["bucket", "id"], path)
    return plan.raw()


Path_ = list[tuple[str, str | None]]


class _Plan:
    """Collects the halves of a plan's JSON."""

    def __init__(self) -> None:
        self._configuration: Json = {"resources": [], "module_calls": {}}
        self._modules: dict[str, Json] = {}
        self._changes: list[Json] = []

    def declare(self, name: str, expressions: Json, path: Path_ | None = None, **more: Json) -> None:
        """Add a declaration; `for_each` is the expression that multiplies it."""
        kind, label = name.removeprefix("data.").split(".")
        module = self._configuration
        for called, _ in path or ():
            call = module["module_calls"].setdefault(called, _call())
            module = call["module"]
        module["resources"].append(
            {
                "address": name, "mode": "data" if name.startswith("data.") else "managed", "type": kind, "name": label,
                "provider_config_key": "aws", "expressions": expressions, "schema_version": 1,
                **({"for_each_expression": more["for_each"]} if "for_each" in more else {}),
            }
        )  # fmt: skip

    def add(
        self, name: str, key: str | None, values: Json, unknown: list[str], path: Path_ | None = None,
        sensitive: list[str] | None = None, masks: Json | None = None,
    ) -> None:  # fmt: skip
        """Add an instance: its planned values and its change."""
        here = ".".join(f"module.{n}" if k is None else f'module.{n}["{k}"]' for n, k in path or ())
        local = name if key is None else f'{name}["{key}"]'
        kind, label = name.removeprefix("data.").split(".")
        mode = "data" if name.startswith("data.") else "managed"
        common = {
            "address": f"{here}.{local}" if here else local, "mode": mode, "type": kind, "name": label,
            **({} if key is None else {"index": key}), "provider_name": "registry.terraform.io/hashicorp/aws",
        }  # fmt: skip
        marks = dict.fromkeys(sensitive or (), True)
        module = self._modules.setdefault(here, {"resources": [], **({"address": here} if here else {})})
        module["resources"].append({**common, "schema_version": 1, "values": values, "sensitive_values": marks})
        self._changes.append(
            {
                **common, **({"module_address": here} if here else {}),
                "change": {
                    "actions": ["read" if mode == "data" else "create"], "before": None, "after": values,
                    "after_unknown": {**dict.fromkeys(unknown, True), **(masks or {})}, "before_sensitive": False,
                    "after_sensitive": marks,
                },
            }
        )  # fmt: skip

    def service(self, path: Path_, *, for_each: bool = False, prefix: str = "") -> None:
        """Add the service of `mixed.yaml`: in one module instance, in each of several of one call, or in the root."""
        instances = [[step] for step in path] if for_each else [path]
        first = [(n, None) for n, _ in (path[:1] if for_each else path)]
        for name, resource in _SERVICE.items():

            def named(reference: str) -> list[str]:
                return _mention(reference, prefix)

            declared = _expressions({**resource["values"], **dict.fromkeys(resource.get("data", ()), "{key}")}, named)
            own = _prefixed(name, prefix)
            more = {"for_each": {"constant_value": resource["keys"]}} if "keys" in resource else {}
            if instances:
                self.declare(own, declared, first, **more)
            for instance in instances:
                key = "-".join(k or n for n, k in instance) or prefix.strip("_")
                for index in resource.get("keys", [None]):
                    texts = {k: json.dumps(_filled(v, key)) for k, v in resource.get("data", {}).items()}
                    known, unknown = _split({**resource["values"]})
                    made = [a for a in _MADE if a not in known]
                    tops = [*made, *(k for k, v in unknown.items() if v is True)]
                    masks = {k: v for k, v in unknown.items() if v is not True}
                    values = {**_filled(known, key), **texts}
                    self.add(own, index, values, tops, instance, resource.get("sensitive"), masks)
        if for_each and instances:
            self._configuration["module_calls"]["shared"]["for_each_expression"] = {"references": ["local.services"]}

    def raw(self) -> Json:
        """Return the plan."""
        root = self._modules.pop("", {"resources": []})
        root["child_modules"] = [self._modules[a] for a in sorted(self._modules)]
        return {
            "format_version": "1.2", "terraform_version": "1.11.4", "planned_values": {"root_module": root},
            "resource_changes": self._changes, "complete": True, "errored": False,
            "configuration": {
                "provider_config": {
                    "aws": {"name": "aws", "expressions": {"region": {"constant_value": "eu-central-1"}}}
                },
                "root_module": self._configuration,
            },
        }  # fmt: skip


def _call() -> Json:
    return {"source": "./modules/x", "module": {"resources": [], "module_calls": {}}}


def _prefixed(name: str, prefix: str) -> str:
    head, _, label = name.rpartition(".")
    return f"{head}.{prefix}{label}"


def _mention(reference: str, prefix: str) -> list[str]:
    """Return what the JSON writes for a reference: itself, and what it begins with."""
    parts = reference.split(".")
    size = 3 if parts[0] == "data" else 2
    resource = _prefixed(".".join(parts[:size]), prefix)
    rest = parts[size:]
    return [".".join([resource, *rest]), resource] if rest else [resource]


def _expressions(values: Json, named: Reference) -> Json:
    return {k: _expression(v, named) for k, v in values.items() if v is not None}


def _expression(value: Any, named: Reference) -> Any:
    if isinstance(value, list) and value and all(isinstance(v, dict) for v in value):
        return [_expressions(v, named) for v in value]
    if mentions := list(_references(value)):
        return {"references": [m for r in mentions for m in named(r)]}
    if "{key}" in json.dumps(value):
        return {"references": ["var.name"]}
    return {"constant_value": value}


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value.startswith("="):
        yield value[1:]
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)


def _split(value: Any) -> tuple[Any, Any]:
    """Return what is known of a value, and the mask of what is not."""
    if isinstance(value, str) and value.startswith("="):
        return None, True
    if isinstance(value, dict):
        pairs = {k: _split(v) for k, v in value.items()}
        known = {k: v for k, (v, m) in pairs.items() if m is not True}
        return known, {k: m for k, (_, m) in pairs.items() if m}
    if isinstance(value, list):
        parts = [_split(v) for v in value]
        if any(m is True for _, m in parts):
            return None, True
        return [v for v, _ in parts], [m or {} for _, m in parts] if any(m for _, m in parts) else False
    return value, False


def _filled(value: Any, key: str) -> Any:
    if isinstance(value, str):
        return value.replace("{key}", key)
    if isinstance(value, dict):
        return {k: _filled(v, key) for k, v in value.items()}
    if isinstance(value, list):
        return [_filled(v, key) for v in value]
    return value
