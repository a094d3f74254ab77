"""What the module `elasticache-redis` promises."""

import pytest
from expressions import told

from tfproof import UNKNOWN

KEY = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
SHARED = "example-of-a-shared-token"
TOKEN = {"users": {}, "auth_token": SHARED}


def parameters(plan):
    """The parameters by name."""
    return {p["name"]: p["value"] for p in plan.one("aws_elasticache_parameter_group")["parameter"]}


@pytest.mark.plan("elasticache-redis", example="minimal")
def test_the_engine_is_a_current_redis(plan):
    cache = plan.one("aws_elasticache_replication_group")
    assert [cache["engine"], cache["engine_version"]] == ["redis", "7.1"]
    assert plan.one("aws_elasticache_parameter_group")["family"] == "redis7"


@pytest.mark.plan("elasticache-redis", example="minimal", engine_version="6.x", **TOKEN)
def test_redis_6_has_its_own_family(plan):
    assert plan.one("aws_elasticache_parameter_group")["family"] == "redis6.x"


@pytest.mark.plan("elasticache-redis", example="minimal", engine="valkey", engine_version="8.0")
def test_valkey_can_be_chosen(plan):
    assert plan.one("aws_elasticache_replication_group")["engine"] == "valkey"
    assert plan.one("aws_elasticache_parameter_group")["family"] == "valkey8"


@pytest.mark.plan("elasticache-redis", example="minimal")
def test_a_second_node_in_another_zone_takes_over(plan):
    cache = plan.one("aws_elasticache_replication_group")
    assert cache["num_cache_clusters"] == 2
    assert cache["automatic_failover_enabled"] is True
    assert cache["multi_az_enabled"] is True


@pytest.mark.plan("elasticache-redis", example="minimal", node_count=1)
def test_a_single_node_cannot_fail_over(plan):
    cache = plan.one("aws_elasticache_replication_group")
    assert [cache["automatic_failover_enabled"], cache["multi_az_enabled"]] == [False, False]


@pytest.mark.plan("elasticache-redis", example="minimal")
def test_data_is_encrypted_at_rest_and_on_its_way(plan):
    cache = plan.one("aws_elasticache_replication_group")
    assert str(cache["at_rest_encryption_enabled"]).lower() == "true"
    assert cache["transit_encryption_enabled"] is True


@pytest.mark.plan("elasticache-redis", example="minimal", kms_key_arn=KEY)
def test_the_key_can_be_ones_own(plan):
    assert plan.one("aws_elasticache_replication_group")["kms_key_id"] == KEY


@pytest.mark.plan("elasticache-redis", example="minimal")
def test_the_nodes_are_placed_in_the_given_subnets(plan):
    group = plan.one("aws_elasticache_subnet_group")
    assert set(group["subnet_ids"]) == {"subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"}
    assert plan.one("aws_elasticache_replication_group").refers_to(
        "subnet_group_name", "aws_elasticache_subnet_group"
    ) == [group]


@pytest.mark.plan("elasticache-redis", example="minimal")
def test_only_the_given_security_groups_apply(plan):
    assert plan.one("aws_elasticache_replication_group")["security_group_ids"] == ["sg-0a1b2c3d4e5f60718"]


@pytest.mark.plan("elasticache-redis", example="minimal")
def test_the_parameters_suit_a_cache(plan):
    assert parameters(plan) == {"maxmemory-policy": "allkeys-lru", "tcp-keepalive": "300", "timeout": "300"}


@pytest.mark.plan("elasticache-redis", example="minimal", parameters={"maxmemory-policy": "noeviction"})
def test_a_broker_can_keep_its_keys(plan):
    assert parameters(plan)["maxmemory-policy"] == "noeviction"


@pytest.mark.plan("elasticache-redis", example="minimal")
def test_the_cache_uses_the_parameter_group(plan):
    cache = plan.one("aws_elasticache_replication_group")
    group = plan.one("aws_elasticache_parameter_group")
    assert cache.refers_to("parameter_group_name", group.type) == [group]


@pytest.mark.plan("elasticache-redis", example="minimal")
def test_snapshots_are_kept_for_a_week(plan):
    assert plan.one("aws_elasticache_replication_group")["snapshot_retention_limit"] == 7


@pytest.mark.plan("elasticache-redis", example="minimal")
def test_minor_versions_come_by_themselves(plan):
    assert plan.one("aws_elasticache_replication_group")["auto_minor_version_upgrade"] == "true"


@pytest.mark.plan("elasticache-redis", example="grown")
def test_each_log_goes_to_its_group_as_json(plan):
    deliveries = plan.one("aws_elasticache_replication_group")["log_delivery_configuration"]
    assert {(d["log_type"], d["destination"], d["destination_type"], d["log_format"]) for d in deliveries} == {
        ("engine-log", "/shop/redis/engine", "cloudwatch-logs", "json"),
        ("slow-log", "/shop/redis/slow", "cloudwatch-logs", "json"),
    }


