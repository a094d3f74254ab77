"""Social Flow: what the code says without a plan."""

import re

import pytest
from systems import System, blocks, texts

from tfproof.terraform.hcl import read_directory

SYSTEM = System("social-flow")

REGION = re.compile(
    r"\b(?:af|ap|ca|cn|eu|il|me|mx|sa|us)-(?:gov-)?(?:north|south|east|west|central)(?:east|west)?-\d\b"
)


#: AWS gives the certificates and the firewalls of CloudFront and the metrics of costs in one region of the world.
SINGLE_REGION = {(name, "us-east-1") for name in ("dashboards.tf", "firewall.tf", "main.tf", "providers.tf")}


@pytest.mark.requirement("SF-DR-002")
def test_regions_are_named_in_variables_only():
    named = {
        (block.file.name, match)
        for block in blocks(SYSTEM)
        if block.type != "variable"
        for text in texts(block)
        for match in REGION.findall(text)
    }
    assert named == SINGLE_REGION


@pytest.mark.requirement("SF-DR-002")
@pytest.mark.parametrize("alias", [None, "replica"])
def test_the_regions_of_the_providers_are_variables(alias):
    (provider,) = [
        block
        for block in read_directory(SYSTEM.stack).of("provider")
        if ("alias" in block.attributes) == (alias is not None)
        and (alias is None or block.attributes["alias"].literal() == alias)
    ]
    assert provider.attributes["region"].text == ("var.replica_region" if alias else "var.region")


@pytest.mark.plan(
    "social-flow",
    environments=["production"],
    allowed_regions=["us-east-2", "us-west-2"],
    availability_zones=["us-west-2a", "us-west-2b"],
    manage_account_baseline=False,
    region="us-west-2",
    replica_region="us-east-2",
    system="sf-recovery",
)
@pytest.mark.requirement("SF-DR-002")
def test_a_second_copy_in_other_regions_shares_no_name_with_the_first(plan):
    assert {resource.region for resource in plan.of("aws_vpc", "aws_db_instance")} == {"us-west-2"}
    assert plan.resource("module.backup_replica[0].aws_backup_vault.this").region == "us-east-2"
    assert {subnet["availability_zone"] for subnet in plan.of("aws_subnet")} == {"us-west-2a", "us-west-2b"}
    shared = [r.address for r in plan.managed if "social-flow" in str(r.values.get("name"))]
    assert shared == []


@pytest.mark.refused(
    "social-flow",
    environments=["development"],
    availability_zones=["eu-west-1a", "eu-west-1b"],
    region="eu-west-1",
    match="The region must be one of allowed_regions",
)
@pytest.mark.requirement("SF-SEC-017")
def test_a_region_that_is_not_allowed_is_refused(refusal):
    assert refusal.variable == "region"


@pytest.mark.refused(
    "social-flow",
    environments=["production"],
    replica_region="eu-west-1",
    match="The replica region must be one of allowed_regions",
)
@pytest.mark.requirement("SF-SEC-017")
def test_a_replica_region_that_is_not_allowed_is_refused(refusal):
    assert refusal.variable == "replica_region"


@pytest.mark.requirement("SF-CTR-019")
def test_the_version_of_the_image_is_a_variable_without_default():
    assert "image_version" in read_directory(SYSTEM.stack).required_variables


@pytest.mark.requirement("SF-CTR-019")
def test_all_containers_run_the_image_of_that_version():
    containers = [block for block in blocks(SYSTEM) if block.file == SYSTEM.stack / "containers.tf"]
    images = re.findall(r"\bimage\s*=\s*(.+)", "\n".join(text for block in containers for text in texts(block)))
    assert set(images) == {"local.image"}
    assert "${var.image_version}" in read_directory(SYSTEM.stack).locals["image"].text
