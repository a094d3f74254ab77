"""Encryption of caches (ElastiCache), at rest and in transit."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tfproof.checks.model import Answer, Context, all_of, check, fails, holds, passes
from tfproof.checks.reading import argument, every, flag, is_cache_member, keeps_data, unset
from tfproof.plans.view import Resource

_GLOBAL = "aws_elasticache_global_replication_group"
_GROUP = "aws_elasticache_replication_group"
#: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
_ENCRYPTED_AT_REST_BY_DEFAULT = ("valkey",)


def _keeps_something(r: Resource) -> bool:
    """Whether a cache is judged by itself and writes to disk at all: memcached neither swaps out nor backs up.
    https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/SelectEngine.html"""
    return r.type != "aws_elasticache_cluster" or keeps_data(r)


@check(
    "encryption.elasticache-at-rest",
    title="Caches are encrypted at rest",
    severity="medium",
    aspect="at-rest",
    source=(
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html",
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html",
    ),
    types=(_GROUP, "aws_elasticache_cluster", "aws_elasticache_serverless_cache"),
    looks_at=(_GLOBAL,),
    remediation="Use aws_elasticache_replication_group with at_rest_encryption_enabled = true.",
    when=_keeps_something,
)
def elasticache_at_rest(r: Resource, _: Context) -> Answer:
    """Reads `at_rest_encryption_enabled`, which is on by default with Valkey and off with Redis OSS. A secondary of a
    global datastore has what its primary has. An `aws_elasticache_cluster` outside a replication group has no such
    setting: its disk and backups are in clear; a memcached one keeps nothing on disk and is not asked. Serverless caches
    are always encrypted."""
    if r.type == "aws_elasticache_serverless_cache":
        return passes(f"a serverless cache ({argument(r, 'engine', '')}) is always encrypted at rest")
    if r.type == "aws_elasticache_cluster":
        return fails("a cluster outside a replication group cannot be encrypted at rest")
    return _as_the_primary(r, "at_rest_encryption_enabled", _at_rest)


def _at_rest(r: Resource) -> Answer:
    if unset(r, "at_rest_encryption_enabled"):
        engine = argument(r, "engine", "redis")
        return holds(
            engine in _ENCRYPTED_AT_REST_BY_DEFAULT,
            f"at_rest_encryption_enabled of {r.address} is not set, and on by default with {engine}",
            f"at_rest_encryption_enabled of {r.address} is not set, and off by default: backups and swap are in clear",
        )
    return holds(
        flag(r, "at_rest_encryption_enabled"),
        f"at_rest_encryption_enabled of {r.address} is true",
        f"at_rest_encryption_enabled of {r.address} is false: backups and swap are in clear",
    )


@check(
    "encryption.elasticache-in-transit",
    title="Caches are reached through TLS only",
    severity="high",
    aspect="in-transit",
    source=(
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html",
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption-enable.html",
    ),
    types=(_GROUP, "aws_elasticache_cluster", "aws_elasticache_serverless_cache"),
    looks_at=(_GLOBAL,),
    remediation='Set transit_encryption_enabled = true and transit_encryption_mode = "required".',
    when=lambda r: not is_cache_member(r),
)
def elasticache_in_transit(r: Resource, _: Context) -> Answer:
    """Reads `transit_encryption_enabled` (off unless set) and, of a replication group, `transit_encryption_mode`:
    "preferred" still accepts connections without TLS, and without a mode it is "required". A secondary of a global
    datastore has what its primary has. Serverless caches are reached through TLS only."""
    if r.type == "aws_elasticache_serverless_cache":
        return passes(f"a serverless cache ({argument(r, 'engine', '')}) is reached through TLS only")
    return _as_the_primary(r, "transit_encryption_enabled", _in_transit)


def _in_transit(r: Resource) -> Answer:
    parts = [partial(_transit_enabled, r)]
    if r.type == _GROUP:
        parts.append(partial(_transit_mode, r))
    return all_of(parts)


def _transit_enabled(r: Resource) -> Answer:
    return holds(
        flag(r, "transit_encryption_enabled"),
        f"transit_encryption_enabled of {r.address} is true",
        f"transit_encryption_enabled of {r.address} is not true: keys and values cross the network in clear",
    )


def _transit_mode(r: Resource) -> Answer:
    mode = argument(r, "transit_encryption_mode", "required")
    return holds(
        mode != "preferred",
        "connections without TLS are refused",
        f"transit_encryption_mode of {r.address} is {mode}: connections without TLS are accepted",
    )


def _as_the_primary(r: Resource, setting: str, judge: Callable[[Resource], Answer]) -> Answer:
    """Judge a cache by itself; a secondary of a global datastore, which does not set it, by the primary.
    https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastores-Getting-Started.html"""
    if r.type != _GROUP or unset(r, "global_replication_group_id") or not unset(r, setting):
        return judge(r)
    nameless = fails(f"{r.address} names no global datastore")
    return every(
        r.members("global_replication_group_id", _GLOBAL),
        lambda datastore: every(datastore.members("primary_replication_group_id", _GROUP), judge, none=nameless),
        none=nameless,
    )
