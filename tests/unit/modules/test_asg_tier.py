"""What the module `asg-tier` promises."""

import base64

import pytest
from each_value import each_value

LINUX = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default"
TARGET_GROUP = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop-web/73e2d6bc24d8a067"
IMAGE = "ami-0a1b2c3d4e5f60718"


def group(plan):
    return plan.one("aws_autoscaling_group")


def template(plan):
    return plan.one("aws_launch_template")


def volume(plan):
    return template(plan)["block_device_mappings"][0]["ebs"][0]


def refresh(plan):
    return group(plan)["instance_refresh"][0]["preferences"][0]


def tracked(plan, key):
    """What a policy tracks."""
    (policy,) = [p for p in plan.of("aws_autoscaling_policy") if p["name"] == f"shop-web-{key}"]
    return policy["target_tracking_configuration"][0]


@pytest.mark.plan("asg-tier", example="minimal")
def test_the_metadata_service_answers_with_a_token_only(plan):
    assert template(plan)["metadata_options"][0]["http_tokens"] == "required"


@pytest.mark.plan("asg-tier", example="minimal")
def test_the_metadata_service_answers_the_instance_alone(plan):
    assert template(plan)["metadata_options"][0]["http_put_response_hop_limit"] == 1


@pytest.mark.plan("asg-tier", example="minimal")
def test_the_root_volume_is_encrypted(plan):
    assert volume(plan)["encrypted"] == "true"


@pytest.mark.plan("asg-tier", example="typical")
def test_the_root_volume_is_encrypted_with_a_key_of_ones_own(plan):
    assert ":key/" in volume(plan)["kms_key_id"]


@pytest.mark.plan("asg-tier", example="minimal")
def test_the_root_volume_goes_with_its_instance(plan):
    assert volume(plan)["delete_on_termination"] == "true"


@pytest.mark.plan("asg-tier", example="minimal")
def test_the_root_volume_is_of_the_type_gp3(plan):
    assert volume(plan)["volume_type"] == "gp3"


@pytest.mark.plan("asg-tier", example="typical")
def test_operations_and_throughput_of_the_volume_can_be_chosen(plan):
    assert (volume(plan)["iops"], volume(plan)["throughput"]) == (4000, 250)


@pytest.mark.plan("asg-tier", example="minimal")
def test_instances_have_no_public_address(plan):
    assert template(plan)["network_interfaces"][0]["associate_public_ip_address"] == "false"


@pytest.mark.plan("asg-tier", example="minimal")
def test_instances_have_no_key_pair(plan):
    assert not template(plan).get("key_name")


@pytest.mark.plan("asg-tier", example="minimal")
def test_instances_act_with_the_role_of_their_profile(plan):
    profile = template(plan)["iam_instance_profile"][0]
    assert profile["arn"] == "arn:aws:iam::123456789012:instance-profile/shop-web"


@pytest.mark.plan("asg-tier", example="minimal")
def test_an_instance_starts_with_the_amazon_linux_of_the_day(plan):
    assert template(plan)["image_id"] == f"{LINUX}-x86_64"


@pytest.mark.plan("asg-tier", example="minimal", architecture="arm64", instance_type="m7g.large")
def test_an_instance_of_graviton_starts_with_an_image_for_it(plan):
    assert template(plan)["image_id"] == f"{LINUX}-arm64"


@pytest.mark.parametrize(
    (),
    each_value(
        "asg-tier", pytest.mark.plan, "instance_type", "t3.medium", "g4dn.xlarge", "m7i-flex.large", "u-6tb1.metal"
    ),
)
def test_a_type_that_is_not_graviton_is_x86(plan):
    assert template(plan)["image_id"] == f"{LINUX}-x86_64"


@pytest.mark.parametrize(
    (),
    each_value(
        "asg-tier",
        pytest.mark.refused,
        "instance_type",
        "t4g.medium",
        "m7gd.large",
        "a1.large",
        match="must be of the architecture",
    ),
)
def test_a_type_of_another_architecture_is_refused(refusal):
    assert refusal.variable == "instance_type"


@pytest.mark.parametrize(
    (), each_value("asg-tier", pytest.mark.plan, "image_id", IMAGE, "ami-0a1b2c3d", "resolve:ssm:/shop/web-image:3")
)
def test_an_image_or_the_parameter_that_holds_it_is_taken(plan):
    assert template(plan)["image_id"]


