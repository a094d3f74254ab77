"""What the module `secrets` promises."""

import pytest

from tfproof.iam.written import policy_statements

KEY = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
READER = "arn:aws:iam::123456789012:role/shop-execution"


def statement(plan, key, sid):
    """One statement of the resource policy of a secret."""
    policy = plan.resource(f'module.secrets.aws_secretsmanager_secret_policy.this["{key}"]')
    [found] = [s for s in policy_statements(policy, "policy") if s.get("Sid") == sid]
    return found


@pytest.mark.plan("secrets", example="minimal")
def test_a_secret_is_named_after_prefix_and_key(plan):
    assert plan.one("aws_secretsmanager_secret")["name"] == "shop/application"


@pytest.mark.plan("secrets", example="typical")
def test_a_secret_can_have_a_name_of_its_own(plan):
    names = {s.index: s["name"] for s in plan.of("aws_secretsmanager_secret")}
    assert names["database"] == "/production/database/credentials"


@pytest.mark.plan("secrets", example="minimal")
def test_a_secret_is_encrypted_with_the_key_given(plan):
    assert plan.one("aws_secretsmanager_secret")["kms_key_id"] == KEY


@pytest.mark.plan("secrets", example="minimal")
def test_a_deleted_secret_can_be_restored_for_thirty_days(plan):
    assert plan.one("aws_secretsmanager_secret")["recovery_window_in_days"] == 30


@pytest.mark.plan("secrets", example="grown")
def test_a_copy_in_another_region_has_a_key_of_that_region(plan):
    for secret in plan.of("aws_secretsmanager_secret"):
        assert secret["replica.0.region"] == "us-west-2"
        assert secret["replica.0.kms_key_id"].startswith("arn:aws:kms:us-west-2:")


@pytest.mark.plan("secrets", example="grown")
def test_no_value_is_put_into_a_secret(plan):
    assert len(plan.of("aws_secretsmanager_secret")) == 3
    assert not plan.of("aws_secretsmanager_secret_version")


@pytest.mark.plan("secrets", example="minimal")
def test_the_named_roles_may_read(plan):
    allowed = statement(plan, "application", "AllowReaders")
    assert allowed["Effect"] == "Allow"
    assert allowed["Principal"] == {"AWS": [READER]}
    assert allowed["Action"] == ["secretsmanager:GetSecretValue"]


@pytest.mark.plan("secrets", example="minimal")
def test_everybody_else_is_denied(plan):
    denied = statement(plan, "application", "DenyEverybodyElse")
    assert denied["Effect"] == "Deny"
    assert denied["Principal"] == {"AWS": ["*"]}
    assert denied["Condition"] == {"ArnNotEquals": {"aws:PrincipalArn": [READER]}}


@pytest.mark.plan("secrets", example="grown")
def test_a_copy_in_another_region_is_kept_from_others_by_the_same_policy(plan):
    policies = plan.of("aws_secretsmanager_secret_policy")
    said = [(s["Sid"], s["Resource"]) for policy in policies for s in policy_statements(policy, "policy")]
    assert {resource for _, (resource,) in said} == {"*"}
    assert len(said) == 2 * len(policies)


@pytest.mark.plan("secrets", example="minimal")
def test_a_public_policy_is_blocked(plan):
    assert plan.one("aws_secretsmanager_secret_policy")["block_public_policy"] is True


@pytest.mark.plan("secrets", example="minimal")
def test_a_secret_without_a_function_does_not_rotate(plan):
    assert not plan.of("aws_secretsmanager_secret_rotation")


@pytest.mark.plan("secrets", example="grown")
def test_a_secret_rotates_as_often_as_told_and_else_monthly(plan):
    days = {
        r.index: r["rotation_rules.0.automatically_after_days"] for r in plan.of("aws_secretsmanager_secret_rotation")
    }
    assert days == {"accounts": 90, "database": 30}


@pytest.mark.plan("secrets", example="minimal", recovery_window_days=0)
def test_a_secret_can_be_deleted_at_once_where_that_is_asked_for(plan):
    assert plan.one("aws_secretsmanager_secret")["recovery_window_in_days"] == 0


@pytest.mark.refused("secrets", example="minimal", recovery_window_days=3, match="0 or between 7 and 30")
def test_a_recovery_window_too_short_is_refused(refusal):
    assert refusal.variable == "recovery_window_days"


@pytest.mark.refused(
    "secrets",
    example="minimal",
    secrets={"a": {"description": "x", "reader_arns": []}},
    match="at least one of reader_arns",
)
def test_a_secret_that_nobody_reads_is_refused(refusal):
    assert refusal.variable == "secrets"


@pytest.mark.refused(
    "secrets",
    example="minimal",
    secrets={"a": {"description": "x", "reader_arns": ["*"]}},
    match="must name roles",
)
def test_a_secret_that_everybody_reads_is_refused(refusal):
    assert refusal.variable == "secrets"


@pytest.mark.refused(
    "secrets",
    example="minimal",
    secrets={
        "a": {
            "description": "x",
            "reader_arns": [READER],
            "rotation": {"days": 0, "lambda_arn": "arn:aws:lambda:us-east-1:123456789012:function:rotate"},
        }
    },
    match="between 1 and 1000",
)
def test_a_rotation_without_an_interval_is_refused(refusal):
    assert refusal.variable == "secrets"


@pytest.mark.refused("secrets", example="minimal", kms_key_arn=None, match="kms_key_arn")
def test_the_key_that_aws_manages_is_refused(refusal):
    assert refusal.variable == "kms_key_arn"


@pytest.mark.plan("secrets", example="minimal", name_suffix="2")
def test_a_secret_can_be_made_again_under_another_name(plan):
    assert plan.one("aws_secretsmanager_secret")["name"] == "shop/application-2"


@pytest.mark.plan("secrets", example="minimal", name_suffix="abcde")
def test_a_suffix_of_five_characters_is_no_end_of_an_arn(plan):
    assert plan.one("aws_secretsmanager_secret")["name"] == "shop/application-abcde"


@pytest.mark.refused("secrets", example="minimal", name_suffix="abcdef", match="a hyphen and six characters")
def test_a_suffix_like_the_end_of_an_arn_is_refused(refusal):
    assert refusal.variable == "name_suffix"