@pytest.mark.plan("elasticache-redis", example="typical")
def test_users_sign_in_with_iam_and_not_with_a_password(plan):
    user = plan.resource('module.elasticache_redis.aws_elasticache_user.this["app"]')
    assert [user["user_id"], user["user_name"]] == ["shop-app", "shop-app"]
    assert user["authentication_mode.0.type"] == "iam"
    assert user.get("passwords") is None


@pytest.mark.plan("elasticache-redis", example="typical")
def test_users_may_not_run_dangerous_commands(plan):
    user = plan.resource('module.elasticache_redis.aws_elasticache_user.this["app"]')
    assert user["access_string"] == "on ~* &* +@all -@dangerous"


@pytest.mark.plan("elasticache-redis", example="typical")
def test_the_default_user_is_switched_off(plan):
    user = plan.resource("module.elasticache_redis.aws_elasticache_user.default[0]")
    assert [user["user_name"], user["access_string"]] == ["default", "off -@all"]


@pytest.mark.plan("elasticache-redis", example="typical", engine="valkey", engine_version="8.0")
def test_valkey_is_given_a_group_that_may_have_a_user_without_password(plan):
    group = plan.one("aws_elasticache_user_group")
    assert {u["engine"] for u in [group, *plan.of("aws_elasticache_user")]} == {"redis"}


@pytest.mark.plan("elasticache-redis", example="grown")
def test_the_cache_admits_all_users_of_the_group(plan):
    assert set(plan.one("aws_elasticache_user_group")["user_ids"]) == {
        "shop-admin",
        "shop-app",
        "shop-default",
    }
    assert plan.one("aws_elasticache_replication_group")["user_group_ids"] == ["shop"]


@pytest.mark.refused(
    "elasticache-redis", example="minimal", users={}, anonymous_access_enabled=False, match="users must be given"
)
def test_a_cache_that_everybody_may_use_is_refused(refusal):
    assert refusal.variable == "anonymous_access_enabled"


@pytest.mark.plan("elasticache-redis", example="minimal", users={}, anonymous_access_enabled=True)
def test_a_cache_that_everybody_may_use_must_be_asked_for(plan):
    assert plan.one("aws_elasticache_replication_group").get("user_group_ids") is None
    assert not plan.of("aws_elasticache_user", "aws_elasticache_user_group")


@pytest.mark.plan("elasticache-redis", example="minimal", **TOKEN)
def test_a_shared_token_is_sensitive_and_can_be_rotated(plan):
    cache = plan.one("aws_elasticache_replication_group")
    assert cache.is_sensitive("auth_token")
    assert [cache["auth_token_update_strategy"]] == ["ROTATE"]


@pytest.mark.plan("elasticache-redis", example="minimal", **TOKEN)
def test_that_a_token_can_be_rotated_is_no_secret(plan):
    """Otherwise the word is taken out of whatever is written about the plan."""
    assert not plan.one("aws_elasticache_replication_group").is_sensitive("auth_token_update_strategy")


@pytest.mark.plan(
    "elasticache-redis",
    name="shop",
    node_count=3,
    node_type="cache.t3.medium",
    security_group_ids=["sg-0a1b2c3d4e5f60718"],
    subnet_ids=["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"],
    users={"app": {}},
)
def test_the_nodes_are_known_before_they_exist(plan):
    assert plan.outputs["member_clusters"] == ["shop-001", "shop-002", "shop-003"]


@pytest.mark.refused("elasticache-redis", example="typical", auth_token=SHARED, match="combined with users")
def test_a_token_beside_users_is_refused(refusal):
    assert refusal.variable == "auth_token"


@pytest.mark.parametrize(
    (),
    [
        pytest.param(
            marks=pytest.mark.refused("elasticache-redis", example="typical", users={key: {}}, match="lower-case")
        )
        for key in ("App", "app_one", "app--one", "app-")
    ],
)
def test_a_user_that_elasticache_cannot_name_is_refused(refusal):
    assert refusal.variable == "users"


@pytest.mark.refused("elasticache-redis", example="minimal", users={}, auth_token=SHARED[:15], match="16 to 128")
def test_a_token_too_short_is_refused(refusal):
    assert refusal.variable == "auth_token"


@pytest.mark.refused("elasticache-redis", example="typical", engine_version="6.2", match="7.0 or newer")
def test_users_of_an_engine_too_old_are_refused(refusal):
    assert refusal.variable == "users"


@pytest.mark.refused("elasticache-redis", example="minimal", engine="memcached", match="redis or valkey")
def test_another_engine_is_refused(refusal):
    assert refusal.variable == "engine"


