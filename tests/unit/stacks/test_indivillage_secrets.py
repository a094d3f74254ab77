"""IndiVillage: nobody is told a secret, only where it is; and who reads which."""

import json
import re

import pytest

#: Names of variables that speak of a secret.
SECRET = re.compile(r"PASS|SECRET|TOKEN|PRIVATE|CREDENTIAL|_KEY")
#: How the name and the ARN of one begin.
PLACES = ("/", "arn:aws:secretsmanager:", "arn:aws:ssm:")


def told(variables):
    """The names that speak of a secret and have something else than its place."""
    named = {name: value for name, value in variables.items() if SECRET.search(name)}
    return [name for name, value in named.items() if not (name.endswith("_ARN") or value.startswith(PLACES))]


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-CTR-009", "IV-SCR-011")
def test_containers_are_told_where_secrets_are_and_no_secret(plan):
    tasks = plan.of("aws_ecs_task_definition")
    assert len(tasks) == 3
    for task in tasks:
        for container in json.loads(task["container_definitions"]):
            assert told({one["name"]: one["value"] for one in container["environment"]}) == [], task.address
            assert [s["name"] for s in container["secrets"] if not s["valueFrom"].startswith("arn:")] == []


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-SCR-011", "IV-SRV-009")
def test_functions_are_told_where_secrets_are_and_no_secret(plan):
    functions = plan.of("aws_lambda_function")
    assert len(functions) >= 7
    for function in functions:
        for block in function["environment"]:
            assert told(block["variables"] or {}) == [], function.address


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-SCR-011")
def test_first_starts_of_instances_name_no_secret_but_its_place(plan):
    for template in plan.of("aws_launch_template"):
        named = {r.address for r in template.refers_to("user_data")}
        assert not [a for a in named if "aws_secretsmanager_secret_version" in a or "random_password" in a], (
            template.address
        )


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-SCR-005")
def test_the_application_does_not_read_the_password_of_the_master(plan):
    (policy,) = [p for p in plan.of("aws_secretsmanager_secret_policy") if p.address.startswith("module.database_cred")]
    readers = {r.address.split(".aws_")[0] for r in policy.refers_to("policy", "aws_iam_role")}
    assert readers <= {"module.rotation"}
