"""Every check notices when a value that it rests on is made worse: it kills a mutant of what passes."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from fixture_verdicts import ACCOUNT, SAMPLE, SETTINGS

from tfproof import Plan
from tfproof.checks import Population, registry
from tfproof.mutation.plans import Fate, mutate, values_of

if TYPE_CHECKING:
    from tfproof.testing import FixtureCase

#: Checks of which no mutant is noticed, by why: their verdict hangs on two values at once, on one of several resources, or on
#: what is declared and has no value yet. Whoever makes a mutant that one of these notices takes it off.
UNNOTICED = {
    "two values": """identity.ecs-roles-apart network.s3-account-access-block tagging.data-classification
        tagging.required-tags residency.allowed-regions resilience.lambda-multi-az""",
    "one of several": """cost.budget logging.config-recorder logging.trail-data-events retention.trail-object-lock
        network.data-tier-closed network.default-security-group-closed resilience.stack-policy
        resilience.event-source-dead-letter""",
    "no value yet": """encryption.search-serverless-own-key encryption.apprunner-own-key encryption.qbusiness-own-key
        encryption.s3-inventory-own-key encryption.search-ingestion-own-key logging.imagebuilder-logs
        logging.mesh-access-logs logging.prometheus-logs monitoring.appconfig-alarms secrets.quicksight-credentials""",
}
EXCEPTIONS = {check for checks in UNNOTICED.values() for check in checks.split()}
PASSING = [c for c in SAMPLE if c.kind == "pass" and registry()[c.check].population is not Population.MUST_NOT_EXIST]


def fates(passing: Plan, failing: Plan, check_id: str) -> list[Fate]:
    """Return what became of each mutant; what is worse is known from what fails the check."""
    own = Plan(pickle.loads(pickle.dumps(passing.raw)))  # noqa: S301 - our own bytes
    worse = values_of(failing)
    return [m.fate for m in mutate(own, [registry()[check_id]], SETTINGS, worse=worse, scopes=ACCOUNT)]


@pytest.mark.parametrize("case", PASSING, ids=str)
def test_a_value_that_is_made_worse_is_noticed(fixture_plans: dict[tuple[str, str], Plan], case: FixtureCase) -> None:
    passing, failing = (fixture_plans[case.check, kind] for kind in ("pass", "fail"))
    assert (Fate.KILLED in fates(passing, failing, case.check)) is (case.check not in EXCEPTIONS)


def test_a_plan_is_as_it_was_after_it_was_broken(fixture_plans: dict[tuple[str, str], Plan]) -> None:
    raw = pickle.loads(pickle.dumps(fixture_plans["identity.password-policy", "pass"].raw))  # noqa: S301 - our own bytes
    before = pickle.dumps(raw)
    assert list(mutate(Plan(raw), [registry()["identity.password-policy"]], SETTINGS, scopes=ACCOUNT))
    assert pickle.dumps(raw) == before
