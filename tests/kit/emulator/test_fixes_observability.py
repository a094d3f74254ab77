"""Prometheus, Grafana, X-Ray, RUM and identity pools, with what the provider reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tfproof.emulator import Emulator

KEY = "arn:aws:kms:us-east-1:123456789012:key/1a2b3c4d-5e6f-4a1b-8c2d-9e0f1a2b3c4d"


@pytest.mark.fix("amp: a workspace has a key")
def test_a_prometheus_workspace_keeps_its_key(aws: Emulator) -> None:
    amp = aws.client("amp")
    plain = amp.create_workspace(alias="plain")["workspaceId"]
    locked = amp.create_workspace(alias="locked", kmsKeyArn=KEY)["workspaceId"]
    assert "kmsKeyArn" not in amp.describe_workspace(workspaceId=plain)["workspace"]
    assert amp.describe_workspace(workspaceId=locked)["workspace"]["kmsKeyArn"] == KEY


@pytest.mark.fix("amp: a workspace has settings")
def test_metrics_are_kept_as_long_as_it_is_said(aws: Emulator) -> None:
    amp = aws.client("amp")
    workspace = amp.create_workspace()["workspaceId"]
    kept = amp.describe_workspace_configuration(workspaceId=workspace)["workspaceConfiguration"]
    assert (kept["retentionPeriodInDays"], kept["status"]) == (150, {"statusCode": "ACTIVE"})
    amp.update_workspace_configuration(workspaceId=workspace, retentionPeriodInDays=400)
    kept = amp.describe_workspace_configuration(workspaceId=workspace)["workspaceConfiguration"]
    assert kept["retentionPeriodInDays"] == 400


@pytest.mark.fix("amp: alerts have a definition")
def test_a_prometheus_workspace_has_one_definition_of_alerts(aws: Emulator) -> None:
    amp = aws.client("amp")
    workspace = amp.create_workspace()["workspaceId"]
    amp.create_alert_manager_definition(workspaceId=workspace, data=b"one")
    with pytest.raises(amp.exceptions.ConflictException):
        amp.create_alert_manager_definition(workspaceId=workspace, data=b"another")
    amp.put_alert_manager_definition(workspaceId=workspace, data=b"two")
    found = amp.describe_alert_manager_definition(workspaceId=workspace)["alertManagerDefinition"]
    assert (found["data"], found["status"]["statusCode"]) == (b"two", "ACTIVE")
    amp.delete_alert_manager_definition(workspaceId=workspace)
    with pytest.raises(amp.exceptions.ResourceNotFoundException):
        amp.describe_alert_manager_definition(workspaceId=workspace)


def make_grafana(aws: Emulator, provider: str) -> tuple[Any, str]:
    """Make a workspace; return the client and the workspace's identifier."""
    grafana = aws.client("grafana")
    made = grafana.create_workspace(
        accountAccessType="CURRENT_ACCOUNT",
        authenticationProviders=[provider],
        configuration='{"plugins": {"pluginAdminEnabled": false}}',
        networkAccessControl={"prefixListIds": ["pl-0a1b2c3d4e5f60718"], "vpceIds": []},
        permissionType="CUSTOMER_MANAGED",
        tags={"Owner": "team"},
        workspaceDataSources=["CLOUDWATCH"],
        workspaceName="shop",
        workspaceRoleArn="arn:aws:iam::123456789012:role/grafana",
    )
    return grafana, made["workspace"]["id"]


@pytest.mark.fix("grafana: workspaces exist")
def test_a_grafana_workspace_is_kept_with_its_tags(aws: Emulator) -> None:
    grafana, workspace = make_grafana(aws, "AWS_SSO")
    found = grafana.describe_workspace(workspaceId=workspace)["workspace"]
    assert (found["name"], found["dataSources"], found["status"]) == ("shop", ["CLOUDWATCH"], "ACTIVE")
    assert (found["tags"], found["authentication"]["providers"]) == ({"Owner": "team"}, ["AWS_SSO"])
    said = grafana.describe_workspace_configuration(workspaceId=workspace)["configuration"]
    assert "pluginAdminEnabled" in str(said)
    grafana.update_workspace(workspaceId=workspace, workspaceName="store", removeNetworkAccessConfiguration=True)
    found = grafana.describe_workspace(workspaceId=workspace)["workspace"]
    assert (found["name"], "networkAccessControl" in found, found["dataSources"]) == ("store", False, ["CLOUDWATCH"])
    grafana.delete_workspace(workspaceId=workspace)
    with pytest.raises(grafana.exceptions.ResourceNotFoundException):
        grafana.describe_workspace(workspaceId=workspace)


@pytest.mark.fix("grafana: workspaces exist")
def test_grafana_takes_roles_from_saml(aws: Emulator) -> None:
    grafana, workspace = make_grafana(aws, "SAML")
    before = grafana.describe_workspace_authentication(workspaceId=workspace)["authentication"]["saml"]
    assert before["status"] == "NOT_CONFIGURED"
    saml = {"idpMetadata": {"url": "https://idp.example.com"}, "roleValues": {"editor": ["developers"]}}
    grafana.update_workspace_authentication(
        workspaceId=workspace, authenticationProviders=["SAML"], samlConfiguration=saml
    )
    found = grafana.describe_workspace_authentication(workspaceId=workspace)["authentication"]["saml"]
    assert (found["status"], found["configuration"]) == ("CONFIGURED", saml)


