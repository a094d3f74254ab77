"""What planning a case gave: a plan, or the errors that refused it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

from tfproof.terraform.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why Terraform would not plan a case."""

    diagnostics: tuple[Diagnostic, ...]

    @property
    def message(self) -> str:
        """Everything Terraform said, one error a line."""
        return "\n".join(str(d) for d in self.diagnostics)

    @property
    def variable(self) -> str:
        """The first input variable that is at fault, or an empty string."""
        return next((d.variable for d in self.diagnostics if d.variable), "")

    @property
    def variables(self) -> set[str]:
        """All input variables at fault."""
        return {d.variable for d in self.diagnostics if d.variable}

    def matches(self, pattern: str) -> bool:
        """Whether the regular expression is found in what Terraform said, line breaks read as spaces."""
        return re.search(pattern, " ".join(self.message.split())) is not None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Either `raw`, the plan's JSON as a stranger would see it, or `diagnostics`, the errors."""

    raw: dict[str, Any] | None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def refusal(self) -> Refusal | None:
        """The refusal, if the case did not plan."""
        return Refusal(self.diagnostics) if self.raw is None else None

    def to_json(self) -> dict[str, Any]:
        """Return a JSON form for the cache."""
        return {"raw": self.raw, "diagnostics": [asdict(d) for d in self.diagnostics]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Outcome:
        """Read what `to_json` wrote."""
        diagnostics = tuple(
            Diagnostic(**{**d, "values": tuple((str(a), str(b)) for a, b in d["values"])}) for d in data["diagnostics"]
        )
        return cls(data["raw"], diagnostics)
