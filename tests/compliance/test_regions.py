"""Where AWS regions are, and on which basis of the GDPR's chapter on transfers data may go there."""

from __future__ import annotations

import boto3
import pytest

from tfproof.frameworks import TransferBasis, regions

EEA = {"DE", "ES", "FR", "IE", "IT", "SE"}


def test_every_commercial_region_of_aws_is_known() -> None:
    assert set(boto3.session.Session().get_available_regions("ec2")) - regions().keys() == set()


@pytest.mark.parametrize(
    ("region", "country", "basis"),
    [
        ("eu-central-1", "DE", TransferBasis.EEA),
        ("eu-central-2", "CH", TransferBasis.ADEQUACY),
        ("eu-west-2", "GB", TransferBasis.ADEQUACY),
        ("ca-central-1", "CA", TransferBasis.ADEQUACY_PARTIAL),
        ("us-east-1", "US", TransferBasis.ADEQUACY_DPF),
        ("ap-southeast-2", "AU", TransferBasis.NONE),
    ],
)
def test_a_region_has_the_basis_of_its_country(region: str, country: str, basis: TransferBasis) -> None:
    assert (regions()[region].country, regions()[region].basis.kind) == (country, basis)


def test_a_name_that_begins_with_eu_does_not_make_a_region_part_of_the_area() -> None:
    by_basis = {r.country for r in regions().values() if r.basis.kind is TransferBasis.EEA}
    assert by_basis == EEA
