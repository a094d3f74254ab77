"""A root is planned in a working copy as it stands, in either of Terraform's syntaxes."""

import json

from tfproof import Plan
from tfproof.terraform.planning import Case
from tfproof.terraform.workspace import WorkingCopy

ROOT = {
    "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws"}}},
    "provider": {"aws": [{"region": "eu-central-1"}, {"alias": "far", "region": "us-west-2", "profile": "mine"}]},
    "resource": {
        "aws_s3_bucket": {"b": {"bucket": "acme-json"}},
        "aws_s3_bucket_versioning": {
            "v": {"bucket": "${aws_s3_bucket.b.id}", "versioning_configuration": {"status": "Enabled"}}
        },
        "aws_sqs_queue": {"q": {"provider": "aws.far", "name": "q"}},
    },
}


def test_a_root_in_json_syntax_keeps_its_providers(tmp_path, toolchain):
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "main.tf.json").write_text(json.dumps(ROOT))
    with WorkingCopy(tmp_path / "root", toolchain) as copy:
        copy.isolate()
        copy.init()
        run = copy.plan()
    assert run.errors == []
    plan = Plan(run.raw, tmp_path / "root")
    assert {r.address: r.region for r in plan.managed} == {
        "aws_s3_bucket.b": "eu-central-1",
        "aws_s3_bucket_versioning.v": "eu-central-1",
        "aws_sqs_queue.q": "us-west-2",
    }
    found = plan.one("aws_s3_bucket").companions("aws_s3_bucket_versioning", "bucket")
    assert [r.address for r in found.all()] == ["aws_s3_bucket_versioning.v"]


WHERE = """
output "where" {
  value = [path.cwd, abspath("${path.module}/../x"), abspath(path.root), "say ${path.cwd}/y, twice: ${path.cwd}"]
}
variable "bad" {
  default = false
  validation {
    condition     = !var.bad
    error_message = "Not at ${abspath(path.root)}."
  }
}
"""


def test_no_plan_and_no_error_names_the_place_of_a_copy(workshop):
    workshop.stack("shop", WHERE, staging="", wrong="bad = true")
    planner = workshop.planner()
    plan = planner.plan(Case.of("shop", environment="staging"))
    assert plan.outputs["where"] == [".", "../x", ".", "say y, twice: ."]
    refusal = planner.outcome(Case.of("shop", environment="wrong")).refusal
    assert refusal.matches(r"Not at \.\.")


WORKSPACE = """
variable "environment" {
  validation {
    condition     = var.environment == terraform.workspace
    error_message = "The workspace ${terraform.workspace} is not that of ${var.environment}."
  }
}
"""


def test_a_stack_is_planned_in_the_workspace_of_its_environment(workshop):
    workshop.stack("shop", WORKSPACE, staging='environment = "staging"', production='environment = "staging"')
    planner = workshop.planner()
    assert planner.outcome(Case.of("shop", environment="staging")).refusal is None
    refusal = planner.outcome(Case.of("shop", environment="production")).refusal
    assert refusal.matches("The workspace production is not that of staging")
