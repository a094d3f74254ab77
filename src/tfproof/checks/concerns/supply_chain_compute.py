"""Whose images instances start from."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, passes, until_apply
from tfproof.checks.reading import blocks, listed
from tfproof.plans.values import has_unknown, is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

# What ties an image to its owner, or to itself, among the filters.
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html
_FILTERS = ("image-id", "owner-alias", "owner-id", "product-code")


@check(
    "supply-chain.ami-owners",
    title="Images are looked up by whose they are",
    severity="medium",
    aspect="supply-chain",
    source=(
        "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharing-amis.html",
        "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html",
    ),
    types=(
        "aws_instance", "aws_launch_configuration", "aws_launch_template", "aws_spot_fleet_request",
        "aws_spot_instance_request",
    ),
    looks_at=("data.aws_ami", "data.aws_ami_ids"),
    remediation='Set owners of data.aws_ami, for example to ["amazon"] or ["self"].',
    when=lambda r: bool(_looked_up(r)),
)  # fmt: skip
def ami_owners(r: Resource, _: Context) -> Answer:
    """Reads the data source that an instance, template or fleet takes its image from: `owners`, or a filter of the owner or
    of the image itself. By its name alone everybody can publish an image that is found first. What names its image
    otherwise is not asked."""
    return all_of(partial(_tells_whose, image) for image in _looked_up(r))


def _looked_up(r: Resource) -> list[Resource]:
    if r.type == "aws_spot_fleet_request":
        paths = [f"{s}.ami" for s in blocks(r, "launch_specification")]
    else:
        paths = ["ami" if r.type in ("aws_instance", "aws_spot_instance_request") else "image_id"]
    return [image for path in paths for image in r.members(path, "data.aws_ami", "data.aws_ami_ids").found]


def _tells_whose(image: Resource) -> Answer:
    return any_of([partial(_has_owners, image), *(partial(_filters, image, path) for path in blocks(image, "filter"))])


def _has_owners(image: Resource) -> Answer:
    found = listed(image, "owners")
    named = bool(found.known or found.open)
    return holds(named, f"owners of {image.address} is set", f"owners of {image.address} is not set: anybody's image will do")


def _filters(image: Resource, path: str) -> Answer:
    name, values = image.get(f"{path}.name"), image.get(f"{path}.values")
    if is_unknown(name):
        until_apply(f"what {path} of {image.address} goes by")
    if name not in _FILTERS:
        return fails(f"{path} of {image.address} goes by {name}")
    if has_unknown(values):
        return passes(f"{path} of {image.address} goes by {name}")
    return holds(not any("*" in str(v) for v in values), f"{path} goes by {name}", f"{path} goes by any {name}")
