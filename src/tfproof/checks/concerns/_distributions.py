"""What the origins of a distribution are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfproof.checks.reading import argument, blocks
from tfproof.plans.values import Reference, is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


def is_bucket(r: Resource, origin: str) -> bool:
    """Whether an origin is a bucket that CloudFront asks by S3's own protocol."""
    return not blocks(r, f"{origin}.custom_origin_config") and not blocks(r, f"{origin}.vpc_origin_config")


def serves_bucket(r: Resource) -> bool | None:
    """Whether the default behaviour is served from a bucket; None where that cannot be told."""
    origins = blocks(r, "origin")
    kinds = {is_bucket(r, origin) for origin in origins}
    if len(kinds) == 1:
        return kinds.pop()
    target = r.evaluated("default_cache_behavior.0.target_origin_id")
    for origin in origins:
        name = r.evaluated(f"{origin}.origin_id")
        if not is_unknown(name) and not is_unknown(target):
            if name == target:
                return is_bucket(r, origin)
        elif isinstance(name, Reference) and isinstance(target, Reference) and name == target:
            return is_bucket(r, origin)
    groups = blocks(r, "origin_group")
    for group in groups:
        if argument(r, f"{group}.origin_id", "") == target:
            first = argument(r, f"{group}.member.0.origin_id", "")
            found = [o for o in origins if argument(r, f"{o}.origin_id", "") == first]
            return is_bucket(r, found[0]) if found else None
    return None


def runs_code(r: Resource) -> bool:
    """Whether functions look at requests or responses of the default behaviour."""
    kinds = ("function_association", "lambda_function_association")
    return any(blocks(r, f"default_cache_behavior.0.{kind}") for kind in kinds)
