"""What must exist in the emulator before a stack, and the order that saves applies."""

import io
import zipfile

import pytest
from applied_systems import SYSTEMS

from tfproof.emulator.applied import at_once
from tfproof.project.layout import Project


def pytest_xdist_auto_num_workers(config):
    """Every process applies a system, and mostly waits."""
    return at_once(Project.find(config.rootpath))


@pytest.fixture(scope="session")
def prerequisites(emulator, stack, environment):
    """The hosted zone belongs to whoever owns the domain, and packages to whoever builds them: the stack only names them.

    A system without `domains` makes its zone itself.
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


@pytest.fixture
def client(emulator):
    """Clients of the emulator, by service and region."""
    return emulator.client


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Destroy last in each environment: a test that needs the stack afterwards would have to wait for another apply."""

    def place(item):
        params = item.callspec.params if hasattr(item, "callspec") else {}
        return params.get("stack", ""), params.get("environment", ""), "destroy" in item.name

    items.sort(key=place)
