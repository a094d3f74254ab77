"""Social Flow: the secrets, and who reads them."""

import pytest

from tfproof.iam.written import policy_statements

READERS = {"execution", "task-app", "task-worker"}


def secret(plan, key):
    """One of the secrets that the stack makes."""
    return plan.resource(f'module.secrets.aws_secretsmanager_secret.this["{key}"]')


def policy(plan, key):
    """The statements of the resource policy of a secret by name."""
    resource = plan.resource(f'module.secrets.aws_secretsmanager_secret_policy.this["{key}"]')
    return {s["Sid"]: s for s in policy_statements(resource, "policy")}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SCR-001")
def test_rds_keeps_the_master_password_in_secrets_manager(plan):
    database = plan.resource("module.database.aws_db_instance.this")
    assert database["manage_master_user_password"] is True
    assert database.get("password") is None
    (key,) = database.refers_to("master_user_secret_kms_key_id", "aws_kms_key")
    assert key.address == "module.kms_data.aws_kms_key.this"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SCR-002")
def test_a_secret_is_for_the_keys_of_the_application(plan, environment):
    assert secret(plan, "application")["name"] == f"social-flow-{environment}/application"
    assert secret(plan, "application")["description"] == "SECRET_KEY and JWT_SECRET of the application."


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SCR-003")
def test_a_secret_is_for_the_keys_of_third_parties(plan, environment):
    assert secret(plan, "third-party")["name"] == f"social-flow-{environment}/third-party"
    assert "Stripe and SMTP" in secret(plan, "third-party")["description"]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SCR-004")
def test_a_secret_is_for_service_accounts(plan, environment):
    assert secret(plan, "service-account")["name"] == f"social-flow-{environment}/service-account"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SCR-005")
def test_rds_rotates_the_master_password(plan):
    """RDS does so every seven days; there is no function of ours that could be forgotten."""
    assert plan.resource("module.database.aws_db_instance.this")["manage_master_user_password"] is True


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SCR-006")
def test_secrets_have_a_key_of_their_own_that_rotates(plan):
    for resource in plan.of("aws_secretsmanager_secret"):
        (key,) = resource.refers_to("kms_key_id", "aws_kms_key")
        assert key["enable_key_rotation"] is True


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SCR-007")
@pytest.mark.parametrize("key", ["application", "redis-auth", "service-account", "third-party"])
def test_everybody_but_the_ecs_roles_is_denied_the_value(plan, key):
    statements = policy(plan, key)
    assert statements["DenyEverybodyElse"]["Effect"] == "Deny"
    assert statements["DenyEverybodyElse"]["Principal"] == {"AWS": ["*"]}
    assert list(statements["DenyEverybodyElse"]["Condition"]) == ["ArnNotEquals"]
    assert list(statements["DenyEverybodyElse"]["Condition"]["ArnNotEquals"]) == ["aws:PrincipalArn"]
    assert statements["AllowReaders"]["Action"] == ["secretsmanager:GetSecretValue"]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SCR-007")
def test_the_readers_of_the_secrets_are_the_ecs_roles(plan):
    document = plan.resource('module.secrets.data.aws_iam_policy_document.this["application"]')
    assert plan.of("aws_secretsmanager_secret_policy")
    roles = document.refers_to("statement.0.principals.0.identifiers", "aws_iam_role")
    assert {r.module for r in roles} == {f'module.roles["{key}"]' for key in READERS}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SCR-009")
def test_a_deleted_secret_can_be_restored(plan, environment):
    days = {"development": 7, "staging": 30, "production": 30}[environment]
    assert {s["recovery_window_in_days"] for s in plan.of("aws_secretsmanager_secret")} == {days}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SCR-009")
def test_versions_are_left_to_secrets_manager(plan):
    """Secrets Manager keeps the former version itself; a version made here would put the value into the state."""
    assert len(plan.of("aws_secretsmanager_secret")) == 4
    assert not plan.of("aws_secretsmanager_secret_version")
