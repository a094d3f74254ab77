"""What Terraform really says, and whether that refuses a value, blames the files, or tells of a machine that failed."""

import pytest

from tfproof.emulator.moto import MotoEmulator
from tfproof.errors import BadInput, EnvironmentProblem
from tfproof.terraform.diagnostics import Diagnostic, ExistsElsewhere, Kind, explained, worst
from tfproof.terraform.workspace import WorkingCopy

R, F, L, P = Kind.REFUSAL, Kind.FAULT, Kind.LOOKUP, Kind.PROBLEM

#: Found while Terraform validates: all come together and nothing is planned. A file each; `NAME` is its name.
VALIDATED = {
    "function": (F, 'output "NAME" {\n  value = cidrsubnet("10.0.0.0/8", 30, 1)\n}'),
    "index": (F, 'locals {\n  NAME = []\n}\noutput "NAME" {\n  value = local.NAME[0]\n}'),
    "json": (F, 'output "NAME" {\n  value = jsondecode("{")\n}'),
    "number": (F, 'output "NAME" {\n  value = tonumber("a")\n}'),
    "provider_range": (R, 'resource "aws_sqs_queue" "NAME" {\n  delay_seconds = 100000\n}'),
    "provider_policy": (R, 'resource "aws_iam_policy" "NAME" {\n  policy = "{"\n}'),
    "provider_null": (
        R, 'resource "aws_s3_bucket_versioning" "NAME" {\n  bucket = null\n  versioning_configuration {\n'
        '    status = "Enabled"\n  }\n}',
    ),
    "document": (R, 'data "aws_iam_policy_document" "NAME" {\n  statement {\n    effect = "Perhaps"\n  }\n}'),
    "loop": (F, 'resource "terraform_data" "NAME" {\n  for_each = null\n}'),
    "callee_type": (R, 'module "NAME" {\n  source = "./m"\n  n      = "a"\n}'),
    "callee_null": (R, 'module "NAME" {\n  source = "./m"\n  n      = null\n}'),
    "file": (P, 'output "NAME" {\n  value = file("${path.module}/none.txt")\n}'),
    "template": (P, 'output "NAME" {\n  value = templatefile("none.tpl", {})\n}'),
    "digest": (P, 'resource "aws_s3_object" "NAME" {\n  bucket = "b"\n  key = "k"\n  etag = filemd5("none.zip")\n}'),
    "attribute": (F, 'resource "terraform_data" "NAME" {}\noutput "NAME" {\n  value = terraform_data.NAME.inptu\n}'),
    "member": (
        F, 'variable "NAME" {\n  type    = object({ a = string })\n  default = { a = "x" }\n}\n'
        'output "NAME" {\n  value = var.NAME.b\n}',
    ),
    "key": (F, 'locals {\n  NAME = { a = 1 }\n}\noutput "NAME" {\n  value = local.NAME["b"]\n}'),
    "template_variable": (F, 'output "NAME" {\n  value = templatefile("${path.module}/m/t.tpl", { wo = "x" })\n}'),
    "unknown_function": (F, 'output "NAME" {\n  value = lenght("x")\n}'),
    "undeclared": (F, 'output "NAME" {\n  value = var.absent\n}'),
    "argument": (F, 'resource "aws_sqs_queue" "NAME" {\n  nme = "x"\n}'),
    "missing": (F, 'resource "aws_iam_role_policy" "NAME" {\n  role = "x"\n}'),
    "type": (F, 'resource "aws_nothing" "NAME" {\n}'),
}  # fmt: skip
#: Found while it plans: these hide nothing.
PLANNED = {
    "validation": (
        R, 'variable "NAME" {\n  default = 1\n  validation {\n    condition     = var.NAME > 2\n'
        '    error_message = "bigger"\n  }\n}',
    ),
    "across": (
        R, 'variable "NAME_a" {\n  default = 1\n}\nvariable "NAME" {\n  default = 2\n  validation {\n'
        '    condition     = var.NAME_a > var.NAME\n    error_message = "less"\n  }\n}',
    ),
    "null": (
        R, 'variable "NAME" {\n  type = string\n  default = null\n  validation {\n'
        '    condition     = length(var.NAME) > 2\n    error_message = "longer"\n  }\n}',
    ),
    "precondition": (
        R, 'variable "NAME" {\n  default = 1\n}\nresource "terraform_data" "NAME" {\n  lifecycle {\n    precondition {\n'
        '      condition     = var.NAME > 2\n      error_message = "bigger"\n    }\n  }\n}',
    ),
    "postcondition": (
        R, 'data "aws_region" "NAME" {\n  lifecycle {\n    postcondition {\n      condition     = self.name == "x"\n'
        '      error_message = "elsewhere"\n    }\n  }\n}',
    ),
    "output": (
        R, 'variable "NAME" {\n  default = 1\n}\noutput "NAME" {\n  value = 1\n  precondition {\n'
        '    condition     = var.NAME > 2\n    error_message = "bigger"\n  }\n}',
    ),
    "given_key": (
        R, 'variable "NAME" {\n  default = "b"\n}\nlocals {\n  NAME = { a = 1 }\n}\n'
        'output "NAME" {\n  value = local.NAME[var.NAME]\n}',
    ),
    "computed": (R, 'variable "NAME" {\n  default = "10.0.0.0/8"\n}\noutput "NAME" {\n  value = cidrsubnet(var.NAME, 30, 1)\n}'),
    "provider_name": (R, 'resource "aws_sqs_queue" "NAME" {\n  name       = "x"\n  fifo_queue = true\n}'),
    "count": (
        F, 'resource "terraform_data" "NAME_a" {}\nresource "terraform_data" "NAME" {\n'
        '  count = terraform_data.NAME_a.id == "x" ? 1 : 0\n}',
    ),
}  # fmt: skip
UNREACHED = {
    "account": (P, 'data "aws_caller_identity" "NAME" {}'),
    "network": (P, 'data "aws_vpc" "NAME" {\n  id = "vpc-12345"\n}'),
    "secret": (P, 'ephemeral "aws_secretsmanager_secret_version" "NAME" {\n  secret_id = "x"\n}'),
}
#: Asked of an emulator that answers.
ANSWERED = {
    "network": (L, 'data "aws_vpc" "NAME" {\n  id = "vpc-12345"\n}'),
    "tagged": (L, 'data "aws_subnets" "NAME" {}\ndata "aws_vpc" "NAME" {\n  tags = { Name = "main" }\n}'),
    "bucket": (L, 'data "aws_s3_bucket" "NAME" {\n  bucket = "not-here"\n}'),
    "role": (L, 'data "aws_iam_role" "NAME" {\n  name = "not-here"\n}'),
    "key": (L, 'data "aws_kms_key" "NAME" {\n  key_id = "alias/not-here"\n}'),
    "parameter": (L, 'data "aws_ssm_parameter" "NAME" {\n  name = "/not/here"\n}'),
    "zone": (L, 'data "aws_route53_zone" "NAME" {\n  name = "example.com"\n}'),
    "state": (L, 'data "terraform_remote_state" "NAME" {\n  backend = "local"\n  config = { path = "none" }\n}'),
}


