"""What the README of a module guarantees is so: the checks that it names pass for its examples, and no other check fails."""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from tfproof.checks import Severity, registry
from tfproof.findings import Verdict
from tfproof.project.layout import Project
from tfproof.terraform.planning import Case
from tfproof.verbs import judge, load_rules

PROJECT = Project.find(Path(__file__))
EXAMPLES = ("minimal", "typical", "grown")

#: What an example leaves to its caller, or weakens by a named input to show it: the checks that fail for it, no others.
LEFT_TO_THE_CALLER = {
    # Logs and keys are the caller's to give.
    ("api-gateway-rest", "minimal"): {"encryption.logs-own-key", "identity.api-authentication"},
    # A web ACL is the caller's to associate.
    ("alb", "minimal"): {"logging.lb-access-logs", "network.alb-waf"},
    ("alb", "typical"): {"network.alb-waf"},
    ("alb", "grown"): {"network.alb-waf"},
    # The function behind a route may ask who calls itself.
    ("api-gateway-rest", "grown"): {"identity.api-authentication"},
    # A bastion for whoever has no Session Manager: its address is a named input.
    ("bastion", "typical"): {"network.instance-not-public"},
    ("bastion", "grown"): {"network.instance-not-public"},
    # Google gives the secret of a client, and the examples show where it goes.
    ("cognito", "typical"): {"secrets.arguments-not-literal"},
    ("cognito", "grown"): {"secrets.arguments-not-literal"},
    # Visitors who have not signed in are who is monitored.
    ("observability-managed", "grown"): {"identity.cognito-no-guests"},
    ("observability-managed", "typical"): {"identity.cognito-no-guests", "network.grafana-private"},
    ("waf", "minimal"): {"logging.waf-logs"},
    # https://docs.aws.amazon.com/appconfig/latest/userguide/setting-up-appconfig.html
    ("appconfig-flags", "typical"): {"identity.no-wildcard-resources"},
    ("appconfig-flags", "grown"): {"identity.no-wildcard-resources"},
    ("client-vpn", "minimal"): {"encryption.logs-own-key", "network.client-vpn-authorization"},
    ("cloudfront", "minimal"): {"encryption.cdn-tls", "logging.cdn-access-logs", "network.cdn-waf"},
    ("cloudtrail", "minimal"): {"logging.s3-access-logs"},
    ("dns-zone", "minimal"): {"encryption.logs-own-key"},
    ("ecs-cluster", "minimal"): {"encryption.logs-own-key"},
    ("lambda-function", "minimal"): {"encryption.logs-own-key"},
    ("lambda-http-api", "minimal"): {"encryption.logs-own-key", "identity.api-authentication"},
    ("log-archive", "minimal"): {"encryption.logs-own-key"},
    ("log-groups", "minimal"): {"encryption.logs-own-key"},
    ("network", "minimal"): {"encryption.logs-own-key"},
    ("s3-bucket", "minimal"): {"logging.s3-access-logs"},
    ("security-baseline", "minimal"): {"logging.s3-access-logs"},
    # A snapshot has no name and no tag before it is made, and the service asks for all of them:
    # https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSDataLifecycleManagerServiceRole.html
    **{("ebs-snapshots", example): {"identity.no-wildcard-resources"} for example in EXAMPLES},
    ("elasticache-redis", "minimal"): {"logging.redis-logs"},
    ("ssm-patching", "minimal"): {"encryption.logs-own-key"},
    # Whoever joins a VPC has the rights of AWS's own policy, which its code is denied:
    # https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaVPCAccessExecutionRole.html
    ("lambda-function", "typical"): {"identity.no-wildcard-resources"},
    ("lambda-function", "grown"): {"identity.no-wildcard-resources"},
    # `restricted = false` lets everything through one of the endpoints.
    ("vpc-endpoints", "grown"): {"identity.endpoint-policies"},
    # The interfaces of builds are made when they start, so nobody knows their identifiers before:
    # https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-iam-identity-based-access-control.html
    ("codebuild-project", "typical"): {"identity.no-wildcard-resources", "identity.codebuild-privileged"},
    ("codebuild-project", "grown"): {"identity.no-wildcard-resources", "identity.codebuild-privileged"},
    # The bucket of the state comes before any bucket of logs.
    **{("state-backend", example): {"logging.s3-access-logs"} for example in EXAMPLES},
    # A budget of one system's tag is not one of the account.
    ("budgets", "typical"): {"cost.budget"},
    ("budgets", "grown"): {"cost.budget"},
    # Groups of the examples that are kept for less than the settings ask of production.
    ("log-groups", "typical"): {"logging.log-retention"},
    ("log-groups", "grown"): {"logging.log-retention"},
    # Not every secret of the examples is rotated.
    **{("secrets", example): {"secrets.rotation"} for example in EXAMPLES},
}

#: The same of what is of low severity: check, module, examples.
OF_LOW_SEVERITY = yaml.safe_load(Path(__file__).with_name("left_to_the_caller.yaml").read_text(encoding="utf-8"))

#: Checks of what others make with the module: its own examples have none of it.
SHOWN_BY_OTHERS = {
    ("acm-certificate", "encryption.cdn-tls"),
    ("acm-certificate", "encryption.lb-tls"),
    ("alert-routing", "monitoring.alert-path"),
    ("backup-plan", "residency.replication-targets"),
    ("backup-plan", "resilience.backup-plan"),
    ("cloudfront", "network.s3-public-access-block"),
    ("ebs-snapshots", "residency.replication-targets"),
    ("ecs-service", "resilience.tasks-multi-az"),
    ("network", "network.tasks-private"),
    ("s3-bucket", "residency.replication-targets"),
    ("secrets", "secrets.no-plain-environment"),
    ("security-groups", "network.data-tier-closed"),
    ("state-backend", "residency.replication-targets"),
    ("tags", "tagging.data-classification"),
    ("tags", "tagging.required-tags"),
}

RULES = cache(load_rules)


def guaranteed(name):
    """The checks that a README names among its guarantees."""
    readme = (PROJECT.modules[name] / "README.md").read_text(encoding="utf-8")
    return set(
        re.findall(r"`([a-z]+\.[a-z0-9-]+)`", readme.partition("## What it guarantees")[2].partition("\n## ")[0])
    )


@pytest.fixture(scope="session")
def judged(planner):
    """The findings of an example: the verdicts of each check."""

    @cache
    def verdicts(name, example):
        plan = planner.plan(Case.of(name, example=example))
        found = {}
        for finding in judge(plan, RULES(), environment="production").judgement.findings:
            found.setdefault(finding.check, set()).add(finding.verdict)
        return found

    return verdicts


@pytest.mark.parametrize(("name", "example"), [(n, e) for n in PROJECT.modules for e in EXAMPLES])
def test_no_check_fails_but_those_that_are_left_to_the_caller(judged, name, example):
    failing = {check for check, verdicts in judged(name, example).items() if Verdict.FAIL in verdicts}
    low = {check for check, modules in OF_LOW_SEVERITY.items() if example in modules.get(name, ())}
    assert failing == LEFT_TO_THE_CALLER.get((name, example), set()) | low


def test_what_is_left_as_low_is_of_low_severity():
    assert {registry()[check].severity for check in OF_LOW_SEVERITY} == {Severity.LOW}


@pytest.mark.parametrize("name", PROJECT.modules)
def test_every_check_that_the_readme_names_passes_for_an_example(judged, name):
    passing = {c for example in EXAMPLES for c, found in judged(name, example).items() if Verdict.PASS in found}
    shown = {check for module, check in SHOWN_BY_OTHERS if module == name}
    assert guaranteed(name) - passing == shown
