"""Relations between Social Flow's resources that only an apply can show, asked of the emulator's API."""

import json

import pytest
from applied_network import default_routes, group_id, group_rules, routes_of

pytestmark = pytest.mark.applied("social-flow")


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("SF-NET-004")
def test_every_public_subnet_routes_to_the_internet_gateway(applied, client):
    gateway = applied.one("aws_internet_gateway")["id"]
    subnets = routes_of(applied, client, "public")
    assert len(subnets) == 3
    for routes in subnets.values():
        assert [r["GatewayId"] for r in default_routes(routes)] == [gateway]


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("SF-NET-008")
def test_every_private_subnet_leaves_through_nat_only(applied, client):
    gateways = {r["id"] for r in applied.of("aws_nat_gateway")}
    subnets = routes_of(applied, client, "private")
    assert len(subnets) == 3
    for routes in subnets.values():
        (default,) = default_routes(routes)
        assert default["NatGatewayId"] in gateways
        assert not any(str(r.get("GatewayId", "")).startswith("igw-") for r in routes)


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("SF-SEC-003")
def test_the_application_is_reached_on_8000_from_the_load_balancer_only(applied, client):
    (rule,) = group_rules(applied, client, "app")
    assert (rule["FromPort"], rule["ToPort"], rule["IpProtocol"]) == (8000, 8000, "tcp")
    assert rule["ReferencedGroupInfo"]["GroupId"] == group_id(applied, "alb")


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("SF-SEC-005")
def test_the_database_is_reached_on_5432_from_the_application_only(applied, client):
    (rule,) = group_rules(applied, client, "database")
    assert (rule["FromPort"], rule["ToPort"], rule["IpProtocol"]) == (5432, 5432, "tcp")
    assert rule["ReferencedGroupInfo"]["GroupId"] == group_id(applied, "app")


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("SF-SEC-006")
def test_redis_is_reached_on_6379_from_the_application_only(applied, client):
    (rule,) = group_rules(applied, client, "redis")
    assert (rule["FromPort"], rule["ToPort"], rule["IpProtocol"]) == (6379, 6379, "tcp")
    assert rule["ReferencedGroupInfo"]["GroupId"] == group_id(applied, "app")


@pytest.mark.emulator("accepts")
@pytest.mark.requirement("SF-CTR-014")
def test_scaling_by_requests_names_the_load_balancer_and_its_target_group(applied, client):
    load_balancer, group = applied.one("aws_lb"), applied.one("aws_lb_target_group")
    assert any("ALBRequestCountPerTarget" in str(p.values) for p in applied.of("aws_appautoscaling_policy"))
    policies = client("application-autoscaling").describe_scaling_policies(ServiceNamespace="ecs")["ScalingPolicies"]
    metrics = [p["TargetTrackingScalingPolicyConfiguration"].get("PredefinedMetricSpecification", {}) for p in policies]
    labels = [m["ResourceLabel"] for m in metrics if m.get("PredefinedMetricType") == "ALBRequestCountPerTarget"]
    assert labels == [f"{load_balancer['arn_suffix']}/{group['arn_suffix']}"]


@pytest.mark.emulator("accepts")
@pytest.mark.requirement("SF-CACHE-020")
@pytest.mark.parametrize("service", ["app", "worker"])
def test_the_tasks_get_the_endpoint_of_the_cache(applied, client, service):
    task = applied.resource(f'module.services["{service}"].aws_ecs_task_definition.this')
    definition = client("ecs").describe_task_definition(taskDefinition=task["arn"])["taskDefinition"]
    secrets = {s["name"]: s["valueFrom"] for s in definition["containerDefinitions"][0]["secrets"]}
    name = secrets["REDIS_HOST"].partition(":parameter")[2]
    value = client("ssm").get_parameter(Name=name)["Parameter"]["Value"]
    assert value == applied.one("aws_elasticache_replication_group")["primary_endpoint_address"]


@pytest.mark.emulator("accepts")
@pytest.mark.requirement("SF-CACHE-017")
def test_the_topic_of_the_cache_takes_what_elasticache_publishes(applied, client):
    topic = applied.one("aws_elasticache_replication_group")["notification_topic_arn"]
    attributes = client("sns").get_topic_attributes(TopicArn=topic)["Attributes"]
    assert topic == applied.resource("module.cache_events.aws_sns_topic.this")["arn"]
    assert not attributes.get("KmsMasterKeyId")
    (allow,) = [s for s in json.loads(attributes["Policy"])["Statement"] if s["Effect"] == "Allow"]
    assert list(allow["Condition"]["StringEquals"]) == ["aws:SourceOwner"]


