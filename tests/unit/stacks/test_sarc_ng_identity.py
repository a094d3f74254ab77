"""SARC-NG: which roles have the boundary without which the pipeline neither makes nor changes them."""

import pytest

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
    capped = {role["name"] for role in plan.of("aws_iam_role") if role["permissions_boundary"] == BOUNDARY}
    policies = [policy for policy in plan.of("aws_iam_role_policy") if policy.get("role") in capped]
    assert policies
    assert [policy.address for policy in policies if '"iam:' in str(policy.get("policy"))] == []
