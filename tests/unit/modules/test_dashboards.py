"""What the module `dashboards` promises."""

import json

import pytest


def widgets(plan, dashboard="service"):
    """The widgets of the dashboard with this key."""
    body = plan.resource(f'module.dashboards.aws_cloudwatch_dashboard.this["{dashboard}"]')["dashboard_body"]
    return json.loads(body)["widgets"]


@pytest.mark.plan("dashboards", example="minimal")
def test_a_dashboard_is_named_after_its_key(plan):
    assert plan.one("aws_cloudwatch_dashboard")["dashboard_name"] == "shop-production-service"


@pytest.mark.plan("dashboards", example="minimal")
def test_a_metric_is_given_with_namespace_name_and_dimensions(plan):
    (metric,) = widgets(plan)[0]["properties"]["metrics"]
    dimensions = ["ClusterName", "shop-production", "ServiceName", "shop-production-app"]
    assert metric[:-1] == ["AWS/ECS", "CPUUtilization", *dimensions]


@pytest.mark.plan("dashboards", example="minimal")
def test_metrics_come_from_the_region_of_the_module(plan):
    assert widgets(plan)[0]["properties"]["region"] == "us-east-1"


@pytest.mark.plan("dashboards", example="grown")
def test_a_widget_can_show_another_region(plan):
    assert widgets(plan, "cost")[0]["properties"]["region"] == "us-east-1"


@pytest.mark.plan("dashboards", example="typical")
def test_widgets_keep_their_order(plan):
    titles = [widget["properties"].get("title") for widget in widgets(plan)]
    assert titles == [None, "Requests", "Hit rate"]


@pytest.mark.plan("dashboards", example="typical")
def test_a_text_widget_shows_markdown(plan):
    assert widgets(plan)[0]["properties"]["markdown"].startswith("# Shop")


@pytest.mark.plan("dashboards", example="typical")
def test_an_expression_combines_hidden_metrics(plan):
    hits, misses, rate = widgets(plan)[2]["properties"]["metrics"]
    assert (hits[-1]["visible"], misses[-1]["visible"]) == (False, False)
    assert rate == [{"expression": "100 * hits / (hits + misses)", "label": "percent"}]


@pytest.mark.plan("dashboards", example="typical")
def test_settings_without_a_value_are_left_out(plan):
    assert "null" not in plan.one("aws_cloudwatch_dashboard")["dashboard_body"]


@pytest.mark.plan("dashboards", example="grown")
def test_a_widget_can_show_a_query_of_logs(plan):
    (widget,) = widgets(plan, "errors")
    assert (widget["type"], widget["properties"]["view"], widget["properties"]["region"]) == (
        "log",
        "table",
        "eu-west-1",
    )
    assert widget["properties"]["query"] == (
        "SOURCE '/ecs/shop-production/app' | SOURCE '/ecs/shop-production/worker'"
        " | fields @timestamp, @message | filter level = 'ERROR' | sort @timestamp desc"
    )


@pytest.mark.refused(
    "dashboards",
    example="minimal",
    dashboards={"a": {"widgets": [{"title": "empty"}]}},
    match="either a text",
)
def test_a_widget_that_shows_nothing_is_refused(refusal):
    assert refusal.variable == "dashboards"


@pytest.mark.refused(
    "dashboards",
    example="minimal",
    dashboards={"a": {"widgets": [{"markdown": "x", "width": 25}]}},
    match="1 and 24",
)
def test_a_widget_wider_than_the_dashboard_is_refused(refusal):
    assert refusal.variable == "dashboards"


@pytest.mark.refused(
    "dashboards",
    example="minimal",
    dashboards={"a": {"widgets": [{"markdown": "x", "view": "cake"}]}},
    match="one of bar",
)
def test_an_unknown_view_is_refused(refusal):
    assert refusal.variable == "dashboards"
