"""What the module `ecs-service` promises."""

import json
from pathlib import Path

import pytest

from tfproof import UNKNOWN
from tfproof.project.layout import Project

PROJECT = Project.find(Path(__file__))

IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop-app:2f9c1e7"
REFERENCE = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-production/app-a1b2c3:KEY::"
TARGET = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop-production-app/0123456789abcdef"


def container(plan, name="app"):
    """The definition of the container with this name."""
    definitions = json.loads(plan.one("aws_ecs_task_definition")["container_definitions"])
    (found,) = [item for item in definitions if item["name"] == name]
    return found


def scaling(plan, key):
    """The target-tracking settings of the scaling policy with this key."""
    policy = plan.resource(f'module.ecs_service.aws_appautoscaling_policy.this["{key}"]')
    return policy["target_tracking_scaling_policy_configuration.0"]


def app(**settings):
    """Containers as an input: the application, changed by the settings."""
    return {"app": {"image": IMAGE, **settings}}


@pytest.mark.plan("ecs-service", example="minimal")
def test_tasks_get_no_public_address(plan):
    assert plan.one("aws_ecs_service")["network_configuration.0.assign_public_ip"] is False


@pytest.mark.plan("ecs-service", example="minimal", assign_public_ip=True)
def test_public_addresses_must_be_asked_for(plan):
    assert plan.one("aws_ecs_service")["network_configuration.0.assign_public_ip"] is True


@pytest.mark.plan("ecs-service", example="minimal")
def test_nobody_opens_a_session_in_a_container(plan):
    assert plan.one("aws_ecs_service")["enable_execute_command"] is False


@pytest.mark.plan("ecs-service", example="minimal")
def test_tasks_run_in_all_given_subnets(plan):
    subnets = plan.one("aws_ecs_service")["network_configuration.0.subnets"]
    assert sorted(subnets) == ["subnet-0a1b2c3d4e5f60718", "subnet-0b1c2d3e4f5061728"]


@pytest.mark.plan("ecs-service", example="minimal")
def test_tasks_are_balanced_over_the_zones_again_after_a_failure(plan):
    assert plan.one("aws_ecs_service")["availability_zone_rebalancing"] == "ENABLED"


@pytest.mark.plan("ecs-service", example="minimal")
def test_a_failing_deployment_rolls_back(plan):
    assert plan.one("aws_ecs_service")["deployment_circuit_breaker.0"] == {"enable": True, "rollback": True}


@pytest.mark.plan("ecs-service", example="minimal")
def test_a_deployment_starts_new_tasks_before_it_stops_old_ones(plan):
    service = plan.one("aws_ecs_service")
    percents = (service["deployment_minimum_healthy_percent"], service["deployment_maximum_percent"])
    assert percents == (100, 200)


@pytest.mark.plan("ecs-service", example="minimal", singleton=True)
def test_a_singleton_stops_its_task_before_it_starts_the_new_one(plan):
    service = plan.one("aws_ecs_service")
    percents = (service["deployment_minimum_healthy_percent"], service["deployment_maximum_percent"])
    assert percents == (0, 100)


@pytest.mark.plan("ecs-service", example="minimal", singleton=True)
def test_a_singleton_is_not_rebalanced_because_that_would_start_a_second_task(plan):
    assert plan.one("aws_ecs_service")["availability_zone_rebalancing"] == "DISABLED"


@pytest.mark.plan("ecs-service", example="minimal")
def test_aws_patches_the_host(plan):
    assert plan.one("aws_ecs_service")["platform_version"] == "LATEST"


@pytest.mark.plan("ecs-service", example="minimal", launch_type="EC2", memory=384)
def test_tasks_on_ec2_ask_for_no_platform_version(plan):
    assert plan.one("aws_ecs_service")["platform_version"] is UNKNOWN


@pytest.mark.plan("ecs-service", example="minimal", launch_type="EC2", memory=384)
def test_the_task_definition_is_compatible_with_the_launch_type(plan):
    assert plan.one("aws_ecs_task_definition")["requires_compatibilities"] == ["EC2"]


