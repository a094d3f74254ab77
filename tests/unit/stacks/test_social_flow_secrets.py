"""Social Flow: the secrets, and who reads them."""

import json

import pytest

from tfproof.iam.written import policy_statements, statements_of_document

# Besides the execution role, with which ECS hands a container its secrets.
TASKS = {
    "application": {"task-app", "task-beat", "task-worker"},
    "redis-auth": {"task-app", "task-beat", "task-worker"},
    "service-account": {"task-worker"},
    "third-party": {"task-app", "task-worker"},
}


def secret(plan, key):
    """One of the secrets that the stack makes."""
    return plan.resource(f'module.secrets.aws_secretsmanager_secret.this["{key}"]')


def policy(plan, key):
    """The statements of the resource policy of a secret by name."""
    resource = plan.resource(f'module.secrets.aws_secretsmanager_secret_policy.this["{key}"]')
    return {s["Sid"]: s for s in policy_statements(resource, "policy")}


def named_readers(plan, key):
    """The roles that the resource policy of a secret lets read, by their keys."""
    document = plan.resource(f'module.secrets.data.aws_iam_policy_document.this["{key}"]')
    roles = document.refers_to("statement.0.principals.0.identifiers", "aws_iam_role")
    return {r.module.removeprefix('module.roles["').removesuffix('"]') for r in roles}


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


ROTATION = {
    "function_arn": "arn:aws:lambda:us-east-1:123456789012:function:rotate",
    "role_arn": "arn:aws:iam::123456789012:role/rotate",
}
REPLICATED = {"database_master_password": "given-by-the-caller", "database_replicas": {"reporting": {}}}


@pytest.mark.plan("social-flow", environments=["production"], database_rotation=ROTATION, **REPLICATED)
@pytest.mark.requirement("SF-SCR-005")
def test_a_function_goes_on_rotating_the_password_once_there_are_replicas(plan):
    """RDS refuses to replicate an instance whose password it manages."""
    assert plan.resource("module.database.aws_db_instance.this")["manage_master_user_password"] is None
    (rotation,) = plan.of("aws_secretsmanager_secret_rotation")
    assert (rotation.index, rotation["rotation_lambda_arn"]) == ("database", ROTATION["function_arn"])
    assert rotation["rotation_rules.0.automatically_after_days"] == 7


@pytest.mark.plan("social-flow", environments=["production"], database_rotation=ROTATION, **REPLICATED)
@pytest.mark.requirement("SF-SCR-005")
def test_the_function_that_rotates_the_password_may_read_it(plan):
    policy = plan.resource('module.secrets.data.aws_iam_policy_document.this["database"]')
    readers = policy["statement.0.principals.0.identifiers"]
    assert ROTATION["role_arn"] in readers


@pytest.mark.refused(
    "social-flow", environment="production", match="database_rotation goes with database_replicas", **REPLICATED
)
@pytest.mark.requirement("SF-SCR-005")
def test_replicas_whose_password_nobody_would_rotate_are_refused(refusal):
    assert refusal.variable == "database_rotation"


@pytest.mark.refused(
    "social-flow",
    environment="production",
    match="database_rotation goes with database_replicas",
    database_rotation=ROTATION,
)
@pytest.mark.requirement("SF-SCR-005")
def test_a_function_beside_rds_is_refused(refusal):
    assert refusal.variable == "database_rotation"


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
@pytest.mark.parametrize("key", TASKS)
def test_each_secret_is_read_by_the_ecs_roles_that_need_it(plan, key):
    assert plan.of("aws_secretsmanager_secret_policy")
    assert named_readers(plan, key) == {"execution"} | TASKS[key]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SCR-007")
@pytest.mark.parametrize("role", ["task-app", "task-beat", "task-worker"])
def test_a_task_role_may_read_its_own_secrets_and_no_other(plan, role):
    document = plan.resource(f'data.aws_iam_policy_document.task["{role}"]')
    (position,) = [n for n, s in enumerate(statements_of_document(document)) if s["Sid"] == "ReadSecrets"]
    secrets = document.refers_to(f"statement.{position}.resources", "aws_secretsmanager_secret")
    assert plan.of("aws_iam_role_policy")
    assert {s.index for s in secrets} == {key for key, roles in TASKS.items() if role in roles}


@pytest.mark.plan("social-flow")
@pytest.mark.parametrize("service", ["app", "beat", "worker"])
def test_a_container_gets_the_secrets_that_its_role_reads(plan, service):
    role = f"task-{service}"
    task = plan.resource(f'module.services["{service}"].aws_ecs_task_definition.this')
    (container,) = json.loads(task["container_definitions"])
    named = {s["valueFrom"].split(":secret:")[1] for s in container["secrets"] if ":secret:" in s["valueFrom"]}
    used = {name.split(":")[0].rpartition("/")[2] for name in named}
    assert used == {key for key, roles in TASKS.items() if role in roles} - {"redis-auth"}


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
