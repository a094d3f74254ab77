"""Social Flow: log groups, their retention and key, and the access logs of the load balancer."""

import pytest

RETENTION_DAYS = {"development": 7, "staging": 14, "production": 30}


def group_names(plan):
    """The names of all log groups."""
    return {group["name"] for group in plan.of("aws_cloudwatch_log_group")}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-LOG-001")
def test_application_worker_and_beat_have_log_groups(plan, environment):
    assert {f"/ecs/social-flow-{environment}/{service}" for service in ("app", "worker", "beat")} <= group_names(plan)


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-LOG-002")
def test_the_log_group_of_the_database_exists_before_the_database_writes_to_it(plan):
    for database in plan.of("aws_db_instance"):
        if database.get("replicate_source_db") is None:
            assert f"/aws/rds/instance/{database['identifier']}/postgresql" in group_names(plan)


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-LOG-002")
def test_the_database_exports_its_log(plan):
    primaries = [item for item in plan.of("aws_db_instance") if item.get("replicate_source_db") is None]
    assert primaries
    assert all("postgresql" in item["enabled_cloudwatch_logs_exports"] for item in primaries)


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-LOG-002")
def test_the_log_of_the_database_holds_slow_queries(plan):
    for group in plan.of("aws_db_parameter_group"):
        assert {item["value"] for item in group["parameter"] if item["name"] == "log_min_duration_statement"} == {
            "1000"
        }
    assert plan.of("aws_db_instance")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-LOG-003")
def test_redis_has_groups_for_its_slow_log_and_its_engine_log(plan, environment):
    wanted = {f"/aws/elasticache/social-flow-{environment}/{log}" for log in ("slow-log", "engine-log")}
    assert wanted <= group_names(plan)


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-LOG-004")
def test_the_flow_log_has_a_group(plan):
    (group,) = plan.one("aws_flow_log").refers_to("log_destination")
    assert group in plan.of("aws_cloudwatch_log_group")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-LOG-005")
def test_the_load_balancer_logs_every_request_to_the_bucket_for_logs(plan):
    balancer = plan.one("aws_lb")
    (bucket,) = balancer.refers_to("access_logs.0.bucket", "aws_s3_bucket")
    assert balancer["access_logs.0.enabled"] is True
    assert bucket.module == "module.logs_bucket"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-LOG-006")
def test_log_events_of_the_system_are_kept_as_long_as_the_environment_says(plan, environment):
    retentions = {group["name"]: group["retention_in_days"] for group in plan.of("aws_cloudwatch_log_group")}
    assert set(retentions.values()) == {RETENTION_DAYS[environment]}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-LOG-006")
def test_what_container_insights_writes_is_kept_no_longer_either(plan, environment):
    measured = {setting["value"] for setting in plan.one("aws_ecs_cluster")["setting"]}
    group = f"/aws/ecs/containerinsights/social-flow-{environment}/performance"
    assert (group in group_names(plan)) == (measured != {"disabled"})


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-LOG-001")
def test_every_log_group_is_encrypted_with_the_key_for_logs(plan):
    keys = {key.module for group in plan.of("aws_cloudwatch_log_group") for key in group.refers_to("kms_key_id")}
    assert keys == {"module.kms_logs"}