def allowed(applied, client, purpose):
    """The statements that allow something in the policy of one of the buckets, as S3 returns it."""
    policy = applied.resource(f'module.buckets["{purpose}"].aws_s3_bucket_policy.this')
    document = json.loads(client("s3").get_bucket_policy(Bucket=policy["bucket"])["Policy"])
    return [s for s in document["Statement"] if s["Effect"] == "Allow"]


@pytest.mark.emulator("accepts")
@pytest.mark.requirement("SF-STO-008")
def test_only_the_distribution_may_read_static_assets(applied, client):
    distribution = applied.one("aws_cloudfront_distribution")["arn"]
    readers = [s for s in allowed(applied, client, "static") if "s3:GetObject" in str(s["Action"])]
    assert [s["Principal"] for s in readers] == [{"Service": "cloudfront.amazonaws.com"}]
    assert distribution in str(readers[0]["Condition"])


@pytest.mark.emulator("accepts")
@pytest.mark.requirement("SF-CDN-003")
def test_both_bucket_origins_sign_their_requests(applied, client):
    control = applied.one("aws_cloudfront_origin_access_control")["id"]
    distribution = applied.one("aws_cloudfront_distribution")["id"]
    origins = client("cloudfront").get_distribution(Id=distribution)["Distribution"]["DistributionConfig"]["Origins"]
    from_buckets = [o for o in origins["Items"] if ".s3." in o["DomainName"]]
    assert len(from_buckets) >= 2
    assert {o["OriginAccessControlId"] for o in from_buckets} == {control}
    for purpose in ("static", "videos"):
        assert any("cloudfront.amazonaws.com" in str(s["Principal"]) for s in allowed(applied, client, purpose))


@pytest.mark.emulator("accepts")
@pytest.mark.requirement("SF-SCR-007")
def test_only_roles_of_the_tasks_may_read_the_secrets(applied, client):
    roles = {r["arn"] for r in applied.of("aws_iam_role") if 'module.roles["' in r.address}
    for secret in applied.of("aws_secretsmanager_secret_policy"):
        policy = client("secretsmanager").get_resource_policy(SecretId=secret["secret_arn"])["ResourcePolicy"]
        denials = [s for s in json.loads(policy)["Statement"] if s["Effect"] == "Deny"]
        named = {arn for arn in roles if arn in json.dumps(denials)}
        assert named
        assert all("execution" in arn or "task" in arn for arn in named)


def alarms_to(applied, client, topic):
    arn = applied.resource(f'module.alert_routing.module.topics["{topic}"].aws_sns_topic.this')["arn"]
    alarms = client("cloudwatch").describe_alarms(MaxRecords=100)["MetricAlarms"]
    return arn, {a["AlarmName"] for a in alarms if arn in a["AlarmActions"]}


@pytest.mark.emulator("accepts")
@pytest.mark.requirement("SF-MON-020")
def test_critical_alarms_reach_the_topic_of_the_incident_service(applied, client):
    arn, names = alarms_to(applied, client, "critical")
    metrics = {a["metric_name"] for a in applied.of("aws_cloudwatch_metric_alarm") if a["alarm_name"] in names}
    assert metrics >= {"CPUUtilization", "DatabaseMemoryUsagePercentage", "HealthyHostCount"}
    assert len(names) >= 5
    subscriptions = client("sns").list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]
    assert {s["Protocol"] for s in subscriptions} == {"https"}


@pytest.mark.emulator("accepts")
@pytest.mark.requirement("SF-MON-021")
def test_warning_alarms_reach_slack(applied, client):
    (channel,) = applied.of("aws_chatbot_slack_channel_configuration")
    arn, names = alarms_to(applied, client, "warning")
    assert names
    assert arn in channel["sns_topic_arns"]


@pytest.mark.emulator("accepts")
@pytest.mark.requirement("SF-MON-022")
def test_informational_events_reach_the_teams_mailbox(applied, client):
    arn, _ = alarms_to(applied, client, "info")
    subscriptions = client("sns").list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]
    mailboxes = {s["Endpoint"] for s in subscriptions if s["Protocol"] == "email"}
    assert mailboxes == {r["endpoint"] for r in applied.of("aws_sns_topic_subscription") if r["protocol"] == "email"}
    assert "devops-team@socialflow.com" in mailboxes