@pytest.mark.refused("elasticache-redis", example="minimal", node_count=0, match="between 1 and 6")
def test_a_cache_without_nodes_is_refused(refusal):
    assert refusal.variable == "node_count"


@pytest.mark.refused(
    "elasticache-redis",
    example="minimal",
    log_group_names={"audit-log": "/x"},
    match="engine-log or slow-log",
)
def test_a_log_that_redis_has_not_is_refused(refusal):
    assert refusal.variable == "log_group_names"


@pytest.mark.refused("elasticache-redis", example="minimal", snapshot_retention_days=36, match="between 0 and 35")
def test_a_retention_that_elasticache_does_not_offer_is_refused(refusal):
    assert refusal.variable == "snapshot_retention_days"


@pytest.mark.plan(
    "elasticache-redis", example="minimal", snapshot_window="04:00-05:00", maintenance_window="sun:05:00-sun:06:00"
)
def test_windows_of_an_hour_may_touch(plan):
    assert plan.one("aws_elasticache_replication_group")["snapshot_window"] == "04:00-05:00"


@pytest.mark.parametrize(
    (),
    [
        pytest.param(
            id=f"{snapshot} {maintenance}",
            marks=pytest.mark.refused(
                "elasticache-redis",
                example="minimal",
                snapshot_window=snapshot,
                maintenance_window=maintenance,
                match="must not overlap",
            ),
        )
        for snapshot, maintenance in (
            ("04:01-05:01", "sun:05:00-sun:06:00"),
            ("05:59-06:59", "sun:05:00-sun:06:00"),
            ("23:30-00:30", "sun:00:00-sun:01:00"),
        )
    ],
)
def test_a_snapshot_during_maintenance_is_refused(refusal):
    assert refusal.variable == "maintenance_window"


@pytest.mark.refused(
    "elasticache-redis", example="minimal", maintenance_window="sun:05:00-sun:05:59", match="at least 60 minutes"
)
def test_a_maintenance_window_of_less_than_an_hour_is_refused(refusal):
    assert refusal.variable == "maintenance_window"


@pytest.mark.refused("elasticache-redis", example="minimal", snapshot_window="03:00-24:00", match="hh:mm-hh:mm")
def test_an_hour_that_no_day_has_is_refused(refusal):
    assert refusal.variable == "snapshot_window"


GLOBAL = {"users": {}, "global_datastore": {"id": "ldgnf-shop"}, "node_type": None}
PLACE = {"security_group_ids": ["sg-0a1b2c3d4e5f60718"], "subnet_ids": ["subnet-0a1b2c3d4e5f60718"]}


def counts(plan):
    """How many nodes, shards and replicas of each shard the cache is told to have."""
    cache = plan.one("aws_elasticache_replication_group")
    return told(cache, "num_cache_clusters", "num_node_groups", "replicas_per_node_group")


@pytest.mark.plan("elasticache-redis", example="minimal")
def test_a_cache_has_no_shards(plan):
    assert counts(plan) == [2, None, None]
    assert "cluster-enabled" not in parameters(plan)


@pytest.mark.plan("elasticache-redis", example="minimal", cluster_mode="enabled", shard_count=3)
def test_keys_can_be_spread_over_shards(plan):
    assert counts(plan) == [None, 3, 1]
    assert plan.one("aws_elasticache_replication_group")["cluster_mode"] == "enabled"
    assert parameters(plan)["cluster-enabled"] == "yes"


@pytest.mark.plan("elasticache-redis", example="minimal", cluster_mode="enabled", node_count=1)
def test_shards_fail_over_by_themselves_and_over_zones_with_a_replica_only(plan):
    cache = plan.one("aws_elasticache_replication_group")
    assert [cache["automatic_failover_enabled"], cache["multi_az_enabled"]] == [True, False]


@pytest.mark.plan("elasticache-redis", example="minimal", cluster_mode="compatible")
def test_a_cache_can_speak_both_protocols_on_its_way(plan):
    assert counts(plan) == [2, None, None]
    assert plan.one("aws_elasticache_replication_group")["cluster_mode"] == "compatible"
    assert parameters(plan)["cluster-enabled"] == "yes"


@pytest.mark.plan("elasticache-redis", example="minimal", cluster_mode="compatible")
def test_the_parameters_of_the_other_protocol_are_made_beside_those_of_this(plan):
    assert plan.one("aws_elasticache_parameter_group")["name"] == "shop-redis7-cluster"


@pytest.mark.plan(
    "elasticache-redis",
    name="shop",
    node_type="cache.r7g.large",
    cluster_mode="enabled",
    shard_count=2,
    users={"app": {}},
    **PLACE,
)
def test_the_nodes_of_shards_are_known_before_they_exist(plan):
    assert plan.outputs["member_clusters"] == ["shop-0001-001", "shop-0001-002", "shop-0002-001", "shop-0002-002"]


