"""Social Flow: the database and the cache."""

import pytest

from tfproof.iam.written import statements_of_document

SHARED = "example-of-a-shared-token"

# What differs from the variable files but stays selectable, all in one plan because a plan of the stack is dear.
CHOSEN = {
    "database_engine_version": "15.4",
    "database_major_version_upgrade": True,
    "database_instance_class": "db.m7g.large",
    "database_master_password": "given-by-the-caller",
    "database_replicas": {"reporting": {}, "search": {"instance_class": "db.r6g.large"}},
    "database_rotation": {
        "function_arn": "arn:aws:lambda:us-east-1:123456789012:function:rotate",
        "role_arn": "arn:aws:iam::123456789012:role/rotate",
    },
    "redis_auth_token": SHARED,
    "redis_engine_version": "7.0",
    "redis_maxmemory_policy": "allkeys-lru",
}


def database(plan):
    """The primary instance."""
    return plan.resource("module.database.aws_db_instance.this")


def cache(plan):
    """The replication group."""
    return plan.one("aws_elasticache_replication_group")


def database_parameters(plan):
    """Value and apply method of each database parameter by name."""
    return {p["name"]: (p["value"], p["apply_method"]) for p in plan.one("aws_db_parameter_group")["parameter"]}


def cache_parameters(plan):
    """The Redis parameters by name."""
    return {p["name"]: p["value"] for p in plan.one("aws_elasticache_parameter_group")["parameter"]}


def zones(resource, path):
    """The availability zones of the subnets that an argument refers to."""
    return {subnet["availability_zone"] for subnet in resource.refers_to(path, "aws_subnet")}


def private(resource, path):
    """Whether an argument refers to private subnets, and to nothing else."""
    subnets = resource.refers_to(path, "aws_subnet")
    return bool(subnets) and all(
        not s["map_public_ip_on_launch"] and str(s.index).startswith("private/") for s in subnets
    )


# Database


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-DB-001")
def test_the_database_is_postgresql_15_and_follows_its_minor_versions(plan):
    assert [database(plan)["engine"], database(plan)["engine_version"]] == ["postgres", "15"]


@pytest.mark.plan("social-flow", environments=["production"], **CHOSEN)
def test_the_specified_minor_version_can_be_chosen(plan):
    assert [database(plan)["engine"], database(plan)["engine_version"]] == ["postgres", "15.4"]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-DB-002", "SF-DB-019")
def test_the_database_has_the_class_of_its_environment(plan, environment):
    classes = {"development": "db.t3.small", "staging": "db.t3.medium", "production": "db.r6g.xlarge"}
    assert database(plan)["instance_class"] == classes[environment]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-DB-003", "SF-DB-017")
def test_storage_is_gp3_and_grows_by_itself(plan):
    assert database(plan)["storage_type"] == "gp3"
    assert database(plan)["max_allocated_storage"] > database(plan)["allocated_storage"]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-DB-004")
def test_a_standby_takes_over_outside_of_development(plan, environment):
    assert database(plan)["multi_az"] is {"development": False, "staging": True, "production": True}[environment]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-DB-005")
def test_performance_insights_are_on(plan):
    assert database(plan)["performance_insights_enabled"] is True


@pytest.mark.plan("social-flow", environments=["staging", "production"])
@pytest.mark.requirement("SF-DB-006")
def test_enhanced_monitoring_looks_every_minute_with_its_own_role(plan):
    assert database(plan)["monitoring_interval"] == 60
    (role,) = database(plan).refers_to("monitoring_role_arn", "aws_iam_role")
    assert role["name"].endswith("-rds-monitoring")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-DB-007")
def test_the_database_uses_a_parameter_group_of_its_own(plan):
    group = plan.one("aws_db_parameter_group")
    assert group["family"] == "postgres15"
    assert database(plan).refers_to("parameter_group_name", group.type) == [group]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-DB-008")
def test_statements_are_counted_after_the_next_reboot(plan):
    value, method = database_parameters(plan)["shared_preload_libraries"]
    assert "pg_stat_statements" in value.split(",")
    assert method == "pending-reboot"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-DB-009")
def test_statements_of_a_second_are_slow(plan):
    assert database_parameters(plan)["log_min_duration_statement"][0] == "1000"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-DB-010")
def test_memory_and_connections_are_tuned(plan, environment):
    tuned = {name: database_parameters(plan)[name][0] for name in ("max_connections", "shared_buffers", "work_mem")}
    assert (
        tuned
        == {
            "development": {
                "max_connections": "150",
                "shared_buffers": "{DBInstanceClassMemory/32768}",
                "work_mem": "4096",
            },
            "staging": {
                "max_connections": "300",
                "shared_buffers": "{DBInstanceClassMemory/32768}",
                "work_mem": "4096",
            },
            "production": {
                "max_connections": "1500",
                "shared_buffers": "{DBInstanceClassMemory/32768}",
                "work_mem": "16384",
            },
        }[environment]
    )


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-DB-011", "SF-SEC-009")
def test_the_database_is_encrypted_with_the_key_for_data(plan):
    assert database(plan)["storage_encrypted"] is True
    (key,) = database(plan).refers_to("kms_key_id", "aws_kms_key")
    assert [key.address, key["enable_key_rotation"]] == ["module.kms_data.aws_kms_key.this", True]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-DB-012")
