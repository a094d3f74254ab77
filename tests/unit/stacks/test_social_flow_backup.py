"""Social Flow: backups, their copies and the test that they can be restored."""

import pytest

from tfproof import UNKNOWN


def database(plan):
    """The primary instance."""
    return plan.resource("module.database.aws_db_instance.this")


@pytest.mark.plan("social-flow")
def test_the_vault_gets_a_snapshot_every_day(plan):
    (rule,) = plan.one("aws_backup_plan")["rule"]
    assert rule["schedule"] == "cron(0 1 * * ? *)"
    (selection,) = plan.of("aws_backup_selection")
    (tag,) = selection["selection_tag"]
    assert database(plan).tags[tag["key"]] == tag["value"]


@pytest.mark.plan("social-flow")
def test_every_vault_has_a_key_of_its_region(plan):
    for vault in plan.of("aws_backup_vault"):
        (key,) = vault.refers_to("kms_key_arn", "aws_kms_key")
        assert key.region == vault.region


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
