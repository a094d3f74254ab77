"""Where AWS Backup puts what it restores for a test, which only an apply can show: the plan does not know the group yet."""

import json

import pytest


@pytest.mark.applied("social-flow", environments=["staging", "production"])
@pytest.mark.emulator("accepts")
@pytest.mark.requirement("SF-BAK-006")
def test_a_tested_restore_lies_in_the_subnets_and_the_group_of_the_database(applied, client):
    selection = applied.one("aws_backup_restore_testing_selection")
    named = {
        "RestoreTestingPlanName": selection["restore_testing_plan_name"],
        "RestoreTestingSelectionName": selection["name"],
    }
    found = client("backup").get_restore_testing_selection(**named)["RestoreTestingSelection"]
    place = {key.lower(): value for key, value in found["RestoreMetadataOverrides"].items()}
    database = applied.resource("module.database.aws_db_instance.this")
    assert place["dbsubnetgroupname"] == database["db_subnet_group_name"]
    assert set(json.loads(place["vpcsecuritygroupids"])) == set(database["vpc_security_group_ids"])
