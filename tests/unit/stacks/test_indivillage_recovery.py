"""IndiVillage: the second region runs the same images.

So they are told the same there, find what they are told, and get every release.
"""

import json
import re
from types import SimpleNamespace

import pytest
import yaml
from systems import PROJECT, ROOT, SYSTEMS

from tfproof.terraform.planning.case import Case

MAIN, RECOVERY = "indivillage", "indivillage-disaster-recovery"
#: How the settings of each root begin.
BELOW = {MAIN: "/indivillage-production/", RECOVERY: "/indivillage-recovery-production/"}

#: What a service is told in one region only, by service and name, each with the reason. Nothing is.
TOLD_IN_ONE_REGION = {}

#: Settings that one region has alone, by the beginning of their names, each with the reason.
SETTINGS_OF_ONE_REGION = {
    "cache/absent": "Redis is made when the second region serves; until then this stands for it",
    "cache/primary-endpoint": "the same",
    "cache/reader-endpoint": "the same",
    "files/": "instances of the second region are told by their first start where the shared files are",
    "functions/": "there are no functions in the second region",
}
#: Settings whose values differ because they name places.
PLACES = ("cache/", "calls/endpoints/", "database/reader", "database/writer", "files/", "storage/processed-bucket")
PLACES += ("storage/uploads-bucket", "web/api-url", "web/app-url")

(SYSTEM,) = [system for system in SYSTEMS if system.name == MAIN]
IDLE, ACTIVE = {}, SYSTEM.shared["variables"]["recovery"]
both = pytest.mark.parametrize("variables", [IDLE, ACTIVE], ids=["idle", "active"])


def plan_of(planner, root, variables=None):
    return planner.plan(Case.of(root, variables or {}, environment="production"))


def services(plan):
    """The containers of the services, by the name of the service."""
    tasks = [task for task in plan.of("aws_ecs_task_definition") if task.address.startswith('module.services["')]
    found = [json.loads(task["container_definitions"]) for task in tasks]
    return {containers[0]["name"]: containers[0] for containers in found}


def told(container, kind):
    return {entry["name"]: entry.get("valueFrom", entry.get("value")) for entry in container.get(kind) or []}


def settings(plan, root):
    """The parameters below the name of the root, without it."""
    found = [p for p in plan.of("aws_ssm_parameter") if p["name"].startswith(BELOW[root])]
    return {p["name"].removeprefix(BELOW[root]): p for p in found}


@both
@pytest.mark.parametrize("kind", ["environment", "secrets"])
def test_an_image_is_told_the_same_in_both_regions(planner, variables, kind):
    here, there = (services(p) for p in (plan_of(planner, MAIN), plan_of(planner, RECOVERY, variables)))
    assert set(there) == set(here) == {"api", "worker"}
    for service, container in there.items():
        names = told(container, kind).keys() ^ told(here[service], kind).keys()
        assert names == {name for of, name in TOLD_IN_ONE_REGION if of == service}, service


def test_what_is_no_place_has_the_same_value_in_both_regions(planner):
    here, there = (services(p) for p in (plan_of(planner, MAIN), plan_of(planner, RECOVERY)))
    for service in there:
        first, second = told(here[service], "environment"), told(there[service], "environment")
        same = {name for name in first if first[name] == second[name]}
        assert same == {"DATABASE_USER", "ENVIRONMENT", "METRIC_NAMESPACE"}, service
        assert all("us-east-1" not in value for value in second.values()), service


@both
def test_whatever_a_task_of_the_second_region_reads_at_its_start_is_there(planner, variables):
    """ECS starts no task of which one parameter or secret is missing."""
    plan, main = plan_of(planner, RECOVERY, variables), plan_of(planner, MAIN)
    parameters = {p["name"] for p in plan.of("aws_ssm_parameter")}
    copies = {
        s["name"] for s in main.of("aws_secretsmanager_secret") if [r["region"] for r in s["replica"]] == ["us-west-2"]
    }
    for service, container in services(plan).items():
        for name, arn in told(container, "secrets").items():
            assert ":us-west-2:" in arn, (service, name)
            if ":ssm:" in arn:
                assert arn.partition(":parameter")[2] in parameters, (service, name)
            else:
                assert arn.partition(":secret:")[2] in copies, (service, name)


