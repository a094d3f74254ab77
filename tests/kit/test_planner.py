"""The planner: few processes, errors put down to the right case, a cache that is never wrong."""

import tempfile

import pytest
import tftest
from workshop import Workshop

from tfproof import UNKNOWN
from tfproof.errors import BadInput
from tfproof.terraform.initialising import NotHere
from tfproof.terraform.planning import Case, Planner
from tfproof.terraform.root import Root

VARIABLES = """
variable "name" {
  type = string
  validation {
    condition     = length(var.name) > 2
    error_message = "The name must have three characters."
  }
}
variable "delay" {
  type    = number
  default = 0
}
variable "fifo" {
  type    = bool
  default = false
}
variable "owner_arn" {
  type    = string
  default = "arn:%s:role/owner"
}
"""
CONDITION = """
  lifecycle {
    precondition {
      condition     = !(var.fifo && var.delay > 100)
      error_message = "A FIFO queue must not wait that long."
    }
  }
"""
QUEUE = f"""{VARIABLES % "aws:iam::123456789012"}
resource "aws_sqs_queue" "this" {{
  name          = var.name
  delay_seconds = var.delay
  fifo_queue    = var.fifo
  tags          = {{ owner = var.owner_arn }}
{CONDITION}
}}
output "arn" {{
  value = aws_sqs_queue.this.arn
}}
output "name" {{
  value = aws_sqs_queue.this.name
}}
"""
#: The same with nothing of AWS, whose provider takes seconds to start.
PLAIN = f"""{VARIABLES % "other"}
resource "terraform_data" "this" {{
  input = {{ name = var.name, delay = var.delay, fifo = var.fifo, owner = var.owner_arn }}
{CONDITION}
}}
"""
EXAMPLE = """
module "queue" {
  source    = "../.."
  name      = "typical"
  owner_arn = "arn:aws:iam::123456789012:role/someone"
}
"""


ALONE = [Case.of("queue", {"name": f"case-{n}"}) for n in range(5)]
TYPICAL = Case.of("queue", example="typical")
UNKNOWN_INPUTS = Case.of("queue", example="typical", unknown=True)
MARKERS = Case.of("queue", {"name": "abc", "owner_arn": "${aws:username} %{x}"})


@pytest.fixture(scope="module")
def planned(tmp_path_factory, toolchain):
    """The plans of all cases that need no project of their own, made in one terraform run."""
    workshop = Workshop(tmp_path_factory.mktemp("planned") / "project", toolchain)
    workshop.module("queue", QUEUE, typical=EXAMPLE)
    cases = [*ALONE, TYPICAL, UNKNOWN_INPUTS, MARKERS]
    return dict(zip(cases, workshop.planner().plan_all(cases), strict=True))


def test_each_case_gets_its_own_plan(planned):
    assert [planned[c].one("aws_sqs_queue")["name"] for c in ALONE] == [f"case-{n}" for n in range(5)]


def test_addresses_are_what_a_stranger_would_see(planned):
    assert [r.address for r in planned[ALONE[0]].managed] == ["aws_sqs_queue.this"]
    assert [r.address for r in planned[TYPICAL].managed] == ["module.queue.aws_sqs_queue.this"]


def test_a_plan_is_usable_as_tftest_output(planned):
    plan = planned[ALONE[0]]
    assert isinstance(plan, tftest.TerraformPlanOutput)
    assert plan.resource_changes["aws_sqs_queue.this"]["change"]["after"]["name"] == "case-0"
    assert plan.resources["aws_sqs_queue.this"]["values"]["name"] == "case-0"
    assert plan.variables["name"] == "case-0"


def test_outputs_are_known_or_unknown(planned):
    assert planned[ALONE[0]].outputs["name"] == "case-0"
    assert planned[ALONE[0]].outputs["arn"] is UNKNOWN


def test_the_region_of_a_resource_is_its_providers(planned):
    assert planned[TYPICAL].one("aws_sqs_queue").region == "us-east-1"


def test_the_source_line_is_the_declarations(planned):
    source = planned[ALONE[0]].one("aws_sqs_queue").source
    assert source is not None
    assert source.file == "terraform/modules/queue/main.tf"
    assert QUEUE.splitlines()[source.line - 1].startswith('resource "aws_sqs_queue"')


