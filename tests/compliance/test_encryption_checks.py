"""What fixtures cannot show of the encryption checks: things that exist already, states, looked-up values, two regions."""

from __future__ import annotations

from typing import Any

import pytest
from fixture_verdicts import judged

from tfproof import Plan
from tfproof.checks import Check, registry
from tfproof.checks.concerns.encryption_databases import _data
from tfproof.findings import Bound, Cause, Layer, Measure
from tfproof.plans.schema import Schema

KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
REGIONS = {"aws": "us-east-1", "aws.far": "us-west-2"}


def thing(kind: str, name: str, values: dict[str, Any], **more: Any) -> dict[str, Any]:
    """One resource: what it will be, whether it `exists`, what its configuration gives (`given`; by default all)."""
    return {"kind": kind, "name": name, "values": values, **more}


def plan_of(*things: dict[str, Any], layer: Layer = Layer.PLAN) -> Plan:
    """Return a plan of these, or with another layer what has been read back, of which nobody has the configuration."""
    planned, changes, configured = [], [], []
    for t in things:
        mode, kind = ("data", t["kind"][5:]) if t["kind"].startswith("data.") else ("managed", t["kind"])
        entry = {"address": f"{t['kind']}.{t['name']}", "mode": mode, "type": kind, "name": t["name"]}
        planned.append({**entry, "values": t["values"]})
        actions = ["no-op"] if t.get("exists") else ["read"] if mode == "data" else ["create"]
        unknown = dict.fromkeys(t.get("unknown", ()), True)
        if mode == "managed" or unknown:
            changes.append({**entry, "change": {"actions": actions, "after": t["values"], "after_unknown": unknown}})
        given = {k: {"constant_value": v} for k, v in t["values"].items() if k in t.get("given", t["values"])}
        configured.append({**entry, "expressions": given, "provider_config_key": t.get("provider", "aws")})
    providers = {k: {"name": "aws", "expressions": {"region": {"constant_value": r}}} for k, r in REGIONS.items()}
    raw = {
        "format_version": "1.2",
        "planned_values": {"root_module": {"resources": planned}},
        "resource_changes": changes,
        "configuration": {"provider_config": providers, "root_module": {"resources": configured}},
    }
    if layer is not Layer.PLAN:
        raw = {"planned_values": raw["planned_values"], "configuration": {}}
    return Plan(raw, None, layer)


def verdict(check: str, *things: dict[str, Any], layer: Layer = Layer.PLAN) -> str:
    """Return the verdict on the last of these things; for a check of a scope, the one that there is."""
    found = {f.address: f for f in judged(plan_of(*things, layer=layer), f"encryption.{check}").findings}
    finding = found.get(f"{things[-1]['kind']}.{things[-1]['name']}", next(iter(found.values())))
    assert finding.cause is not Cause.CHECK_ERROR, finding.message
    return str(finding.verdict)


INSTANCE, CLUSTER = "aws_db_instance", "aws_rds_cluster"
AURORA = {"engine": "aurora-postgresql"}
SNAPSHOT = {"db_snapshot_identifier": "s", "id": "s"}

AT_REST = [
    ("restored, and shown as encrypted", "pass", INSTANCE, {"snapshot_identifier": "s", "storage_encrypted": True}, {}),
    ("restored, and shown in clear", "fail", INSTANCE, {"snapshot_identifier": "s", "storage_encrypted": False}, {}),
    ("a replica, and shown in clear", "fail", INSTANCE, {"replicate_source_db": "x", "storage_encrypted": False}, {}),
    ("Aurora in clear that asks for it", "fail", CLUSTER, {**AURORA, "storage_encrypted": False}, {}),
    (
        "Aurora that asks for nothing",
        "unknown",
        CLUSTER,
        {**AURORA, "storage_encrypted": False},
        {"given": ["engine"]},
    ),
    ("Aurora shown as encrypted", "pass", CLUSTER, {**AURORA, "storage_encrypted": True}, {"given": ["engine"]}),
    (
        "no Aurora, nothing asked for",
        "fail",
        CLUSTER,
        {"engine": "mysql", "storage_encrypted": False},
        {"given": ["engine"]},
    ),
    (
        "serverless v1",
        "pass",
        CLUSTER,
        {**AURORA, "engine_mode": "serverless", "storage_encrypted": False},
        {"given": ["engine"]},
    ),
]


@pytest.mark.parametrize(("right", "kind", "values", "more"), [c[1:] for c in AT_REST], ids=[c[0] for c in AT_REST])
def test_a_database_that_exists_is_judged_by_what_it_shows(
    right: str, kind: str, values: dict[str, Any], more: dict[str, Any]
) -> None:
    assert verdict("rds-at-rest", thing(kind, "x", values, exists=True, **more)) == right


@pytest.mark.parametrize(
    ("kind", "values", "right"),
    [
        (INSTANCE, {"storage_encrypted": False}, "fail"),
        (INSTANCE, {"replicate_source_db": "x", "storage_encrypted": True}, "pass"),
        (CLUSTER, {**AURORA, "storage_encrypted": False}, "unknown"),
    ],
)
def test_a_state_shows_whether_a_database_is_encrypted(kind: str, values: dict[str, Any], right: str) -> None:
    assert verdict("rds-at-rest", thing(kind, "x", values), layer=Layer.APPLIED) == right


