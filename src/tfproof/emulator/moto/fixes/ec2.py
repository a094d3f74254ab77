"""Amazon EC2 and VPC."""

from __future__ import annotations

import inspect
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import FlowLogAlreadyExists
from moto.ec2.models.flow_logs import FlowLogsBackend
from moto.ec2.models.managed_prefixes import ManagedPrefixListBackend
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ec2.models.subnets import Subnet
from moto.ec2.responses.flow_logs import FlowLogs as FlowLogsResponse
from moto.ec2.responses.instances import InstanceResponse
from moto.ec2.responses.vpcs import VPCs

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.patching import adds, around, around_property


@fix(
    "ec2: a security group rule that refers to a group or a prefix list has a description",
    aws="The description belongs to the rule, whatever its source is. moto drops it unless the source is a CIDR block.",
    kind="enforced",
)
def rule_description() -> None:
    signature = inspect.signature(SecurityGroupRule.__init__)

    @around(SecurityGroupRule, "__init__")
    def init(original: Any, self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        given = signature.bind(self, *args, **kwargs).arguments
        self.tfproof_prefix_list = given.get("prefix_list_id") or {}

    @around_property(SecurityGroupRule, "description")
    def description(original: Any, self: Any) -> Any:
        return original(self) or (self.source_group or self.tfproof_prefix_list).get("Description")


@fix(
    "ec2: the addresses of Route 53's health checks have a prefix list",
    aws="com.amazonaws.<region>.route53-healthchecks is one of the lists that AWS keeps in every region.",
    kind="accepted",
)
def health_check_addresses() -> None:
    @around(ManagedPrefixListBackend, "create_default_pls")
    def create(original: Any, self: Any) -> None:
        original(self)
        self._create_aws_managed_prefix_list(
            name=f"com.amazonaws.{self.region_name}.route53-healthchecks",
            address_family="IPv4",
            entries=[{"Cidr": "15.177.0.0/18", "Description": "default"}],
        )


@fix(
    "ec2: an endpoint tells the versions of its addresses",
    aws="An endpoint has the IpAddressType and the DnsOptions that it was made with, or was given since: ipv4 unless told.",
    kind="accepted",
)
def endpoint_addresses() -> None:
    def keep(self: Any, endpoint: Any) -> None:
        for parameter, attribute in (("IpAddressType", "ip_address_type"), ("DnsOptions", "dns_options")):
            if (value := self._get_param(parameter)) is not None:
                setattr(endpoint, attribute, value)

    @around(VPCs, "create_vpc_endpoint")
    def create(original: Any, self: Any) -> Any:
        answer = original(self)
        endpoint = answer.result["VpcEndpoint"]
        endpoint.ip_address_type = "ipv4"
        keep(self, endpoint)
        return answer

    @around(VPCs, "modify_vpc_endpoint")
    def modify(original: Any, self: Any) -> Any:
        answer = original(self)
        keep(self, self.ec2_backend.vpc_end_points[self._get_param("VpcEndpointId")])
        return answer


@fix(
    "ec2: detailed monitoring can be switched",
    aws="MonitorInstances and UnmonitorInstances change an instance's monitoring state.",
    kind="accepted",
)
def monitoring() -> None:
    def switched(state: str) -> Any:
        def switch(self: Any) -> ActionResult:
            answer = []
            for instance_id in self._get_param("InstanceIds", []):
                self.ec2_backend.get_instance(instance_id).monitoring_state = state
                answer.append({"InstanceId": instance_id, "Monitoring": {"State": state}})
            return ActionResult({"InstanceMonitorings": answer})

        return switch

    adds(InstanceResponse, "monitor_instances")(switched("enabled"))
    adds(InstanceResponse, "unmonitor_instances")(switched("disabled"))


@fix(
    "ec2: flow logs can be delivered to a folder of a bucket, in a format",
    aws="The destination of a flow log is a bucket's ARN with or without a prefix; DestinationOptions say the file format "
    "and the partitions (plain text without, unless given).",
    kind="accepted",
)
def flow_log_destination() -> None:
    @around(FlowLogsBackend, "create_flow_logs")
    def create(original: Any, self: Any, **kwargs: Any) -> Any:
        destination = kwargs["log_destination"]
        if kwargs["log_destination_type"] != "s3" or "/" not in destination:
            return original(self, **kwargs)
        existing = {(log.resource_id, log.log_destination) for log in self.describe_flow_logs()}
        if any((resource_id, destination) in existing for resource_id in kwargs["resource_ids"]):
            raise FlowLogAlreadyExists()
        created, failed = original(self, **{**kwargs, "log_destination": destination.split("/")[0]})
        for log in created:
            log.log_destination = destination
        return created, failed

    @around(FlowLogsResponse, "create_flow_logs")
    def keep_options(original: Any, self: Any) -> Any:
        answer = original(self)
        for log in self.ec2_backend.describe_flow_logs(answer.result["FlowLogIds"]):
            log.destination_options = self._get_param("DestinationOptions")
        return answer


@fix(
    "ec2: a subnet is found by its IPv6 block",
    aws="DescribeSubnets filters by the association of an IPv6 block, and tells its state, for which the provider waits.",
    kind="enforced",
)
def subnets_by_ipv6_block() -> None:
    @around(Subnet, "get_filter_value")
    def value(original: Any, self: Any, name: str, method: str | None = None) -> Any:
        if name == "ipv6-cidr-block-association.association-id":
            return list(self.ipv6_cidr_block_associations)
        return original(self, name, method)

    @around_property(Subnet, "ipv6_cidr_block_association_set")
    def associations(original: Any, self: Any) -> list[dict[str, Any]]:
        # moto puts the structure of the state where the state itself belongs.
        return [{**one, "ipv6CidrBlockState": one["ipv6CidrBlockState"]["state"]} for one in original(self)]