def test_unknown_inputs_replace_arns_of_the_example(planned):
    assert planned[UNKNOWN_INPUTS].one("aws_sqs_queue")["tags.owner"] is UNKNOWN


def test_template_markers_in_values_are_plain_text(planned):
    assert planned[MARKERS].one("aws_sqs_queue")["tags.owner"] == "${aws:username} %{x}"


def test_refusals_of_every_phase_are_put_down_to_their_case(workshop):
    workshop.module("queue", QUEUE)
    short = Case.of("queue", {"name": "x"}, refused=True)
    mistyped = Case.of("queue", {"name": "abc", "delay": "soon"}, refused=True)
    null = Case.of("queue", {"name": None}, refused=True)
    contradictory = Case.of("queue", {"name": "abc", "fifo": True, "delay": 200}, refused=True)
    provider = Case.of("queue", {"name": "abc", "delay": 100000}, refused=True)
    fine = Case.of("queue", {"name": "fine"}, refused=True)
    outcomes = workshop.planner().outcomes([short, mistyped, null, contradictory, provider, fine])
    assert outcomes[short].refusal.variable == "name"
    assert outcomes[short].refusal.matches("three characters")
    assert outcomes[mistyped].refusal.variable == "delay"
    assert outcomes[null].refusal.variable == "name"
    assert outcomes[contradictory].refusal.matches("must not wait that long")
    assert outcomes[provider].refusal.matches("delay_seconds")
    assert outcomes[fine].refusal is None


def test_a_case_that_does_not_plan_leaves_its_neighbours_alone(workshop):
    workshop.module("queue", PLAIN)
    planner = workshop.planner()
    good = Case.of("queue", {"name": "good"})
    bad = Case.of("queue", {"name": "abc", "fifo": True, "delay": 200})
    planner.outcomes([good, bad])
    assert planner.plan(good).one("terraform_data")["input.name"] == "good"
    with pytest.raises(ValueError, match="must not wait that long"):
        planner.plan(bad)


def test_a_module_that_terraform_cannot_read_leaves_the_others_alone(workshop):
    workshop.module("queue", PLAIN)
    workshop.module("broken", 'resource "terraform_data" "this" {\n  input = var.absent\n')
    planner = workshop.planner()
    good, broken = Case.of("queue", {"name": "good"}), Case.of("broken")
    outcomes = planner.outcomes([good, broken])
    assert outcomes[good].refusal is None
    with pytest.raises(BadInput, match=r"on terraform/modules/broken/main\.tf line 1"):
        _ = outcomes[broken]


def test_a_provider_that_cannot_be_had_keeps_nothing_else_from_being_planned(workshop, monkeypatch):
    workshop.module("queue", PLAIN)
    workshop.module(
        "nowhere", 'terraform {\n  required_providers {\n    odd = { source = "example.com/no/odd" }\n  }\n}\n'
    )
    begun = []
    init = Root.init
    monkeypatch.setattr(Root, "init", lambda root: (begun.append(root), init(root)))
    good, without = Case.of("queue", {"name": "good"}), Case.of("nowhere")
    outcomes = workshop.planner().outcomes([good, without])
    assert outcomes[good].refusal is None
    with pytest.raises(NotHere, match="no/odd is not available here"):
        _ = outcomes[without]
    assert len(begun) == 2, "each is tried once, none of them with the other"


@pytest.mark.parametrize(
    ("variables", "message"), [({"nome": "abc"}, "no variable nome"), ({}, "required variables are missing: name")]
)
def test_wrong_arguments_are_named_before_anything_is_planned(workshop, without_terraform, variables, message):
    workshop.module("queue", PLAIN)
    with pytest.raises(BadInput, match=message):
        Planner(workshop.project, without_terraform, quiet=True).outcome(Case.of("queue", variables))


def test_an_unknown_target_is_named_with_what_there_is(workshop):
    workshop.module("queue", PLAIN)
    with pytest.raises(BadInput, match="there are: queue"):
        workshop.planner().outcome(Case.of("topic"))


