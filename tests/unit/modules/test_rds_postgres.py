"""What the module `rds-postgres` promises beyond what every module of instances does (`test_rds_instances.py`)."""

import pytest

from tfproof.iam.written import policy_statements

KEY = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
PRIMARY = "arn:aws:rds:us-east-1:123456789012:db:shop"


def parameters(plan):
    """Value and apply method of each parameter by name."""
    group = plan.one("aws_db_parameter_group")
    return {p["name"]: (p["value"], p["apply_method"]) for p in group["parameter"]}


@pytest.mark.plan("rds-postgres", example="minimal")
def test_the_instance_is_a_supported_postgresql(plan):
    instance = plan.one("aws_db_instance")
    assert [instance["engine"], instance["engine_version"]] == ["postgres", "16"]


@pytest.mark.plan("rds-postgres", example="minimal", engine_version="15.4")
def test_an_older_minor_version_can_be_pinned(plan):
    assert plan.one("aws_db_instance")["engine_version"] == "15.4"
    assert plan.one("aws_db_parameter_group")["family"] == "postgres15"


@pytest.mark.plan("rds-postgres", example="minimal")
def test_logs_are_exported(plan):
    assert set(plan.one("aws_db_instance")["enabled_cloudwatch_logs_exports"]) == {"postgresql", "upgrade"}


@pytest.mark.plan("rds-postgres", example="minimal")
def test_the_server_refuses_connections_without_tls(plan):
    assert parameters(plan)["rds.force_ssl"] == ("1", "immediate")


@pytest.mark.plan("rds-postgres", example="minimal")
def test_the_server_speaks_tls_1_2_and_newer(plan):
    assert parameters(plan)["ssl_min_protocol_version"] == ("TLSv1.2", "immediate")


@pytest.mark.plan("rds-postgres", example="minimal")
def test_connections_and_slow_statements_are_logged(plan):
    logged = parameters(plan)
    assert logged["log_connections"] == ("1", "immediate")
    assert logged["log_disconnections"] == ("1", "immediate")
    assert logged["log_min_duration_statement"] == ("1000", "immediate")


@pytest.mark.plan("rds-postgres", example="minimal", max_connections=250)
def test_what_postgresql_reads_at_its_start_waits_for_a_reboot(plan):
    static = parameters(plan)
    assert static["shared_preload_libraries"] == ("pg_stat_statements", "pending-reboot")
    assert static["max_connections"] == ("250", "pending-reboot")
    assert static["shared_buffers"] == ("{DBInstanceClassMemory/32768}", "pending-reboot")


@pytest.mark.plan("rds-postgres", example="minimal", parameters={"work_mem": {"value": "8192"}, "jit": {"value": "0"}})
def test_parameters_can_be_added_and_replaced(plan):
    assert parameters(plan)["work_mem"] == ("8192", "immediate")
    assert parameters(plan)["jit"] == ("0", "immediate")


@pytest.mark.refused("rds-postgres", example="minimal", engine_version="12.7", match="13 or newer")
def test_a_version_too_old_is_refused(refusal):
    assert refusal.variable == "engine_version"


@pytest.mark.refused("rds-postgres", example="minimal", master_username="admin", match="neither admin nor rdsadmin")
def test_a_reserved_user_name_is_refused(refusal):
    assert refusal.variable == "master_username"


@pytest.mark.refused("rds-postgres", example="minimal", log_exports=["audit"], match="only iam-db-auth-error")
def test_a_log_that_postgresql_has_not_is_refused(refusal):
    assert refusal.variable == "log_exports"


def refusals(variable, *cases):
    """A refusal of the smallest example for each of the cases: inputs, and the words that name the cause."""
    return [
        pytest.param(variable, marks=pytest.mark.refused("rds-postgres", example="minimal", match=match, **inputs))
        for inputs, match in cases
    ]


