"""What an emulator lacks is left out of an apply with all that depends on it, and is never taken for absent."""

import json

import pytest
from workshop import Workshop

from tfproof.checks import judge, registry, settings_from
from tfproof.emulator.applied import AppliedStack, changes, load_applied, save_applied
from tfproof.emulator.leaving_out import Limits, left_out
from tfproof.emulator.moto import MotoEmulator
from tfproof.errors import BadInput, EnvironmentProblem
from tfproof.findings import Cause, Verdict
from tfproof.plans.addresses import configuration_address
from tfproof.plans.values import Undecided
from tfproof.plans.view import Plan

#: dashboard -> local -> alarm -> output of the module -> topic; policy -> data -> topic; the group stands alone.
EDGES = {
    "aws_dashboard.this": ["local.alarms"],
    "local.alarms": ["aws_alarm.this"],
    "aws_alarm.this": ["module.topics (close)", "var.name"],
    "module.topics (close)": ["module.topics.output.arn"],
    "module.topics.output.arn": ["module.topics.aws_topic.this"],
    "aws_policy.this": ["data.aws_document.this", "aws_group.this"],
    "data.aws_document.this": ["module.topics.output.arn"],
    "aws_group.this": ["var.name"],
    "module.topics.aws_topic.this": ['provider[\\"example.com/x/aws\\"]'],
}


def graph(edges):
    """A graph as Terraform writes it."""
    nodes = {n for n in edges if n.split(".")[-2].startswith("aws_")}
    lines = [f'"[root] {n} (expand)" [label = "{n}", shape = "box"]' for n in sorted(nodes)]
    lines += [f'"[root] {a} (expand)" -> "[root] {b} (expand)"' for a, found in edges.items() for b in found]
    return "digraph {\n\t\t" + "\n\t\t".join(lines).replace("(close) (expand)", "(close)") + "\n}\n"


TOPIC = "module.topics.aws_topic.this"


def test_everything_that_depends_on_what_cannot_be_made_goes_with_it():
    assert left_out(graph(EDGES), {TOPIC: "no topics"}) == {
        "aws_alarm.this": f"depends on {TOPIC}, which is left out",
        "aws_dashboard.this": f"depends on {TOPIC}, which is left out",
        "aws_policy.this": f"depends on {TOPIC}, which is left out",
        "data.aws_document.this": f"depends on {TOPIC}, which is left out",
        TOPIC: "no topics",
    }


def test_what_a_missing_resource_depends_on_stays():
    assert left_out(graph(EDGES), {"aws_policy.this": "no policies"}) == {"aws_policy.this": "no policies"}


def test_a_reason_of_its_own_is_the_nearer_one():
    reasons = left_out(graph(EDGES), {TOPIC: "no topics", "aws_alarm.this": "no alarms"})
    assert reasons["aws_alarm.this"] == "no alarms"
    assert reasons["aws_dashboard.this"] == "depends on aws_alarm.this, which is left out"


LIMITS = Limits(
    missing={"aws_topic": "", "aws_alarm": "it has no clock"},
    lacking={"aws_subscription": {"protocol": ["https", None]}},
)


@pytest.mark.parametrize(
    ("kind", "values", "reason"),
    [
        ("aws_topic", {}, "the emulator lacks aws_topic"),
        ("aws_alarm", {}, "the emulator cannot make it: it has no clock"),
        ("aws_vpc", {"protocol": "https"}, ""),
        ("aws_subscription", {"protocol": "https"}, "the emulator cannot make one with protocol https"),
        ("aws_subscription", {}, "the emulator cannot make one with protocol None"),
        ("aws_subscription", {"protocol": "email"}, ""),
    ],
)
def test_a_type_is_lacking_as_a_whole_or_with_some_values(kind, values, reason):
    assert LIMITS.reason_against(kind, values) == reason


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("aws_vpc.this", "aws_vpc.this"),
        ("aws_vpc.this[0]", "aws_vpc.this"),
        ('module.a["x.y[1]"].module.b[2].aws_vpc.this["q\\"]"]', "module.a.module.b.aws_vpc.this"),
    ],
)
def test_an_instance_comes_from_a_declaration(address, expected):
    assert configuration_address(address) == expected


