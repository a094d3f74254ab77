"""Rules of the checks of cost that one finding for the whole account cannot show in a fixture."""

from __future__ import annotations

from typing import Any

import pytest
from small_plans import verdict_of

TOLD = {"subscriber_email_addresses": ["finance@example.com"]}
BUDGETS = [
    ("tells somebody", {"notification": [TOLD]}, "pass"),
    ("tells a topic", {"notification": [{"subscriber_sns_topic_arns": ["arn:aws:sns:us-east-1:1:cost"]}]}, "pass"),
    ("address decided later", {"notification": [{"subscriber_email_addresses": [...]}]}, "unknown"),
    ("tells nobody", {"notification": []}, "fail"),
    ("tells an empty list", {"notification": [{"subscriber_email_addresses": []}]}, "fail"),
    ("second notification tells somebody", {"notification": [{}, TOLD]}, "pass"),
    ("decided later", {"notification": [{"subscriber_email_addresses": ...}]}, "unknown"),
    ("somebody beside one decided later", {"notification": [{"subscriber_email_addresses": ...}, TOLD]}, "pass"),
    ("of usage", {"budget_type": "USAGE", "notification": [TOLD]}, "fail"),
    ("of usage, told later", {"budget_type": "USAGE", "notification": ...}, "fail"),
    ("of a service", {"cost_filter": [{"name": "Service"}], "notification": [TOLD]}, "fail"),
    ("of an account", {"cost_filter": [{"name": "LinkedAccount"}], "notification": [TOLD]}, "pass"),
]


@pytest.mark.parametrize(("case", "budget", "verdict"), BUDGETS, ids=[b[0] for b in BUDGETS])
def test_a_budget_of_all_cost_tells_somebody(case: str, budget: dict[str, Any], verdict: str) -> None:
    assert verdict_of("cost.budget", {"aws_budgets_budget.a": {"budget_type": "COST", **budget}}) == verdict, case


MONITOR = "arn:aws:ce::123456789012:anomalymonitor/services"
SUBSCRIPTIONS = [
    ("both", [MONITOR], [{"type": "EMAIL"}], "pass"),
    ("no monitor", [], [{"type": "EMAIL"}], "fail"),
    ("no subscriber", [MONITOR], [], "fail"),
    ("monitor decided later", ..., [{"type": "EMAIL"}], "unknown"),
    ("no subscriber, monitor decided later", ..., [], "fail"),
    ("subscribers decided later", [MONITOR], ..., "unknown"),
]


@pytest.mark.parametrize(("case", "monitors", "told", "verdict"), SUBSCRIPTIONS, ids=[s[0] for s in SUBSCRIPTIONS])
def test_a_subscription_has_a_monitor_and_a_subscriber(case: str, monitors: Any, told: Any, verdict: str) -> None:
    subscription = {"monitor_arn_list": monitors, "subscriber": told}
    assert verdict_of("cost.anomaly-detection", {"aws_ce_anomaly_subscription.a": subscription}) == verdict, case
