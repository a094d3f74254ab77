"""Rules of docs/module-rules.md that hold every module and stack: once per account, and the second lifecycle."""

import re
from pathlib import Path

import pytest

from tfproof.project.layout import Project
from tfproof.terraform.hcl import read_directory

PROJECT = Project.find(Path(__file__))
ROOTS = {p.parent.name: p.parent for p in sorted((PROJECT.root / "terraform").glob("**/providers.tf"))}
BACKENDS = sorted((PROJECT.root / "terraform").glob("**/*.tfbackend"))

#: What an account or a region has once, and somebody else may have made.
ONCE_PER_ACCOUNT = {
    "aws_accessanalyzer_analyzer",
    "aws_api_gateway_account",
    "aws_ce_anomaly_monitor",
    "aws_config_configuration_recorder",
    "aws_config_delivery_channel",
    "aws_ebs_encryption_by_default",
    "aws_guardduty_detector",
    "aws_iam_account_password_policy",
    "aws_iam_openid_connect_provider",
    "aws_iam_service_linked_role",
    "aws_inspector2_enabler",
    "aws_macie2_account",
    "aws_s3_account_public_access_block",
    "aws_securityhub_account",
}

#: What others use and AWS refuses to delete, or to change, as long as they do.
USED_BY_OTHERS = {
    "aws_acm_certificate",
    "aws_api_gateway_authorizer",
    "aws_api_gateway_deployment",
    "aws_api_gateway_model",
    "aws_api_gateway_stage",
    "aws_api_gateway_vpc_link",
    "aws_apigatewayv2_authorizer",
    "aws_apigatewayv2_integration",
    "aws_apigatewayv2_vpc_link",
    "aws_cloudfront_cache_policy",
    "aws_cloudfront_field_level_encryption_config",
    "aws_cloudfront_field_level_encryption_profile",
    "aws_cloudfront_function",
    "aws_cloudfront_key_group",
    "aws_cloudfront_origin_access_control",
    "aws_cloudfront_origin_access_identity",
    "aws_cloudfront_origin_request_policy",
    "aws_cloudfront_public_key",
    "aws_cloudfront_response_headers_policy",
    "aws_cloudfront_vpc_origin",
    "aws_codedeploy_deployment_config",
    "aws_db_option_group",
    "aws_db_parameter_group",
    "aws_ecs_capacity_provider",
    "aws_elasticache_parameter_group",
    "aws_imagebuilder_component",
    "aws_imagebuilder_distribution_configuration",
    "aws_imagebuilder_image_recipe",
    "aws_imagebuilder_infrastructure_configuration",
    "aws_launch_template",
    "aws_lb_target_group",
    "aws_rds_cluster_parameter_group",
    "aws_security_group",
    "aws_wafv2_ip_set",
    "aws_wafv2_web_acl",
}


def resources(name, types):
    """The resources of a module that are of these types."""
    return [block for block in read_directory(PROJECT.modules[name]).of("resource") if block.labels[0] in types]


@pytest.mark.parametrize("name", PROJECT.modules)
def test_what_an_account_has_once_stands_behind_a_switch(name):
    for block in resources(name, ONCE_PER_ACCOUNT):
        assert {"count", "for_each"} & set(block.attributes), ".".join(block.labels)


def switches(name):
    """The inputs of a module that switch off what an account has once."""
    found = [block.attributes for block in resources(name, ONCE_PER_ACCOUNT)]
    texts = [attributes[key].text for attributes in found for key in ("count", "for_each") if key in attributes]
    return set(re.findall(r"var\.(\w+)", " ".join(texts)))


@pytest.mark.parametrize("root", ROOTS)
def test_a_stack_passes_every_switch_of_what_an_account_has_once(root):
    for call in read_directory(ROOTS[root]).module_calls.values():
        module = Path(str(call.attributes["source"].literal())).name
        if module in PROJECT.modules:
            assert switches(module) - set(call.attributes) <= TAKEN_OVER, (root, call.labels)


#: AWS takes these a second time without a word, so a stack may leave them switched on.
TAKEN_OVER = {"ebs_encryption", "s3_public_access_block"}


@pytest.mark.parametrize("name", PROJECT.modules)
def test_what_others_use_is_deleted_after_they_have_let_go(name):
    for block in resources(name, USED_BY_OTHERS):
        settings = [s.attributes.get("create_before_destroy") for s in block.nested("lifecycle")]
        assert [s.text for s in settings if s] == ["true"], ".".join(block.labels)


#: What another resource replaces with itself. Either AWS refuses to change it and the provider would update it, so that the other
#: has what changes; or AWS lets neither go while the other holds it, or forgets it with the other.
REPLACED_WITH = {
    ("aurora-mysql", "aws_rds_cluster_instance.this"): "terraform_data.final_snapshot",
    # https://github.com/hashicorp/terraform-provider-aws/issues/40905
    ("cloudfront", "aws_cloudfront_vpc_origin.this"): "terraform_data.vpc_origin[each.key]",
    ("codedeploy", "aws_codedeploy_deployment_group.this"): "aws_codedeploy_app.this.compute_platform",
    # https://docs.aws.amazon.com/Route53/latest/APIReference/API_AssociateVPCWithHostedZone.html
    ("dns-zone", "aws_route53_zone.this"): "terraform_data.private",
    ("network", "aws_internet_gateway.this"): "aws_vpc.this.id",
    (
        "security-baseline",
        "aws_config_configuration_recorder_status.this",
    ): "aws_config_delivery_channel.this[count.index].id",
}


