"""Social Flow: the roles of the services, and how people sign in."""

import pytest

import tfproof
from tfproof.iam.written import policy_statements, statements_of_document
from tfproof.plans.values import Reference

TASK_ROLES = ["task-app", "task-worker"]


def trusted(role):
    """The service principals that may take a role."""
    return [s["Principal"] for s in policy_statements(role, "assume_role_policy")]


def task_statements(plan, role):
    """The statements of the policy of a task role by name, where the policy is the role's only one."""
    policies = [p for p in plan.of("aws_iam_role_policy") if p.module == f'module.roles["{role}"]']
    assert [p["name"] for p in policies] == ["application"]
    document = plan.resource(f'data.aws_iam_policy_document.task["{role}"]')
    return {s["Sid"]: s for s in statements_of_document(document)}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-IAM-001")
def test_services_have_roles_of_their_own(plan, environment):
    services = {
        "execution": "ecs-tasks.amazonaws.com",
        "task-app": "ecs-tasks.amazonaws.com",
        "task-beat": "ecs-tasks.amazonaws.com",
        "task-migrate": "ecs-tasks.amazonaws.com",
        "task-worker": "ecs-tasks.amazonaws.com",
        "rds-monitoring": "monitoring.rds.amazonaws.com",
    }
    roles = {role["name"]: role for role in plan.of("aws_iam_role")}
    for key, service in services.items():
        assert trusted(roles[f"social-flow-{environment}-{key}"]) == [{"Service": [service]}]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-IAM-001")
def test_flow_logs_have_a_role_of_their_own(plan):
    (role,) = [r for r in plan.of("aws_iam_role") if r.module == "module.network"]
    assert trusted(role) == [{"Service": ["vpc-flow-logs.amazonaws.com"]}]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-IAM-001")
def test_a_role_is_taken_for_this_account_only(plan):
    roles = [r for r in plan.of("aws_iam_role") if r.module.startswith(("module.roles[", "module.rds_monitoring_role"))]
    assert len(roles) == 7
    for role in roles:
        (statement,) = policy_statements(role, "assume_role_policy")
        test = "StringEqualsIfExists" if role.module == 'module.roles["backup"]' else "StringEquals"
        assert statement["Condition"] == {test: {"aws:SourceAccount": ["123456789012"]}}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-IAM-002")
@pytest.mark.parametrize("role", TASK_ROLES)
def test_a_task_role_names_its_actions(plan, role):
    actions = {a for s in task_statements(plan, role).values() for a in s["Action"]}
    assert actions == {
        "cloudwatch:PutMetricData",
        "elasticache:Connect",
        "kms:Decrypt",
        "rds-db:connect",
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:ListBucket",
        "s3:PutObject",
        "secretsmanager:GetSecretValue",
    }


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-IAM-002")
@pytest.mark.parametrize("role", TASK_ROLES)
def test_a_task_role_names_the_three_buckets(plan, role):
    statements = task_statements(plan, role)
    assert {sid for sid in statements if sid.startswith("Objects")} == {
        "ObjectsStatic",
        "ObjectsUploads",
        "ObjectsVideos",
    }
    assert len(statements["ListBuckets"]["Resource"]) == 3


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-IAM-002")
@pytest.mark.parametrize("role", TASK_ROLES)
def test_a_task_role_publishes_metrics_of_its_namespace_only(plan, environment, role):
    assert task_statements(plan, role)["PublishMetrics"]["Condition"] == {
        "StringEquals": {"cloudwatch:namespace": [f"SocialFlow/{environment}"]}
    }


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-IAM-002")
@pytest.mark.parametrize("role", TASK_ROLES)
def test_nothing_but_metrics_is_allowed_on_everything(plan, role):
    known = {
        sid: [r for r in s["Resource"] if not tfproof.is_unknown(r)] for sid, s in task_statements(plan, role).items()
    }
    everything = [sid for sid, resources in known.items() if "*" in resources]
    assert everything == ["PublishMetrics"]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-IAM-002")
@pytest.mark.parametrize("role", TASK_ROLES)
def test_a_task_signs_in_to_the_database_as_a_user_of_its_own(plan, role):
    (user,) = task_statements(plan, role)["SignInToDatabase"]["Resource"]
    prefix, instance, name = user.parts
    assert prefix == "arn:aws:rds-db:us-east-1:123456789012:dbuser:"
    assert instance == Reference("module.database.aws_db_instance.this", "resource_id")
    assert name == f"/{role.removeprefix('task-')}"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-IAM-002")
def test_the_scheduler_reads_its_secrets_and_signs_in_to_redis_and_does_nothing_else(plan):
    assert set(task_statements(plan, "task-beat")) == {"DecryptSecrets", "ReadSecrets", "SignInToRedis"}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-IAM-001")
def test_no_two_services_share_a_role(plan):
    roles = {
        task.module: [role.module for role in task.refers_to("task_role_arn", "aws_iam_role")]
        for task in plan.of("aws_ecs_task_definition")
    }
    assert roles == {
        f'module.services["{service}"]': [f'module.roles["task-{service}"]'] for service in ("app", "beat", "worker")
    }


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-IAM-002")
def test_the_master_password_is_read_by_the_role_of_migrations_alone(plan):
    """The secret that RDS makes is the only one that is not a resource of this plan."""
    readers = {
        document.address
        for document in plan.of("data.aws_iam_policy_document")
        for position, statement in enumerate(document["statement"])
        if "secretsmanager:GetSecretValue" in statement["actions"]
        and document.members(f"statement.{position}.resources", "aws_secretsmanager_secret").open
    }
    assert plan.of("aws_iam_role_policy")
    assert readers == {"data.aws_iam_policy_document.migrate"}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-IAM-001")
def test_the_execution_role_pulls_the_agent_of_guardduty(plan):
    statements = statements_of_document(plan.resource("data.aws_iam_policy_document.execution"))
    (pull,) = [s for s in statements if s["Sid"] == "PullGuardDutyAgent"]
    assert set(pull["Action"]) == {"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}
    assert pull["Resource"] == ["arn:aws:ecr:us-east-1:*:repository/aws-guardduty-agent-fargate"]
    assert plan.of("aws_iam_role")


@pytest.mark.plan("social-flow")
def test_no_group_of_people_reads_what_users_upload(plan):
    denials = {p.index: p for p in plan.of("aws_iam_policy") if p.name == "deny_contents"}
    assert set(denials) == {"auditors", "billing", "developers", "operators"}
    for policy in denials.values():
        (statement,) = policy_statements(policy, "policy")
        assert {"s3:GetObject", "s3:GetObjectVersion", "ebs:GetSnapshotBlock", "rds-db:connect"} <= set(
            statement["Action"]
        )
        assert [statement["Effect"], statement["Resource"]] == ["Deny", ["*"]]
