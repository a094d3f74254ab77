"""No secret in a state or a plan: write-only arguments and ephemeral inputs carry it, or AWS makes it and keeps it."""

from pathlib import Path

import pytest
import yaml

from tfproof.plans.schema import Schema
from tfproof.project.layout import Project
from tfproof.secrecy.names import speaks_of_secret
from tfproof.terraform.hcl import NotLiteral, read_directory

TERRAFORM = Project.find(Path(__file__)).root / "terraform"
SCHEMA = Schema.load()
#: What is found and may stay, with the reason.
MAY_STAY = yaml.safe_load((Path(__file__).parent / "kept_secrets.yaml").read_text())

#: Every directory of ours with Terraform in it, by its path: modules, stacks and what they hold, examples, the bootstrap.
DIRECTORIES = {
    place.as_posix(): TERRAFORM / place
    for place in sorted({file.parent.relative_to(TERRAFORM) for file in TERRAFORM.rglob("*.tf")})
    if not any(part.startswith(".") for part in place.parts)
}

#: What reads or makes a secret and keeps it. Ephemeral resources of the same names keep nothing.
KEEPS = {
    "data": {
        "aws_kms_secrets",
        "aws_secretsmanager_random_password",
        "aws_secretsmanager_secret_version",
        "aws_ssm_parameter",
        "aws_ssm_parameters_by_path",
    },
    "resource": {
        "aws_iam_access_key",
        "aws_iam_service_specific_credential",
        "aws_iam_user_login_profile",
        "random_bytes",
        "random_password",
        "tls_private_key",
    },
}
each_directory = pytest.mark.parametrize("name", DIRECTORIES)


def arguments(block, path=""):
    """Every argument of a resource by its path in the provider's schema, those of dynamic blocks as well."""
    yield from ((f"{path}{name}", expression) for name, expression in block.attributes.items())
    for name in {b.labels[0] if b.type == "dynamic" else b.type for b in block.blocks}:
        for inner in block.nested(name):
            yield from arguments(inner, f"{path}{name}.*.")


def holds_secret(kind, path):
    """Whether an argument holds a secret that stays: the provider says so, or its name does and it is a text."""
    found = SCHEMA.kind_of(kind, path)
    if found is None or path.endswith("_wo"):
        return False
    return found.sensitive or (found.shape == ("string",) and speaks_of_secret(path.rpartition(".")[2]))


def is_plain_parameter(block):
    """Whether it is a parameter that everybody may read: the provider marks the value of all of them."""
    try:
        return block.labels[0] == "aws_ssm_parameter" and block.attributes["type"].literal() in ("String", "StringList")
    except NotLiteral:
        return False


def kept_by(directory):
    """The arguments of a directory that keep a secret."""
    return {
        f"{block.labels[0]}.{path}"
        for block in read_directory(directory).of("resource")
        for path, _ in arguments(block)
        if holds_secret(block.labels[0], path) and not is_plain_parameter(block)
    }


def kept_inputs(directory):
    """The inputs of a directory that are secret, or are called so, and are not ephemeral."""

    def says(block, word):
        return getattr(block.attributes.get(word), "text", "") == "true"

    return {
        name
        for name, block in read_directory(directory).variables.items()
        if not says(block, "ephemeral")
        and (says(block, "sensitive") or (block.attributes["type"].text == "string" and speaks_of_secret(name)))
    }


@each_directory
def test_no_argument_keeps_a_secret(name):
    may_stay = {**MAY_STAY["arguments"].get(name, {}), **MAY_STAY["no_secrets"].get(name, {})}
    assert kept_by(DIRECTORIES[name]) == set(may_stay)


@each_directory
def test_every_secret_input_is_ephemeral(name):
    assert kept_inputs(DIRECTORIES[name]) == set(MAY_STAY["inputs"].get(name, {}))


@each_directory
def test_nothing_that_keeps_secrets_reads_or_makes_one(name):
    directory = read_directory(DIRECTORIES[name])
    found = {
        block.labels[0] for kind, types in KEEPS.items() for block in directory.of(kind) if block.labels[0] in types
    }
    assert found == set(MAY_STAY["sources"].get(name, {}))


def test_what_may_stay_is_there_and_has_a_reason():
    assert {place for rows in MAY_STAY.values() for place in rows} - DIRECTORIES.keys() == set()
    assert all(reason for rows in MAY_STAY.values() for of_place in rows.values() for reason in of_place.values())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('resource "aws_db_instance" "a" {\n  password = var.p\n}', {"aws_db_instance.password"}),
        ('resource "aws_db_instance" "a" {\n  password_wo = var.p\n}', set()),
        ('resource "aws_ssm_parameter" "a" {\n  type = "SecureString"\n  value = "x"\n}', {"aws_ssm_parameter.value"}),
        ('resource "aws_ssm_parameter" "a" {\n  type = "String"\n  value = "x"\n}', set()),
        ('resource "aws_ssm_parameter" "a" {\n  type = var.type\n  value = "x"\n}', {"aws_ssm_parameter.value"}),
        (
            'resource "aws_elasticache_user" "a" {\n  dynamic "authentication_mode" {\n    for_each = [1]\n'
            "    content {\n      passwords = [var.p]\n    }\n  }\n}",
            {"aws_elasticache_user.authentication_mode.*.passwords"},
        ),
        (
            'resource "aws_kinesis_firehose_delivery_stream" "a" {\n  splunk_configuration {\n    hec_token = var.t\n  }\n}',
            {"aws_kinesis_firehose_delivery_stream.splunk_configuration.*.hec_token"},
        ),
    ],
)
def test_a_secret_that_would_stay_is_found_wherever_it_stands(tmp_path, text, found):
    (tmp_path / "main.tf").write_text(text)
    assert kept_by(tmp_path) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('variable "x" {\n  type = string\n  sensitive = true\n}', {"x"}),
        ('variable "x" {\n  type = string\n  sensitive = true\n  ephemeral = true\n}', set()),
        ('variable "api_key" {\n  type = string\n}', {"api_key"}),
        ('variable "secret_arn" {\n  type = string\n}', set()),
    ],
)
def test_an_input_that_would_stay_is_found(tmp_path, text, found):
    (tmp_path / "variables.tf").write_text(text)
    assert kept_inputs(tmp_path) == found
