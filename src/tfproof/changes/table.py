"""Writes what a change of each input does into `examples/changes.yaml` of each module, from where the README shows it.

`python -m tfproof.changes.table [module…]` applies the `typical` examples to an emulator, plans each again with one input
changed, and rewrites the files. The other value of an input is told from its variable and the examples; `to`, written by
hand, is another one, and `with` has further inputs that have to change along.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from tfproof.changes.applying import states_of
from tfproof.changes.effects import effects_of
from tfproof.changes.proposing import proposed
from tfproof.errors import BadInput, TfproofError, instead_of
from tfproof.files import read_yaml
from tfproof.plans.addresses import type_in
from tfproof.project.layout import Project
from tfproof.terraform.hcl import read_directory
from tfproof.terraform.module_readme import CHANGES, REFUSED
from tfproof.terraform.planning import Case, Outcome, Planner, Refusal
from tfproof.terraform.provider_types import is_of_aws

_HEAD = "# What changing one input of the typical example does: `make changes` writes it, but for `to` and `with`.\n"
_BY_HAND = ("to", "with")
#: What Terraform says where a module keeps something by `prevent_destroy`.
_KEPT = "Instance cannot be destroyed"


def values_of(module: Path, known: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return for each input of a module what to change: its other value, known or told, and what changes along.

    Raises BadInput that names the inputs for which no value can be told.
    """
    found: dict[str, dict[str, Any]] = {}
    untold = []
    for name in sorted(read_directory(module).variables):
        said = known.get(name, {})
        try:
            found[name] = {name: said["to"] if "to" in said else proposed(module, name), **said.get("with", {})}
        except LookupError:
            untold.append(name)
    if untold:
        raise BadInput(f"{module / CHANGES}: no other value can be told for {', '.join(untold)}", "write one as `to`")
    return found


def written(module: Path) -> dict[str, dict[str, Any]]:
    """Return what the file of a module says of each input; nothing where there is none."""
    file = module / CHANGES
    return (read_yaml(file) or {}) if file.is_file() else {}


def computed(planner: Planner, modules: Iterable[str]) -> dict[str, dict[str, dict[str, Any]]]:
    """Return for each module what its file has to say: what changing each input does, and what was written by hand."""
    known = {m: written(planner.project.modules[m]) for m in modules}
    values = {m: values_of(planner.project.modules[m], changes) for m, changes in known.items()}
    typical = {m: Case.of(m, example="typical") for m in known}
    states = states_of(list(typical.values()), planner.cache)
    cases = {
        (m, name): Case.of(m, changed, example="typical", state=states[typical[m]])
        for m, inputs in values.items()
        for name, changed in inputs.items()
    }
    outcomes = planner.outcomes(cases.values())
    if refused := [f"{m} {name}: {r.message}" for (m, name), c in cases.items() if (r := _not_taken(outcomes[c]))]:
        raise BadInput("the other value is refused:\n" + "\n".join(refused), f"write `to` in {CHANGES}")
    found: dict[str, dict[str, dict[str, Any]]] = {m: {} for m in known}
    for (module, name), case in cases.items():
        by_hand = {k: v for k, v in known[module].get(name, {}).items() if k in _BY_HAND}
        found[module][name] = by_hand | {"does": _does(outcomes[case])}
    return found


def _not_taken(outcome: Outcome) -> Refusal | None:
    """Why a value is none that the module takes; what would be destroyed and must not be says nothing against the value."""
    kept = outcome.diagnostics and all(d.summary == _KEPT for d in outcome.diagnostics)
    return None if kept else outcome.refusal


def _does(outcome: Outcome) -> dict[str, str]:
    if outcome.raw is not None:
        return effects_of(outcome.raw)
    kept = {type_in(d.detail.partition(" ")[2].partition(" ")[0]) for d in outcome.diagnostics}
    return dict.fromkeys(sorted(kept), REFUSED)


def text_of(changes: dict[str, dict[str, Any]]) -> str:
    """Return the text of a module's file."""
    return _HEAD + yaml.safe_dump(changes, sort_keys=False, allow_unicode=True, width=130)


def main(arguments: list[str]) -> int:
    """Rewrite the files of the modules that are named, without a name of all that can be applied."""
    project = Project.find(Path.cwd())
    try:
        if strange := [name for name in arguments if name not in project.modules]:
            raise BadInput(f"no such module: {', '.join(strange)}", instead_of(strange, project.modules))
        modules = arguments or [name for name, module in project.modules.items() if is_of_aws(module)]
        for module, changes in computed(Planner(project), modules).items():
            (project.modules[module] / CHANGES).write_text(text_of(changes), encoding="utf-8")
    except TfproofError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
