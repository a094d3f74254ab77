"""A region is resolved in the module that configures the provider, whatever way the provider came."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from workshop import Workshop

from tfproof import Plan
from tfproof.plans.scopes import Scopes
from tfproof.terraform.planning import Case

ROOT = """
variable "env" {
  default = { us = "us-east-1", eu = "eu-central-1" }
}
variable "region" {
  default = "ap-south-1"
}
variable "n" {
  default = 1
}
locals {
  far = "us-west-2"
}
provider "aws" {
  region = "eu-central-1"
}
provider "aws" {
  alias  = "us"
  region = var.env.us
}
provider "aws" {
  alias  = "far"
  region = local.far
}
provider "aws" {
  alias  = "made"
  region = "us-east-${var.n + 1}"
}
resource "aws_sqs_queue" "default" {
  name = "q"
}
resource "aws_sqs_queue" "by_object" {
  name     = "q"
  provider = aws.us
}
resource "aws_sqs_queue" "by_local" {
  name     = "q"
  provider = aws.far
}
resource "aws_sqs_queue" "by_template" {
  name     = "q"
  provider = aws.made
}
module "passed" {
  source    = "../modules/outer"
  providers = { aws = aws.us }
}
module "each" {
  source    = "../modules/inner"
  for_each  = toset(["a]b"])
  providers = { aws = aws.far }
}
module "alias" {
  source    = "../modules/two"
  providers = { aws = aws, aws.other = aws.us }
}
module "own" {
  source = "../modules/own"
  region = "us-east-2"
}
module "inherited" {
  source = "../modules/outer"
}
"""
INNER = 'resource "aws_sqs_queue" "q" {\n  name = "q"\n}\n'
OUTER = INNER + 'module "inner" {\n  source = "../inner"\n}\n'
TWO = """
terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.other]
    }
  }
}
resource "aws_sqs_queue" "q" {
  name = "q"
}
resource "aws_sqs_queue" "other" {
  name     = "q"
  provider = aws.other
}
"""
OWN = 'variable "region" {}\nprovider "aws" {\n  region = var.region\n}\n' + INNER
EXPECTED = {
    "aws_sqs_queue.default": "eu-central-1",
    "aws_sqs_queue.by_object": "us-east-1",
    "aws_sqs_queue.by_local": "us-west-2",
    "aws_sqs_queue.by_template": "us-east-2",
    "module.passed.aws_sqs_queue.q": "us-east-1",
    "module.passed.module.inner.aws_sqs_queue.q": "us-east-1",
    'module.each["a]b"].aws_sqs_queue.q': "us-west-2",
    "module.alias.aws_sqs_queue.q": "eu-central-1",
    "module.alias.aws_sqs_queue.other": "us-east-1",
    "module.own.aws_sqs_queue.q": "us-east-2",
    "module.inherited.aws_sqs_queue.q": "eu-central-1",
    "module.inherited.module.inner.aws_sqs_queue.q": "eu-central-1",
}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory, toolchain) -> Plan:
    workshop = Workshop(tmp_path_factory.mktemp("regions") / "project", toolchain)
    modules = workshop.project.root / "terraform" / "stacks" / "modules"
    for name, text in {"inner": INNER, "outer": OUTER, "two": TWO, "own": OWN}.items():
        (modules / name).mkdir(parents=True)
        (modules / name / "main.tf").write_text(text)
    workshop.stack("root", ROOT, production="")
    return workshop.planner().plan(Case.of("root", environment="production"))


@pytest.mark.parametrize(("address", "region"), EXPECTED.items(), ids=EXPECTED)
def test_a_resource_lies_where_its_provider_does(plan: Plan, address: str, region: str) -> None:
    assert plan.resource(address).region == region


@pytest.mark.parametrize(("address", "region"), EXPECTED.items(), ids=EXPECTED)
def test_without_the_source_the_region_is_the_same_or_not_known(plan: Plan, address: str, region: str) -> None:
    assert Plan(plan.raw).resource(address).region in (region, None)


def test_every_resource_of_the_plan_is_expected(plan: Plan) -> None:
    assert {r.address for r in plan.managed} == set(EXPECTED)


def test_two_providers_on_the_same_line_of_two_files_have_two_regions(tmp_path: Path, toolchain) -> None:
    workshop = Workshop(tmp_path / "project", toolchain)
    workshop.stack("root", 'provider "aws" {\n  region = "eu-west-1"\n}\n' + INNER, production="")
    other = 'provider "aws" {\n  region = "us-east-1"\n  alias  = "far"\n}\n'
    queue = 'resource "aws_sqs_queue" "far" {\n  provider = aws.far\n  name     = "q"\n}\n'
    (workshop.project.root / "terraform" / "stacks" / "root" / "far.tf").write_text(other + queue)
    plan = workshop.planner().plan(Case.of("root", environment="production"))
    found = {r.address: r.region for r in plan.managed}
    assert found == {"aws_sqs_queue.q": "eu-west-1", "aws_sqs_queue.far": "us-east-1"}


FOR_EACH = """
variable "regions" {
  default = { us = "us-east-1", eu = "eu-west-1" }
}
provider "aws" {
  alias    = "by_region"
  for_each = var.regions
  region   = each.value
}
resource "aws_sqs_queue" "q" {
  for_each = var.regions
  provider = aws.by_region[each.key]
  name     = "q"
}
module "m" {
  source    = "./m"
  providers = { aws = aws.by_region["eu"] }
}
"""


@pytest.fixture
def opentofu(tmp_path: Path) -> Plan:
    """What OpenTofu's plan of providers under for_each looks like: the key of the provider has no instance."""
    (tmp_path / "main.tf").write_text(FOR_EACH)
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "main.tf").write_text(INNER)
    entry = {"mode": "managed", "type": "aws_sqs_queue", "name": "q"}
    queues = [
        {**entry, "address": f'aws_sqs_queue.q["{k}"]', "index": k, "values": {"name": "q"}} for k in ("us", "eu")
    ]
    inner = {"address": "module.m", "resources": [{**entry, "address": "module.m.aws_sqs_queue.q", "values": {}}]}
    declared = {**entry, "address": "aws_sqs_queue.q", "provider_config_key": "aws.by_region"}
    declared["expressions"] = {"name": {"constant_value": "q"}}
    configuration = {
        "provider_config": {
            "aws.by_region": {
                "name": "aws",
                "alias": "by_region",
                "expressions": {"region": {"references": ["each.value"]}},
            }
        },
        "root_module": {
            "resources": [{**declared, "for_each_expression": {"references": ["var.regions"]}}],
            "module_calls": {"m": {"source": "./m", "module": {"resources": [declared]}}},
        },
    }
    raw = {
        "planned_values": {"root_module": {"resources": queues, "child_modules": [inner]}},
        "configuration": configuration,
    }
    return Plan(raw, tmp_path)


