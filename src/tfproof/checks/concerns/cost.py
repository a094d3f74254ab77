"""Whether somebody notices what it costs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns._named import names_any
from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds
from tfproof.checks.reading import argument, blocks, listed

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


@check(
    "cost.budget",
    title="A budget of the account's cost tells somebody",
    severity="low",
    aspect="cost",
    source=(
        "https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html",
        "https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-create-filters.html",
    ),
    types=("aws_budgets_budget",),
    remediation="Add aws_budgets_budget of the type COST, without filters, with a notification that has subscribers.",
    population="must-exist",
    scope="account",
)
def budget(r: Resource, _: Context) -> Answer:
    """Reads the budget's type, its filters, its notifications and who gets them. A budget of something else than cost,
    or of one service or tag, does not see the rest; one that notifies nobody is a number nobody sees."""
    return all_of([partial(_is_of_cost, r), partial(_is_of_everything, r), partial(_notifies, r)])


def _is_of_cost(r: Resource) -> Answer:
    kind = argument(r, "budget_type", "")
    return holds(kind == "COST", f"{r.address} is a budget of cost", f"{r.address} is a budget of {kind}, not of COST")


def _is_of_everything(r: Resource) -> Answer:
    filters = [argument(r, f"{path}.name", "") for path in blocks(r, "cost_filter")]
    partly = sorted(set(filters) - {"LinkedAccount"})
    return holds(
        not partly,
        f"{r.address} is of all cost",
        f"{r.address} is of a part of the cost only, by {', '.join(partly)}",
    )


def _notifies(r: Resource) -> Answer:
    notifications = blocks(r, "notification")
    none = partial(fails, f"{r.address} notifies nobody")
    return any_of([none, *(partial(_has_subscriber, r, path) for path in notifications)])


def _has_subscriber(r: Resource, path: str) -> Answer:
    return any_of([partial(_has_address, r, path), partial(_has_topic, r, path)])


def _has_address(r: Resource, path: str) -> Answer:
    addresses = listed(r, f"{path}.subscriber_email_addresses")
    somebody = bool(addresses.known or addresses.all())
    return holds(somebody, f"{r.address} notifies an address", f"{r.address} {path} has no address")


def _has_topic(r: Resource, path: str) -> Answer:
    somebody = names_any(r.members(f"{path}.subscriber_sns_topic_arns", "aws_sns_topic", "data.aws_sns_topic"))
    return holds(somebody, f"{r.address} notifies a topic", f"{r.address} {path} has no topic")


@check(
    "cost.anomaly-detection",
    title="A monitor of unusual cost tells somebody",
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
    nothing. What of the cost the monitors watch is not read."""
    return all_of([partial(_has_monitor, r), partial(_has_recipient, r)])


def _has_monitor(r: Resource) -> Answer:
    monitored = names_any(r.members("monitor_arn_list", "aws_ce_anomaly_monitor"))
    return holds(monitored, f"{r.address} has a monitor", f"{r.address} has no monitor")


def _has_recipient(r: Resource) -> Answer:
    told = len(blocks(r, "subscriber"))
    return holds(told > 0, f"{r.address} tells {told} subscriber(s)", f"{r.address} has no subscriber")