@pytest.mark.plan("ecs-service", example="minimal", capacity_providers={"FARGATE_SPOT": {"weight": 4}})
def test_capacity_providers_replace_the_launch_type(plan):
    service = plan.one("aws_ecs_service")
    strategy = service["capacity_provider_strategy"]
    assert service["launch_type"] is UNKNOWN
    assert strategy == [{"base": 0, "capacity_provider": "FARGATE_SPOT", "weight": 4}]


@pytest.mark.plan("ecs-service", example="minimal", desired_count=4)
def test_terraform_owns_the_count_of_a_service_without_autoscaling(plan):
    assert plan.resource("module.ecs_service.aws_ecs_service.this[0]")["desired_count"] == 4


@pytest.mark.plan("ecs-service", example="typical")
def test_the_autoscaler_owns_the_count_of_a_service_with_autoscaling(plan):
    assert plan.one("aws_ecs_service").address == "module.ecs_service.aws_ecs_service.autoscaled[0]"


@pytest.mark.plan("ecs-service", example="typical", released_elsewhere=True)
def test_releases_own_the_revision_of_a_service_that_is_released_elsewhere(plan):
    service = plan.one("aws_ecs_service")
    assert service.address == "module.ecs_service.aws_ecs_service.released[0]"
    assert service["deployment_circuit_breaker"] == [{"enable": True, "rollback": True}]


def test_a_service_that_is_released_elsewhere_differs_by_its_owner_only():
    source = (PROJECT.modules["ecs-service"] / "main.tf").read_text()
    autoscaled, released = (
        source.partition(f'resource "aws_ecs_service" "{owner}" {{')[2].partition("\n}\n")[0]
        for owner in ("autoscaled", "released")
    )
    assert released == autoscaled.replace('"autoscaled"', '"released"').replace(
        "[desired_count]", "[desired_count, task_definition]"
    )


@pytest.mark.plan("ecs-service", example="typical", released_elsewhere=True, deployment_controller="CODE_DEPLOY")
def test_codedeploy_stays_the_owner_of_what_it_releases(plan):
    assert plan.one("aws_ecs_service").address == "module.ecs_service.aws_ecs_service.code_deploy[0]"


@pytest.mark.plan("ecs-service", example="typical", deployment_controller="CODE_DEPLOY")
def test_codedeploy_can_roll_out(plan):
    service = plan.resource("module.ecs_service.aws_ecs_service.code_deploy[0]")
    assert service["deployment_controller.0.type"] == "CODE_DEPLOY"


@pytest.mark.plan("ecs-service", example="typical", deployment_controller="CODE_DEPLOY")
def test_codedeploy_brings_its_own_rollback(plan):
    assert plan.one("aws_ecs_service")["deployment_circuit_breaker"] == []


@pytest.mark.plan("ecs-service", example="minimal")
def test_the_root_file_system_is_read_only(plan):
    assert container(plan)["readonlyRootFilesystem"] is True


@pytest.mark.plan("ecs-service", example="minimal", containers=app(readonly_root_filesystem=False))
def test_a_writable_root_file_system_must_be_asked_for(plan):
    assert container(plan)["readonlyRootFilesystem"] is False


@pytest.mark.plan("ecs-service", example="typical")
def test_a_writable_path_is_a_volume(plan):
    (mount,) = container(plan)["mountPoints"]
    assert (mount["containerPath"], mount["readOnly"]) == ("/var/run/app", False)
    assert plan.one("aws_ecs_task_definition")["volume.0.name"] == mount["sourceVolume"]


@pytest.mark.plan("ecs-service", example="typical")
def test_secrets_are_references(plan):
    assert container(plan)["secrets"] == [{"name": "SECRET_KEY", "valueFrom": REFERENCE}]


@pytest.mark.plan("ecs-service", example="typical")
def test_plain_settings_are_environment_variables(plan):
    assert container(plan)["environment"] == [{"name": "LOG_LEVEL", "value": "info"}]


