"""Tags are demanded by those who want them."""

from __future__ import annotations

from typing import Any

import pytest
from small_plans import ACCOUNT, plan_of, verdict_of

from tfproof.checks import judge, registry, settings_from

BUCKET = {"aws_s3_bucket.a": {"bucket": "assets", "tags": None, "tags_all": ...}}
ASKED_BY = {"tagging.required-tags": "required_tags", "tagging.data-classification": "data_class_tag"}


@pytest.mark.parametrize("check_id", ASKED_BY)
def test_where_nobody_asks_for_tags_nothing_is_demanded_and_the_finding_says_so(check_id: str) -> None:
    nothing = settings_from({}, "defaults", registry())
    (finding,) = judge(plan_of(BUCKET), [registry()[check_id]], nothing, scopes=ACCOUNT).findings
    assert (finding.verdict, finding.address) == ("empty", "plan")
    assert ASKED_BY[check_id] in finding.message


@pytest.mark.parametrize(
    ("check_id", "asked"), [("tagging.required-tags", ["Owner"]), ("tagging.data-classification", "Class")]
)
def test_tags_that_somebody_asks_for_are_demanded(check_id: str, asked: Any) -> None:
    assert verdict_of(check_id, BUCKET, **{ASKED_BY[check_id]: asked}) == "fail"


TAGS = [
    ("there", {"tags_all": {"Owner": "us"}, "tags": {"Owner": "us"}}, "pass"),
    ("a default of the provider", {"tags_all": {"Owner": "us"}, "tags": None}, "pass"),
    ("another one", {"tags_all": {"owner": "us"}, "tags": {"owner": "us"}}, "fail"),
    ("empty", {"tags_all": {"Owner": ""}, "tags": {"Owner": ""}}, "fail"),
    ("no tags", {"tags_all": ..., "tags": None}, "fail"),
    ("value decided later", {"tags_all": {"Owner": ...}, "tags": {"Owner": ...}}, "unknown"),
    ("there, others decided later", {"tags_all": ..., "tags": {"Owner": "us", "Name": ...}}, "pass"),
    ("defaults hidden by one decided later", {"tags_all": ..., "tags": {"Name": ...}}, "unknown"),
]


@pytest.mark.parametrize(("case", "tags", "verdict"), TAGS, ids=[t[0] for t in TAGS])
def test_a_required_tag_is(case: str, tags: dict[str, Any], verdict: str) -> None:
    resource = {"aws_sqs_queue.a": {"name": case, **tags}}
    assert verdict_of("tagging.required-tags", resource, required_tags=["Owner"]) == verdict


def test_a_known_tag_that_is_missing_outweighs_one_decided_later() -> None:
    tags = {"Owner": ...}
    resource = {"aws_sqs_queue.a": {"name": "jobs", "tags": tags, "tags_all": tags}}
    assert verdict_of("tagging.required-tags", resource, required_tags=["Owner", "Project"]) == "fail"


STORES = [
    "aws_backup_logically_air_gapped_vault", "aws_backup_vault", "aws_dax_cluster", "aws_db_instance",
    "aws_docdb_cluster", "aws_docdbelastic_cluster", "aws_dsql_cluster", "aws_dynamodb_table", "aws_ebs_volume",
    "aws_efs_file_system", "aws_elasticache_cluster", "aws_elasticache_replication_group",
    "aws_elasticache_serverless_cache", "aws_elasticsearch_domain", "aws_fsx_lustre_file_system",
    "aws_fsx_ontap_file_system", "aws_fsx_openzfs_file_system", "aws_fsx_windows_file_system", "aws_keyspaces_table",
    "aws_kinesis_stream", "aws_kinesis_video_stream", "aws_memorydb_cluster", "aws_mq_broker", "aws_msk_cluster",
    "aws_msk_serverless_cluster", "aws_neptune_cluster", "aws_opensearch_domain", "aws_opensearchserverless_collection",
    "aws_rds_cluster", "aws_redshift_cluster", "aws_redshiftserverless_namespace", "aws_s3_bucket", "aws_sqs_queue",
    "aws_timestreamwrite_table",
]  # fmt: skip
CLASSES = [("personal", "pass"), ("secretish", "fail"), ("", "fail"), (..., "unknown")]


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize(("value", "verdict"), CLASSES)
def test_a_data_store_says_how_sensitive_its_content_is(store: str, value: Any, verdict: str) -> None:
    tags = {"Class": value}
    resource = {f"{store}.a": {"tags": tags, "tags_all": tags}}
    assert verdict_of("tagging.data-classification", resource, data_class_tag="Class") == verdict


TAKES = [
    ({"tags": None, "tags_all": ...}, "fail"),
    ({"tags": None}, "fail"),
    ({"tags_all": {}}, "fail"),
    ({"tags_all": ...}, "fail"),
    ({}, "empty"),
]


@pytest.mark.parametrize(("values", "verdict"), TAKES)
def test_a_resource_without_the_argument_is_not_asked_for_tags(values: dict[str, Any], verdict: str) -> None:
    resource = {"aws_sqs_queue.a": {"name": "jobs", **values}}
    assert verdict_of("tagging.required-tags", resource, required_tags=["Owner"]) == verdict
