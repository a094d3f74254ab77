"""SARC-NG: which roles have the boundary without which the pipeline neither makes nor changes them."""

import re
from contextlib import suppress

import pytest

from tfproof.iam.written import statements_of_document
from tfproof.plans.values import Undecided

BOUNDARY = "arn:aws:iam::aws:policy/PowerUserAccess"

#: Made and changed by people, each with the reason (units/account/pipeline.tf).
OF_PEOPLE = {
    "sarc-ng-api-codedeploy": "hands on the roles of the tasks",
    "sarc-ng-db-backup": "hands on roles when it restores",
    "sarc-ng-deploy": "is the pipeline",
    "sarc-ng-plan": "is the pipeline",
}


def reason(name, environment):
    return OF_PEOPLE.get(name) or {f"sarc-ng-{environment}-trail-cloudtrail": "is the account's"}.get(name)


@pytest.mark.plan("sarc-ng")
@pytest.mark.requirement("SN-CICD-006")
def test_every_role_has_the_boundary_but_those_of_people(plan, environment):
    roles = plan.of("aws_iam_role")
    bare = {role["name"] for role in roles if role["permissions_boundary"] != BOUNDARY}
    assert {name for name in bare if not reason(name, environment)} == set()
    assert len(roles) > len(bare) + 8


@pytest.mark.plan("sarc-ng")
@pytest.mark.requirement("SN-CICD-006")
def test_no_capped_role_needs_rights_over_identities(plan):
    """The boundary allows none, and what it does not allow fails without a word."""
    found = {}
    for document in plan.of("data.aws_iam_policy_document"):
        # One whose statements only an apply tells, or that a module makes for nobody.
        with suppress(Undecided, TypeError):
            said = [action for s in statements_of_document(document) for action in s.get("Action", [])]
            found[document.address] = any(action.startswith("iam:") for action in said)
    speak = {address for address, about in found.items() if about}
    assert {a for a in speak if not re.match(r"module\.((secondary_)?account|api\.module\.release)\b", a)} == set()
    assert len(found) > 25
