"""Several processes over one project plan nothing twice, read nothing by half, hold little, and leave nothing to others."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from faulty import failing

import tfproof
from tfproof.emulator.applied import save_applied
from tfproof.terraform.hcl import Directory
from tfproof.terraform.planning import Case, Planner
from tfproof.terraform.planning.outcome import Outcome
from tfproof.terraform.planning.together import Together

QUEUE = 'variable "name" {\n  type = string\n}\nresource "terraform_data" "this" {\n  input = var.name\n}\n'
#: Plans some cases as a test run does, when told so by a line on standard input; prints their names.
SUITE = """
import sys
from pathlib import Path
from tfproof.project.layout import Project
from tfproof.terraform.planning import Case, Planner
planner = Planner(Project(Path(sys.argv[1])), quiet=True)
cases = [Case.of("queue", {"name": name}) for name in sys.argv[2:]]
print("ready", flush=True)
sys.stdin.readline()
planner.outcomes(cases)
print(*(planner.plan(c).one("terraform_data")["input"] for c in cases), flush=True)
"""


def test_two_suites_at_once_plan_nothing_twice(workshop, tmp_path):
    workshop.module("queue", QUEUE)
    counter = tmp_path / "runs"
    counting = f'echo plan $(ls | grep -c "^case_") >> {counter}; exec "$REAL" "$@"'
    toolchain = failing(workshop.toolchain, tmp_path / "bin", plan=counting)
    environment = {
        **os.environ, "TFPROOF_TERRAFORM": str(toolchain.binary), "PYTHONPATH": str(Path(tfproof.__file__).parents[1]),
    }  # fmt: skip
    wanted = [["one", "two", "three"], ["two", "three", "four"]]
    suites = [
        subprocess.Popen(
            [sys.executable, "-c", SUITE, str(workshop.project.root), *names],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for names in wanted
    ]  # fmt: skip
    assert [s.stdout.readline() for s in suites] == ["ready\n", "ready\n"]
    for suite in suites:
        suite.stdin.write("\n")
        suite.stdin.flush()
    assert [s.communicate()[0].split() for s in suites] == wanted
    assert sorted(counter.read_text().splitlines()) == ["plan 1", "plan 3"]


def test_a_planner_holds_few_plans_however_many_it_has_made(workshop, without_terraform):
    workshop.module("queue", QUEUE)
    cases = [Case.of("queue", {"name": f"name-{n}"}) for n in range(20)]
    workshop.planner().outcomes(cases)
    planner = Planner(workshop.project, without_terraform, quiet=True)
    outcomes = planner.outcomes(cases)
    assert len(planner._held) == 0
    assert len([outcomes[c].raw for c in cases]) == len(outcomes) == 20
    assert len(planner._held) <= 8


@pytest.fixture
def open_handed():
    before = os.umask(0)
    yield
    os.umask(before)


def test_what_the_planner_leaves_is_for_its_owner_only(workshop, open_handed):
    workshop.module("queue", QUEUE)
    (workshop.project.cache / "plans").mkdir(parents=True)
    (workshop.project.cache / "plans").chmod(0o755)  # as it was left in former times
    planner = workshop.planner()
    plan = planner.plan(Case.of("queue", {"name": "secret"}))
    save_applied(workshop.project, "queue", "staging", plan, {})
    holding = [p for p in workshop.project.build.rglob("*") if p.is_file() and b"secret" in p.read_bytes()]
    assert len(holding) == 2
    assert [oct(p.stat().st_mode & 0o777) for p in holding] == ["0o600", "0o600"]
    assert {oct(p.parent.stat().st_mode & 0o777) for p in holding} == {"0o700"}
    assert (workshop.project.cache / "plans").stat().st_mode & 0o077 == 0


def test_what_terraform_leaves_in_a_copy_is_for_its_owner_only(workshop, tmp_path, open_handed):
    workshop.stack("shop", 'resource "terraform_data" "q" {}\n', staging="")
    listing = tmp_path / "modes"
    shows = f'find .. -printf "%m %p\\n" > {listing}; exec "$REAL" "$@"'
    toolchain = failing(workshop.toolchain, tmp_path / "bin", show=shows)
    Planner(workshop.project, toolchain, quiet=True).outcome(Case.of("shop", environment="staging"))
    modes = {line.split(" ", 1)[1]: line.split()[0] for line in listing.read_text().splitlines()}
    assert modes[".."] == "700"
    assert modes["../shop/tfproof.plan"] == "600"


def test_a_module_planned_with_others_hides_what_it_declares_as_sensitive(workshop):
    workshop.module(
        "m", 'variable "a" {\n  type = string\n}\noutput "o" {\n  value     = var.a\n  sensitive = true\n}\n'
    )
    outcome = workshop.planner().outcome(Case.of("m", {"a": "x"}))
    assert outcome.raw["planned_values"]["outputs"]["o"]["sensitive"] is True
    assert outcome.raw["output_changes"]["o"]["after_sensitive"] is True


def test_a_plan_of_files_that_changed_meanwhile_is_not_remembered(workshop):
    folder = workshop.module("m", 'output "o" {\n  value = file("${path.module}/f.txt")\n}\n')
    (folder / "f.txt").write_text("one")
    case, cache = Case.of("m"), workshop.planner().cache
    cache.key(case)
    (folder / "f.txt").write_text("two")
    cache.store(case, Outcome({}))
    assert not cache.has(case)
    (folder / "f.txt").write_text("one")
    cache.store(case, Outcome({}))
    assert cache.has(case)


def test_a_data_source_inside_of_a_check_is_seen(tmp_path):
    (tmp_path / "main.tf").write_text('check "c" {\n  data "aws_caller_identity" "x" {}\n}\n')
    (tmp_path / "other.tf.json").write_text('{"check": {"d": {"data": {"http": {"y": {}}}}}}')
    assert Directory(tmp_path).data_types == {"aws_caller_identity", "http"}


@pytest.mark.parametrize(("count", "sizes"), [(50, [25, 25]), (30, [15, 15]), (20, [20])])
def test_cases_are_divided_where_a_core_would_be_idle_and_enough_are_there(workshop, monkeypatch, count, sizes):
    workshop.module("queue", QUEUE)
    seen = []
    monkeypatch.setattr("tfproof.terraform.planning.planner._workers", lambda: 2)
    monkeypatch.setattr(Together, "plan", lambda _, cases, **__: seen.append(len(cases)))
    workshop.planner().outcomes([Case.of("queue", {"name": f"case-{n}"}) for n in range(count)])
    assert sorted(seen) == sizes
