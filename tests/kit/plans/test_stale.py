"""An attribute that another resource sets shows the state before the plan; where the plan changes that, it is not known."""

from __future__ import annotations

from importlib import resources as package
from typing import Any

import pytest
import yaml
from test_entries import change, entry, plan

from tfproof import UNKNOWN, Plan
from tfproof.checks import registry
from tfproof.plans.identities import identifying
from tfproof.plans.schema import Schema

TABLE = yaml.safe_load(package.files("tfproof.plans").joinpath("separate.yaml").read_text())
ROWS = [
    (kind, attribute, setter, argument)
    for kind, attributes in TABLE["attributes"].items()
    for attribute, setters in attributes.items()
    for setter, argument in setters.items()
]
FORMER = ["what was there before"]
CHANGES = [["delete"], ["update"], ["delete", "create"], ["create", "delete"]]


def seen(row: tuple[str, str, str, str], actions: list[str], module: str = "", *, name: str = "name-1") -> Any:
    """Return what a resource shows of an attribute while the plan does something to what sets it."""
    kind, attribute, setter, argument = row
    listed = Schema.load().kind_of(setter, argument)
    assert listed is not None
    value = [name] if listed.shape[0] in ("set", "list") else name
    sides = {"before": None if actions == ["create"] else {argument: value}, "after": {argument: value}}
    if actions == ["delete"]:
        sides["after"] = None
    other = change(f"{setter}.s", actions, change=sides)
    other |= {"address": f"{module}{setter}.s"}
    stays = (
        [] if actions == ["delete"] else [{**entry(f"{setter}.s", **{argument: value}), "address": other["address"]}]
    )
    names = dict.fromkeys(identifying(kind), "name-1")
    shown = entry(f"{kind}.r", **{**names, attribute: FORMER})
    return plan([shown, *stays], [change(f"{kind}.r", ["no-op"]), other]).one(kind).get(attribute)


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_it_is_not_known_where_the_plan_changes_what_sets_it(row):
    for actions in CHANGES:
        for module in ("", "module.a.module.b[0]."):
            assert seen(row, actions, module) is UNKNOWN, (actions, module)


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_what_the_plan_makes_replaces_or_adds(row):
    assert (seen(row, ["create"]) is UNKNOWN) == (row[2] not in TABLE["adding"])


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_it_is_known_where_the_plan_changes_nothing_or_something_of_another(row):
    for actions in (["no-op"], ["read"]):
        assert seen(row, actions) == FORMER
    for actions in CHANGES:
        assert seen(row, actions, name="another") == FORMER


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_every_name_is_the_providers(row):
    kind, attribute, setter, argument = row
    schema = Schema.load()
    shown, given = schema.kind_of(kind, attribute), schema.kind_of(setter, argument)
    assert shown is not None
    assert given is not None
    # Of a block the schema does not tell whether the provider fills it in.
    assert shown.settable
    assert shown.computed or shown.shape[-1] == "object"


def test_every_type_that_adds_sets_something():
    assert set(TABLE["adding"]) <= {setter for _, _, setter, _ in ROWS}
    assert TABLE["adding"] == sorted(TABLE["adding"])


#: Attributes whose name is part of another type's, which sets something else.
NO_PAIRS = {
    ("aws_acm_certificate", "validation_method", "aws_acm_certificate_validation"),  # waits, and sets nothing
    ("aws_iam_role", "managed_policy_arns", "aws_iam_role_policy"),  # inline ones
    ("aws_sns_topic", "policy", "aws_sns_topic_data_protection_policy"),  # another policy
    ("aws_sqs_queue", "policy", "aws_sqs_queue_redrive_allow_policy"),
    ("aws_sqs_queue", "policy", "aws_sqs_queue_redrive_policy"),
    ("aws_sqs_queue", "redrive_allow_policy", "aws_sqs_queue_policy"),
    ("aws_sqs_queue", "redrive_policy", "aws_sqs_queue_policy"),
    ("aws_s3_bucket", "object_lock_enabled", "aws_s3_bucket_object"),  # an object in it
    ("aws_vpc", "cidr_block", "aws_vpc_ipv4_cidr_block_association"),  # a further block
    ("aws_vpc", "cidr_block", "aws_vpc_ipv6_cidr_block_association"),
    ("aws_vpc_endpoint", "service_region", "aws_vpc_endpoint_service"),  # what it connects to
    ("aws_eip", "domain", "aws_eip_domain_name"),  # another domain
    ("aws_grafana_workspace", "configuration", "aws_grafana_workspace_saml_configuration"),  # another configuration
    ("aws_vpn_connection", "static_routes_only", "aws_vpn_connection_route"),  # whether there may be any
}
#: Groups of parameters and of schedules, which the attribute names.
_NAMED = ("_parameter_group", "_schedule_group")


def test_every_attribute_of_a_judged_type_with_a_resource_of_its_own_is_in_the_table() -> None:
    """Of each type that a check reads: what is optional and computed, and whose name a longer type's name ends in."""
    schema = Schema.load()
    judged = {t for c in registry().values() for t in (*c.types, *c.looks_at)} & set(schema.types)
    known = {(kind, attribute, setter) for kind, attribute, setter, _ in ROWS} | NO_PAIRS
    missing = []
    for kind in sorted(judged):
        for attribute in schema.names_in(kind):
            found = schema.kind_of(kind, attribute)
            if found is None or not (found.computed and found.settable) or attribute in ("id", "name", "arn", "region"):
                continue
            for setter in schema.types:
                rest = setter.removeprefix(f"{kind}_")
                alike = rest != setter and (attribute.rstrip("s") in rest or rest in attribute)
                if alike and not setter.endswith(_NAMED) and (kind, attribute, setter) not in known:
                    missing.append((kind, attribute, setter))
    assert missing == []


def test_the_table_is_of_this_plan_only() -> None:
    """A plan without changes knows everything."""
    found = plan([entry("aws_s3_bucket.b", id="b", versioning=FORMER)], [])
    assert isinstance(found, Plan)
    assert found.one("aws_s3_bucket")["versioning"] == FORMER
