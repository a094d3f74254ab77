"""Social Flow: backups, their copies and the test that they can be restored."""

import pytest

from tfproof import UNKNOWN


def database(plan):
    """The primary instance."""
    return plan.resource("module.database.aws_db_instance.this")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-BAK-001")
def test_backups_of_the_database_are_kept_as_long_as_the_environment_needs(plan, environment):
    days = {"development": 3, "staging": 7, "production": 30}
    assert database(plan)["backup_retention_period"] == days[environment]


@pytest.mark.plan("social-flow", environments=["production"])
@pytest.mark.requirement("SF-BAK-002")
def test_point_in_time_recovery_reaches_back_thirty_days(plan):
    assert database(plan)["backup_retention_period"] == 30


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-BAK-003")
def test_the_database_is_backed_up_every_night(plan):
    assert database(plan)["backup_window"] == "03:00-04:00"


@pytest.mark.plan("social-flow")
def test_the_vault_gets_a_snapshot_every_day(plan):
    (rule,) = plan.one("aws_backup_plan")["rule"]
    assert rule["schedule"] == "cron(0 1 * * ? *)"
    (selection,) = plan.of("aws_backup_selection")
    (tag,) = selection["selection_tag"]
    assert database(plan).tags[tag["key"]] == tag["value"]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-BAK-004")
def test_snapshots_of_redis_are_kept_for_five_to_seven_days_outside_of_development(plan, environment):
    days = {"development": 1, "staging": 5, "production": 7}
    assert plan.one("aws_elasticache_replication_group")["snapshot_retention_limit"] == days[environment]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-BAK-005")
def test_versions_protect_the_objects(plan, environment):
    kept = {
        "development": {"static"},
        "staging": {"static", "uploads", "videos"},
        "production": {"static", "uploads", "videos"},
    }
    enabled = {
        v.module.split('"')[1]
        for v in plan.of("aws_s3_bucket_versioning")
        if v.module.startswith("module.buckets[") and v["versioning_configuration.0.status"] == "Enabled"
    }
    assert enabled == kept[environment]


@pytest.mark.plan("social-flow", environments=["staging", "production"])
@pytest.mark.requirement("SF-BAK-006")
def test_restoring_the_database_is_tested_every_sunday(plan):
    assert plan.one("aws_backup_restore_testing_plan")["schedule_expression"] == "cron(0 7 ? * SUN *)"
    selection = plan.one("aws_backup_restore_testing_selection")
    assert selection["protected_resource_type"] == "RDS"


@pytest.mark.plan("social-flow", environments=["production"])
@pytest.mark.requirement("SF-BAK-007")
def test_snapshots_are_copied_to_a_vault_in_the_replica_region(plan):
    (rule,) = plan.one("aws_backup_plan")["rule"]
    (copy,) = rule["copy_action"]
    assert copy["lifecycle"][0]["delete_after"] == 30
    vault = plan.resource("module.backup_replica[0].aws_backup_vault.this")
    assert plan.one("aws_backup_plan").refers_to("rule.0.copy_action.0.destination_vault_arn") == [vault]
    assert vault.region == "us-west-2"


@pytest.mark.plan("social-flow", environments=["production"])
@pytest.mark.requirement("SF-BAK-007")
def test_point_in_time_backups_are_carried_to_the_replica_region(plan):
    replication = plan.one("aws_db_instance_automated_backups_replication")
    assert replication.region == "us-west-2"
    assert replication["retention_period"] == 30
    assert replication.refers_to("source_db_instance_arn", "aws_db_instance") == [database(plan)]
    (key,) = replication.refers_to("kms_key_id", "aws_kms_key")
    assert key.address == "module.kms_replica[0].aws_kms_key.this"


@pytest.mark.plan("social-flow")
def test_every_vault_has_a_key_of_its_region(plan):
    for vault in plan.of("aws_backup_vault"):
        (key,) = vault.refers_to("kms_key_arn", "aws_kms_key")
        assert key.region == vault.region


@pytest.mark.plan("social-flow", environments=["production"])
def test_the_vaults_of_production_are_locked(plan):
    assert {lock["min_retention_days"] for lock in plan.of("aws_backup_vault_lock_configuration")} == {7}
    assert len(plan.of("aws_backup_vault_lock_configuration")) == 2


def minutes(text):
    """A time of the day as a number."""
    hours, rest = text.split(":")
    return int(hours) * 60 + int(rest)


@pytest.mark.plan("social-flow")
def test_the_vault_s_backup_begins_outside_of_the_windows_of_the_database_and_the_hour_before(plan):
    (rule,) = plan.one("aws_backup_plan")["rule"]
    minute, hour = rule["schedule"].removeprefix("cron(").split()[:2]
    first = int(hour) * 60 + int(minute)
    instance = database(plan)
    maintenance = [day[4:] for day in instance["maintenance_window"].split("-")]
    for begin, end in (instance["backup_window"].split("-"), maintenance):
        closed = minutes(begin) - 60, minutes(end)
        assert first + rule["start_window"] <= closed[0] or first >= closed[1], (begin, end)


@pytest.mark.plan("social-flow", environments=["staging", "production"])
@pytest.mark.requirement("SF-BAK-006")
def test_a_tested_restore_lies_in_the_subnets_and_the_group_of_the_database(plan):
    metadata = plan.one("aws_backup_restore_testing_selection")["restore_metadata_overrides"]
    assert metadata["dbSubnetGroupName"] == database(plan)["db_subnet_group_name"]
    assert metadata["vpcSecurityGroupIds"] is UNKNOWN


@pytest.mark.plan("social-flow")
@pytest.mark.parametrize("key", ["backup-copy-failed", "restore-failed"])
def test_a_restore_or_a_copy_that_fails_is_told(plan, key):
    rule = plan.resource(f'module.events.aws_cloudwatch_event_rule.this["{key}"]')
    assert "FAILED" in rule["event_pattern"]
    (target,) = [t for t in plan.of("aws_cloudwatch_event_target") if t.index.startswith(f"{key}/")]
    assert target["arn"].endswith("-warning")
