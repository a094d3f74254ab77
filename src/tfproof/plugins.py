"""What other packages add, found by their entry points.

`tfproof.checks` names modules that register checks with the decorator `tfproof.check` when they are imported;
`tfproof.frameworks` names packages that hold framework files (`*.yaml`). What is installed is used: an addition that
cannot be is a problem that is named, never one that is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata

from tfproof.errors import EnvironmentProblem

CHECKS = "tfproof.checks"
FRAMEWORKS = "tfproof.frameworks"


def entry_points(group: str) -> list[metadata.EntryPoint]:
    """Return what the installed packages declare in one of the two groups, ordered by package and name."""
    return sorted(metadata.entry_points(group=group), key=lambda point: (package_of(point), point.name))


def package_of(point: metadata.EntryPoint) -> str:
    """Return the package that declares an entry point, with its version."""
    return f"{point.dist.name} {point.dist.version}" if point.dist else point.module


def versions() -> dict[str, str]:
    """Return the versions of the packages that add checks or frameworks; evidence names them."""
    points = [*entry_points(CHECKS), *entry_points(FRAMEWORKS)]
    return {point.dist.name: point.dist.version for point in points if point.dist}


@contextmanager
def used(point: metadata.EntryPoint) -> Iterator[None]:
    """Turn whatever goes wrong while an entry point is used into one line that names its package."""
    try:
        yield
    except (Exception, SystemExit) as error:
        said = " ".join(str(error).split())
        raise EnvironmentProblem(
            f"{package_of(point)} adds nothing to {point.group}: {point.value}: {type(error).__name__}: {said}",
            f"mend it, or uninstall {point.dist.name if point.dist else point.module}",
        ) from error