@pytest.mark.plan("ecs-service", example="typical")
def test_the_output_of_a_container_goes_to_the_log_group(plan):
    logs = container(plan)["logConfiguration"]
    assert (logs["logDriver"], logs["options"]["awslogs-group"]) == ("awslogs", "/ecs/shop-production/app")


@pytest.mark.plan("ecs-service", example="typical")
def test_a_container_can_check_its_own_health(plan):
    command = container(plan)["healthCheck"]["command"]
    assert command == ["CMD-SHELL", "curl --fail http://localhost:8000/health"]


@pytest.mark.plan("ecs-service", example="typical")
def test_the_service_registers_with_the_target_group(plan):
    assert plan.one("aws_ecs_service")["load_balancer"] == [
        {"container_name": "app", "container_port": 8000, "elb_name": "", "target_group_arn": TARGET}
    ]


@pytest.mark.plan("ecs-service", example="minimal")
def test_without_a_load_balancer_there_is_no_grace_period(plan):
    assert plan.one("aws_ecs_service")["health_check_grace_period_seconds"] is None


@pytest.mark.plan("ecs-service", example="typical")
def test_a_task_reads_its_secrets_with_one_role_and_acts_with_another(plan):
    task = plan.one("aws_ecs_task_definition")
    assert task["execution_role_arn"] == "arn:aws:iam::123456789012:role/shop-production-execution"
    assert task["task_role_arn"] == "arn:aws:iam::123456789012:role/shop-production-app"


@pytest.mark.plan("ecs-service", example="minimal")
def test_nothing_scales_by_default(plan):
    assert plan.of("aws_appautoscaling_target") == []


@pytest.mark.plan("ecs-service", example="typical")
def test_the_task_count_stays_in_its_range(plan):
    target = plan.one("aws_appautoscaling_target")
    assert (target["min_capacity"], target["max_capacity"]) == (2, 6)


@pytest.mark.plan("ecs-service", example="typical")
def test_the_scaling_target_is_this_service(plan):
    resource_id = plan.one("aws_appautoscaling_target")["resource_id"]
    assert resource_id == "service/shop-production/shop-production-app"


@pytest.mark.plan("ecs-service", example="typical")
def test_a_policy_tracks_the_cpu(plan):
    metric = scaling(plan, "cpu")["predefined_metric_specification"][0]["predefined_metric_type"]
    assert (metric, scaling(plan, "cpu")["target_value"]) == ("ECSServiceAverageCPUUtilization", 70)


@pytest.mark.plan("ecs-service", example="grown")
def test_a_policy_tracks_the_memory(plan):
    metric = scaling(plan, "memory")["predefined_metric_specification"][0]["predefined_metric_type"]
    assert (metric, scaling(plan, "memory")["target_value"]) == ("ECSServiceAverageMemoryUtilization", 75)


@pytest.mark.plan(
    "ecs-service",
    example="typical",
    autoscaling={
        "max_count": 6,
        "min_count": 2,
        "policies": {"load": {"metric": "requests", "resource_label": "app/a/1/targetgroup/b/2", "target": 500}},
    },
)
def test_a_policy_tracks_the_requests_of_the_target_group(plan):
    assert scaling(plan, "load")["predefined_metric_specification"] == [
        {"predefined_metric_type": "ALBRequestCountPerTarget", "resource_label": "app/a/1/targetgroup/b/2"}
    ]


BUSY = {"metric": "custom", "target": 60, "custom_metric": {"name": "BusyThreads", "namespace": "Shop"}}


@pytest.mark.plan(
    "ecs-service", example="minimal", autoscaling={"min_count": 1, "max_count": 9, "policies": {"threads": BUSY}}
)
def test_a_policy_tracks_a_metric_of_the_application(plan):
    metric = scaling(plan, "threads")["customized_metric_specification"][0]
    assert (metric["namespace"], metric["metric_name"], metric["metrics"]) == ("Shop", "BusyThreads", [])