def test_the_database_is_in_private_subnets_and_not_public(plan):
    assert database(plan)["publicly_accessible"] is False
    assert private(plan.one("aws_db_subnet_group"), "subnet_ids")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-DB-013")
def test_minor_versions_of_the_database_come_by_themselves(plan):
    assert database(plan)["auto_minor_version_upgrade"] is True


@pytest.mark.plan("social-flow", environments=["production"])
@pytest.mark.requirement("SF-DB-014")
def test_the_production_database_cannot_be_deleted_by_mistake(plan):
    assert database(plan)["deletion_protection"] is True


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-DB-015")
def test_the_logs_postgresql_and_upgrade_are_exported(plan):
    assert set(database(plan)["enabled_cloudwatch_logs_exports"]) == {"postgresql", "upgrade"}


@pytest.mark.plan("social-flow", environments=["production"], **CHOSEN)
@pytest.mark.requirement("SF-DB-016")
def test_read_replicas_can_be_added(plan):
    replicas = {r.index: r for r in plan.of("aws_db_instance") if r.name == "replica"}
    assert {key: r["instance_class"] for key, r in replicas.items()} == {
        "reporting": "db.m7g.large",
        "search": "db.r6g.large",
    }
    assert {r["replicate_source_db"] for r in replicas.values()} == {"social-flow-production"}


@pytest.mark.plan("social-flow", environments=["production"], **CHOSEN)
def test_a_database_with_replicas_keeps_its_password_in_a_secret_that_we_make(plan):
    assert database(plan).get("manage_master_user_password") is None
    assert plan.resource('module.secrets.aws_secretsmanager_secret.this["database"]').seen()


@pytest.mark.plan("social-flow", environments=["production"], **CHOSEN)
def test_that_password_is_read_by_the_role_of_migrations_alone(plan):
    document = plan.resource('module.secrets.data.aws_iam_policy_document.this["database"]')
    readers = document.refers_to("statement.0.principals.0.identifiers", "aws_iam_role")
    assert [role.module for role in readers] == ['module.roles["task-migrate"]']


@pytest.mark.plan("social-flow", environments=["production"], **CHOSEN)
def test_the_class_of_the_database_can_be_changed_by_variable(plan):
    assert database(plan)["instance_class"] == "db.m7g.large"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SEC-012")
def test_the_database_insists_on_tls_and_logs_connections(plan):
    parameters = database_parameters(plan)
    assert {n: parameters[n][0] for n in ("rds.force_ssl", "log_connections", "log_disconnections")} == {
        "rds.force_ssl": "1",
        "log_connections": "1",
        "log_disconnections": "1",
    }


# Cache


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CACHE-001")
def test_the_cache_is_a_current_redis_7(plan):
    assert [cache(plan)["engine"], cache(plan)["engine_version"]] == ["redis", "7.1"]


@pytest.mark.plan("social-flow", environments=["production"], **CHOSEN)
def test_the_specified_version_of_redis_can_be_chosen(plan):
    assert [cache(plan)["engine"], cache(plan)["engine_version"]] == ["redis", "7.0"]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CACHE-002")
def test_the_cache_has_the_node_type_of_its_environment(plan, environment):
    types = {"development": "cache.t3.micro", "staging": "cache.t3.small", "production": "cache.r6g.large"}
    assert cache(plan)["node_type"] == types[environment]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CACHE-003")
def test_the_cache_has_the_nodes_of_its_environment(plan, environment):
    assert cache(plan)["num_cache_clusters"] == {"development": 1, "staging": 2, "production": 3}[environment]


@pytest.mark.plan("social-flow", environments=["staging", "production"])
@pytest.mark.requirement("SF-CACHE-004")
def test_the_cache_fails_over_by_itself(plan):
    assert cache(plan)["automatic_failover_enabled"] is True


@pytest.mark.plan("social-flow", environments=["staging", "production"])
@pytest.mark.requirement("SF-CACHE-005")
def test_the_cache_spreads_over_zones(plan):
    assert cache(plan)["multi_az_enabled"] is True


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CACHE-006")
def test_the_cache_uses_a_parameter_group_of_the_family_redis7(plan):
    group = plan.one("aws_elasticache_parameter_group")
    assert group["family"] == "redis7"
    assert cache(plan).refers_to("parameter_group_name", group.type) == [group]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CACHE-007", "SF-CACHE-008", "SF-CACHE-009")
def test_the_cache_keeps_queued_tasks_and_drops_idle_connections(plan):
    assert cache_parameters(plan) == {"maxmemory-policy": "noeviction", "tcp-keepalive": "300", "timeout": "300"}


