"""Writes down the state that each module's typical example had in a version, as what later versions are planned from.

`python tests/unit/upgrades/make_states.py 0.1.0 046794e` reads the modules of that commit, applies their examples to the
embedded emulator, and writes `0.1.0/<module>.json`. Done once for each version, when it is released; identifiers that the
emulator drew are kept as they are.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

from tfproof.changes.applying import apply
from tfproof.project.layout import Project
from tfproof.terraform.planning import Case
from tfproof.terraform.planning.cache import Cache
from tfproof.terraform.provider_types import is_of_aws
from tfproof.terraform.toolchain import Toolchain

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


def states(commit):
    """The states of the typical examples of that commit, by module."""
    with tempfile.TemporaryDirectory() as base:
        archive = subprocess.run(["git", "archive", commit, "terraform"], cwd=ROOT, check=True, capture_output=True)
        subprocess.run(["tar", "-x", "-C", base], input=archive.stdout, check=True)
        project = Project(Path(base))
        cases = [Case.of(name, example="typical") for name, module in project.modules.items() if is_of_aws(module)]
        found, errors = apply(cases, Cache(project, Toolchain.find(project.cache)))
    if errors:
        raise SystemExit("\n".join(map(str, errors)))
    return {case.target: state for case, state in found.items()}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version")
    parser.add_argument("commit")
    given = parser.parse_args()
    for module, state in states(given.commit).items():
        file = HERE / given.version / f"{module}.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(
            json.dumps(state, sort_keys=True, separators=(",", ":")).replace('{"instances"', '\n{"instances"') + "\n"
        )