def test_an_unchanged_case_starts_no_terraform(workshop, without_terraform):
    workshop.module("queue", PLAIN, typical=EXAMPLE)
    cases = [Case.of("queue", {"name": "abc"}), Case.of("queue", example="typical")]
    workshop.planner().plan_all(cases)
    again = Planner(workshop.project, without_terraform, quiet=True).plan_all(cases)
    assert again[0].one("terraform_data")["input.name"] == "abc"


WRAPPER = """
module "queue" {
  source = "../queue"
  name   = "inner"
}
"""


def test_a_change_in_a_module_that_is_reached_is_planned_anew(workshop):
    """tftest's own cache hashes only the root's files and would return the old plan."""
    workshop.module("queue", PLAIN)
    workshop.module("wrapper", WRAPPER)
    assert workshop.planner().plan(Case.of("wrapper")).one("terraform_data")["input.delay"] == 0
    workshop.module("queue", PLAIN.replace("var.delay,", "var.delay + 7,"))
    assert workshop.planner().plan(Case.of("wrapper")).one("terraform_data")["input.delay"] == 7


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # tftest leaves its cache files open
def test_tftests_own_cache_misses_that_change(workshop, tmp_path, monkeypatch):
    """The trap that the test above guards against is real: this is what tftest does."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # where tftest leaves its plan file
    workshop.module("queue", PLAIN)
    root = workshop.module("wrapper", WRAPPER)

    def planned():
        test = tftest.TerraformTest(
            str(root), binary=str(workshop.toolchain.binary), enable_cache=True, cache_dir=str(tmp_path / "tftest")
        )
        test.env = workshop.toolchain.environment()
        test.setup(use_cache=True, cleanup_on_exit=False)
        output = test.plan(output=True, use_cache=True)
        return output.modules["module.queue"].resources["terraform_data.this"]["values"]["input"]["delay"]

    assert planned() == 0
    workshop.module("queue", PLAIN.replace("var.delay,", "var.delay + 7,"))
    assert planned() == 0


def test_a_damaged_cache_entry_is_planned_anew(workshop):
    workshop.module("queue", PLAIN)
    case = Case.of("queue", {"name": "abc"})
    workshop.planner().plan(case)
    (entry,) = (workshop.project.cache / "plans").rglob("*.json")
    entry.write_bytes(entry.read_bytes().replace(b'"abc"', b'"abd"'))
    assert workshop.planner().plan(case).one("terraform_data")["input.name"] == "abc"


STACK = """
terraform {
  backend "s3" {}
}
provider "aws" {
  region = var.region
  assume_role {
    role_arn = "arn:aws:iam::999999999999:role/deploy"
  }
}
provider "aws" {
  alias  = "replica"
  region = "us-west-2"
  profile = "production"
}
variable "region" {
  type = string
}
data "aws_caller_identity" "current" {}
resource "aws_sqs_queue" "this" {
  name = "queue-of-${data.aws_caller_identity.current.account_id}"
}
resource "aws_sqs_queue" "copy" {
  provider = aws.replica
  name     = "copy"
}
"""


def test_a_stack_plans_with_its_variable_file_and_no_real_account(workshop):
    workshop.stack("shop", STACK, staging='region = "eu-west-1"')
    plan = workshop.planner().plan(Case.of("shop", environment="staging"))
    assert plan.resource("aws_sqs_queue.this")["name"] == "queue-of-123456789012"
    assert plan.resource("aws_sqs_queue.this").region == "eu-west-1"
    assert plan.resource("aws_sqs_queue.copy").region == "us-west-2"


def test_planning_leaves_the_source_tree_untouched(workshop):
    workshop.module("queue", QUEUE, typical=EXAMPLE)
    workshop.stack("shop", STACK, staging='region = "eu-west-1"')
    tree = workshop.project.root / "terraform"
    before = {p: p.read_bytes() for p in tree.rglob("*") if p.is_file()}
    workshop.planner().plan_all([Case.of("queue", example="typical"), Case.of("shop", environment="staging")])
    assert {p: p.read_bytes() for p in tree.rglob("*") if p.is_file()} == before
