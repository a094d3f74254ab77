"""What the module `elasticache-serverless` promises."""

import pytest

KEY = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"


def cache(plan):
    """The cache."""
    return plan.one("aws_elasticache_serverless_cache")


def limits(plan, path):
    """The lower and the upper limit of storage or processing."""
    limit = cache(plan)[f"cache_usage_limits.0.{path}.0"]
    return (limit["minimum"], limit["maximum"])


@pytest.mark.plan("elasticache-serverless", example="minimal")
def test_the_engine_is_a_current_valkey(plan):
    assert [cache(plan)["engine"], cache(plan)["major_engine_version"]] == ["valkey", "8"]


@pytest.mark.plan("elasticache-serverless", example="minimal", engine="redis", major_engine_version="7")
def test_redis_can_be_chosen(plan):
    assert [cache(plan)["engine"], cache(plan)["major_engine_version"]] == ["redis", "7"]


@pytest.mark.plan("elasticache-serverless", example="minimal")
def test_storage_and_processing_are_bounded(plan):
    assert limits(plan, "data_storage") == (None, 10)
    assert limits(plan, "ecpu_per_second") == (None, 5000)


@pytest.mark.plan("elasticache-serverless", example="grown")
def test_some_of_both_can_be_kept_ready(plan):
    assert limits(plan, "data_storage") == (1, 50)
    assert limits(plan, "ecpu_per_second") == (1000, 20000)


@pytest.mark.plan("elasticache-serverless", example="typical")
def test_the_key_can_be_ones_own(plan):
    assert cache(plan)["kms_key_id"] == KEY


@pytest.mark.plan("elasticache-serverless", example="minimal")
def test_the_cache_is_where_it_is_told_to_be(plan):
    assert set(cache(plan)["subnet_ids"]) == {"subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"}
    assert cache(plan)["security_group_ids"] == ["sg-0a1b2c3d4e5f60718"]


@pytest.mark.plan("elasticache-serverless", example="minimal")
def test_a_snapshot_of_every_night_is_kept_for_a_week(plan):
    assert (cache(plan)["daily_snapshot_time"], cache(plan)["snapshot_retention_limit"]) == ("03:00", 7)


@pytest.mark.plan("elasticache-serverless", example="grown")
def test_users_sign_in_with_iam_and_the_default_user_not_at_all(plan):
    users = {
        u["user_name"]: (u["authentication_mode.0.type"], u["access_string"]) for u in plan.of("aws_elasticache_user")
    }
    assert users == {
        "default": ("no-password-required", "off -@all"),
        "shop-sessions-admin": ("iam", "on ~* &* +@all"),
        "shop-sessions-app": ("iam", "on ~* &* +@all -@dangerous"),
    }


@pytest.mark.plan("elasticache-serverless", example="grown")
def test_valkey_is_given_a_group_that_may_have_a_user_without_password(plan):
    group = plan.one("aws_elasticache_user_group")
    assert {u["engine"] for u in [group, *plan.of("aws_elasticache_user")]} == {"redis"}


@pytest.mark.plan("elasticache-serverless", example="grown")
def test_the_cache_admits_the_users_of_its_group(plan):
    assert set(plan.one("aws_elasticache_user_group")["user_ids"]) == {
        "shop-sessions-admin",
        "shop-sessions-app",
        "shop-sessions-default",
    }
    assert cache(plan)["user_group_id"] == "shop-sessions"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param(
            path, n, marks=pytest.mark.plan("elasticache-serverless", example="minimal", **{name: {"maximum": n}})
        )
        for name, path, bounds in (
            ("storage_gb", "data_storage", (1, 5000)),
            ("ecpu_per_second", "ecpu_per_second", (1000, 15000000)),
        )
        for n in bounds
    ],
)
def test_a_limit_that_elasticache_offers_is_taken(plan, path, value):
    assert limits(plan, path) == (None, value)


@pytest.mark.parametrize(
    "variable",
    [
        pytest.param(
            variable,
            marks=pytest.mark.refused("elasticache-serverless", example="minimal", match=match, **{variable: value}),
        )
        for variable, value, match in (
            ("ecpu_per_second", {"maximum": 999}, "between 1000 and 15000000"),
            ("ecpu_per_second", {"maximum": 15000001}, "between 1000 and 15000000"),
            ("ecpu_per_second", {"minimum": 999}, "between 1000 and 15000000"),
            ("ecpu_per_second", {"minimum": 5001}, "must not be greater"),
            ("engine", "memcached", "redis or valkey"),
            ("major_engine_version", "9", "7 or 8 with valkey"),
            ("name", "a" * 41, "3 to 40"),
            ("snapshot_retention_days", 36, "between 0 and 35"),
            ("snapshot_retention_days", -1, "between 0 and 35"),
            ("snapshot_time", "24:00", "hh:mm"),
            ("storage_gb", {"maximum": 0}, "between 1 and 5000"),
            ("storage_gb", {"maximum": 5001}, "between 1 and 5000"),
            ("storage_gb", {"minimum": 0}, "between 1 and 5000"),
            ("storage_gb", {"minimum": 11}, "must not be greater"),
            ("users", {"default": {}}, "must not have the key default"),
            ("users", {"App": {}}, "lower-case"),
            ("users", {"app_one": {}}, "lower-case"),
            ("users", {"app--one": {}}, "lower-case"),
            ("users", {"app-": {}}, "lower-case"),
        )
    ],
)
def test_what_elasticache_does_not_offer_is_refused(refusal, variable):
    assert refusal.variable == variable


@pytest.mark.plan("elasticache-serverless", example="minimal", snapshot_retention_days=0, name="a" * 40)
def test_a_cache_without_snapshots_must_be_asked_for(plan):
    assert cache(plan)["snapshot_retention_limit"] == 0


@pytest.mark.plan("elasticache-serverless", example="minimal", snapshot_retention_days=35, storage_gb={"minimum": 10})
def test_as_much_may_be_paid_as_may_be_used(plan):
    assert limits(plan, "data_storage") == (10, 10)


@pytest.mark.refused(
    "elasticache-serverless", example="minimal", engine="redis", major_engine_version="8", match="7 with redis"
)
def test_a_version_that_redis_has_not_is_refused(refusal):
    assert refusal.variable == "major_engine_version"


@pytest.mark.refused(
    "elasticache-serverless", example="minimal", users={}, anonymous_access_enabled=False, match="users must be given"
)
def test_a_cache_that_everybody_may_use_is_refused(refusal):
    assert refusal.variable == "anonymous_access_enabled"


@pytest.mark.plan("elasticache-serverless", example="minimal", users={}, anonymous_access_enabled=True)
def test_a_cache_that_everybody_may_use_must_be_asked_for(plan):
    assert plan.of("aws_elasticache_user", "aws_elasticache_user_group") == []
