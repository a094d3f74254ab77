"""Social Flow: the cluster, the three services, their sizes and scaling, and how containers get their secrets."""

import pytest


def named(plan, resource_type, service):
    """The resource of that type in the module of that service."""
    (found,) = [item for item in plan.of(resource_type) if item.module == f'module.services["{service}"]']
    return found


def size(plan, service):
    """CPU units, memory in MiB and number of tasks of that service."""
    task = named(plan, "aws_ecs_task_definition", service)
    return int(task["cpu"]), int(task["memory"]), named(plan, "aws_ecs_service", service)["desired_count"]


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-011")
def test_the_scheduler_is_one_task_between_the_smallest_and_the_next_size(plan):
    assert size(plan, "beat") in {(256, 512, 1), (512, 1024, 1)}


SMALL = {name: {"count": 1, "cpu": 256, "memory": 512} for name in ("app", "beat", "worker")}


@pytest.mark.parametrize(
    "service",
    [
        pytest.param(
            name,
            marks=pytest.mark.refused(
                "social-flow",
                environment="development",
                services={**SMALL, name: {"count": 1, "cpu": 256, "memory": 3072}},
                match="Fargate offers by CPU units",
            ),
        )
        for name in SMALL
    ],
)
@pytest.mark.requirement("SF-CTR-023")
def test_a_size_that_fargate_has_not_is_refused(refusal, service):
    assert refusal.variable == "memory", service


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-CTR-022")
def test_a_secret_named_without_its_suffix_cannot_be_mistaken_for_a_full_arn(plan):
    """Secrets Manager takes a hyphen and six characters at the end of a partial ARN for the suffix of a full one."""
    names = [secret["name"] for secret in plan.of("aws_secretsmanager_secret")]
    assert names
    assert [name for name in names if name[-7:-6] == "-"] == []
    assert plan.of("aws_ecs_task_definition")
