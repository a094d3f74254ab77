"""Every system applied whole: what was made is there, a second plan is empty, drift is seen, nothing stays behind."""

import pytest
from applied_systems import SYSTEMS, each_system

from tfproof.emulator.applied import changes

pytestmark = [each_system(), pytest.mark.emulator("enforces")]


def names(answer, key, field):
    return {entry[field] for entry in answer[key]}


def active_clusters(ecs):
    """A deleted cluster stays in the list for a while, as inactive."""
    clusters = ecs.describe_clusters(clusters=ecs.list_clusters()["clusterArns"])["clusters"]
    return {c["clusterArn"] for c in clusters if c["status"] == "ACTIVE"}


#: Resource type -> how AWS itself lists the same things, and by which attribute of the state they are recognised.
LISTED = {
    "aws_cloudwatch_log_group": ("logs", "name", lambda c: names(c.describe_log_groups(), "logGroups", "logGroupName")),
    "aws_cloudwatch_metric_alarm": (
        "cloudwatch",
        "alarm_name",
        lambda c: names(c.get_paginator("describe_alarms").paginate().build_full_result(), "MetricAlarms", "AlarmName"),
    ),
    "aws_db_instance": (
        "rds",
        "identifier",
        lambda c: names(c.describe_db_instances(), "DBInstances", "DBInstanceIdentifier"),
    ),
    "aws_ecs_cluster": ("ecs", "arn", active_clusters),
    "aws_elasticache_replication_group": (
        "elasticache",
        "replication_group_id",
        lambda c: names(c.describe_replication_groups(), "ReplicationGroups", "ReplicationGroupId"),
    ),
    "aws_iam_role": ("iam", "name", lambda c: names(c.list_roles(MaxItems=200), "Roles", "RoleName")),
    "aws_lb": ("elbv2", "arn", lambda c: names(c.describe_load_balancers(), "LoadBalancers", "LoadBalancerArn")),
    "aws_rds_cluster": (
        "rds",
        "cluster_identifier",
        lambda c: names(c.describe_db_clusters(), "DBClusters", "DBClusterIdentifier"),
    ),
    "aws_s3_bucket": ("s3", "bucket", lambda c: names(c.list_buckets(), "Buckets", "Name")),
    "aws_secretsmanager_secret": ("secretsmanager", "name", lambda c: names(c.list_secrets(), "SecretList", "Name")),
    "aws_sns_topic": ("sns", "arn", lambda c: names(c.list_topics(), "Topics", "TopicArn")),
    "aws_subnet": ("ec2", "id", lambda c: names(c.describe_subnets(), "Subnets", "SubnetId")),
    "aws_vpc": ("ec2", "id", lambda c: names(c.describe_vpcs(), "Vpcs", "VpcId")),
}


def by_region(resources, attribute):
    """What recognises the resources, in each region; what is of all regions is told in the first."""
    found = {}
    for resource in resources:
        found.setdefault(resource.region or "us-east-1", set()).add(resource[attribute])
    return found


@pytest.mark.parametrize("resource_type", LISTED)
def test_what_terraform_made_is_there_when_aws_is_asked(applied, client, stack, environment, resource_type):
    service, attribute, listing = LISTED[resource_type]
    made = by_region(applied.of(resource_type), attribute)
    without = SYSTEMS[stack].get("without", {}).get(environment, [])
    assert bool(made) == (resource_type not in without)
    for region, resources in made.items():
        assert resources <= listing(client(service, region)), region


def test_a_second_plan_is_empty(applied_stack):
    assert changes(applied_stack.plan_again()) == []


def test_what_was_changed_and_deleted_past_terraform_is_seen_by_the_next_plan(applied_stack, applied, client):
    group = next(g for g in applied.of("aws_cloudwatch_log_group") if "module.log_groups." in g.address)
    alarm = applied.of("aws_cloudwatch_metric_alarm")[0]
    logs, cloudwatch = client("logs"), client("cloudwatch")
    (definition,) = cloudwatch.describe_alarms(AlarmNames=[alarm["alarm_name"]])["MetricAlarms"]
    tags = cloudwatch.list_tags_for_resource(ResourceARN=alarm["arn"])["Tags"]
    settable = set(cloudwatch.meta.service_model.operation_model("PutMetricAlarm").input_shape.members)
    logs.put_retention_policy(logGroupName=group["name"], retentionInDays=1)
    cloudwatch.delete_alarms(AlarmNames=[alarm["alarm_name"]])
    try:
        seen = sorted(changes(applied_stack.plan_again()))
    finally:
        logs.put_retention_policy(logGroupName=group["name"], retentionInDays=group["retention_in_days"])
        restored = {k: v for k, v in definition.items() if k in settable and v not in (None, "", [])}
        cloudwatch.put_metric_alarm(**restored, Tags=tags)
    update = f"{group.address}: update retention_in_days: 1 -> {group['retention_in_days']}"
    assert len(seen) == 2
    assert [s for s in seen if s.startswith(update)]
    assert [s for s in seen if s.startswith(f"{alarm.address}: create")]


def test_destroy_leaves_nothing(applied_stack, applied, stack, environment, client):
    # Where an emulator has left out some types, what it has made of the others goes all the same.
    made = {t: by_region([r for r in applied.managed if r.type == t], LISTED[t][1]) for t in LISTED}
    assert any(made.values())
    if environment != "development":
        applied_stack.apply(**SYSTEMS[stack]["unprotected"])
    assert applied_stack.destroy() == []
    left = applied_stack.state().get("values", {}).get("root_module", {})
    assert left == {}
    for resource_type, (service, _, listing) in LISTED.items():
        for region, resources in made[resource_type].items():  # of what the emulator lacks nothing was made
            assert not resources & listing(client(service, region)), (resource_type, region)
