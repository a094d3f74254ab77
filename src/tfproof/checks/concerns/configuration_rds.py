"""Whether databases run what AWS still supports, and whether their snapshots say whose they are."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any

from tfproof.checks.concerns._databases import is_primary, is_restored
from tfproof.checks.model import Answer, Context, check, fails, holds, outside, passes
from tfproof.checks.reading import argument, flag, unset
from tfproof.files import read_yaml
from tfproof.plans.view import Resource

_VERSION = re.compile(r"\d+(?:\.\d+)*")
_COPYING = ("aws_db_instance", "aws_rds_cluster", "aws_neptune_cluster")


@cache
def _data() -> dict[str, Any]:
    return dict(read_yaml(resources.files(__package__) / "configuration_rds.yaml"))


def _first_supported(r: Resource) -> str:
    """Return the first version of the resource's engine that is supported, empty where the table does not know it."""
    engine, first = str(argument(r, "engine", _data()["engines"].get(r.type, ""))), _data()["supported-since"]
    return str(first.get(engine) or first.get(engine.partition("-")[0]) or "")


@check(
    "configuration.rds-supported",
    title="Databases run a version of their engine that is in standard support",
    severity="medium",
    aspect="maintenance",
    source=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MariaDB.Concepts.VersionMgmt.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.VersionPolicy.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless.html",
        "https://docs.aws.amazon.com/documentdb/latest/developerguide/docdb-3-6-eos.html",
        "https://docs.aws.amazon.com/neptune/latest/userguide/engine-releases.html",
    ),
    types=("aws_db_instance", "aws_rds_cluster", "aws_rds_global_cluster", "aws_docdb_cluster", "aws_neptune_cluster"),
    remediation="Set engine_version to a newer major version, after a trial of the upgrade.",
    when=lambda r: bool(_first_supported(r)),
)
def rds_supported(r: Resource, _: Context) -> Answer:
    """Reads the engine and its version: after the end of standard support a version gets security fixes late, for an
    extra charge, or not at all. Which version was the first in support when the table was written is in
    `configuration_rds.yaml`. Of a new database without a version AWS takes one that is in support. Aurora Serverless v1
    has come to its end whatever its version."""
    if r.type == "aws_rds_cluster" and argument(r, "engine_mode", "provisioned") in _data()["ended-modes"]:
        return fails(f"engine_mode of {r.address} is {argument(r, 'engine_mode', '')}, which AWS has ended")
    first = _first_supported(r)
    if unset(r, "engine_version"):
        if is_restored(r):
            outside(f"the version of what {r.address} is restored from")
        return passes(f"engine_version of {r.address} is not set: AWS takes one that is in support")
    version = str(argument(r, "engine_version", ""))
    found = _VERSION.match(version)
    given, since = _numbers(found[0] if found else ""), _numbers(first)
    if given == since[: len(given)] and given != since:
        outside(f"which version {version or 'that is none'} of {r.address} is")
    said = f"engine_version of {r.address} is {version}"
    return holds(given >= since, said, f"{said}; standard support begins with {first}")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(n) for n in version.split(".") if n)


@check(
    "configuration.rds-snapshot-tags",
    title="Snapshots of databases carry the tags of their database",
    severity="low",
    aspect="tagging",
    source=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.html",
        "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
        "https://docs.aws.amazon.com/securityhub/latest/userguide/neptune-controls.html",
    ),
    types=_COPYING,
    remediation="Set copy_tags_to_snapshot = true.",
    when=is_primary,
)
def rds_snapshot_tags(r: Resource, _: Context) -> Answer:
    """Reads `copy_tags_to_snapshot`, off unless set. Rules for access, retention and cost that go by tags do not see a
    snapshot without them."""
    path = "copy_tags_to_snapshot"
    return holds(flag(r, path), f"{path} is true", f"{path} is not true: snapshots have no tags of their database")
