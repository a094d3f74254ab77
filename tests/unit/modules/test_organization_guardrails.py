"""What the module `organization-guardrails` promises."""

import pytest

from tfproof.iam.written import policy_statements

EMERGENCY = "arn:aws:iam::*:role/emergency"


def planned(example, **variables):
    return pytest.mark.plan("organization-guardrails", example=example, **variables)


def statements(plan, policy):
    """The statements of a policy by their names."""
    (found,) = [p for p in plan.of("aws_organizations_policy") if p.index == policy]
    return {s.get("Sid", ""): s for s in policy_statements(found, "content")}


@planned("minimal")
def test_no_account_leaves_its_organisation(plan):
    statement = statements(plan, "baseline")["StayInTheOrganization"]
    assert (statement["Effect"], statement["Action"]) == ("Deny", ["organizations:LeaveOrganization"])


@planned("grown")
def test_nobody_is_spared_from_staying_in_the_organisation(plan):
    assert "Condition" not in statements(plan, "baseline")["StayInTheOrganization"]


@planned("minimal")
def test_who_records_goes_on(plan):
    statement = statements(plan, "baseline")["KeepRecords"]
    assert statement["Effect"] == "Deny"
    assert {
        "access-analyzer:DeleteAnalyzer",
        "cloudtrail:StopLogging",
        "config:StopConfigurationRecorder",
        "guardduty:DeleteDetector",
        "securityhub:DisableSecurityHub",
    } <= set(statement["Action"])


@planned("minimal")
def test_public_access_stays_blocked(plan):
    assert "s3:PutAccountPublicAccessBlock" in statements(plan, "baseline")["KeepPublicAccessBlocked"]["Action"]


@planned("minimal")
def test_root_users_do_nothing(plan):
    statement = statements(plan, "baseline")["DoNothingAsRoot"]
    assert (statement["Effect"], statement["Action"]) == ("Deny", ["*"])
    assert statement["Condition"] == {"ArnLike": {"aws:PrincipalArn": ["arn:aws:iam::*:root"]}}


@planned("grown")
def test_root_users_can_be_left_their_rights(plan):
    assert "DoNothingAsRoot" not in statements(plan, "baseline")


@planned("minimal")
def test_regions_are_open_unless_they_are_named(plan):
    assert [p.index for p in plan.of("aws_organizations_policy")] == ["baseline"]


@planned("typical")
def test_accounts_work_in_the_named_regions_only(plan):
    statement = statements(plan, "regions")["StayInTheseRegions"]
    assert statement["Effect"] == "Deny"
    assert statement["Condition"]["StringNotEquals"] == {"aws:RequestedRegion": ["us-east-1", "us-west-2"]}


@planned("typical")
def test_what_aws_has_in_one_place_is_spared_from_the_regions(plan):
    spared = statements(plan, "regions")["StayInTheseRegions"]["NotAction"]
    assert {"cloudfront:*", "iam:*", "organizations:*", "route53:*", "sts:*", "support:*"} <= set(spared)
    assert not {"ec2:*", "kms:*", "rds:*", "s3:*"} & set(spared)


@planned("grown")
def test_further_actions_can_be_spared_from_the_regions(plan):
    assert "devicefarm:*" in statements(plan, "regions")["StayInTheseRegions"]["NotAction"]


@planned("typical")
def test_a_role_for_emergencies_can_be_spared(plan):
    spared = {
        sid: s["Condition"].get("ArnNotLike", {}).get("aws:PrincipalArn")
        for policy in ("baseline", "regions")
        for sid, s in statements(plan, policy).items()
        if "Condition" in s
    }
    assert spared == {
        "DoNothingAsRoot": None,
        "KeepPublicAccessBlocked": [EMERGENCY],
        "KeepRecords": [EMERGENCY],
        "StayInTheseRegions": [EMERGENCY],
    }


@planned("grown")
def test_further_actions_can_be_denied_under_conditions(plan):
    (statement,) = statements(plan, "access-keys").values()
    assert (statement["Effect"], sorted(statement["Action"])) == ("Deny", ["iam:CreateAccessKey", "iam:CreateUser"])
    assert statement["Resource"] == ["arn:aws:iam::*:user/*"]
    assert statement["Condition"]["StringNotEquals"] == {"aws:PrincipalTag/Team": ["identity"]}
    assert len(statement["Condition"]["ArnNotLike"]["aws:PrincipalArn"]) == 2


@planned("grown")
def test_every_policy_holds_for_every_target(plan):
    assert [a.index for a in plan.of("aws_organizations_policy_attachment")] == [
        f"{target}/{policy}" for target in ("sandbox", "workloads") for policy in ("access-keys", "baseline", "regions")
    ]


@planned("grown")
def test_a_policy_is_written_without_blanks_because_aws_counts_them(plan):
    for policy in plan.of("aws_organizations_policy"):
        assert '": ' not in policy["content"]
        assert len(policy["content"]) <= 5120


@pytest.mark.refused(
    "organization-guardrails",
    example="minimal",
    denials={"long": {"actions": [f"s3:Get{'a' * n}" for n in range(1, 110)], "description": "Too long."}},
    match="at most 5120 characters",
)
def test_a_policy_that_is_longer_than_aws_takes_is_refused(refusal):
    assert refusal


@pytest.mark.refused(
    "organization-guardrails",
    example="minimal",
    exempt_role_arns=["arn:aws:iam::123456789012:role/*"],
    match="with a name",
)
def test_sparing_every_role_is_refused(refusal):
    assert refusal.variable == "exempt_role_arns"
