"""EC2, ECS and Application Auto Scaling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from network import vpc_with_subnets

if TYPE_CHECKING:
    from tfproof.emulator import Emulator


@pytest.mark.fix("ec2: a security group rule that refers to a group or a prefix list has a description")
def test_a_rule_between_groups_keeps_its_description(aws: Emulator) -> None:
    ec2 = aws.client("ec2")
    vpc, _ = vpc_with_subnets(aws)
    balancer, app = (
        ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"] for name in ("alb", "app")
    )
    source = {"GroupId": balancer, "Description": "From the load balancer."}
    permission = {"IpProtocol": "tcp", "FromPort": 8000, "ToPort": 8000, "UserIdGroupPairs": [source]}
    ec2.authorize_security_group_ingress(GroupId=app, IpPermissions=[permission])
    rules = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [app]}])["SecurityGroupRules"]
    assert [r.get("Description") for r in rules if not r["IsEgress"]] == ["From the load balancer."]


@pytest.mark.fix("ec2: a security group rule that refers to a group or a prefix list has a description")
def test_a_rule_for_a_prefix_list_keeps_its_description(aws: Emulator) -> None:
    ec2 = aws.client("ec2")
    group = ec2.create_security_group(GroupName="alb", Description="alb", VpcId=vpc_with_subnets(aws)[0])["GroupId"]
    listed = ec2.create_managed_prefix_list(PrefixListName="edge", MaxEntries=1, AddressFamily="IPv4")["PrefixList"]
    source = {"PrefixListId": listed["PrefixListId"], "Description": "From the edge."}
    permission = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "PrefixListIds": [source]}
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])
    rules = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])["SecurityGroupRules"]
    assert [r.get("Description") for r in rules if not r["IsEgress"]] == ["From the edge."]


@pytest.mark.fix("ec2: the addresses of Route 53's health checks have a prefix list")
@pytest.mark.parametrize("region", ["us-east-1", "us-west-2"])
def test_the_addresses_of_health_checks_have_a_prefix_list(aws: Emulator, region: str) -> None:
    by = {"Name": "prefix-list-name", "Values": [f"com.amazonaws.{region}.route53-healthchecks"]}
    found = aws.client("ec2", region).describe_managed_prefix_lists(Filters=[by])["PrefixLists"]
    assert [prefix_list["OwnerId"] for prefix_list in found] == ["AWS"]


@pytest.mark.fix("ec2: an endpoint tells the versions of its addresses")
@pytest.mark.parametrize("given", [{}, {"IpAddressType": "dualstack", "DnsOptions": {"DnsRecordIpType": "dualstack"}}])
def test_an_endpoint_tells_the_versions_of_its_addresses(aws: Emulator, given: dict[str, Any]) -> None:
    ec2 = aws.client("ec2")
    vpc, subnets = vpc_with_subnets(aws)
    settings = {"VpcId": vpc, "SubnetIds": subnets, "ServiceName": "com.amazonaws.us-east-1.sqs"}
    made = ec2.create_vpc_endpoint(VpcEndpointType="Interface", **settings, **given)["VpcEndpoint"]["VpcEndpointId"]

    def told() -> dict[str, Any]:
        (endpoint,) = ec2.describe_vpc_endpoints(VpcEndpointIds=[made])["VpcEndpoints"]
        return {key: endpoint.get(key) for key in ("IpAddressType", *given)}

    assert told() == {"IpAddressType": "ipv4", **given}
    ec2.modify_vpc_endpoint(VpcEndpointId=made, IpAddressType="ipv6")
    assert told()["IpAddressType"] == "ipv6"


@pytest.mark.fix("ec2: a subnet is found by its IPv6 block")
def test_a_subnet_is_found_by_its_ipv6_block(aws: Emulator) -> None:
    ec2 = aws.client("ec2")
    _, subnets = vpc_with_subnets(aws)
    block = {"SubnetId": subnets[0], "Ipv6CidrBlock": "2001:db8:1234:1a00::/64"}
    made = ec2.associate_subnet_cidr_block(**block)["Ipv6CidrBlockAssociation"]["AssociationId"]
    by = {"Name": "ipv6-cidr-block-association.association-id"}
    found = ec2.describe_subnets(Filters=[{**by, "Values": [made]}])["Subnets"]
    assert [s["SubnetId"] for s in found] == [subnets[0]]
    assert found[0]["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlockState"]["State"] == "associated"
    assert ec2.describe_subnets(Filters=[{**by, "Values": ["subnet-cidr-assoc-0"]}])["Subnets"] == []


@pytest.mark.fix("ec2: detailed monitoring can be switched")
def test_detailed_monitoring_is_switched_on_and_off(aws: Emulator) -> None:
    ec2 = aws.client("ec2")
    subnet = vpc_with_subnets(aws)[1][0]
    made = ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1, SubnetId=subnet)
    instance = made["Instances"][0]["InstanceId"]
    for switch, state in ((ec2.monitor_instances, "enabled"), (ec2.unmonitor_instances, "disabled")):
        switch(InstanceIds=[instance])
        found = ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]
        assert found["Monitoring"]["State"] == state


@pytest.mark.fix("ec2: flow logs can be delivered to a folder of a bucket, in a format")
def test_flow_logs_go_to_a_folder_as_parquet(aws: Emulator) -> None:
    aws.client("s3").create_bucket(Bucket="flow-logs")
    ec2 = aws.client("ec2")
    vpc, _ = vpc_with_subnets(aws)
    options = {"FileFormat": "parquet", "HiveCompatiblePartitions": False, "PerHourPartition": True}
    wanted = {
        "ResourceIds": [vpc],
        "ResourceType": "VPC",
        "TrafficType": "ALL",
        "LogDestinationType": "s3",
        "LogDestination": "arn:aws:s3:::flow-logs/vpc",
        "DestinationOptions": options,
    }
    assert ec2.create_flow_logs(**wanted)["Unsuccessful"] == []
    log = ec2.describe_flow_logs()["FlowLogs"][0]
    assert log["LogDestination"] == "arn:aws:s3:::flow-logs/vpc"
    assert log["DestinationOptions"] == options
    with pytest.raises(ec2.exceptions.ClientError, match="FlowLogAlreadyExists"):
        ec2.create_flow_logs(**wanted)


def make_service(aws: Emulator, **settings: Any) -> dict[str, Any]:
    ecs = aws.client("ecs")
    ecs.create_cluster(clusterName="cluster")
    container = {"name": "app", "image": "app:1", "essential": True, "memory": 512}
    ecs.register_task_definition(family="app", containerDefinitions=[container])
    given = {"cluster": "cluster", "serviceName": "app", "taskDefinition": "app", "desiredCount": 2, **settings}
    made: dict[str, Any] = ecs.create_service(**given)["service"]
    return made


SETTINGS = {
    "availabilityZoneRebalancing": "ENABLED",
    "deploymentConfiguration": {
        "deploymentCircuitBreaker": {"enable": True, "rollback": True},
        "maximumPercent": 200,
        "minimumHealthyPercent": 100,
    },
    "enableECSManagedTags": True,
    "enableExecuteCommand": True,
    "healthCheckGracePeriodSeconds": 60,
}


@pytest.mark.fix("ecs: the settings of a service are kept")
@pytest.mark.parametrize("setting", sorted(SETTINGS))
def test_a_setting_is_described_as_it_was_made(aws: Emulator, setting: str) -> None:
    make_service(aws, **{setting: SETTINGS[setting]})
    found = aws.client("ecs").describe_services(cluster="cluster", services=["app"])["services"][0]
    assert found[setting] == SETTINGS[setting]


@pytest.mark.fix("ecs: the settings of a service are kept")
def test_capacity_providers_are_described(aws: Emulator) -> None:
    strategy = [
        {"capacityProvider": "FARGATE", "base": 1, "weight": 1},
        {"capacityProvider": "FARGATE_SPOT", "base": 0, "weight": 3},
    ]
    make_service(aws, capacityProviderStrategy=strategy)
    found = aws.client("ecs").describe_services(cluster="cluster", services=["app"])["services"][0]
    assert found["capacityProviderStrategy"] == strategy


@pytest.mark.fix("ecs: the settings of a service are kept")
def test_an_update_changes_only_what_it_names(aws: Emulator) -> None:
    make_service(aws, **SETTINGS)
    ecs = aws.client("ecs")
    ecs.update_service(cluster="cluster", service="app", healthCheckGracePeriodSeconds=90)
    found = ecs.describe_services(cluster="cluster", services=["app"])["services"][0]
    assert {name: found[name] for name in SETTINGS} == {**SETTINGS, "healthCheckGracePeriodSeconds": 90}


TARGET = {
    "ServiceNamespace": "ecs",
    "ResourceId": "service/cluster/app",
    "ScalableDimension": "ecs:service:DesiredCount",
}


@pytest.mark.fix("application-autoscaling: scalable targets have tags")
def test_a_target_keeps_its_tags(aws: Emulator) -> None:
    make_service(aws)
    scaling = aws.client("application-autoscaling")
    arn = scaling.register_scalable_target(**TARGET, MinCapacity=1, MaxCapacity=3, Tags={"Owner": "platform"})[
        "ScalableTargetARN"
    ]
    scaling.tag_resource(ResourceARN=arn, Tags={"Environment": "staging"})
    assert scaling.list_tags_for_resource(ResourceARN=arn)["Tags"] == {"Owner": "platform", "Environment": "staging"}
    scaling.untag_resource(ResourceARN=arn, TagKeys=["Owner"])
    assert scaling.list_tags_for_resource(ResourceARN=arn)["Tags"] == {"Environment": "staging"}
