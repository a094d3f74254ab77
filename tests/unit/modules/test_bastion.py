"""What the module `bastion` promises."""

import base64

import pytest
from each_value import each_value

LINUX = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default"


def template(plan):
    return plan.one("aws_launch_template")


def script(plan):
    """What runs at the first start."""
    return base64.b64decode(template(plan)["user_data"]).decode().splitlines()


def allowed(plan, type_):
    """Ports and where they lead, or come from."""
    return {
        (r["from_port"], r["to_port"], r.get("cidr_ipv4") or r["referenced_security_group_id"]) for r in plan.of(type_)
    }


@pytest.mark.plan("bastion", example="minimal")
def test_nobody_reaches_the_bastion_from_outside(plan):
    assert "aws_vpc_security_group_ingress_rule" not in {r.type for r in plan.managed}
    assert template(plan)["network_interfaces"][0]["associate_public_ip_address"] == "false"


@pytest.mark.plan("bastion", example="grown")
def test_named_blocks_reach_it_over_ssh(plan):
    assert allowed(plan, "aws_vpc_security_group_ingress_rule") == {
        (22, 22, "203.0.113.0/24"),
        (22, 22, "198.51.100.7/32"),
    }


@pytest.mark.plan("bastion", example="typical")
def test_whoever_comes_over_ssh_finds_a_public_address(plan):
    assert template(plan)["network_interfaces"][0]["associate_public_ip_address"] == "true"


@pytest.mark.parametrize(
    (),
    each_value(
        "bastion",
        pytest.mark.refused,
        "ssh_cidr_blocks",
        {"all": "0.0.0.0/0"},
        {"half": "128.0.0.0/1"},
        match="SSH is not for everybody",
    ),
)
def test_ssh_for_everybody_is_refused(refusal):
    assert refusal.variable == "ssh_cidr_blocks"


@pytest.mark.plan("bastion", example="grown")
def test_it_leads_to_what_is_named_only(plan):
    assert allowed(plan, "aws_vpc_security_group_egress_rule") == {
        (443, 443, "0.0.0.0/0"),
        (5432, 5432, "sg-0a1b2c3d4e5f60718"),
        (22, 22, "sg-1b2c3d4e5f6071829"),
    }


@pytest.mark.plan("bastion", example="minimal", https_cidr_block="10.0.0.0/16")
def test_it_can_stay_in_the_network_for_systems_manager(plan):
    assert allowed(plan, "aws_vpc_security_group_egress_rule") == {(443, 443, "10.0.0.0/16")}


@pytest.mark.plan("bastion", example="minimal")
def test_without_ssh_no_daemon_listens(plan):
    assert "systemctl disable --now sshd" in script(plan)


@pytest.mark.plan("bastion", example="typical")
def test_the_daemon_takes_neither_passwords_nor_root(plan):
    assert {"PasswordAuthentication no", "KbdInteractiveAuthentication no", "PermitRootLogin no"} <= set(script(plan))


@pytest.mark.plan("bastion", example="minimal")
def test_security_updates_come_by_themselves(plan):
    told = "\n".join(script(plan))
    assert "upgrade_type = security" in told
    assert "apply_updates = yes" in told


@pytest.mark.plan("bastion", example="minimal", setup_commands=["echo ready"])
def test_further_commands_come_after_the_hardening(plan):
    assert script(plan)[-1] == "echo ready"


@pytest.mark.plan("bastion", example="minimal")
def test_the_metadata_service_answers_with_a_token_only(plan):
    options = template(plan)["metadata_options"][0]
    assert (options["http_tokens"], options["http_put_response_hop_limit"]) == ("required", 1)


@pytest.mark.plan("bastion", example="minimal")
def test_the_root_volume_is_encrypted_and_goes_with_the_host(plan):
    (volume,) = template(plan)["block_device_mappings"][0]["ebs"]
    assert (volume["encrypted"], volume["delete_on_termination"]) == ("true", "true")


@pytest.mark.plan("bastion", example="minimal", kms_key_arn="arn:aws:kms:us-east-1:123456789012:key/k")
def test_the_root_volume_can_be_encrypted_with_a_key_of_ones_own(plan):
    assert template(plan)["block_device_mappings"][0]["ebs"][0]["kms_key_id"].endswith("key/k")


@pytest.mark.plan("bastion", example="minimal")
def test_the_host_has_no_key_pair(plan):
    assert not template(plan).get("key_name")


@pytest.mark.plan("bastion", example="minimal")
def test_there_is_one_host(plan):
    group = plan.one("aws_autoscaling_group")
    assert (group["min_size"], group["desired_capacity"], group["max_size"]) == (1, 1, 1)


@pytest.mark.plan("bastion", example="minimal")
def test_there_is_a_new_host_after_a_month(plan):
    assert plan.one("aws_autoscaling_group")["max_instance_lifetime"] == 30 * 86400


@pytest.mark.plan("bastion", example="minimal", max_instance_lifetime_days=7)
def test_there_can_be_a_new_host_after_a_week(plan):
    assert plan.one("aws_autoscaling_group")["max_instance_lifetime"] == 7 * 86400


@pytest.mark.plan("bastion", example="typical")
def test_the_host_has_the_tags(plan):
    told = {t["key"]: t["value"] for t in plan.one("aws_autoscaling_group")["tag"] if t["propagate_at_launch"]}
    assert told == {"Name": "shop-bastion", "PatchGroup": "shop-production"}
    assert {t["resource_type"] for t in template(plan)["tag_specifications"]} == {"network-interface", "volume"}


@pytest.mark.plan("bastion", example="minimal")
def test_the_host_has_the_rights_of_session_manager(plan):
    policy = plan.one("aws_iam_role_policy_attachment")["policy_arn"]
    assert policy == "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"


@pytest.mark.plan("bastion", example="grown")
def test_the_host_has_further_rights_that_are_named(plan):
    assert {p["name"] for p in plan.of("aws_iam_role_policy")} == {"agent", "sessions"}


@pytest.mark.plan("bastion", example="minimal", permissions_boundary_arn="arn:aws:iam::123456789012:policy/boundary")
def test_the_rights_can_be_capped(plan):
    assert plan.one("aws_iam_role")["permissions_boundary"] == "arn:aws:iam::123456789012:policy/boundary"


@pytest.mark.parametrize(
    ("type_", "architecture"),
    [
        pytest.param(t, a, marks=pytest.mark.plan("bastion", example="minimal", instance_type=t))
        for t, a in (("t3.micro", "x86_64"), ("t4g.micro", "arm64"), ("a1.medium", "arm64"), ("g4dn.xlarge", "x86_64"))
    ],
)
def test_the_image_is_the_amazon_linux_of_the_day_for_the_type(plan, type_, architecture):
    assert template(plan)["image_id"] == f"{LINUX}-{architecture}", type_


@pytest.mark.parametrize(
    (),
    each_value("bastion", pytest.mark.plan, "image_id", "ami-0a1b2c3d4e5f60718", "ami-0a1b2c3d", "resolve:ssm:/shop"),
)
def test_an_image_or_the_parameter_that_holds_it_is_taken(plan):
    assert template(plan)["image_id"]


@pytest.mark.parametrize(
    (),
    each_value("bastion", pytest.mark.refused, "image_id", "ami-0a1b2c3d4", "resolve:ssm:", match="must be an image"),
)
def test_what_is_no_image_is_refused(refusal):
    assert refusal.variable == "image_id"
