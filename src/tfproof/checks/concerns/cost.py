"""Whether somebody notices what it costs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, Context, any_of, check, fails, holds
from tfproof.checks.reading import blocks, targets

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


@check(
    "cost.budget",
    title="The account has a budget that tells somebody",
    severity="low",
    aspect="cost",
    source="https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html",
    types=("aws_budgets_budget",),
    remediation="Add aws_budgets_budget with a notification that has subscribers.",
    population="must-exist",
    scope="account",
)
def budget(r: Resource, _: Context) -> Answer:
    """Reads the notifications of the budget and who gets them. A budget without notification is a number
    nobody sees."""
    notifications = blocks(r, "notification")
    if not notifications:
        return fails(f"{r.address} notifies nobody")
    return any_of(partial(_has_subscriber, r, path) for path in notifications)


def _has_subscriber(r: Resource, path: str) -> Answer:
    kinds = ("subscriber_email_addresses", "subscriber_sns_topic_arns")
    somebody = any(targets(r, f"{path}.{kind}") for kind in kinds)
    return holds(somebody, f"{r.address} notifies somebody", f"{r.address} {path} has no subscriber")


@check(
    "cost.anomaly-detection",
    title="Unusual cost is noticed",
    severity="low",
    aspect="cost",
    source="https://docs.aws.amazon.com/cost-management/latest/userguide/manage-ad.html",
    types=("aws_ce_anomaly_subscription",),
    looks_at=("aws_ce_anomaly_monitor",),
    remediation="Add aws_ce_anomaly_monitor and an aws_ce_anomaly_subscription with a subscriber.",
    population="must-exist",
    scope="account",
)
def anomaly_detection(r: Resource, _: Context) -> Answer:
    """Reads the monitors and the subscribers of the subscription; one without the other notices or tells
    nothing."""
    monitored = targets(r, "monitor_arn_list")
    subscribed = blocks(r, "subscriber")
    return holds(
        bool(monitored) and bool(subscribed),
        f"{r.address} tells {len(subscribed)} subscriber(s)",
        f"{r.address} has {len(monitored)} monitors and {len(subscribed)} subscribers",
    )
