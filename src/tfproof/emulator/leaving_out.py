"""What of a stack is left out of an apply because the emulator lacks its type, and what else goes with it.

Terraform's own graph decides, not single references: `-target` brings along everything that a resource depends on
there, so whatever depends on a missing type, on any path, has to stay away as well.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tfproof.errors import BadInput
from tfproof.files import read_yaml

#: What each emulator does with each resource type that a project uses; a project without the file leaves nothing out.
SERVICES_FILE = "localstack/services.yaml"
_RESOURCE = re.compile(r'"\[root\] ([^"]+)" \[label = "([^"]+)", shape = "box"\]')
_EDGE = re.compile(r'"\[root\] ([^"]+)" -> "\[root\] ([^"]+)"')


@dataclass(frozen=True, slots=True)
class Limits:
    """What an emulator cannot do.

    `missing` has types that it lacks, each with a note (may be empty); `lacking` attributes of a type with the values that
    it cannot make; `forgotten` attributes of a type that it does not keep.
    """

    missing: Mapping[str, str] = field(default_factory=dict)
    forgotten: Mapping[str, frozenset[str]] = field(default_factory=dict)
    lacking: Mapping[str, Mapping[str, Sequence[Any]]] = field(default_factory=dict)

    @classmethod
    def load(cls, root: Path, emulator: str) -> Limits:
        """Read the services file of a project; raise BadInput if it does not speak of the emulator."""
        path = root / SERVICES_FILE
        if not path.is_file():
            return cls()
        try:
            resources = read_yaml(path)["resources"]
            return cls(
                missing={t: _note(e, emulator) for t, e in resources.items() if e[emulator] == "missing"},
                forgotten={t: frozenset(e.get(f"{emulator}_forgets", ())) for t, e in resources.items()},
                lacking={t: e[f"{emulator}_lacks"] for t, e in resources.items() if f"{emulator}_lacks" in e},
            )
        except KeyError as error:
            raise BadInput(f"{path} has no {error}", "see the head of tfproof's own for the format") from error

    def __bool__(self) -> bool:
        """Whether anything may have to be left out."""
        return bool(self.missing or self.lacking)

    def reason_against(self, kind: str, values: Mapping[str, Any] | None) -> str:
        """Return why a resource of that type with these values cannot be made, or nothing where it can."""
        if kind in self.missing:
            note = self.missing[kind]
            return f"the emulator cannot make it: {note}" if note else f"the emulator lacks {kind}"
        for name, refused in self.lacking.get(kind, {}).items():
            if (value := (values or {}).get(name)) in refused:
                return f"the emulator cannot make one with {name} {value}"
        return ""


def _note(entry: Mapping[str, Any], emulator: str) -> str:
    """Return what the file says of a type on that emulator: notes are mappings where emulators differ."""
    note = entry.get("note", "")
    return str(note.get(emulator, "") if isinstance(note, dict) else note)


def left_out(graph: str, causes: Mapping[str, str]) -> dict[str, str]:
    """Return the declarations that are left out, each with the reason: it cannot be made, or what it depends on cannot.

    `graph` is what `terraform graph -type=plan` writes; `causes` maps the declarations that cannot be made to the reason.
    """
    addresses = dict(_RESOURCE.findall(graph))
    dependents: dict[str, list[str]] = defaultdict(list)
    for dependent, dependency in _EDGE.findall(graph):
        dependents[dependency].append(dependent)
    waiting = sorted(n for n, a in addresses.items() if a in causes)
    found = {node: addresses[node] for node in waiting}
    while waiting:
        node = waiting.pop(0)
        for dependent in sorted(dependents[node]):
            if dependent not in found:
                found[dependent] = found[node]
                waiting.append(dependent)
    reasons = {
        addresses[n]: causes.get(addresses[n], f"depends on {cause}, which is left out")
        for n, cause in found.items()
        if n in addresses
    }
    return dict(sorted(reasons.items()))
