"""What the marks and fixtures of the plugin give: plans, refusals, applies, and one planning for all workers."""

import shutil

import pytest

from tfproof.project.layout import Project
from tfproof.project.results import Results


def test_plans_and_refusals_are_asked_for_by_marks(suite):
    suite.makepyfile(
        """
        import pytest

        @pytest.mark.plan("queue", name="abc")
        def test_name(plan):
            assert plan.one("terraform_data")["input"] == "abc"

        @pytest.mark.refused("queue", name="x", match="too short")
        def test_short(refusal):
            assert refusal.variable == "name"

        @pytest.mark.refused("queue", name="x", match="too long")
        def test_other_reason(refusal):
            pass

        @pytest.mark.refused("queue", name="abc")
        def test_plans_after_all(refusal):
            pass
        """
    )
    result = suite.runpytest_subprocess("-p", "no:xdist")
    result.assert_outcomes(passed=2, errors=2)
    result.stdout.fnmatch_lines(
        ["*was refused, but not with 'too long':*", "*was expected to be refused, but it plans*"]
    )


@pytest.fixture
def runs(suite, monkeypatch):
    """The terraform commands that were run, one line each."""
    log = suite.path / "runs.log"
    counting = suite.path / "counting-terraform"
    counting.write_text(f'#!/bin/sh\necho "$1" >> {log}\nexec {shutil.which("terraform")} "$@"\n')
    counting.chmod(0o755)
    monkeypatch.setenv("TFPROOF_TERRAFORM", str(counting))
    return lambda: log.read_text().split()


def test_a_stacks_test_runs_once_for_each_environment_and_is_recorded(suite, runs, recorded):
    suite.makepyfile(
        """
        import pytest

        @pytest.mark.plan("shop")
        @pytest.mark.requirement("X-1")
        def test_name(plan, environment):
            assert plan.one("terraform_data")["input"] == environment

        @pytest.mark.plan("shop", environments=["production"])
        @pytest.mark.requirement("X-2")
        def test_production_only(plan):
            assert plan.managed
        """
    )
    result = suite.runpytest_subprocess("-n", "2")
    result.assert_outcomes(passed=3)
    assert runs().count("plan") == 2  # two environments, two workers: neither plans what the other has
    rows = {(r["requirements"][0], r["environment"]): r for r in recorded()}
    assert set(rows) == {("X-1", "production"), ("X-1", "staging"), ("X-2", "production")}
    assert rows[("X-1", "staging")]["types"] == ["terraform_data"]
    assert rows[("X-2", "production")]["types"] == []
    assert {r["outcome"] for r in rows.values()} == {"passed"}


def test_a_changed_tree_has_no_results(suite):
    suite.makepyfile(
        """
        import pytest

        @pytest.mark.requirement("X-1")
        def test_something():
            assert True
        """
    )
    suite.runpytest_subprocess("-p", "no:xdist").assert_outcomes(passed=1)
    project = Project(suite.path)
    assert len(Results(project).load()) == 1
    (suite.path / "terraform/modules/queue/main.tf").write_text("# changed\n")
    assert Results(project).load() == {}


def test_all_tests_of_an_applied_environment_run_in_one_worker(suite):
    """Each worker that gets one of them applies the stack again."""
    suite.makeconftest(
        """
        import os
        import pytest

        @pytest.fixture(scope="session")
        def applied_stack(stack, environment):
            with open("applies.log", "a") as log:
                log.write(f"{os.environ['PYTEST_XDIST_WORKER']} {stack} {environment}\\n")
        """
    )
    test = '@pytest.mark.applied("shop")\n@pytest.mark.parametrize("n", range(6))\ndef test_{}(applied_stack, n):\n    pass\n'
    suite.makepyfile(test_one="import pytest\n" + test.format("a"), test_two="import pytest\n" + test.format("b"))
    suite.runpytest_subprocess("-n", "2", "--dist", "loadgroup").assert_outcomes(passed=24)
    applies = (suite.path / "applies.log").read_text().splitlines()
    assert sorted(a.split()[2] for a in applies) == ["production", "staging"]


def test_cases_of_tests_that_ask_the_planner_themselves_are_planned_with_the_others(suite, runs):
    suite.makepyfile(
        """
        import pytest

        from tfproof.terraform.planning import Case

        NAMES = [pytest.param(n, marks=pytest.mark.plan("queue", name=n)) for n in ("abc", "def", "ghi")]

        @pytest.mark.parametrize("name", NAMES)
        def test_name(planner, name):
            assert planner.plan(Case.of("queue", {"name": name})).one("terraform_data")["input"] == name
        """
    )
    suite.runpytest_subprocess("-p", "no:xdist").assert_outcomes(passed=3)
    assert runs().count("plan") == 1