@pytest.mark.parametrize(
    (),
    each_value(
        "asg-tier", pytest.mark.refused, "image_id", "ami-0a1b2c3d4", "web", "resolve:ssm:", match="must be an image"
    ),
)
def test_what_is_no_image_is_refused(refusal):
    assert refusal.variable == "image_id"


@pytest.mark.plan("asg-tier", example="minimal", user_data="#!/bin/sh\n")
def test_the_script_of_the_first_start_is_handed_on(plan):
    assert base64.b64decode(template(plan)["user_data"]) == b"#!/bin/sh\n"


@pytest.mark.plan("asg-tier", example="minimal")
def test_metrics_come_every_minute(plan):
    assert template(plan)["monitoring"][0]["enabled"] is True


@pytest.mark.plan("asg-tier", example="minimal", detailed_monitoring=False)
def test_metrics_can_come_every_five_minutes(plan):
    assert template(plan)["monitoring"][0]["enabled"] is False


@pytest.mark.plan("asg-tier", example="typical")
def test_volumes_and_interfaces_have_the_tags(plan):
    told = {t["resource_type"]: t["tags"] for t in template(plan)["tag_specifications"]}
    tags = {"Component": "web", "Name": "shop-web"}
    assert told == {"network-interface": tags, "volume": tags}


@pytest.mark.plan("asg-tier", example="typical")
def test_instances_inherit_the_tags(plan):
    inherited = {t["key"]: t["value"] for t in group(plan)["tag"] if t["propagate_at_launch"]}
    assert inherited == {"Component": "web", "Name": "shop-web"}


@pytest.mark.plan("asg-tier", example="typical")
def test_the_range_and_the_beginning_are_as_told(plan):
    sizes = group(plan)
    assert (sizes["min_size"], sizes["desired_capacity"], sizes["max_size"]) == (2, 4, 10)


@pytest.mark.plan("asg-tier", example="minimal")
def test_instances_are_spread_over_all_subnets(plan):
    assert set(group(plan)["vpc_zone_identifier"]) == {"subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"}


@pytest.mark.plan("asg-tier", example="typical")
def test_what_the_load_balancer_finds_unhealthy_is_replaced(plan):
    assert group(plan)["target_group_arns"] == [TARGET_GROUP]
    assert group(plan)["health_check_type"] == "ELB"


@pytest.mark.plan("asg-tier", example="minimal")
def test_without_a_target_group_ec2_says_what_is_healthy(plan):
    assert group(plan)["health_check_type"] == "EC2"


@pytest.mark.plan("asg-tier", example="minimal")
def test_new_instances_are_there_before_old_ones_go(plan):
    assert group(plan)["instance_refresh"][0]["strategy"] == "Rolling"
    assert (refresh(plan)["min_healthy_percentage"], refresh(plan)["max_healthy_percentage"]) == (100, 200)


@pytest.mark.plan("asg-tier", example="typical")
def test_a_change_that_fails_is_taken_back(plan):
    assert refresh(plan)["auto_rollback"] is True


@pytest.mark.plan("asg-tier", example="minimal")
def test_nothing_is_taken_back_where_the_image_is_a_parameter(plan):
    assert refresh(plan)["auto_rollback"] is False


@pytest.mark.plan("asg-tier", example="minimal", max_instance_lifetime_days=30)
def test_an_instance_can_have_an_end(plan):
    assert group(plan)["max_instance_lifetime"] == 30 * 86400


@pytest.mark.plan("asg-tier", example="typical")
def test_the_group_follows_the_use_of_its_processors(plan):
    metric = tracked(plan, "cpu")
    assert metric["predefined_metric_specification"][0]["predefined_metric_type"] == "ASGAverageCPUUtilization"
    assert metric["target_value"] == 70


@pytest.mark.plan("asg-tier", example="typical")
def test_the_group_follows_the_requests_for_each_instance(plan):
    (metric,) = tracked(plan, "requests")["predefined_metric_specification"]
    assert metric["predefined_metric_type"] == "ALBRequestCountPerTarget"
    assert metric["resource_label"].endswith("targetgroup/shop-web/73e2d6bc24d8a067")


@pytest.mark.plan("asg-tier", example="grown")
def test_the_group_follows_the_messages_for_each_instance(plan):
    metrics = {m["id"]: m for m in tracked(plan, "orders")["customized_metric_specification"][0]["metrics"]}
    told = {
        name: (m["metric"][0]["metric_name"], m["metric"][0]["dimensions"][0]["value"])
        for name, metric in metrics.items()
        for m in metric["metric_stat"]
    }
    assert told == {
        "instances": ("GroupInServiceInstances", "shop-web"),
        "work": ("ApproximateNumberOfMessagesVisible", "shop-orders"),
    }
    assert metrics["per_instance"]["expression"] == "work / IF(instances > 0, instances, 1)"


