"""The systems as the integration tests apply them: what each needs to be there before, and what lets it be destroyed again."""

import io
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from tfproof.project.layout import Project

PROJECT = Project.find(Path(__file__))
#: By stack: the domain of each environment whose zone somebody else has made, further variables, objects that have to be
#: there, the types that an environment has none of, and what production and staging have to be told before they let
#: themselves be destroyed.
SYSTEMS = yaml.safe_load((Path(__file__).parent / "applied_systems.yaml").read_text())


def made_before(emulator, stack, environment):
    """Make in an emulator what a stack only names; return the variables that say where.

    The hosted zone belongs to whoever owns the domain, and packages to whoever builds them. A system without `domains` makes
    its zone itself.
    """
    system = SYSTEMS[stack]
    variables = dict(system["variables"])
    if environment in system.get("domains", {}):
        zone = emulator.client("route53").create_hosted_zone(
            Name=system["domains"][environment], CallerReference=environment
        )
        variables["zone_id"] = zone["HostedZone"]["Id"].rpartition("/")[2]
    for bucket, names in system.get("objects", {}).items():
        emulator.client("s3").create_bucket(Bucket=bucket)
        for name in names:
            emulator.client("s3").put_object(Bucket=bucket, Key=name, Body=empty_zip())
    return variables


def empty_zip():
    """A package without any file."""
    content = io.BytesIO()
    zipfile.ZipFile(content, "w").close()
    return content.getvalue()


def each_system():
    """Run a test in every environment of every system."""
    environments = [(sys.intern(stack), sys.intern(e)) for stack in SYSTEMS for e in PROJECT.environments(stack)]
    cases = [
        pytest.param(
            stack,
            environment,
            id=f"{stack}-{environment}",
            marks=[pytest.mark.applied(stack), pytest.mark.xdist_group(f"{stack}-{environment}")],
        )
        for stack, environment in environments
    ]
    return pytest.mark.parametrize(("stack", "environment"), cases, scope="session")