TOPICS = """
variable "names" { type = set(string) }
resource "aws_sns_topic" "this" {
  for_each = var.names
  name     = replace(each.key, ".", "-")
}
output "arns" { value = { for k, t in aws_sns_topic.this : k => t.arn } }
"""
STACK = """
variable "names" { type = set(string) }
provider "aws" { region = "us-east-1" }
locals { first = module.topics["a"].arns["x.1"] }
module "topics" {
  source   = "../../modules/topics"
  for_each = toset(["a", "b"])
  names    = var.names
}
resource "aws_ssm_parameter" "topic" {
  name  = "/topic"
  type  = "String"
  value = local.first
}
resource "aws_ssm_parameter" "other" {
  count = 2
  name  = "/other/${count.index}"
  type  = "String"
  value = "value"
}
resource "aws_cloudwatch_log_group" "this" { name = "group" }
resource "aws_cloudwatch_event_bus" "none" {
  count = 0
  name  = module.topics["a"].arns["x.1"]
}
resource "aws_sns_topic" "absent" {
  count = 0
  name  = "absent"
}
resource "aws_cloudwatch_event_bus" "beside_what_is_absent" {
  name = join("", ["bus", join("", aws_sns_topic.absent[*].arn)])
}
resource "aws_kms_key" "some" {
  for_each                           = { own = true, none = false }
  enable_key_rotation                = each.value
  deletion_window_in_days            = 7
  bypass_policy_lockout_safety_check = each.value
}
resource "aws_kms_alias" "some" {
  name          = "alias/some"
  target_key_id = aws_kms_key.some["none"].key_id
}
"""
BUS = """
provider "aws" { region = "us-east-1" }
resource "aws_cloudwatch_event_bus" "this" { name = "whole" }
"""
TOPICS_OF_SHOP = "module.topics.aws_sns_topic.this"
KEY = 'aws_kms_key.some["own"]'
FORGOTTEN = {"aws_cloudwatch_log_group": frozenset({"retention_in_days"})}


@pytest.fixture(scope="module")
def shop(tmp_path_factory, toolchain):
    workshop = Workshop(tmp_path_factory.mktemp("workshop") / "project", toolchain)
    workshop.module("topics", TOPICS)
    workshop.stack("shop", STACK, staging='names = ["x.1"]\n')
    return workshop


@pytest.fixture(scope="module")
def moto():
    with MotoEmulator.start(settings={"MOTO_EC2_LOAD_DEFAULT_AMIS": "false"}) as emulator:
        yield emulator


@pytest.fixture(scope="module")
def partly(shop, toolchain, moto):
    """A stack applied without its topics."""
    limits = Limits({"aws_sns_topic": "for this test"}, FORGOTTEN, {"aws_kms_key": {"enable_key_rotation": [True]}})
    with AppliedStack(shop.project, toolchain, moto, "shop", "staging", limits=limits) as applied:
        applied.apply()
        yield applied


def test_the_rest_is_applied(partly, moto):
    assert {r.address for r in partly.plan.managed} == {
        "aws_cloudwatch_event_bus.beside_what_is_absent",
        "aws_cloudwatch_log_group.this",
        "aws_kms_alias.some",
        'aws_kms_key.some["none"]',
        "aws_ssm_parameter.other[0]",
        "aws_ssm_parameter.other[1]",
    }
    assert moto.client("sns").list_topics()["Topics"] == []
    assert [g["logGroupName"] for g in moto.client("logs").describe_log_groups()["logGroups"]] == ["group"]


def test_the_state_lies_in_the_emulator_and_in_no_file(partly, moto):
    (state,) = moto.client("s3").list_objects_v2(Bucket="tfproof-state")["Contents"]
    assert state["Key"] == "env:/staging/terraform.tfstate"
    assert list(partly._copy.base.rglob("*.tfstate*")) == [partly._copy.directory / ".terraform" / "terraform.tfstate"]
    assert "resources" not in json.loads((partly._copy.directory / ".terraform" / "terraform.tfstate").read_text())


def test_what_was_left_out_is_listed_by_declaration_or_where_some_are_left_by_instance(partly):
    assert partly.left_out == {
        KEY: "the emulator cannot make one with enable_key_rotation True",
        "aws_ssm_parameter.topic": f"depends on {TOPICS_OF_SHOP}, which is left out",
        TOPICS_OF_SHOP: "the emulator cannot make it: for this test",
    }


def test_a_second_plan_does_not_want_to_make_what_was_left_out(partly):
    assert changes(partly.plan_again()) == []


def test_a_second_plan_does_not_count_what_the_emulator_forgets(partly, moto):
    logs, ssm = moto.client("logs"), moto.client("ssm")
    logs.put_retention_policy(logGroupName="group", retentionInDays=7)
    assert changes(partly.plan_again()) == []
    ssm.put_parameter(Name="/other/0", Value="changed", Overwrite=True)
    logs.tag_log_group(logGroupName="group", tags={"by": "hand"})
    try:
        found = changes(partly.plan_again())
    finally:
        ssm.put_parameter(Name="/other/0", Value="value", Overwrite=True)
        logs.untag_log_group(logGroupName="group", tags=["by"])
    assert [line.partition(" ")[0] for line in found] == [
        "aws_cloudwatch_log_group.this:",
        "aws_ssm_parameter.other[0]:",
    ]