@pytest.mark.plan("elasticache-redis", example="minimal", cluster_mode="enabled", node_count=5, shard_count=100)
def test_500_nodes_are_taken(plan):
    assert counts(plan) == [None, 100, 4]


@pytest.mark.parametrize(
    "variable",
    [
        pytest.param(variable, marks=pytest.mark.refused("elasticache-redis", example="minimal", match=match, **inputs))
        for variable, inputs, match in (
            ("cluster_mode", {"cluster_mode": "on"}, "compatible, disabled or enabled"),
            ("cluster_mode", {"cluster_mode": "compatible", "node_count": 1}, "more than one node"),
            ("cluster_mode", {"cluster_mode": "compatible", "engine_version": "6.2", **TOKEN}, "7.0 or newer"),
            ("shard_count", {"shard_count": 0, "cluster_mode": "enabled"}, "1 or more"),
            ("shard_count", {"shard_count": 101, "node_count": 5, "cluster_mode": "enabled"}, "500 nodes"),
            ("shard_count", {"shard_count": 2}, "needs cluster_mode enabled"),
            ("shard_count", {"shard_count": 2, "cluster_mode": "compatible"}, "needs cluster_mode enabled"),
            ("transit_encryption_mode", {"transit_encryption_mode": "none"}, "preferred or required"),
            (
                "transit_encryption_mode",
                {"transit_encryption_mode": "preferred", "engine_version": "6.2", **TOKEN},
                "7.0 or newer",
            ),
            ("node_type", {"node_type": None}, "node_type must be given"),
            ("node_type", {"global_datastore": {"id": "ldgnf-shop"}}, "not in a global datastore"),
            ("node_type", {"node_type": "t3.medium"}, "begin with cache"),
            ("global_datastore", {**GLOBAL, **TOKEN}, "cannot be combined"),
            ("global_datastore", {**GLOBAL, "transit_encryption_mode": "required"}, "cannot be combined"),
        )
    ],
)
def test_what_elasticache_would_not_make_is_refused(refusal, variable):
    assert refusal.variable == variable


@pytest.mark.plan("elasticache-redis", example="minimal")
def test_each_life_of_the_cache_has_a_last_snapshot_of_its_own(plan):
    snapshot = plan.one("aws_elasticache_replication_group")["final_snapshot_identifier"]
    assert [snapshot, plan.one("terraform_data")["id"]] == [UNKNOWN, UNKNOWN]


@pytest.mark.plan("elasticache-redis", example="typical")
def test_an_input_that_replaces_the_cache_begins_another_life(plan):
    assert plan.one("terraform_data")["triggers_replace"] == ["7.1", None, KEY, 6379]


@pytest.mark.plan("elasticache-redis", example="minimal", skip_final_snapshot=True)
def test_a_throw_away_cache_must_be_asked_for(plan):
    assert plan.one("aws_elasticache_replication_group").get("final_snapshot_identifier") is None


@pytest.mark.parametrize(
    "mode",
    [
        pytest.param(m, marks=pytest.mark.plan("elasticache-redis", example="minimal", transit_encryption_mode=m))
        for m in ("preferred", "required")
    ],
)
def test_clients_can_be_moved_to_tls_step_by_step(plan, mode):
    cache = plan.one("aws_elasticache_replication_group")
    assert [cache["transit_encryption_enabled"], cache["transit_encryption_mode"]] == [True, mode]


@pytest.mark.plan("elasticache-redis", example="typical", **GLOBAL)
def test_a_member_of_a_global_datastore_takes_everything_from_the_primary(plan):
    cache = plan.one("aws_elasticache_replication_group")
    assert cache["global_replication_group_id"] == "ldgnf-shop"
    taken = ("engine_version", "node_type", "parameter_group_name", "transit_encryption_enabled", "num_node_groups")
    assert told(cache, *taken) == [None] * 5
    assert plan.of("aws_elasticache_parameter_group") == []


@pytest.mark.plan("elasticache-redis", example="typical", **GLOBAL)
def test_a_member_of_a_global_datastore_has_a_key_of_its_region(plan):
    assert plan.one("aws_elasticache_replication_group")["kms_key_id"] == KEY


@pytest.mark.plan(
    "elasticache-redis",
    example="minimal",
    notification_topic_arn="arn:aws:sns:us-east-1:123456789012:shop-cache-events",
)
def test_a_topic_hears_what_happens_to_the_cache(plan):
    topic = plan.one("aws_elasticache_replication_group")["notification_topic_arn"]
    assert topic == "arn:aws:sns:us-east-1:123456789012:shop-cache-events"


@pytest.mark.plan("elasticache-redis", example="minimal")
def test_nobody_hears_it_by_default(plan):
    assert plan.one("aws_elasticache_replication_group")["notification_topic_arn"] is None
