"""Where each AWS region is, and on which basis the GDPR lets personal data go there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from tfproof.frameworks.files import read_valid


class TransferBasis(StrEnum):
    """Why personal data may go to a country without further safeguards, or that it may not.

    `EEA`: not a transfer to a third country. `ADEQUACY`: an adequacy decision (GDPR 45). `ADEQUACY_PARTIAL`:
    a decision that covers some recipients only. `ADEQUACY_DPF`: the United States, for companies certified
    under the EU-US Data Privacy Framework only. `NONE`: safeguards (GDPR 46) or a derogation (GDPR 49).
    """

    EEA = "eea"
    ADEQUACY = "adequacy"
    ADEQUACY_PARTIAL = "adequacy-partial"
    ADEQUACY_DPF = "adequacy-dpf"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Basis:
    """A country's transfer basis; year, decision and note are those of its adequacy decision, if any."""

    country: str
    name: str
    kind: TransferBasis
    year: int | None = None
    decision: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """One AWS region: its name, its place and the transfer basis of its country."""

    name: str
    place: str
    basis: Basis

    @property
    def country(self) -> str:
        """The ISO 3166-1 code of the country."""
        return self.basis.country


@cache
def regions() -> dict[str, Region]:
    """Return every AWS commercial region by name. Raises `BadInput` if the data file is broken."""
    data = read_valid(resources.files(__package__) / "regions.yaml", "regions.schema.json")
    bases = {
        code: Basis(
            country=code,
            name=row["name"],
            kind=TransferBasis(row["basis"]),
            year=row.get("year"),
            decision=row.get("decision", ""),
            note=row.get("note", ""),
        )
        for code, row in data["countries"].items()
    }
    return {name: Region(name, row["place"], bases[row["country"]]) for name, row in data["regions"].items()}
