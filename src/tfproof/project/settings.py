"""What the checks demand where the demand is the project's to choose; the defaults are in `defaults.yaml`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from tfproof.errors import BadInput, instead_of
from tfproof.files import read_yaml

if TYPE_CHECKING:
    from pathlib import Path


SETTINGS_FILE = "tfproof.yaml"
#: What a project's file says: this module reads the first two, `exemptions.py` the last.
_SECTIONS = ("settings", "scopes", "exemptions")


@dataclass(frozen=True, slots=True)
class Settings:
    """The demands of a project. `defaults.yaml` explains each and holds the defaults."""

    environments: tuple[str, ...]
    accounts: tuple[str, ...]
    allowed_regions: tuple[str, ...]
    cdn_price_classes: tuple[str, ...]
    public_ports: tuple[int, ...]
    required_tags: tuple[str, ...]
    data_class_tag: str
    data_classes: tuple[str, ...]
    limits: Mapping[str, Mapping[str, Any]]

    def level(self, environment: str) -> str:
        """Return the environment whose demands apply: an unknown or unnamed one is treated as the strictest."""
        return environment if environment in self.environments else self.environments[-1]

    def limit(self, check: str, name: str, environment: str) -> int:
        """Return a number demanded by a check; raises KeyError when the settings hold none."""
        value = self.limits[check][name]
        return int(value[self.level(environment)] if isinstance(value, Mapping) else value)


def settings_from(
    data: Mapping[str, Any],
    where: str,
    known_checks: Collection[str] | None = None,
    aliases: Mapping[str, str] | None = None,
) -> Settings:
    """Return the defaults, overridden by `data`; mappings are merged entry by entry.

    Raises BadInput for a name that does not exist, a value of the wrong kind, an environment that is not
    listed, and, with `known_checks`, a check that does not exist. `aliases` are ids of former checks: a limit of one is
    that of the check that it means now.
    """
    merged = dict(_defaults())
    for name, value in data.items():
        if name not in merged:
            raise BadInput(f"{where}: no such setting: {name}", instead_of([str(name)], sorted(merged)))
        kind = type(merged[name])
        if not isinstance(value, kind):
            raise BadInput(f"{where}: {name} must be a {_KINDS[kind]}")
        if isinstance(value, dict):
            merged[name] = _merged_limits(merged[name], value, where, aliases or {})
        elif isinstance(value, list) and not all(type(e) is _ELEMENTS.get(name, str) for e in value):
            raise BadInput(f"{where}: {name} must be a list of {_KINDS[_ELEMENTS.get(name, str)]}s")
        else:
            merged[name] = value
    settings = Settings(**{f.name: _frozen(merged[f.name]) for f in fields(Settings)})
    _verify(settings, where, known_checks)
    return settings


def load_settings(
    path: Path | None = None,
    known_checks: Collection[str] | None = None,
    aliases: Mapping[str, str] | None = None,
) -> Settings:
    """Return the settings of a project file (its key `settings`), or the defaults without a file.

    Raises BadInput for a file that cannot be read, a key that does not exist, and for what `settings_from` refuses.
    """
    if path is None:
        return settings_from({}, "defaults", known_checks, aliases)
    data = read_yaml(path) or {}
    section = data.get("settings") if isinstance(data, dict) else False
    section = {} if section is None else section
    if not isinstance(section, dict):
        raise BadInput(f"{path}: must be a mapping with a mapping 'settings'")
    if strange := sorted(str(key) for key in data if key not in _SECTIONS):
        raise BadInput(f"{path}: no such key: {', '.join(strange)}", instead_of(strange, _SECTIONS))
    return settings_from(section, str(path), known_checks, aliases)


def load_scopes(settings_file: Path | None, known_scopes: Collection[str]) -> dict[str, frozenset[str]]:
    """Return what each system is responsible for besides itself, from the file's key `scopes`.

    Raises BadInput for a file that cannot be read, for something else than lists and for a scope that does not exist.
    """
    raw = read_yaml(settings_file) if settings_file else {}
    scopes = (raw or {}).get("scopes", {})
    if not isinstance(scopes, dict) or not all(isinstance(v, list) for v in scopes.values()):
        raise BadInput(
            f"{settings_file}: 'scopes' is no mapping of systems to lists", "write 'scopes: {my-system: [account]}'"
        )
    found = {str(system): frozenset(str(s) for s in names) for system, names in scopes.items()}
    refuse_unknown_scopes(frozenset().union(*found.values()), known_scopes, f"{settings_file}: scopes")
    return found


def refuse_unknown_scopes(scopes: Iterable[str], known_scopes: Collection[str], where: str) -> None:
    """Raise BadInput for a scope that no check has: it would silently speak for nothing."""
    if unknown := sorted(set(scopes) - set(known_scopes)):
        raise BadInput(f"{where}: no such scope: {', '.join(unknown)}", instead_of(unknown, sorted(known_scopes)))


def refuse_unknown_environment(environment: str, settings_file: Path | None, settings: Settings) -> None:
    """Raise BadInput for an environment that a project which names its environments does not have."""
    data = read_yaml(settings_file) if settings_file else {}
    if "environments" in (data or {}).get("settings", {}) and environment not in ("", *settings.environments):
        hint = instead_of([environment], settings.environments)
        raise BadInput(f"--environment {environment}: {settings_file} names no such environment", hint)


_KINDS: dict[type, str] = {list: "list", dict: "mapping", str: "text", int: "whole number"}
_ELEMENTS: dict[str, type] = {"public_ports": int}


def _merged_limits(
    default: Mapping[str, Mapping[str, Any]], given: Mapping[Any, Any], where: str, aliases: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """Return the default limits with those given in their place, entry by entry.

    Raises BadInput for a check whose limits are no mapping, and for a limit that the check does not have. Those of a
    check without defaults are its own affair.
    """
    merged = {check: dict(limits) for check, limits in default.items()}
    for named, limits in given.items():
        check = aliases.get(named, named)
        if not isinstance(limits, dict):
            raise BadInput(f"{where}: limits > {named} is no mapping", "name what is limited: {days: 30}")
        if check in default and (strange := sorted(str(k) for k in limits if k not in default[check])):
            hint = instead_of(strange, sorted(default[check]))
            raise BadInput(f"{where}: limits > {named} has no {', '.join(strange)}", hint)
        merged[check] = {**merged.get(check, {}), **limits}
    return merged


@cache
def _defaults() -> dict[str, Any]:
    return dict(read_yaml(resources.files(__package__) / "defaults.yaml"))


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return {key: _frozen(entry) for key, entry in value.items()}
    return value


def _verify(settings: Settings, where: str, known_checks: Collection[str] | None) -> None:
    if not settings.environments:
        raise BadInput(f"{where}: environments must name at least one, the strictest last")
    named: list[str] = []
    for check, limits in settings.limits.items():
        for name, value in limits.items():
            numbers = value if isinstance(value, Mapping) else dict.fromkeys(settings.environments, value)
            if absent := set(settings.environments) - set(numbers):
                raise BadInput(f"{where}: limits > {check} > {name} lacks {', '.join(sorted(absent))}")
            if not all(type(n) is int and n > 0 for n in numbers.values()):
                raise BadInput(f"{where}: limits > {check} > {name} must be whole numbers above 0")
            named += numbers
    if unknown := set(named) - set(settings.environments):
        wrong = sorted(map(str, unknown))
        raise BadInput(f"{where}: no such environment: {', '.join(wrong)}", instead_of(wrong, settings.environments))
    if known_checks is not None and (unknown := set(settings.limits) - set(known_checks)):
        wrong = sorted(map(str, unknown))
        hint = instead_of(wrong, known_checks, "'tfproof explain' lists all of them")
        raise BadInput(f"{where}: no such check: {', '.join(wrong)}", hint)


def plain_settings(settings: Settings) -> dict[str, Any]:
    """Return the settings as plain data, for the evidence."""
    return {name: getattr(settings, name) for name in settings.__slots__}
