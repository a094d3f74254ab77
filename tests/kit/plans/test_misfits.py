"""Which values are not as the provider's schema has them, and that no verdict rests on one."""

from __future__ import annotations

import pytest
from test_entries import change, entry, plan

from tfproof.checks import judge, registry, settings_from
from tfproof.findings import Cause, Verdict
from tfproof.plans.schema import Schema
from tfproof.plans.values import UNKNOWN

BUCKET = "aws_s3_bucket"


@pytest.mark.parametrize(
    ("kind", "values", "wrong"),
    [
        ("aws_db_instance", {"storage_encrypted": True, "allocated_storage": 20}, []),
        ("aws_db_instance", {"storage_encrypted": None}, []),
        ("aws_db_instance", {"storage_encrypted": UNKNOWN}, []),
        ("aws_db_instance", {"storage_encrypted": "false"}, []),
        ("aws_db_instance", {"storage_encrypted": "perhaps"}, ["storage_encrypted"]),
        ("aws_db_instance", {"storage_encrypted": []}, ["storage_encrypted"]),
        ("aws_db_instance", {"allocated_storage": "20"}, []),
        ("aws_db_instance", {"allocated_storage": "much"}, ["allocated_storage"]),
        ("aws_db_instance", {"engine": True, "identifier": 7}, []),
        ("aws_db_instance", {"engine": {}}, ["engine"]),
        ("aws_db_instance", {"tags": {"a": "b"}}, []),
        ("aws_db_instance", {"tags": ["a"]}, ["tags"]),
        ("aws_db_instance", {"nobody_knows": []}, []),
        (BUCKET, {"versioning": [{"enabled": True}]}, []),
        (BUCKET, {"versioning": [{"enabled": UNKNOWN}, UNKNOWN]}, []),
        (BUCKET, {"versioning": [{"enabled": {}}]}, ["versioning"]),
        (BUCKET, {"versioning": {"enabled": True}}, ["versioning"]),
        ("random_pet", {"length": []}, []),
    ],
)
def test_a_value_fits_what_the_schema_has_there(kind, values, wrong):
    assert list(Schema.load().misfits(kind, values)) == wrong


def test_what_is_required_is_missed_only_where_the_whole_is_asked_for():
    rule = {"rule": [{"id": "a", "status": None}], "bucket": "b"}
    schema = Schema.load()
    assert list(schema.misfits("aws_s3_bucket_lifecycle_configuration", rule)) == []
    assert list(schema.misfits("aws_s3_bucket_lifecycle_configuration", rule, whole=True)) == ["rule"]


@pytest.mark.parametrize(("value", "verdict"), [(True, "pass"), (False, "fail"), (["x"], "unknown"), ({}, "unknown")])
def test_no_verdict_rests_on_a_value_of_another_kind(value, verdict):
    address = "aws_db_instance.a"
    found = plan([entry(address, storage_encrypted=value)], [change(address, ["create"])])
    check = registry()["encryption.rds-at-rest"]
    (finding,) = judge(found, [check], settings_from({}, "test", registry())).findings
    assert finding.verdict == verdict
    assert (finding.cause is Cause.UNREADABLE) == (finding.verdict is Verdict.UNKNOWN)
