"""Social Flow: the roles of the services, and how people sign in."""

import pytest

import tfproof
from tfproof.iam.written import policy_statements, statements_of_document

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
        "task-worker": "ecs-tasks.amazonaws.com",
        "rds-monitoring": "monitoring.rds.amazonaws.com",
    }
    for key, service in services.items():
        role = plan.resource(f'module.roles["{key}"].aws_iam_role.this')
        assert role["name"] == f"social-flow-{environment}-{key}"
        assert trusted(role) == [{"Service": [service]}]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-IAM-001")
def test_flow_logs_have_a_role_of_their_own(plan):
    (role,) = [r for r in plan.of("aws_iam_role") if r.module == "module.network"]
    assert trusted(role) == [{"Service": ["vpc-flow-logs.amazonaws.com"]}]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-IAM-001")
def test_a_role_is_taken_for_this_account_only(plan):
    roles = [r for r in plan.of("aws_iam_role") if r.module.startswith("module.roles[")]
    assert len(roles) == 5
    for role in roles:
        (statement,) = policy_statements(role, "assume_role_policy")
        assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": ["123456789012"]}}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-IAM-002")
@pytest.mark.parametrize("role", TASK_ROLES)
def test_a_task_role_names_its_actions(plan, role):
    actions = {a for s in task_statements(plan, role).values() for a in s["Action"]}
    assert actions == {
        "cloudwatch:PutMetricData",
        "elasticache:Connect",
        "kms:Decrypt",
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
@pytest.mark.requirement("SF-IAM-004")
def test_people_without_a_second_factor_are_denied(plan):
    (statement,) = policy_statements(plan.one("aws_iam_policy"), "policy")
    assert [statement["Effect"], statement["Resource"]] == ["Deny", ["*"]]
    assert statement["Condition"] == {"BoolIfExists": {"aws:MultiFactorAuthPresent": ["false"]}}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-IAM-004")
def test_every_group_of_people_is_held_to_it(plan):
    policy = plan.one("aws_iam_policy")
    held = {
        a["group"]
        for a in plan.of("aws_iam_group_policy_attachment")
        if policy in a.refers_to("policy_arn", "aws_iam_policy")
    }
    assert held == {g["name"] for g in plan.of("aws_iam_group")}
    assert len(held) == 4


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-IAM-004")
def test_the_account_asks_for_strong_passwords(plan):
    policy = plan.one("aws_iam_account_password_policy")
    assert [policy["minimum_password_length"], policy["password_reuse_prevention"]] == [14, 24]
