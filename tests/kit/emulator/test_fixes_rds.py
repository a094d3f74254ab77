"""RDS, with what the provider reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError
from network import vpc_with_subnets

if TYPE_CHECKING:
    from tfproof.emulator import Emulator

KEY = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"


def make_database(aws: Emulator, name: str, **settings: Any) -> dict[str, Any]:
    given = {
        "DBInstanceIdentifier": name,
        "DBInstanceClass": "db.t3.small",
        "Engine": "postgres",
        "EngineVersion": "15",
        "AllocatedStorage": 20,
        "MasterUsername": "dbadmin",
        "MasterUserPassword": "not-a-secret",
        **settings,
    }
    made: dict[str, Any] = aws.client("rds").create_db_instance(**given)["DBInstance"]
    return made


def describe(aws: Emulator, name: str, region: str = "us-east-1") -> dict[str, Any]:
    found: dict[str, Any] = aws.client("rds", region).describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]
    return found


@pytest.mark.fix("rds: every instance has its own resource id")
def test_every_instance_is_found_by_its_resource_id(aws: Emulator) -> None:
    for name in ("first", "second"):
        make_database(aws, name)
    for name in ("first", "second"):
        filters = [{"Name": "dbi-resource-id", "Values": [describe(aws, name)["DbiResourceId"]]}]
        found = aws.client("rds").describe_db_instances(Filters=filters)["DBInstances"]
        assert [one["DBInstanceIdentifier"] for one in found] == [name]


@pytest.mark.fix("rds: windows that only touch do not overlap")
@pytest.mark.parametrize("maintenance", ["mon:00:00-mon:03:00", "mon:06:00-mon:07:00"])
def test_maintenance_may_end_when_the_backup_begins_and_begin_when_it_ends(aws: Emulator, maintenance: str) -> None:
    windows = {"PreferredBackupWindow": "03:00-06:00", "PreferredMaintenanceWindow": maintenance}
    assert make_database(aws, "touching", **windows)["PreferredMaintenanceWindow"] == maintenance


def test_windows_that_overlap_by_a_minute_are_refused(aws: Emulator) -> None:
    with pytest.raises(ClientError, match="must not overlap"):
        make_database(
            aws, "overlapping", PreferredBackupWindow="03:00-06:00", PreferredMaintenanceWindow="mon:00:00-mon:03:01"
        )


@pytest.mark.fix("rds: the mode of Database Insights is kept")
def test_the_mode_of_database_insights_is_described_as_set(aws: Emulator) -> None:
    make_database(aws, "watched", DatabaseInsightsMode="advanced")
    make_database(aws, "plain")
    assert [describe(aws, name)["DatabaseInsightsMode"] for name in ("watched", "plain")] == ["advanced", "standard"]
    aws.client("rds").modify_db_instance(DBInstanceIdentifier="plain", DatabaseInsightsMode="advanced")
    assert describe(aws, "plain")["DatabaseInsightsMode"] == "advanced"


@pytest.mark.fix("rds: performance insights settings are kept")
def test_performance_insights_are_described_as_set(aws: Emulator) -> None:
    make_database(aws, "watched", EnablePerformanceInsights=True, PerformanceInsightsKMSKeyId=KEY)
    found = describe(aws, "watched")
    assert found["PerformanceInsightsEnabled"] is True
    assert found["PerformanceInsightsKMSKeyId"] == KEY
    assert found["PerformanceInsightsRetentionPeriod"] == 7


@pytest.mark.fix("rds: performance insights settings are kept")
def test_performance_insights_can_be_switched_on_later(aws: Emulator) -> None:
    make_database(aws, "watched")
    assert describe(aws, "watched")["PerformanceInsightsEnabled"] is False
    aws.client("rds").modify_db_instance(DBInstanceIdentifier="watched", EnablePerformanceInsights=True)
    assert describe(aws, "watched")["PerformanceInsightsEnabled"] is True


@pytest.mark.fix("rds: parameters that were set are user parameters")
def test_parameters_that_were_set_are_listed_as_the_users(aws: Emulator) -> None:
    rds = aws.client("rds")
    rds.create_db_parameter_group(
        DBParameterGroupName="strict", DBParameterGroupFamily="postgres15", Description="strict"
    )
    parameter = {"ParameterName": "rds.force_ssl", "ParameterValue": "1", "ApplyMethod": "immediate"}
    rds.modify_db_parameter_group(DBParameterGroupName="strict", Parameters=[parameter])
    found = rds.describe_db_parameters(DBParameterGroupName="strict", Source="user")["Parameters"]
    assert {(p["ParameterName"], p["ParameterValue"], p.get("Source")) for p in found} == {
        ("rds.force_ssl", "1", "user")
    }


@pytest.mark.fix("rds: a read replica is an instance of its own")
def test_a_replica_shares_nothing_that_belongs_to_its_primary(aws: Emulator) -> None:
    role = "arn:aws:iam::123456789012:role/monitoring"
    primary = make_database(
        aws,
        "primary",
        BackupRetentionPeriod=7,
        EnableCloudwatchLogsExports=["postgresql"],
        MaxAllocatedStorage=100,
        MonitoringInterval=60,
        MonitoringRoleArn=role,
        MultiAZ=True,
    )
    aws.client("rds").create_db_instance_read_replica(
        DBInstanceIdentifier="replica", SourceDBInstanceIdentifier="primary", MonitoringInterval=0
    )
    replica = describe(aws, "replica")
    assert replica["DbiResourceId"] != primary["DbiResourceId"]
    assert replica["BackupRetentionPeriod"] == 0
    assert replica["MonitoringInterval"] == 0
    assert replica["MultiAZ"] is False
    assert "MaxAllocatedStorage" not in replica
    assert replica.get("EnabledCloudwatchLogsExports", []) == []


@pytest.mark.fix("rds: a read replica is an instance of its own")
def test_deleting_a_replica_leaves_the_primarys_secret(aws: Emulator) -> None:
    rds = aws.client("rds")
    given = {
        "DBInstanceClass": "db.t3.small",
        "Engine": "postgres",
        "AllocatedStorage": 20,
        "MasterUsername": "dbadmin",
    }
    rds.create_db_instance(DBInstanceIdentifier="primary", ManageMasterUserPassword=True, **given)
    rds.create_db_instance_read_replica(DBInstanceIdentifier="replica", SourceDBInstanceIdentifier="primary")
    rds.delete_db_instance(DBInstanceIdentifier="replica", SkipFinalSnapshot=True)
    secret = describe(aws, "primary")["MasterUserSecret"]["SecretArn"]
    assert "DeletedDate" not in aws.client("secretsmanager").describe_secret(SecretId=secret)


def make_distant_replica(aws: Emulator) -> None:
    """Make a primary with a parameter group, and a replica in another region without."""
    near, distant = aws.client("rds"), aws.client("rds", "us-west-2")
    near.create_db_parameter_group(DBParameterGroupName="near", DBParameterGroupFamily="postgres15", Description="-")
    distant.create_db_subnet_group(
        DBSubnetGroupName="far", DBSubnetGroupDescription="-", SubnetIds=vpc_with_subnets(aws, "us-west-2")[1]
    )
    primary = make_database(aws, "primary", EngineVersion="15.10", DBParameterGroupName="near")
    distant.create_db_instance_read_replica(
        DBInstanceIdentifier="replica", SourceDBInstanceIdentifier=primary["DBInstanceArn"], DBSubnetGroupName="far"
    )


@pytest.mark.fix("rds: a read replica is an instance of its own")
def test_a_replica_in_another_region_uses_that_regions_groups(aws: Emulator) -> None:
    make_distant_replica(aws)
    replica = describe(aws, "replica", "us-west-2")
    assert replica["DBInstanceArn"].split(":")[3] == "us-west-2"
    assert replica["DBSubnetGroup"]["DBSubnetGroupName"] == "far"
    assert [g["DBParameterGroupName"] for g in replica["DBParameterGroups"]] == ["default.postgres15"]


@pytest.mark.fix("rds: a replica in another region can be deleted")
def test_a_replica_in_another_region_can_be_deleted(aws: Emulator) -> None:
    make_distant_replica(aws)
    aws.client("rds", "us-west-2").delete_db_instance(DBInstanceIdentifier="replica", SkipFinalSnapshot=True)
    assert describe(aws, "primary")["ReadReplicaDBInstanceIdentifiers"] == []


@pytest.mark.fix("rds: a cluster without serverless scaling describes none")
def test_a_provisioned_cluster_has_no_scaling_configuration(aws: Emulator) -> None:
    rds = aws.client("rds")
    rds.create_db_cluster(
        DBClusterIdentifier="aurora", Engine="aurora-mysql", MasterUsername="dbadmin", MasterUserPassword="not-a-secret"
    )
    assert "ScalingConfigurationInfo" not in rds.describe_db_clusters()["DBClusters"][0]


def test_an_event_subscription_is_kept(aws: Emulator) -> None:
    aws.client("rds").create_event_subscription(
        SubscriptionName="failures",
        SnsTopicArn="arn:aws:sns:us-east-1:123456789012:alerts",
        SourceType="db-instance",
        EventCategories=["failure"],
    )
    found = aws.client("rds").describe_event_subscriptions()["EventSubscriptionsList"][0]
    assert found["EventCategoriesList"] == ["failure"]
