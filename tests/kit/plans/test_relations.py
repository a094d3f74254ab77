"""Each member of a relation is in the plan, outside of it, or open: none is dropped, none is guessed."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from workshop import Workshop

from tfproof import Plan
from tfproof.plans.relations import Instance
from tfproof.terraform.planning import Case

MODULE = """
variable "literal" {
  default = "sg-0aaa"
}
resource "aws_security_group" "one" {
  name = "one"
}
resource "aws_security_group" "many" {
  count = 2
  name  = "many-${count.index}"
}
resource "aws_security_group" "keyed" {
  for_each = toset(["a.b", "a]b", "q\\"t", "é", "a"])
  name     = md5(each.key)
}
locals {
  groups = {
    single        = [aws_security_group.one.id]
    literal       = [aws_security_group.one.id, "sg-0bbb"]
    variable      = [aws_security_group.one.id, var.literal]
    every         = aws_security_group.many[*].id
    second        = [aws_security_group.many[1].id]
    concatenated  = concat([aws_security_group.one.id], aws_security_group.many[*].id)
    dots          = [aws_security_group.keyed["a.b"].id]
    bracket       = [aws_security_group.keyed["a]b"].id]
    quote         = [aws_security_group.keyed["q\\"t"].id]
    accent        = [aws_security_group.keyed["é"].id]
    undecided     = [aws_security_group.many[sha1("x") == "" ? 0 : 1].id]
    partly        = concat([aws_security_group.one.id], jsondecode(aws_security_group.one.arn))
    values        = [for g in aws_security_group.many : g.id]
    outside       = ["sg-0ccc"]
  }
}
resource "aws_network_interface" "this" {
  for_each        = local.groups
  subnet_id       = "subnet-0123"
  security_groups = each.value
}
resource "aws_s3_bucket" "this" {
  count         = 1
  bucket_prefix = "x-"
}
resource "aws_s3_bucket_public_access_block" "this" {
  bucket = one(aws_s3_bucket.this[*].id)
}
resource "aws_s3_bucket_versioning" "this" {
  bucket = try(aws_s3_bucket_public_access_block.this.id, null)
  versioning_configuration {
    status = "Enabled"
  }
}
resource "aws_s3_bucket_logging" "this" {
  bucket        = join("", aws_s3_bucket.this[*].id)
  target_bucket = "elsewhere"
  target_prefix = "x"
}
resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_security_group_rule" "default" {
  type              = "ingress"
  security_group_id = aws_vpc.this.default_security_group_id
  self              = true
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
}
resource "aws_kms_key" "this" {}
resource "aws_kms_alias" "this" {
  name          = "alias/x"
  target_key_id = aws_kms_key.this.key_id
}
resource "aws_secretsmanager_secret" "by_alias" {
  name       = "x"
  kms_key_id = aws_kms_alias.this.target_key_arn
}
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory, toolchain) -> Plan:
    workshop = Workshop(tmp_path_factory.mktemp("relations") / "project", toolchain)
    workshop.module("groups", MODULE)
    return workshop.planner().plan(Case.of("groups"))


def members(plan: Plan, key: str) -> tuple[list[str], list[str], int]:
    """What the groups of an interface are: addresses, what lies outside, and how many are open."""
    found = plan.resource(f'aws_network_interface.this["{key}"]').members("security_groups", "aws_security_group")
    return [r.address for r in found.found], found.outside, len(found.open)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("single", (["aws_security_group.one"], [], 0)),
        ("literal", (["aws_security_group.one"], ["sg-0bbb"], 0)),
        ("variable", (["aws_security_group.one"], ["sg-0aaa"], 0)),
        ("every", (["aws_security_group.many[0]", "aws_security_group.many[1]"], [], 0)),
        ("second", (["aws_security_group.many[1]"], [], 0)),
        (
            "concatenated",
            (["aws_security_group.one", "aws_security_group.many[0]", "aws_security_group.many[1]"], [], 0),
        ),
        ("dots", (['aws_security_group.keyed["a.b"]'], [], 0)),
        ("bracket", (['aws_security_group.keyed["a]b"]'], [], 0)),
        ("quote", (['aws_security_group.keyed["q\\"t"]'], [], 0)),
        ("accent", (['aws_security_group.keyed["é"]'], [], 0)),
        ("undecided", ([], [], 1)),
        ("partly", (["aws_security_group.one"], [], 2)),
        ("values", (["aws_security_group.many[0]", "aws_security_group.many[1]"], [], 0)),
        ("outside", ([], ["sg-0ccc"], 0)),
    ],
)
def test_every_member_is_told_for_what_it_is(plan: Plan, key: str, expected: tuple[list[str], list[str], int]) -> None:
    assert members(plan, key) == expected


