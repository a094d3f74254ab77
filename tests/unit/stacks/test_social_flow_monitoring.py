"""Social Flow: alarms, dashboards, events, and who hears of them."""

import pytest


def alarms(plan, metric, threshold):
    """The alarms on this metric with this threshold; at least one."""
    found = [
        item
        for item in plan.of("aws_cloudwatch_metric_alarm")
        if (item["metric_name"], item["threshold"]) == (metric, threshold)
    ]
    assert found, f"no alarm on {metric} at {threshold}"
    return found


def one_alarm(plan, metric, threshold, namespace):
    """The only alarm on this metric of this namespace."""
    (found,) = [item for item in alarms(plan, metric, threshold) if item["namespace"] == namespace]
    return found


def severity(alarm):
    """The severity that an alarm is routed by."""
    (topic_arn,) = alarm["alarm_actions"]
    return topic_arn.rsplit("-", 1)[1]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-007")
def test_connections_above_80_percent_of_the_maximum_are_a_warning(plan):
    (maximum,) = {
        int(parameter["value"])
        for group in plan.of("aws_db_parameter_group")
        for parameter in group["parameter"]
        if parameter["name"] == "max_connections"
    }
    alarm = one_alarm(plan, "DatabaseConnections", maximum * 8 // 10, "AWS/RDS")
    assert severity(alarm) == "warning"


@pytest.mark.plan("social-flow", environments=["production"])
@pytest.mark.requirement("SF-MON-009")
def test_every_node_of_redis_is_watched(plan):
    nodes = {item["dimensions"]["CacheClusterId"] for item in alarms(plan, "EngineCPUUtilization", 75)}
    assert len(nodes) == plan.one("aws_elasticache_replication_group")["num_cache_clusters"]
