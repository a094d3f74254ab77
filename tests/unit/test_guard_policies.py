"""Policies of the modules are narrow: rules about every document of every module's smallest and largest example."""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from tfproof.iam.actions import actions_of, expand, find, takes_a_resource
from tfproof.iam.written import statements_of_document
from tfproof.plans.values import is_unknown
from tfproof.project.layout import Project
from tfproof.terraform.hcl import read_directory

PROJECT = Project.find(Path(__file__))
WITH_POLICIES = [n for n, d in PROJECT.modules.items() if "aws_iam_policy_document" in read_directory(d).data_types]


def each_with_policies():
    return [
        pytest.param(name, id=f"{name}-{example}", marks=pytest.mark.plan(name, example=example))
        for name in WITH_POLICIES
        for example in ("minimal", "grown")
    ]


#: Statements that allow something on every resource, with the reason: module and name of the statement.
ON_EVERYTHING = {
    # https://docs.aws.amazon.com/appconfig/latest/userguide/setting-up-appconfig.html
    ("appconfig-flags", "LookAtAlarms"): "AppConfig asks for the right to look at alarms, and names none",
    ("iam-people", "ListAnything"): "lists of devices and the account's password policy belong to no resource",
    # https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaVPCAccessExecutionRole.html
    ("lambda-function", "JoinNetwork"): "Lambda asks for the rights of its managed policy, and the code is denied them",
}
#: Whose policies are about themselves, so that `*` is the resource that carries them.
OF_ITSELF = {
    "dns-zone": "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html",
    "kms-key": "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html",
    "backup-plan": "https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html",
    "secrets": "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html",
}
#: Documents that let pass what other policies allow, and grant nothing:
#: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
OF_ENDPOINTS = {"network": ".endpoint[", "vpc-endpoints": ".endpoint["}
#: Keys that tie everybody, or everything, to accounts that are named:
#: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html
CALLERS = {"aws:PrincipalAccount", "aws:PrincipalOrgID"}
OWNERS = {"aws:ResourceAccount", "aws:ResourceOrgID"}
#: What is asked of the caller or the connection, without a table of the service's own keys.
OPERATORS = {
    "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "Bool", "BoolIfExists", "ForAnyValue:StringEquals",
    "ForAnyValue:StringLike", "IpAddress",
    "NotIpAddress", "Null",
    "NumericLessThan", "StringEquals", "StringEqualsIfExists", "StringLike", "StringNotEquals", "StringNotEqualsIfExists",
}  # fmt: skip


def statements(plan):
    """Every statement of every document, with the address of the document."""
    for resource in plan.resources_by_address.values():
        if resource.qualified_type == "data.aws_iam_policy_document":
            for statement in statements_of_document(resource):
                yield resource.address, statement


def listed(statement, *elements):
    return [v for element in elements for v in statement.get(element) or [] if not is_unknown(v)]


def is_tied(statement, keys):
    return bool(keys & set(statement.get("Condition", {}).get("StringEquals", {})))


def lets_pass(name, address):
    return name in OF_ENDPOINTS and OF_ENDPOINTS[name] in address


@pytest.mark.parametrize("name", each_with_policies())
def test_no_statement_allows_something_on_every_resource(plan, name):
    wide = [
        (address, statement.get("Sid"))
        for address, statement in statements(plan)
        if statement["Effect"] == "Allow" and "*" in listed(statement, "Resource")
        if name not in OF_ITSELF and (name, statement.get("Sid")) not in ON_EVERYTHING
        if not (lets_pass(name, address) and is_tied(statement, OWNERS))
        if any(takes_a_resource(a) for pattern in listed(statement, "Action") for a in expand(pattern))
    ]
    assert wide == []


