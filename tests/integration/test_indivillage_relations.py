"""Relations between IndiVillage's resources that only an apply can show, asked of the emulator's API."""

import json

import pytest
from applied_network import group_id, group_rules

pytestmark = pytest.mark.applied("indivillage")


def listed(value):
    return [value] if isinstance(value, str) else value


def rights(applied, function):
    """What the role of the function may do: action, and what to."""
    policies = [
        p for p in applied.of("aws_iam_role_policy") if p.address.startswith(f'module.functions["{function}"].')
    ]
    allowed = {}
    for statement in [one for policy in policies for one in json.loads(policy["policy"])["Statement"]]:
        for action in listed(statement["Action"]) if statement["Effect"] == "Allow" else []:
            allowed.setdefault(action, set()).update(listed(statement["Resource"]))
    return allowed


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("IV-MSG-003")
def test_what_cannot_be_processed_goes_to_the_dead_letters_of_its_own_queue(applied, client):
    sqs = client("sqs")
    assert applied.of("aws_sqs_queue_redrive_allow_policy")
    queues = {q["name"].removesuffix(".fifo"): q for q in applied.of("aws_sqs_queue")}
    working = [n for n in queues if not n.endswith(("-dead-letters", "-failures"))]
    assert len(working) == 6
    for name in working:
        asked = sqs.get_queue_attributes(QueueUrl=queues[name]["url"], AttributeNames=["RedrivePolicy"])
        policy = json.loads(asked["Attributes"]["RedrivePolicy"])
        assert policy["deadLetterTargetArn"] == queues[f"{name}-dead-letters"]["arn"]
        assert int(policy["maxReceiveCount"]) == 5


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("IV-SRV-007")
def test_queues_feed_the_aliases_of_their_functions(applied, client, environment):
    readers = {
        "email": "notifications",
        "events": "background-tasks",
        "files": "file-processor",
        "images": "image-optimizer",
    }
    arns = {q["name"]: q["arn"] for q in applied.of("aws_sqs_queue")}
    assert len(applied.of("aws_lambda_event_source_mapping")) == len(readers)
    for queue, function in readers.items():
        found = client("lambda").list_event_source_mappings(EventSourceArn=arns[f"indivillage-{environment}-{queue}"])
        (mapping,) = found["EventSourceMappings"]
        assert mapping["FunctionArn"].endswith(f":function:indivillage-{environment}-{function}:live")


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("IV-SRV-012", "IV-IAM-017")
def test_the_function_for_files_reads_uploads_writes_results_and_takes_from_its_queue_only(applied, environment):
    assert applied.of("aws_lambda_function")
    buckets = {b["bucket"].split("-")[1]: b["arn"] for b in applied.of("aws_s3_bucket") if "-copy-" not in b["bucket"]}
    queues = {q["name"]: q["arn"] for q in applied.of("aws_sqs_queue")}
    allowed = rights(applied, "file-processor")
    assert allowed["s3:GetObject"] == {f"{buckets['uploads']}/*"}
    assert allowed["s3:PutObject"] == {f"{buckets['processed']}/*"}
    assert allowed["sqs:ReceiveMessage"] == allowed["sqs:DeleteMessage"] == {queues[f"indivillage-{environment}-files"]}
    (user,) = allowed["rds-db:connect"]
    assert user.endswith("/file_processor")


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("IV-SRV-015")
def test_the_database_admits_the_group_of_the_functions(applied, client):
    assert applied.of("aws_lambda_function")
    admitted = group_rules(applied, client, "database")
    sources = {r["ReferencedGroupInfo"]["GroupId"] for r in admitted if r["FromPort"] == 5432}
    assert group_id(applied, "functions") in sources


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("IV-API-005")
def test_the_api_calls_the_alias_that_admits_it(applied, client, environment):
    api = applied.one("aws_api_gateway_rest_api")["id"]
    name = f"indivillage-{environment}-api"
    uris = {i["uri"] for i in applied.of("aws_api_gateway_integration") if i["type"] == "AWS_PROXY"}
    assert len(uris) == 1
    assert all(f":function:{name}:live/invocations" in uri for uri in uris)
    policy = json.loads(client("lambda").get_policy(FunctionName=name, Qualifier="live")["Policy"])
    (statement,) = [s for s in policy["Statement"] if s["Principal"].get("Service") == "apigateway.amazonaws.com"]
    assert f":{api}/" in statement["Condition"]["ArnLike"]["AWS:SourceArn"]


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("IV-CMP-018")
def test_the_balancer_has_the_group_of_the_web_servers(applied, client):
    (group,) = [g for g in applied.of("aws_lb_target_group") if g.address.startswith("module.alb.")]
    (tier,) = [g for g in applied.of("aws_autoscaling_group") if g.address.startswith("module.web_tier.")]
    found = client("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=[tier["name"]])[
        "AutoScalingGroups"
    ]
    assert found[0]["TargetGroupARNs"] == [group["arn"]]


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("IV-MSG-009", "IV-SRV-006")
def test_an_upload_is_told_to_the_queue_of_the_function_and_to_that_of_the_backend(applied, client, environment):
    assert applied.of("aws_s3_bucket_notification")
    targets = client("events").list_targets_by_rule(Rule=f"indivillage-{environment}-uploads-files")["Targets"]
    arns = {q["name"]: q["arn"] for q in applied.of("aws_sqs_queue")}
    assert {t["Arn"] for t in targets} == {arns[f"indivillage-{environment}-{key}"] for key in ("files", "jobs")}
