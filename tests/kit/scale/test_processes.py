"""Judging in several processes gives what judging in one does, and ends at once when something goes wrong."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from collections.abc import Callable
from typing import Any

import generated
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_plan import TOPIC

from tfproof import processes
from tfproof.assessment import judging
from tfproof.assessment.judging import Rulebook, ToJudge
from tfproof.checks import judge
from tfproof.errors import EnvironmentProblem
from tfproof.plans.view import Plan

#: Newer Pythons warn of a fork while the test runner's own threads are there; they hold nothing that is used here.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
RULES = Rulebook.load(None)
PLANS = {
    "topic": TOPIC,
    "buckets": generated.buckets(5),
    "mixed": generated.mixed(130),
    "modules": generated.modules(4),
}
EXPECTED = {n: RULES.judge(Plan(raw), system=n, environment="production", label=n) for n, raw in PLANS.items()}


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the checks even of a small plan be shared by processes."""
    monkeypatch.setattr(judging, "_WORTH_IT", 10)


def judged(names: list[str], count: int, method: str = "fork") -> list[Any]:
    plans = [ToJudge(Plan(PLANS[n]), n, "production", n) for n in names]
    return RULES.judge_all(plans, processes=count, method=method)


@pytest.mark.usefixtures("shared")
@settings(max_examples=12)
@given(st.lists(st.sampled_from(sorted(PLANS)), min_size=1, max_size=4, unique=True), st.integers(1, 3))
def test_several_processes_find_the_same_in_the_same_order(names: list[str], count: int) -> None:
    assert judged(names, count) == [EXPECTED[n] for n in names]


@pytest.mark.usefixtures("shared")
def test_processes_that_share_no_memory_find_the_same() -> None:
    assert judged(["mixed", "topic"], 2, "spawn") == [EXPECTED["mixed"], EXPECTED["topic"]]


@pytest.mark.parametrize("name", PLANS)
def test_what_a_check_finds_and_reads_does_not_depend_on_other_checks(name: str) -> None:
    together = EXPECTED[name].judgement.findings
    alone = [
        f
        for check in sorted(RULES.checks)
        for f in judge(
            Plan(PLANS[name]), [RULES.checks[check]], RULES.settings, environment="production", system=name
        ).findings
    ]
    assert alone == list(together)


def test_a_plan_that_went_to_another_process_is_judged_the_same() -> None:
    there = pickle.loads(pickle.dumps(Plan(PLANS["mixed"])))  # noqa: S301 - our own bytes
    assert RULES.judge(there, system="mixed", environment="production", label="mixed") == EXPECTED["mixed"]


def asking(work: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return work


def doubled(number: int) -> int:
    return 2 * number


def broken(number: int) -> int:
    raise ValueError(f"number {number}")


def unspeakable(_: int) -> int:
    class Local(Exception):
        pass

    raise Local("what cannot be pickled")


def interrupted(_: int) -> int:
    raise KeyboardInterrupt


def dead(_: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def waiting_for_ever(number: int) -> int:
    if number == 0:
        raise ValueError("the first")
    signal.pause()
    return number


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_answers_come_in_the_order_of_the_questions(method: str) -> None:
    assert list(processes.answers(asking, (doubled,), range(7), 3, method)) == [0, 2, 4, 6, 8, 10, 12]


@pytest.mark.parametrize(
    ("work", "error"),
    [
        (broken, ValueError),
        (unspeakable, RuntimeError),
        (interrupted, KeyboardInterrupt),
        (dead, EnvironmentProblem),
        (waiting_for_ever, ValueError),
    ],
)
def test_whatever_goes_wrong_in_one_process_ends_all_at_once(work: Callable[[int], int], error: type) -> None:
    with pytest.raises(error):
        list(processes.answers(asking, (work,), range(4), 2))
    assert multiprocessing.active_children() == []


def test_who_stops_listening_ends_all_at_once() -> None:
    answers = processes.answers(asking, (doubled,), range(4), 2)
    assert next(answers) == 0
    answers.close()
    assert multiprocessing.active_children() == []