def said(directory, toolchain, files, endpoint=None):
    """The errors of one run, by the name of the file that each is about."""
    (directory / "m").mkdir()
    (directory / "m" / "main.tf").write_text('variable "n" {\n  type     = number\n  nullable = false\n}\n')
    (directory / "m" / "t.tpl").write_text("Hello ${who}")
    for name, (_, text) in files.items():
        (directory / f"{name}.tf").write_text(text.replace("NAME", name) + "\n")
    with WorkingCopy(directory, toolchain, endpoint, shown_from=directory) as copy:
        copy.isolate()
        copy.init()
        errors = copy.plan().errors
    found = {}
    for error in errors:
        found.setdefault(error.file.removesuffix(".tf"), []).append(error)
    return found


@pytest.mark.parametrize("files", [VALIDATED, PLANNED | UNREACHED], ids=["validated", "planned"])
def test_each_error_is_taken_for_what_it_is(tmp_path, toolchain, files):
    found = said(tmp_path, toolchain, files)
    assert {n: worst(found[n]) if n in found else None for n in files} == {n: kind for n, (kind, _) in files.items()}


def test_what_an_emulator_does_not_have_is_told_as_that(tmp_path, toolchain):
    with MotoEmulator.start() as emulator:
        found = said(tmp_path, toolchain, ANSWERED, emulator.endpoint)
    assert {n: worst(found[n]) if n in found else None for n in ANSWERED} == dict.fromkeys(ANSWERED, L)
    problem = explained(found["network"], "infra")
    assert isinstance(problem, ExistsElsewhere)
    assert str(problem) == (
        "infra: network.tf:1 data.aws_vpc.network looks up something that exists in a real account; "
        "the emulator has none: plan it yourself and give the plan's JSON"
    )