@pytest.mark.fix("grafana: workspaces exist")
def test_groups_are_given_a_role_in_grafana_and_lose_it(aws: Emulator) -> None:
    grafana, workspace = make_grafana(aws, "AWS_SSO")
    change = {"role": "VIEWER", "users": [{"id": "team", "type": "SSO_GROUP"}]}
    grafana.update_permissions(workspaceId=workspace, updateInstructionBatch=[{"action": "ADD", **change}])
    found = grafana.list_permissions(workspaceId=workspace)["permissions"]
    assert found == [{"role": "VIEWER", "user": {"id": "team", "type": "SSO_GROUP"}}]
    grafana.update_permissions(workspaceId=workspace, updateInstructionBatch=[{"action": "REVOKE", **change}])
    assert grafana.list_permissions(workspaceId=workspace)["permissions"] == []


RULE = {
    "RuleName": "all",
    "FixedRate": 0.05,
    "Host": "*",
    "HTTPMethod": "*",
    "Priority": 9000,
    "ReservoirSize": 1,
    "ResourceARN": "*",
    "ServiceName": "*",
    "ServiceType": "*",
    "URLPath": "*",
    "Version": 1,
}


@pytest.mark.fix("xray: sampling rules exist", "xray: rules and groups have tags")
def test_a_sampling_rule_is_kept_with_its_tags(aws: Emulator) -> None:
    xray = aws.client("xray")
    xray.create_sampling_rule(SamplingRule=RULE, Tags=[{"Key": "Owner", "Value": "team"}])
    with pytest.raises(xray.exceptions.InvalidRequestException):
        xray.create_sampling_rule(SamplingRule=RULE)
    xray.update_sampling_rule(SamplingRuleUpdate={"RuleName": "all", "FixedRate": 0.5})
    (record,) = xray.get_sampling_rules()["SamplingRuleRecords"]
    assert (record["SamplingRule"]["FixedRate"], record["SamplingRule"]["Priority"]) == (0.5, 9000)
    tags = xray.list_tags_for_resource(ResourceARN=record["SamplingRule"]["RuleARN"])["Tags"]
    assert tags == [{"Key": "Owner", "Value": "team"}]
    xray.delete_sampling_rule(RuleName="all")
    assert xray.get_sampling_rules()["SamplingRuleRecords"] == []


@pytest.mark.fix("xray: traces have groups")
def test_a_group_of_traces_is_kept(aws: Emulator) -> None:
    xray = aws.client("xray")
    insights = {"InsightsEnabled": True, "NotificationsEnabled": False}
    arn = xray.create_group(GroupName="slow", FilterExpression="responsetime > 2", InsightsConfiguration=insights)[
        "Group"
    ]["GroupARN"]
    xray.update_group(GroupARN=arn, FilterExpression="fault = true")
    found = xray.get_group(GroupARN=arn)["Group"]
    assert (found["FilterExpression"], found["InsightsConfiguration"]) == ("fault = true", insights)
    xray.delete_group(GroupARN=arn)
    with pytest.raises(xray.exceptions.InvalidRequestException):
        xray.get_group(GroupName="slow")


@pytest.mark.fix("rum: app monitors exist")
def test_a_monitor_of_users_is_kept_with_its_tags(aws: Emulator) -> None:
    rum = aws.client("rum")
    settings = {"SessionSampleRate": 0.5, "Telemetries": ["errors"]}
    made = rum.create_app_monitor(
        Name="shop", DomainList=["shop.example.com"], AppMonitorConfiguration=settings, Tags={"Owner": "team"}
    )
    with pytest.raises(rum.exceptions.ConflictException):
        rum.create_app_monitor(Name="shop", Domain="shop.example.com")
    rum.update_app_monitor(Name="shop", CwLogEnabled=False, CustomEvents={"Status": "ENABLED"})
    found = rum.get_app_monitor(Name="shop")["AppMonitor"]
    assert (found["Id"], found["AppMonitorConfiguration"], found["Tags"]) == (made["Id"], settings, {"Owner": "team"})
    assert (found["CustomEvents"]["Status"], found["DataStorage"]["CwLog"]["CwLogEnabled"]) == ("ENABLED", False)
    rum.delete_app_monitor(Name="shop")
    with pytest.raises(rum.exceptions.ResourceNotFoundException):
        rum.get_app_monitor(Name="shop")


def make_pool(aws: Emulator) -> tuple[Any, str]:
    """Make an identity pool; return the client and the pool's identifier."""
    pools = aws.client("cognito-identity")
    made = pools.create_identity_pool(IdentityPoolName="shop", AllowUnauthenticatedIdentities=True)
    return pools, made["IdentityPoolId"]


@pytest.mark.fix("cognito-identity: an identity pool has roles")
def test_guests_of_an_identity_pool_have_a_role(aws: Emulator) -> None:
    pools, pool = make_pool(aws)
    assert pools.get_identity_pool_roles(IdentityPoolId=pool).get("Roles", {}) == {}
    roles = {"unauthenticated": "arn:aws:iam::123456789012:role/guest"}
    pools.set_identity_pool_roles(IdentityPoolId=pool, Roles=roles)
    assert pools.get_identity_pool_roles(IdentityPoolId=pool)["Roles"] == roles


@pytest.mark.fix("cognito-identity: the tags of a pool can be changed")
def test_the_tags_of_an_identity_pool_come_and_go(aws: Emulator) -> None:
    pools, pool = make_pool(aws)
    arn = f"arn:aws:cognito-identity:us-east-1:123456789012:identitypool/{pool}"
    pools.tag_resource(ResourceArn=arn, Tags={"Owner": "team", "Area": "shop"})
    pools.untag_resource(ResourceArn=arn, TagKeys=["Area"])
    assert pools.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"Owner": "team"}
