"""Keys in brackets: which instance a reference means, as far as literals tell."""

import pytest
from workshop import Workshop

from tfproof.terraform.planning import Case

MODULE = """
variable "rules" {
  type = map(object({ topic = string, other = optional(string) }))
}
variable "chosen" {
  type    = string
  default = "b"
}
variable "place" {
  type    = number
  default = 1
}
variable "silent" {
  type    = bool
  default = true
}
locals {
  names = { for team in ["a", "b"] : team => { topic = team } }
  all   = merge(local.names, var.silent ? { c = { topic = "c" } } : {})
}
resource "aws_sns_topic" "this" {
  for_each = toset(["a", "b", "c", "team/a", "team/b"])
  name     = replace(each.key, "/", "-")
}
resource "aws_sqs_queue" "by_value" {
  for_each          = var.rules
  name              = "value-${each.key}"
  kms_master_key_id = aws_sns_topic.this[each.value.topic].arn
}
resource "aws_sqs_queue" "by_key" {
  for_each          = toset(["a"])
  name              = "key"
  kms_master_key_id = aws_sns_topic.this[each.key].arn
}
resource "aws_sqs_queue" "by_default" {
  name              = "default"
  kms_master_key_id = aws_sns_topic.this[var.chosen].arn
}
resource "aws_sqs_queue" "by_merged_local" {
  for_each          = local.all
  name              = "merged-${each.key}"
  kms_master_key_id = aws_sns_topic.this[each.value.topic].arn
}
resource "aws_sqs_queue" "by_template" {
  name              = "template"
  kms_master_key_id = aws_sns_topic.this["team/${var.chosen}"].arn
}
resource "aws_sqs_queue" "by_part" {
  name              = "part"
  kms_master_key_id = aws_sns_topic.this["team/${substr(sha1(var.chosen), 0, 1) == "0" ? "a" : "b"}"].arn
}
resource "aws_sqs_queue" "by_condition" {
  name              = "condition"
  kms_master_key_id = aws_sns_topic.this[sha1(var.chosen) == "" ? "a" : "b"].arn
}
resource "aws_sns_topic" "numbered" {
  count = 2
  name  = "numbered-${count.index}"
}
resource "aws_sqs_queue" "by_number" {
  name              = "number"
  kms_master_key_id = aws_sns_topic.numbered[var.place].arn
}
resource "aws_sqs_queue" "by_nothing" {
  name              = "nothing"
  kms_master_key_id = var.silent ? null : aws_sns_topic.this["a"].arn
}
"""
EXAMPLE = """
module "queues" {
  source = "../.."
  rules = {
    first  = { topic = "c" }
    second = { topic = local.topic }
  }
}
locals {
  topic = "team/b"
}
"""


@pytest.fixture(scope="module")
def topics(tmp_path_factory, toolchain):
    """A function from a queue of the module to the keys of the topics that it refers to."""
    workshop = Workshop(tmp_path_factory.mktemp("evaluation") / "project", toolchain)
    workshop.module("queues", MODULE, minimal=EXAMPLE)
    plan = workshop.planner().plan(Case.of("queues", example="minimal"))

    def of_queue(address):
        queue = plan.resource(f"module.queues.aws_sqs_queue.{address}")
        return [topic.index for topic in queue.refers_to("kms_master_key_id", "aws_sns_topic")]

    return of_queue


@pytest.mark.parametrize(
    ("queue", "expected"),
    [
        pytest.param('by_value["first"]', ["c"], id="what the caller wrote for this instance"),
        pytest.param('by_value["second"]', ["team/b"], id="a local of the caller"),
        pytest.param('by_key["a"]', ["a"], id="the key of the instance"),
        pytest.param("by_default", ["b"], id="the default of a variable"),
        pytest.param('by_merged_local["b"]', ["b"], id="the variable of a loop"),
        pytest.param('by_merged_local["c"]', ["c"], id="a branch that has the key"),
        pytest.param("by_template", ["team/b"], id="a template of known parts"),
        pytest.param("by_part", ["team/a", "team/b"], id="a template with an unknown part"),
        pytest.param("by_condition", ["a", "b"], id="an undecided condition names both"),
        pytest.param("by_number", [1], id="a number"),
        pytest.param("by_nothing", [], id="null refers to nothing"),
    ],
)
def test_a_key_names_the_instances_that_it_can_stand_for(topics, queue, expected):
    assert topics(queue) == expected
