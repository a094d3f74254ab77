"""Client VPN endpoints with their networks, rules and routes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from tfproof.emulator import Emulator

CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/6d2a4a6f-0d8e-4a6f-9b62-8d2e3c4b5f60"
PROVIDER = "arn:aws:iam::123456789012:saml-provider/people"


def make_endpoint(client: Any) -> str:
    made = client.create_client_vpn_endpoint(
        AuthenticationOptions=[
            {"Type": "federated-authentication", "FederatedAuthentication": {"SAMLProviderArn": PROVIDER}}
        ],
        ClientCidrBlock="10.250.0.0/22",
        ConnectionLogOptions={"Enabled": False},
        ServerCertificateArn=CERTIFICATE,
        TagSpecifications=[{"ResourceType": "client-vpn-endpoint", "Tags": [{"Key": "Name", "Value": "admin"}]}],
    )
    return str(made["ClientVpnEndpointId"])


def associate(client: Any, endpoint: str) -> str:
    vpc = client.create_vpc(CidrBlock="10.98.0.0/16")["Vpc"]["VpcId"]
    subnet = client.create_subnet(VpcId=vpc, CidrBlock="10.98.0.0/24")["Subnet"]["SubnetId"]
    made = client.associate_client_vpn_target_network(ClientVpnEndpointId=endpoint, SubnetId=subnet)
    return str(made["AssociationId"])


@pytest.mark.fix("ec2: client VPN endpoints exist")
def test_an_endpoint_tells_how_people_sign_in(aws: Emulator) -> None:
    client = aws.client("ec2")
    name = make_endpoint(client)
    (found,) = client.describe_client_vpn_endpoints(ClientVpnEndpointIds=[name])["ClientVpnEndpoints"]
    (option,) = found["AuthenticationOptions"]
    assert (option["FederatedAuthentication"]["SamlProviderArn"], found["Tags"][0]["Value"]) == (PROVIDER, "admin")


@pytest.mark.fix("ec2: client VPN endpoints exist")
def test_an_endpoint_can_be_changed(aws: Emulator) -> None:
    client = aws.client("ec2")
    name = make_endpoint(client)
    client.modify_client_vpn_endpoint(ClientVpnEndpointId=name, SplitTunnel=True)
    (found,) = client.describe_client_vpn_endpoints(ClientVpnEndpointIds=[name])["ClientVpnEndpoints"]
    assert found["SplitTunnel"] is True


@pytest.mark.fix("ec2: client VPN endpoints exist")
def test_an_endpoint_can_be_deleted(aws: Emulator) -> None:
    client = aws.client("ec2")
    name = make_endpoint(client)
    client.delete_client_vpn_endpoint(ClientVpnEndpointId=name)
    with pytest.raises(ClientError, match=r"InvalidClientVpnEndpointId\.NotFound"):
        client.describe_client_vpn_endpoints(ClientVpnEndpointIds=[name])


@pytest.mark.fix("ec2: client VPN endpoints have networks, rules and routes")
def test_an_endpoint_goes_after_its_associations(aws: Emulator) -> None:
    client = aws.client("ec2")
    name = make_endpoint(client)
    association = associate(client, name)
    with pytest.raises(ClientError, match="IncorrectState"):
        client.delete_client_vpn_endpoint(ClientVpnEndpointId=name)
    client.disassociate_client_vpn_target_network(ClientVpnEndpointId=name, AssociationId=association)
    client.delete_client_vpn_endpoint(ClientVpnEndpointId=name)


@pytest.mark.fix("ec2: client VPN endpoints have networks, rules and routes")
def test_an_endpoint_admits_a_group_until_told_otherwise(aws: Emulator) -> None:
    client = aws.client("ec2")
    rule = {"ClientVpnEndpointId": make_endpoint(client), "TargetNetworkCidr": "10.0.0.0/16", "AccessGroupId": "staff"}
    client.authorize_client_vpn_ingress(**rule)
    wanted = {"ClientVpnEndpointId": rule["ClientVpnEndpointId"]}
    (found,) = client.describe_client_vpn_authorization_rules(**wanted)["AuthorizationRules"]
    assert (found["GroupId"], found["DestinationCidr"]) == ("staff", "10.0.0.0/16")
    client.revoke_client_vpn_ingress(**rule)
    assert client.describe_client_vpn_authorization_rules(**wanted)["AuthorizationRules"] == []


@pytest.mark.fix("ec2: client VPN endpoints have networks, rules and routes")
def test_an_endpoint_routes_until_told_otherwise(aws: Emulator) -> None:
    client = aws.client("ec2")
    name = make_endpoint(client)
    route = {"ClientVpnEndpointId": name, "TargetVpcSubnetId": "subnet-1"}
    client.create_client_vpn_route(**route, DestinationCidrBlock="172.20.0.0/16")
    client.create_client_vpn_route(**route, DestinationCidrBlock="172.21.0.0/16")
    client.delete_client_vpn_route(**route, DestinationCidrBlock="172.20.0.0/16")
    found = client.describe_client_vpn_routes(ClientVpnEndpointId=name)["Routes"]
    assert [r["DestinationCidr"] for r in found] == ["172.21.0.0/16"]
