"""The command that writes down what a change of each input does, and the modules that it is about."""

import pytest

from tfproof.changes.table import main
from tfproof.terraform.provider_types import is_of_aws

AWS = 'aws = { source = "hashicorp/aws" }'
OTHER = 'helm = { source = "hashicorp/helm" }'


@pytest.mark.parametrize(("asked_for", "told"), [(AWS, True), (OTHER, False), (f"{AWS}\n{OTHER}", False), ("", True)])
def test_only_what_asks_for_no_other_provider_is_of_aws(tmp_path, asked_for, told):
    (tmp_path / "versions.tf").write_text(f"terraform {{\nrequired_providers {{\n{asked_for}\n}}\n}}\n")
    assert is_of_aws(tmp_path) is told


def test_a_resource_asks_for_its_provider(tmp_path):
    (tmp_path / "main.tf").write_text('resource "terraform_data" "a" {}\nresource "helm_release" "a" {}\n')
    assert not is_of_aws(tmp_path)


def test_a_module_that_there_is_not_is_named_in_one_line(capsys, monkeypatch, tmp_path):
    module = tmp_path / "terraform/modules/network"
    module.mkdir(parents=True)
    (module / "main.tf").write_text("")
    monkeypatch.chdir(tmp_path)
    assert main(["netwrok"]) == 1
    assert capsys.readouterr().err == "no such module: netwrok: did you mean network? there is network\n"
