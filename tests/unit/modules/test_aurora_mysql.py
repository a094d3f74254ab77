"""What the module `aurora-mysql` promises."""

import pytest
from each_value import each_value
from expressions import told

from tfproof import UNKNOWN

KEY = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
UNMANAGED = {"manage_master_user_password": False, "master_password": "given-by-the-caller"}
PRIMARY = {"global_cluster_name": "shop-global", **UNMANAGED}
MEMBER = {"global_cluster": {"id": "shop-global", "source_region": "us-east-1"}, "kms_key_arn": KEY}
SNAPSHOT = {"snapshot_id": "shop-2026-01-31"}
MOMENT = {"cluster": "shop", "time": "2026-01-31T12:00:00Z"}


def parameters(plan, kind):
    """Value and apply method of each parameter by name."""
    return {p["name"]: (p["value"], p["apply_method"]) for p in plan.one(kind)["parameter"]}


def shared(plan):
    return parameters(plan, "aws_rds_cluster_parameter_group")


def of_instances(plan):
    return parameters(plan, "aws_db_parameter_group")


def refusals(variable, *cases):
    """A refusal of the smallest example for each of the cases: inputs, and the words that name the cause."""
    return [
        pytest.param(variable, marks=pytest.mark.refused("aurora-mysql", example="minimal", match=match, **inputs))
        for inputs, match in cases
    ]


@pytest.mark.plan("aurora-mysql", example="minimal")
def test_the_cluster_is_a_supported_aurora_mysql(plan):
    assert told(plan.one("aws_rds_cluster"), "engine", "engine_version") == ["aurora-mysql", "8.0"]


@pytest.mark.plan("aurora-mysql", example="minimal", engine_version="8.0.mysql_aurora.3.03.1")
def test_an_older_minor_version_can_be_pinned(plan):
    assert plan.one("aws_rds_cluster")["engine_version"] == "8.0.mysql_aurora.3.03.1"
    assert plan.one("aws_rds_cluster_parameter_group")["family"] == "aurora-mysql8.0"


@pytest.mark.plan("aurora-mysql", example="minimal")
def test_two_instances_take_over_from_each_other(plan):
    instances = {i["identifier"]: i["promotion_tier"] for i in plan.of("aws_rds_cluster_instance")}
    assert instances == {"shop-1": 1, "shop-2": 2}


@pytest.mark.plan(
    "aurora-mysql",
    example="minimal",
    instance_class="db.r5.large",
    instances={"a": {}, "b": {"instance_class": "db.r7g.xlarge"}},
)
def test_an_instance_may_have_a_class_of_its_own(plan):
    assert {i.index: i["instance_class"] for i in plan.of("aws_rds_cluster_instance")} == {
        "a": "db.r5.large",
        "b": "db.r7g.xlarge",
    }


@pytest.mark.plan("aurora-mysql", example="minimal")
def test_instances_belong_to_the_cluster_and_go_with_it(plan):
    cluster = plan.one("aws_rds_cluster")
    assert [i.refers_to("cluster_identifier", cluster.type) for i in plan.of("aws_rds_cluster_instance")] == [
        [cluster],
        [cluster],
    ]


@pytest.mark.plan("aurora-mysql", example="minimal")
def test_no_instance_has_a_public_address(plan):
    assert {i["publicly_accessible"] for i in plan.of("aws_rds_cluster_instance")} == {False}


@pytest.mark.plan("aurora-mysql", example="minimal", kms_key_arn=KEY)
def test_one_key_encrypts_storage_insights_and_master_secret(plan):
    assert told(plan.one("aws_rds_cluster"), "storage_encrypted", "kms_key_id", "master_user_secret_kms_key_id") == [
        True,
        KEY,
        KEY,
    ]
    assert {i["performance_insights_kms_key_id"] for i in plan.of("aws_rds_cluster_instance")} == {KEY}


