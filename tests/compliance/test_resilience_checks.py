"""What a plan cannot tell of backups, zones and locks stays open, and what it can tell is not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tfproof import Cause, Plan, Verdict
from tfproof.checks import judge, registry, settings_from
from tfproof.checks.concerns import _backup_selections
from tfproof.findings import Finding
from tfproof.plans.values import UNKNOWN, OneOf, PartialList, PartialText, Reference

SETTINGS = settings_from({}, "settings of these tests", registry())


def finding(
    check: str,
    values: dict[str, dict[str, Any]],
    *,
    scopes: tuple[str, ...] = (),
    environment: str = "production",
    **more: Any,
) -> Finding:
    """Judge the first of some resources, given by address with their values, as a state: all is known."""
    resources = [
        {
            "address": address,
            "mode": "managed",
            "type": address.partition(".")[0],
            "name": address.partition(".")[2],
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "values": {"tags_all": {}, **given},
        }
        for address, given in values.items()
    ]
    plan = Plan({"planned_values": {"root_module": {"resources": resources}}, "configuration": {}, **more})
    judgement = judge(plan, [registry()[check]], SETTINGS, scopes=frozenset(scopes), environment=environment)
    return next(f for f in judgement.findings if f.address == next(iter(values)))


DATABASE = {
    "identifier": "main",
    "id": "db-1",
    "arn": "arn:aws:rds:eu-west-1:123456789012:db:main",
    "region": "eu-west-1",
}


@pytest.mark.parametrize(("scopes", "verdict"), [((), Verdict.UNKNOWN), (("account",), Verdict.FAIL)])
def test_without_a_selection_only_a_plan_of_the_account_says_that_nothing_backs_it_up(
    scopes: tuple[str, ...], verdict: Verdict
) -> None:
    found = finding("resilience.backup-plan", {"aws_db_instance.main": DATABASE}, scopes=scopes)
    assert (found.verdict, found.cause is Cause.OUTSIDE_THE_PLAN) == (verdict, verdict is Verdict.UNKNOWN)


@pytest.mark.parametrize(
    ("selection", "verdict"),
    [
        ({"resources": ["*"]}, Verdict.PASS),
        ({"resources": ["arn:aws:rds:eu-west-1:123456789012:db:main"]}, Verdict.PASS),
        ({"resources": ["arn:aws:rds:*:*:db:m*n"]}, Verdict.PASS),
        ({"resources": ["arn:aws:rds:*:*:db:*"], "not_resources": ["arn:aws:rds:*:*:db:other"]}, Verdict.PASS),
        ({}, Verdict.PASS),
        ({"not_resources": ["arn:aws:rds:*:*:db:other"]}, Verdict.PASS),
        ({"resources": ["arn:aws:rds:us-*:*:db:*"]}, Verdict.FAIL),
        ({"resources": ["arn:aws:rds:*:*:cluster:*"]}, Verdict.FAIL),
        ({"resources": ["arn:aws:rds:*:*:db:mai"]}, Verdict.FAIL),
        ({"resources": ["arn:aws:rds:*:*:db:mai?"]}, Verdict.FAIL),
        ({"resources": ["arn:aws:*:*:*:table/*"]}, Verdict.FAIL),
        ({"resources": ["*"], "not_resources": ["arn:aws:rds:*:*:db:*"]}, Verdict.FAIL),
        ({"not_resources": ["*"]}, Verdict.FAIL),
        ({"selection_tag": [{"key": "Backup", "value": "daily"}]}, Verdict.PASS),
        ({"selection_tag": [{"key": "Backup", "value": "dail*"}]}, Verdict.FAIL),
        ({"selection_tag": [{"key": "X", "value": "x"}, {"key": "Backup", "value": "daily"}]}, Verdict.PASS),
        ({"condition": [{"string_equals": [{"key": "aws:ResourceTag/Backup", "value": "daily"}]}]}, Verdict.PASS),
        ({"condition": [{"string_equals": [{"key": "aws:ResourceTag/Backup", "value": "d*"}]}]}, Verdict.FAIL),
        ({"condition": [{"string_like": [{"key": "aws:ResourceTag/Backup", "value": "d*y"}]}]}, Verdict.PASS),
        ({"condition": [{"string_not_like": [{"key": "aws:ResourceTag/Backup", "value": "d*y"}]}]}, Verdict.FAIL),
        ({"condition": [{"string_not_equals": [{"key": "aws:ResourceTag/None", "value": "x"}]}]}, Verdict.PASS),
        (
            {
                "selection_tag": [{"key": "Backup", "value": "daily"}],
                "condition": [{"string_equals": [{"key": "aws:ResourceTag/Stage", "value": "prod"}]}],
            },
            Verdict.UNKNOWN,
        ),
    ],
    ids=json.dumps,
)
def test_what_a_selection_assigns(selection: dict[str, Any], verdict: Verdict) -> None:
    resources = {
        "aws_db_instance.main": {**DATABASE, "tags": {"Backup": "daily"}, "tags_all": {"Backup": "daily"}},
        "aws_backup_selection.this": {"name": "this", "plan_id": "plan-1", **selection},
    }
    assert finding("resilience.backup-plan", resources, scopes=("account",)).verdict is verdict


@pytest.mark.parametrize(
    ("region", "verdict"), [("eu-west-1", Verdict.PASS), ("us-east-1", Verdict.FAIL), (None, Verdict.PASS)]
)
def test_a_selection_assigns_what_lies_in_its_region(region: str | None, verdict: Verdict) -> None:
    selection = {"name": "this", "plan_id": "plan-1", "resources": ["*"], "region": region}
    resources = {"aws_db_instance.main": DATABASE, "aws_backup_selection.this": selection}
    assert finding("resilience.backup-plan", resources, scopes=("account",)).verdict is verdict


BY_TAG = {"selection_tag": [{"key": "Backup", "value": "daily"}]}
OPTED = [
    ("aws_db_instance.a", BY_TAG, {"RDS": False}, Verdict.FAIL),
    ("aws_db_instance.a", BY_TAG, {"RDS": True}, Verdict.PASS),
    ("aws_db_instance.a", BY_TAG, {"Aurora": False}, Verdict.PASS),
    ("aws_db_instance.a", {"resources": ["arn:aws:rds:*:*:db:*"]}, {"RDS": False}, Verdict.PASS),
    ("aws_db_instance.a", {**BY_TAG, "resources": ["arn:aws:rds:*:*:db:*"]}, {"RDS": False}, Verdict.PASS),
    ("aws_db_instance.a", {**BY_TAG, "resources": ["arn:aws:rds:*:*:db:other"]}, {"RDS": False}, Verdict.FAIL),
    ("aws_db_instance.a", {"resources": ["*"]}, {"RDS": False}, Verdict.UNKNOWN),
    ("aws_db_instance.a", {"resources": ["arn:aws:*:*:*:*"]}, {"RDS": False}, Verdict.UNKNOWN),
    ("aws_db_instance.a", {}, {"RDS": False}, Verdict.UNKNOWN),
    ("aws_db_instance.a", {}, {"RDS": True}, Verdict.PASS),
    ("aws_rds_cluster.a", {**BY_TAG, "engine": "aurora-mysql"}, {"Aurora": False, "RDS": True}, Verdict.FAIL),
    ("aws_rds_cluster.a", {**BY_TAG, "engine": "mysql"}, {"Aurora": False, "RDS": True}, Verdict.PASS),
    ("aws_rds_cluster.a", {**BY_TAG, "engine": "mysql"}, {"Aurora": True, "RDS": False}, Verdict.FAIL),
    ("aws_dynamodb_table.a", BY_TAG, {"DynamoDB": False}, Verdict.FAIL),
    ("aws_efs_file_system.a", BY_TAG, {"EFS": False}, Verdict.FAIL),
    ("aws_docdb_cluster.a", BY_TAG, {"DocumentDB": False}, Verdict.FAIL),
    ("aws_neptune_cluster.a", BY_TAG, {"Neptune": False}, Verdict.FAIL),
]


@pytest.mark.parametrize(("address", "selection", "opted", "verdict"), OPTED)
def test_tags_assign_only_what_the_region_has_opted_in(
    address: str, selection: dict[str, Any], opted: dict[str, bool], verdict: Verdict
) -> None:
    chosen = {k: v for k, v in selection.items() if k != "engine"}
    tags = {"Backup": "daily"}
    given = {**DATABASE, "tags": tags, "tags_all": tags, "engine": selection.get("engine")}
    resources = {
        address: given,
        "aws_backup_selection.this": {"name": "this", "plan_id": "plan-1", "region": "eu-west-1", **chosen},
        "aws_backup_region_settings.this": {"resource_type_opt_in_preference": opted, "region": "eu-west-1"},
    }
    assert finding("resilience.backup-plan", resources, scopes=("account",)).verdict is verdict


@pytest.mark.parametrize(("region", "verdict"), [("us-east-1", Verdict.PASS), (None, Verdict.UNKNOWN)])
def test_what_another_region_has_opted_in_decides_nothing(region: str | None, verdict: Verdict) -> None:
    tags = {"Backup": "daily"}
    resources = {
        "aws_db_instance.a": {**DATABASE, "tags": tags, "tags_all": tags},
        "aws_backup_selection.this": {"name": "this", "plan_id": "plan-1", "region": "eu-west-1", **BY_TAG},
        "aws_backup_region_settings.this": {"resource_type_opt_in_preference": {"RDS": False}, "region": region},
    }
    assert finding("resilience.backup-plan", resources, scopes=("account",)).verdict is verdict


@pytest.mark.parametrize(
    ("element", "named"),
    [
        (PartialText(["arn:aws:rds:*:", UNKNOWN, ":db:*"]), True),
        (PartialText(["arn:aws:rds:", UNKNOWN, ":*:db:*"]), None),
        (PartialText(["arn:aws:rds:*:*:db:ma", UNKNOWN]), None),
        (PartialText(["arn:aws:rds:*:*:db:mi", UNKNOWN]), False),
        (PartialText(["arn:aws:dynamodb:*:*:table/", UNKNOWN]), False),
        (PartialText(["prefix", UNKNOWN]), None),
        (PartialList(["arn:aws:rds:*:*:db:*"]), True),
        (PartialList(["arn:aws:rds:*:*:db:other"]), None),
        (OneOf(["arn:aws:rds:*:*:db:other", "nothing"]), False),
        (OneOf(["arn:aws:rds:*:*:db:*", "nothing"]), None),
        (OneOf([UNKNOWN, "nothing"]), None),
        (Reference("aws_s3_bucket.other", "arn"), False),
        (Reference("aws_db_instance.main", "arn"), None),
        (Reference("data.aws_db_instance.main", "db_instance_arn"), None),
        (Reference("aws_s3_bucket.nowhere", "arn"), None),
        (UNKNOWN, None),
    ],
    ids=repr,
)
def test_what_an_element_names_that_is_not_all_known(element: Any, named: bool | None) -> None:
    resources = [
        {"address": a, "mode": m, "type": t, "name": n, "values": DATABASE if n == "main" else {}}
        for a, m, t, n in (
            ("aws_db_instance.main", "managed", "aws_db_instance", "main"),
            ("aws_s3_bucket.other", "managed", "aws_s3_bucket", "other"),
            ("data.aws_db_instance.main", "data", "aws_db_instance", "main"),
        )
    ]
    plan = Plan({"planned_values": {"root_module": {"resources": resources}}, "configuration": {}})
    assert _backup_selections._named(element, plan.resource("aws_db_instance.main")) is named


def test_default_tags_that_are_not_known_may_select_it() -> None:
    resources = {
        "aws_db_instance.main": {**DATABASE, "tags_all": None},
        "aws_backup_selection.this": {"name": "this", "selection_tag": [{"key": "Backup", "value": "daily"}]},
    }
    change = {"actions": ["create"], "after_unknown": {"tags_all": True}}
    more = {
        "resource_changes": [{"address": "aws_db_instance.main", "type": "aws_db_instance", "change": change}],
        "configuration": {"provider_config": {"aws": {"expressions": {"default_tags": [{"tags": {}}]}}}},
    }
    assert finding("resilience.backup-plan", resources, scopes=("account",), **more).verdict is Verdict.UNKNOWN


def test_a_file_system_in_one_zone_is_backed_up_by_default() -> None:
    zone = {"id": "fs-1", "availability_zone_name": "us-east-1a"}
    assert finding("resilience.backup-plan", {"aws_efs_file_system.this": zone}).verdict is Verdict.PASS


def test_a_backup_policy_counts_as_a_plan() -> None:
    resources = {
        "aws_efs_file_system.this": {"id": "fs-1"},
        "aws_efs_backup_policy.this": {"file_system_id": "fs-1", "backup_policy": [{"status": "ENABLED"}]},
    }
    assert finding("resilience.backup-plan", resources).verdict is Verdict.PASS


TARGET = {
    "service_namespace": "rds",
    "scalable_dimension": "rds:cluster:ReadReplicaCount",
    "resource_id": "cluster:main",
    "min_capacity": 1,
}


@pytest.mark.parametrize("unknown", ["resource_id", "scalable_dimension", "service_namespace", "min_capacity"])
@pytest.mark.parametrize(("instances", "verdict"), [(2, Verdict.PASS), (1, Verdict.UNKNOWN)])
def test_a_scaling_target_that_is_not_known_yet_hides_no_instance(
    instances: int, verdict: Verdict, unknown: str
) -> None:
    resources = {
        "aws_rds_cluster.main": {"cluster_identifier": "main", "id": "main"},
        **{f"aws_rds_cluster_instance.i{n}": {"cluster_identifier": "main"} for n in range(instances)},
        "aws_appautoscaling_target.later": {k: v for k, v in TARGET.items() if k != unknown},
    }
    change = {"actions": ["create"], "after_unknown": {unknown: True}}
    changes = [{"address": "aws_appautoscaling_target.later", "type": "aws_appautoscaling_target", "change": change}]
    assert finding("resilience.rds-multi-az", resources, resource_changes=changes).verdict is verdict


@pytest.mark.parametrize(
    ("address", "days"),
    [
        ("aws_db_instance.main", 0),
        ("aws_rds_cluster.main", 1),
        ("aws_docdb_cluster.main", 1),
        ("aws_neptune_cluster.main", 1),
    ],
)
def test_a_cluster_keeps_backups_for_a_day_by_default_and_an_instance_none(address: str, days: int) -> None:
    found = finding("resilience.rds-backup-retention", {address: {}}, environment="development")
    assert (found.verdict is Verdict.PASS, found.measures[0].observed) == (days == 1, days)


@pytest.mark.parametrize("check", ["rds-multi-az", "rds-deletion-protection", "rds-backup-retention"])
def test_a_state_does_not_tell_the_primary_of_a_global_database_from_its_secondary(check: str) -> None:
    values = {"cluster_identifier": "main", "global_cluster_identifier": "global", "master_username": "app"}
    found = finding(f"resilience.{check}", {"aws_rds_cluster.main": values})
    assert (found.verdict, found.cause) == (Verdict.UNKNOWN, Cause.OUTSIDE_THE_PLAN)


@pytest.mark.parametrize("check", ["redis-failover", "redis-snapshots"])
def test_a_state_does_not_tell_the_primary_of_a_global_datastore_from_its_secondary(check: str) -> None:
    values = {"global_replication_group_id": "ldgnf-global", "num_cache_clusters": 1}
    found = finding(f"resilience.{check}", {"aws_elasticache_replication_group.main": values})
    assert (found.verdict, found.cause) == (Verdict.UNKNOWN, Cause.OUTSIDE_THE_PLAN)


@pytest.mark.parametrize(
    ("table_region", "bucket_region", "verdict"),
    [("eu-west-1", "eu-west-1", Verdict.PASS), ("eu-west-1", "us-east-1", Verdict.UNKNOWN)],
)
def test_a_lock_table_locks_the_state_of_its_region(table_region: str, bucket_region: str, verdict: Verdict) -> None:
    resources = {
        "aws_s3_bucket.state": {"bucket": "terraform-state", "region": bucket_region},
        "aws_dynamodb_table.lock": {
            "hash_key": "LockID",
            "attribute": [{"name": "LockID", "type": "S"}],
            "region": table_region,
        },
    }
    assert finding("resilience.state-locking", resources).verdict is verdict


def test_a_lock_table_that_cannot_lock_does_not_decide_on_the_bucket() -> None:
    resources = {
        "aws_s3_bucket.state": {"bucket": "terraform-state", "region": "eu-west-1"},
        "aws_dynamodb_table.lock": {
            "hash_key": "LockID",
            "attribute": [{"name": "LockID", "type": "N"}],
            "region": "eu-west-1",
        },
    }
    assert finding("resilience.state-locking", resources).verdict is Verdict.UNKNOWN