@pytest.mark.plan("ecs-service", example="typical")
def test_scaling_out_is_quicker_than_scaling_in(plan):
    settings = scaling(plan, "cpu")
    assert (settings["scale_out_cooldown"], settings["scale_in_cooldown"]) == (60, 300)


@pytest.mark.plan("ecs-service", example="typical")
def test_a_schedule_changes_the_range(plan):
    action = plan.resource('module.ecs_service.aws_appautoscaling_scheduled_action.this["evening"]')
    assert action["schedule"] == "cron(0 20 ? * MON-FRI *)"
    assert action["scalable_target_action.0"] == {"max_capacity": "2", "min_capacity": "1"}


@pytest.mark.refused("ecs-service", example="minimal", cpu=300, match="256, 512, 1024")
def test_a_cpu_size_that_does_not_exist_is_refused(refusal):
    assert refusal.variable == "cpu"


@pytest.mark.refused("ecs-service", example="minimal", singleton=True, desired_count=2, match="desired count of 1")
def test_a_singleton_of_two_is_refused(refusal):
    assert refusal.variable == "singleton"


@pytest.mark.refused("ecs-service", example="typical", singleton=True, desired_count=1, match="no autoscaling")
def test_a_singleton_that_scales_is_refused(refusal):
    assert refusal.variable == "singleton"


@pytest.mark.refused("ecs-service", example="minimal", deployment_controller="EXTERNAL", match="ECS, CODE_DEPLOY")
def test_an_unknown_deployment_controller_is_refused(refusal):
    assert refusal.variable == "deployment_controller"


@pytest.mark.refused("ecs-service", example="minimal", deployment_controller="CODE_DEPLOY", match="exactly one load")
def test_codedeploy_without_a_load_balancer_is_refused(refusal):
    assert refusal.variable == "deployment_controller"


@pytest.mark.refused(
    "ecs-service",
    example="minimal",
    deployment_maximum_percent=100,
    deployment_minimum_healthy_percent=100,
    match="no deployment can proceed",
)
def test_percents_with_which_no_deployment_can_proceed_are_refused(refusal):
    assert refusal.variable == "deployment_minimum_healthy_percent"


@pytest.mark.refused(
    "ecs-service",
    example="minimal",
    containers=app(environment={"A": "1"}, secrets={"A": REFERENCE}),
    match="both",
)
def test_a_variable_that_is_both_plain_and_secret_is_refused(refusal):
    assert refusal.variable == "containers"


@pytest.mark.refused("ecs-service", example="minimal", containers=app(essential=False), match="One container at least")
def test_a_task_without_an_essential_container_is_refused(refusal):
    assert refusal.variable == "containers"


@pytest.mark.refused(
    "ecs-service",
    example="minimal",
    load_balancers={"a": {"container_name": "app", "container_port": 80, "target_group_arn": TARGET}},
    match="port that it listens on",
)
def test_a_target_group_on_a_closed_port_is_refused(refusal):
    assert refusal.variable == "load_balancers"


@pytest.mark.refused(
    "ecs-service",
    example="minimal",
    autoscaling={"max_count": 1, "min_count": 2},
    match="must not be above its maximum",
)
def test_an_empty_scaling_range_is_refused(refusal):
    assert refusal.variable == "autoscaling"


@pytest.mark.refused(
    "ecs-service",
    example="minimal",
    autoscaling={"max_count": 2, "min_count": 1, "policies": {"a": {"metric": "requests", "target": 10}}},
    match="resource_label exactly with",
)
def test_request_scaling_without_a_target_group_is_refused(refusal):
    assert refusal.variable == "autoscaling"


FARGATE = {
    256: (512, 2048),
    512: (1024, 4096),
    1024: (2048, 8192),
    2048: (4096, 16384),
    4096: (8192, 30720),
    8192: (16384, 61440),
    16384: (32768, 122880),
}
STEPS = {256: 1024, 8192: 4096, 16384: 8192}