@pytest.mark.parametrize(
    ("address", "region"),
    [
        ('aws_sqs_queue.q["us"]', "us-east-1"),
        ('aws_sqs_queue.q["eu"]', "eu-west-1"),
        ("module.m.aws_sqs_queue.q", "eu-west-1"),
    ],
)
def test_a_provider_under_for_each_is_that_of_the_key(opentofu: Plan, address: str, region: str) -> None:
    assert opentofu.resource(address).region == region


def test_a_provider_under_for_each_is_not_guessed_without_the_source(opentofu: Plan) -> None:
    assert [r.region for r in Plan(opentofu.raw).managed] == [None, None, None]


def test_a_state_tells_the_region_by_the_arn() -> None:
    entry = {"address": "aws_sqs_queue.q", "mode": "managed", "type": "aws_sqs_queue", "name": "q"}
    values = {"arn": "arn:aws:sqs:eu-west-3:123456789012:q"}
    raw = {"values": {"root_module": {"resources": [{**entry, "values": values}]}}, "configuration": {}}
    plan = Plan({"planned_values": json.loads(json.dumps(raw["values"])), "configuration": {}})
    assert plan.one("aws_sqs_queue").region == "eu-west-3"


def test_a_scope_of_a_call_that_is_not_there_is_none() -> None:
    assert Scopes({"configuration": {"root_module": {}}}, None).of([("gone", None)]) is None