#: Words of Terraform 1.11 and its plugin library that a healthy machine does not say; each as `plan -json` gives it.
MACHINES = [
    {"summary": "Plugin did not respond", "address": "aws_sqs_queue.x", "range": {"filename": "main.tf"},
     "detail": "The plugin encountered an error, and failed to respond to the plugin.(*GRPCProvider).PlanResourceChange call."},
    {"summary": "Request cancelled", "address": "aws_sqs_queue.x", "range": {"filename": "main.tf"},
     "detail": "The plugin.(*GRPCProvider).ValidateResourceConfig request was cancelled."},
    {"summary": "Failed to load plugin schemas", "detail": "Error while loading schemas for plugin components: Failed to obtain "
     "provider schema: Could not load the schema for provider registry.terraform.io/hashicorp/aws: Plugin did not respond"},
    {"summary": "Failed to write plan file", "detail": "The plan file could not be written: write tfproof.plan: no space left on "
     "device."},
    {"summary": "failed to instantiate provider \"registry.terraform.io/hashicorp/aws\" to obtain schema", "detail":
     "timeout while waiting for plugin to start"},
    {"summary": "No valid credential sources found", "address": "provider[\"registry.terraform.io/hashicorp/aws\"]",
     "range": {"filename": "main.tf"}, "detail": "failed to refresh cached credentials"},
    {"summary": "validating provider credentials: retrieving caller identity from STS: operation error STS: GetCallerIdentity"},
    {"summary": "A word that nobody has heard before"},
]  # fmt: skip


@pytest.mark.parametrize("raw", MACHINES, ids=lambda raw: raw["summary"][:30])
@pytest.mark.parametrize("planned", [False, True])
def test_a_machine_that_failed_refuses_nothing(raw, planned):
    error = Diagnostic.parse({"severity": "error", **raw}, planned=planned)
    assert error.kind is P
    assert isinstance(explained([error], "here"), EnvironmentProblem)


def test_one_problem_among_refusals_makes_a_problem():
    refusal = Diagnostic("error", "Invalid value for variable", "bigger", file="main.tf")
    assert worst([refusal]) is R
    assert worst([refusal, Diagnostic("error", "Plugin did not respond")]) is P


def test_missing_variables_are_asked_for_where_they_are_missing_and_nowhere_else():
    missing = Diagnostic("error", "No value for required variable", file="main.tf")
    refused = Diagnostic("error", "Invalid value for variable", "bigger", file="main.tf")
    assert isinstance(explained([missing], "here"), BadInput)
    assert "--var-file" in str(explained([missing], "here"))
    assert "--var-file" not in str(explained([refused], "here"))


@pytest.mark.parametrize(
    "snippet",
    [
        {
            "context": 'variable "replica_region"',
            "code": "    condition = var.replica_region != var.region",
        },  # Terraform
        {"context": None, "code": 'variable "replica_region" {'},  # OpenTofu
    ],
)
def test_the_variable_whose_rule_is_broken_is_at_fault_and_not_another_that_the_rule_reads(snippet):
    values = [{"traversal": f"var.{name}", "statement": 'is "us-east-1"'} for name in ("region", "replica_region")]
    raw = {"summary": "Invalid value for variable", "detail": "They differ.", "snippet": {**snippet, "values": values}}
    assert Diagnostic.parse(raw).variable == "replica_region"
