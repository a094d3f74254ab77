"""Social Flow: budgets, anomalies, the savings of each environment, and the tags that tell costs apart."""

import pytest


def monthly_dollars(plan):
    """The limit of the only budget, which must be one of monthly costs in dollars."""
    budget = plan.one("aws_budgets_budget")
    assert [budget[name] for name in ("budget_type", "time_unit", "limit_unit")] == ["COST", "MONTHLY", "USD"]
    return float(budget["limit_amount"])


@pytest.mark.plan("social-flow", environments=["development"])
@pytest.mark.requirement("SF-COST-001")
def test_development_may_cost_up_to_300_dollars(plan):
    assert monthly_dollars(plan) == 300


@pytest.mark.plan("social-flow", environments=["staging"])
@pytest.mark.requirement("SF-COST-002")
def test_staging_may_cost_up_to_800_dollars(plan):
    assert monthly_dollars(plan) == 800


@pytest.mark.plan("social-flow", environments=["production"])
@pytest.mark.requirement("SF-COST-003")
def test_production_may_cost_up_to_2500_dollars(plan):
    assert monthly_dollars(plan) == 2500


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-COST-004")
def test_the_costs_of_every_service_are_watched_for_anomalies(plan):
    monitor = plan.one("aws_ce_anomaly_monitor")
    assert (monitor["monitor_type"], monitor["monitor_dimension"]) == ("DIMENSIONAL", "SERVICE")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-COST-004")
def test_anomalies_are_told_to_somebody(plan):
    subscription = plan.one("aws_ce_anomaly_subscription")
    assert subscription.refers_to("monitor_arn_list") == [plan.one("aws_ce_anomaly_monitor")]


@pytest.mark.plan("social-flow", environments=["production"])
@pytest.mark.requirement("SF-COST-005")
def test_the_database_of_production_runs_on_arm(plan):
    classes = {database["instance_class"] for database in plan.of("aws_db_instance")}
    assert {one.rsplit(".", 1)[0] for one in classes} == {"db.r6g"}


@pytest.mark.plan("social-flow", environments=["production"])
@pytest.mark.requirement("SF-COST-005")
def test_the_cache_of_production_runs_on_arm(plan):
    assert plan.one("aws_elasticache_replication_group")["node_type"].startswith("cache.r6g.")


@pytest.mark.plan("social-flow", environments=["development"])
@pytest.mark.requirement("SF-COST-006")
def test_the_database_of_development_lies_in_one_zone(plan):
    assert plan.one("aws_db_instance")["multi_az"] is False


@pytest.mark.plan("social-flow", environments=["development"])
@pytest.mark.requirement("SF-COST-006")
def test_the_cache_of_development_is_a_single_node(plan):
    assert plan.one("aws_elasticache_replication_group")["num_cache_clusters"] == 1


@pytest.mark.plan("social-flow", environments=["development"])
@pytest.mark.requirement("SF-COST-006")
def test_backups_of_development_are_short(plan):
    assert plan.one("aws_db_instance")["backup_retention_period"] == 3


@pytest.mark.plan("social-flow", environments=["development"])
@pytest.mark.requirement("SF-COST-006")
def test_videos_of_development_keep_no_versions(plan):
    versioned = [
        bucket["bucket"]
        for versioning in plan.of("aws_s3_bucket_versioning")
        if versioning["versioning_configuration.0.status"] == "Enabled"
        for bucket in versioning.refers_to("bucket", "aws_s3_bucket")
    ]
    assert versioned
    assert not [name for name in versioned if "videos" in name]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-TAG-001")
@pytest.mark.parametrize("kind", ["aws_vpc", "aws_db_instance", "aws_s3_bucket"])
def test_resources_carry_project_and_environment(plan, environment, kind):
    resources = plan.of(kind)
    assert resources
    for resource in resources:
        told = {key: resource.tags.get(key) for key in ("Project", "Environment", "ManagedBy")}
        expected = {"Project": "social-flow", "Environment": environment, "ManagedBy": "terraform"}
        assert told == expected, resource.address


@pytest.mark.plan("social-flow", environments=["production"], activate_cost_allocation_tags=True)
@pytest.mark.requirement("SF-TAG-001")
def test_costs_can_be_told_apart_by_project_and_environment(plan):
    tags = {tag["tag_key"]: tag["status"] for tag in plan.of("aws_ce_cost_allocation_tag")}
    assert tags == {"Environment": "Active", "Project": "Active"}


@pytest.mark.plan("social-flow")
def test_tags_that_aws_does_not_know_yet_are_not_activated(plan):
    assert plan.of("aws_ce_cost_allocation_tag") == []