@pytest.mark.parametrize(
    "memory",
    [
        pytest.param(
            memory,
            marks=pytest.mark.plan("ecs-service", example="minimal", cpu=cpu, memory=memory),
            id=f"{cpu}-{memory}",
        )
        for cpu, bounds in FARGATE.items()
        for memory in bounds
    ],
)
def test_fargate_offers_the_least_and_the_most_memory(plan, memory):
    assert plan.one("aws_ecs_task_definition")["memory"] == str(memory)


@pytest.mark.parametrize(
    (),
    [
        pytest.param(
            marks=pytest.mark.refused(
                "ecs-service", example="minimal", cpu=cpu, memory=memory, match="in steps of 1024; 8192"
            ),
            id=f"{cpu}-{memory}",
        )
        for cpu, (least, most) in FARGATE.items()
        for memory in (
            least - STEPS.get(cpu, 1024) // 2,
            least + STEPS.get(cpu, 1024) // 4,
            most + STEPS.get(cpu, 1024),
        )
    ],
)
def test_a_size_that_fargate_does_not_offer_is_refused(refusal):
    assert refusal.variable == "memory"


@pytest.mark.plan("ecs-service", example="minimal", launch_type="EC2", cpu=256, memory=700)
def test_other_hosts_have_memory_of_any_size(plan):
    assert plan.one("aws_ecs_task_definition")["memory"] == "700"


@pytest.mark.plan("ecs-service", example="minimal")
def test_earlier_revisions_stay_for_a_rollback(plan):
    assert plan.one("aws_ecs_task_definition")["skip_destroy"] is True


BACKLOG = {
    "min_count": 1,
    "max_count": 9,
    "policies": {
        "backlog": {
            "metric": "custom",
            "target": 10,
            "custom_metric": {"name": "Depth", "namespace": "Shop", "dimensions": {"Queue": "q"}, "per_task": True},
        }
    },
}


def tracked(plan):
    """The metrics that a policy computes with, by their identifier."""
    (specification,) = scaling(plan, "backlog")["customized_metric_specification"]
    return {metric["id"]: metric for metric in specification["metrics"]}


@pytest.mark.plan("ecs-service", example="minimal", autoscaling=BACKLOG)
def test_what_there_is_to_do_is_divided_by_the_running_tasks(plan):
    assert {key: (m["expression"] or None, m["return_data"]) for key, m in tracked(plan).items()} == {
        "per_task": ("work / FILL(tasks, 1)", True),
        "tasks": (None, False),
        "work": (None, False),
    }


@pytest.mark.plan("ecs-service", example="minimal", autoscaling=BACKLOG)
def test_what_there_is_to_do_is_the_metric_of_the_caller(plan):
    (metric,) = tracked(plan)["work"]["metric_stat"][0]["metric"]
    assert (metric["namespace"], metric["metric_name"], metric["dimensions"]) == (
        "Shop",
        "Depth",
        [{"name": "Queue", "value": "q"}],
    )


@pytest.mark.plan("ecs-service", example="minimal", autoscaling=BACKLOG)
def test_the_running_tasks_are_counted_by_their_samples(plan):
    (counted,) = tracked(plan)["tasks"]["metric_stat"]
    (metric,) = counted["metric"]
    assert (counted["stat"], metric["namespace"], metric["metric_name"]) == ("SampleCount", "AWS/ECS", "CPUUtilization")


@pytest.mark.parametrize(
    (),
    [
        pytest.param(id=kind, marks=pytest.mark.plan("ecs-service", example=kind, deployment_alarm_names=["errors"]))
        for kind in ("minimal", "typical")
    ],
)
def test_a_deployment_that_sets_off_an_alarm_rolls_back(plan):
    assert plan.one("aws_ecs_service")["alarms"] == [{"alarm_names": ["errors"], "enable": True, "rollback": True}]