@pytest.mark.plan("social-flow", environments=["production"], **CHOSEN)
def test_the_specified_eviction_can_be_chosen(plan):
    assert cache_parameters(plan)["maxmemory-policy"] == "allkeys-lru"


@pytest.mark.plan("social-flow")
def test_only_the_cache_of_development_goes_without_a_last_snapshot(plan, environment):
    left = cache(plan).get("final_snapshot_identifier") is not None
    assert left is (environment != "development")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CACHE-010", "SF-SEC-009")
def test_the_cache_is_encrypted_with_the_key_for_data(plan):
    assert str(cache(plan)["at_rest_encryption_enabled"]).lower() == "true"
    (key,) = cache(plan).refers_to("kms_key_id", "aws_kms_key")
    assert key.address == "module.kms_data.aws_kms_key.this"


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CACHE-011")
def test_clients_reach_the_cache_over_tls_only(plan):
    assert cache(plan)["transit_encryption_enabled"] is True


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CACHE-012")
def test_the_cache_is_in_private_subnets(plan):
    assert private(plan.one("aws_elasticache_subnet_group"), "subnet_ids")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CACHE-013", "SF-CACHE-014")
def test_slow_log_and_engine_log_go_to_log_groups_that_exist(plan):
    groups = {g["name"] for g in plan.of("aws_cloudwatch_log_group")}
    delivered = {d["log_type"]: d for d in cache(plan)["log_delivery_configuration"]}
    assert set(delivered) == {"slow-log", "engine-log"}
    assert {d["destination_type"] for d in delivered.values()} == {"cloudwatch-logs"}
    assert {d["destination"] for d in delivered.values()} <= groups


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CACHE-015")
def test_minor_versions_of_the_cache_come_by_themselves(plan):
    assert cache(plan)["auto_minor_version_upgrade"] == "true"


@pytest.mark.plan("social-flow", environments=["production"], **CHOSEN)
@pytest.mark.requirement("SF-CACHE-016")
def test_a_token_can_be_enabled_and_has_a_place_in_secrets_manager(plan):
    assert [cache(plan)["auth_token"]] == [SHARED]
    assert cache(plan).is_sensitive("auth_token")
    secret = plan.resource('module.secrets.aws_secretsmanager_secret.this["redis-auth"]')
    assert secret["name"] == "social-flow-production/redis-auth"
    assert not plan.of("aws_elasticache_user", "aws_elasticache_user_group")


@pytest.mark.plan("social-flow", environments=["production"], **CHOSEN)
def test_with_a_token_no_task_signs_in_to_redis_by_role(plan):
    for role in ("task-app", "task-beat", "task-worker"):
        statements = statements_of_document(plan.resource(f'data.aws_iam_policy_document.task["{role}"]'))
        assert "ReadSecrets" in {s["Sid"] for s in statements}
        assert "SignInToRedis" not in {s["Sid"] for s in statements}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CACHE-016")
def test_without_a_token_clients_sign_in_with_iam(plan, environment):
    users = [u for u in plan.of("aws_elasticache_user") if u.name == "this"]
    services = ("app", "beat", "worker")
    assert {u["user_name"] for u in users} == {f"social-flow-{environment}-{service}" for service in services}
    assert {u["authentication_mode.0.type"] for u in users} == {"iam"}
    assert cache(plan).refers_to("user_group_ids", "aws_elasticache_user_group")
    assert plan.resource('module.secrets.aws_secretsmanager_secret.this["redis-auth"]').seen()


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SEC-009")
def test_every_secret_is_encrypted_with_the_key_for_data(plan):
    secrets = plan.of("aws_secretsmanager_secret")
    assert len(secrets) == 4
    for secret in secrets:
        (key,) = secret.refers_to("kms_key_id", "aws_kms_key")
        assert key.address == "module.kms_data.aws_kms_key.this"


# Zones


@pytest.mark.plan("social-flow", environments=["staging", "production"])
@pytest.mark.requirement("SF-DR-005")
def test_database_and_cache_can_be_in_three_zones_and_use_more_than_one(plan):
    assert len(zones(plan.one("aws_db_subnet_group"), "subnet_ids")) == 3
    assert len(zones(plan.one("aws_elasticache_subnet_group"), "subnet_ids")) == 3
    assert database(plan)["multi_az"] is True
    assert cache(plan)["multi_az_enabled"] is True


@pytest.mark.plan("social-flow", environments=["staging", "production"])
@pytest.mark.requirement("SF-DR-005")
def test_every_service_runs_in_three_zones(plan):
    services = plan.of("aws_ecs_service")
    assert {s["name"].rsplit("-", 1)[1] for s in services} == {"app", "worker", "beat"}
    for service in services:
        assert len(zones(service, "network_configuration.0.subnets")) == 3


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


@pytest.mark.plan("social-flow", environments=["production"], **CHOSEN)
def test_a_major_version_of_the_database_can_be_installed(plan):
    assert database(plan)["allow_major_version_upgrade"] is True
