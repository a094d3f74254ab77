"""Relations between Rayman Portfolio's resources that only an apply can show, asked of the emulator's API."""

import json

import pytest
from applied_network import default_routes, group_id, group_rules, routes_of

pytestmark = pytest.mark.applied("rayman-portfolio")

STAGES = {"development": "dev", "staging": "staging", "production": "prod"}


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("RP-NET-008")
def test_the_internet_gateway_serves_public_subnets_only(applied, client):
    gateway = applied.one("aws_internet_gateway")["id"]
    assert applied.of("aws_route")
    assert applied.of("aws_route_table_association")
    for routes in routes_of(applied, client, "public").values():
        assert [r["GatewayId"] for r in default_routes(routes)] == [gateway]
    for routes in routes_of(applied, client, "private").values():
        assert not any(r.get("GatewayId") == gateway for r in routes)


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("RP-NET-012")
def test_private_subnets_leave_through_the_nat_gateway_of_their_zone_where_there_is_one(applied, client):
    assert applied.of("aws_route")
    assert applied.of("aws_route_table_association")
    zones = {r["id"]: r["availability_zone"] for r in applied.of("aws_subnet")}
    gateways = {r["id"]: zones[r["subnet_id"]] for r in applied.of("aws_nat_gateway")}
    for zone, routes in routes_of(applied, client, "private").items():
        (route,) = default_routes(routes)
        assert len(gateways) == 1 or gateways[route["NatGatewayId"]] == zone


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("RP-NET-013")
def test_traffic_with_s3_leaves_private_subnets_through_the_endpoint(applied, client):
    endpoint = applied.one("aws_vpc_endpoint")
    (found,) = client("ec2").describe_vpc_endpoints(VpcEndpointIds=[endpoint["id"]])["VpcEndpoints"]
    tables = {r["id"] for r in applied.of("aws_route_table") if "private" in r["tags"]["Name"]}
    assert set(found["RouteTableIds"]) == tables


@pytest.mark.parametrize(
    ("group", "port", "sources"),
    [
        pytest.param("database", 5432, {"lambda", "tasks"}, marks=pytest.mark.requirement("RP-SEC-001")),
        pytest.param("cache", 6379, {"lambda", "tasks"}, marks=pytest.mark.requirement("RP-SEC-002")),
        pytest.param("tasks", 8000, {"alb"}, marks=pytest.mark.requirement("RP-SEC-003")),
    ],
)
@pytest.mark.emulator("enforces")
def test_a_group_admits_its_clients_only(applied, client, group, port, sources):
    admitted = group_rules(applied, client, group)
    assert {(r["FromPort"], r["ToPort"]) for r in admitted} == {(port, port)}
    assert {r["ReferencedGroupInfo"]["GroupId"] for r in admitted} == {group_id(applied, name) for name in sources}


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("RP-SEC-004")
def test_functions_send_to_their_data_and_over_https(applied, client):
    sent = {
        (r["FromPort"], r.get("CidrIpv4") or r["ReferencedGroupInfo"]["GroupId"])
        for r in group_rules(applied, client, "lambda", egress=True)
    }
    stores = {(5432, group_id(applied, "database")), (6379, group_id(applied, "cache"))}
    assert sent == {*stores, (443, "0.0.0.0/0")}


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("RP-MSG-005")
def test_what_cannot_be_processed_goes_to_the_dead_letters_of_its_own_queue(applied, client):
    sqs = client("sqs")
    assert applied.of("aws_sqs_queue_redrive_allow_policy")
    queues = {q["name"]: q for q in applied.of("aws_sqs_queue")}
    for name in [n for n in queues if not n.endswith("-dead-letters")]:
        asked = sqs.get_queue_attributes(QueueUrl=queues[name]["url"], AttributeNames=["RedrivePolicy"])
        policy = json.loads(asked["Attributes"]["RedrivePolicy"])
        assert policy["deadLetterTargetArn"] == queues[f"{name}-dead-letters"]["arn"]
        assert int(policy["maxReceiveCount"]) == 5


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("RP-SRV-005")
def test_the_api_calls_the_function_that_admits_it(applied, client, environment):
    api = applied.one("aws_apigatewayv2_api")["id"]
    (integration,) = client("apigatewayv2").get_integrations(ApiId=api)["Items"]
    name = f"{STAGES[environment]}-api"
    assert f":function:{name}:live/invocations" in integration["IntegrationUri"]
    assert applied.one("aws_lambda_permission")
    assert applied.one("aws_apigatewayv2_integration")
    policy = json.loads(client("lambda").get_policy(FunctionName=name, Qualifier="live")["Policy"])
    (statement,) = policy["Statement"]
    assert statement["Principal"]["Service"] == "apigateway.amazonaws.com"
    assert f":{api}/" in statement["Condition"]["ArnLike"]["AWS:SourceArn"]


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("RP-SRV-004")
def test_functions_are_told_where_everything_is_and_no_secret(applied, client, environment):
    secrets = {r.index: r["arn"] for r in applied.of("aws_secretsmanager_secret")}
    for function in applied.of("aws_lambda_function"):
        found = client("lambda").get_function_configuration(FunctionName=function["function_name"])
        told = found["Environment"]["Variables"]
        assert told["DATABASE_HOST"] == applied.one("aws_db_instance")["address"]
        assert told["DATABASE_SECRET_ARN"] == secrets["database"]
        assert told["API_KEYS_SECRET_ARN"] == secrets["api-keys"]
        assert told["ENVIRONMENT"] == STAGES[environment]
        assert not [name for name in told if name.endswith(("PASSWORD", "TOKEN", "_KEY"))]


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("RP-CTR-008")
def test_containers_are_told_of_what_is_there(applied, client):
    task = json.loads(applied.one("aws_ecs_task_definition")["container_definitions"])[0]
    settings = {e["name"]: e["value"] for e in task["environment"]}
    queues = {q["name"].rpartition("-")[2]: q["name"] for q in applied.of("aws_sqs_queue")}
    assert settings["MEDIA_BUCKET"] in {b["bucket"] for b in applied.of("aws_s3_bucket")}
    for variable, purpose in {"PROCESSING_QUEUE_URL": "processing", "EMAIL_QUEUE_URL": "email"}.items():
        assert settings[variable].rpartition("/")[2] == queues[purpose]
    hosts = {
        "DATABASE_HOST": applied.one("aws_db_instance")["address"],
        "REDIS_HOST": applied.one("aws_elasticache_replication_group")["primary_endpoint_address"],
    }
    secrets = {s["name"]: s["valueFrom"] for s in task["secrets"]}
    for variable, host in hosts.items():
        name = secrets[variable].partition(":parameter")[2]
        assert client("ssm").get_parameter(Name=name)["Parameter"]["Value"] == host