@pytest.mark.parametrize("key", ["single", "literal", "every", "concatenated", "dots", "partly"])
def test_without_the_source_no_list_of_new_groups_is_complete(plan: Plan, key: str) -> None:
    _, outside, open_ = members(Plan(plan.raw), key)
    assert open_
    assert set(outside) <= set(members(plan, key)[1])


@pytest.mark.parametrize(
    "companion", ["aws_s3_bucket_public_access_block", "aws_s3_bucket_versioning", "aws_s3_bucket_logging"]
)
def test_a_companion_is_found_through_functions_and_other_companions(plan: Plan, companion: str) -> None:
    found = plan.one("aws_s3_bucket").companions(companion, "bucket")
    assert [r.address for r in found.all()] == [f"{companion}.this"]


def test_a_rule_of_a_default_group_names_the_vpc_by_that_attribute_only(plan: Plan) -> None:
    vpc = plan.one("aws_vpc")
    by_attribute = vpc.companions("aws_security_group_rule", "security_group_id", attribute="default_security_group_id")
    assert [r.address for r in by_attribute.all()] == ["aws_security_group_rule.default"]
    assert vpc.companions("aws_security_group_rule", "security_group_id").none


def test_a_reference_is_followed_on_to_the_type_that_is_asked_for(plan: Plan) -> None:
    secret = plan.one("aws_secretsmanager_secret")
    assert secret.members("kms_key_id", "aws_kms_key").members == (Instance(plan.one("aws_kms_key"), "key_id"),)


def test_no_relation_can_be_taken_for_a_truth_value_or_a_list(plan: Plan) -> None:
    relation = plan.one("aws_vpc").companions("aws_flow_log", "vpc_id")
    for use in (bool, list):
        with pytest.raises(TypeError):
            use(relation)
        with pytest.raises(TypeError):
            use(plan.one("aws_secretsmanager_secret").members("kms_key_id"))


def indexed(plan: Plan, index: str, holders: list[str], targets: list[str]) -> list[str]:
    """What `aws_s3_bucket.b[each.key]` names without the source, in the instance `index`."""
    raw = copy.deepcopy(plan.raw)

    def entry(kind: str, key: str, values: dict) -> dict:
        return {
            "address": f'{kind}.b["{key}"]', "mode": "managed", "type": kind, "name": "b", "index": key,
            "values": values,
        }  # fmt: skip

    resources = [entry("aws_s3_bucket", k, {}) for k in targets]
    resources += [entry("aws_s3_bucket_versioning", k, {}) for k in holders]
    raw["planned_values"] = {"root_module": {"resources": resources}}
    raw["resource_changes"] = [
        {**r, "change": {"actions": ["create"], "after_unknown": {"id": True, "bucket": True}}} for r in resources
    ]
    mentions = {"bucket": {"references": ["aws_s3_bucket.b", "each.key"]}}
    declared = [
        {"address": f"{t}.b", "mode": "managed", "type": t, "name": "b", "for_each_expression": {}, "expressions": e}
        for t, e in (("aws_s3_bucket", {}), ("aws_s3_bucket_versioning", mentions))
    ]
    raw["configuration"] = {"root_module": {"resources": declared}}
    found = Plan(raw).resource(f'aws_s3_bucket_versioning.b["{index}"]').members("bucket", "aws_s3_bucket")
    return [r.address for r in found.found]


def test_without_the_source_a_key_is_taken_where_no_other_one_can_be_meant(plan: Plan) -> None:
    assert indexed(plan, "a", ["a", "b"], ["a"]) == ['aws_s3_bucket.b["a"]']
    assert indexed(plan, "b", ["a", "b"], ["a"]) == []


def test_without_the_source_a_key_is_not_guessed_where_it_may_be_part_of_another(plan: Plan) -> None:
    assert indexed(plan, "a", ["a"], ["a", "a-logs"]) == []


def test_what_stands_for_another_region_is_told_apart_by_the_region(tmp_path: Path, toolchain) -> None:
    workshop = Workshop(tmp_path / "project", toolchain)
    workshop.stack(
        "two",
        """
provider "aws" {
  region = "us-east-1"
}
provider "aws" {
  alias  = "far"
  region = "eu-west-1"
}
resource "aws_db_parameter_group" "near" {
  name   = "same"
  family = "postgres16"
}
resource "aws_db_parameter_group" "far" {
  provider = aws.far
  name     = "same"
  family   = "postgres16"
}
resource "aws_db_instance" "far" {
  provider             = aws.far
  parameter_group_name = "same"
  instance_class       = "db.t4g.micro"
}
""",
        production="",
    )
    plan = workshop.planner().plan(Case.of("two", environment="production"))
    found = plan.one("aws_db_instance").members("parameter_group_name", "aws_db_parameter_group")
    assert [r.address for r in found.all()] == ["aws_db_parameter_group.far"]
