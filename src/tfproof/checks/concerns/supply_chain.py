"""Whether what runs is what was built."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tfproof.checks.concerns._patterns import matches
from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, outside, passes, until_apply
from tfproof.checks.reading import argument, containers
from tfproof.findings import Verdict
from tfproof.plans.values import ABSENT, PartialText, Reference, is_unknown, shown, with_holes

if TYPE_CHECKING:
    from collections.abc import Callable

    from tfproof.plans.view import Resource

#: Stands in a name for a part that is not known.
_OPEN = "\0"


@check(
    "supply-chain.immutable-image-tags",
    title="Image tags cannot be moved",
    severity="medium",
    aspect="supply-chain",
    source=(
        "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
        "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageTagMutabilityExclusionFilter.html",
    ),
    types=("aws_ecr_repository", "aws_ecr_repository_creation_template"),
    remediation='Set image_tag_mutability = "IMMUTABLE".',
)
def immutable_image_tags(r: Resource, _: Context) -> Answer:
    """Reads `image_tag_mutability`, MUTABLE unless set, of repositories and of the template for those that ECR creates:
    whoever may push could replace an image that was reviewed. With exclusions it reads their filters: tags that a
    filter excepts can be moved (of a MUTABLE_WITH_EXCLUSION repository, all others), so a filter of wildcards only
    turns the setting round."""
    value = argument(r, "image_tag_mutability", "MUTABLE")
    message = f"image_tag_mutability is {value}"
    if value == "IMMUTABLE":
        return passes(message)
    if value == "MUTABLE":
        return fails(f"{message}: a tag can be moved to another image")
    filters = _filters(r)
    every_tag = [partial(_takes_every_tag, f) for f in filters]
    if value == "IMMUTABLE_WITH_EXCLUSION":
        return all_of(partial(_opposite, part) for part in every_tag)
    return any_of(every_tag)


def _filters(r: Resource) -> list[Any]:
    """Return the filters of the exclusions, which version 6.8 of the provider brought: no schema of version 5 has them."""
    blocks = r.peek("image_tag_mutability_exclusion_filter")
    if is_unknown(blocks):
        until_apply(f"which tags of {r.address} are excluded")
    if blocks is ABSENT or not blocks:
        outside(f"which tags of {r.address} are excluded")
    return [b.get("filter") for b in blocks]


def _takes_every_tag(pattern: Any) -> Answer:
    if is_unknown(pattern):
        until_apply("a filter of excluded tags")
    return holds(not pattern.strip("*"), f"{pattern} is every tag", f"{pattern} is not every tag")


def _opposite(part: Callable[[], Answer]) -> Answer:
    answer = part()
    return holds(answer.verdict is Verdict.FAIL, f"only tags can be moved for which {answer.message}", answer.message)


@check(
    "supply-chain.pinned-image",
    title="Containers and functions name a digest or tag of their image other than latest",
    severity="medium",
    aspect="supply-chain",
    source=(
        "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
        "https://docs.docker.com/reference/cli/docker/image/tag/",
    ),
    types=("aws_ecs_task_definition", "aws_lambda_function"),
    remediation="Name a digest (@sha256:…) or a version as tag, never latest or nothing.",
    when=lambda r: r.type != "aws_lambda_function" or argument(r, "package_type", "Zip") == "Image",
)
def pinned_image(r: Resource, _: Context) -> Answer:
    """Reads the image of every container, or of a function made of an image: by digest, or by a tag other
    than `latest`, which is also meant without a tag. Whether a tag stays where it is, is up to the registry
    (`supply-chain.immutable-image-tags`)."""
    if r.type == "aws_lambda_function":
        return pinned(r.evaluated("image_uri"))
    found = containers(r)
    if not found:
        return fails("the task definition has no container")
    return all_of(partial(_container_pinned, container) for container in found)


def _container_pinned(container: dict[str, Any]) -> Answer:
    return pinned(next((v for k, v in container.items() if k.lower() == "image"), None))


def pinned(image: Any, *, confirmed: bool = True) -> Answer:
    """Judge the name of an image, `registry/name:tag@digest`, of which the known part may say enough.

    Without the source a plan flattens what an image is put together of: a reference is then not `confirmed` to be all.
    """
    if isinstance(image, Reference) and image.path == "repository_url" and confirmed:
        return fails(f"{shown(image)} is the repository without a tag")
    if is_unknown(image) and not isinstance(image, PartialText):
        until_apply(f"the image {shown(image)}")
    text = with_holes(image if is_unknown(image) else image or "", _OPEN)
    if "@" in text:
        return passes(f"{shown(image)} is pinned by digest")
    name, colon, tag = text.rsplit("/", 1)[-1].partition(":")
    if any(_may_be(tag, moving) for moving in ("", "latest")) if colon else _OPEN in name:
        until_apply(f"the tag of {shown(image)}")
    return holds(tag not in ("", "latest"), f"{shown(image)} names a tag", f"{shown(image)} names no version")


def _may_be(text: str, other: str) -> bool:
    """Whether a text turns out to be the other one, by what is not known of it."""
    return _OPEN in text and matches(text, other, _OPEN)
