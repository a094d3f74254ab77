"""SARC-NG: what the function that rotates passwords finds, which is AWS's code for MySQL with two users.

https://github.com/aws-samples/aws-secrets-manager-rotation-lambdas/blob/master/SecretsManagerRDSMySQLRotationMultiUser/lambda_function.py
"""

import json

import pytest
from systems import System

from tfproof.terraform.hcl import read_directory

SYSTEM = System("sarc-ng")

#: What the code asks of a master's secret that has no tags of RDS, and what it signs in with.
ASKED = {"engine", "host", "password", "port", "username"}

#: The longest name of a user of MySQL: https://dev.mysql.com/doc/refman/8.4/en/user-names.html
LONGEST = 32


@pytest.mark.requirement("SN-SCR-003")
def test_the_master_s_secret_of_a_global_cluster_says_what_the_code_asks():
    unit = read_directory(SYSTEM.stack / "units" / "database")
    written = unit.find("resource", "aws_secretsmanager_secret_version", "master").attributes["secret_string_wo"].text
    said = {line.split("=")[0].strip() for line in written.splitlines()[1:-1]}
    assert said == ASKED
    assert "module.cluster[0].endpoint" in written
    assert '"mysql"' in written


def told(task, name):
    (container,) = json.loads(task["container_definitions"])
    (value,) = [one["value"] for one in container["environment"] if one["name"] == name]
    return value.split(",")


@pytest.mark.plan("sarc-ng")
@pytest.mark.requirement("SN-SCR-003")
def test_the_user_that_takes_turns_has_a_name_that_mysql_takes(plan):
    (task,) = [one for one in plan.of("aws_ecs_task_definition") if one.address.startswith("module.schema.")]
    users = told(task, "DATABASE_USERS")
    assert users == ["sarc-ng-api", "sarc-ng-api-function", "sarc-ng-worker"]
    assert told(task, "DATABASE_SECRET_NAMES") == [f"{user}/database" for user in users]
    assert all(len(f"{user}_clone") <= LONGEST for user in users)
