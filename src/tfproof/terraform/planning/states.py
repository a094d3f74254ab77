"""The state of a generated root, taken apart into those of its cases and put together again.

A case's state is what the case would have alone: its addresses are those that a stranger would see. It holds what a plan
needs: data sources are read anew, and attributes without a value say nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tfproof.terraform.planning.case import Case

STATE_FILE = "terraform.tfstate"
_VERSION = {"version": 4, "terraform_version": "1.11.0", "serial": 1, "lineage": "tfproof", "outputs": {}}
#: What an instance has beside its attributes and a plan needs.
_KEPT = ("create_before_destroy", "dependencies", "index_key", "schema_version", "sensitive_attributes", "status")


def split_state(state: Mapping[str, Any], cases: Iterable[Case]) -> dict[Case, dict[str, Any]]:
    """Take the state of each case out of that of the generated root that called them."""
    managed = [_small(r) for r in state["resources"] if r["mode"] == "managed"]
    return {case: {**_VERSION, "resources": list(_own(managed, f"module.{case.id}"))} for case in cases}


def joined(states: Mapping[Case, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the state of a generated root that calls these cases."""
    resources = [r for case, state in states.items() for r in _placed(state["resources"], f"module.{case.id}")]
    return {**_VERSION, "resources": resources}


def _own(resources: Iterable[dict[str, Any]], module: str) -> Iterator[dict[str, Any]]:
    for resource in resources:
        where = resource.get("module", "")
        if where == module or where.startswith(f"{module}."):
            own = json.loads(json.dumps(resource).replace(f'"{module}.', '"'))
            yield {k: v for k, v in own.items() if (k, v) != ("module", module)}


def _placed(resources: Iterable[Mapping[str, Any]], module: str) -> Iterator[dict[str, Any]]:
    for resource in resources:
        instances = [
            i | {"dependencies": [f"{module}.{d}" for d in i["dependencies"]]} if "dependencies" in i else i
            for i in resource["instances"]
        ]
        where = f"{module}.{resource['module']}" if "module" in resource else module
        yield {**resource, "module": where, "instances": instances}


def _small(resource: Mapping[str, Any]) -> dict[str, Any]:
    instances = [
        {k: i[k] for k in _KEPT if i.get(k) not in (None, [])}
        | {"attributes": {k: v for k, v in i["attributes"].items() if v is not None}}
        for i in resource["instances"]
    ]
    return {**resource, "instances": instances}
