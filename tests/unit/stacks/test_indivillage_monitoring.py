"""IndiVillage: alarms that follow what they look at, and an address that nobody reads in a plan."""

from pathlib import Path

import pytest

from tfproof.facts.stated import shared_by

SEED = shared_by(Path(__file__).parent / "indivillage")["variables"]["seed"]


def alarms(plan, namespace, metric):
    """The alarms of the primary region on this metric; at least one."""
    found = [
        alarm
        for alarm in plan.of("aws_cloudwatch_metric_alarm")
        if alarm.address.startswith("module.alarms.")
        and (alarm["namespace"], alarm["metric_name"]) == (namespace, metric)
    ]
    assert found, f"no alarm on {metric}"
    return found


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-MON-029")
def test_every_queue_that_takes_what_failed_has_an_alarm(plan):
    watched = {
        alarm["dimensions"]["QueueName"] for alarm in alarms(plan, "AWS/SQS", "ApproximateNumberOfMessagesVisible")
    }
    queues = {
        queue["name"]
        for queue in plan.of("aws_sqs_queue")
        if "dead_letters" in queue.address or ".failures." in queue.address
    }
    assert queues
    assert watched == queues


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-MON-011")
def test_four_fifths_of_the_connections_that_the_database_has_are_an_alarm(plan):
    (maximum,) = {
        int(parameter["value"])
        for group in plan.of("aws_db_parameter_group")
        for parameter in group["parameter"]
        if parameter["name"] == "max_connections"
    }
    (alarm,) = [
        alarm for alarm in alarms(plan, "AWS/RDS", "DatabaseConnections") if "unusual" not in alarm["alarm_name"]
    ]
    assert alarm["threshold"] == maximum * 8 // 10


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-MON-004")
def test_a_function_is_slow_at_nine_tenths_of_the_time_that_it_has(plan):
    timeouts = {function["function_name"]: function["timeout"] for function in plan.of("aws_lambda_function")}
    limits = {
        alarm["dimensions"]["FunctionName"]: alarm["threshold"] for alarm in alarms(plan, "AWS/Lambda", "Duration")
    }
    assert limits == {name: 900 * timeouts[name] for name in limits}


@pytest.mark.plan("indivillage", changes=SEED)
@pytest.mark.requirement("IV-MON-016")
def test_the_address_of_the_incident_service_is_kept_out_of_plans(plan):
    subscriptions = [
        item
        for item in plan.of("aws_sns_topic_subscription")
        if item["protocol"] == "https" and "module.alerts" in item.address
    ]
    assert len(subscriptions) == 2
    assert all(item.is_sensitive("endpoint") for item in subscriptions)
