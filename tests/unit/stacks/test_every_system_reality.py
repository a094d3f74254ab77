"""Every system: what AWS needs in order to work and an emulator does not miss, as far as a plan shows it."""

import pytest
from systems import PROJECT

ROOTS = [(name, environment) for name in PROJECT.stacks for environment in PROJECT.environments(name)]
OF_ROOTS = [
    pytest.param(name, environment, id=f"{name}-{environment}", marks=pytest.mark.plan(name))
    for name, environment in ROOTS
]
#: Clients that take any port from 1024 for their end of a connection, and the argument that says in which subnets they are.
#: https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports
ANY_PORT = {"aws_lambda_function": "vpc_config.0.subnet_ids", "aws_nat_gateway": "subnet_id"}
ANYWHERE = "0.0.0.0/0"


def not_copied(plan):
    """Repositories that the registry of their region does not copy, though it copies others.

    https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RepositoryFilter.html
    """
    for registry in plan.of("aws_ecr_replication_configuration"):
        rules = registry["replication_configuration.0.rule"]
        copied = [tuple(f["filter"] for f in rule["repository_filter"]) or ("",) for rule in rules]
        for repository in plan.of("aws_ecr_repository"):
            if repository.region == registry.region and not any(map(repository["name"].startswith, copied)):
                yield repository.address


def unanswered(plan):
    """Clients, with a subnet whose network ACL does not admit answers to all ports that they take."""
    for kind, path in ANY_PORT.items():
        for client in plan.of(kind):
            for subnet in client.refers_to(path, "aws_subnet"):
                acls = subnet.referred_by("aws_network_acl", "subnet_ids")
                if acls and not any(admits_answers(acl) for acl in acls):
                    yield client.address, subnet.address


def admits_answers(acl):
    """Whether a rule of the ACL admits TCP from anywhere to every port from 1024, and none refuses anything before."""
    rules = [rule for rule in acl.referred_by("aws_network_acl_rule", "network_acl_id") if not rule["egress"]]
    for rule in sorted(rules, key=lambda rule: rule["rule_number"]):
        if rule["rule_action"] != "allow":
            return False
        if rule["cidr_block"] == ANYWHERE and (rule["protocol"] == "-1" or takes_any_port(rule)):
            return True
    return False


def takes_any_port(rule):
    return rule["protocol"] in ("6", "tcp") and rule["from_port"] <= 1024 and rule["to_port"] == 65535


@pytest.mark.parametrize(("stack", "environment"), OF_ROOTS)
def test_a_registry_that_copies_images_copies_those_of_every_repository(plan, stack, environment):
    assert list(not_copied(plan)) == []


@pytest.mark.parametrize(("stack", "environment"), OF_ROOTS)
def test_who_takes_any_port_is_answered_at_any(plan, stack, environment):
    assert list(unanswered(plan)) == []
