"""What the module `rds-proxy` promises."""

import pytest
from expressions import told

from tfproof.iam.written import policy_statements

KEY = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/app-AbCdEf"


@pytest.mark.plan("rds-proxy", example="minimal")
def test_clients_sign_in_with_iam_over_tls(plan):
    proxy = plan.one("aws_db_proxy")
    assert proxy["require_tls"] is True
    assert [(a["iam_auth"], a["auth_scheme"], a["secret_arn"]) for a in proxy["auth"]] == [
        ("REQUIRED", "SECRETS", SECRET)
    ]


@pytest.mark.plan("rds-proxy", example="minimal")
def test_statements_are_not_logged(plan):
    assert plan.one("aws_db_proxy")["debug_logging"] is False


@pytest.mark.plan("rds-proxy", example="minimal")
def test_the_proxy_leads_to_an_instance(plan):
    target = plan.one("aws_db_proxy_target")
    assert target.refers_to("db_proxy_name", "aws_db_proxy") == [plan.one("aws_db_proxy")]
    assert told(target, "db_instance_identifier", "db_cluster_identifier") == ["shop", None]


@pytest.mark.plan("rds-proxy", example="typical")
def test_the_proxy_leads_to_a_cluster(plan):
    assert told(plan.one("aws_db_proxy_target"), "db_instance_identifier", "db_cluster_identifier") == [None, "shop"]


@pytest.mark.plan("rds-proxy", example="minimal", engine_family="POSTGRESQL")
def test_a_proxy_speaks_the_protocol_of_its_database(plan):
    assert plan.one("aws_db_proxy")["engine_family"] == "POSTGRESQL"


@pytest.mark.plan("rds-proxy", example="minimal")
def test_the_proxy_has_the_given_subnets_and_groups_only(plan):
    proxy = plan.one("aws_db_proxy")
    assert set(proxy["vpc_subnet_ids"]) == {"subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"}
    assert proxy["vpc_security_group_ids"] == ["sg-1b2c3d4e5f6071829"]


@pytest.mark.plan("rds-proxy", example="minimal", borrow_timeout_seconds=30, idle_client_timeout_seconds=60)
def test_the_pool_has_the_given_limits(plan):
    pool = plan.one("aws_db_proxy_default_target_group")["connection_pool_config.0"]
    assert (pool["connection_borrow_timeout"], pool["max_connections_percent"]) == (30, 90)
    assert plan.one("aws_db_proxy")["idle_client_timeout"] == 60


@pytest.mark.plan("rds-proxy", example="typical")
def test_readers_have_no_endpoint_unless_told(plan):
    assert plan.of("aws_db_proxy_endpoint") == []


@pytest.mark.plan("rds-proxy", example="grown")
def test_readers_of_a_cluster_have_an_endpoint_of_their_own(plan):
    endpoint = plan.one("aws_db_proxy_endpoint")
    assert told(endpoint, "target_role", "db_proxy_endpoint_name") == ["READ_ONLY", "shop-reader"]
    assert endpoint["vpc_security_group_ids"] == plan.one("aws_db_proxy")["vpc_security_group_ids"]


@pytest.mark.plan("rds-proxy", example="typical")
def test_the_proxy_reads_the_secrets_of_its_users_and_no_other(plan):
    read, decrypted = policy_statements(plan.one("aws_iam_role_policy"), "policy")
    assert (read["Action"], read["Resource"]) == (["secretsmanager:GetSecretValue"], [SECRET])
    assert (decrypted["Action"], decrypted["Resource"]) == (["kms:Decrypt"], [KEY])
    assert decrypted["Condition"] == {"StringEquals": {"kms:ViaService": ["secretsmanager.us-east-1.amazonaws.com"]}}


@pytest.mark.plan("rds-proxy", example="minimal")
def test_a_proxy_decrypts_nothing_that_it_is_not_given_a_key_for(plan):
    assert [s["Sid"] for s in policy_statements(plan.one("aws_iam_role_policy"), "policy")] == ["ReadSecrets"]


@pytest.mark.plan("rds-proxy", example="minimal")
def test_only_rds_takes_the_role_of_the_proxy(plan):
    (trust,) = policy_statements(plan.one("aws_iam_role"), "assume_role_policy")
    assert trust["Principal"] == {"Service": ["rds.amazonaws.com"]}


@pytest.mark.refused("rds-proxy", example="minimal", reader_endpoint_enabled=True, match="needs a cluster")
def test_an_endpoint_for_readers_of_an_instance_is_refused(refusal):
    assert refusal.variable == "reader_endpoint_enabled"


@pytest.mark.refused("rds-proxy", example="minimal", database={}, match="either a cluster_identifier")
def test_a_proxy_that_leads_nowhere_is_refused(refusal):
    assert refusal.variable == "database"


@pytest.mark.refused("rds-proxy", example="minimal", users={}, match="1 to 200")
def test_a_proxy_that_nobody_signs_in_as_is_refused(refusal):
    assert refusal.variable == "users"
