"""Automated backups that are copied to another region."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tfproof.emulator import Emulator


def make_database(aws: Emulator, *, keep: int) -> str:
    made = aws.client("rds").create_db_instance(
        DBInstanceIdentifier="shop",
        DBInstanceClass="db.t4g.small",
        Engine="postgres",
        AllocatedStorage=20,
        MasterUsername="dbadmin",
        MasterUserPassword="not-a-secret",
        BackupRetentionPeriod=keep,
    )
    return str(made["DBInstance"]["DBInstanceArn"])


@pytest.mark.fix("rds: automated backups can be replicated to another region")
def test_backups_are_replicated_until_that_is_stopped(aws: Emulator) -> None:
    here, there = aws.client("rds"), aws.client("rds", "us-west-2")
    source = make_database(aws, keep=7)
    there.start_db_instance_automated_backups_replication(SourceDBInstanceArn=source, BackupRetentionPeriod=14)
    ((listed,),) = [
        one["DBInstanceAutomatedBackupsReplications"] for one in here.describe_db_instances()["DBInstances"]
    ]
    (copy,) = there.describe_db_instance_automated_backups(**listed)["DBInstanceAutomatedBackups"]
    assert (copy["Status"], copy["BackupRetentionPeriod"]) == ("replicating", 14)
    assert (copy["DBInstanceArn"], copy["Region"]) == (source, "us-east-1")
    there.stop_db_instance_automated_backups_replication(SourceDBInstanceArn=source)
    (copy,) = there.describe_db_instance_automated_backups(**listed)["DBInstanceAutomatedBackups"]
    assert copy["Status"] == "retained"
    assert not here.describe_db_instances()["DBInstances"][0].get("DBInstanceAutomatedBackupsReplications")


@pytest.mark.fix("rds: automated backups can be replicated to another region")
def test_an_instance_without_backups_has_none_to_replicate(aws: Emulator) -> None:
    source = make_database(aws, keep=0)
    there = aws.client("rds", "us-west-2")
    with pytest.raises(there.exceptions.InvalidDBInstanceStateFault):
        there.start_db_instance_automated_backups_replication(SourceDBInstanceArn=source)