@pytest.mark.parametrize("name", each_with_policies())
def test_no_statement_allows_all_actions_of_a_service(plan, name):
    wide = [
        (address, action)
        for address, statement in statements(plan)
        if statement["Effect"] == "Allow" and not (lets_pass(name, address) and is_tied(statement, OWNERS))
        for action in listed(statement, "Action")
        if action == "*" or action.endswith(":*")
    ]
    assert wide == []


@pytest.mark.parametrize("name", each_with_policies())
def test_no_statement_allows_what_it_does_not_name(plan, name):
    inverted = [
        (address, statement.get("Sid"))
        for address, statement in statements(plan)
        if statement["Effect"] == "Allow" and {"NotAction", "NotResource", "NotPrincipal"} & set(statement)
    ]
    assert inverted == []


@pytest.mark.parametrize("name", each_with_policies())
def test_no_statement_allows_everybody(plan, name):
    everybody = [
        (address, statement.get("Sid"))
        for address, statement in statements(plan)
        if statement["Effect"] == "Allow" and "*" in listed(statement.get("Principal") or {}, "AWS", "Service", "*")
        if not is_tied(statement, CALLERS)
        # What an endpoint lets pass on every resource is asked of above.
        if not (lets_pass(name, address) and (is_tied(statement, OWNERS) or "*" not in listed(statement, "Resource")))
    ]
    assert everybody == []


@pytest.mark.parametrize("name", each_with_policies())
def test_a_statement_that_denies_is_for_everybody(plan, name):
    spared = [
        (address, statement.get("Sid"))
        for address, statement in statements(plan)
        if statement["Effect"] == "Deny" and statement.get("Principal", {"AWS": ["*"]}) != {"AWS": ["*"]}
    ]
    assert spared == []


@pytest.mark.parametrize("name", each_with_policies())
def test_a_deny_of_all_of_s3_names_the_bucket_and_its_objects(plan, name):
    half = []
    for address, statement in statements(plan):
        if statement["Effect"] == "Deny" and "s3:*" in listed(statement, "Action"):
            said = [r if isinstance(r, str) else repr(r) for r in statement["Resource"]]
            if len([s for s in said if s.endswith("/*")]) != 1 or len([s for s in said if not s.endswith("*")]) != 1:
                half.append((address, statement.get("Sid"), said))
    assert half == []


@pytest.mark.parametrize("name", each_with_policies())
def test_every_action_exists(plan, name):
    unknown = {
        action
        for _, statement in statements(plan)
        for action in listed(statement, "Action", "NotAction")
        if (not expand(action) if "*" in action else find(action) is None)
    }
    assert unknown == set()


@pytest.mark.parametrize("name", each_with_policies())
def test_a_condition_asks_with_an_operator_and_a_key_that_iam_knows(plan, name):
    odd = set()
    for address, statement in statements(plan):
        services = {a.partition(":")[0] for a in listed(statement, "Action", "NotAction")}
        known = (GLOBAL_KEYS | KEYS_OF_CODE | KEYS_OF_INTERFACES).union(*(keys_of(service) for service in services))
        for operator, keys in statement.get("Condition", {}).items():
            # A provider of identities has keys of its own, which begin with its address.
            own = {key for key in keys if "." in key.partition(":")[0] or plain(key) in known}
            odd |= {(address, operator, key) for key in keys if operator not in OPERATORS or key not in own}
    assert odd == set()


def plain(key):
    """A key without what the caller chooses of it: `kms:EncryptionContext:…`, `aws:PrincipalTag/…`."""
    return ":".join(key.lower().partition("/")[0].split(":")[:2])


@cache
def keys_of(service):
    return {plain(key.partition("${")[0]) for action in actions_of(service).values() for key in action.condition_keys}


#: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
GLOBAL_KEYS = {
    f"aws:{word}"
    for word in (
        "calledvia", "multifactorauthage", "multifactorauthpresent", "principalaccount", "principalarn", "principalorgid",
        "principaltag", "requestedregion", "resourceaccount", "resourceorgid", "resourcetag", "securetransport",
        "sourceaccount", "sourcearn", "sourceip", "sourceorgid", "sourcevpc", "sourcevpce", "username", "viaawsservice",
    )
}  # fmt: skip


