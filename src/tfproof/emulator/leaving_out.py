"""What of a stack is left out of an apply because the emulator lacks its type, and what else goes with it.

Terraform's own graph decides, not single references: `-target` brings along everything that a resource depends on
there, so whatever depends on a missing type, on any path, has to stay away as well.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tfproof.errors import BadInput
from tfproof.files import read_yaml
from tfproof.plans.addresses import type_in

#: What each emulator does with each resource type that a project uses; a project without the file leaves nothing out.
SERVICES_FILE = "localstack/services.yaml"
_RESOURCE = re.compile(r'"\[root\] ([^"]+)" \[label = "([^"]+)", shape = "box"\]')
_EDGE = re.compile(r'"\[root\] ([^"]+)" -> "\[root\] ([^"]+)"')


@dataclass(frozen=True, slots=True)
class Limits:
    """What an emulator cannot do: types that it lacks, each with a note (may be empty), and attributes it forgets."""

    missing: Mapping[str, str] = field(default_factory=dict)
    forgotten: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def load(cls, root: Path, emulator: str) -> Limits:
        """Read the services file of a project; raise BadInput if it does not speak of the emulator."""
        path = root / SERVICES_FILE
        if not path.is_file():
            return cls()
        try:
            resources = read_yaml(path)["resources"]
            return cls(
                missing={t: e.get("note", "") for t, e in resources.items() if e[emulator] == "missing"},
                forgotten={t: frozenset(e.get(f"{emulator}_forgets", ())) for t, e in resources.items()},
            )
        except KeyError as error:
            raise BadInput(f"{path} has no {error}", "see the head of tfproof's own for the format") from error


def left_out(graph: str, missing: Mapping[str, str]) -> dict[str, str]:
    """Return the declarations that are left out, each with the reason: its type is missing, or what it depends on is.

    `graph` is what `terraform graph -type=plan` writes; `missing` maps resource types to a note, which may be empty.
    """
    addresses = dict(_RESOURCE.findall(graph))
    dependents: dict[str, list[str]] = defaultdict(list)
    for dependent, dependency in _EDGE.findall(graph):
        dependents[dependency].append(dependent)
    causes: dict[str, str] = {}
    waiting = sorted(n for n, a in addresses.items() if type_in(a) in missing)
    for node in waiting:
        causes[node] = addresses[node]
    while waiting:
        node = waiting.pop(0)
        for dependent in sorted(dependents[node]):
            if dependent not in causes:
                causes[dependent] = causes[node]
                waiting.append(dependent)
    reasons = {addresses[n]: _reason(addresses[n], cause, missing) for n, cause in causes.items() if n in addresses}
    return dict(sorted(reasons.items()))


def _reason(address: str, cause: str, missing: Mapping[str, str]) -> str:
    if address != cause:
        return f"depends on {cause}, which is left out"
    kind = type_in(address)
    return f"the emulator cannot make it: {missing[kind]}" if missing[kind] else f"the emulator lacks {kind}"
