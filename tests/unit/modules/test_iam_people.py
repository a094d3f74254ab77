"""What the module `iam-people` promises."""

import pytest

from tfproof.iam.written import policy_statements

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


@pytest.mark.plan("iam-people", example="typical")
def test_every_group_is_held_to_a_second_factor(plan):
    policy = plan.one("aws_iam_policy")
    held = {
        a["group"]
        for a in plan.of("aws_iam_group_policy_attachment")
        if policy in a.refers_to("policy_arn", "aws_iam_policy")
    }
    assert held == {"shop-developers", "shop-operators"}


@pytest.mark.plan("iam-people", example="minimal")
def test_a_session_without_a_second_factor_is_denied(plan):
    [statement] = policy_statements(plan.one("aws_iam_policy"), "policy")
    assert statement["Effect"] == "Deny"
    assert statement["Resource"] == ["*"]
    assert statement["Condition"] == {"BoolIfExists": {"aws:MultiFactorAuthPresent": ["false"]}}


@pytest.mark.plan("iam-people", example="minimal")
def test_without_a_second_factor_one_can_only_enrol_a_device(plan):
    [statement] = policy_statements(plan.one("aws_iam_policy"), "policy")
    assert set(statement["NotAction"]) == {
        "iam:ChangePassword",
        "iam:CreateVirtualMFADevice",
        "iam:EnableMFADevice",
        "iam:GetAccountPasswordPolicy",
        "iam:GetUser",
        "iam:ListMFADevices",
        "iam:ListVirtualMFADevices",
        "iam:ResyncMFADevice",
        "sts:GetSessionToken",
    }


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
