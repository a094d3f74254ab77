"""What the module `iam-people` promises."""

import pytest

from tfproof.iam.actions import actions_of, find
from tfproof.iam.callers import caller
from tfproof.iam.evaluator import Outcome, Policies, Request, decide
from tfproof.iam.reading import document
from tfproof.iam.written import policy_statements

ANN = "arn:aws:iam::123456789012:user/ann"
# The provider asks for at least a thousand characters.
METADATA = f"<EntityDescriptor entityID='https://id.example.com'>{' ' * 1000}</EntityDescriptor>"


@pytest.mark.plan("iam-people", example="typical")
def test_groups_carry_the_prefix(plan):
    assert {g["name"] for g in plan.of("aws_iam_group")} == {"shop-developers", "shop-operators"}


@pytest.mark.plan("iam-people", example="typical")
def test_a_group_gets_its_managed_policies(plan):
    attached = {
        a["policy_arn"]
        for a in plan.of("aws_iam_group_policy_attachment")
        if a.name == "this" and a["group"] == "shop-operators"
    }
    assert attached == {"arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/AWSSupportAccess"}


def second_factor(plan):
    """The policy that asks for a second factor, and its statements."""
    policy = plan.resource("module.iam_people.aws_iam_policy.require_mfa")
    return policy, policy_statements(policy, "policy")


def asked(plan, action, resource, *, factor):
    """What becomes of a member's request, with or without a second factor, by that policy alone."""
    policy, _ = second_factor(plan)
    context = {"aws:multifactorauthpresent": (factor,), "aws:username": ("ann",)}
    request = Request(caller(ANN), action, resource, "123456789012", context)
    return decide(request, Policies(identity=(document(policy, "policy"),))).outcome


@pytest.mark.plan("iam-people", example="typical")
def test_every_group_is_held_to_a_second_factor(plan):
    policy, _ = second_factor(plan)
    held = {
        a["group"]
        for a in plan.of("aws_iam_group_policy_attachment")
        if policy in a.refers_to("policy_arn", "aws_iam_policy")
    }
    assert held == {"shop-developers", "shop-operators"}


@pytest.mark.plan("iam-people", example="typical")
def test_whatever_s3_gives_of_an_object_but_its_settings_is_denied(plan):
    settings = ("Acl", "Attributes", "ForReplication", "LegalHold", "Retention", "Tagging")
    known = {action.name for action in actions_of("s3").values()}
    reading = {a for a in known if a.startswith("s3:GetObject") and not a.endswith(settings)}
    assert "s3:GetObject" in reading
    assert reading - denied(plan, "developers") == set()


@pytest.mark.plan("iam-people", example="typical")
@pytest.mark.parametrize(
    "action",
    ["dax:BatchGetItem", "dax:GetItem", "dax:Query", "dax:Scan", "s3express:CreateSession", "s3tables:GetTableData"],
)
def test_another_door_to_the_same_contents_is_closed_as_well(plan, action):
    assert action in denied(plan, "developers")


@pytest.mark.plan("iam-people", example="minimal")
def test_a_session_without_a_second_factor_is_denied(plan):
    _, (statement, *_) = second_factor(plan)
    assert statement["Effect"] == "Deny"
    assert statement["Resource"] == ["*"]
    assert statement["Condition"] == {"BoolIfExists": {"aws:MultiFactorAuthPresent": ["false"]}}


ENROLMENT = {
    "iam:ChangePassword": ANN,
    "iam:CreateVirtualMFADevice": "arn:aws:iam::123456789012:mfa/ann",
    "iam:EnableMFADevice": ANN,
    "iam:GetAccountPasswordPolicy": "*",
    "iam:GetMFADevice": ANN,
    "iam:GetUser": ANN,
    "iam:ListMFADevices": ANN,
    "iam:ListVirtualMFADevices": "*",
    "iam:ResyncMFADevice": ANN,
}


@pytest.mark.plan("iam-people", example="minimal")
@pytest.mark.parametrize(("action", "resource"), list(ENROLMENT.items()))
@pytest.mark.parametrize("factor", ["false", "true"])
def test_a_person_can_enrol_a_device(plan, action, resource, factor):
    assert asked(plan, action, resource, factor=factor) is Outcome.ALLOWED


@pytest.mark.plan("iam-people", example="minimal")
def test_a_person_can_make_a_second_device(plan):
    second = f"{ENROLMENT['iam:CreateVirtualMFADevice']}-phone"
    assert asked(plan, "iam:CreateVirtualMFADevice", second, factor="false") is Outcome.ALLOWED


@pytest.mark.plan("iam-people", example="minimal")
@pytest.mark.parametrize(("action", "resource"), [(a, r) for a, r in ENROLMENT.items() if r != "*"])
def test_a_person_cannot_enrol_a_device_for_somebody_else(plan, action, resource):
    assert asked(plan, action, resource.replace("/ann", "/bob"), factor="false") is Outcome.DENIED


@pytest.mark.plan("iam-people", example="minimal")
def test_without_a_second_factor_one_can_only_enrol_a_device(plan):
    _, (statement, *_) = second_factor(plan)
    assert set(statement["NotAction"]) == {*ENROLMENT, "sts:GetSessionToken"}


