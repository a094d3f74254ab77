"""Which values of a plan are not as the provider's schema has them.

Terraform writes none such, but a plan of another version of the provider can hold them, and so can one that somebody
made by other means. No check knows what they mean.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from tfproof.plans.entries import entries
from tfproof.plans.schema import Schema
from tfproof.plans.values import with_unknowns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tfproof.findings import Read


class Misfits:
    """The attributes of one plan's resources that hold what the schema does not have there."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self._raw = raw

    def among(self, reads: Iterable[Read]) -> str:
        """Say of one value that was read that it is of another kind; an empty text if none is."""
        return _first(reads, self._of_another_kind)

    def behind(self, reads: Iterable[Read]) -> str:
        """Say of one value, of those that were read if there is one, that it is of another kind or not complete."""
        return _first(reads, self.places) or next(iter(self.places.values()))

    @cached_property
    def places(self) -> dict[tuple[str, str], str]:
        """What is said of each attribute, by its resource's address, that is of another kind or lacks what is required."""
        return dict(self._found(whole=True))

    @cached_property
    def _of_another_kind(self) -> dict[tuple[str, str], str]:
        return dict(self._found(whole=False))

    def _found(self, *, whole: bool) -> Iterator[tuple[tuple[str, str], str]]:
        schema = Schema.load()
        for entry, change in entries(self._raw):
            kind = f"data.{entry['type']}" if entry.get("mode") == "data" else entry["type"]
            values, unknown = entry.get("values") or {}, change.get("after_unknown")
            for attribute in schema.misfits(kind, with_unknowns(values, unknown) if unknown else values, whole=whole):
                said = f"{attribute} of {entry['address']} is not as the provider's schema has it"
                yield (entry["address"], attribute), said


def _first(reads: Iterable[Read], said: dict[tuple[str, str], str]) -> str:
    if not said:  # as in nearly every plan, of which all reads come here
        return ""
    return next((said[place] for r in reads if (place := (r.address, r.path.partition(".")[0])) in said), "")