@pytest.mark.plan("aurora-mysql", example="minimal")
def test_rds_manages_the_master_password(plan):
    cluster = plan.one("aws_rds_cluster")
    assert cluster["manage_master_user_password"] is True
    assert told(cluster, "master_password", "master_password_wo_version") == [None, None]


@pytest.mark.plan("aurora-mysql", example="minimal", master_password_version=3, **UNMANAGED)
def test_a_password_of_the_caller_is_sent_but_not_kept(plan):
    cluster = plan.one("aws_rds_cluster")
    assert told(cluster, "manage_master_user_password", "master_password_wo_version", "master_password_wo") == [
        None,
        3,
        None,
    ]


@pytest.mark.plan("aurora-mysql", example="minimal")
def test_the_cluster_is_placed_in_the_given_subnets(plan):
    group = plan.one("aws_db_subnet_group")
    assert set(group["subnet_ids"]) == {"subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"}
    assert plan.one("aws_rds_cluster").refers_to("db_subnet_group_name", group.type) == [group]


@pytest.mark.plan("aurora-mysql", example="minimal")
def test_only_the_given_security_groups_apply(plan):
    assert plan.one("aws_rds_cluster")["vpc_security_group_ids"] == ["sg-0a1b2c3d4e5f60718"]


@pytest.mark.plan("aurora-mysql", example="minimal")
def test_the_instances_listen_on_the_port_of_mysql(plan):
    assert plan.one("aws_rds_cluster")["port"] == 3306


@pytest.mark.plan("aurora-mysql", example="minimal")
def test_backups_are_kept_for_a_week(plan):
    cluster = plan.one("aws_rds_cluster")
    assert told(cluster, "backup_retention_period", "delete_automated_backups", "copy_tags_to_snapshot") == [
        7,
        False,
        True,
    ]


@pytest.mark.plan("aurora-mysql", example="minimal")
def test_the_cluster_cannot_be_deleted_by_mistake(plan):
    assert told(plan.one("aws_rds_cluster"), "deletion_protection", "skip_final_snapshot") == [True, False]


@pytest.mark.plan("aurora-mysql", example="minimal", deletion_protection=False, skip_final_snapshot=True)
def test_a_throw_away_cluster_must_be_asked_for(plan):
    cluster = plan.one("aws_rds_cluster")
    assert told(cluster, "deletion_protection", "skip_final_snapshot") == [False, True]
    assert cluster.get("final_snapshot_identifier") is None


@pytest.mark.plan("aurora-mysql", example="typical")
def test_each_life_of_the_cluster_has_a_last_snapshot_of_its_own(plan):
    assert plan.one("aws_rds_cluster")["final_snapshot_identifier"] == UNKNOWN
    assert plan.one("terraform_data")["triggers_replace"] == [KEY, "dbadmin", "shop"]


@pytest.mark.plan("aurora-mysql", example="minimal")
def test_minor_versions_come_by_themselves_and_major_ones_do_not(plan):
    assert {i["auto_minor_version_upgrade"] for i in plan.of("aws_rds_cluster_instance")} == {True}
    assert plan.one("aws_rds_cluster")["allow_major_version_upgrade"] is False


@pytest.mark.plan("aurora-mysql", example="minimal", allow_major_version_upgrade=True, apply_immediately=True)
def test_a_major_version_takes_the_instances_to_the_parameters_of_its_family(plan):
    group = plan.one("aws_db_parameter_group")
    assert plan.one("aws_rds_cluster").refers_to("db_instance_parameter_group_name", group.type) == [group]


@pytest.mark.plan("aurora-mysql", example="minimal")
def test_changes_wait_for_the_maintenance_window(plan):
    both = plan.of("aws_rds_cluster", "aws_rds_cluster_instance")
    assert {r["apply_immediately"] for r in both} == {False}
    assert {r["preferred_maintenance_window"] for r in both} == {"sun:05:00-sun:06:00"}


@pytest.mark.plan("aurora-mysql", example="minimal")
def test_logs_are_exported(plan):
    exported = plan.one("aws_rds_cluster")["enabled_cloudwatch_logs_exports"]
    assert set(exported) == {"audit", "error", "slowquery"}


