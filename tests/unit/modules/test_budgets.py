"""What the module `budgets` promises."""

import pytest


def notifications(budget):
    """(type, percentage) of every notification of a budget, sorted."""
    return sorted((each["notification_type"], each["threshold"]) for each in budget["notification"])


@pytest.mark.plan("budgets", example="minimal")
def test_costs_have_a_monthly_limit_in_dollars(plan):
    budget = plan.one("aws_budgets_budget")
    assert [budget[name] for name in ("budget_type", "time_unit", "limit_unit")] == ["COST", "MONTHLY", "USD"]


@pytest.mark.plan("budgets", example="minimal")
def test_the_limit_is_the_one_given(plan):
    assert float(plan.one("aws_budgets_budget")["limit_amount"]) == 500


@pytest.mark.plan("budgets", example="minimal")
def test_half_most_and_all_of_the_limit_and_its_forecast_notify_by_default(plan):
    assert notifications(plan.one("aws_budgets_budget")) == [
        ("ACTUAL", 50),
        ("ACTUAL", 80),
        ("ACTUAL", 100),
        ("FORECASTED", 100),
    ]


@pytest.mark.plan("budgets", example="minimal", actual_thresholds=[90], forecast_thresholds=[])
def test_the_thresholds_can_be_chosen(plan):
    assert notifications(plan.one("aws_budgets_budget")) == [("ACTUAL", 90)]


@pytest.mark.plan("budgets", example="minimal")
def test_every_notification_is_a_percentage_that_is_exceeded(plan):
    kinds = {
        (each["comparison_operator"], each["threshold_type"]) for each in plan.one("aws_budgets_budget")["notification"]
    }
    assert kinds == {("GREATER_THAN", "PERCENTAGE")}


@pytest.mark.plan("budgets", example="minimal")
def test_every_notification_reaches_the_addresses(plan):
    addresses = [each["subscriber_email_addresses"] for each in plan.one("aws_budgets_budget")["notification"]]
    assert addresses == [["platform-team@example.com"]] * 4


@pytest.mark.plan("budgets", example="typical")
def test_every_notification_reaches_the_topic(plan):
    topics = [
        each["subscriber_sns_topic_arns"]
        for each in plan.resource("module.budgets.aws_budgets_budget.this")["notification"]
    ]
    assert topics == [["arn:aws:sns:us-east-1:123456789012:shop-production-info"]] * 4


@pytest.mark.plan("budgets", example="typical")
def test_costs_can_be_filtered_by_tag(plan):
    budget = plan.resource("module.budgets.aws_budgets_budget.this")
    assert budget["cost_filter"] == [{"name": "TagKeyValue", "values": ["user:Project$shop"]}]


@pytest.mark.plan("budgets", example="typical")
def test_a_commitment_budget_notifies_below_its_minimum(plan):
    budget = plan.resource('module.budgets.aws_budgets_budget.commitment["database-reservations"]')
    notification = budget["notification.0"]
    assert (notification["comparison_operator"], notification["threshold"]) == ("LESS_THAN", 80)


@pytest.mark.plan("budgets", example="typical")
def test_a_reservation_budget_names_its_service(plan):
    budget = plan.resource('module.budgets.aws_budgets_budget.commitment["database-reservations"]')
    assert budget["cost_filter.0.values"] == ["Amazon Relational Database Service"]


@pytest.mark.plan("budgets", example="typical")
def test_a_commitment_budget_counts_subscriptions_only(plan):
    budget = plan.resource('module.budgets.aws_budgets_budget.commitment["database-reservations"]')
    counted = {name for name, included in budget["cost_types.0"].items() if included is True}
    assert counted == {"include_subscription"}


@pytest.mark.refused("budgets", example="minimal", monthly_limit=0, match="above 0")
def test_a_limit_of_nothing_is_refused(refusal):
    assert refusal.variable == "monthly_limit"


@pytest.mark.refused("budgets", example="minimal", email_addresses=[], match="must notify somebody")
def test_a_budget_that_tells_nobody_is_refused(refusal):
    assert refusal.variable == "email_addresses"


@pytest.mark.refused("budgets", example="minimal", actual_thresholds=[0], match="percentage above 0")
def test_a_threshold_of_nothing_is_refused(refusal):
    assert refusal.variable == "actual_thresholds"


@pytest.mark.refused("budgets", example="minimal", forecast_thresholds=[1001], match="up to 1000")
def test_a_forecast_far_beyond_the_limit_is_refused(refusal):
    assert refusal.variable == "forecast_thresholds"


@pytest.mark.refused(
    "budgets",
    example="minimal",
    commitment_budgets={"x": {"type": "COST", "minimum_percent": 80}},
    match="RI_COVERAGE, RI_UTILIZATION",
)
def test_a_commitment_budget_of_another_type_is_refused(refusal):
    assert refusal.variable == "commitment_budgets"


@pytest.mark.refused(
    "budgets",
    example="minimal",
    commitment_budgets={"x": {"type": "RI_COVERAGE", "minimum_percent": 80}},
    match="must name its service",
)
def test_a_reservation_budget_without_service_is_refused(refusal):
    assert refusal.variable == "commitment_budgets"


@pytest.mark.refused(
    "budgets",
    example="minimal",
    commitment_budgets={"x": {"type": "SAVINGS_PLANS_COVERAGE", "minimum_percent": 101}},
    match="not above 100",
)
def test_a_coverage_above_everything_is_refused(refusal):
    assert refusal.variable == "commitment_budgets"
