"""Social Flow: the secrets, and who reads them."""

import json

import pytest
from systems import System

from tfproof import UNKNOWN
from tfproof.iam.written import statements_of_document

CHOSEN = System("social-flow").shared["variables"]["chosen"]

# Besides the execution role, with which ECS hands a container its secrets.
TASKS = {
    "application": {"task-app", "task-beat", "task-worker"},
    "redis-auth": {"task-app", "task-beat", "task-worker"},
    "service-account": {"task-worker"},
    "third-party": {"task-app", "task-worker"},
}


def named_readers(plan, key):
    """The roles that the resource policy of a secret lets read, by their keys."""
    document = plan.resource(f'module.secrets.data.aws_iam_policy_document.this["{key}"]')
    roles = document.refers_to("statement.0.principals.0.identifiers", "aws_iam_role")
    return {r.module.removeprefix('module.roles["').removesuffix('"]') for r in roles}


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


@pytest.mark.plan("social-flow", environments=["production"], **CHOSEN)
@pytest.mark.requirement("SF-SCR-005")
def test_the_password_is_read_by_the_role_of_migrations_and_by_the_function_that_rotates_it(plan):
    document = plan.resource('module.secrets.data.aws_iam_policy_document.this["database"]')
    identifiers = document["statement.0.principals.0.identifiers"]
    assert [known for known in identifiers if known is not UNKNOWN] == [CHOSEN["database_rotation"]["role_arn"]]
    assert (len(identifiers), named_readers(plan, "database")) == (2, {"task-migrate"})


@pytest.mark.refused(
    "social-flow",
    environment="production",
    match="database_rotation goes with database_replicas",
    **{name: CHOSEN[name] for name in ("database_master_password", "database_replicas")},
)
@pytest.mark.requirement("SF-SCR-005")
def test_replicas_whose_password_nobody_would_rotate_are_refused(refusal):
    assert refusal.variable == "database_rotation"


@pytest.mark.refused(
    "social-flow",
    environment="production",
    match="database_rotation goes with database_replicas",
    database_rotation=CHOSEN["database_rotation"],
)
@pytest.mark.requirement("SF-SCR-005")
def test_a_function_beside_rds_is_refused(refusal):
    assert refusal.variable == "database_rotation"