@pytest.mark.parametrize(("name", "address"), REPLACED_WITH)
def test_what_cannot_stay_without_another_is_replaced_with_it(name, address):
    (block,) = resources(name, {address.partition(".")[0]})
    (lifecycle,) = block.nested("lifecycle")
    assert lifecycle.attributes["replace_triggered_by"].text == f"[{REPLACED_WITH[name, address]}]"


def test_nothing_else_is_replaced_with_another():
    found = {
        (name, ".".join(block.labels))
        for name, directory in PROJECT.modules.items()
        for block in read_directory(directory).of("resource")
        for lifecycle in block.nested("lifecycle")
        if "replace_triggered_by" in lifecycle.attributes
    }
    assert found == set(REPLACED_WITH)


#: What somebody else changes while the resource lives, so that an apply must not put it back, and what matters only when the
#: resource is made, so that an apply must not replace it.
LEFT_ALONE = {
    # Policies, schedules and ECS move it: https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html
    ("asg-tier", "aws_autoscaling_group.this"): {"desired_capacity"},
    # A description cannot be changed, and has no effect.
    ("bastion", "aws_security_group.this"): {"description"},
    ("client-vpn", "aws_security_group.this"): {"description"},
    # CodeDeploy points the listener at the other group.
    # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-bluegreen.html
    ("alb", "aws_lb_listener.codedeploy"): {"default_action"},
    # Cognito finds these out by itself: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cognito-userpoolidentityprovider.html
    ("cognito", "aws_cognito_identity_provider.this"): {
        "attributes_url",
        "attributes_url_add_attributes",
        "authorize_url",
        "provider_details",
        "token_request_method",
        "token_url",
    },
    # https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
    ("lambda-function", "aws_lambda_alias.codedeploy"): {"function_version", "routing_config"},
    ("ecs-alb-service", "aws_lb_listener_rule.codedeploy"): {"action"},
    ("ecs-nlb-service", "aws_lb_listener.codedeploy"): {"default_action"},
    # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
    ("ecs-service", "aws_ecs_service.autoscaled"): {"desired_count"},
    ("ecs-service", "aws_ecs_service.code_deploy"): {"desired_count", "load_balancer", "task_definition"},
    # Which revision runs, a release says that calls ECS itself.
    ("ecs-service", "aws_ecs_service.released"): {"desired_count", "task_definition"},
    # https://docs.aws.amazon.com/eks/latest/userguide/autoscaling.html
    ("eks-cluster", "aws_eks_node_group.this"): {"desired_size", "scaling_config", "0"},
    # Whence a database was restored: another source would replace what the first one filled.
    # https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/db_instance
    **{
        (name, "aws_db_instance.this"): {"restore_to_point_in_time", "snapshot_identifier"}
        for name in ("rds-mysql", "rds-postgres")
    },
    # Whom a cluster follows, and where it belongs, RDS says after a failover:
    # https://github.com/hashicorp/terraform-provider-aws/pull/40921
    ("aurora-mysql", "aws_rds_cluster.this"): {
        "global_cluster_identifier",
        "replication_source_identifier",
        "restore_to_point_in_time",
        "snapshot_identifier",
        "source_region",
    },
    # A database never leaves its subnet group: https://github.com/hashicorp/terraform-provider-aws/issues/512
    **{(name, "aws_db_subnet_group.this"): {"name"} for name in ("aurora-mysql", "rds-mysql", "rds-postgres")},
    # A description cannot be changed, and has no effect.
    ("security-groups", "aws_security_group.this"): {"description"},
    ("vpc-endpoints", "aws_security_group.this"): {"description"},
}


@pytest.mark.parametrize("name", PROJECT.modules)
def test_what_others_change_and_what_matters_only_at_first_is_left_alone(name):
    ignored = {
        (name, ".".join(block.labels)): set(re.findall(r"\w+", setting.attributes["ignore_changes"].text))
        for block in read_directory(PROJECT.modules[name]).of("resource")
        for setting in block.nested("lifecycle")
        if "ignore_changes" in setting.attributes
    }
    assert ignored == {place: named for place, named in LEFT_ALONE.items() if place[0] == name}


def test_no_root_and_no_module_slices_zones_from_a_list():
    read = {
        path.name
        for path in [*PROJECT.modules.values(), *ROOTS.values()]
        if "aws_availability_zones" in read_directory(path).data_types
    }
    assert read == set()


def test_every_module_of_task_definitions_keeps_their_revisions():
    found = [b for name in PROJECT.modules for b in resources(name, {"aws_ecs_task_definition"})]
    assert found
    assert {b.attributes["skip_destroy"].text if "skip_destroy" in b.attributes else None for b in found} == {"true"}


def test_no_record_overwrites_what_another_made():
    found = [b for name in PROJECT.modules for b in resources(name, {"aws_route53_record"})]
    assert found
    assert [b.labels for b in found if "allow_overwrite" in b.attributes] == []


@pytest.mark.parametrize("backend", BACKENDS, ids=lambda path: path.stem)
def test_a_state_is_encrypted_with_the_key_of_its_bucket(backend):
    settings = set(re.findall(r"^(\w+)\s*=", backend.read_text(), re.M))
    assert "bucket" in settings or "key" in settings
    assert "encrypt" not in settings or "kms_key_id" in settings
