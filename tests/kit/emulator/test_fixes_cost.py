"""Budgets and cost anomalies, with what the provider reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tfproof.emulator import Emulator

ACCOUNT = "123456789012"
NOTIFICATION = {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80.0}
TEAM = {"SubscriptionType": "EMAIL", "Address": "team@example.com"}
TOPIC = {"SubscriptionType": "SNS", "Address": f"arn:aws:sns:us-east-1:{ACCOUNT}:info"}


def budget(limit: str) -> dict[str, Any]:
    amount = {"Amount": limit, "Unit": "USD"}
    return {"BudgetName": "shop", "BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": amount}


def make_budget(aws: Emulator) -> Any:
    """Make a budget that tells the team; return the client."""
    budgets = aws.client("budgets")
    budgets.create_budget(
        AccountId=ACCOUNT,
        Budget=budget("100"),
        NotificationsWithSubscribers=[{"Notification": NOTIFICATION, "Subscribers": [TEAM]}],
        ResourceTags=[{"Key": "Owner", "Value": "team"}],
    )
    return budgets


@pytest.mark.fix("budgets: a budget can be changed")
def test_a_changed_budget_keeps_its_notifications(aws: Emulator) -> None:
    budgets = make_budget(aws)
    budgets.update_budget(AccountId=ACCOUNT, NewBudget=budget("250"))
    found = budgets.describe_budget(AccountId=ACCOUNT, BudgetName="shop")["Budget"]
    assert found["BudgetLimit"]["Amount"] == "250"
    notifications = budgets.describe_notifications_for_budget(AccountId=ACCOUNT, BudgetName="shop")["Notifications"]
    assert [n["Threshold"] for n in notifications] == [80.0]


@pytest.mark.fix("budgets: a notification has subscribers")
def test_subscribers_come_and_go(aws: Emulator) -> None:
    budgets = make_budget(aws)
    which = {"AccountId": ACCOUNT, "BudgetName": "shop", "Notification": NOTIFICATION}
    budgets.create_subscriber(**which, Subscriber=TOPIC)
    assert budgets.describe_subscribers_for_notification(**which)["Subscribers"] == [TEAM, TOPIC]
    budgets.delete_subscriber(**which, Subscriber=TEAM)
    assert budgets.describe_subscribers_for_notification(**which)["Subscribers"] == [TOPIC]


@pytest.mark.fix("budgets: a notification has subscribers")
def test_a_notification_is_known_by_its_threshold(aws: Emulator) -> None:
    budgets = make_budget(aws)
    which = {"AccountId": ACCOUNT, "BudgetName": "shop"}
    same = {**NOTIFICATION, "ThresholdType": "PERCENTAGE", "NotificationState": "ALARM"}
    assert budgets.describe_subscribers_for_notification(**which, Notification=same)["Subscribers"] == [TEAM]
    with pytest.raises(budgets.exceptions.NotFoundException):
        budgets.describe_subscribers_for_notification(**which, Notification={**NOTIFICATION, "Threshold": 90.0})


@pytest.mark.fix("budgets: budgets have tags")
def test_the_tags_of_a_budget_go_with_it(aws: Emulator) -> None:
    budgets = make_budget(aws)
    which = {"ResourceARN": f"arn:aws:budgets::{ACCOUNT}:budget/shop"}
    budgets.tag_resource(**which, ResourceTags=[{"Key": "Project", "Value": "shop"}])
    budgets.untag_resource(**which, ResourceTagKeys=["Owner"])
    assert budgets.list_tags_for_resource(**which)["ResourceTags"] == [{"Key": "Project", "Value": "shop"}]
    budgets.delete_budget(AccountId=ACCOUNT, BudgetName="shop")
    assert budgets.list_tags_for_resource(**which)["ResourceTags"] == []


def make_monitor(aws: Emulator) -> str:
    monitor = {"MonitorName": "services", "MonitorType": "DIMENSIONAL", "MonitorDimension": "SERVICE"}
    tags = [{"Key": "Owner", "Value": "team"}]
    made = aws.client("ce").create_anomaly_monitor(AnomalyMonitor=monitor, ResourceTags=tags)
    return str(made["MonitorArn"])


@pytest.mark.fix("ce: anomaly monitors exist")
def test_an_anomaly_monitor_is_kept_with_its_tags(aws: Emulator) -> None:
    ce = aws.client("ce")
    arn = make_monitor(aws)
    ce.update_anomaly_monitor(MonitorArn=arn, MonitorName="all services")
    (found,) = ce.get_anomaly_monitors(MonitorArnList=[arn])["AnomalyMonitors"]
    assert (found["MonitorName"], found["MonitorDimension"]) == ("all services", "SERVICE")
    assert ce.list_tags_for_resource(ResourceArn=arn)["ResourceTags"] == [{"Key": "Owner", "Value": "team"}]
    ce.delete_anomaly_monitor(MonitorArn=arn)
    assert ce.get_anomaly_monitors()["AnomalyMonitors"] == []
    with pytest.raises(ce.exceptions.UnknownMonitorException):
        ce.get_anomaly_monitors(MonitorArnList=[arn])


def subscription(monitor: str) -> dict[str, Any]:
    told = [{"Type": "SNS", "Address": TOPIC["Address"]}]
    return {"SubscriptionName": "info", "Frequency": "IMMEDIATE", "MonitorArnList": [monitor], "Subscribers": told}


@pytest.mark.fix("ce: anomaly subscriptions exist")
def test_an_anomaly_subscription_is_kept(aws: Emulator) -> None:
    ce = aws.client("ce")
    monitor = make_monitor(aws)
    arn = ce.create_anomaly_subscription(AnomalySubscription=subscription(monitor))["SubscriptionArn"]
    ce.update_anomaly_subscription(SubscriptionArn=arn, Frequency="DAILY")
    (found,) = ce.get_anomaly_subscriptions(SubscriptionArnList=[arn])["AnomalySubscriptions"]
    assert (found["Frequency"], found["MonitorArnList"], found["AccountId"]) == ("DAILY", [monitor], ACCOUNT)
    ce.delete_anomaly_subscription(SubscriptionArn=arn)
    with pytest.raises(ce.exceptions.UnknownSubscriptionException):
        ce.get_anomaly_subscriptions(SubscriptionArnList=[arn])


@pytest.mark.fix("ce: anomaly subscriptions exist")
def test_an_anomaly_subscription_needs_its_monitor(aws: Emulator) -> None:
    ce = aws.client("ce")
    unknown = f"arn:aws:ce::{ACCOUNT}:anomalymonitor/nobody"
    with pytest.raises(ce.exceptions.UnknownMonitorException):
        ce.create_anomaly_subscription(AnomalySubscription=subscription(unknown))


@pytest.mark.fix("bcm-data-exports: exports exist")
def test_an_export_is_kept_with_what_aws_adds_to_it(aws: Emulator) -> None:
    exports = aws.client("bcm-data-exports")
    export = {
        "Name": "costs",
        "DataQuery": {
            "QueryStatement": "SELECT line_item_unblended_cost FROM COST_AND_USAGE_REPORT",
            "TableConfigurations": {"COST_AND_USAGE_REPORT": {"TIME_GRANULARITY": "DAILY"}},
        },
        "DestinationConfigurations": {
            "S3Destination": {
                "S3Bucket": "costs",
                "S3Prefix": "exports",
                "S3Region": "us-east-1",
                "S3OutputConfigurations": {
                    "Compression": "PARQUET",
                    "Format": "PARQUET",
                    "OutputType": "CUSTOM",
                    "Overwrite": "OVERWRITE_REPORT",
                },
            }
        },
        "RefreshCadence": {"Frequency": "SYNCHRONOUS"},
    }
    all_columns = {**export["DataQuery"], "QueryStatement": "SELECT * FROM COST_AND_USAGE_REPORT"}
    with pytest.raises(exports.exceptions.ValidationException):
        exports.create_export(Export={**export, "DataQuery": all_columns})
    arn = exports.create_export(Export=export, ResourceTags=[{"Key": "Owner", "Value": "team"}])["ExportArn"]
    with pytest.raises(exports.exceptions.ValidationException):
        exports.create_export(Export=export)
    found = exports.get_export(ExportArn=arn)
    settings = found["Export"]["DataQuery"]["TableConfigurations"]["COST_AND_USAGE_REPORT"]
    assert (settings["TIME_GRANULARITY"], settings["INCLUDE_RESOURCES"]) == ("DAILY", "FALSE")
    assert settings["BILLING_VIEW_ARN"].endswith(":billingview/primary")
    assert found["ExportStatus"]["StatusCode"] == "HEALTHY"
    assert exports.list_tags_for_resource(ResourceArn=arn)["ResourceTags"] == [{"Key": "Owner", "Value": "team"}]
    exports.update_export(ExportArn=arn, Export={**export, "Description": "of the shop"})
    assert exports.get_export(ExportArn=arn)["Export"]["Description"] == "of the shop"
    assert [e["ExportName"] for e in exports.list_exports()["Exports"]] == ["costs"]
    exports.delete_export(ExportArn=arn)
    with pytest.raises(exports.exceptions.ResourceNotFoundException):
        exports.get_export(ExportArn=arn)


@pytest.mark.fix("ce: cost allocation tags are activated")
def test_a_cost_allocation_tag_is_activated_and_deactivated(aws: Emulator) -> None:
    ce = aws.client("ce")
    order = [{"TagKey": "Project", "Status": "Active"}, {"TagKey": "Owner", "Status": "Inactive"}]
    assert ce.update_cost_allocation_tags_status(CostAllocationTagsStatus=order)["Errors"] == []
    found = ce.list_cost_allocation_tags(TagKeys=["Project"])["CostAllocationTags"]
    assert found == [{"TagKey": "Project", "Status": "Active", "Type": "UserDefined"}]
    ce.update_cost_allocation_tags_status(CostAllocationTagsStatus=[{"TagKey": "Project", "Status": "Inactive"}])
    assert ce.list_cost_allocation_tags(Status="Active")["CostAllocationTags"] == []


@pytest.mark.fix("compute-optimizer: an account is enrolled")
def test_compute_optimizer_is_enrolled(aws: Emulator) -> None:
    optimizer = aws.client("compute-optimizer")
    assert optimizer.get_enrollment_status()["status"] == "Inactive"
    optimizer.update_enrollment_status(status="Active", includeMemberAccounts=True)
    found = optimizer.get_enrollment_status()
    assert (found["status"], found["memberAccountsEnrolled"]) == ("Active", True)


@pytest.mark.fix("cost-optimization-hub: an account is enrolled")
def test_cost_optimization_hub_is_enrolled(aws: Emulator) -> None:
    hub = aws.client("cost-optimization-hub")
    assert [a["status"] for a in hub.list_enrollment_statuses()["items"]] == ["Inactive"]
    hub.update_enrollment_status(status="Active", includeMemberAccounts=True)
    found = hub.list_enrollment_statuses()
    assert ([a["status"] for a in found["items"]], found["includeMemberAccounts"]) == (["Active"], True)
