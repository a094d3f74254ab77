"""From where functions reach the network, and over how many zones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfproof.checks.concerns._zones import spread
from tfproof.checks.model import Answer, Context, check, holds
from tfproof.checks.reading import blocks, listed

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_SUBNETS = "vpc_config.0.subnet_ids"


def _is_in_a_vpc(r: Resource) -> bool:
    if not blocks(r, "vpc_config"):
        return False
    subnets = listed(r, _SUBNETS)
    return bool(subnets.known or subnets.open)


@check(
    "network.lambda-vpc",
    title="Functions reach the network through a VPC",
    severity="low",
    aspect="exposure",
    source="https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
    types=("aws_lambda_function",),
    remediation="Add vpc_config with private subnets and a security group.",
)
def lambda_vpc(r: Resource, _: Context) -> Answer:
    """Reads `vpc_config`. Outside of a VPC a function reaches the whole internet, and no security group, flow log or
    endpoint policy stands in between. A block without subnets puts the function into no VPC."""
    return holds(_is_in_a_vpc(r), "vpc_config names subnets", "the function is in no VPC")


@check(
    "resilience.lambda-multi-az",
    title="Functions in a VPC run in more than one availability zone",
    severity="medium",
    aspect="resilience",
    source="https://docs.aws.amazon.com/lambda/latest/dg/security-resilience.html",
    types=("aws_lambda_function",),
    looks_at=("aws_subnet", "aws_default_subnet"),
    remediation="List subnets of two or more availability zones in vpc_config.",
    when=_is_in_a_vpc,
)
def lambda_multi_az(r: Resource, _: Context) -> Answer:
    """Reads the subnets of `vpc_config` and their zones. With one zone the function stops when that fails. Of subnets
    outside the plan nobody can tell the zone, unless there is one only."""
    return spread(r, _SUBNETS)
