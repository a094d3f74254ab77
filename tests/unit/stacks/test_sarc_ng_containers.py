"""SARC-NG: what the code says of the modules for Kubernetes, whose providers not every machine has."""

import re

import pytest
from systems import PROJECT, ROOT, System

from tfproof.terraform.hcl import read_directory

SYSTEM = System("sarc-ng")
LIVE = ROOT / "terraform" / "live" / "sarc-ng" / "accounts"


def module(name):
    return read_directory(PROJECT.modules[name])


@pytest.mark.requirement("SN-CTR-015")
@pytest.mark.parametrize(
    ("name", "made", "moved"),
    [
        ("ecs-alb-service", ("aws_lb_listener_rule", "codedeploy"), {"action"}),
        ("ecs-service", ("aws_ecs_service", "code_deploy"), {"desired_count", "load_balancer", "task_definition"}),
    ],
)
def test_what_a_release_moves_is_left_alone_by_terraform(name, made, moved):
    made = module(name).find("resource", *made)
    (lifecycle,) = made.nested("lifecycle")
    assert set(re.findall(r"\w+", lifecycle.attributes["ignore_changes"].text)) == moved


@pytest.mark.requirement("SN-CTR-015")
@pytest.mark.plan("sarc-ng", environments=["staging", "production"])
def test_the_api_is_made_by_what_terraform_leaves_alone(plan):
    rules = [rule for rule in plan.of("aws_lb_listener_rule") if rule.address.startswith("module.api.")]
    services = [service for service in plan.of("aws_ecs_service") if service.address.startswith("module.api.")]
    assert [made.address.rpartition(".")[2] for made in [*rules, *services]] == ["codedeploy[0]", "code_deploy[0]"]


@pytest.mark.requirement("SN-CTR-019")
def test_a_module_makes_a_namespace_of_kubernetes():
    made = module("eks-namespace").find("resource", "kubernetes_namespace_v1", "this")
    assert made.nested("metadata")[0].attributes["name"].text == "var.name"
    assert "name" in module("eks-namespace").required_variables


@pytest.mark.requirement("SN-CTR-020")
def test_a_module_installs_a_chart_of_helm():
    made = module("eks-helm-release").find("resource", "helm_release", "this")
    told = {name: made.attributes[name].text for name in ("chart", "namespace", "repository", "version")}
    assert told == {name: f"var.{name if name != 'version' else 'chart_version'}" for name in told}


@pytest.mark.parametrize(("name", "provider"), [("eks-namespace", "kubernetes"), ("eks-helm-release", "helm")])
@pytest.mark.requirement("SN-CTR-019", "SN-CTR-020")
def test_such_a_module_has_its_provider_and_no_other(name, provider):
    assert module(name).providers == {f"hashicorp/{provider}"}


@pytest.mark.parametrize("account", ["dev", "staging", "prod"])
@pytest.mark.requirement("SN-CTR-024")
def test_the_website_has_a_folder_beside_the_api(account):
    services = LIVE / account / "us-east-1" / "services"
    assert {folder.name for folder in services.iterdir()} == {"sarcng-api", "sarcng-web"}
    assert list((services / "sarcng-web").rglob("terragrunt.hcl"))