@pytest.mark.plan("ecs-service", example="minimal")
def test_no_alarm_stops_a_deployment_unless_told(plan):
    assert plan.one("aws_ecs_service")["alarms"] == []


@pytest.mark.refused(
    "ecs-service",
    example="typical",
    deployment_controller="CODE_DEPLOY",
    deployment_alarm_names=["errors"],
    match="CodeDeploy has alarms of its own",
)
def test_alarms_of_ecs_for_codedeploy_are_refused(refusal):
    assert refusal.variable == "deployment_alarm_names"


@pytest.mark.plan("ecs-service", example="grown")
def test_a_container_waits_for_others(plan):
    assert container(plan)["dependsOn"] == [
        {"containerName": "agent", "condition": "START"},
        {"containerName": "migrate", "condition": "SUCCESS"},
    ]


def sidecar(condition, **settings):
    """Containers as an input: the application waits until a sidecar, changed by the settings, has reached the condition."""
    return {**app(depends_on={"sidecar": condition}), "sidecar": {"image": IMAGE, **settings}}


HEALTH = {"command": ["CMD-SHELL", "true"]}


@pytest.mark.parametrize(
    (),
    [
        pytest.param(id=condition, marks=pytest.mark.plan("ecs-service", example="minimal", containers=containers))
        for condition, containers in {
            "START": sidecar("START"),
            "HEALTHY": sidecar("HEALTHY", health_check=HEALTH),
            "COMPLETE": sidecar("COMPLETE", essential=False),
            "SUCCESS": sidecar("SUCCESS", essential=False),
        }.items()
    ],
)
def test_each_condition_can_be_waited_for(plan):
    assert len(container(plan)["dependsOn"]) == 1


@pytest.mark.parametrize(
    (),
    [
        pytest.param(
            id=match,
            marks=pytest.mark.refused("ecs-service", example="minimal", containers=containers, match=match),
        )
        for match, containers in {
            "other containers of the task": app(depends_on={"app": "START"}),
            "must depend on other": app(depends_on={"sidecar": "START"}),
            "one of START, HEALTHY": sidecar("READY"),
            "with a health_check": sidecar("HEALTHY"),
            "COMPLETE or SUCCESS must not": sidecar("COMPLETE"),
            "its first essential container": sidecar("SUCCESS"),
        }.items()
    ],
)
def test_a_condition_that_never_comes_is_refused(refusal):
    assert refusal.variable == "containers"


@pytest.mark.plan("ecs-service", example="minimal")
def test_there_is_no_init_process_without_sessions(plan):
    assert container(plan).get("linuxParameters") is None


@pytest.mark.plan("ecs-service", example="minimal", enable_execute_command=True)
def test_what_a_session_leaves_behind_is_reaped(plan):
    assert container(plan)["linuxParameters"] == {"initProcessEnabled": True}


@pytest.mark.plan("ecs-service", example="grown")
def test_an_init_process_can_be_asked_for(plan):
    assert container(plan, "migrate")["linuxParameters"] == {"initProcessEnabled": True}


EFS = {"shared": {"file_system_id": "fs-0a1b2c3d4e5f60718"}}
MOUNTED = app(efs_mounts={"shared": {"path": "/srv/shared"}})


@pytest.mark.plan("ecs-service", example="minimal", efs_volumes=EFS, containers=MOUNTED)
def test_a_file_system_is_mounted_over_tls_by_the_role_of_the_task(plan):
    volume = plan.one("aws_ecs_task_definition")["volume.0.efs_volume_configuration.0"]
    assert (volume["transit_encryption"], volume["authorization_config"][0]["iam"]) == ("ENABLED", "ENABLED")


@pytest.mark.plan("ecs-service", example="minimal", efs_volumes=EFS, containers=MOUNTED)
def test_a_container_mounts_a_file_system(plan):
    assert container(plan)["mountPoints"] == [
        {"containerPath": "/srv/shared", "readOnly": False, "sourceVolume": "shared"}
    ]


