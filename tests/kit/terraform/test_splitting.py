"""A case that is planned together with others has the plan that it has alone."""

import pytest
from workshop import Workshop

from tfproof.terraform.planning import Case
from tfproof.terraform.planning.alone import plan_alone
from tfproof.terraform.planning.cache import Cache

#: No provider but Terraform's own is needed, which is fast.
INNER = """
variable "size" {
  type    = number
  default = 3
}
resource "terraform_data" "inner" {
  count = var.size
  input = path.module
}
output "size" {
  value = terraform_data.inner
}
"""
MODULE = """
variable "name" {
  type        = string
  description = "How it is called."
}
variable "secret" {
  type      = string
  sensitive = true
  default   = "s3cr3t"
}
variable "tags" {
  type    = map(string)
  default = {}
}
variable "nothing" {
  type    = string
  default = null
}
variable "wide" {
  type    = object({ a = optional(string, "x"), b = list(number) })
  default = { b = [1] }
}
locals {
  here = abspath(path.module)
}
module "inner" {
  source = "../inner"
  size   = 2
}
resource "terraform_data" "this" {
  input            = { name = var.name, here = local.here, file = "${path.module}/x.json", tags = var.tags }
  triggers_replace = [var.wide, module.inner.size]
  lifecycle {
    precondition {
      condition     = var.name != "refused"
      error_message = "Not this one."
    }
  }
}
resource "terraform_data" "many" {
  for_each = var.tags
  input    = each.value
}
data "terraform_remote_state" "nowhere" {
  count   = 0
  backend = "local"
}
check "tags" {
  assert {
    condition     = length(var.tags) > 0
    error_message = "No tags."
  }
}
output "plain" {
  value = var.name
}
output "later" {
  value = terraform_data.this.id
}
output "partly" {
  value = { a = "x", b = terraform_data.this.id }
}
output "hidden" {
  value     = var.secret
  sensitive = true
}
output "empty" {
  value = var.nothing
}
output "told" {
  description = "Which one it is."
  value       = "x"
}
output "checked" {
  value = "x"
  precondition {
    condition     = length(var.wide.b) > 0
    error_message = "Not empty."
  }
}
"""
CASES = [
    Case.of("m", {"name": "one"}),
    Case.of("m", {"name": "two", "tags": {"a": "x", "b.c": "y ${z}"}, "wide": {"b": [1, 2]}, "secret": "other"}),
    Case.of("m", {"name": "three", "nothing": "something"}),
    Case.of("m", {"name": "refused"}),
    Case.of("m", example="typical"),
]
EXAMPLE = 'module "m" {\n  source = "../.."\n  name   = "typical"\n}\noutput "o" {\n  value = module.m\n  sensitive = true\n}\n'


def compared(raw):
    """A plan without the moment, and without what is empty; the order of attributes that matter is Terraform's mood."""
    relevant = sorted(raw.get("relevant_attributes", []), key=str)
    plan = {**raw, "timestamp": "", "relevant_attributes": relevant}
    if not any(plan.get("prior_state", {"values": {}})["values"].values()):
        plan.pop("prior_state", None)
    return {k: v for k, v in plan.items() if v != {}}


def differences(one, other, path=""):
    if isinstance(one, dict) and isinstance(other, dict):
        found = [d for k in one.keys() & other.keys() for d in differences(one[k], other[k], f"{path}/{k}")]
        return found + [(f"{path}/{k}", one.get(k), other.get(k)) for k in one.keys() ^ other.keys()]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [d for n, pair in enumerate(zip(one, other, strict=True)) for d in differences(*pair, f"{path}/{n}")]
    return [] if one == other else [(path, one, other)]


@pytest.fixture(scope="module")
def planned(tmp_path_factory, toolchain):
    workshop = Workshop(tmp_path_factory.mktemp("split") / "project", toolchain)
    workshop.module("inner", INNER)
    workshop.module("m", MODULE, typical=EXAMPLE)
    outcomes = workshop.planner().outcomes(CASES)
    cache = Cache(workshop.project, workshop.toolchain)
    return {c: (outcomes[c], plan_alone(c, cache, None)) for c in CASES}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_planned_together_has_the_plan_that_it_has_alone(planned, case):
    together, alone = planned[case]
    if alone.errors:
        assert [str(d) for d in together.diagnostics] == [str(d) for d in alone.errors]
    else:
        assert differences(compared(together.raw), compared(alone.raw)) == []
        assert together.raw["timestamp"]
