"""What a plan of somebody's directory may read: only what stays on this machine, in every syntax and place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tfproof.assessment.data_sources import refuse_unsafe
from tfproof.errors import BadInput

REFUSED = {
    "external": "executes a program",
    "http": "asks another machine",
    "tls_certificate": "connects to another machine",
    "terraform_remote_state": "reads another state",
    "kubernetes_secret": "asks a cluster",
    "local_command": "executes a program",
    "dns_a_record_set": "asks name servers",
    "aws_ip_ranges": "asks the address",
    "vault_generic_secret": "asks a Vault server",
    "newcomer_thing": "may ask others or execute code",
}
ALLOWED = (
    "aws_caller_identity",
    "aws_iam_policy_document",
    "template_file",
    "cloudinit_config",
    "local_file",
    "null_data_source",
    "tls_public_key",
)


def native(block: str, kind: str) -> str:
    return f'{block} "{kind}" "x" {{\n}}\n'


def as_object(block: str, kind: str) -> str:
    return json.dumps({block: {kind: {"x": {}}}})


def as_lists(block: str, kind: str) -> str:
    return json.dumps({block: [{"aws_region": {"x": {}}}, {kind: [{"x": [{}]}]}]})


def in_a_check(block: str, kind: str) -> str:
    return f'check "health" {{\n  {native(block, kind)}}}\n'


def in_a_check_in_json(block: str, kind: str) -> str:
    return json.dumps({"check": {"health": [{block: {kind: {"x": {}}}}]}})


def behind_a_comment(block: str, kind: str) -> str:
    return f"/* {{ */ {native(block, kind)}"


SYNTAXES: dict[str, tuple[Callable[[str, str], str], tuple[str, ...]]] = {
    "native": (native, ("main.tf", "main.tofu")),
    "object": (as_object, ("main.tf.json", "main.tofu.json")),
    "lists": (as_lists, ("main.tf.json",)),
    "check": (in_a_check, ("main.tf", "main.tofu")),
    "check-json": (in_a_check_in_json, ("main.tf.json",)),
    "comment": (behind_a_comment, ("main.tf",)),
}
WRITTEN = [(write, file) for write, files in SYNTAXES.values() for file in files]
PLACES = ("root", "child", "grandchild", "child-in-json", "installed")


def put(root: Path, place: str, file: str, text: str) -> None:
    """Write a file into the root module or into a module that it reaches."""
    target = root
    root.mkdir(exist_ok=True)
    (root / "versions.tf").write_text("terraform {\n}\n")
    if place in ("child", "grandchild"):
        target = root.parent / "shared"
        (root / "call.tf").write_text('module "a" {\n  source = "../shared"\n}\n')
    if place == "grandchild":
        target.mkdir()
        (target / "call.tf").write_text('module "b" {\n  source = "./inner"\n}\n')
        target /= "inner"
    if place == "child-in-json":
        (root / "call.tf.json").write_text(json.dumps({"module": [{"a": {"source": "./sub"}}]}))
        target = root / "sub"
    if place == "installed":
        target = root / ".terraform" / "modules" / "far"
        target.mkdir(parents=True)
        record = {"Modules": [{"Key": "", "Dir": "."}, {"Key": "far", "Dir": ".terraform/modules/far"}]}
        (target.parent / "modules.json").write_text(json.dumps(record))
    target.mkdir(exist_ok=True)
    (target / file).write_text(text)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("write", "file"), WRITTEN, ids=lambda v: v if isinstance(v, str) else v.__name__)
@pytest.mark.parametrize("block", ["data", "ephemeral"])
def test_what_leaves_the_machine_is_found_in_every_syntax_and_place(tmp_path, place, write, file, block):
    for kind, reason in REFUSED.items():
        root = tmp_path / kind / "root"
        root.parent.mkdir()
        put(root, place, file, write(block, kind))
        with pytest.raises(BadInput, match=f"{kind}.*{reason}"):
            refuse_unsafe(root, "p")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("write", "file"), WRITTEN, ids=lambda v: v if isinstance(v, str) else v.__name__)
def test_what_stays_on_the_machine_is_planned(tmp_path, place, write, file):
    for kind in ALLOWED:
        root = tmp_path / kind / "root"
        root.parent.mkdir()
        put(root, place, file, write("data", kind))
        refuse_unsafe(root, "p")


def refused(tmp_path: Path, text: str, file: str = "main.tf") -> str:
    (tmp_path / file).write_text(text)
    with pytest.raises(BadInput) as caught:
        refuse_unsafe(tmp_path, "p")
    return str(caught.value)


OTHER_AWS = 'terraform {\n  required_providers {\n    aws = {\n      source = "somebody/aws"\n    }\n  }\n}\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OTHER_AWS + native("data", "aws_region"), "provider somebody/aws"),
        (
            OTHER_AWS.replace("aws =", "mine =") + 'data "aws_region" "x" {\n  provider = mine.other\n}\n',
            "somebody/aws",
        ),
        (OTHER_AWS.replace('"somebody/aws"', "local.where") + native("data", "aws_region"), "of provider"),
        (OTHER_AWS.replace("somebody/aws", "example.org/hashicorp/aws") + native("data", "aws_region"), "example.org"),
        ('data "aws_ip\\u005franges" "x" {\n}\n', "asks the address"),
        ('import {\n  to = module.a["x.y"].kubernetes_secret.b\n  id = "c"\n}\n', "provider hashicorp/kubernetes"),
        ('output "x" {\n  value = provider::newcomer::run("x")\n}\n', "hashicorp/newcomer"),
        (native("data", "archive_file"), "not for certain in its module"),
        ('data "archive_file" "x" {\n  output_path = "/tmp/x.zip"\n}\n', "writes to"),
        ('data "archive_file" "x" {\n  output_path = "${path.module}/../x.zip"\n}\n', "writes to"),
        ('data "archive_file" "x" {\n  output_path = "${var.x}/x.zip"\n}\n', "writes to"),
        ("resource {{{\n", "cannot be read as Terraform"),
        ('locals {\n  a = <<-EOT\ndata "http" "x" {\n}\n  EOT\n}\n', "cannot be told for certain"),
    ],
)
def test_what_hides_is_found(tmp_path, text, said):
    assert said in refused(tmp_path, text)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"data": {"aws_region": {"x": {}}}, "data": {"http": {"x": {}}}}', "given twice"),
        ('{"data": ["http"]}', "no object"),
        ('{"terraform": {"required_providers": ["http"]}}', "no object"),
        ("{", "not valid JSON"),
    ],
)
def test_json_that_two_readers_may_take_differently_is_not_planned(tmp_path, content, said):
    assert said in refused(tmp_path, content, "main.tf.json")


@pytest.mark.parametrize("path", ["${path.module}/x.zip", "build/x.zip", "./x.zip"])
def test_an_archive_in_the_module_is_planned(tmp_path, path):
    (tmp_path / "main.tf").write_text(f'data "archive_file" "x" {{\n  output_path = "{path}"\n}}\n')
    refuse_unsafe(tmp_path, "p")


def test_what_stands_in_a_comment_or_in_a_directory_that_nobody_calls_is_no_data_source(tmp_path):
    (tmp_path / "main.tf").write_text('# data "http" "x" {\n/*\n  data of "http"\n*/\n')
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "main.tf").write_text(native("data", "http"))
    refuse_unsafe(tmp_path, "p")


def test_every_reason_is_given() -> None:
    from tfproof.assessment.data_sources import _table  # noqa: PLC0415 - the table is the subject

    def reasons(value: Any) -> list[str]:
        return [r for v in value.values() for r in reasons(v)] if isinstance(value, dict) else [value]

    assert all(isinstance(r, str) and r for r in reasons(_table()))