@pytest.mark.plan("ecs-service", example="grown")
def test_a_mount_can_be_read_only(plan):
    mounts = {m["sourceVolume"]: m["readOnly"] for m in container(plan)["mountPoints"]}
    assert mounts == {"app_cache": False, "app_var_run_app": False, "shared": True}


@pytest.mark.plan(
    "ecs-service", example="minimal", efs_volumes={"shared": {**EFS["shared"], "root_directory": "/shop"}}
)
def test_a_file_system_can_be_mounted_from_a_directory(plan):
    volume = plan.one("aws_ecs_task_definition")["volume.0.efs_volume_configuration.0"]
    assert volume["root_directory"] == "/shop"


@pytest.mark.parametrize(
    (),
    [
        pytest.param(id=match, marks=pytest.mark.refused("ecs-service", example="minimal", match=match, **inputs))
        for match, inputs in {
            "keys of efs_volumes and absolute": {"containers": MOUNTED},
            "absolute paths": {"efs_volumes": EFS, "containers": app(efs_mounts={"shared": {"path": "srv"}})},
        }.items()
    ],
)
def test_a_mount_of_nothing_and_one_to_nowhere_are_refused(refusal):
    assert refusal.variable == "containers"


@pytest.mark.parametrize(
    (),
    [
        pytest.param(id=match, marks=pytest.mark.refused("ecs-service", example="minimal", match=match, **inputs))
        for match, inputs in {
            "must have lower-case": {"efs_volumes": {"Shared": EFS["shared"]}},
            "both an access_point_id": {
                "efs_volumes": {"shared": {**EFS["shared"], "access_point_id": "fsap-1", "root_directory": "/shop"}}
            },
        }.items()
    ],
)
def test_a_file_system_that_ecs_would_not_mount_is_refused(refusal):
    assert refusal.variable == "efs_volumes"


@pytest.mark.plan("ecs-service", example="minimal", platform_version="1.4.0")
def test_the_platform_can_be_held_at_a_version(plan):
    assert plan.one("aws_ecs_service")["platform_version"] == "1.4.0"


@pytest.mark.parametrize(
    (),
    [
        pytest.param(
            id=version,
            marks=pytest.mark.refused("ecs-service", example="minimal", platform_version=version, match="older one"),
        )
        for version in ("1.3.0", "1.4", "2.0.0")
    ],
)
def test_a_platform_on_which_aws_starts_nothing_is_refused(refusal):
    assert refusal.variable == "platform_version"


NAMESPACE = "arn:aws:servicediscovery:us-east-1:123456789012:namespace/ns-a1b2c3d4e5f6g7h8"


def connected(**services):
    """Service Connect as an input."""
    return {"namespace_arn": NAMESPACE, "services": services}


@pytest.mark.plan("ecs-service", example="minimal", containers=app(port=8000))
def test_there_is_no_service_connect_unless_told(plan):
    assert plan.one("aws_ecs_service")["service_connect_configuration"] == []
    assert container(plan)["portMappings"][0].get("name") is None


@pytest.mark.parametrize(
    (),
    [
        pytest.param(
            id=kind, marks=pytest.mark.plan("ecs-service", example=kind, service_connect=connected(app={}), **more)
        )
        for kind, more in {"minimal": {"containers": app(port=8000)}, "typical": {}}.items()
    ],
)
def test_a_container_answers_others_of_the_namespace_under_its_name(plan):
    (settings,) = plan.one("aws_ecs_service")["service_connect_configuration"]
    (service,) = settings["service"]
    assert (settings["namespace"], service["port_name"]) == (NAMESPACE, container(plan)["portMappings"][0]["name"])
    assert service["client_alias"] == [{"dns_name": "app", "port": 8000}]


@pytest.mark.plan("ecs-service", example="minimal", service_connect=connected())
def test_a_service_can_call_others_without_answering(plan):
    (settings,) = plan.one("aws_ecs_service")["service_connect_configuration"]
    assert (settings["enabled"], settings["service"]) == (True, [])


