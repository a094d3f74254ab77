"""Where resources and copies of data lie."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from tfproof.checks.model import ALL_TYPES, Answer, Context, all_of, check, holds, outside
from tfproof.checks.reading import argument, blocks, listed, referents
from tfproof.findings import Bound, Measure
from tfproof.plans.values import UNKNOWN
from tfproof.plans.view import Resource

# Services without a region: their resources are of the whole account or of the whole world.
_GLOBAL = re.compile(
    r"aws_(account|budgets|ce|cloudfront|costoptimizationhub|cur|globalaccelerator|iam|networkmanager|organizations|route53"
    r"|route53domains|shield|waf)_"
)

# From the most places where content is cached to the fewest.
_PRICE_CLASSES = ("PriceClass_All", "PriceClass_200", "PriceClass_100")

#: Type to what makes it copy data to another place: the blocks on the way and the argument that names the target.
_REPLICATING = {
    "aws_backup_plan": ("rule", "copy_action", "destination_vault_arn"),
    "aws_db_instance_automated_backups_replication": (),
    "aws_dynamodb_table": ("replica", "region_name"),
    "aws_ecr_replication_configuration": ("replication_configuration", "rule", "destination", "region"),
    "aws_s3_bucket_replication_configuration": ("rule", "destination", "bucket"),
    "aws_secretsmanager_secret": ("replica", "region"),
}


def _lies_somewhere(r: Resource) -> bool:
    return r.type.startswith("aws_") and not _GLOBAL.match(r.type)


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
    source="https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html",
    parameters=("allowed_regions",),
    types=(ALL_TYPES,),
    remediation="Use a provider configuration of an allowed region, or add the region to allowed_regions.",
    when=_lies_somewhere,
)
def allowed_regions(r: Resource, c: Context) -> Answer:
    """Reads the region of each resource: its own (provider 6) or that of its provider configuration.
    Resources of services without regions (IAM, CloudFront, Route 53 …) are not in the population."""
    r.get("region")  # the recorder sees whether the resource names its region itself
    return _allowed(c, r.region, r.address)


@check(
    "residency.replication-targets",
    title="Copies of data go to allowed regions",
    severity="high",
    aspect="residency",
    source=(
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html",
        "https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html",
    ),
    parameters=("allowed_regions",),
    types=tuple(_REPLICATING),
    looks_at=("aws_backup_vault", "aws_s3_bucket", "aws_db_instance"),
    remediation="Copy to an allowed region, or add the region to allowed_regions.",
    when=lambda r: bool(_targets(r)),
)
def replication_targets(r: Resource, c: Context) -> Answer:
    """Reads where replicas, copies of backups, images and secrets go: the named region, the region in an
    ARN, or the region of the resource that the argument points to."""
    return all_of(partial(_target, r, path, c) for path in _targets(r))


def _targets(r: Resource) -> list[str]:
    """Return the paths of the arguments that name a target."""
    way = _REPLICATING[r.type]
    if not way:
        return [""]
    paths = [""]
    for name in way[:-1]:
        paths = [found for path in paths for found in blocks(r, f"{path}.{name}".lstrip("."))]
    return [f"{path}.{way[-1]}" for path in paths]


def _target(r: Resource, path: str, c: Context) -> Answer:
    if not path:
        return _allowed(c, r.region, r.address)
    value = r.get(path)
    if value is UNKNOWN or str(value).startswith("arn:"):
        for target in referents(r, path, "aws_s3_bucket", "aws_backup_vault"):
            return _allowed(c, target.region, target.address)
    return _allowed(c, _region_in(r.known(path)), f"the target {value}")


def _region_in(text: Any) -> str | None:
    """Return the region that a text is or, as an ARN, names; the ARN of a bucket names none."""
    parts = str(text).split(":")
    found = parts[3] if len(parts) > 3 else parts[0]
    return found or None


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
    """Reads `price_class`, which decides on which continents content is cached, and for information the
    countries in `geo_restriction`. Countries restrict who may ask, not where copies lie."""
    price_class = argument(r, "price_class", "PriceClass_All")
    kind = argument(r, "restrictions.0.geo_restriction.0.restriction_type", "none")
    countries = [str(n) for n in listed(r, "restrictions.0.geo_restriction.0.locations").all()] if kind != "none" else []
    note = (
        f"{price_class}; viewers: {kind} {', '.join(countries)}".rstrip()
        if countries
        else f"{price_class}; viewers anywhere"
    )
    wanted = c.settings.cdn_price_classes
    return holds(
        price_class in wanted,
        note,
        f"{note}; accepted are {', '.join(wanted)}",
        Measure("price_class", price_class, wanted, Bound.ONE_OF, _PRICE_CLASSES),
    )
