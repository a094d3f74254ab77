"""Cases that the validations of a root's variables refuse are not planned, and are told as if they were."""

import pytest
from workshop import QUEUE

from tfproof.terraform.planning import Case
from tfproof.terraform.planning.alone import plan_alone
from tfproof.terraform.planning.validations import refused_by_validations

ROOT = f"""{QUEUE}
variable "delay" {{
  type    = number
  default = 5
  validation {{
    condition     = var.delay > length(var.name)
    error_message = "The delay is too short for ${{var.name}}."
  }}
}}
variable "size" {{
  type    = number
  default = 5
}}
resource "terraform_data" "limited" {{
  lifecycle {{
    precondition {{
      condition     = var.size < 9
      error_message = "It is too large."
    }}
  }}
}}
"""

WITH_LOCALS = """
locals {
  shortest = 2
}
variable "length" {
  type    = number
  default = 5
  validation {
    condition     = var.length > local.shortest
    error_message = "It is too short."
  }
}
"""


def case_of(workshop, root=ROOT, **variables):
    workshop.stack("shop", root, staging='name = "ab"')
    return Case.of("shop", variables, environment="staging", refused=True)


@pytest.mark.parametrize("variables", [{}, {"name": "abc", "delay": 3}, {"delay": 1}])
def test_what_variables_refuse_is_told_as_all_of_the_root_tells_it(workshop, variables):
    case, cache = case_of(workshop, **variables), workshop.planner().cache
    refused = refused_by_validations(case, cache)
    assert refused is not None
    assert refused.errors
    assert refused.errors == plan_alone(case, cache, None).errors


@pytest.mark.parametrize("variables", [{"name": "abc"}, {"name": "abc", "size": 9}])
def test_nothing_is_told_where_the_variables_refuse_nothing(workshop, variables):
    assert refused_by_validations(case_of(workshop, **variables), workshop.planner().cache) is None


def test_nothing_is_told_where_more_than_the_variables_has_a_say(workshop):
    case = case_of(workshop, ROOT + WITH_LOCALS, name="abc", length=2)
    assert refused_by_validations(case, workshop.planner().cache) is None
    assert workshop.planner().outcome(case).refusal.variable == "length"


def test_what_the_rest_refuses_is_planned(workshop):
    outcome = workshop.planner().outcome(case_of(workshop, name="abc", size=9))
    assert outcome.refusal.matches("too large")


def test_a_case_that_is_to_plan_is_planned_whatever_its_variables_say(workshop):
    case = case_of(workshop, name="abc")
    assert workshop.planner().outcome(case).refusal is None


def test_a_root_with_variables_in_json_is_planned(workshop):
    case = case_of(workshop)
    (case.directory(workshop.project) / "more.tf.json").write_text('{"variable": {"other": {"default": 1}}}')
    assert refused_by_validations(case, workshop.planner().cache) is None
    assert workshop.planner().outcome(case).refusal.variable == "name"
