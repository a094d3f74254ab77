"""The results that test runs leave: private, whole, of the tree that they were obtained from."""

import json
import multiprocessing
import subprocess
from dataclasses import asdict

import pytest

from tfproof.emulator.applied import save_applied
from tfproof.errors import BadInput, EnvironmentProblem
from tfproof.plans.view import Plan
from tfproof.project.layout import Project
from tfproof.project.results import Results, TestResult

PROVING = """
import pytest

@pytest.mark.requirement("X-1")
@pytest.mark.parametrize("n", range({count}))
def test_it(n):
    assert True
"""


def result(name, finished=1.0, outcome="passed"):
    return TestResult(name, outcome, ("X-1",), "", ("aws_sqs_queue",), finished)


@pytest.mark.parametrize("theirs", [False, True], ids=["made by us", "there before"])
def test_git_is_told_to_leave_alone_what_we_make_and_nothing_else(suite, theirs):
    if theirs:
        (suite.path / "build").mkdir()
    suite.makepyfile(PROVING.format(count=1))
    suite.runpytest_inprocess("-p", "no:xdist").assert_outcomes(passed=1)
    subprocess.run(["git", "init", "-q", str(suite.path)], check=True)
    status = subprocess.run(
        ["git", "status", "--porcelain"], cwd=suite.path, capture_output=True, text=True, check=True
    )
    assert ("build/" in status.stdout) == theirs


def test_what_a_test_says_of_the_emulator_is_kept_where_it_asks_an_applied_stack(suite):
    suite.makeconftest("""
        import pytest

        @pytest.fixture(scope="session")
        def applied_stack(stack, environment):
            return None
    """)
    suite.makepyfile("""
        import pytest

        pytestmark = [pytest.mark.emulator("enforces"), pytest.mark.requirement("X-1")]

        @pytest.mark.applied("shop", environments=["staging"])
        def test_seen(applied_stack):
            pass

        def test_read():
            pass
    """)
    suite.runpytest_inprocess("-p", "no:xdist").assert_outcomes(passed=2)
    claims = {r.test.partition("::")[2]: (r.layer, r.claim) for r in Results(Project(suite.path)).load().values()}
    assert claims == {"test_seen[staging]": ("applied", "enforces"), "test_read": ("static", "")}


def test_the_emulator_that_a_test_has_asked_is_kept_also_where_another_fixture_has_asked_for_it(suite):
    suite.makeconftest("""
        import pytest
        from tfproof.emulator.localstack import LocalStackEmulator

        class Theirs(LocalStackEmulator):
            name, version, endpoint = "theirs", "1.2", "http://127.0.0.1:1"
            account_id = "123456789012"

            def __init__(self):
                self._clients = {}

        @pytest.fixture(scope="session")
        def emulator():
            return Theirs()

        @pytest.fixture(scope="session")
        def applied_stack(stack, environment, emulator):
            return None
    """)
    suite.makepyfile("""
        import pytest

        @pytest.mark.applied("shop", environments=["staging"])
        @pytest.mark.requirement("X-1")
        @pytest.mark.parametrize("n", [1, 2])
        def test_seen(applied_stack, n):
            pass
    """)
    suite.runpytest_inprocess("-p", "no:xdist").assert_outcomes(passed=2)
    described = {"name": "theirs", "version": "1.2", "account_id": "123456789012", "fixes": []}
    assert [r.emulator for r in Results(Project(suite.path)).load().values()] == [described, described]


def test_a_project_that_cannot_be_written_to_is_a_problem_of_the_machine(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentProblem, match="cannot be made"):
        Project(tmp_path / "file").make_build()


def test_only_the_owner_may_read_results_and_applied_states(suite, open_to_others):
    project = Project(suite.path)
    loose = suite.path / "build/results"
    loose.mkdir(parents=True)
    loose.chmod(0o777)  # what a former version has left
    suite.makepyfile(PROVING.format(count=1))
    suite.runpytest_subprocess("-n", "1").assert_outcomes(passed=1)
    save_applied(project, "shop", "staging", Plan({"secret": "x"}), {"name": "moto"})
    assert len([p for p in loose.rglob("*") if p.is_file()]) == 2
    assert open_to_others(loose) == []


