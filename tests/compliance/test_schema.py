"""What the checks name exists: types and paths are held to what the provider says of itself."""

from __future__ import annotations

import time

import pytest

from tfproof.checks import Check, judge, registry, settings_from
from tfproof.plans.schema import Kind, Schema
from tfproof.plans.view import Plan
from tfproof.terraform import provider_schema
from tfproof.terraform.toolchain import Toolchain
from tfproof.testing import assert_paths_exist, assert_types_exist

SCHEMA = Schema.load()
RULE = "rule.0.apply_server_side_encryption_by_default.0"

PATHS = [
    ("aws_s3_bucket", "", True),
    ("aws_s3_bucket", "bucket", True),
    ("aws_s3_bucket", "buckett", False),
    ("aws_s3_bucket", "0", False),
    ("aws_s3_bucket_server_side_encryption_configuration", f"{RULE}.sse_algorithm", True),
    ("aws_s3_bucket_server_side_encryption_configuration", f"{RULE}.sse_algoritm", False),
    ("aws_s3_bucket_server_side_encryption_configuration", "rule.*.bucket_key_enabled", True),
    ("aws_s3_bucket_server_side_encryption_configuration", "rule.bucket_key_enabled", False),
    ("aws_s3_bucket_server_side_encryption_configuration", "rule.0.0", False),
    ("aws_instance", "security_groups.0", True),
    ("aws_instance", "security_groups.0.id", True),  # a text may be JSON
    ("aws_instance", "ebs_optimized.0", False),
    ("aws_instance", "tags.some.tag", True),
    ("aws_lambda_function", "environment.0.variables.A.B", True),
    ("aws_iam_policy", "policy.Statement.0.Effect", True),
    # a list of objects that is an attribute, not a block
    ("aws_elasticache_cluster", "cache_nodes.0.address", True),
    ("aws_elasticache_cluster", "cache_nodes.0.adress", False),
    # an attribute with nested attributes, and a block that is one object
    ("aws_bedrockagent_agent", "prompt_override_configuration.0.prompt_configurations.0.prompt_type", True),
    ("aws_instance", "timeouts.create", True),
    ("aws_instance", "timeouts.0.create", False),
    # names that several types share
    ("aws_wafv2_web_acl", "rule.0.statement.0.not_statement.0.statement.0.geo_match_statement.0.country_codes", True),
    ("aws_wafv2_web_acl", "rule.0.statement.0.not_statement.0.statement.0.geo_match_statement.0.country", False),
    ("data.aws_iam_policy_document", "statement.0.principals.0.identifiers.0", True),
    ("data.aws_iam_policy_document", "statement.0.principal.0.identifiers.0", False),
    ("aws_iam_policy_document", "json", None),
    ("random_pet", "length", None),
]


@pytest.mark.parametrize(("resource_type", "path", "there"), PATHS)
def test_a_path_is_there_or_not_or_its_type_is_not_known(resource_type: str, path: str, there: bool | None) -> None:
    assert SCHEMA.has(resource_type, path) is there


@pytest.mark.parametrize("resource_type", ["aws_instance", "aws_s3_bucket", "data.aws_vpc"])
def test_every_type_may_have_the_region_that_version_6_adds(resource_type: str) -> None:
    assert SCHEMA.has(resource_type, "region") is True


def test_no_block_takes_the_region_that_version_6_adds() -> None:
    assert SCHEMA.has("aws_instance", "root_block_device.0.region") is False


KINDS = [
    ("aws_security_group", "ingress", Kind(("set", "object"), computed=True)),
    ("aws_lb", "access_logs", Kind(("list", "object"))),
    ("aws_instance", "vpc_security_group_ids", Kind(("set", "string"), computed=True)),
    ("aws_instance", "tags", Kind(("map", "string"))),
    ("aws_db_instance", "password", Kind(("string",), sensitive=True)),
    ("aws_db_instance", "instance_class", Kind(("string",), required=True)),
    ("aws_db_instance", "storage_encrypted", Kind(("boolean",))),
    ("aws_db_instance", "backup_retention_period", Kind(("number",), computed=True)),
    ("aws_db_instance", "arn", Kind(("string",), computed=True, settable=False)),
    ("aws_cloudwatch_log_metric_filter", "metric_transformation", Kind(("list", "object"), required=True)),
    # nobody sets a part of what the provider computes
    ("aws_elasticache_cluster", "cache_nodes.0.port", Kind(("number",), computed=True, settable=False)),
    ("aws_instance", "tags.some.tag", Kind(("string",))),
    ("aws_iam_policy", "policy.Statement", Kind(("anything",), required=True)),
    ("aws_s3_bucket", "no.such.path", None),
    ("random_pet", "length", None),
]


@pytest.mark.parametrize(("resource_type", "path", "kind"), KINDS)
def test_the_kind_at_a_path(resource_type: str, path: str, kind: Kind | None) -> None:
    assert SCHEMA.kind_of(resource_type, path) == kind


@pytest.mark.parametrize(
    ("path", "names"),
    [("insight_selector.0", ["insight_type"]), ("name", []), ("tags.key", []), ("no_such_block", [])],
)
def test_names_inside_of_a_block_are_listed(path: str, names: list[str]) -> None:
    assert SCHEMA.names_in("aws_cloudtrail", path) == names


@pytest.mark.parametrize("check", registry().values(), ids=registry())
def test_every_type_that_a_check_names_is_one_of_the_provider(check: Check) -> None:
    assert_types_exist(check)


@pytest.mark.parametrize("check", registry().values(), ids=registry())
def test_every_path_that_a_check_reads_in_its_fixtures_is_one_of_the_type(
    fixture_plans: dict[tuple[str, str], Plan], check: Check
) -> None:
    for (check_id, _), plan in fixture_plans.items():
        if check_id == check.id:
            assert_paths_exist(judge(plan, [check], settings_from({}, "defaults")).findings)


def test_the_file_is_what_the_provider_says() -> None:
    told = provider_schema.shortened(provider_schema.asked(Toolchain.find()))
    assert told == provider_schema.TARGET.read_text(encoding="utf-8"), "python -m tfproof.terraform.provider_schema"


def test_reading_the_schema_costs_less_than_the_fifty_milliseconds_that_it_may() -> None:
    text = provider_schema.TARGET.read_text(encoding="utf-8")
    start = time.process_time()
    Schema(text).has("aws_instance", "ami")
    assert time.process_time() - start < 0.05