def test_asking_for_a_type_that_was_left_out_in_part_is_undecided(partly):
    for ask in (
        lambda: partly.plan.of("aws_ssm_parameter"),
        lambda: partly.plan.recording().one("aws_sns_topic"),
        lambda: partly.plan.resource("aws_ssm_parameter.topic"),
        lambda: partly.plan.of("aws_kms_key"),
    ):
        with pytest.raises(Undecided, match="was not applied") as caught:
            ask()
        assert caught.value.cause is Cause.UNSUPPORTED_BY_EMULATOR
    assert partly.plan.resource("aws_ssm_parameter.other[0]")["name"] == "/other/0"
    assert len(partly.plan.of("aws_cloudwatch_log_group")) == 1


def test_a_check_of_what_was_left_out_is_unknown(partly):
    checks = [c for c in registry().values() if "aws_sns_topic" in c.types]
    assert checks
    settings = settings_from({}, "test")
    found = {f.check: f for f in judge(partly.plan, checks, settings, environment="production").findings}
    for check in checks:
        assert found[check.id].verdict is Verdict.UNKNOWN
        assert found[check.id].cause is Cause.UNSUPPORTED_BY_EMULATOR


def test_what_was_left_out_is_saved_with_the_apply(partly, shop):
    partly.save()
    ((_, _, plan, emulator),) = load_applied(shop.project)
    assert emulator["name"] == "moto"
    assert plan.left_out == partly.left_out
    with pytest.raises(Undecided):
        plan.of("aws_sns_topic")


def test_what_was_saved_comes_in_the_order_of_the_environments(shop):
    shop.stack("empty", "", production="", development="", staging="")
    for environment in ("production", "staging", "development"):
        save_applied(shop.project, "empty", environment, Plan({}), {})
    found = [environment for stack, environment, _, _ in load_applied(shop.project) if stack == "empty"]
    assert found == ["development", "staging", "production"]


def test_a_services_file_that_is_no_yaml_is_refused(tmp_path):
    (tmp_path / "localstack").mkdir()
    (tmp_path / "localstack" / "services.yaml").write_text("resources: [")
    with pytest.raises(BadInput, match=r"services\.yaml: not valid YAML"):
        Limits.load(tmp_path, "moto")


def test_a_stack_that_uses_nothing_of_it_is_applied_whole(shop, toolchain, moto):
    shop.stack("bus", BUS, staging="")
    with AppliedStack(shop.project, toolchain, moto, "bus", "staging", limits=Limits({"aws_sns_topic": ""})) as applied:
        plan = applied.apply()
    assert [r.address for r in plan.managed] == ["aws_cloudwatch_event_bus.this"]
    assert applied.left_out == {}


def test_a_stack_of_which_nothing_is_left_is_refused(shop, toolchain, moto):
    types = ("sns_topic", "ssm_parameter", "cloudwatch_log_group", "cloudwatch_event_bus", "kms_key")
    missing = {f"aws_{name}": "" for name in types}
    with (
        AppliedStack(shop.project, toolchain, moto, "shop", "staging", limits=Limits(missing)) as applied,
        pytest.raises(EnvironmentProblem, match="nothing of shop staging can be applied to moto"),
    ):
        applied.apply()


def test_a_test_that_asks_for_what_was_left_out_is_skipped_with_the_reason(pytester):
    stack = pytester.path / "terraform/stacks/shop"
    (stack / "environments").mkdir(parents=True)
    (stack / "main.tf").touch()
    (stack / "environments/staging.tfvars").touch()
    pytester.makepyfile(
        """
        import pytest
        from tfproof import Plan, Undecided
        from tfproof.findings import Cause

        def ask():
            plan = Plan({})
            plan.left_out = {"module.a.aws_vpc.this": "no room"}
            plan.one("aws_vpc")

        @pytest.mark.applied("shop", environments=["staging"])
        def test_of_an_apply(stack, environment):
            ask()

        @pytest.mark.applied("shop", environments=["staging"])
        def test_undecided_for_another_cause(stack, environment):
            raise Undecided(Cause.UNTIL_APPLY)

        def test_of_something_else():
            ask()
        """
    )
    result = pytester.runpytest_inprocess("-rs", "-p", "no:cacheprovider")
    result.assert_outcomes(skipped=1, failed=2)
    result.stdout.fnmatch_lines(["*module.a.aws_vpc.this was not applied: no room"])