@pytest.mark.plan("aurora-mysql", example="minimal")
def test_connections_grants_and_changes_of_tables_are_audited(plan):
    assert shared(plan)["server_audit_logging"] == ("1", "immediate")
    assert shared(plan)["server_audit_events"] == ("CONNECT,QUERY_DCL,QUERY_DDL", "immediate")


@pytest.mark.plan("aurora-mysql", example="minimal", log_exports=["general"])
def test_every_statement_is_logged_and_nothing_audited_where_those_logs_are_exported_or_not(plan):
    assert (shared(plan)["general_log"][0], shared(plan)["server_audit_logging"][0]) == ("1", "0")


@pytest.mark.plan("aurora-mysql", example="minimal")
def test_the_cluster_refuses_connections_without_tls(plan):
    assert shared(plan)["require_secure_transport"] == ("ON", "immediate")


@pytest.mark.plan("aurora-mysql", example="minimal", slow_query_ms=1500)
def test_slow_statements_are_written_where_rds_exports_them_from(plan):
    logged = shared(plan)
    assert [logged[n][0] for n in ("log_output", "slow_query_log", "long_query_time")] == ["FILE", "1", "1.5"]


@pytest.mark.plan("aurora-mysql", example="minimal", slow_query_ms=-1)
def test_slow_statements_need_not_be_logged(plan):
    assert shared(plan)["slow_query_log"] == ("0", "immediate")


@pytest.mark.plan("aurora-mysql", example="minimal")
def test_waits_locks_and_deadlocks_can_be_looked_at(plan):
    seen = of_instances(plan)
    assert seen["performance_schema"] == ("1", "pending-reboot")
    assert seen["performance-schema-consumer-events-waits-current"] == ("ON", "pending-reboot")
    assert seen["innodb_print_all_deadlocks"] == ("1", "immediate")


@pytest.mark.plan(
    "aurora-mysql",
    example="minimal",
    parameters={"slow_query_log": {"value": "0"}, "binlog_format": {"value": "ROW", "apply_method": "pending-reboot"}},
    instance_parameters={"performance_schema": {"value": "0", "apply_method": "pending-reboot"}},
)
def test_parameters_can_be_added_and_replaced(plan):
    assert shared(plan)["slow_query_log"] == ("0", "immediate")
    assert shared(plan)["binlog_format"] == ("ROW", "pending-reboot")
    assert of_instances(plan)["performance_schema"] == ("0", "pending-reboot")


@pytest.mark.plan("aurora-mysql", example="minimal")
def test_cluster_and_instances_use_the_parameter_groups(plan):
    group = plan.one("aws_rds_cluster_parameter_group")
    assert plan.one("aws_rds_cluster").refers_to("db_cluster_parameter_group_name", group.type) == [group]
    own = plan.one("aws_db_parameter_group")
    for instance in plan.of("aws_rds_cluster_instance"):
        assert instance.refers_to("db_parameter_group_name", own.type) == [own]


@pytest.mark.plan("aurora-mysql", example="minimal")
def test_performance_insights_are_on_for_a_week(plan):
    instances = plan.of("aws_rds_cluster_instance")
    assert {i["performance_insights_enabled"] for i in instances} == {True}
    assert {i["performance_insights_retention_period"] for i in instances} == {7}


@pytest.mark.plan("aurora-mysql", example="minimal")
def test_the_mode_of_database_insights_is_left_to_rds(plan):
    cluster = plan.one("aws_rds_cluster")
    assert told(cluster, "database_insights_mode", "performance_insights_enabled") == [None, None]


@pytest.mark.plan("aurora-mysql", example="grown")
def test_the_cluster_says_what_advanced_insights_need(plan):
    cluster = plan.one("aws_rds_cluster")
    assert told(
        cluster,
        "database_insights_mode",
        "performance_insights_enabled",
        "performance_insights_retention_period",
        "performance_insights_kms_key_id",
    ) == ["advanced", True, 465, KEY]