def test_tasks_of_the_second_region_start_anew_once_there_is_redis(planner):
    """A task reads its parameters when it starts: another name makes another revision."""
    idle, active = (services(plan_of(planner, RECOVERY, variables)) for variables in (IDLE, ACTIVE))
    for service in idle:
        assert told(idle[service], "secrets")["REDIS_HOST"].endswith("/cache/absent")
        assert told(active[service], "secrets")["REDIS_HOST"].endswith("/cache/primary-endpoint")


@both
def test_a_service_has_the_same_settings_in_both_regions(planner, variables):
    here, there = (
        settings(plan_of(planner, MAIN), MAIN),
        settings(plan_of(planner, RECOVERY, variables), RECOVERY),
    )
    alone = {name for name in here.keys() ^ there.keys() if not name.startswith(tuple(SETTINGS_OF_ONE_REGION))}
    assert alone == set()
    for name in sorted(here.keys() & there.keys()):
        if not name.startswith(PLACES) and here[name]["type"] != "SecureString":
            assert there[name]["insecure_value"] == here[name]["insecure_value"], name


def test_images_come_from_repositories_that_are_there_before_anything_is_copied(planner):
    main = plan_of(planner, MAIN)
    copies = {
        r["name"]: r for r in main.of("aws_ecr_repository") if r.address.startswith("module.replica_repositories[")
    }
    images = {c["image"] for c in services(plan_of(planner, RECOVERY)).values()}
    assert {image.partition("/")[2].partition(":")[0] for image in images} == set(copies)
    assert all(".dkr.ecr.us-west-2." in image for image in images)
    assert {copy.region for copy in copies.values()} == {"us-west-2"}
    assert not plan_of(planner, RECOVERY).by_type.get("aws_ecr_repository")
    code = (PROJECT.stacks[MAIN] / "containers.tf").read_text()
    (block,) = re.findall(r'^module "repositories" \{$.*?^\}$', code, re.MULTILINE | re.DOTALL)
    assert "depends_on = [module.replica_repositories]" in block


# ---- releases ----

WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "indivillage-release.yml").read_text())
SECOND = SimpleNamespace(job=WORKFLOW["jobs"]["second-region"])
SECOND.text = "\n".join(step.get("run", "") for step in SECOND.job["steps"])


def test_a_release_of_production_goes_to_the_second_region_once_it_is_validated():
    assert SECOND.job["needs"] == "release"
    assert SECOND.job["if"] == "inputs.environment == 'production'"
    assert SECOND.job["steps"][0]["with"]["aws-region"] == "us-west-2"
    for deed in (
        "s3://${{ vars.RECOVERY_RELEASES_BUCKET }}/web/$VERSION.zip",
        'deploy create-deployment --application-name "$RECOVERY-web" --deployment-group-name web',
        'ecs update-service --cluster "$RECOVERY" --service "$RECOVERY-$SERVICE"',
        'ssm put-parameter --name "/indivillage/${{ inputs.environment }}/releases/$SERVICE"',
    ):
        assert deed in SECOND.text
    assert SECOND.text.index("put-parameter") > SECOND.text.index("services-stable")


def test_the_pages_are_released_by_the_same_workflow():
    steps = {s["name"]: s["run"] for s in WORKFLOW["jobs"]["release"]["steps"] if "run" in s}
    for stage in ("Build and test", "Security scan", "Artefact", "Deploy"):
        assert '[ "$SERVICE" = web ]' in steps[stage], stage
    assert "/web/$VERSION.zip" in steps["Artefact"]
    assert '--application-name "$NAME-web" --deployment-group-name web' in steps["Deploy"]


def test_what_a_release_names_in_the_second_region_is_there(planner):
    plan = plan_of(planner, RECOVERY)
    assert "indivillage-recovery-production-web" in {a["name"] for a in plan.of("aws_codedeploy_app")}
    (group,) = plan.of("aws_codedeploy_deployment_group")
    assert group["deployment_group_name"] == "web"
    families = {t["family"] for t in plan.of("aws_ecs_task_definition")}
    assert families == {s["name"] for s in plan.of("aws_ecs_service")}
    assert families == {f"indivillage-recovery-production-{service}" for service in ("api", "worker")}
    assert [c["name"] for c in plan.of("aws_ecs_cluster")] == ["indivillage-recovery-production"]
