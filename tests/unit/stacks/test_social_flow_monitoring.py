"""Social Flow: alarms, dashboards, events, and who hears of them."""

import json

import pytest

SEVERITIES = ("critical", "info", "warning")


def alarms(plan, metric, threshold):
    """The alarms on this metric with this threshold; at least one."""
    found = [
        item
        for item in plan.of("aws_cloudwatch_metric_alarm")
        if (item["metric_name"], item["threshold"]) == (metric, threshold)
    ]
    assert found, f"no alarm on {metric} at {threshold}"
    return found


def service_alarms(plan, metric, threshold):
    """The alarms on this metric of the services."""
    return [item for item in alarms(plan, metric, threshold) if item["namespace"] == "AWS/ECS"]


def one_alarm(plan, metric, threshold, namespace):
    """The only alarm on this metric of this namespace."""
    (found,) = [item for item in alarms(plan, metric, threshold) if item["namespace"] == namespace]
    return found


def severity(alarm):
    """The severity that an alarm is routed by."""
    (topic_arn,) = alarm["alarm_actions"]
    return topic_arn.rsplit("-", 1)[1]


def services(found):
    """The services that the alarms watch, without system and environment."""
    return sorted(item["dimensions"]["ServiceName"].rsplit("-", 1)[1] for item in found)


def dashboard(plan, environment, subject):
    """The text of the dashboard on this subject."""
    (found,) = [
        item
        for item in plan.of("aws_cloudwatch_dashboard")
        if item["dashboard_name"] == f"social-flow-{environment}-{subject}"
    ]
    return found["dashboard_body"]


def rule(plan, key):
    """Pattern and severity of the event rule with this key."""
    pattern = json.loads(plan.resource(f'module.events.aws_cloudwatch_event_rule.this["{key}"]')["event_pattern"])
    (target,) = [
        item
        for item in plan.of("aws_cloudwatch_event_target")
        if item.address.startswith(f'module.events.aws_cloudwatch_event_target.this["{key}/')
    ]
    return pattern, target["arn"].rsplit("-", 1)[1]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MSG-001")
def test_every_severity_has_a_topic(plan, environment):
    names = {topic["name"] for topic in plan.of("aws_sns_topic")}
    assert names == {f"social-flow-{environment}-{severity}" for severity in SEVERITIES}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-001")
def test_a_dashboard_shows_cpu_memory_and_number_of_the_tasks(plan, environment):
    body = dashboard(plan, environment, "infrastructure")
    titles = {widget["properties"]["title"] for widget in json.loads(body)["widgets"]}
    assert {"CPU of the tasks in percent", "Memory of the tasks in percent", "Running tasks"} <= titles
    assert '"AWS/ECS","CPUUtilization"' in body
    assert '"AWS/ECS","MemoryUtilization"' in body


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-002")
@pytest.mark.parametrize(
    "metric",
    ["CPUUtilization", "DatabaseConnections", "ReadIOPS", "WriteIOPS", "ReadLatency", "WriteLatency"],
)
def test_a_dashboard_shows_the_database(plan, environment, metric):
    assert f'"AWS/RDS","{metric}"' in dashboard(plan, environment, "database")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-003")
@pytest.mark.parametrize("metric", ["EngineCPUUtilization", "DatabaseMemoryUsagePercentage", "CurrConnections"])
def test_a_dashboard_shows_redis(plan, environment, metric):
    assert f'"AWS/ElastiCache","{metric}"' in dashboard(plan, environment, "cache")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-003")
def test_a_dashboard_shows_the_hit_rate_of_redis(plan, environment):
    assert "100 * hits / (hits + misses)" in dashboard(plan, environment, "cache")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-004")
@pytest.mark.parametrize("metric", ["RequestCount", "HealthyHostCount", "UnHealthyHostCount", "TargetResponseTime"])
def test_a_dashboard_shows_the_load_balancer(plan, environment, metric):
    text = f'MetricName=\\"{metric}\\" social flow {environment}\''
    assert text in dashboard(plan, environment, "application")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-005", "SF-MON-014")
def test_tasks_above_75_percent_cpu_are_a_warning(plan):
    found = service_alarms(plan, "CPUUtilization", 75)
    assert services(found) == ["app", "beat", "worker"]
    assert {severity(item) for item in found} == {"warning"}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-006")
