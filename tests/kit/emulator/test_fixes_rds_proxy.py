"""Proxies of RDS, with what the provider reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from network import vpc_with_subnets

if TYPE_CHECKING:
    from tfproof.emulator import Emulator

ROLE = "arn:aws:iam::123456789012:role/shop-proxy"


def make_proxy(aws: Emulator) -> list[str]:
    """Make a proxy; return its subnets."""
    _, subnets = vpc_with_subnets(aws)
    aws.client("rds").create_db_proxy(
        DBProxyName="shop", EngineFamily="MYSQL", Auth=[], RoleArn=ROLE, VpcSubnetIds=subnets, RequireTLS=True
    )
    return subnets


@pytest.mark.fix("rds: a proxy can be changed")
def test_a_change_of_one_setting_leaves_the_others(aws: Emulator) -> None:
    make_proxy(aws)
    rds = aws.client("rds")
    rds.modify_db_proxy(DBProxyName="shop", NewDBProxyName="store", IdleClientTimeout=60)
    (found,) = rds.describe_db_proxies(DBProxyName="store")["DBProxies"]
    assert (found["IdleClientTimeout"], found["RequireTLS"]) == (60, True)


@pytest.mark.fix("rds: a proxy has further endpoints")
def test_an_endpoint_for_readers_is_there_until_it_is_deleted(aws: Emulator) -> None:
    rds, subnets = aws.client("rds"), make_proxy(aws)
    one: dict[str, Any] = {"DBProxyName": "shop", "DBProxyEndpointName": "readers"}
    made = rds.create_db_proxy_endpoint(
        **one, VpcSubnetIds=subnets, TargetRole="READ_ONLY", Tags=[{"Key": "team", "Value": "shop"}]
    )["DBProxyEndpoint"]
    (found,) = rds.describe_db_proxy_endpoints(**one)["DBProxyEndpoints"]
    assert (found["TargetRole"], found["VpcSubnetIds"]) == ("READ_ONLY", subnets)
    tags = rds.list_tags_for_resource(ResourceName=made["DBProxyEndpointArn"])["TagList"]
    assert tags == [{"Key": "team", "Value": "shop"}]
    rds.delete_db_proxy_endpoint(DBProxyEndpointName="readers")
    with pytest.raises(rds.exceptions.DBProxyEndpointNotFoundFault):
        rds.describe_db_proxy_endpoints(**one)
