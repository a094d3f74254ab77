"""References are followed to the right resource, also where no identifier is known."""

import pytest
from workshop import Workshop

from tfproof import Plan
from tfproof.iam.written import policy_statements
from tfproof.terraform.planning import Case

BUCKET = """
variable "keys" {
  type = object({ data = string, logs = string })
}
variable "name" {
  type = string
}
locals {
  chosen = { bucket = var.keys.data, topic = var.keys.logs }
}
resource "aws_s3_bucket" "this" {
  bucket_prefix = var.name
}
resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id
  versioning_configuration {
    status = "Enabled"
  }
}
resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket_versioning.this.bucket
  rule {
    apply_server_side_encryption_by_default {
      kms_master_key_id = local.chosen.bucket
      sse_algorithm     = "aws:kms"
    }
  }
}
resource "aws_sns_topic" "this" {
  kms_master_key_id = local.chosen.topic
}
output "id" {
  value = aws_s3_bucket.this.id
}
"""
HOUSE = """
resource "aws_kms_key" "data" {
  description = "data"
}
resource "aws_kms_key" "logs" {
  description = "logs"
}
module "buckets" {
  source   = "../bucket"
  for_each = toset(["films", "photos"])
  keys     = { data = aws_kms_key.data.arn, logs = aws_kms_key.logs.arn }
  name     = each.key
}
resource "aws_s3_bucket_public_access_block" "films" {
  bucket = module.buckets["films"].id
}
resource "aws_subnet" "this" {
  for_each   = { a = "10.0.1.0/24", b = "10.0.2.0/24" }
  cidr_block = each.value
  vpc_id     = "vpc-0a1b2c3d"
}
resource "aws_network_interface" "one" {
  subnet_id = aws_subnet.this["a"].id
}
resource "aws_route_table_association" "this" {
  for_each       = aws_subnet.this
  route_table_id = "rtb-0a1b2c3d"
  subnet_id      = each.value.id
}
data "aws_iam_policy_document" "readers" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${module.buckets["films"].id}/*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["true"]
    }
  }
}
resource "aws_s3_bucket_policy" "films" {
  bucket = module.buckets["films"].id
  policy = data.aws_iam_policy_document.readers.json
}
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory, toolchain):
    workshop = Workshop(tmp_path_factory.mktemp("references") / "project", toolchain)
    workshop.module("bucket", BUCKET)
    workshop.module("house", HOUSE)
    return workshop.planner().plan(Case.of("house"))


def addresses(resources):
    return [r.address for r in resources]


def test_an_argument_is_followed_through_output_and_module_key(plan):
    block = plan.one("aws_s3_bucket_public_access_block")
    assert addresses(block.refers_to("bucket", "aws_s3_bucket")) == ['module.buckets["films"].aws_s3_bucket.this']


def test_a_companion_of_a_companion_is_found(plan):
    bucket = plan.resource('module.buckets["photos"].aws_s3_bucket.this')
    found = bucket.referred_by("aws_s3_bucket_server_side_encryption_configuration", "bucket")
    assert addresses(found) == ['module.buckets["photos"].aws_s3_bucket_server_side_encryption_configuration.this']


def test_the_key_of_an_object_is_told_apart_by_the_files(plan):
    topic = plan.resource('module.buckets["films"].aws_sns_topic.this')
    assert addresses(topic.refers_to("kms_master_key_id", "aws_kms_key")) == ["aws_kms_key.logs"]


def test_a_nested_argument_is_followed_through_a_local(plan):
    rule = plan.resource('module.buckets["films"].aws_s3_bucket_server_side_encryption_configuration.this')
    path = "rule.0.apply_server_side_encryption_by_default.0.kms_master_key_id"
    assert addresses(rule.refers_to(path, "aws_kms_key")) == ["aws_kms_key.data"]


def test_each_element_of_a_for_each_refers_to_its_own(plan):
    association = plan.resource('aws_route_table_association.this["b"]')
    assert addresses(association.refers_to("subnet_id", "aws_subnet")) == ['aws_subnet.this["b"]']


def test_without_files_the_answer_may_be_wider_but_not_narrower(plan):
    bare = Plan(plan.raw)
    block = bare.one("aws_s3_bucket_public_access_block")
    assert 'module.buckets["films"].aws_s3_bucket.this' in addresses(block.refers_to("bucket", "aws_s3_bucket"))
    assert block.source is None


def test_files_of_another_commit_give_no_source_line(plan, tmp_path):
    (tmp_path / "main.tf").write_text(
        'resource "aws_s3_bucket_public_access_block" "films" {\n  block_public_acls = true\n}\n'
    )
    stale = Plan(plan.raw, tmp_path)
    assert stale.one("aws_s3_bucket_public_access_block").source is None
    assert plan.one("aws_s3_bucket_public_access_block").source is not None


def test_a_policy_with_unknown_arns_still_shows_its_statements(plan):
    (statement,) = policy_statements(plan.one("aws_s3_bucket_policy"), "policy")
    assert statement["Action"] == ["s3:GetObject"]
    assert statement["Principal"] == {"AWS": ["*"]}
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": ["true"]}}


def test_the_key_of_a_resource_whose_for_each_is_a_literal_is_followed(plan):
    one = plan.resource("aws_network_interface.one")
    assert addresses(one.refers_to("subnet_id", "aws_subnet")) == ['aws_subnet.this["a"]']