def test_tasks_above_80_percent_memory_are_a_warning(plan):
    assert services(service_alarms(plan, "MemoryUtilization", 80)) == ["app", "beat", "worker"]


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


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-008")
def test_redis_above_80_percent_memory_is_a_warning(plan):
    found = alarms(plan, "DatabaseMemoryUsagePercentage", 80)
    assert {severity(item) for item in found} == {"warning"}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-009")
def test_a_busy_redis_engine_is_a_warning(plan):
    found = alarms(plan, "EngineCPUUtilization", 75)
    assert {severity(item) for item in found} == {"warning"}


@pytest.mark.plan("social-flow", environments=["production"])
@pytest.mark.requirement("SF-MON-009")
def test_every_node_of_redis_is_watched(plan):
    nodes = {item["dimensions"]["CacheClusterId"] for item in alarms(plan, "EngineCPUUtilization", 75)}
    assert len(nodes) == plan.one("aws_elasticache_replication_group")["num_cache_clusters"]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-010")
def test_any_unhealthy_target_raises_an_alarm(plan):
    alarm = one_alarm(plan, "UnHealthyHostCount", 0, "AWS/ApplicationELB")
    assert alarm["comparison_operator"] == "GreaterThanThreshold"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-011")
def test_a_task_that_fails_is_a_warning(plan):
    pattern, told = rule(plan, "task-failed")
    assert pattern["detail-type"] == ["ECS Task State Change"]
    assert pattern["detail"]["stopCode"] == ["EssentialContainerExited", "TaskFailedToStart"]
    assert told == "warning"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-012")
def test_more_than_100_errors_a_minute_are_a_warning(plan):
    alarm = one_alarm(plan, "ApplicationErrors", 100, alarms(plan, "ApplicationErrors", 100)[0]["namespace"])
    assert (alarm["statistic"], alarm["period"], severity(alarm)) == ("Sum", 60, "warning")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-012")
def test_errors_of_every_service_are_counted_as_errors_of_the_application(plan, environment):
    counted = {
        f["log_group_name"]: (f["metric_transformation.0.namespace"], f["metric_transformation.0.name"])
        for f in plan.of("aws_cloudwatch_log_metric_filter")
    }
    logs = [f"/ecs/social-flow-{environment}/{service}" for service in ("app", "beat", "worker")]
    assert counted == dict.fromkeys(logs, (f"SocialFlow/{environment}", "ApplicationErrors"))


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-013")
def test_answers_slower_than_2_seconds_are_a_warning(plan):
    assert severity(one_alarm(plan, "TargetResponseTime", 2, "AWS/ApplicationELB")) == "warning"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-015")
def test_a_service_without_a_running_task_is_critical(plan):
    found = service_alarms(plan, "CPUUtilization", 1)
    assert services(found) == ["app", "beat", "worker"]
    assert {severity(item) for item in found} == {"critical"}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-015")
def test_a_service_that_reports_nothing_counts_as_stopped(plan):
    for alarm in service_alarms(plan, "CPUUtilization", 1):
        assert (alarm["statistic"], alarm["comparison_operator"]) == ("SampleCount", "LessThanThreshold")
        assert alarm["treat_missing_data"] == "breaching"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-016")
def test_a_database_above_90_percent_cpu_is_critical(plan):
    assert severity(one_alarm(plan, "CPUUtilization", 90, "AWS/RDS")) == "critical"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-017")
def test_redis_above_95_percent_memory_is_critical(plan):
    found = alarms(plan, "DatabaseMemoryUsagePercentage", 95)
    assert {severity(item) for item in found} == {"critical"}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-018")
def test_a_load_balancer_without_a_healthy_target_is_critical(plan):
    alarm = one_alarm(plan, "HealthyHostCount", 1, "AWS/ApplicationELB")
    assert (alarm["comparison_operator"], severity(alarm)) == ("LessThanThreshold", "critical")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-019")
def test_more_than_500_errors_a_minute_are_critical(plan):
    (alarm,) = alarms(plan, "ApplicationErrors", 500)
    assert (alarm["statistic"], alarm["period"], severity(alarm)) == ("Sum", 60, "critical")


