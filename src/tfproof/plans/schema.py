"""What the AWS provider's resources are made of: every argument and attribute by name, with its kind.

`provider_schema.json` is written by `python -m tfproof.terraform.provider_schema` from `terraform providers schema
-json`. It has one line a type, which is parsed when somebody first asks for that type. Nothing but the standard library
is used here, since every read of every check comes by.

A leaf is a text: one letter for each level of its kind (s string, n number, b boolean, a anything, l list, t set,
m map, o object), then marks (`!` required, `?` also computed, `=` only computed, `*` sensitive): `ts?` is a set of
strings that the provider fills in when it is not given. What has names inside is a pair of such a text and these names;
names that occur in several places are written once, on a line of their own, under their digest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from tfproof.plans.values import Unknown

#: Since version 6 of the provider nearly every type takes it; see the upgrade guide,
#: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support
_SINCE_6 = {"region": "s?"}
_WORDS = {
    "a": "anything", "b": "boolean", "l": "list", "m": "map", "n": "number", "o": "object", "s": "string", "t": "set",
}  # fmt: skip
_MARKS = "!?=*"
#: What Terraform turns into each other without loss: versions of the provider differ in whether a truth is a text.
_PLAIN: dict[str, tuple[type, ...]] = {"s": (str, int, float, bool), "n": (int, float, str), "b": (bool, str)}
_TEXTS = {"n": re.compile(r"-?\d+(\.\d+)?"), "b": re.compile(r"true|false|")}


@dataclass(frozen=True, slots=True)
class Kind:
    """What stands at a path. `shape` has one word a level: `("set", "string")`, `("list", "object")`."""

    shape: tuple[str, ...]
    required: bool = False
    computed: bool = False
    #: Somebody who writes Terraform can set it.
    settable: bool = True
    sensitive: bool = False


class Schema:
    """The types of one version of the provider. A data source's type begins with `data.`."""

    def __init__(self, text: str) -> None:
        self._lines: dict[str, str] = {}
        for line in text.splitlines()[1:-1]:
            name, _, content = line.partition(":")
            self._lines[name.strip('"')] = content.rstrip(",")
        self.provider_version: str = json.loads(self._lines.pop("version"))
        self._members = cache(self._parsed)
        #: By the identity of a mapping of names, which lives as long as this.
        self._taken_apart: dict[int, dict[str, tuple[str, str, dict[str, Any]]]] = {}
        self._find = lru_cache(65536)(self._walk)

    @classmethod
    @cache
    def load(cls) -> Schema:
        """Return the schema that the package carries; it is read once."""
        return cls(resources.files(__package__).joinpath("provider_schema.json").read_text(encoding="utf-8"))

    @property
    def types(self) -> list[str]:
        """Every type, sorted."""
        return [name for name in self._lines if not name.startswith("#")]

    def has(self, resource_type: str, path: str) -> bool | None:
        """Return whether the type has that path: `rule.0.filter.0.prefix`. None: the type is not in the schema.

        Each list or set takes one index, a number or `*`. Behind a map or a text, which may be JSON, anything goes.
        """
        if resource_type not in self._lines:
            return None
        return self._find(resource_type, path) is not None

    def kind_of(self, resource_type: str, path: str) -> Kind | None:
        """Return what stands at the path, or None if the type or the path is not there."""
        found = self._find(resource_type, path)
        if found is None:
            return None
        letters, marks, _ = found
        return Kind(
            shape=tuple(_WORDS[letter] for letter in letters),
            required="!" in marks,
            computed="?" in marks or "=" in marks,
            settable="=" not in marks,
            sensitive="*" in marks,
        )

    def names_in(self, resource_type: str, path: str = "") -> list[str]:
        """Return the names that a resource, or the objects at a path of it, have; an empty list if there are none."""
        found = self._find(resource_type, path)
        return sorted(found[2]) if found else []

    def misfits(self, resource_type: str, values: Mapping[str, Any], *, whole: bool = False) -> Iterator[str]:
        """Yield the attributes of a resource whose values are of another kind than the schema has; Unknown fits.

        With `whole` also those that lack something that is required. Nothing of a type that is not in the schema.
        """
        if resource_type in self._lines:
            for name, (letters, marks, names) in self._inside(self._members(resource_type)).items():
                value = values.get(name)
                if not (value is None and whole and "!" in marks) and self._fits(letters, names, value, whole):
                    continue
                yield name

    def _fits(self, letters: str, names: dict[str, Any], value: Any, whole: bool) -> bool:
        if value is None or letters[0] == "a" or isinstance(value, Unknown):
            return True
        if letters[0] in "lt":
            return isinstance(value, list) and all(
                self._fits(letters[1:], names, v, whole) and not (whole and v is None) for v in value
            )
        if letters[0] == "m":
            return isinstance(value, dict) and all(self._fits(letters[1:], names, v, whole) for v in value.values())
        if letters[0] == "o":
            return isinstance(value, dict) and all(
                not (whole and "!" in marks)
                if (inner := value.get(name)) is None
                else self._fits(kind, inside, inner, whole)
                for name, (kind, marks, inside) in self._inside(names).items()
            )
        if whole and letters[0] == "s" and not isinstance(value, str):
            return False  # a check that wanted a text may have broken on it
        form = _TEXTS.get(letters[0]) if isinstance(value, str) else None
        return type(value) in _PLAIN[letters[0]] and (form is None or form.fullmatch(value) is not None)

    def _inside(self, names: dict[str, Any]) -> dict[str, tuple[str, str, dict[str, Any]]]:
        """Return the letters, the marks and the names inside of each of some names; these are parsed once."""
        found = self._taken_apart.get(id(names))
        if found is None:
            found = self._taken_apart[id(names)] = {name: self._opened(node, "") for name, node in names.items()}
        return found

    def _walk(self, resource_type: str, path: str) -> tuple[str, str, dict[str, Any]] | None:
        """Return the letters, the marks and the names inside of what stands at the path."""
        if resource_type not in self._lines:
            return None
        letters, marks, names = "o", "", _SINCE_6 | self._members(resource_type)
        for part in path.split(".") if path else ():
            if letters[0] in "ams":
                return letters[1:] or "a", marks, {}
            if letters[0] in "lt" and (part.isdigit() or part == "*"):
                letters = letters[1:]
            elif letters[0] == "o" and part in names:
                letters, marks, names = self._opened(names[part], marks)
            else:
                return None
        return letters, marks, names

    def _opened(self, node: str | list[Any], around: str) -> tuple[str, str, dict[str, Any]]:
        """Take a node apart; inside of what is sensitive or only computed, everything is."""
        text, inside = (node, {}) if isinstance(node, str) else node
        letters = text.rstrip(_MARKS)
        marks = text[len(letters) :] + "".join(mark for mark in around if mark in "=*")
        return letters, marks, self._members(inside) if isinstance(inside, str) else inside

    def _parsed(self, name: str) -> dict[str, Any]:
        members: dict[str, Any] = json.loads(self._lines[name])
        return members