@pytest.mark.plan("aurora-mysql", example="minimal")
def test_enhanced_monitoring_needs_a_role_and_is_off_without(plan):
    assert {i["monitoring_interval"] for i in plan.of("aws_rds_cluster_instance")} == {0}


@pytest.mark.plan("aurora-mysql", example="typical")
def test_enhanced_monitoring_looks_every_minute(plan):
    instances = plan.of("aws_rds_cluster_instance")
    assert {i["monitoring_interval"] for i in instances} == {60}
    assert {i["monitoring_role_arn"] for i in instances} == {"arn:aws:iam::123456789012:role/shop-rds-monitoring"}


@pytest.mark.plan("aurora-mysql", example="typical")
def test_a_tag_can_be_on_the_cluster_only(plan):
    assert plan.one("aws_rds_cluster").tags == {"Backup": "shop"}
    assert {i.tags.get("Backup") for i in plan.of("aws_rds_cluster_instance")} == {None}


@pytest.mark.plan("aurora-mysql", example="minimal")
def test_users_sign_in_with_iam(plan):
    assert plan.one("aws_rds_cluster")["iam_database_authentication_enabled"] is True


@pytest.mark.plan("aurora-mysql", example="minimal", iam_database_authentication_enabled=False)
def test_signing_in_with_iam_can_be_turned_off(plan):
    assert plan.one("aws_rds_cluster")["iam_database_authentication_enabled"] is False


@pytest.mark.plan("aurora-mysql", example="typical")
def test_there_is_no_global_cluster_unless_told(plan):
    assert plan.of("aws_rds_global_cluster") == []


@pytest.mark.plan("aurora-mysql", example="minimal", **PRIMARY)
def test_a_cluster_becomes_the_primary_of_a_global_one_and_keeps_its_data(plan):
    made = plan.one("aws_rds_global_cluster")
    assert made["global_cluster_identifier"] == "shop-global"
    assert made.refers_to("source_db_cluster_identifier", "aws_rds_cluster") == [plan.one("aws_rds_cluster")]


@pytest.mark.plan("aurora-mysql", example="minimal", **PRIMARY)
def test_a_global_cluster_lets_go_of_its_members_when_it_is_destroyed_on_purpose(plan):
    assert told(plan.one("aws_rds_global_cluster"), "deletion_protection", "force_destroy") == [True, True]


@pytest.mark.plan("aurora-mysql", example="minimal", **MEMBER)
def test_a_member_takes_user_password_and_databases_from_its_primary(plan):
    names = ("master_username", "manage_master_user_password", "master_password_wo_version", "database_name")
    assert told(plan.one("aws_rds_cluster"), *names) == [None] * 4


@pytest.mark.plan("aurora-mysql", example="minimal", **MEMBER)
def test_a_member_joins_the_global_cluster_with_a_key_of_its_region(plan):
    cluster = plan.one("aws_rds_cluster")
    assert told(cluster, "global_cluster_identifier", "source_region", "kms_key_id") == [
        "shop-global",
        "us-east-1",
        KEY,
    ]


@pytest.mark.parametrize(
    "variable",
    refusals(
        "global_cluster",
        ({"global_cluster": MEMBER["global_cluster"]}, "kms_key_arn of its own region"),
    )
    + refusals(
        "global_cluster_name",
        ({**MEMBER, "global_cluster_name": "shop-global", **UNMANAGED}, "is the primary's to give"),
        ({**PRIMARY, "instance_class": "db.t4g.large"}, "other than those of t2"),
    )
    + refusals("instances", ({"instances": {}}, "1 to 16"))
    + refusals("manage_master_user_password", ({"manage_master_user_password": False}, "needs master_password")),
)
def test_a_cluster_that_rds_would_not_make_is_refused(refusal, variable):
    assert refusal.variable == variable


@pytest.mark.refused(
    "aurora-mysql", example="minimal", global_cluster_name="shop-global", match="password RDS does not manage"
)
def test_a_managed_password_in_a_global_cluster_is_refused(refusal):
    assert "manage_master_user_password must be false" in str(refusal.message)


