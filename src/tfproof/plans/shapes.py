"""Whether JSON has the shape of a plan or a state, and whether its halves say the same.

A plan tells of each resource twice, with its values and with its change. Terraform writes both from one thing; where
they disagree somebody else wrote, and what is in one of them only would be judged by nobody.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any

from tfproof.errors import BadInput
from tfproof.plans.entries import GONE

_HINT = "give the output of 'terraform show -json' as Terraform wrote it"


def refuse_misshapen_plan(raw: dict[str, Any], where: str) -> None:
    """Raise BadInput for a plan of another shape, or whose halves disagree about a resource."""
    for key in ("variables", "output_changes"):
        _mappings_of(raw.get(key, {}), f"{where}: {key}")
    prior = _mapping(raw.get("prior_state", {}), f"{where}: prior_state")
    for _ in _entries(prior.get("values", {}), f"{where}: prior_state > values", set()):
        pass
    changes = _changes(raw.get("resource_changes", []), f"{where}: resource_changes")
    forgotten = {address for address, change in changes.items() if change["change"].get("actions") == ["forget"]}
    planned: set[str] = set()
    for entry in _entries(raw["planned_values"], f"{where}: planned_values", forgotten):
        planned.add(entry["address"])
        change = changes.get(entry["address"])
        if change and any(change.get(k, entry.get(k)) != entry.get(k) for k in ("mode", "type", "name")):
            raise BadInput(f"{where}: {entry['address']} is something else in resource_changes", _HINT)
        if change and change["change"].get("actions") == ["delete"]:
            raise BadInput(f"{where}: {entry['address']} is deleted by resource_changes and still planned", _HINT)
    for address, change in changes.items():
        stays = change.get("mode") == "managed" and change["change"].get("actions") not in GONE
        if stays and address not in planned:
            raise BadInput(f"{where}: {address} is in resource_changes and not in planned_values", _HINT)
    configuration = raw["configuration"]
    for name, provider in _mappings_of(configuration.get("provider_config", {}), f"{where}: provider_config").items():
        _mapping(provider.get("expressions", {}), f"{where}: provider_config > {name} > expressions")
    _configured(configuration.get("root_module", {}), f"{where}: configuration")


def refuse_misshapen_state(raw: dict[str, Any], where: str) -> None:
    """Raise BadInput for a state of another shape, or with an object that an apply still has to destroy."""
    for entry in _entries(raw.get("values", {}), f"{where}: values", set()):
        if entry.get("deposed_key"):
            raise BadInput(
                f"{where}: {entry['address']} has a deposed object beside it", "apply once more, which destroys it"
            )


def _entries(values: Any, where: str, without_values: set[str]) -> Iterator[dict[str, Any]]:
    """Yield each resource of a module and those below; all but deposed ones have an address of their own."""
    values = _mapping(values, where)
    _mappings_of(values.get("outputs", {}), f"{where} > outputs")
    seen: set[str] = set()
    todo = deque([_mapping(values.get("root_module", {}), f"{where} > root_module")])
    while todo:
        module = todo.popleft()
        for entry in _list_of_mappings(module.get("resources", []), f"{where} > resources"):
            address = _text(entry, "address", where)
            if address in without_values:
                continue
            kind, name = _text(entry, "type", f"{where} > {address}"), _text(entry, "name", f"{where} > {address}")
            if f"{kind}.{name}" not in address:
                raise BadInput(f"{where}: {address} says that it is {kind}.{name}", _HINT)
            if address in seen and not entry.get("deposed_key"):
                raise BadInput(f"{where}: {address} is there twice", _HINT)
            seen.add(address)
            yield entry
        todo += _list_of_mappings(module.get("child_modules", []), f"{where} > child_modules")


def _changes(value: Any, where: str) -> dict[str, dict[str, Any]]:
    """Return the change of each resource; those of deposed objects are told beside it."""
    found: dict[str, dict[str, Any]] = {}
    for change in _list_of_mappings(value, where):
        address = _text(change, "address", where)
        inner = _mapping(change.get("change", {}), f"{where} > {address} > change")
        if "deposed" in change:
            continue
        if address in found:
            raise BadInput(f"{where}: {address} is there twice", _HINT)
        found[address] = {**change, "change": inner}
    return found


def _configured(module: Any, where: str) -> None:
    todo = deque([_mapping(module, where)])
    while todo:
        here = todo.popleft()
        for name in ("outputs", "variables"):
            _mappings_of(here.get(name, {}), f"{where} > {name}")
        for entry in _list_of_mappings(here.get("resources", []), f"{where} > resources"):
            address = _text(entry, "address", where)
            _text(entry, "type", f"{where} > {address}")
            _text(entry, "name", f"{where} > {address}")
            _mapping(entry.get("expressions", {}), f"{where} > {address} > expressions")
        for name, call in _mappings_of(here.get("module_calls", {}), f"{where} > module_calls").items():
            _mapping(call.get("expressions", {}), f"{where} > module.{name} > expressions")
            todo.append(_mapping(call.get("module", {}), f"{where} > module.{name}"))


def _mapping(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadInput(f"{where} is no mapping", _HINT)
    return value


def _mappings_of(value: Any, where: str) -> dict[str, dict[str, Any]]:
    return {name: _mapping(inner, f"{where} > {name}") for name, inner in _mapping(value, where).items()}


def _list_of_mappings(value: Any, where: str) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise BadInput(f"{where} is no list of mappings", _HINT)
    return value


def _text(entry: dict[str, Any], key: str, where: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value:
        raise BadInput(f"{where}: a resource's {key} is {value!r}", _HINT)
    return value
