"""Which values of a plan are of another kind than the provider's schema has there.

Terraform writes none such, but a plan of another version of the provider can hold them, and so can one that somebody
made by other means. No check knows what they mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tfproof.plans.entries import entries
from tfproof.plans.schema import Schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tfproof.findings import Read


class Misfits:
    """The attributes of one plan's resources that hold what the schema does not have there."""

    def __init__(self, raw: dict[str, Any]) -> None:
        schema = Schema.load()
        self._found: dict[tuple[str, str], str] = {}
        for entry, _ in entries(raw):
            kind = f"data.{entry['type']}" if entry.get("mode") == "data" else entry["type"]
            for attribute, value in (entry.get("values") or {}).items():
                if value is not None and not schema.fits(kind, attribute, value):
                    place = f"{attribute} of {entry['address']}"
                    self._found[entry["address"], attribute] = (
                        f"{place} is of another kind than the provider's schema has"
                    )

    def among(self, reads: Iterable[Read]) -> str:
        """Say of one value that was read that it is of another kind; an empty text if none is."""
        if not self._found:
            return ""
        return next((said for r in reads if (said := self._found.get((r.address, r.path.partition(".")[0])))), "")

    def any(self) -> str:
        """Say of one value that it is of another kind; an empty text if none is."""
        return next(iter(self._found.values()), "")
