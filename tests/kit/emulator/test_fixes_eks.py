"""EKS, with what the provider reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from network import vpc_with_subnets

if TYPE_CHECKING:
    from tfproof.emulator import Emulator

ROLE = "arn:aws:iam::123456789012:role/shop"
POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"


def make_cluster(aws: Emulator, **settings: Any) -> str:
    """Make a cluster in a network of its own; return the identifier of the VPC."""
    vpc, subnets = vpc_with_subnets(aws)
    network = {"endpointPublicAccess": False, "subnetIds": subnets}
    aws.client("eks").create_cluster(name="shop", roleArn=ROLE, resourcesVpcConfig=network, **settings)
    return vpc


def cluster(aws: Emulator) -> dict[str, Any]:
    found: dict[str, Any] = aws.client("eks").describe_cluster(name="shop")["cluster"]
    return found


@pytest.mark.fix("eks: a cluster tells who may use it, its support and its network")
def test_a_cluster_is_described_as_it_was_made(aws: Emulator) -> None:
    vpc = make_cluster(aws, accessConfig={"authenticationMode": "API"}, upgradePolicy={"supportType": "STANDARD"})
    found = cluster(aws)
    assert found["accessConfig"]["authenticationMode"] == "API"
    assert found["upgradePolicy"]["supportType"] == "STANDARD"
    assert found["resourcesVpcConfig"]["vpcId"] == vpc
    assert found["resourcesVpcConfig"]["endpointPublicAccess"] is False


@pytest.mark.fix("eks: a change of a cluster is an update")
def test_a_change_of_one_setting_leaves_the_others(aws: Emulator) -> None:
    make_cluster(aws)
    eks = aws.client("eks")
    started = eks.update_cluster_config(name="shop", resourcesVpcConfig={"endpointPrivateAccess": True})["update"]
    assert eks.describe_update(name="shop", updateId=started["id"])["update"]["status"] == "Successful"
    network = cluster(aws)["resourcesVpcConfig"]
    assert (network["endpointPrivateAccess"], network["endpointPublicAccess"]) == (True, False)
    assert len(network["subnetIds"]) > 0


@pytest.mark.fix("eks: a change of a cluster is an update")
def test_a_cluster_gets_another_version(aws: Emulator) -> None:
    make_cluster(aws, version="1.34")
    aws.client("eks").update_cluster_version(name="shop", version="1.35")
    assert cluster(aws)["version"] == "1.35"


@pytest.mark.fix("eks: a node group keeps how it is updated and repaired")
def test_a_node_group_is_described_as_it_was_made(aws: Emulator) -> None:
    make_cluster(aws)
    template = aws.client("ec2").create_launch_template(
        LaunchTemplateName="shop", LaunchTemplateData={"Monitoring": {"Enabled": True}}
    )["LaunchTemplate"]
    aws.client("eks").create_nodegroup(
        clusterName="shop",
        launchTemplate={"id": template["LaunchTemplateId"], "version": "1"},
        nodeRepairConfig={"enabled": True},
        nodeRole=ROLE,
        nodegroupName="general",
        subnets=cluster(aws)["resourcesVpcConfig"]["subnetIds"],
        updateConfig={"maxUnavailablePercentage": 33},
    )
    group = aws.client("eks").describe_nodegroup(clusterName="shop", nodegroupName="general")["nodegroup"]
    assert group["updateConfig"] == {"maxUnavailablePercentage": 33}
    assert group["nodeRepairConfig"] == {"enabled": True}
    assert "diskSize" not in group


@pytest.mark.fix("eks: access entries exist")
def test_an_access_entry_has_policies_that_go_with_it(aws: Emulator) -> None:
    make_cluster(aws)
    eks = aws.client("eks")
    one = {"clusterName": "shop", "principalArn": ROLE}
    eks.create_access_entry(**one)
    eks.associate_access_policy(**one, policyArn=POLICY, accessScope={"type": "namespace", "namespaces": ["shop"]})
    (policy,) = eks.list_associated_access_policies(**one)["associatedAccessPolicies"]
    assert (policy["policyArn"], policy["accessScope"]["namespaces"]) == (POLICY, ["shop"])
    assert eks.describe_access_entry(**one)["accessEntry"]["type"] == "STANDARD"
    eks.delete_access_entry(**one)
    with pytest.raises(eks.exceptions.ResourceNotFoundException):
        eks.describe_access_entry(**one)


@pytest.mark.fix("eks: add-ons exist")
def test_an_add_on_is_active_until_it_is_deleted(aws: Emulator) -> None:
    make_cluster(aws)
    eks = aws.client("eks")
    one = {"clusterName": "shop", "addonName": "coredns"}
    eks.create_addon(**one)
    assert eks.describe_addon(**one)["addon"]["status"] == "ACTIVE"
    eks.delete_addon(**one)
    with pytest.raises(eks.exceptions.ResourceNotFoundException):
        eks.describe_addon(**one)


@pytest.mark.fix("eks: service accounts have roles")
def test_a_service_account_has_a_role(aws: Emulator) -> None:
    make_cluster(aws)
    eks = aws.client("eks")
    made = eks.create_pod_identity_association(
        clusterName="shop", namespace="shop", roleArn=ROLE, serviceAccount="web"
    )["association"]
    one = {"clusterName": "shop", "associationId": made["associationId"]}
    assert eks.describe_pod_identity_association(**one)["association"]["roleArn"] == ROLE
    eks.delete_pod_identity_association(**one)
    with pytest.raises(eks.exceptions.ResourceNotFoundException):
        eks.describe_pod_identity_association(**one)