def rights(applied):
    """What each role of the application may do: action, and what to, by the address of the role's policy."""
    policies = [
        p
        for p in applied.of("aws_iam_role_policy")
        if p.address.startswith(("module.functions", 'module.roles["task"]'))
    ]
    allowed = {}
    for policy in policies:
        for statement in json.loads(policy["policy"])["Statement"]:
            for action in listed(statement["Action"]) if statement["Effect"] == "Allow" else []:
                allowed.setdefault(policy.address, {}).setdefault(action, set()).update(listed(statement["Resource"]))
    return allowed


def listed(value):
    return [value] if isinstance(value, str) else value


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("RP-IAM-006")
def test_tasks_and_functions_read_and_write_objects_of_media_only(applied):
    media = next(b["arn"] for b in applied.of("aws_s3_bucket") if "-media-" in b["bucket"])
    roles = rights(applied)
    assert len(roles) == 3
    for allowed in roles.values():
        assert allowed["s3:GetObject"] == allowed["s3:PutObject"] == {f"{media}/*"}
        assert not [action for action in allowed if "*" in action]


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("RP-SRV-007")
def test_tasks_and_functions_read_the_two_secrets_only(applied):
    assert applied.of("aws_lambda_function")
    secrets = {s["arn"] for s in applied.of("aws_secretsmanager_secret")}
    assert len(secrets) == 2
    for allowed in rights(applied).values():
        assert allowed["secretsmanager:GetSecretValue"] == secrets
        assert [a for a in allowed if a.startswith("secretsmanager:")] == ["secretsmanager:GetSecretValue"]


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("RP-IAM-004")
def test_no_policy_allows_everything_on_everything(applied):
    statements = [
        (policy.address, statement)
        for policy in applied.of("aws_iam_role_policy", "aws_iam_policy")
        for statement in json.loads(policy["policy"])["Statement"]
        if statement["Effect"] == "Allow"
    ]
    assert len(statements) > 20
    wide = [
        address
        for address, statement in statements
        if "*" in listed(statement.get("Resource", [])) and any("*" in a for a in listed(statement.get("Action", "*")))
    ]
    assert wide == []


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("RP-MON-012")
def test_every_alarm_tells_a_topic_that_somebody_subscribed(applied, client):
    topics = {t["arn"] for t in applied.of("aws_sns_topic")}
    names = [a["alarm_name"] for a in applied.of("aws_cloudwatch_metric_alarm")]
    alarms = client("cloudwatch").describe_alarms(AlarmNames=names, MaxRecords=100)["MetricAlarms"]
    assert len(alarms) == len(names)
    (told,) = {tuple(alarm["AlarmActions"]) for alarm in alarms}
    (topic,) = told
    assert topic in topics
    assert client("sns").list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]


@pytest.mark.applied("rayman-portfolio", environments=["staging", "production"])
@pytest.mark.emulator("enforces")
@pytest.mark.requirement("RP-STO-005", "RP-CDN-005")
def test_only_the_distribution_reads_static_files(applied, client):
    bucket = next(b["bucket"] for b in applied.of("aws_s3_bucket") if "-static-" in b["bucket"])
    distribution = applied.one("aws_cloudfront_distribution")["arn"]
    assert applied.of("aws_s3_bucket_policy")
    assert applied.one("aws_cloudfront_origin_access_control")
    policy = json.loads(client("s3").get_bucket_policy(Bucket=bucket)["Policy"])
    allowed = [s for s in policy["Statement"] if s["Effect"] == "Allow"]
    assert [s["Principal"] for s in allowed] == [{"Service": "cloudfront.amazonaws.com"}]
    (condition,) = allowed[0]["Condition"].values()
    assert {key.lower(): value for key, value in condition.items()}["aws:sourcearn"] == distribution