@pytest.mark.plan("social-flow", incident_service_url="https://events.pagerduty.com/integration/of-the-test/enqueue")
@pytest.mark.requirement("SF-MON-020")
def test_critical_alarms_reach_the_incident_service(plan):
    (subscription,) = [item for item in plan.of("aws_sns_topic_subscription") if item["protocol"] == "https"]
    assert subscription["endpoint"].startswith("https://events.pagerduty.com/")
    assert subscription.refers_to("topic_arn")[0]["name"].endswith("-critical")


@pytest.mark.plan("social-flow")
def test_without_an_incident_service_critical_alarms_reach_people_and_nothing_waits_for_it(plan):
    reached = {
        subscription.refers_to("topic_arn")[0]["name"].rsplit("-", 1)[1]: subscription["protocol"]
        for subscription in plan.of("aws_sns_topic_subscription")
    }
    assert reached == {"critical": "email", "info": "email"}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-021")
def test_warnings_reach_a_slack_channel(plan):
    channel = plan.one("aws_chatbot_slack_channel_configuration")
    (topic,) = channel.refers_to("sns_topic_arns", "aws_sns_topic")
    assert topic["name"].endswith("-warning")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-022")
def test_information_goes_to_the_team_by_e_mail(plan):
    subscriptions = [item for item in plan.of("aws_sns_topic_subscription") if item["protocol"] == "email"]
    (subscription,) = [item for item in subscriptions if item.refers_to("topic_arn")[0]["name"].endswith("-info")]
    assert subscription["endpoint"] == "devops-team@socialflow.com"
    assert subscription.refers_to("topic_arn")[0]["name"].endswith("-info")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-023")
def test_a_completed_deployment_is_told(plan):
    pattern, told = rule(plan, "deployment-completed")
    assert pattern["detail"] == {"eventName": ["SERVICE_DEPLOYMENT_COMPLETED"]}
    assert told == "info"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-024")
def test_scaling_is_told(plan):
    pattern, told = rule(plan, "scaling-activity")
    assert pattern["detail"]["eventName"] == ["UpdateService"]
    assert pattern["detail"]["userIdentity"] == {"invokedBy": [{"suffix": "application-autoscaling.amazonaws.com"}]}
    assert told == "info"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-025")
def test_a_completed_backup_of_the_database_is_told(plan):
    (subscription,) = [item for item in plan.of("aws_db_event_subscription") if "backup" in item["event_categories"]]
    assert subscription["sns_topic"].endswith("-info")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-026")
def test_a_cost_anomaly_is_told(plan):
    subscription = plan.one("aws_ce_anomaly_subscription")
    (topic,) = subscription.refers_to("subscriber.0.address", "aws_sns_topic")
    assert topic["name"].endswith("-info")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-MON-027")
def test_there_are_five_dashboards(plan, environment):
    names = {item["dashboard_name"] for item in plan.of("aws_cloudwatch_dashboard")}
    subjects = ("infrastructure", "application", "database", "cache", "cost")
    assert names == {f"social-flow-{environment}-{subject}" for subject in subjects}


@pytest.mark.plan("social-flow", environments=["development"])
@pytest.mark.requirement("SF-MON-029")
def test_development_runs_without_container_insights(plan):
    assert plan.one("aws_ecs_cluster")["setting"] == [{"name": "containerInsights", "value": "disabled"}]


@pytest.mark.plan("social-flow", environments=["development"])
@pytest.mark.requirement("SF-MON-029")
def test_development_runs_without_enhanced_monitoring(plan):
    assert {database.get("monitoring_interval", 0) or 0 for database in plan.of("aws_db_instance")} == {0}


@pytest.mark.plan("social-flow", environments=["production"])
@pytest.mark.requirement("SF-MON-030")
def test_every_alarm_of_production_is_switched_on_and_tells_somebody(plan):
    found = plan.of("aws_cloudwatch_metric_alarm")
    assert {alarm["actions_enabled"] for alarm in found} == {True}
    assert all(alarm["alarm_actions"] for alarm in found)


@pytest.mark.plan("social-flow", environments=["production"])
@pytest.mark.requirement("SF-MON-030")
def test_production_has_all_dashboards_and_logs(plan):
    assert len(plan.of("aws_cloudwatch_dashboard")) == 5
    assert plan.one("aws_elasticache_replication_group")["log_delivery_configuration"]