@pytest.mark.parametrize("value", [[False], {"x": 1}, 1, "yes"])
def test_what_is_neither_true_nor_false_is_not_decided(value: Any) -> None:
    assert verdict("rds-at-rest", thing("aws_db_instance", "db", {"storage_encrypted": value})) == "unknown"


@pytest.mark.parametrize(("encrypted", "right"), [(True, "pass"), (False, "fail"), (None, "unknown")])
def test_a_snapshot_that_is_looked_up_shows_whether_it_is_encrypted(encrypted: bool | None, right: str) -> None:
    known = SNAPSHOT if encrypted is None else {**SNAPSHOT, "encrypted": encrypted}
    looked_up = thing("data.aws_db_snapshot", "s", known, unknown=["encrypted"] if encrypted is None else [])
    restored = thing(INSTANCE, "x", {"snapshot_identifier": "s", "storage_encrypted": True})
    assert verdict("rds-at-rest", looked_up, restored) == right


def test_databases_that_take_their_encryption_from_each_other_are_undecided() -> None:
    one = thing(INSTANCE, "one", {"identifier": "one", "replicate_source_db": "two"})
    two = thing(INSTANCE, "two", {"identifier": "two", "replicate_source_db": "one"})
    assert verdict("rds-at-rest", one, two) == "unknown"
    assert verdict("db-force-tls", one, two) == "unknown"


GROUP = thing(
    "aws_db_parameter_group",
    "g",
    {"name": "g", "family": "postgres16", "parameter": [{"name": "rds.force_ssl", "value": "0"}]},
)
SOURCE = {"identifier": "source", "engine": "postgres", "engine_version": "16.3", "parameter_group_name": "g"}


@pytest.mark.parametrize(
    ("provider", "version", "right"),
    [
        ("aws", "16.3", "fail"),
        ("aws.far", "16.3", "pass"),
        ("aws.far", "14.9", "fail"),
        ("aws.none", "16.3", "unknown"),
    ],
)
def test_a_replica_has_the_group_of_its_source_and_in_another_region_the_default_one(
    provider: str, version: str, right: str
) -> None:
    source = thing(INSTANCE, "source", {**SOURCE, "engine_version": version})
    replica = thing(INSTANCE, "x", {"identifier": "x", "replicate_source_db": "source"}, provider=provider)
    assert verdict("db-force-tls", GROUP, source, replica) == right


def test_of_which_region_the_source_of_a_replica_is_decides_on_its_group() -> None:
    source = thing(INSTANCE, "source", SOURCE, provider="aws.none")
    replica = thing(INSTANCE, "x", {"identifier": "x", "replicate_source_db": "source"})
    assert verdict("db-force-tls", GROUP, source, replica) == "unknown"


def test_a_replica_in_another_region_may_be_of_a_later_version() -> None:
    source = thing(INSTANCE, "source", {**SOURCE, "engine_version": "14.9"})
    values = {"identifier": "x", "replicate_source_db": "source", "engine_version": "15.4"}
    assert verdict("db-force-tls", GROUP, source, thing(INSTANCE, "x", values, provider="aws.far")) == "pass"


@pytest.mark.parametrize(
    ("given", "layer", "right"),
    [
        (["name"], Layer.PLAN, "fail"),
        (["name", "kms_key_arn"], Layer.PLAN, "pass"),
        ([], Layer.APPLIED, "unknown"),
    ],
    ids=["AWS's choice", "declared", "a state, which shows both alike"],
)
def test_a_vault_shows_a_key_whether_somebody_chose_it_or_not(given: list[str], layer: Layer, right: str) -> None:
    vault = thing("aws_backup_vault", "v", {"name": "v", "kms_key_arn": KEY}, exists=True, given=given)
    assert verdict("backup-vault-own-key", vault, layer=layer) == right


@pytest.mark.parametrize(
    ("kind", "values", "right"),
    [
        ("data.aws_kms_key", {"key_id": "alias/aws/secretsmanager"}, "fail"),
        ("data.aws_kms_key", {"key_id": KEY, "key_manager": "AWS"}, "fail"),
        ("data.aws_kms_key", {"key_id": KEY, "key_manager": "CUSTOMER"}, "pass"),
        ("data.aws_kms_alias", {"name": "alias/aws/secretsmanager"}, "fail"),
        ("data.aws_kms_alias", {"name": "alias/own"}, "pass"),
    ],
)
def test_a_key_that_is_looked_up_says_who_manages_it(kind: str, values: dict[str, Any], right: str) -> None:
    looked_up = thing(kind, "k", {**values, "arn": KEY})
    assert verdict("secrets-own-key", looked_up, thing("aws_secretsmanager_secret", "s", {"kms_key_id": KEY})) == right