def append(root, number):
    results = Results(Project(root))
    for part in range(20):
        results.append([result(f"test_{number}_{part}_{n}") for n in range(50)])


def test_suites_that_run_at_once_lose_no_line(suite):
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=append, args=(suite.path, number)) for number in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [w.exitcode for w in writers] == [0, 0]
    assert len(Results(Project(suite.path)).load()) == 2 * 20 * 50


def test_processes_of_one_id_in_two_containers_do_not_share_a_file(suite, monkeypatch):
    monkeypatch.setattr("os.getpid", lambda: 7)
    results = Results(Project(suite.path))
    results.append([result("test_a")])
    results.append([result("test_b")])
    assert len(list(results.directory.glob("*.jsonl"))) == 2
    assert set(results.load()) == {"test_a", "test_b"}


def test_the_newest_result_of_a_test_counts(suite):
    results = Results(Project(suite.path))
    for finished, outcome in ((2.0, "failed"), (3.0, "passed"), (1.0, "skipped")):
        results.append([result("test_a", finished, outcome)])
    assert results.load()["test_a"].outcome == "passed"


GOOD = json.dumps(asdict(result("test_a")))
DAMAGED = {
    "half a line": GOOD[:40],
    "no object": "[1, 2]",
    "an empty line": "",
    "no UTF-8": b"\xff\xfe",
    "a key is missing": json.dumps({"test": "test_a"}),
    "a key too many": json.dumps({**json.loads(GOOD), "mood": "fine"}),
    "an outcome that is none": GOOD.replace('"passed"', '"fine"'),
    "requirements that are none": GOOD.replace('["X-1"]', "3"),
    "a time that is none": GOOD.replace("1.0", '"noon"'),
    "nested without end": "[" * 100_000,
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_line_is_named_and_not_passed_over(suite, kind):
    """It may have been the line that says that a test fails."""
    damaged = DAMAGED[kind]
    results = Results(Project(suite.path))
    results.append([result("test_b")])
    line = damaged if isinstance(damaged, bytes) else damaged.encode()
    (results.directory / "a.jsonl").write_bytes(GOOD.encode() + b"\n" + line + b"\n")
    with pytest.raises(
        BadInput, match=r"a\.jsonl:2: not a test's result .*: delete a\.jsonl and run the tests again"
    ) as said:
        results.load()
    assert "\n" not in str(said.value)
    assert len(str(said.value)) < 500


def test_results_of_a_tree_that_changed_while_the_tests_ran_are_not_kept(suite):
    """They would count for a tree that nobody has tested."""
    suite.makepyfile(
        """
        import pathlib
        import pytest

        @pytest.mark.requirement("X-1")
        def test_it():
            pathlib.Path("terraform/modules/queue/main.tf").write_text("# another")
        """
    )
    run = suite.runpytest_subprocess("-p", "no:xdist", "-s")
    run.assert_outcomes(passed=1)
    run.stderr.fnmatch_lines(["tfproof: the results are not kept, because files changed while the tests ran*"])
    assert not (suite.path / "build/results").exists()


def test_tests_without_requirements_leave_no_results(suite):
    suite.makepyfile("def test_it():\n    assert True\n")
    suite.runpytest_inprocess("-p", "no:xdist").assert_outcomes(passed=1)
    assert not (suite.path / "build").exists()


def test_a_mark_of_another_form_names_no_requirement(suite, recorded):
    suite.makepyfile(
        """
        import pytest

        @pytest.mark.requirement(3)
        @pytest.mark.requirement("X-2", since="May")
        @pytest.mark.requirement()
        @pytest.mark.requirement("X-1")
        def test_it():
            assert True
        """
    )
    suite.runpytest_inprocess("-p", "no:xdist").assert_outcomes(passed=1)
    assert [r["requirements"] for r in recorded()] == [["X-1"]]


def test_a_bad_mark_is_a_failing_result(suite, recorded):
    """A requirement whose test cannot be set up is not proven, and the trace knows why."""
    suite.makepyfile(
        """
        import pytest

        @pytest.mark.requirement("X-1")
        @pytest.mark.plan("quue")
        def test_it(plan):
            assert True
        """
    )
    suite.runpytest_inprocess("-p", "no:xdist").assert_outcomes(errors=1)
    assert [(r["outcome"], r["environment"]) for r in recorded()] == [("failed", "")]
