"""What holds between the modules of the composition `database`."""

import pytest

from tfproof.iam.written import policy_statements


@pytest.mark.plan("examples/database")
def test_the_database_writes_to_the_groups_that_were_made_for_it(plan):
    database = plan.one("aws_db_instance")
    written = {
        f"/aws/rds/instance/{database['identifier']}/{log}" for log in database["enabled_cloudwatch_logs_exports"]
    }
    written.add(f"/aws/rds/proxy/{plan.one('aws_db_proxy')['name']}")
    assert written == {group["name"] for group in plan.of("aws_cloudwatch_log_group")}


@pytest.mark.plan("examples/database")
def test_the_groups_are_made_before_rds_could_make_them(plan):
    assert "module.log_groups" in plan["configuration"]["root_module"]["module_calls"]["database"]["depends_on"]


@pytest.mark.plan("examples/database")
def test_who_reads_the_logs_does_not_thereby_read_the_data(plan):
    (data,) = plan.one("aws_db_instance").refers_to("kms_key_id", "aws_kms_key")
    logs = {key.address for group in plan.of("aws_cloudwatch_log_group") for key in group.refers_to("kms_key_id")}
    assert logs == {"module.log_key.aws_kms_key.this"}
    assert data.address == "module.data_key.aws_kms_key.this"


@pytest.mark.plan("examples/database")
def test_the_key_for_data_is_used_by_way_of_rds_and_its_secret_only(plan):
    key = plan.resource("module.data_key.aws_kms_key.this")
    users = [s for s in policy_statements(key, "policy") if "kms:Decrypt" in s["Action"]]
    assert [s["Condition"] for s in users] == [
        {"StringEquals": {"kms:ViaService": ["rds.us-east-1.amazonaws.com", "secretsmanager.us-east-1.amazonaws.com"]}}
    ]


@pytest.mark.plan("examples/database")
def test_the_proxy_may_read_the_secret_that_it_is_given_and_nobody_else(plan):
    (secret,) = plan.of("aws_secretsmanager_secret")
    assert plan.one("aws_db_proxy").refers_to("auth.0.secret_arn", "aws_secretsmanager_secret") == [secret]
    allowed, denied = policy_statements(plan.one("aws_secretsmanager_secret_policy"), "policy")
    role = plan.one("aws_iam_role").address
    assert [role in repr(who) for who in (allowed["Principal"]["AWS"], denied["Condition"]["ArnNotEquals"])] == [
        True
    ] * 2
