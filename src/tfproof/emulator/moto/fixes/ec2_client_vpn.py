"""Client VPN of Amazon EC2, which moto lacks altogether."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from moto.core.utils import utcnow
from moto.ec2.responses import EC2Response

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import Refusal, adds_call, known
from tfproof.emulator.moto.fixes.patching import store


@fix(
    "ec2: client VPN endpoints exist",
    aws="An endpoint tells how people sign in, who may reach what, and through which subnets. Nobody can connect here.",
    kind="accepted",
)
def endpoints() -> None:
    @adds_call(EC2Response, "create_client_vpn_endpoint")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        name = f"cvpn-endpoint-{uuid4().hex[:17]}"
        tags = [tag for tagged in given.pop("TagSpecifications", []) for tag in tagged["Tags"]]
        made = {
            "ClientVpnEndpointId": name,
            "CreationTime": utcnow().isoformat(),
            "DnsName": f"*.{name}.prod.clientvpn.{self.region}.amazonaws.com",
            "Status": {"Code": "pending-associate"},
            "VpnProtocol": "openvpn",
        }
        store(self.ec2_backend, "vpn_endpoints")[name] = {**_as_told(given), **made}
        self.ec2_backend.create_tags([name], {tag["Key"]: tag["Value"] for tag in tags})
        return made

    @adds_call(EC2Response, "describe_client_vpn_endpoints")
    def describe(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        names = given.get("ClientVpnEndpointIds") or list(store(self.ec2_backend, "vpn_endpoints"))
        found = [
            {**_endpoint(self, name), "Tags": self.ec2_backend.describe_tags({"resource-id": [name]})} for name in names
        ]
        return {"ClientVpnEndpoints": found}

    @adds_call(EC2Response, "modify_client_vpn_endpoint")
    def modify(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        told = _as_told(given)
        if servers := told.pop("DnsServers", None):
            told["DnsServers"] = servers.get("CustomDnsServers", [])
        _endpoint(self, given["ClientVpnEndpointId"]).update(told)
        return {"Return": True}

    @adds_call(EC2Response, "delete_client_vpn_endpoint")
    def delete(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        name = _endpoint(self, given["ClientVpnEndpointId"])["ClientVpnEndpointId"]
        if _parts(self, "networks", name):
            raise Refusal("IncorrectState", f"The endpoint {name} has associations.")
        del store(self.ec2_backend, "vpn_endpoints")[name]
        return {"Status": {"Code": "deleting"}}


def _as_told(given: dict[str, Any]) -> dict[str, Any]:
    """Spell what a request says as an answer does."""
    told = {name: value for name, value in given.items() if name not in ("ClientToken", "SelfServicePortal")}
    for option in told.get("AuthenticationOptions", []):
        if mutual := option.get("MutualAuthentication"):
            option["MutualAuthentication"] = {"ClientRootCertificateChain": mutual["ClientRootCertificateChainArn"]}
        if federated := option.get("FederatedAuthentication"):
            option["FederatedAuthentication"] = {
                "SamlProviderArn": federated["SAMLProviderArn"],
                "SelfServiceSamlProviderArn": federated.get("SelfServiceSAMLProviderArn"),
            }
    return told


@fix(
    "ec2: client VPN endpoints have networks, rules and routes",
    aws="An endpoint is associated with subnets, admits groups to networks, and routes beyond its VPC. It is deleted after "
    "its associations.",
    kind="enforced",
)
def parts() -> None:
    @adds_call(EC2Response, "associate_client_vpn_target_network")
    def associate(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        endpoint = _endpoint(self, given["ClientVpnEndpointId"])
        subnet = self.ec2_backend.get_subnet(given["SubnetId"])
        name = f"cvpn-assoc-{uuid4().hex[:17]}"
        network = {
            "AssociationId": name,
            "ClientVpnEndpointId": endpoint["ClientVpnEndpointId"],
            "SecurityGroups": endpoint.get("SecurityGroupIds", []),
            "Status": {"Code": "associated"},
            "TargetNetworkId": subnet.id,
            "VpcId": subnet.vpc_id,
        }
        store(self.ec2_backend, "vpn_networks")[name] = network
        endpoint["Status"] = {"Code": "available"}
        return {"AssociationId": name, "Status": {"Code": "associating"}}

    @adds_call(EC2Response, "describe_client_vpn_target_networks")
    def networks(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        found = _parts(self, "networks", given["ClientVpnEndpointId"])
        wanted = given.get("AssociationIds") or [one["AssociationId"] for one in found]
        return {"ClientVpnTargetNetworks": [one for one in found if one["AssociationId"] in wanted]}

    @adds_call(EC2Response, "disassociate_client_vpn_target_network")
    def disassociate(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        _take(self, "networks", given["AssociationId"])
        return {"AssociationId": given["AssociationId"], "Status": {"Code": "disassociating"}}

    @adds_call(EC2Response, "authorize_client_vpn_ingress")
    def authorize(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        rule = {
            "AccessAll": given.get("AuthorizeAllGroups", False),
            "ClientVpnEndpointId": _endpoint(self, given["ClientVpnEndpointId"])["ClientVpnEndpointId"],
            "Description": given.get("Description"),
            "DestinationCidr": given["TargetNetworkCidr"],
            "GroupId": given.get("AccessGroupId", ""),
            "Status": {"Code": "active"},
        }
        store(self.ec2_backend, "vpn_rules")[_rule(given)] = rule
        return {"Status": {"Code": "authorizing"}}

    @adds_call(EC2Response, "describe_client_vpn_authorization_rules")
    def rules(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        found = _parts(self, "rules", given["ClientVpnEndpointId"])
        fields = {"destination-cidr": "DestinationCidr", "group-id": "GroupId"}
        return {"AuthorizationRules": _matching(found, given, fields)}

    @adds_call(EC2Response, "revoke_client_vpn_ingress")
    def revoke(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        _take(self, "rules", _rule(given))
        return {"Status": {"Code": "revoking"}}

    @adds_call(EC2Response, "create_client_vpn_route")
    def create_route(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        route = {
            "ClientVpnEndpointId": _endpoint(self, given["ClientVpnEndpointId"])["ClientVpnEndpointId"],
            "Description": given.get("Description"),
            "DestinationCidr": given["DestinationCidrBlock"],
            "Origin": "add-route",
            "Status": {"Code": "active"},
            "TargetSubnet": given["TargetVpcSubnetId"],
            "Type": "Nat",
        }
        store(self.ec2_backend, "vpn_routes")[_route(given)] = route
        return {"Status": {"Code": "creating"}}

    @adds_call(EC2Response, "describe_client_vpn_routes")
    def routes(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        found = _parts(self, "routes", given["ClientVpnEndpointId"])
        fields = {"destination-cidr": "DestinationCidr", "target-subnet": "TargetSubnet"}
        return {"Routes": _matching(found, given, fields)}

    @adds_call(EC2Response, "delete_client_vpn_route")
    def delete_route(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        _take(self, "routes", _route(given))
        return {"Status": {"Code": "deleting"}}


def _rule(given: dict[str, Any]) -> str:
    return ",".join([given["ClientVpnEndpointId"], given["TargetNetworkCidr"], given.get("AccessGroupId", "")])


def _route(given: dict[str, Any]) -> str:
    return ",".join([given["ClientVpnEndpointId"], given["DestinationCidrBlock"], given["TargetVpcSubnetId"]])


def _endpoint(response: Any, name: str) -> dict[str, Any]:
    endpoints = store(response.ec2_backend, "vpn_endpoints")
    return known(endpoints, name, "InvalidClientVpnEndpointId.NotFound", f"The endpoint {name} does not exist.")


def _parts(response: Any, kind: str, endpoint: str) -> list[dict[str, Any]]:
    _endpoint(response, endpoint)
    kept = store(response.ec2_backend, f"vpn_{kind}").values()
    return [one for one in kept if one["ClientVpnEndpointId"] == endpoint]


def _take(response: Any, kind: str, name: str) -> None:
    if store(response.ec2_backend, f"vpn_{kind}").pop(name, None) is None:
        raise Refusal("InvalidParameterValue", f"{name} does not exist.")


def _matching(found: list[dict[str, Any]], given: dict[str, Any], fields: dict[str, str]) -> list[dict[str, Any]]:
    wanted = [(fields[f["Name"]], f["Values"]) for f in given.get("Filters", [])]
    return [one for one in found if all(one[field] in values for field, values in wanted)]
