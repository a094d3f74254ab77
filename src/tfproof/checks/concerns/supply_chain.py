"""Whether what runs is what was built."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, Context, all_of, check, fails, holds, passes
from tfproof.checks.reading import argument, containers

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


@check(
    "supply-chain.immutable-image-tags",
    title="Image tags cannot be moved",
    severity="medium",
    aspect="supply-chain",
    source="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
    types=("aws_ecr_repository",),
    remediation='Set image_tag_mutability = "IMMUTABLE".',
)
def immutable_image_tags(r: Resource, _: Context) -> Answer:
    """Reads `image_tag_mutability`, MUTABLE unless set: whoever may push could replace an image that was
    reviewed."""
    value = argument(r, "image_tag_mutability", "MUTABLE")
    message = f"image_tag_mutability is {value}"
    return holds(value == "IMMUTABLE", message, f"{message}: a tag can be moved to another image")


@check(
    "supply-chain.pinned-image",
    title="Containers and functions name the version of their image",
    severity="medium",
    aspect="supply-chain",
    source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
    types=("aws_ecs_task_definition", "aws_lambda_function"),
    remediation="Name a digest (@sha256:…) or a version as tag, never latest or nothing.",
    when=lambda r: r.type != "aws_lambda_function" or argument(r, "package_type", "Zip") == "Image",
)
def pinned_image(r: Resource, _: Context) -> Answer:
    """Reads the image of every container, or of a function made of an image: by digest, or by a tag other
    than `latest`. Whether a tag stays where it is, is up to the registry
    (`supply-chain.immutable-image-tags`)."""
    if r.type == "aws_lambda_function":
        return _pinned(str(r.known("image_uri")))
    found = [str(c.get("image", "")) for c in containers(r)]
    if not found:
        return fails("the task definition has no container")
    return all_of(partial(_pinned, image) for image in found)


def _pinned(image: str) -> Answer:
    if "@sha256:" in image:
        return passes(f"{image} is pinned by digest")
    tag = image.rsplit("/", 1)[-1].partition(":")[2]
    return holds(tag not in ("", "latest"), f"{image} names a version", f"{image} names no version")
