"""Which modules are applied to see what a change does."""

import pytest

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
