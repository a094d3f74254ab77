"""A deployment can be taken back: what it has replaced still runs."""

import pytest

pytestmark = [
    pytest.mark.applied("social-flow", environments=["development"]),
    pytest.mark.emulator("enforces"),
    pytest.mark.requirement("SF-CTR-018"),
]

SERVICES = ("app", "beat", "worker")


@pytest.fixture(scope="module")
def replaced(applied_stack):
    """The revisions that ran before a deployment, by service."""

    def running():
        found = 'module.services["{}"].aws_ecs_task_definition.this'
        return {s: applied_stack.plan.resource(found.format(s))["arn"] for s in SERVICES}

    before = running()
    applied_stack.apply(image_version="1.0.1")
    assert not set(before.values()) & set(running().values())
    return before


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_goes_back_to_the_revision_before(applied, account, replaced, service):
    ecs = account.root.client("ecs")
    assert ecs.describe_task_definition(taskDefinition=replaced[service])["taskDefinition"]["status"] == "ACTIVE"
    named = {"cluster": "social-flow-development", "service": f"social-flow-development-{service}"}
    assert (
        ecs.update_service(**named, taskDefinition=replaced[service])["service"]["taskDefinition"] == replaced[service]
    )
