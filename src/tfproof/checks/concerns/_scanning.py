"""Which repositories a registry's scanning rules are for.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns._patterns import matches
from tfproof.checks.model import Answer, any_of, fails, holds, passes
from tfproof.checks.reading import argument, blocks

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


def is_for(pattern: str, name: str) -> bool:
    """Whether a filter is for a repository: without a wildcard its text may stand anywhere in the name."""
    return matches(pattern, name) if "*" in pattern else pattern in name


def scanned_by_rule(repository: Resource, registry: Resource) -> Answer:
    """Judge whether a rule of the registry's scanning configuration scans the repository without being asked to."""
    rules = blocks(registry, "rule")
    none = partial(fails, f"no rule of {registry.address} scans it")
    return any_of([none, *(partial(_scans, repository, registry, rule) for rule in rules)])


def _scans(repository: Resource, registry: Resource, rule: str) -> Answer:
    frequency = argument(registry, f"{rule}.scan_frequency", "")
    if frequency == "MANUAL":
        return fails(f"{registry.address} {rule} scans when asked to only")
    filters = [argument(registry, f"{path}.filter", "") for path in blocks(registry, f"{rule}.repository_filter")]
    if any(set(pattern) == {"*"} for pattern in filters):
        return passes(f"{registry.address} scans all repositories ({frequency})")
    name = argument(repository, "name", "")
    matching = [pattern for pattern in filters if is_for(pattern, name)]
    return holds(
        bool(matching),
        f"{registry.address} scans repositories like {', '.join(matching)} ({frequency})",
        f"{registry.address} {rule} is for other repositories: {', '.join(filters)}",
    )
