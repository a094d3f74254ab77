"""Goes through values and hides what is secret in them, by marks, by names, by forms; what is unchanged is not copied."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tfproof.secrecy.assignments import given
from tfproof.secrecy.formats import merged, spans
from tfproof.secrecy.forms import is_generated, is_public, looks_random
from tfproof.secrecy.names import is_discreet, may_be_secret
from tfproof.secrecy.treatment import Treatment, of_argument, of_name
from tfproof.strict_json import refuse_deep

#: Stands for what programs get, secret or not.
WITHHELD = "(withheld)"
#: So begins what stands for a secret.
SENSITIVE = "(sensitive, "
#: A shorter text holds nothing that would be a secret by its form.
_SHORTEST = 8
#: Members that name what the value beside them is.
_NAMING = ("name", "key", "Name", "Key", "header", "namespace")
_VALUES = ("value", "Value", "values", "default", "default_value")
#: What stays readable of an object that is hidden as a whole.
_LABELS = frozenset({*_NAMING, "type", "id"})
_NO_LABELS: frozenset[str] = frozenset()
#: What a pair of a name and a value consists of.
_HELD = frozenset({*_VALUES, "valueFrom", "value_from"})
_OF_PAIRS = _LABELS | _HELD | {"apply_method", "description", "override", "propagate_at_launch", "resource", "scope"}
#: A shorter number under the name of a secret counts or measures something.
_LONG_NUMBER = 100_000
_DIGITS_OF_COUNTS = 7
#: https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html
_ENVIRONMENT = ":application:environment"
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{16,}={0,2}\s*")
_WORD = re.compile(r"[A-Za-z][a-z]*(?:[_ -][A-Za-z][a-z]*)*|[A-Z]+(?:_[A-Z]+)*")


@dataclass(frozen=True, slots=True)
class Concealer:
    """`hide` returns what stands for a secret, and may learn it: told whether it is sure that it is one."""

    hide: Callable[[Any, bool], Any]
    #: What was made of texts: the same ones come again and again.
    known: dict[str, str] = field(default_factory=dict)

    def marked(self, value: Any, mask: Any) -> Any:
        """Hide the parts of a value that Terraform's mask marks."""
        if not mask:
            return value
        if mask is True:
            return None if value is None else self.secret(value, True)
        if isinstance(mask, dict) and isinstance(value, dict):
            return same(value, {k: self.marked(v, mask.get(k)) for k, v in value.items()})
        if isinstance(mask, list) and isinstance(value, list):
            padded = [*mask, *[None] * (len(value) - len(mask))]
            return same(value, [self.marked(v, m) for v, m in zip(value, padded, strict=False)])
        return value

    def argument(self, qualified_type: str, path: str, value: Any) -> Any:
        """Hide what is secret in the value at a path of a resource (`rule.0.name`; empty: all its values)."""
        if not path:
            return self._own(qualified_type, "", value)
        steps = ["*" if p.isdigit() else p for p in path.split(".")]
        for count in range(1, len(steps)):
            treatment = of_argument(qualified_type, ".".join(steps[:count]))
            if treatment in (Treatment.PEOPLES, Treatment.DOCUMENT):
                return self._below_people(steps[count:], value)
            if treatment is not Treatment.OWN:
                return self._treated(treatment, value)
        return self._argument(qualified_type, ".".join(steps), value)

    def _below_people(self, steps: list[str], value: Any) -> Any:
        structured = isinstance(value, list | dict)
        found = [of_name(s, structured=structured or s is not steps[-1]) for s in (*steps, ".".join(steps)) if s != "*"]
        return self._treated(next((t for t in found if t is not Treatment.PEOPLES), Treatment.PEOPLES), value)

    def named(self, name: str, value: Any) -> Any:
        """Hide what is secret in what people call `name`."""
        return self._treated(of_name(name, structured=isinstance(value, list | dict)), value)

    def _own(self, kind: str, path: str, value: Any) -> Any:
        """Hide what is secret where the provider chose the names."""
        here = f"{path}." if path else ""
        return self._inside(
            value, lambda k, v: self._argument(kind, here + k, v), lambda v: self._own(kind, f"{path}.*", v)
        )

    def _argument(self, kind: str, path: str, value: Any) -> Any:
        if value is None or isinstance(value, bool):
            return value
        treatment = of_argument(kind, path)
        return self._own(kind, path, value) if treatment is Treatment.OWN else self._treated(treatment, value)

    def _treated(self, treatment: Treatment, value: Any) -> Any:
        match treatment:
            case Treatment.WITHHELD:
                return self.blank(value)
            case Treatment.SECRET:
                return self.hide_leaves(value)
            case Treatment.DOCUMENT if isinstance(value, str) and _json(value) is None:
                return self.blank(value)  # what of it is secret cannot be told
            case Treatment.DISCREET:
                return value if isinstance(value, str) and _WORD.fullmatch(value) else self.hide_leaves(value)
        return self.peoples(value)

    def peoples(self, value: Any) -> Any:
        """Hide what is secret where people chose the names."""
        return self._inside(value, self.named, self.peoples)

    def _inside(self, value: Any, member: Callable[[str, Any], Any], element: Callable[[Any], Any]) -> Any:
        if isinstance(value, dict):
            paired = self._paired(value)
            return same(value, {k: self.hide_leaves(v) if k in paired else member(k, v) for k, v in value.items()})
        if isinstance(value, list):
            return same(value, [element(v) for v in value])
        return self.text(value)

    def _paired(self, value: dict[str, Any]) -> tuple[str, ...]:
        """Return the members that hold what another member names: {name = "API_TOKEN", value = …}."""
        values = tuple(k for k in _VALUES if k in value)
        if not values:
            return ()
        names = [n for k in _NAMING if isinstance(n := value.get(k), str)]
        return values if any(is_discreet(n) or n.endswith(_ENVIRONMENT) for n in names) else ()

    def hide_leaves(self, value: Any, *, direct: bool = True) -> Any:
        """Hide every text in what is a secret; the names in it, switches and what points to a secret stay."""
        if isinstance(value, dict):
            shown = _labels(value)
            for key in filter(is_generated, value):
                self.hide(key, True)
            return same(
                value,
                {
                    k: v if k in shown and isinstance(v, str) else self.hide_leaves(v, direct=False)
                    for k, v in value.items()
                },
            )
        if isinstance(value, list):
            return same(value, [self.hide_leaves(v, direct=direct) for v in value])
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self.hide(value, False) if abs(value) >= _LONG_NUMBER else value
        if not isinstance(value, str) or not may_be_secret(value) or value == WITHHELD:
            return value
        counts = value.isdigit() and len(value) <= _DIGITS_OF_COUNTS
        return self.secret(value, (direct or looks_random(value)) and not counts and not is_public(value))

    def secret(self, value: Any, sure: bool) -> Any:
        """Hide a value as a whole; what is a secret by its name or form inside of it is learnt by itself, too."""
        self.peoples(value)
        return self.hide(value, sure)

    def blank(self, value: Any) -> Any:
        """Withhold every value but labels; what is a secret by its name or form is learnt all the same."""
        self.peoples(value)
        return _blank(value)

    def text(self, value: Any) -> Any:
        """Hide what is secret inside of a text: members of JSON, assignments in scripts, credentials of known forms."""
        if not isinstance(value, str) or len(value) < _SHORTEST:
            return value
        known = self.known.get(value)
        if known is None:
            known = self.known[value] = self._text(value)
        return known

    def _text(self, value: str) -> str:
        if value.lstrip()[:1] in ("{", "[") and (inside := _json(value)) is not None:
            hidden = self.peoples(inside)
            return value if hidden is inside else json.dumps(hidden, ensure_ascii=False)
        if (inside := _decoded(value)) is not None and self.text(inside) != inside:
            return str(self.hide(value, False))
        found = [*given(value), *spans(value)]
        for start, end in found:
            self.hide(value[start:end], True)
        for start, end in reversed(merged(found)):
            value = value[:start] + str(self.hide(value[start:end], True)) + value[end:]
        return value


def _labels(value: dict[str, Any]) -> frozenset[str]:
    """Return the members that say what the value beside them is; in a map that people made up there are none."""
    is_pair = value.keys() <= _OF_PAIRS and not value.keys().isdisjoint(_HELD)
    return _LABELS if is_pair else _NO_LABELS


def _blank(value: Any) -> Any:
    if isinstance(value, dict):
        shown = _labels(value)
        return {k: v if k in shown and isinstance(v, str) else _blank(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_blank(v) for v in value]
    return value if value is None or isinstance(value, bool) else WITHHELD


def _json(text: str) -> Any:
    """Return what a text that is JSON says; None where it is none."""
    try:
        found = json.loads(text)
        refuse_deep(found)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict | list) else None


def _decoded(text: str) -> str | None:
    """Return the text that a text is the base64 of, if it is one of any length."""
    if not _BASE64.fullmatch(text):
        return None
    try:
        return base64.b64decode(text).decode()
    except ValueError:
        return None


def same(old: Any, new: Any) -> Any:
    """Return the old container where nothing in it has changed, so that large plans are not copied."""
    values = zip(old.values(), new.values(), strict=True) if isinstance(old, dict) else zip(old, new, strict=True)
    return old if all(a is b for a, b in values) else new
