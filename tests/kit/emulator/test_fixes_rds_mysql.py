"""RDS for MySQL and Aurora MySQL, with what the provider reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tfproof.emulator import Emulator


@pytest.mark.fix("rds: MySQL 8.4 has option groups")
def test_an_option_group_of_mysql_8_4_is_kept(aws: Emulator) -> None:
    rds = aws.client("rds")
    rds.create_option_group(
        OptionGroupName="audited", EngineName="mysql", MajorEngineVersion="8.4", OptionGroupDescription="-"
    )
    (found,) = rds.describe_option_groups(OptionGroupName="audited")["OptionGroupsList"]
    assert (found["EngineName"], found["MajorEngineVersion"]) == ("mysql", "8.4")


@pytest.mark.fix("rds: the first instances of a cluster stand in zones of their own")
def test_instances_of_a_cluster_stand_in_different_zones_unless_they_name_one(aws: Emulator) -> None:
    rds = aws.client("rds")
    rds.create_db_cluster(
        DBClusterIdentifier="zones", Engine="aurora-mysql", MasterUsername="dbadmin", MasterUserPassword="not-a-secret"
    )
    same: dict[str, Any] = {"DBClusterIdentifier": "zones", "DBInstanceClass": "db.r7g.large", "Engine": "aurora-mysql"}
    for name in ("one", "two", "three"):
        rds.create_db_instance(DBInstanceIdentifier=name, **same)
    rds.create_db_instance(DBInstanceIdentifier="four", AvailabilityZone="us-east-1b", **same)
    zones = {i["DBInstanceIdentifier"]: i["AvailabilityZone"] for i in rds.describe_db_instances()["DBInstances"]}
    assert sorted(zones[name] for name in ("one", "two", "three")) == ["us-east-1a", "us-east-1b", "us-east-1c"]
    assert zones["four"] == "us-east-1b"


def make_global(aws: Emulator) -> dict[str, Any]:
    """Make an encrypted cluster and the global one that it is the primary of."""
    made = aws.client("rds").create_db_cluster(
        DBClusterIdentifier="shop",
        Engine="aurora-mysql",
        MasterUsername="dbadmin",
        MasterUserPassword="not-a-secret",
        StorageEncrypted=True,
    )
    found: dict[str, Any] = aws.client("rds").create_global_cluster(
        GlobalClusterIdentifier="shop-global",
        SourceDBClusterIdentifier=made["DBCluster"]["DBClusterArn"],
        DeletionProtection=True,
    )["GlobalCluster"]
    return found


def described(aws: Emulator) -> dict[str, Any]:
    (found,) = aws.client("rds").describe_global_clusters(GlobalClusterIdentifier="shop-global")["GlobalClusters"]
    return dict(found)


@pytest.mark.fix("rds: a cluster becomes the primary of a global one")
def test_a_global_cluster_has_the_cluster_that_it_is_made_of_as_its_writer(aws: Emulator) -> None:
    made = make_global(aws)
    assert made["StorageEncrypted"] is True
    assert [member["IsWriter"] for member in made["GlobalClusterMembers"]] == [True]


@pytest.mark.fix("rds: a global cluster can be changed")
def test_the_protection_of_a_global_cluster_can_be_taken_off(aws: Emulator) -> None:
    make_global(aws)
    aws.client("rds").modify_global_cluster(GlobalClusterIdentifier="shop-global", DeletionProtection=False)
    assert described(aws)["DeletionProtection"] is False


@pytest.mark.fix("rds: a global cluster lets go of a member in any region")
def test_a_member_in_another_region_can_be_taken_out(aws: Emulator) -> None:
    make_global(aws)
    member = aws.client("rds", "us-west-2").create_db_cluster(
        DBClusterIdentifier="shop", Engine="aurora-mysql", GlobalClusterIdentifier="shop-global"
    )["DBCluster"]
    aws.client("rds", "us-west-2").remove_from_global_cluster(
        GlobalClusterIdentifier="shop-global", DbClusterIdentifier=member["DBClusterArn"]
    )
    assert [one["IsWriter"] for one in described(aws)["GlobalClusterMembers"]] == [True]


ADVANCED = {
    "DatabaseInsightsMode": "advanced",
    "EnablePerformanceInsights": True,
    "PerformanceInsightsRetentionPeriod": 465,
}


@pytest.mark.fix("rds: the mode of Database Insights is kept")
def test_a_cluster_gets_another_mode_with_what_it_needs(aws: Emulator) -> None:
    rds = aws.client("rds")
    rds.create_db_cluster(
        DBClusterIdentifier="shop",
        Engine="aurora-mysql",
        MasterUsername="dbadmin",
        MasterUserPassword="not-a-secret",
    )
    rds.modify_db_cluster(DBClusterIdentifier="shop", **ADVANCED)
    (found,) = rds.describe_db_clusters(DBClusterIdentifier="shop")["DBClusters"]
    assert (found["DatabaseInsightsMode"], found["PerformanceInsightsEnabled"]) == ("advanced", True)
    assert found["PerformanceInsightsRetentionPeriod"] == 465


@pytest.mark.fix("rds: a global cluster keeps the tags that it is made with")
def test_a_global_cluster_has_its_tags(aws: Emulator) -> None:
    rds = aws.client("rds")
    tags = [{"Key": "Project", "Value": "shop"}]
    rds.create_global_cluster(GlobalClusterIdentifier="shop", Engine="aurora-mysql", Tags=tags)
    (found,) = rds.describe_global_clusters(GlobalClusterIdentifier="shop")["GlobalClusters"]
    assert found["TagList"] == tags