#: What the calls of a function's code carry, to whatever service they go:
#: https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
KEYS_OF_CODE = {"lambda:sourcefunctionarn"}
#: What lending an interface is asked by, of the interface and not of the action:
#: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
KEYS_OF_INTERFACES = {"ec2:authorizedservice", "ec2:subnet"}


def roles(plan):
    return plan.of("aws_iam_role") if "aws_iam_role" in {r.type for r in plan.managed} else []


@pytest.mark.parametrize("name", each_with_policies())
def test_a_trust_lets_somebody_take_the_role_and_nothing_else(plan, name):
    trusts = {a: s for a, s in statements(plan) if any("sts:" in x for x in listed(s, "Action"))}
    odd = [
        (address, statement["Action"])
        for address, statement in trusts.items()
        if statement["Effect"] == "Allow"
        and not set(listed(statement, "Action"))
        <= {"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:TagSession"}
    ]
    assert odd == []
    assert bool(roles(plan)) <= bool(trusts)


#: By module and name of a statement: the actions that it has, its effect, and the example in which it stands.
RIGHTS = yaml.safe_load((Path(__file__).parent / "data" / "rights.yaml").read_text())

#: Statements that are asked by what they do, under another name: the test that asks.
BY_WHAT_THEY_DO = {
    ("ebs-snapshots", "OfVolumes"): "test_the_role_makes_snapshots_of_the_volumes_of_an_instance",
    ("iam-people", "DenyAllWithoutMfa"): "test_every_group_is_held_to_a_second_factor",
    ("iam-people", "DenyContents"): "test_a_group_reads_no_contents_unless_told",
    ("lambda-function", "CodeStaysOutOfTheNetwork"): "test_the_code_may_not_do_what_lambda_needs_to_join_the_network",
}


def each_right():
    return [
        pytest.param(
            sid, row, id=f"{module}-{sid}", marks=pytest.mark.plan(module, example=row.get("example", "typical"))
        )
        for module, rows in RIGHTS.items()
        for sid, row in rows.items()
    ]


@pytest.mark.parametrize(("sid", "row"), each_right())
def test_a_service_has_the_rights_that_its_documentation_asks_for(plan, sid, row):
    (statement,) = [s for _, s in statements(plan) if s.get("Sid") == sid]
    lacking = set(row["actions"]) - set(statement["Action"])
    assert (statement["Effect"], lacking) == (row.get("effect", "Allow"), set())


@pytest.mark.parametrize("name", WITH_POLICIES)
def test_every_statement_is_spoken_of_by_a_test(name):
    spoken = (Path(__file__).parent / "modules" / f"test_{name.replace('-', '_')}.py").read_text()
    silent = {
        sid
        for document in read_directory(PROJECT.modules[name]).of("data")
        for sid, actions in named_statements(document)
        if sid not in RIGHTS.get(name, {}) and not any(word in spoken for word in words_for(name, sid, actions))
    }
    assert silent == set()


def words_for(module, sid, actions):
    """What a test of a statement says: its name or an action, or the name of the test itself."""
    return [f"def {BY_WHAT_THEY_DO[module, sid]}("] if (module, sid) in BY_WHAT_THEY_DO else [sid, *actions]


def named_statements(document):
    """The statements of a document as it is written: the name of each, and the actions that are written out."""
    for statement in document.nested("statement") if document.labels[0] == "aws_iam_policy_document" else []:
        if sid := re.fullmatch(r"\"(\w+)\"", getattr(statement.attributes.get("sid"), "text", "")):
            actions = statement.attributes.get("actions")
            written = re.findall(r'"([\w-]+:[\w*]+)"', actions.text if actions else "")
            yield sid[1], written
