"""Where resources and copies of data lie. Which services have no region, and what copies, is data: `residency.yaml`."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import cache, partial
from importlib import resources as package
from typing import Any

from tfproof.checks.model import ALL_TYPES, Answer, Context, all_of, check, fails, holds, outside, passes, until_apply
from tfproof.checks.reading import argument, blocks, every, listed, unset
from tfproof.files import read_yaml
from tfproof.findings import Bound, Measure, Verdict
from tfproof.plans.values import PartialText, shown, with_holes
from tfproof.plans.view import Resource

# From the most places where content is cached to the fewest.
_PRICE_CLASSES = ("PriceClass_All", "PriceClass_200", "PriceClass_100")
# What a copy goes to, and lies in a region.
_PLACES = (
    "aws_backup_vault", "aws_backup_logically_air_gapped_vault", "aws_efs_file_system", "aws_s3_bucket",
    "data.aws_backup_vault", "data.aws_efs_file_system", "data.aws_s3_bucket",
)  # fmt: skip
_REGION = re.compile(r"[a-z]{2,3}(-[a-z]+)+-\d+")


@cache
def _facts() -> dict[str, Any]:
    return dict(read_yaml(package.files(__package__) / "residency.yaml"))


@cache
def _is_global(resource_type: str) -> bool:
    known = _facts()["global"]
    return _is_any(resource_type, known["types"]) and not _is_any(resource_type, known["except"])


def _is_any(resource_type: str, patterns: list[str]) -> bool:
    return any(fnmatchcase(resource_type, pattern) for pattern in patterns)


def _lies_somewhere(r: Resource) -> bool:
    return r.type.startswith("aws_") and not _is_global(r.type)


def _allowed(c: Context, region: str | None, whose: str) -> Answer:
    regions = c.settings.allowed_regions
    if not regions:
        outside("the regions that the project allows (setting allowed_regions)")
    if region is None:
        outside(f"the region of {whose}")
    return holds(
        region in regions,
        f"{whose} lies in {region}",
        f"{whose} lies in {region}; allowed are {', '.join(regions)}",
        region=region,
    )


@check(
    "residency.allowed-regions",
    title="Resources lie in allowed regions",
    severity="high",
    aspect="residency",
    source=(
        "https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html",
        "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support",
    ),
    parameters=("allowed_regions",),
    types=(ALL_TYPES,),
    remediation="Use a provider configuration of an allowed region, or add the region to allowed_regions.",
    when=_lies_somewhere,
)
def allowed_regions(r: Resource, c: Context) -> Answer:
    """Reads the region of each resource: its own (provider 6) or that of its provider configuration. Resources of
    services without regions (IAM, CloudFront, Route 53 …) are not in the population. What AWS takes in one region only,
    because such a service uses it (CloudFront's certificate, web ACL and functions in us-east-1 …), passes there."""
    r.get("region")  # the recorder sees whether the resource names its region itself
    answer = _allowed(c, r.region, r.address)
    if answer.verdict is Verdict.FAIL and (user := _used_by(r)):
        return passes(f"{r.address} lies in {r.region}, the only region where {user} can use it", region=r.region or "")
    return answer


def _used_by(r: Resource) -> str:
    """Return which global service is the reason that the resource lies where it does; empty if there is none.

    Raises Undecided when it is open whether such a service uses it.
    """
    facts = [f for f in _facts()["companions"] if r.type in f["types"] and r.region == f["region"]]
    for fact in facts:
        for path, values in fact.get("where", {}).items():
            if argument(r, path, "") in values:
                return f"what {path} {r[path]} stands for"
        for path, types in fact.get("names", {}).items():
            for other in r.members(path, *types).found:
                if _is_global(other.type) or _used_by(other):
                    return other.address
    return _named_by(r, [item for fact in facts for item in fact.get("named_by", {}).items()])


def _named_by(r: Resource, holders: list[tuple[str, list[str]]]) -> str:
    perhaps = ""
    for kind, patterns in holders:
        for holder in r.plan.of(kind):
            for path in (found for pattern in patterns for found in _paths(holder, pattern)):
                named = holder.members(path, r.type)
                if r in named.found:
                    return holder.address
                if named.open:
                    perhaps = holder.address
    if perhaps:
        until_apply(f"whether {perhaps} uses {r.address}")
    return ""


def _paths(r: Resource, pattern: str) -> list[str]:
    """Return the paths that a pattern with `*` for each block or element stands for."""
    paths = [""]
    for name in pattern.split("."):
        if name == "*":
            paths = [found for path in paths for found in blocks(r, path)]
        else:
            paths = [f"{path}.{name}".lstrip(".") for path in paths]
    return paths


@check(
    "residency.replication-targets",
    title="Copies of data go to allowed regions",
    severity="high",
    aspect="residency",
    source=(
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html",
        "https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html",
        "https://docs.aws.amazon.com/efs/latest/ug/efs-replication.html",
        "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GlobalTables.html",
    ),
    parameters=("allowed_regions",),
    types=tuple(_facts()["copies"]),
    looks_at=("aws_backup_vault", "aws_s3_bucket", "aws_efs_file_system"),
    remediation="Copy to an allowed region, or add the region to allowed_regions.",
    when=lambda r: bool(_targets(r)),
)
def replication_targets(r: Resource, c: Context) -> Answer:
    """Reads where replicas of tables, buckets, file systems, keyspaces and secrets go, and copies of backups, snapshots
    and images: the named region or zone, the region in an ARN, the region of the resource that the argument points to,
    or of the copy itself. A rule that is switched off copies nothing."""
    return all_of(partial(_target, r, path, c) for path in _targets(r))


def _targets(r: Resource) -> list[str]:
    """Return the paths of the arguments that name a target; an empty one for the region of the copy itself."""
    facts = _facts()
    paths = [p for pattern in facts["copies"][r.type] for p in _paths(r, pattern) if not unset(r, p) and _is_on(r, p)]
    return paths or ([] if r.type in facts["only_where_set"] else [""])


def _is_on(r: Resource, path: str) -> bool:
    """Whether the block that names a target is switched on."""
    pattern, off = _facts()["switched_off"].get(r.type, ("", ""))
    if not pattern:
        return True
    # The switch stands in a block around the argument: both paths have the same beginning.
    steps = path.split(".")
    switch = ".".join(steps[i] if name == "*" else name for i, name in enumerate(pattern.split(".")))
    return bool(argument(r, switch, "") != off)


def _target(r: Resource, path: str, c: Context) -> Answer:
    if not path:
        r.get("region")
        return _allowed(c, r.region, r.address)
    value = r.evaluated(path)
    if region := _region_in(value):
        return _allowed(c, region, f"the target {shown(value)}")
    named = r.members(path, *_PLACES)
    return every(named, lambda place: _allowed(c, place.region, place.address), none=fails(f"{path} names no target"))


def _region_in(value: Any) -> str:
    """Return the region that a text is, lies in as a zone, or names as an ARN; the ARN of a bucket names none."""
    if not isinstance(value, str | PartialText):
        return ""
    parts = with_holes(value, "\0").split(":")
    found = _REGION.match(parts[3] if len(parts) > 3 else parts[0])
    return found[0] if found else ""


@check(
    "residency.cdn-geography",
    title="Content is cached where the project wants it",
    severity="info",
    aspect="residency",
    source="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PriceClass.html",
    parameters=("cdn_price_classes",),
    types=("aws_cloudfront_distribution",),
    remediation="Choose one of the price classes in the setting cdn_price_classes.",
)
def cdn_geography(r: Resource, c: Context) -> Answer:
    """Reads `price_class`, all places unless set, which decides on which continents content is cached, and for
    information the countries in `geo_restriction`. Countries restrict who may ask, not where copies lie."""
    price_class = argument(r, "price_class", "PriceClass_All")
    kind = r.get("restrictions.0.geo_restriction.0.restriction_type", "none")
    places = listed(r, "restrictions.0.geo_restriction.0.locations")
    countries = shown([*places.known, *places.open])
    note = f"{price_class}; viewers: {shown(kind)} {countries}" if countries else f"{price_class}; viewers anywhere"
    wanted = c.settings.cdn_price_classes
    return holds(
        price_class in wanted,
        note,
        f"{note}; accepted are {', '.join(wanted)}",
        Measure("price_class", price_class, wanted, Bound.ONE_OF, _PRICE_CLASSES),
    )
