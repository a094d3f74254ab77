"""What a plan's JSON tells of an expression without the source: constants, and what the expression mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tfproof.plans.functions import EvaluationFailed
from tfproof.plans.names import Frame, Names
from tfproof.plans.scopes import is_constant, mentions_in
from tfproof.plans.values import ABSENT, UNKNOWN, OneOf, Reference

if TYPE_CHECKING:
    from tfproof.plans.addresses import Key
    from tfproof.terraform.hcl import Traversal


class Mentions:
    """Reads expressions of one plan's JSON.

    What remains assumed: an expression that mentions one thing alone is that thing, or holds it. `md5(x.id)` and
    `x.id == "" ? "y" : "z"` leave the same mention as `x.id`. A list that mentions all instances of x, as `x[*].id` and
    `slice(x[*].id, 0, 1)` do alike, is read as all of them. `x[each.key]` is read as such, although an expression that
    permutes the keys, as `x[each.key == "a" ? "b" : "a"]`, leaves the same mentions.
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self._plain_keys: dict[tuple[str, str], bool] = {}

    def value(self, expression: Any, frame: Frame) -> Any:
        """Return what an expression of the plan's JSON tells without the source.

        A constant is itself. One mention alone stands for the value, and is a list where it names several instances; so
        does `x[each.key]` where the keys of both make a longer expression impossible, and any index of a single instance.
        Several mentions are candidates.
        """
        if expression is None:
            return ABSENT
        if is_constant(expression):
            return expression["constant_value"]
        mentions = mentions_in(expression)
        if not mentions:
            return UNKNOWN
        roots = {m.root for m in mentions}
        resources = [m for m in mentions if m.root not in ("each", "count", "var", "local", "path", "terraform")]
        try:
            if len(mentions) == 1:
                return self._several(self._names.follow(mentions[0], frame))
            if len(mentions) == 2 and len(resources) == 1 and roots & {"each", "count"}:
                [by] = [m for m in mentions if m is not resources[0]]
                return self._indexed(resources[0], by, frame)
        except EvaluationFailed:
            return UNKNOWN
        found: list[Any] = []
        for mention in resources:
            try:
                value = self._several(self._names.follow(mention, frame))
            except EvaluationFailed:
                continue
            found += value if isinstance(value, list) else [value]
        return OneOf(found) if found else UNKNOWN

    def _several(self, value: Any) -> Any:
        """A resource without a key stands for all its instances."""
        first = next(iter(value.values()), None) if isinstance(value, dict) else None
        if isinstance(value, dict) and isinstance(first, Reference) and not first.path:
            return list(value.values())
        return value

    def _indexed(self, mention: Traversal, by: Traversal, frame: Frame) -> Any:
        """`x[each.key]`, which the JSON writes as two mentions: certain where no other key of x can be meant.

        `x[each.value]` is read by its value, and is one of the members where that is not a key.
        """
        value = self._names.follow(mention, frame)
        members = value if isinstance(value, dict) else dict(enumerate(value)) if isinstance(value, list) else {}
        first = next(iter(members.values()), None)
        if frame.entry is None or not isinstance(first, Reference) or first.path:
            return UNKNOWN
        key = self._key(by, frame)
        if len(members) == 1 and key in members:
            return first
        holders = frame.scope.address(frame.entry["address"])
        own = (by.root, *by.steps) == ("each", "key") and key in members
        if own and self._is_plain_key(holders, f"{mention.root}.{mention.steps[0]}", members):
            return members[key]
        return OneOf(list(members.values()))

    def _is_plain_key(self, holders: str, target: str, members: dict[Any, Any]) -> bool:
        """Whether the key in brackets can only be the holder's own, apart from an expression that permutes the keys.

        One expression serves all instances. Were it longer, such as `"${each.key}-logs"`, every holder's key would need
        a longer one among the members. Of numbers nothing tells `count.index` from one that wraps around.
        """
        at = (holders, target)
        if at not in self._plain_keys:
            keys = list(self._names.instances(holders))
            texts = [k for k in members if isinstance(k, str)]
            self._plain_keys[at] = any(
                k in members and not any(k in t and t != k for t in texts) for k in keys if isinstance(k, str)
            )
        return self._plain_keys[at]

    def _key(self, by: Traversal, frame: Frame) -> Key:
        """What `each.key`, `each.value` or `count.index` is, None where that cannot be told."""
        try:
            key = self._names.follow(by, frame)
        except EvaluationFailed:
            return None
        return key if isinstance(key, str | int) else None
