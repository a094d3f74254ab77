"""ElastiCache: replication groups with members, and the groups around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from network import vpc_with_subnets

if TYPE_CHECKING:
    from tfproof.emulator import Emulator


def make_cache(aws: Emulator, nodes: int, **settings: Any) -> dict[str, Any]:
    given = {
        "ReplicationGroupId": "cache",
        "ReplicationGroupDescription": "cache",
        "Engine": "redis",
        "EngineVersion": "7.1",
        "CacheNodeType": "cache.t3.micro",
        "NumCacheClusters": nodes,
        "AutomaticFailoverEnabled": nodes > 1,
        "MultiAZEnabled": nodes > 1,
        **settings,
    }
    made: dict[str, Any] = aws.client("elasticache").create_replication_group(**given)["ReplicationGroup"]
    return made


@pytest.mark.fix("elasticache: a replication group has as many members as asked for")
def test_a_group_of_three_has_three_members_in_three_zones(aws: Emulator) -> None:
    group = make_cache(aws, 3)
    assert group["MemberClusters"] == ["cache-001", "cache-002", "cache-003"]
    members = group["NodeGroups"][0]["NodeGroupMembers"]
    assert [m["CurrentRole"] for m in members] == ["primary", "replica", "replica"]
    assert len({m["PreferredAvailabilityZone"] for m in members}) == 3


@pytest.mark.fix("elasticache: a replication group without shards has a name for reads")
@pytest.mark.parametrize("nodes", [1, 2])
def test_a_group_has_a_name_for_reads(aws: Emulator, nodes: int) -> None:
    (node_group,) = make_cache(aws, nodes)["NodeGroups"]
    reads = node_group.get("ReaderEndpoint", {})
    assert reads.get("Address", "").startswith("replica.cache.")
    assert reads["Port"] == node_group["PrimaryEndpoint"]["Port"]


@pytest.mark.fix("elasticache: encryption in transit is required unless said otherwise")
def test_a_group_with_encryption_in_transit_requires_it(aws: Emulator) -> None:
    assert make_cache(aws, 1, TransitEncryptionEnabled=True)["TransitEncryptionMode"] == "required"
    (member,) = aws.client("elasticache").describe_cache_clusters()["CacheClusters"]
    assert member["TransitEncryptionMode"] == "required"


@pytest.mark.fix("elasticache: the members of a replication group are cache clusters")
@pytest.mark.parametrize("nodes", [1, 2])
def test_every_member_is_described_with_its_groups_settings(aws: Emulator, nodes: int) -> None:
    group = make_cache(
        aws,
        nodes,
        CacheParameterGroupName="tuned",
        PreferredMaintenanceWindow="sun:05:00-sun:06:00",
        SecurityGroupIds=["sg-0a1b2c3d4e5f60718"],
        SnapshotWindow="03:00-04:00",
        SnapshotRetentionLimit=5,
    )
    for name in group["MemberClusters"]:
        found = aws.client("elasticache").describe_cache_clusters(CacheClusterId=name, ShowCacheNodeInfo=True)
        cluster = found["CacheClusters"][0]
        assert cluster["ReplicationGroupId"] == "cache"
        assert cluster["EngineVersion"] == "7.1"
        assert cluster["CacheParameterGroup"]["CacheParameterGroupName"] == "tuned"
        assert cluster["PreferredMaintenanceWindow"] == "sun:05:00-sun:06:00"
        assert cluster["SnapshotWindow"] == "03:00-04:00"
        assert cluster["SnapshotRetentionLimit"] == 5
        assert [g["SecurityGroupId"] for g in cluster["SecurityGroups"]] == ["sg-0a1b2c3d4e5f60718"]
        assert cluster["CacheNodes"][0]["Endpoint"]["Port"] == 6379


@pytest.mark.fix("elasticache: a replication group can be modified")
def test_a_modified_window_shows_in_the_members(aws: Emulator) -> None:
    make_cache(aws, 1, SnapshotWindow="03:00-04:00")
    client = aws.client("elasticache")
    client.modify_replication_group(ReplicationGroupId="cache", SnapshotWindow="04:00-05:00")
    assert client.describe_replication_groups()["ReplicationGroups"][0]["SnapshotWindow"] == "04:00-05:00"
    assert (
        client.describe_cache_clusters(CacheClusterId="cache-001")["CacheClusters"][0]["SnapshotWindow"]
        == "04:00-05:00"
    )


@pytest.mark.fix("elasticache: what was deleted is gone")
def test_a_deleted_group_and_its_members_are_not_found(aws: Emulator) -> None:
    client = aws.client("elasticache")
    make_cache(aws, 1)
    client.delete_replication_group(ReplicationGroupId="cache")
    with pytest.raises(client.exceptions.ReplicationGroupNotFoundFault):
        client.describe_replication_groups(ReplicationGroupId="cache")
    assert client.describe_cache_clusters()["CacheClusters"] == []


@pytest.mark.fix("elasticache: what was deleted is gone")
def test_a_deleted_cluster_is_not_found(aws: Emulator) -> None:
    client = aws.client("elasticache")
    client.create_cache_cluster(
        CacheClusterId="single", Engine="memcached", CacheNodeType="cache.t3.micro", NumCacheNodes=1
    )
    client.delete_cache_cluster(CacheClusterId="single")
    with pytest.raises(client.exceptions.CacheClusterNotFoundFault):
        client.describe_cache_clusters(CacheClusterId="single")


@pytest.mark.fix("elasticache: a subnet group can be deleted")
def test_a_subnet_group_is_deleted_once_no_cache_uses_it(aws: Emulator) -> None:
    client = aws.client("elasticache")
    client.create_cache_subnet_group(
        CacheSubnetGroupName="private", CacheSubnetGroupDescription="-", SubnetIds=vpc_with_subnets(aws)[1]
    )
    make_cache(aws, 1, CacheSubnetGroupName="private")
    with pytest.raises(client.exceptions.CacheSubnetGroupInUse):
        client.delete_cache_subnet_group(CacheSubnetGroupName="private")
    client.delete_replication_group(ReplicationGroupId="cache")
    client.delete_cache_subnet_group(CacheSubnetGroupName="private")
    with pytest.raises(client.exceptions.CacheSubnetGroupNotFoundFault):
        client.describe_cache_subnet_groups(CacheSubnetGroupName="private")


@pytest.mark.fix("elasticache: parameter groups exist")
def test_a_parameter_group_keeps_parameters_and_tags(aws: Emulator) -> None:
    client = aws.client("elasticache")
    made = client.create_cache_parameter_group(
        CacheParameterGroupName="tuned",
        CacheParameterGroupFamily="redis7",
        Description="tuned",
        Tags=[{"Key": "Owner", "Value": "platform"}],
    )["CacheParameterGroup"]
    given = {"ParameterName": "timeout", "ParameterValue": "300"}
    client.modify_cache_parameter_group(CacheParameterGroupName="tuned", ParameterNameValues=[given])
    found = client.describe_cache_parameters(CacheParameterGroupName="tuned", Source="user")["Parameters"]
    assert [(p["ParameterName"], p["ParameterValue"]) for p in found] == [("timeout", "300")]
    tags = client.list_tags_for_resource(ResourceName=made["ARN"])["TagList"]
    assert tags == [{"Key": "Owner", "Value": "platform"}]


@pytest.mark.fix("elasticache: parameter groups exist")
def test_a_parameter_can_be_reset_and_a_group_deleted(aws: Emulator) -> None:
    client = aws.client("elasticache")
    group = {"CacheParameterGroupName": "tuned"}
    client.create_cache_parameter_group(**group, CacheParameterGroupFamily="redis7", Description="tuned")
    for name in ("timeout", "tcp-keepalive"):
        parameter = {"ParameterName": name, "ParameterValue": "300"}
        client.modify_cache_parameter_group(**group, ParameterNameValues=[parameter])
    client.reset_cache_parameter_group(**group, ParameterNameValues=[{"ParameterName": "timeout"}])
    assert [p["ParameterName"] for p in client.describe_cache_parameters(**group)["Parameters"]] == ["tcp-keepalive"]
    client.delete_cache_parameter_group(**group)
    with pytest.raises(client.exceptions.CacheParameterGroupNotFoundFault):
        client.describe_cache_parameter_groups(**group)


def make_user(aws: Emulator, user_id: str, name: str) -> None:
    aws.client("elasticache").create_user(
        UserId=user_id, UserName=name, Engine="redis", AccessString="on ~* +@all", NoPasswordRequired=True
    )


@pytest.mark.fix("elasticache: user groups exist")
def test_a_user_group_and_its_users_and_caches_know_each_other(aws: Emulator) -> None:
    client = aws.client("elasticache")
    make_user(aws, "nobody", "default")
    make_user(aws, "app", "app")
    client.create_user_group(UserGroupId="group", Engine="redis", UserIds=["nobody", "app"])
    make_cache(aws, 1, UserGroupIds=["group"])
    found = client.describe_user_groups(UserGroupId="group")["UserGroups"][0]
    assert found["UserIds"] == ["nobody", "app"]
    assert found["ReplicationGroups"] == ["cache"]
    assert client.describe_users(UserId="app")["Users"][0]["UserGroupIds"] == ["group"]


@pytest.mark.fix("elasticache: user groups exist")
def test_a_user_group_without_a_default_user_is_refused(aws: Emulator) -> None:
    client = aws.client("elasticache")
    make_user(aws, "app", "app")
    with pytest.raises(client.exceptions.DefaultUserRequired):
        client.create_user_group(UserGroupId="group", Engine="redis", UserIds=["app"])


@pytest.mark.fix("elasticache: user groups exist")
def test_users_leave_a_group_that_is_changed_or_deleted(aws: Emulator) -> None:
    client = aws.client("elasticache")
    make_user(aws, "nobody", "default")
    make_user(aws, "app", "app")
    client.create_user_group(UserGroupId="group", Engine="redis", UserIds=["nobody", "app"])
    client.modify_user_group(UserGroupId="group", UserIdsToRemove=["app"])
    assert client.describe_users(UserId="app")["Users"][0].get("UserGroupIds", []) == []
    client.delete_user_group(UserGroupId="group")
    assert client.describe_users(UserId="nobody")["Users"][0].get("UserGroupIds", []) == []
    with pytest.raises(client.exceptions.UserGroupNotFoundFault):
        client.describe_user_groups(UserGroupId="group")


@pytest.mark.fix("elasticache: serverless caches exist")
def test_a_serverless_cache_is_made_changed_and_gone(aws: Emulator) -> None:
    cache = aws.client("elasticache")
    tags = [{"Key": "team", "Value": "shop"}]
    made = cache.create_serverless_cache(
        ServerlessCacheName="Shop", Engine="valkey", UserGroupId="readers", SnapshotRetentionLimit=1, Tags=tags
    )["ServerlessCache"]
    assert (made["ServerlessCacheName"], made["Status"]) == ("shop", "available")
    assert cache.list_tags_for_resource(ResourceName=made["ARN"])["TagList"] == tags
    cache.modify_serverless_cache(ServerlessCacheName="shop", RemoveUserGroup=True, SnapshotRetentionLimit=7)
    (found,) = cache.describe_serverless_caches(ServerlessCacheName="shop")["ServerlessCaches"]
    assert found["SnapshotRetentionLimit"] == 7
    assert "UserGroupId" not in found
    cache.delete_serverless_cache(ServerlessCacheName="shop")
    with pytest.raises(cache.exceptions.ServerlessCacheNotFoundFault):
        cache.describe_serverless_caches(ServerlessCacheName="shop")
