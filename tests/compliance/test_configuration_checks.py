"""Who takes minor upgrades when nobody says so, by the documentation of each type."""

from __future__ import annotations

from typing import Any

import pytest
from small_plans import verdict_of

# https://registry.terraform.io/providers/hashicorp/aws/latest/docs
UNSET = {
    "aws_db_instance": "pass",
    "aws_dms_replication_instance": "fail",
    "aws_elasticache_cluster": "pass",
    "aws_elasticache_replication_group": "pass",
    "aws_memorydb_cluster": "pass",
    "aws_mq_broker": "fail",
    "aws_neptune_cluster_instance": "pass",
    "aws_rds_cluster_instance": "pass",
    "aws_redshift_cluster": "pass",
}


def upgraded(kind: str, value: Any) -> dict[str, dict[str, Any]]:
    path = "allow_version_upgrade" if kind == "aws_redshift_cluster" else "auto_minor_version_upgrade"
    return {f"{kind}.a": {path: value}}


@pytest.mark.parametrize("kind", UNSET)
def test_unset_is_what_the_provider_or_aws_does(kind: str) -> None:
    assert verdict_of("configuration.minor-upgrades", upgraded(kind, None)) == UNSET[kind]


@pytest.mark.parametrize("kind", UNSET)
@pytest.mark.parametrize(("value", "verdict"), [(True, "pass"), (False, "fail"), (..., "unknown")])
def test_what_is_said_counts(kind: str, value: Any, verdict: str) -> None:
    assert verdict_of("configuration.minor-upgrades", upgraded(kind, value)) == verdict


VERSIONS = [("7.1", "pass"), ("6.x", "pass"), ("6.0", "pass"), ("5.0.6", "fail"), ("4.0.10", "fail")]


@pytest.mark.parametrize("kind", ["aws_elasticache_cluster", "aws_elasticache_replication_group"])
@pytest.mark.parametrize(("version", "verdict"), VERSIONS)
def test_caches_are_upgraded_from_version_6_on(kind: str, version: str, verdict: str) -> None:
    assert verdict_of("configuration.minor-upgrades", {f"{kind}.a": {"engine_version": version}}) == verdict


NOT_ASKED = [
    {"aws_db_instance.a": {"engine": "custom-sqlserver-se"}},
    {"aws_elasticache_cluster.a": {"engine": "memcached"}},
    {"aws_elasticache_cluster.a": {"replication_group_id": "main"}},
    {"aws_docdb_cluster_instance.a": {"auto_minor_version_upgrade": False}},
]


@pytest.mark.parametrize("resources", NOT_ASKED)
def test_what_has_no_upgrades_to_turn_on_is_not_asked(resources: dict[str, dict[str, Any]]) -> None:
    assert verdict_of("configuration.minor-upgrades", resources) == "empty"
