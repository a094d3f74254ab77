"""Social Flow: the database and the cache."""

import pytest
from systems import System

CHOSEN = System("social-flow").shared["variables"]["chosen"]


def database(plan):
    """The primary instance."""
    return plan.resource("module.database.aws_db_instance.this")


def cache(plan):
    """The replication group."""
    return plan.one("aws_elasticache_replication_group")


# Database


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-DB-003", "SF-DB-017")
def test_storage_is_gp3_and_grows_by_itself(plan):
    assert database(plan)["storage_type"] == "gp3"
    assert database(plan)["max_allocated_storage"] > database(plan)["allocated_storage"]


# Cache


@pytest.mark.plan("social-flow", environments=["production"], **CHOSEN)
@pytest.mark.requirement("SF-CACHE-016")
def test_a_token_can_be_enabled_and_has_a_place_in_secrets_manager(plan):
    assert [cache(plan)["auth_token"]] == [CHOSEN["redis_auth_token"]]
    assert cache(plan).is_sensitive("auth_token")
    secret = plan.resource('module.secrets.aws_secretsmanager_secret.this["redis-auth"]')
    assert secret["name"] == "social-flow-production/redis-auth"
    assert not plan.of("aws_elasticache_user", "aws_elasticache_user_group")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CACHE-018")
def test_who_reads_from_replicas_finds_them_by_an_output(plan):
    assert cache(plan)["num_cache_clusters"] >= 1
    output = plan["configuration"]["root_module"]["outputs"]["cache_reader_endpoint"]
    assert "module.cache.reader_endpoint_address" in output["expression"]["references"]


# Zones


@pytest.mark.plan("social-flow", environments=["production"], **CHOSEN)
def test_a_replica_is_not_backed_up_beside_its_primary(plan):
    (selection,) = plan.of("aws_backup_selection")
    (tag,) = selection["selection_tag"]
    backed_up = [r.name for r in plan.of("aws_db_instance") if r.tags.get(tag["key"]) == tag["value"]]
    assert backed_up == ["this"]


@pytest.mark.plan("social-flow", environments=["production"], **CHOSEN)
def test_every_log_of_a_replica_has_a_log_group_of_ours(plan):
    groups = {group["name"] for group in plan.of("aws_cloudwatch_log_group")}
    logs = {
        f"/aws/rds/instance/{instance['identifier']}/{log}"
        for instance in plan.of("aws_db_instance")
        for log in instance["enabled_cloudwatch_logs_exports"]
    }
    assert len(logs) == 6
    assert logs - groups == set()


@pytest.mark.plan("social-flow", environments=["production"], **CHOSEN)
def test_a_replica_that_falls_behind_is_told(plan):
    watched = {
        alarm["dimensions"]["DBInstanceIdentifier"]
        for alarm in plan.of("aws_cloudwatch_metric_alarm")
        if alarm["metric_name"] == "ReplicaLag"
    }
    assert watched == {r["identifier"] for r in plan.of("aws_db_instance") if r.name == "replica"}
