"""A deployment can be taken back: what it has replaced still runs."""

import pytest

SERVICES = ("app", "beat", "worker")


def running(stack):
    """The revisions that Terraform lets run, by service."""
    found = 'module.services["{}"].aws_ecs_task_definition.this'
    return {s: stack.plan.resource(found.format(s))["arn"] for s in SERVICES}


@pytest.mark.applied("social-flow", environments=["development"])
@pytest.mark.emulator("enforces")
@pytest.mark.requirement("SF-CTR-018")
def test_each_service_goes_back_to_the_revision_before(applied_stack, client):
    ecs, before = client("ecs"), running(applied_stack)
    applied_stack.apply(image_version="1.0.1")
    now = running(applied_stack)
    assert not set(before.values()) & set(now.values())
    for service, revision in before.items():
        assert ecs.describe_task_definition(taskDefinition=revision)["taskDefinition"]["status"] == "ACTIVE"
        named = {"cluster": "social-flow-development", "service": f"social-flow-development-{service}"}
        try:
            assert ecs.update_service(**named, taskDefinition=revision)["service"]["taskDefinition"] == revision
        finally:
            ecs.update_service(**named, taskDefinition=now[service])
