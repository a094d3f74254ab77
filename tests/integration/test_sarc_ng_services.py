"""Relations between SARC-NG's services that only an apply can show, asked of the emulator's API."""

import json

import pytest

pytestmark = pytest.mark.applied("sarc-ng")


def within(applied, resource_type, module):
    """The one resource of a type in a module."""
    (found,) = [r for r in applied.of(resource_type) if r.address.startswith(f"module.{module}.")]
    return found


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("SN-SEC-002")
def test_tasks_admit_the_load_balancer_only(applied, client):
    groups = {g["name"]: g["id"] for g in applied.of("aws_security_group") if g.address.startswith("module.network.")}
    assert any(
        r["security_group_id"] == groups["sarc-ng-tasks"] for r in applied.of("aws_vpc_security_group_ingress_rule")
    )
    filters = [{"Name": "group-id", "Values": [groups["sarc-ng-tasks"]]}]
    rules = client("ec2").describe_security_group_rules(Filters=filters)["SecurityGroupRules"]
    (rule,) = [r for r in rules if not r["IsEgress"]]
    assert (rule["FromPort"], rule["ToPort"]) == (8080, 8080)
    assert rule["ReferencedGroupInfo"]["GroupId"] == groups["sarc-ng-alb"]


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("SN-SRV-002")
def test_the_rule_calls_the_function_that_admits_it(applied, client):
    rule = within(applied, "aws_cloudwatch_event_rule", "worker")
    function = within(applied, "aws_lambda_function", "worker")
    assert within(applied, "aws_cloudwatch_event_target", "worker")
    assert within(applied, "aws_lambda_permission", "worker")
    (target,) = client("events").list_targets_by_rule(Rule=rule["name"])["Targets"]
    assert target["Arn"] == function["arn"]
    policy = json.loads(client("lambda").get_policy(FunctionName=function["function_name"])["Policy"])
    (statement,) = policy["Statement"]
    assert statement["Principal"]["Service"] == "events.amazonaws.com"
    assert statement["Condition"]["ArnLike"]["AWS:SourceArn"] == rule["arn"]


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("SN-SRV-003")
def test_the_worker_reads_its_queue(applied, client):
    function = within(applied, "aws_lambda_function", "worker")
    queue = next(q for q in applied.of("aws_sqs_queue") if q["name"] == "sarc-ng-worker")
    found = client("lambda").get_event_source_mapping(UUID=applied.one("aws_lambda_event_source_mapping")["uuid"])
    assert (found["EventSourceArn"], found["State"]) == (queue["arn"], "Enabled")
    assert found["FunctionArn"].startswith(function["arn"])


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("SN-SRV-003")
def test_what_the_worker_cannot_work_off_goes_to_the_dead_letters_of_its_queue(applied, client):
    queues = {q["name"]: q for q in applied.of("aws_sqs_queue")}
    asked = client("sqs").get_queue_attributes(
        QueueUrl=queues["sarc-ng-worker"]["url"], AttributeNames=["RedrivePolicy"]
    )
    policy = json.loads(asked["Attributes"]["RedrivePolicy"])
    assert policy["deadLetterTargetArn"] == queues["sarc-ng-worker-dead-letters"]["arn"]
    assert int(policy["maxReceiveCount"]) == 5


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("SN-SCR-004", "SN-SCR-005")
def test_containers_are_told_of_what_is_there(applied, client):
    task = json.loads(within(applied, "aws_ecs_task_definition", "api")["container_definitions"])[0]
    told = {s["name"]: s["valueFrom"] for s in task["secrets"]}
    secret = told["DATABASE_PASSWORD"].partition(":secret:")[2].split(":")[0]
    assert secret in {s["name"] for s in applied.of("aws_secretsmanager_secret")}
    name = told["DATABASE_HOST"].partition(":parameter")[2]
    host = client("ssm").get_parameter(Name=name)["Parameter"]["Value"]
    databases = [
        d.values.get("address") or d.values["endpoint"] for d in applied.of("aws_db_instance", "aws_rds_cluster")
    ]
    assert host in databases


@pytest.mark.emulator("accepts")
@pytest.mark.requirement("SN-CTR-025", "SN-SRV-006")
def test_the_alarms_that_take_a_release_back_are_there(applied, client, environment):
    groups = applied.of("aws_codedeploy_deployment_group")
    assert len(groups) == (0 if environment == "development" else 2)
    named = {name for group in groups for name in group["alarm_configuration.0.alarms"]}
    assert named <= {alarm["alarm_name"] for alarm in applied.of("aws_cloudwatch_metric_alarm")}
    found = client("cloudwatch").describe_alarms(AlarmNames=sorted(named) or ["sarc-ng-none"])["MetricAlarms"]
    assert {alarm["AlarmName"] for alarm in found} == named


@pytest.mark.applied("sarc-ng", environments=["staging", "production"])
@pytest.mark.emulator("accepts")
@pytest.mark.requirement("SN-CTR-025")
def test_each_metric_of_these_alarms_is_that_of_one_side_of_the_release(applied):
    sides = {g.index: g["arn_suffix"] for g in applied.of("aws_lb_target_group") if g.address.startswith("module.api.")}
    assert sides.keys() == {"blue", "green"}
    alarms = [a for a in applied.of("aws_cloudwatch_metric_alarm") if a.address.startswith("module.api.")]
    assert len(alarms) == 2
    for alarm in alarms:
        told = {query["id"]: query["metric"] for query in alarm["metric_query"] if query["metric"]}
        assert {side: metric[0]["dimensions"]["TargetGroup"] for side, metric in told.items()} == sides
