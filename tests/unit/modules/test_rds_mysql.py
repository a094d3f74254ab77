"""What the module `rds-mysql` promises beyond what every module of instances does (`test_rds_instances.py`)."""

import pytest
from each_value import each_value

UNMANAGED = {"manage_master_user_password": False, "master_password": "given-by-the-caller"}


def parameters(plan):
    """Value and apply method of each parameter by name."""
    group = plan.one("aws_db_parameter_group")
    return {p["name"]: (p["value"], p["apply_method"]) for p in group["parameter"]}


@pytest.mark.plan("rds-mysql", example="minimal")
def test_the_instance_is_a_supported_mysql(plan):
    instance = plan.one("aws_db_instance")
    assert [instance["engine"], instance["engine_version"]] == ["mysql", "8.4"]


@pytest.mark.plan("rds-mysql", example="minimal")
def test_the_server_listens_on_the_port_of_mysql(plan):
    assert plan.one("aws_db_instance")["port"] == 3306


@pytest.mark.plan("rds-mysql", example="minimal", engine_version="8.0.43")
def test_an_older_minor_version_can_be_pinned(plan):
    assert plan.one("aws_db_instance")["engine_version"] == "8.0.43"
    assert plan.one("aws_db_parameter_group")["family"] == "mysql8.0"


@pytest.mark.plan("rds-mysql", example="minimal", engine_version="8.0.43")
def test_another_family_has_a_group_of_another_name(plan):
    assert plan.one("aws_db_parameter_group")["name"] == "catalogue-mysql8-0"


@pytest.mark.plan("rds-mysql", example="minimal")
def test_logs_are_exported(plan):
    assert set(plan.one("aws_db_instance")["enabled_cloudwatch_logs_exports"]) == {"audit", "error", "slowquery"}


@pytest.mark.plan("rds-mysql", example="minimal")
def test_the_server_refuses_connections_without_tls(plan):
    assert parameters(plan)["require_secure_transport"] == ("1", "immediate")


@pytest.mark.plan("rds-mysql", example="minimal", slow_query_ms=1500)
def test_slow_statements_are_written_where_rds_exports_them_from(plan):
    logged = parameters(plan)
    assert logged["log_output"] == ("FILE", "immediate")
    assert logged["slow_query_log"] == ("1", "immediate")
    assert logged["long_query_time"] == ("1.5", "immediate")


@pytest.mark.plan("rds-mysql", example="minimal", slow_query_ms=-1)
def test_slow_statements_need_not_be_logged(plan):
    assert parameters(plan)["slow_query_log"] == ("0", "immediate")


@pytest.mark.plan("rds-mysql", example="minimal")
def test_statements_are_not_all_logged(plan):
    assert parameters(plan)["general_log"] == ("0", "immediate")


@pytest.mark.plan("rds-mysql", example="minimal", log_exports=["general"])
def test_every_statement_is_logged_where_that_log_is_exported(plan):
    assert parameters(plan)["general_log"] == ("1", "immediate")


@pytest.mark.plan("rds-mysql", example="minimal")
def test_waits_locks_and_deadlocks_can_be_looked_at(plan):
    seen = parameters(plan)
    assert seen["performance_schema"] == ("1", "pending-reboot")
    assert seen["performance-schema-consumer-events-waits-current"] == ("ON", "pending-reboot")
    assert seen["innodb_print_all_deadlocks"] == ("1", "immediate")


@pytest.mark.plan("rds-mysql", example="minimal", max_connections=250)
def test_the_number_of_connections_changes_at_once(plan):
    assert parameters(plan)["max_connections"] == ("250", "immediate")


@pytest.mark.plan(
    "rds-mysql", example="minimal", parameters={"slow_query_log": {"value": "0"}, "wait_timeout": {"value": "60"}}
)
def test_parameters_can_be_added_and_replaced(plan):
    assert parameters(plan)["slow_query_log"] == ("0", "immediate")
    assert parameters(plan)["wait_timeout"] == ("60", "immediate")


@pytest.mark.parametrize(
    (), each_value("rds-mysql", pytest.mark.refused, "engine_version", "5.7", "8.1", "8.4.x", match="of 8.0 or 8.4")
)
def test_a_version_that_rds_does_not_offer_is_refused(refusal):
    assert refusal.variable == "engine_version"


@pytest.mark.refused("rds-mysql", example="minimal", master_username="rdsadmin", match="not be rdsadmin")
def test_a_reserved_user_name_is_refused(refusal):
    assert refusal.variable == "master_username"


@pytest.mark.plan("rds-mysql", example="minimal")
def test_connections_grants_and_changes_of_tables_are_audited(plan):
    (option,) = plan.one("aws_db_option_group")["option"]
    assert option["option_name"] == "MARIADB_AUDIT_PLUGIN"
    assert {s["name"]: s["value"] for s in option["option_settings"]} == {
        "SERVER_AUDIT_EVENTS": "CONNECT,QUERY_DCL,QUERY_DDL"
    }


@pytest.mark.plan("rds-mysql", example="minimal", log_exports=["error"])
def test_nothing_is_audited_where_that_log_is_not_exported(plan):
    assert plan.one("aws_db_option_group")["option"] == []


@pytest.mark.plan("rds-mysql", example="minimal")
def test_the_last_snapshot_does_not_hold_up_the_destruction_of_the_options(plan):
    assert plan.one("aws_db_option_group")["skip_destroy"] is True


@pytest.mark.plan(
    "rds-mysql",
    example="minimal",
    replicas={"a": {}},
    **UNMANAGED,
)
def test_the_instance_and_its_replicas_have_the_options(plan):
    group = plan.one("aws_db_option_group")
    assert [i.refers_to("option_group_name", group.type) for i in plan.of("aws_db_instance")] == [[group], [group]]


@pytest.mark.refused("rds-mysql", example="minimal", log_exports=["upgrade"], match="only audit, error")
def test_a_log_that_mysql_has_not_is_refused(refusal):
    assert refusal.variable == "log_exports"


SMALL = ("db.t2.micro", "db.t2.small", "db.t3.micro", "db.t3.small", "db.t4g.micro", "db.t4g.small")


@pytest.mark.parametrize(
    (), each_value("rds-mysql", pytest.mark.refused, "instance_class", *SMALL, match="micro and small")
)
def test_a_class_too_small_for_performance_insights_is_refused(refusal):
    assert refusal.variable == "instance_class"


@pytest.mark.parametrize(
    (), each_value("rds-mysql", pytest.mark.plan, "instance_class", *SMALL, performance_insights_enabled=False)
)
def test_a_small_class_does_without_performance_insights(plan):
    assert plan.one("aws_db_instance")["performance_insights_enabled"] is False