@pytest.mark.plan("ecs-service", example="grown")
def test_a_service_can_have_another_name_and_port_for_callers(plan):
    service = plan.one("aws_ecs_service")["service_connect_configuration.0.service.0"]
    assert service["client_alias"] == [{"dns_name": "shop", "port": 80}]


@pytest.mark.plan("ecs-service", example="grown")
def test_proxies_can_speak_tls(plan):
    (tls,) = plan.one("aws_ecs_service")["service_connect_configuration.0.service.0"]["tls"]
    assert tls["issuer_cert_authority"][0]["aws_pca_authority_arn"].startswith("arn:aws:acm-pca:")


@pytest.mark.plan("ecs-service", example="grown")
def test_the_proxy_knows_the_protocol(plan):
    assert container(plan)["portMappings"][0]["appProtocol"] == "http"


@pytest.mark.plan("ecs-service", example="grown")
def test_the_output_of_the_proxy_goes_to_the_log_group(plan):
    logs = plan.one("aws_ecs_service")["service_connect_configuration.0.log_configuration.0"]
    assert logs["options"]["awslogs-group"] == "/ecs/shop-production/app"


@pytest.mark.parametrize(
    (),
    [
        pytest.param(
            id=match,
            marks=pytest.mark.refused(
                "ecs-service", example="typical", service_connect=connected(**services), match=match, **more
            ),
        )
        for match, services, more in (
            ("containers with a port", {"web": {}}, {}),
            ("must be containers", {"app": {}}, {"containers": app(), "load_balancers": {}}),
            ("http, http2, grpc", {"app": {"app_protocol": "tcp"}}, {}),
            ("needs the deployment controller ECS", {"app": {}}, {"deployment_controller": "CODE_DEPLOY"}),
        )
    ],
)
def test_what_service_connect_does_not_know_is_refused(refusal):
    assert refusal.variable == "service_connect"


def computing(**metric):
    """Autoscaling as an input: a policy that tracks an expression."""
    expression = {"expression": "a", "metrics": {"a": {"name": "Busy", "namespace": "Shop"}}, **metric}
    return {
        "min_count": 1,
        "max_count": 9,
        "policies": {"e": {"metric": "expression", "target": 1, "expression_metric": expression}},
    }


def metrics(number):
    """That many metrics for an expression."""
    return {f"m{n}": {"name": "Busy", "namespace": "Shop"} for n in range(number)}


@pytest.mark.plan("ecs-service", example="grown")
def test_a_policy_can_track_an_expression(plan):
    (specification,) = scaling(plan, "busy")["customized_metric_specification"]
    assert [(m["id"], m["expression"] or None, m["return_data"]) for m in specification["metrics"]] == [
        ("all", None, False),
        ("busy", None, False),
        ("result", "100 * busy / all", True),
    ]


@pytest.mark.plan("ecs-service", example="minimal", autoscaling=computing(metrics=metrics(9)))
def test_an_expression_can_have_nine_metrics(plan):
    (specification,) = scaling(plan, "e")["customized_metric_specification"]
    assert len(specification["metrics"]) == 10


@pytest.mark.parametrize(
    (),
    [
        pytest.param(
            id=name,
            marks=pytest.mark.refused(
                "ecs-service", example="minimal", autoscaling=computing(metrics=given), match="1 to 9 metrics"
            ),
        )
        for name, given in {
            "none": {},
            "ten": metrics(10),
            "result": {"result": metrics(1)["m0"]},
            "upper case": {"Busy": metrics(1)["m0"]},
        }.items()
    ],
)
def test_metrics_that_no_expression_can_use_are_refused(refusal):
    assert refusal.variable == "autoscaling"


@pytest.mark.refused(
    "ecs-service",
    example="minimal",
    autoscaling={"max_count": 2, "min_count": 1, "policies": {"a": {"metric": "expression", "target": 10}}},
    match="expression_metric exactly with",
)
def test_an_expression_that_is_missing_is_refused(refusal):
    assert refusal.variable == "autoscaling"