PROXY = {"security_group_ids": ["sg-1b2c3d4e5f6071829"]}
USERS = {"app": {"secret_arn": "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/app-AbCdEf"}}


@pytest.mark.plan("rds-postgres", example="typical")
def test_there_is_no_proxy_unless_told(plan):
    assert plan.of("aws_db_proxy", "aws_iam_role") == []


@pytest.mark.plan("rds-postgres", example="grown")
def test_clients_of_the_proxy_sign_in_with_iam_over_tls(plan):
    proxy = plan.one("aws_db_proxy")
    assert proxy["require_tls"] is True
    assert [(a["iam_auth"], a["auth_scheme"]) for a in proxy["auth"]] == [("REQUIRED", "SECRETS")]


@pytest.mark.plan("rds-postgres", example="grown")
def test_the_proxy_leads_to_the_instance(plan):
    target = plan.one("aws_db_proxy_target")
    assert target.refers_to("db_proxy_name", "aws_db_proxy") == [plan.one("aws_db_proxy")]
    assert target["db_instance_identifier"] == "shop"


@pytest.mark.plan("rds-postgres", example="grown")
def test_the_proxy_reads_the_secrets_of_its_users_and_no_other(plan):
    read, decrypted = policy_statements(plan.one("aws_iam_role_policy"), "policy")
    assert (read["Action"], read["Resource"]) == (
        ["secretsmanager:GetSecretValue"],
        ["arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/app-AbCdEf"],
    )
    assert (decrypted["Action"], decrypted["Resource"]) == (["kms:Decrypt"], [KEY])
    assert decrypted["Condition"] == {"StringEquals": {"kms:ViaService": ["secretsmanager.us-east-1.amazonaws.com"]}}


@pytest.mark.plan("rds-postgres", example="minimal", proxy=PROXY, proxy_users=USERS)
def test_a_proxy_decrypts_nothing_that_it_is_not_given_a_key_for(plan):
    assert [s["Sid"] for s in policy_statements(plan.one("aws_iam_role_policy"), "policy")] == ["ReadSecrets"]


@pytest.mark.plan("rds-postgres", example="minimal", proxy=PROXY, proxy_users=USERS)
def test_only_rds_takes_the_role_of_the_proxy(plan):
    (trust,) = policy_statements(plan.one("aws_iam_role"), "assume_role_policy")
    assert trust["Principal"] == {"Service": ["rds.amazonaws.com"]}


#: Lower and upper bound of each limit of a proxy.
LIMITS = {
    "borrow_timeout_seconds": (0, 300),
    "idle_client_timeout_seconds": (1, 28800),
    "max_connections_percent": (1, 100),
}


@pytest.mark.parametrize(
    (),
    [
        pytest.param(
            marks=pytest.mark.plan("rds-postgres", example="minimal", proxy={**PROXY, name: n}, proxy_users=USERS)
        )
        for name, bounds in LIMITS.items()
        for n in bounds
    ],
)
def test_a_limit_that_a_proxy_has_is_taken(plan):
    assert plan.one("aws_db_proxy")["name"] == "shop"


@pytest.mark.parametrize(
    "variable",
    refusals(
        "proxy",
        *(
            ({"proxy": {**PROXY, name: low - 1}, "proxy_users": USERS}, f"{name} must be between")
            for name, (low, _) in LIMITS.items()
        ),
        *(
            ({"proxy": {**PROXY, name: high + 1}, "proxy_users": USERS}, f"{name} must be between")
            for name, (_, high) in LIMITS.items()
        ),
        ({"proxy": PROXY, "proxy_users": USERS, "replicate_source": {"arn": PRIMARY}}, "needs a primary"),
    )
    + refusals(
        "proxy_users",
        ({"proxy": PROXY, "proxy_users": {}}, "needs a user"),
        ({"proxy_users": USERS}, "belong to a proxy"),
    ),
)
def test_a_proxy_that_rds_would_not_make_is_refused(refusal, variable):
    assert refusal.variable == variable
