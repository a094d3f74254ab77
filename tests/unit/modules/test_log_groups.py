"""What the module `log-groups` promises."""

import pytest

KEY = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"


def group(plan, key):
    """The log group with this key."""
    return plan.resource(f'module.log_groups.aws_cloudwatch_log_group.this["{key}"]')


def metric_filter(plan, name):
    """The metric filter with this name."""
    return plan.resource(f'module.log_groups.aws_cloudwatch_log_metric_filter.this["{name}"]')


@pytest.mark.plan("log-groups", example="minimal")
def test_log_events_are_kept_for_thirty_days_by_default(plan):
    assert group(plan, "app")["retention_in_days"] == 30


@pytest.mark.plan("log-groups", example="typical")
def test_the_retention_of_all_groups_can_be_chosen(plan):
    assert group(plan, "app")["retention_in_days"] == 14


@pytest.mark.plan("log-groups", example="typical")
def test_one_group_can_have_a_retention_of_its_own(plan):
    assert group(plan, "audit")["retention_in_days"] == 365


@pytest.mark.plan("log-groups", example="typical")
def test_every_group_is_encrypted_with_the_given_key(plan):
    assert {item["kms_key_id"] for item in plan.of("aws_cloudwatch_log_group")} == {KEY}


@pytest.mark.plan("log-groups", example="typical")
def test_names_are_given_back_by_key(plan):
    assert plan.of("aws_cloudwatch_log_group")[0]["name"] == "/ecs/shop-production/app"


@pytest.mark.plan("log-groups", example="typical")
def test_matching_events_count_as_one(plan):
    transformation = metric_filter(plan, "shop-production-app-errors")["metric_transformation.0"]
    assert (transformation["value"], transformation["default_value"]) == ("1", "0")


@pytest.mark.plan("log-groups", example="typical")
def test_a_metric_filter_reads_its_log_group(plan):
    assert metric_filter(plan, "shop-production-app-errors")["log_group_name"] == "/ecs/shop-production/app"


@pytest.mark.plan("log-groups", example="typical")
def test_a_metric_with_dimensions_has_no_default_value(plan):
    transformation = metric_filter(plan, "shop-production-slow-requests")["metric_transformation.0"]
    assert (transformation["dimensions"], transformation["default_value"]) == ({"Route": "$.route"}, None)


@pytest.mark.plan("log-groups", example="minimal")
def test_anomalies_are_not_looked_for_by_default(plan):
    assert plan.of("aws_cloudwatch_log_anomaly_detector") == []


@pytest.mark.plan("log-groups", example="typical")
def test_anomalies_are_looked_for_where_asked(plan):
    assert plan.one("aws_cloudwatch_log_anomaly_detector")["enabled"] is True


@pytest.mark.plan("log-groups", example="typical")
def test_a_saved_query_reads_its_log_groups(plan):
    (query,) = [q for q in plan.of("aws_cloudwatch_query_definition") if q.index == "shop-production/errors"]
    groups = query["log_group_names"]
    assert groups == ["/ecs/shop-production/app", "/ecs/shop-production/worker"]


@pytest.mark.plan("log-groups", example="typical")
def test_a_query_can_be_of_a_log_group_that_others_made(plan):
    (query,) = [q for q in plan.of("aws_cloudwatch_query_definition") if q.index == "shop-production/root"]
    assert query["log_group_names"] == ["/aws/cloudtrail/shop-production"]


@pytest.mark.plan("log-groups", example="grown")
def test_a_metric_can_be_of_a_log_group_that_others_made(plan):
    (found,) = [f for f in plan.of("aws_cloudwatch_log_metric_filter") if f.index == "shop-production-rejected"]
    assert found["log_group_name"] == "/aws/vpc/shop-production/flow-logs"
    assert "/aws/vpc/shop-production/flow-logs" not in {g["name"] for g in plan.of("aws_cloudwatch_log_group")}


@pytest.mark.refused(
    "log-groups",
    example="typical",
    existing_log_groups={"app": "/other", "trail": "/trail"},
    match="stand for one log group",
)
def test_a_key_for_two_log_groups_is_refused(refusal):
    assert refusal.variable == "existing_log_groups"


@pytest.mark.refused("log-groups", example="minimal", log_retention_days=15, match="one of 1, 3, 5, 7, 14, 30")
def test_a_retention_that_cloudwatch_does_not_offer_is_refused(refusal):
    assert refusal.variable == "log_retention_days"


@pytest.mark.refused("log-groups", example="minimal", log_retention_days=0, match="one of 1, 3, 5, 7, 14, 30")
def test_keeping_events_for_ever_is_refused(refusal):
    assert refusal.variable == "log_retention_days"


@pytest.mark.refused(
    "log-groups",
    log_groups={"app": {"name": "/app", "log_retention_days": 8}},
    match="retention of a log group",
)
def test_a_group_with_a_retention_that_cloudwatch_does_not_offer_is_refused(refusal):
    assert refusal.variable == "log_groups"


@pytest.mark.refused(
    "log-groups",
    example="minimal",
    metric_filters={"errors": {"log_group": "api", "metric_name": "E", "namespace": "S", "pattern": "ERROR"}},
    match="key of log_groups",
)
def test_a_metric_filter_on_a_missing_group_is_refused(refusal):
    assert refusal.variable == "metric_filters"


@pytest.mark.refused(
    "log-groups",
    example="minimal",
    queries={"errors": {"log_groups": ["api"], "query": "x"}},
    match="keys of log_groups",
)
def test_a_query_on_a_missing_group_is_refused(refusal):
    assert refusal.variable == "queries"
