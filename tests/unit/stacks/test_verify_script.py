"""The scripts that apply a plan and verify what was applied, without AWS: what they run before, what they ask, and what they say.

What they ask an emulator is in tests/integration/test_scripts.py.
"""

import json
import runpy
import shutil
import subprocess
import sys

import pytest
from systems import ROOT

from tfproof.terraform.hcl import read_directory

SCRIPTS = ROOT / "terraform" / "scripts"


@pytest.fixture
def tree(tmp_path):
    """A copy of the script that applies, with a plan, and programs that only write down how they are called."""
    scripts = tmp_path / "terraform" / "scripts"
    stack = tmp_path / "terraform" / "stacks" / "one"
    for directory in (scripts, stack / "environments", tmp_path / "bin"):
        directory.mkdir(parents=True)
    shutil.copy(SCRIPTS / "apply.sh", scripts)
    for program in (tmp_path / "bin" / "terraform", scripts / "verify-deployment.sh"):
        program.write_text(f'#!/bin/sh\necho "$(basename "$0") in <${{TF_WORKSPACE-}}>" >> {tmp_path}/calls\n')
        program.chmod(0o755)
    (stack / "staging.tfplan").touch()
    return tmp_path


def apply(tree, *arguments):
    """Run the script; return its code, what it called and what it said."""
    done = subprocess.run(
        [tree / "terraform" / "scripts" / "apply.sh", *arguments],
        env={"PATH": f"{tree}/bin:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    calls = (tree / "calls").read_text().splitlines() if (tree / "calls").exists() else []
    return done.returncode, calls, done.stderr


def test_a_stack_with_workspaces_is_applied_and_verified_in_that_of_the_environment(tree):
    called = ["terraform in <staging>", "verify-deployment.sh in <staging>"]
    assert apply(tree, "one", "staging")[:2] == (0, called)


def test_a_stack_without_workspaces_is_applied_and_verified_in_none(tree):
    (tree / "terraform" / "stacks" / "one" / "environments" / "staging.s3.tfbackend").touch()
    assert apply(tree, "one", "staging")[:2] == (0, ["terraform in <>", "verify-deployment.sh in <>"])


def test_nothing_is_applied_where_it_could_not_be_verified(tree):
    (tree / "terraform" / "scripts" / "verify_deployment.py").write_text("import a_library_that_is_not_here")
    code, calls, said = apply(tree, "one", "staging")
    assert (code, calls) == (2, [])
    assert "nothing was applied" in said


def test_the_script_that_applies_wants_both_of_its_arguments(tree):
    code, calls, said = apply(tree, "one")
    assert (code, calls) == (2, [])
    assert "usage" in said


VERIFY = runpy.run_path(str(SCRIPTS / "verify_deployment.py"))


def test_whatever_the_library_makes_that_carries_a_system_has_a_call_that_asks_for_it():
    """By its name: what is called a cluster, an API or a table is asked for, or the script says that it is but a part."""
    modules = (ROOT / "terraform" / "modules").iterdir()
    made = {block.labels[0] for module in modules for block in read_directory(module).of("resource")}
    assert {kind for kind in made if VERIFY["carries"](kind)} == set(VERIFY["CHECKS"])
    named = {kind for kind in made if VERIFY["CARRIES"].fullmatch(kind)}
    assert named - set(VERIFY["CHECKS"]) <= VERIFY["PARTS"]
    assert named - set(VERIFY["CHECKS"]) >= VERIFY["PARTS"]


def state_with(*kinds):
    entries = [{"address": f"{kind}.this", "mode": "managed", "type": kind, "values": {}} for kind in kinds]
    return {"values": {"root_module": {"resources": entries}}}


def test_what_carries_the_system_and_is_not_asked_for_is_no_success(tmp_path, capsys):
    file = tmp_path / "state.json"
    file.write_text(json.dumps(state_with("aws_docdb_cluster", "aws_route")))
    assert VERIFY["main"](["staging", f"--state={file}"]) == 1
    said = capsys.readouterr().out
    assert "aws_docdb_cluster.this: carries the system, and no call here asks for its type" in said
    assert "not asked: 1 aws_docdb_cluster, 1 aws_route" in said


def test_a_state_without_anything_to_ask_for_is_no_success(tmp_path):
    file = tmp_path / "state.json"
    file.write_text(json.dumps(state_with("aws_route")))
    assert VERIFY["main"](["staging", f"--state={file}"]) == 2


def test_a_stack_that_is_not_initialised_is_told_so(tmp_path, monkeypatch, capsys):
    stack = tmp_path / "stacks" / "one"
    (stack / "environments").mkdir(parents=True)
    monkeypatch.setitem(VERIFY["main"].__globals__, "TERRAFORM", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "terraform").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "terraform").chmod(0o755)
    assert VERIFY["main"](["staging", "--stack=one"]) == 2
    (stack / "environments" / "staging.s3.tfbackend").touch()
    assert VERIFY["main"](["staging", "--stack=one"]) == 2
    (stack / ".terraform").mkdir()
    remembered = {"backend": {"config": {"key": "one/production/terraform.tfstate"}}}
    (stack / ".terraform" / "terraform.tfstate").write_text(json.dumps(remembered))
    assert VERIFY["main"](["staging", "--stack=one"]) == 2
    assert "initialised for one/production/terraform.tfstate, and not for staging" in capsys.readouterr().err


def test_without_its_library_the_script_says_what_to_install():
    done = subprocess.run(
        [sys.executable, "-S", "-I", SCRIPTS / "verify_deployment.py", "staging"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "python3-boto3" in done.stderr) == (2, True)
