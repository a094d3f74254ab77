"""IndiVillage: nobody is told a secret, only where it is; and who reads which."""

import re

import pytest

#: Names of variables that would hold a secret itself, and the ends of those that say where it is.
SECRET = re.compile(r"PASSWORD|SECRET|TOKEN|PRIVATE|CREDENTIAL|API_KEY")
PLACE = ("_ARN", "_NAME", "_PARAMETER")


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-SCR-011")
def test_functions_are_told_where_secrets_are_and_no_secret(plan):
    functions = plan.of("aws_lambda_function")
    assert len(functions) >= 7
    for function in functions:
        for block in function["environment"]:
            told = block["variables"] or {}
            assert [n for n in told if SECRET.search(n) and not n.endswith(PLACE)] == [], function.address


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-SCR-011")
def test_first_starts_of_instances_name_no_secret_but_its_place(plan):
    for template in plan.of("aws_launch_template"):
        named = {r.address for r in template.refers_to("user_data")}
        assert not [a for a in named if "aws_secretsmanager_secret_version" in a or "random_password" in a], template.address


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-SCR-005")
def test_the_application_does_not_read_the_password_of_the_master(plan):
    (policy,) = [p for p in plan.of("aws_secretsmanager_secret_policy") if p.address.startswith("module.database_cred")]
    readers = {r.address.split(".aws_")[0] for r in policy.refers_to("policy", "aws_iam_role")}
    assert readers <= {"module.rotation"}
