"""The view of a plan: unknown and sensitive values, what is recorded, and what is no plan at all."""

import json

import pytest

from tfproof import UNKNOWN, Plan, Undecided
from tfproof.errors import BadInput
from tfproof.plans.parsing import parse


def raw_plan(**changes):
    values = {"name": "queue", "password": "hush", "blocks": [{"port": 80}], "nothing": None}
    resource = {
        "address": "aws_x.this", "mode": "managed", "type": "aws_x", "name": "this",
        "values": values, "sensitive_values": {"password": True},
    }  # fmt: skip
    change = {
        "address": "aws_x.this", "mode": "managed", "type": "aws_x", "name": "this",
        "change": {
            "actions": ["create"], "after": values, "after_sensitive": {"password": True},
            "after_unknown": {"arn": True, "blocks": [{"id": True}]},
        },
    }  # fmt: skip
    return {
        "format_version": "1.2",
        "planned_values": {"root_module": {"resources": [resource]}},
        "resource_changes": [change],
        "configuration": {"root_module": {}},
        **changes,
    }


@pytest.fixture
def resource():
    return Plan(raw_plan()).recording().one("aws_x")


def test_known_values_are_read_by_path(resource):
    assert resource["blocks.0.port"] == 80


def test_a_value_of_after_the_apply_is_unknown(resource):
    assert resource["arn"] is UNKNOWN
    assert resource["blocks.0.id"] is UNKNOWN


def test_deciding_on_an_unknown_value_is_not_possible(resource):
    with pytest.raises(Undecided, match="known only after an apply"):
        resource.known("arn")
    with pytest.raises(Undecided):
        bool(resource["arn"])


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("aws_sqs_queu", "aws_sqs_queue"),
        ("asw_sqs_queue", "aws_sqs_queue"),
        ("sqs_queue", "aws_sqs_queue"),
        ("aws_caller_identity", "data.aws_caller_identity"),
        ("data.aws_sqs_queu", "data.aws_sqs_queue"),
        ("data.caller_identity", "data.aws_caller_identity"),
        ("aws_nothing_like_it_at_all", ""),
    ],
)
@pytest.mark.parametrize("ask", ["of", "one"])
def test_a_type_that_there_cannot_be_is_no_empty_list(ask, name, meant):
    with pytest.raises(LookupError, match=f"no type {name} in hashicorp/aws") as error:
        getattr(Plan(raw_plan()), ask)(name)
    assert f"did you mean {meant}?" in str(error.value) or not meant


@pytest.mark.parametrize(
    "name",
    [
        "aws_nat_gateway", "data.aws_caller_identity", "random_password", "data.http", "terraform_data", "awscc_s3_bucket",
        "acme_certificate", "azurerm_route_table", "google_compute_network",
    ],
)  # fmt: skip
def test_there_may_be_none_of_a_type_that_there_can_be(name):
    assert Plan(raw_plan()).of(name) == []


def test_whoever_asks_for_no_type_is_not_told_that_there_is_nothing():
    with pytest.raises(LookupError, match="no type is asked for"):
        Plan(raw_plan()).of()


def test_what_the_plan_holds_can_be_asked_for_whatever_its_type():
    assert [r.address for r in Plan(raw_plan()).of("aws_x", "aws_sqs_queue")] == ["aws_x.this"]


def test_a_missing_attribute_is_named_with_those_there_are(resource):
    with pytest.raises(KeyError, match="it has: blocks, name, nothing, password"):
        resource["nome"]


def test_null_gives_the_default(resource):
    assert resource.get("nothing", "default") == "default"


def test_what_is_read_is_recorded_once(resource):
    resource["name"]
    resource["name"]
    (read,) = resource.plan.recorder.take()
    assert (read.address, read.path, read.value, read.status) == ("aws_x.this", "name", "queue", "known")
    assert resource.plan.recorder.take() == ()


def test_a_sensitive_value_is_recorded_without_its_content(resource):
    resource["password"]
    (read,) = resource.plan.recorder.take()
    assert (read.value, read.status) == (None, "sensitive")


def test_a_plan_that_does_not_record_keeps_nothing():
    plan = Plan(raw_plan())
    plan.one("aws_x")["name"]
    assert plan.recorder is None


def test_deleted_resources_are_not_part_of_the_plan():
    raw = raw_plan()
    raw["resource_changes"].append(
        {"address": "aws_x.old", "mode": "managed", "type": "aws_x", "name": "old", "change": {"actions": ["delete"]}}
    )
    assert [r.address for r in Plan(raw).managed] == ["aws_x.this"]


def test_a_region_of_the_resource_itself_comes_first():
    raw = raw_plan()
    raw["planned_values"]["root_module"]["resources"][0]["values"]["region"] = "eu-central-1"
    assert Plan(raw).one("aws_x").region == "eu-central-1"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("  \n", "the file is empty"),
        ("{", "not valid JSON"),
        ("[]", "not a Terraform plan"),
        ('{"values": {}}', "not a Terraform plan"),
        (json.dumps(raw_plan(format_version="7.0")), "format '7.0' is not known"),
        (json.dumps(raw_plan(errored=True)), "ended with errors"),
        (json.dumps(raw_plan(complete=False)), "incomplete"),
        (json.dumps(raw_plan(planned_values=None)), "not a whole Terraform plan"),
        ('{"version": 4, "lineage": "x", "serial": 1}', "a state file as Terraform stores it"),
    ],
)
def test_what_cannot_be_judged_is_refused_in_one_line(text, said):
    with pytest.raises(BadInput, match=said) as caught:
        parse(text, "plan.json")
    assert str(caught.value).startswith("plan.json: ")
    assert "\n" not in str(caught.value)