@pytest.mark.parametrize(
    ("check", "setting"),
    [
        ("elasticache-at-rest", "at_rest_encryption_enabled"),
        ("elasticache-in-transit", "transit_encryption_enabled"),
    ],
)
@pytest.mark.parametrize(("value", "right"), [(True, "pass"), (False, "fail")])
def test_a_secondary_that_exists_shows_what_it_has_from_its_primary(
    check: str, setting: str, value: bool, right: str
) -> None:
    values = {"replication_group_id": "x", "global_replication_group_id": "elsewhere", setting: value}
    secondary = thing("aws_elasticache_replication_group", "x", values, exists=True, given=["replication_group_id"])
    assert verdict(check, secondary) == right


def test_a_state_shows_the_default_period_of_rotation_as_nought() -> None:
    values = {
        "customer_master_key_spec": "SYMMETRIC_DEFAULT",
        "enable_key_rotation": True,
        "rotation_period_in_days": 0,
    }
    (finding,) = judged(plan_of(thing("aws_kms_key", "k", values)), "encryption.kms-rotation").findings
    assert finding.measures == (Measure("days", 365, 365, Bound.AT_MOST),)


def test_a_key_is_kept_for_thirty_days_by_default() -> None:
    (finding,) = judged(plan_of(thing("aws_kms_key", "k", {})), "encryption.kms-deletion-window").findings
    assert [m.observed for m in finding.measures] == [30]


def test_a_state_shows_the_policy_of_a_bucket() -> None:
    bucket = {"bucket": "b", "policy": ""}
    assert verdict("s3-tls-only", thing("aws_s3_bucket", "b", bucket), layer=Layer.APPLIED) == "fail"
    policy = (
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", '
        '"Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"], "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}'
    )
    held = thing("aws_s3_bucket", "b", {**bucket, "policy": policy})
    assert verdict("s3-tls-only", held, layer=Layer.APPLIED) == "pass"


def test_volumes_are_encrypted_by_default_in_each_region_that_is_used() -> None:
    setting, topic = thing("aws_ebs_encryption_by_default", "e", {"enabled": True}), thing("aws_sns_topic", "t", {})
    far = {"provider": "aws.far"}
    assert verdict("ebs-default", topic, setting) == "pass"
    assert verdict("ebs-default", {**topic, **far}, setting) == "fail"
    assert verdict("ebs-default", {**topic, **far}, setting, {**setting, **far, "name": "far"}) == "pass"


LISTENER = {"protocol": "HTTPS", "ssl_policy": "ELBSecurityPolicy-2016-08"}
DISTRIBUTION = {"viewer_certificate": [{"minimum_protocol_version": "TLSv1_2016"}]}


@pytest.mark.parametrize(
    ("check", "kind", "values", "oldest"),
    [
        ("lb-tls", "aws_lb_listener", LISTENER, "TLSv1"),
        ("lb-tls", "aws_lb_listener", {**LISTENER, "ssl_policy": "ELBSecurityPolicy-TLS13-1-3-2021-06"}, "TLSv1.3"),
        ("cdn-tls", "aws_cloudfront_distribution", DISTRIBUTION, "TLSv1"),
        (
            "cdn-tls",
            "aws_cloudfront_distribution",
            {"viewer_certificate": [{"cloudfront_default_certificate": True}]},
            "TLSv1",
        ),
        (
            "cdn-tls",
            "aws_cloudfront_distribution",
            {"viewer_certificate": [{"minimum_protocol_version": "TLSv1.2_2021"}]},
            "TLSv1.2",
        ),
    ],
)
def test_the_oldest_protocol_is_measured(check: str, kind: str, values: dict[str, Any], oldest: str) -> None:
    (finding,) = judged(plan_of(thing(kind, "x", values)), f"encryption.{check}").findings
    versions = ("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")
    assert finding.measures == (Measure("oldest_protocol", oldest, versions[3:], Bound.ONE_OF, versions),)


def test_every_type_and_path_of_the_tables_is_one_of_the_provider() -> None:
    schema = Schema.load()
    wrong = []
    for kind, rules in _data()["at-rest"].items():
        sources = {**rules.get("source", {}), **rules.get("group", {})}
        paths = [rules["shown"], *sources, *rules.get("key", {})]
        wrong += [f"{kind}.{p}" for p in paths if not schema.has(kind, p)]
        wrong += [t for types in sources.values() for t in types if t not in _data()["at-rest"]]
        wrong += [p for keyed in rules.get("key", {}).values() for p in keyed if p not in sources]
    for kind, groups in _data()["parameter-groups"].items():
        wrong += [f"{kind}.{path}" for path in groups if not schema.has(kind, path)]
        wrong += [t for t in groups.values() if not schema.has(t, "parameter.0.value")]
    assert wrong == []


@pytest.mark.parametrize("check", [registry()["encryption.rds-at-rest"], registry()["encryption.db-force-tls"]])
def test_every_type_of_the_databases_has_its_rules(check: Check) -> None:
    assert set(check.types) <= set(_data()["at-rest"])
    assert set(check.types) == set(_data()["parameter-groups"])