@pytest.mark.plan("asg-tier", example="minimal")
def test_cloudwatch_knows_how_many_instances_are_in_service(plan):
    assert "GroupInServiceInstances" in group(plan)["enabled_metrics"]


@pytest.mark.plan(
    "asg-tier", example="minimal", policies={"cpu": {"metric": "cpu", "target": 70, "scale_out_only": True}}
)
def test_a_policy_can_leave_scaling_in_to_others(plan):
    assert tracked(plan, "cpu")["disable_scale_in"] is True


@pytest.mark.plan(
    "asg-tier", example="minimal", schedules={"night": {"min_count": 0, "max_count": 0, "recurrence": "0 20 * * *"}}
)
def test_a_schedule_can_leave_no_instance(plan):
    schedule = plan.one("aws_autoscaling_schedule")
    assert (schedule["min_size"], schedule["max_size"], schedule["time_zone"]) == (0, 0, "UTC")


@pytest.mark.plan("asg-tier", example="grown")
def test_each_schedule_has_a_time_of_its_own(plan):
    told = {s["scheduled_action_name"]: (s["recurrence"], s["time_zone"]) for s in plan.of("aws_autoscaling_schedule")}
    assert told == {
        "shop-web-evening": ("0 20 * * *", "UTC"),
        "shop-web-morning": ("0 7 * * *", "Europe/Berlin"),
    }


@pytest.mark.plan("asg-tier", example="minimal", spot={"instance_types": ["t3a.medium"], "on_demand_base": 1})
def test_spot_takes_whichever_type_there_is(plan):
    (policy,) = group(plan)["mixed_instances_policy"]
    types = [o["instance_type"] for o in policy["launch_template"][0]["override"]]
    distribution = policy["instances_distribution"][0]
    assert types == ["t3.medium", "t3a.medium"]
    assert distribution["spot_allocation_strategy"] == "price-capacity-optimized"
    assert (distribution["on_demand_base_capacity"], distribution["on_demand_percentage_above_base_capacity"]) == (1, 0)


@pytest.mark.plan("asg-tier", example="minimal", spot={"instance_types": ["t3a.medium"]})
def test_spot_instances_are_replaced_before_they_are_taken(plan):
    assert group(plan)["capacity_rebalance"] is True


@pytest.mark.plan("asg-tier", example="minimal")
def test_instances_are_on_demand(plan):
    assert len(group(plan)["launch_template"]) == 1
    assert group(plan)["capacity_rebalance"] is False


@pytest.mark.plan("asg-tier", example="minimal", ecs_managed=True)
def test_ecs_drains_an_instance_before_it_goes(plan):
    assert group(plan)["protect_from_scale_in"] is True
    assert refresh(plan)["scale_in_protected_instances"] == "Refresh"


@pytest.mark.plan("asg-tier", example="minimal", ecs_managed=True)
def test_a_group_of_ecs_takes_its_protected_instances_along(plan):
    assert group(plan)["force_delete"] is True


@pytest.mark.plan("asg-tier", example="minimal", ecs_managed=True)
def test_the_tag_of_ecs_stays(plan):
    assert {"key": "AmazonECSManaged", "value": "true", "propagate_at_launch": True} in group(plan)["tag"]


@pytest.mark.plan("asg-tier", example="minimal")
def test_without_ecs_there_is_no_tag_and_no_protection(plan):
    assert group(plan)["protect_from_scale_in"] is False
    assert group(plan)["force_delete"] is False
    assert "AmazonECSManaged" not in {t["key"] for t in group(plan)["tag"]}


@pytest.mark.refused("asg-tier", example="typical", ecs_managed=True, match="must have no policies of its own")
def test_policies_beside_those_of_ecs_are_refused(refusal):
    assert refusal.variable == "policies"


@pytest.mark.plan(
    "asg-tier", example="minimal", service_linked_role_arn="arn:aws:iam::123456789012:role/aws-service-role/a"
)
def test_another_role_can_launch_the_instances(plan):
    assert group(plan)["service_linked_role_arn"] == "arn:aws:iam::123456789012:role/aws-service-role/a"
