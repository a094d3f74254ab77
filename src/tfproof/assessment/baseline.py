"""An earlier run that a new one is compared with: what failed then is known, only what is new fails."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tfproof.errors import BadInput
from tfproof.findings import Finding, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_HINT = "give the output of 'tfproof assess --json'"
_NAME = ("system", "environment", "layer", "check", "address")


@dataclass(frozen=True, slots=True)
class Baseline:
    """The fails of an earlier run by what names a finding, and the systems that it judged."""

    fails: frozenset[tuple[str, ...]] = frozenset()
    systems: frozenset[str] = frozenset()

    def knows(self, finding: Finding) -> bool:
        """Whether the finding failed in the earlier run: of the same system, environment and layer."""
        return tuple(str(getattr(finding, name)) for name in _NAME) in self.fails

    def refuse_others(self, systems: Iterable[str]) -> None:
        """Raise BadInput when it is of none of the systems: then everything would be new, and nobody would know why."""
        judged = sorted(set(systems))
        if judged and self.systems.isdisjoint(judged):
            raise BadInput(
                f"the baseline is of {', '.join(sorted(self.systems))}, this run of {', '.join(judged)}",
                "name the system with --system in both runs, or make a new baseline",
            )


def load_baseline(path: Path, aliases: Mapping[str, str]) -> Baseline:
    """Return the baseline in a file; a fail of a former check (in `aliases`) is one of the check that it means now.

    Raises BadInput for a file that cannot be read or is not the JSON of an earlier run.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        rows = [f | {"check": aliases.get(f["check"], f["check"])} for f in document["findings"]]
        fails = (tuple(str(f[name]) for name in _NAME) for f in rows if f["verdict"] == Verdict.FAIL)
        return Baseline(frozenset(fails), frozenset(str(p["system"]) for p in document["plans"]))
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror or error}", _HINT) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(f"{path}: not a baseline ({error})", _HINT) from error
