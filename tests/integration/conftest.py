"""What must exist in the emulator before a stack, and the order that saves applies."""

import pytest

DOMAINS = {"development": "dev.socialflow.com", "staging": "staging.socialflow.com", "production": "socialflow.com"}


@pytest.fixture(scope="session")
def prerequisites(emulator, environment):
    """The hosted zone belongs to whoever owns the domain, so the stack only takes its identifier."""
    zone = emulator.client("route53").create_hosted_zone(Name=DOMAINS[environment], CallerReference=environment)
    return {
        "zone_id": zone["HostedZone"]["Id"].rpartition("/")[2],
        # An emulator may post to whoever subscribes to a topic: never to a real address.
        "incident_service_url": "https://incidents.invalid/enqueue",
    }


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