READING = {
    "logs": {"logs:FilterLogEvents", "logs:GetLogEvents", "logs:GetQueryResults", "rds:DownloadDBLogFilePortion"},
    "objects": {"s3:GetObject", "s3:GetObjectVersion", "s3-object-lambda:GetObject"},
    "records": {"dynamodb:Scan", "dynamodb:Query", "sqs:ReceiveMessage", "rds-db:connect", "ebs:GetSnapshotBlock"},
    "secrets": {"secretsmanager:GetSecretValue", "ssm:GetParameter", "ssm:GetParametersByPath"},
}


def denied(plan, group):
    """The actions that a group is denied on everything."""
    policy = plan.resource(f'module.iam_people.aws_iam_policy.deny_contents["{group}"]')
    (statement,) = policy_statements(policy, "policy")
    assert [statement["Effect"], statement["Resource"], statement.get("Condition")] == ["Deny", ["*"], None]
    return set(statement["Action"])


@pytest.mark.plan("iam-people", example="typical")
@pytest.mark.parametrize("kind", READING)
def test_a_group_reads_no_contents_unless_told(plan, kind):
    assert READING[kind] <= denied(plan, "developers")


@pytest.mark.plan("iam-people", example="typical")
def test_a_group_reads_the_kinds_that_it_names_and_no_other(plan):
    assert denied(plan, "developers") - denied(plan, "operators") >= READING["logs"]
    assert denied(plan, "operators") >= READING["objects"] | READING["records"] | READING["secrets"]


@pytest.mark.plan("iam-people", example="typical")
def test_the_denial_reaches_its_group(plan):
    reached = {
        a["group"]: [p.index for p in a.refers_to("policy_arn", "aws_iam_policy")]
        for a in plan.of("aws_iam_group_policy_attachment")
        if a.name == "deny_contents"
    }
    assert reached == {"shop-developers": ["developers"], "shop-operators": ["operators"]}


@pytest.mark.plan("iam-people", example="minimal", groups={"owners": {"reads": list(READING)}})
def test_a_group_that_reads_everything_is_denied_nothing(plan):
    assert {g["name"] for g in plan.of("aws_iam_group")} == {"shop-owners"}
    assert [p.name for p in plan.of("aws_iam_policy")] == ["require_mfa"]


@pytest.mark.plan("iam-people", example="typical")
def test_every_denied_action_is_one_of_aws(plan):
    assert {action for action in denied(plan, "developers") if find(action) is None} == set()


@pytest.mark.plan("iam-people", example="minimal")
def test_passwords_are_long_and_of_four_kinds(plan):
    policy = plan.one("aws_iam_account_password_policy")
    assert policy["minimum_password_length"] == 14
    kinds = ("lowercase_characters", "numbers", "symbols", "uppercase_characters")
    assert [policy[f"require_{kind}"] for kind in kinds] == [True] * 4


@pytest.mark.plan("iam-people", example="minimal")
def test_passwords_expire_and_do_not_come_back(plan):
    policy = plan.one("aws_iam_account_password_policy")
    assert policy["max_password_age"] == 90
    assert policy["password_reuse_prevention"] == 24


@pytest.mark.plan("iam-people", example="minimal", manage_password_policy=False)
def test_the_password_policy_can_be_left_to_another_stack(plan):
    assert not plan.of("aws_iam_account_password_policy")


@pytest.mark.plan("iam-people", example="minimal", saml_providers={"directory": {"metadata_document": METADATA}})
def test_people_can_sign_in_with_an_identity_provider(plan):
    provider = plan.one("aws_iam_saml_provider")
    assert provider["name"] == "shop-directory"
    assert provider["saml_metadata_document"] == METADATA


@pytest.mark.plan("iam-people", example="grown")
def test_no_user_and_no_access_key_is_made(plan):
    assert plan.of("aws_iam_group")
    assert not plan.of("aws_iam_user", "aws_iam_access_key", "aws_iam_user_login_profile")


@pytest.mark.refused("iam-people", example="minimal", password_policy={"minimum_length": 6}, match="between 8 and 128")
def test_a_password_too_short_is_refused(refusal):
    assert refusal.variable == "password_policy"


@pytest.mark.refused("iam-people", example="minimal", password_policy={"remembered": 0}, match="between 1 and 24")
def test_passwords_that_may_come_back_are_refused(refusal):
    assert refusal.variable == "password_policy"


@pytest.mark.refused("iam-people", example="minimal", groups={"Ops Team": {}}, match="lower-case letters")
def test_a_group_with_other_characters_is_refused(refusal):
    assert refusal.variable == "groups"


@pytest.mark.refused(
    "iam-people", example="minimal", groups={"developers": {"reads": ["mail"]}}, match="one of logs, objects"
)
def test_contents_of_an_unknown_kind_are_refused(refusal):
    assert refusal.variable == "groups"


@pytest.mark.plan("iam-people", example="typical")
def test_whose_password_has_expired_may_still_change_it(plan):
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_PasswordPolicy.html"""
    policy = plan.one("aws_iam_account_password_policy")
    assert (policy["allow_users_to_change_password"], policy["hard_expiry"]) == (True, False)
