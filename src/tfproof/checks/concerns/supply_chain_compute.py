"""Whose images instances start from."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns._batch_compute import DEFINITION, images_of_pods, members
from tfproof.checks.concerns._compute import IMAGES, images_named
from tfproof.checks.concerns.supply_chain import pinned
from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, outside, passes, until_apply
from tfproof.checks.reading import argument, blocks, every, listed, unset
from tfproof.plans.values import has_unknown, is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_LOOKED_UP = ("data.aws_ami", "data.aws_ami_ids")
_PARAMETER = "data.aws_ssm_parameter"
# https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html
_OF_AWS = "/aws/service/"
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
    looks_at=(*_LOOKED_UP, _PARAMETER, "aws_ami", "aws_ami_copy", "aws_ami_from_instance"),
    remediation='Set owners of data.aws_ami, for example to ["amazon"] or ["self"].',
    when=lambda r: any(not unset(r, path) for path in images_named(r)),
)  # fmt: skip
def ami_owners(r: Resource, _: Context) -> Answer:
    """Reads the data source that an instance, template or fleet takes its image from: `owners`, or a filter of the owner or
    of the image itself. By its name alone everybody can publish an image that is found first. An image that is named by
    its id, or made in the same plan, is the one that is meant, and so is
    one of a parameter that AWS publishes (`/aws/service/`); of others nobody can tell how they were found."""
    return all_of(partial(_judged, r, path) for path in images_named(r))


def _judged(r: Resource, path: str) -> Answer:
    looked_up = r.members(path, *_LOOKED_UP).found
    return all_of(partial(_tells_whose, image) for image in looked_up) if looked_up else _named(r, path)


def _named(r: Resource, path: str) -> Answer:
    """Judge an image that no data source of images finds."""
    found = r.members(path, *IMAGES)
    if found.outside:
        names = ", ".join(found.outside)
        if all(name.startswith("ami-") for name in found.outside):
            return passes(f"{path} is {names}")
        if all(f".{_PARAMETER}." in f".{name}" for name in found.outside):
            return all_of(partial(_published, r, name.rpartition(".")[0]) for name in found.outside)
        outside(f"how {names}, which {path} of {r.address} names, was found")
    return every(found, lambda image: passes(f"{image.address} is made here"), none=passes(f"{path} names no image"))


def _published(r: Resource, address: str) -> Answer:
    """Judge a parameter that holds the id of an image: below one path nobody but AWS writes any."""
    parameter = r.plan.resource_at(address)
    if parameter is None or not str(argument(parameter, "name", "")).startswith(_OF_AWS):
        outside(f"who writes {address}, where the id of the image is found")
    return passes(f"{address} is published by AWS")


def _tells_whose(image: Resource) -> Answer:
    return any_of([partial(_has_owners, image), *(partial(_filters, image, path) for path in blocks(image, "filter"))])


def _has_owners(image: Resource) -> Answer:
    found = listed(image, "owners")
    named = bool(found.known or found.open)
    return holds(
        named, f"owners of {image.address} is set", f"owners of {image.address} is not set: anybody's image will do"
    )


def _filters(image: Resource, path: str) -> Answer:
    name, values = image.get(f"{path}.name"), image.get(f"{path}.values")
    if is_unknown(name):
        until_apply(f"what {path} of {image.address} goes by")
    if name not in _FILTERS:
        return fails(f"{path} of {image.address} goes by {name}")
    if has_unknown(values):
        return passes(f"{path} of {image.address} goes by {name}")
    return holds(not any("*" in str(v) for v in values), f"{path} goes by {name}", f"{path} goes by any {name}")


@check(
    "supply-chain.batch-pinned-image",
    title="Jobs name a digest or tag of their image other than latest",
    severity="medium",
    aspect="supply-chain",
    source="https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html",
    types=(DEFINITION,),
    remediation="Name a digest (@sha256:…) or a version as tag, never latest or nothing.",
)
def batch_pinned_image(r: Resource, _: Context) -> Answer:
    """Reads the image of each container of a job definition: by digest, or by a tag other than `latest`, which is also
    meant without a tag."""
    images = [*members(r, "image"), *images_of_pods(r)]
    if not images:
        outside(f"any container of {r.address}")
    return all_of(partial(pinned, image) for image in images)