@pytest.mark.refused(
    "aurora-mysql", example="minimal", instance_class="db.t3.medium", match="have no Performance Insights"
)
def test_a_class_without_performance_insights_is_refused(refusal):
    assert "performance_insights_enabled must be false" in str(refusal.message)


@pytest.mark.parametrize(
    (),
    each_value(
        "aurora-mysql",
        pytest.mark.plan,
        "instance_class",
        "db.t2.medium",
        "db.t3.medium",
        "db.t4g.small",
        performance_insights_enabled=False,
    ),
)
def test_a_small_class_does_without_performance_insights(plan):
    assert {i["performance_insights_enabled"] for i in plan.of("aws_rds_cluster_instance")} == {False}


@pytest.mark.parametrize(
    (),
    each_value(
        "aurora-mysql", pytest.mark.refused, "engine_version", "5.7", "8.0.43", "8.4", "8.0.mysql_aurora.3.10",
        match="must be 8.0, or whole",
    ),
)  # fmt: skip
def test_a_version_that_aurora_has_not_is_refused(refusal):
    assert refusal.variable == "engine_version"


@pytest.mark.plan("aurora-mysql", example="typical", restore=SNAPSHOT)
def test_a_cluster_can_be_restored_from_a_snapshot(plan):
    cluster = plan.one("aws_rds_cluster")
    assert cluster["snapshot_identifier"] == "shop-2026-01-31"
    assert not cluster.get("restore_to_point_in_time")


@pytest.mark.plan("aurora-mysql", example="typical", restore={"point_in_time": MOMENT})
def test_a_cluster_can_be_restored_to_a_point_in_time(plan):
    restored = plan.one("aws_rds_cluster")["restore_to_point_in_time.0"]
    assert (restored["source_cluster_identifier"], restored["restore_to_time"]) == ("shop", "2026-01-31T12:00:00Z")
    assert not restored.get("use_latest_restorable_time")


@pytest.mark.plan("aurora-mysql", example="typical", restore={"point_in_time": {"cluster_resource_id": "cluster-ABC"}})
def test_a_cluster_that_is_gone_can_be_restored_to_its_last_moment(plan):
    restored = plan.one("aws_rds_cluster")["restore_to_point_in_time.0"]
    assert restored["source_cluster_resource_id"] == "cluster-ABC"
    assert restored["use_latest_restorable_time"] is True


@pytest.mark.plan("aurora-mysql", example="typical", restore=SNAPSHOT)
def test_a_restored_cluster_has_user_and_databases_of_its_source(plan):
    assert told(plan.one("aws_rds_cluster"), "master_username", "database_name") == [None, None]


@pytest.mark.plan("aurora-mysql", example="typical", restore=SNAPSHOT)
def test_a_restored_cluster_is_as_closed_and_protected_as_any(plan):
    assert told(plan.one("aws_rds_cluster"), "storage_encrypted", "kms_key_id", "deletion_protection") == [
        True,
        KEY,
        True,
    ]


@pytest.mark.parametrize(
    "variable",
    refusals(
        "restore",
        ({"restore": {}}, "either a snapshot_id or a point_in_time"),
        ({"restore": {**SNAPSHOT, "point_in_time": MOMENT}}, "either a snapshot_id or a point_in_time"),
        ({"restore": {"point_in_time": {}}}, "either a cluster or a cluster_resource_id"),
        ({"restore": {"point_in_time": {**MOMENT, "cluster_resource_id": "cluster-ABC"}}}, "either a cluster or"),
        ({"restore": {"point_in_time": {**MOMENT, "time": "2026-01-31 12:00"}}}, "time must be in UTC"),
        ({"restore": SNAPSHOT, **MEMBER}, "cannot be combined"),
    ),
)
def test_a_restore_from_nowhere_or_from_two_places_is_refused(refusal, variable):
    assert refusal.variable == variable
