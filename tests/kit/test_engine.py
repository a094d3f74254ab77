"""The engine's rules of verdict, by checks made for the purpose on the smallest plans there can be."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from tfproof import Cause, Layer, Plan, Undecided, Verdict
from tfproof.assessment.judging import Rulebook
from tfproof.checks import ALL_TYPES, Check, Population, Severity, judge, load_settings, registry, settings_from
from tfproof.checks.aspects import aspects_of
from tfproof.checks.model import REGISTERED, Answer, Context, all_of, any_of, fails, holds, passes, until_apply
from tfproof.checks.model import check as declare
from tfproof.errors import BadInput
from tfproof.findings import Bound, Measure, Read
from tfproof.secrecy import WITHHELD, withhold

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tfproof import Finding, Resource

DEFAULTS = settings_from({}, "test")


def plan_of(**things: dict[str, Any]) -> Plan:
    """Return a plan of one `demo_thing` for each argument; the value `...` is known only after an apply."""
    planned, changes = [], []
    for name, values in things.items():
        address = f"demo_thing.{name}"
        known = {k: v for k, v in values.items() if v is not ...}
        unknown = {k: True for k, v in values.items() if v is ...}
        entry = {"address": address, "mode": "managed", "type": "demo_thing", "name": name}
        planned.append({**entry, "values": known})
        change = {"actions": ["create"], "after": known, "after_unknown": unknown}
        changes.append({**entry, "change": change})
    return Plan(
        {
            "format_version": "1.2",
            "planned_values": {"root_module": {"resources": planned}},
            "resource_changes": changes,
            "configuration": {"root_module": {}},
        }
    )


def good(r: Resource, _: Context) -> Answer:
    """Reads `good`."""
    return holds(r.known("good", False), "it is good", "it is not good")


def broken(_r: Resource, _c: Context) -> Answer:
    """Reads nothing and breaks."""
    raise LookupError("no such thing")


def made(predicate: Callable[[Resource, Context], Answer] = good, **arguments: Any) -> Check:
    """Return a check of things that is not registered."""
    defaults = {
        "types": ("demo_thing",),
        "severity": Severity.LOW,
        "aspect": "at-rest",
        "sources": ("https://a.example",),
    }
    return Check(id="test.check", title="T", remediation="R", predicate=predicate, **{**defaults, **arguments})


def found(plan: Plan, check: Check, **arguments: Any) -> list[Finding]:
    """Return the findings of one check."""
    return list(judge(plan, [check], arguments.pop("settings", DEFAULTS), **arguments).findings)


@pytest.mark.parametrize(
    ("value", "verdict", "cause"),
    [(True, Verdict.PASS, None), (False, Verdict.FAIL, None), (..., Verdict.UNKNOWN, Cause.UNTIL_APPLY)],
)
def test_each_resource_has_its_verdict(value: object, verdict: Verdict, cause: Cause | None) -> None:
    (finding,) = found(plan_of(a={"good": value}), made())
    assert (finding.address, finding.verdict, finding.cause) == ("demo_thing.a", verdict, cause)


def test_an_empty_population_is_empty_and_no_pass() -> None:
    (finding,) = found(plan_of(a={}), made(types=("aws_sqs_queue",)))
    assert (finding.address, finding.verdict) == ("plan", Verdict.EMPTY)


def test_what_when_leaves_out_is_not_in_the_population() -> None:
    check = made(when=lambda r: r.known("kept"))
    addresses = [f.address for f in found(plan_of(a={"kept": True}, b={"kept": False}), check)]
    assert addresses == ["demo_thing.a"]


def test_a_resource_that_may_belong_to_the_population_is_unknown() -> None:
    check = made(when=lambda r: r.known("kept"))
    verdicts = {f.address: f.verdict for f in found(plan_of(a={"kept": ...}, b={"kept": True, "good": True}), check)}
    assert verdicts == {"demo_thing.a": Verdict.UNKNOWN, "demo_thing.b": Verdict.PASS}


def test_an_error_in_a_check_is_an_unknown_with_its_text() -> None:
    (finding,) = found(plan_of(a={}), made(broken))
    assert (finding.verdict, finding.cause) == (Verdict.UNKNOWN, Cause.CHECK_ERROR)
    assert finding.message == "LookupError: no such thing"


def test_an_error_in_a_check_of_what_must_exist_is_an_unknown_with_its_text() -> None:
    check = made(broken, population=Population.MUST_EXIST, scope="account")
    (finding,) = found(plan_of(a={}), check)
    assert (finding.cause, finding.message) == (Cause.CHECK_ERROR, "LookupError: no such thing")


ODD = {"address": "aws_db_instance.odd", "mode": "managed", "type": "aws_db_instance", "name": "odd"}


def beside(plan: Plan, values: dict[str, Any]) -> Plan:
    """Return the plan with one more resource, a database with these values."""
    raw = json.loads(json.dumps(plan.raw))
    raw["planned_values"]["root_module"]["resources"].append({**ODD, "values": values})
    return Plan(raw)


def in_demo_things(ask: Callable[[Resource], Any], **arguments: Any) -> Check:
    """Return a check of things that breaks where asking breaks."""
    return made(lambda r, _: holds(bool(ask(r)), "it is so", "it is not so"), **arguments)


def sum_of_plan(r: Resource) -> int:
    """Read of every database of the plan, which is not noted."""
    return r.plan.remembered("sum", lambda: sum(len(d.get("engine", "")) for d in r.plan.of("aws_db_instance")))


UNRELATED = {
    "of another kind": {"storage_encrypted": []},
    "a truth in the place of a text": {"engine": True},
    "without what is required": {"instance_class": None},
}


@pytest.mark.parametrize("odd", UNRELATED)
@pytest.mark.parametrize(
    "check",
    [
        made(),
        made(broken),
        made(broken, population=Population.MUST_EXIST, scope="account"),
        made(when=lambda r: bool(r["gone"])),
    ],
)
@pytest.mark.parametrize("good", [True, False, ...])
def test_an_odd_resource_never_changes_what_is_said_of_another(check: Check, odd: str, good: object) -> None:
    plan = plan_of(a={"good": good})
    assert found(beside(plan, UNRELATED[odd]), check) == found(plan, check)


@pytest.mark.parametrize("values", [{"engine": True}, {"engine": ["x"]}])
@pytest.mark.parametrize(
    "check",
    [
        in_demo_things(lambda r: len(r["engine"]), types=("aws_db_instance",)),
        in_demo_things(lambda r: r["engine"] + "", types=("aws_db_instance",), when=lambda r: bool(r["engine"] + "")),
        in_demo_things(
            lambda r: r["engine"] + "", types=("aws_db_instance",), population=Population.MUST_EXIST, scope="account"
        ),
        in_demo_things(lambda r: sum_of_plan(r) + sum(map(ord, r.plan.of("aws_db_instance")[0].get("engine")))),
    ],
)
def test_an_odd_value_that_breaks_a_check_is_unreadable(check: Check, values: dict[str, Any]) -> None:
    for finding in found(beside(plan_of(a={}), values), check):
        assert (finding.verdict, finding.cause) == (Verdict.UNKNOWN, Cause.UNREADABLE)
        assert finding.message == "engine of aws_db_instance.odd is not as the provider's schema has it"


@pytest.mark.parametrize(
    ("scopes", "verdict"),
    [(frozenset({"account"}), Verdict.FAIL), (frozenset(), Verdict.UNKNOWN), (frozenset({"plan"}), Verdict.UNKNOWN)],
)
def test_what_must_exist_fails_only_in_the_scope_the_plan_speaks_for(scopes: frozenset[str], verdict: Verdict) -> None:
    check = made(types=("aws_cloudtrail",), population=Population.MUST_EXIST, scope="account")
    (finding,) = found(plan_of(a={}), check, scopes=scopes)
    assert (finding.address, finding.verdict) == ("account", verdict)


def test_an_absent_control_of_the_account_is_named() -> None:
    check = made(types=("aws_cloudtrail",), population=Population.MUST_EXIST, scope="account")
    (finding,) = found(plan_of(a={}), check)
    assert (finding.cause, finding.missing) == (Cause.OUTSIDE_THE_PLAN, "aws_cloudtrail in the account")


def test_every_plan_speaks_for_itself() -> None:
    check = made(types=("aws_cloudtrail",), population=Population.MUST_EXIST, scope="plan")
    (finding,) = found(plan_of(a={}), check)
    assert finding.verdict is Verdict.FAIL


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [(True, False, "pass"), (False, False, "fail"), (False, ..., "unknown"), (..., True, "pass")],
)
def test_one_that_passes_is_enough_where_one_must_exist(first: object, second: object, verdict: str) -> None:
    check = made(population=Population.MUST_EXIST, scope="account")
    (finding,) = found(plan_of(a={"good": first}, b={"good": second}), check)
    assert (finding.address, finding.verdict) == ("account", verdict)


def test_what_must_not_exist_fails_at_its_address() -> None:
    check = made(lambda _r, _c: fails("there it is"), population=Population.MUST_NOT_EXIST)
    assert [(f.address, f.verdict) for f in found(plan_of(a={}), check)] == [("demo_thing.a", Verdict.FAIL)]


def test_the_absence_of_what_must_not_exist_passes() -> None:
    check = made(types=("aws_iam_user",), population=Population.MUST_NOT_EXIST)
    assert [(f.address, f.verdict) for f in found(plan_of(a={}), check)] == [("plan", Verdict.PASS)]


def test_a_plan_without_resources_passes_nothing() -> None:
    checks = [
        made(),
        made(types=("aws_iam_user",), population=Population.MUST_NOT_EXIST),
        made(population=Population.MUST_EXIST, scope="account"),
    ]
    assert Verdict.PASS not in {f.verdict for c in checks for f in found(plan_of(), c)}


def test_the_evidence_of_a_finding_is_what_was_read_for_it() -> None:
    first, second = found(plan_of(a={"good": True, "other": 1}, b={"good": False}), made())
    assert first.reads == (Read("demo_thing.a", "good", True),)
    assert second.reads == (Read("demo_thing.b", "good", False),)


def test_what_decided_on_the_population_is_evidence_too() -> None:
    (finding,) = found(plan_of(a={"kept": True, "good": True}), made(when=lambda r: r.known("kept")))
    assert [read.path for read in finding.reads] == ["kept", "good"]


def test_what_decided_on_the_population_is_evidence_of_its_own_resource_only() -> None:
    check = made(lambda r, _: holds(r.name == "a", "it is a", "it is not"), when=lambda r: r.known("kept"))
    findings = found(plan_of(a={"kept": True}, b={"kept": True}), check)
    assert [{read.address for read in f.reads} for f in findings] == [{"demo_thing.a"}, {"demo_thing.b"}]


def test_what_decided_on_the_population_is_no_evidence_of_what_must_exist_elsewhere() -> None:
    check = made(
        lambda _r, _c: passes("there"), when=lambda r: r.known("kept"), population=Population.MUST_EXIST, scope="plan"
    )
    (finding,) = found(plan_of(a={"kept": False}, b={"kept": True}), check)
    assert {read.address for read in finding.reads} == {"demo_thing.b"}


def test_a_plan_that_is_recorded_again_notes_in_the_new_record_only() -> None:
    plan = of_type("aws_sns_topic", a={"name": "x"})
    policy = {"address": "aws_sns_topic_policy.p", "mode": "managed", "type": "aws_sns_topic_policy", "name": "p"}
    plan.raw["planned_values"]["root_module"]["resources"].append({**policy, "values": {"arn": "x"}})
    topic = {"address": "aws_sns_topic.a", "mode": "managed", "type": "aws_sns_topic", "name": "a"}
    expressions = {"arn": {"references": ["aws_sns_topic.a.arn", "aws_sns_topic.a"]}}
    plan.raw["configuration"]["root_module"]["resources"] = [topic, {**policy, "expressions": expressions}]
    again = Plan(plan.raw)
    for _ in range(3):
        again = again.recording()
        assert again.recorder is not None
        again.resource("aws_sns_topic.a").companions("aws_sns_topic_policy", "arn")
        assert [(read.address, read.path) for read in again.recorder.take()] == [("aws_sns_topic_policy.p", "arn")]


def test_a_value_that_refused_one_check_is_not_named_by_the_next() -> None:
    plan = plan_of(a={"good": ...}).recording()
    assert plan.recorder is not None
    plan.resource("demo_thing.a").get("good")
    assert plan.recorder.last_unknown == ("demo_thing.a", "good")
    plan.recorder.take()
    assert plan.recorder.last_unknown is None


def test_an_unknown_value_is_evidence_of_an_unknown_verdict() -> None:
    (finding,) = found(plan_of(a={"good": ...}), made())
    assert [(read.path, read.status) for read in finding.reads] == [("good", "unknown")]


def test_findings_carry_where_they_come_from() -> None:
    (finding,) = found(plan_of(a={"good": True}), made(), environment="staging", system="shop")
    assert (finding.environment, finding.system, finding.layer) == ("staging", "shop", Layer.PLAN)


def test_a_state_is_judged_as_applied() -> None:
    plan = plan_of(a={"good": ...})
    resource = {**plan["planned_values"]["root_module"]["resources"][0], "values": {"good": True}}
    state = {"format_version": "1.0", "values": {"root_module": {"resources": [resource]}}}
    (finding,) = found(Plan.from_state(state, plan), made())
    assert (finding.verdict, finding.layer) == (Verdict.PASS, Layer.APPLIED)


def of_type(resource_type: str, **things: dict[str, Any]) -> Plan:
    """Return a plan of resources of a type of AWS."""
    return Plan(json.loads(json.dumps(plan_of(**things).raw).replace("demo_thing", resource_type)))


def reading(path: str, **arguments: Any) -> Check:
    """Return a check of tables, at rest, that reads one argument."""
    return made(
        lambda r, _: holds(r.get(path) is not None, "there", "not there"), types=("aws_dynamodb_table",), **arguments
    )


TABLE_ASPECTS = aspects_of("aws_dynamodb_table") or frozenset()


def test_a_resource_is_unjudged_in_each_aspect_of_its_type_that_no_check_is_of() -> None:
    judgement = judge(of_type("aws_dynamodb_table", a={}, b={}), [reading("name")], DEFAULTS)
    assert judgement.unjudged == {"aws_dynamodb_table": dict.fromkeys(sorted(TABLE_ASPECTS - {"at-rest"}), 2)}
    assert judgement.population == 2


def test_what_was_read_for_another_resource_is_judged_in_that_aspect() -> None:
    plan = Plan(of_type("aws_dynamodb_table", a={}).raw)
    extra = of_type("aws_s3_bucket", b={"bucket": "x"}).raw
    plan.raw["planned_values"]["root_module"]["resources"] += extra["planned_values"]["root_module"]["resources"]
    plan.raw["resource_changes"] += extra["resource_changes"]
    check = made(
        lambda r, _: holds(r.plan.of("aws_s3_bucket")[0].get("bucket") == "x", "there", "not there"),
        types=("aws_dynamodb_table",),
    )
    assert "at-rest" not in judge(plan, [check], DEFAULTS).unjudged["aws_s3_bucket"]


def test_an_unknown_finding_is_one_of_a_resource_that_was_looked_at() -> None:
    check = made(lambda r, _: until_apply("it"), types=("aws_dynamodb_table",))
    judgement = judge(of_type("aws_dynamodb_table", a={}), [check], DEFAULTS)
    assert "at-rest" not in judgement.unjudged["aws_dynamodb_table"]


def test_what_a_check_leaves_out_of_its_population_is_not_judged_by_it() -> None:
    judgement = judge(of_type("aws_dynamodb_table", a={}), [reading("name", when=lambda _: False)], DEFAULTS)
    assert judgement.unjudged["aws_dynamodb_table"]["at-rest"] == 1


def test_a_check_of_every_resource_does_not_hide_that_nothing_else_looked() -> None:
    plan = of_type("aws_dynamodb_table", a={})
    judgement = judge(plan, [made(lambda _r, _c: passes("well"), types=(ALL_TYPES,))], DEFAULTS)
    assert judgement.unjudged["aws_dynamodb_table"]["at-rest"] == 1


def test_a_type_that_the_table_of_aspects_does_not_know_may_have_any() -> None:
    assert judge(plan_of(a={"good": True}), [made()], DEFAULTS).unjudged == {"demo_thing": {"not-in-the-table": 1}}


def test_what_is_nowhere_but_in_terraform_has_no_aspect() -> None:
    assert judge(of_type("random_pet", a={}), [made()], DEFAULTS).unjudged == {}


def test_the_judgement_says_of_which_aspect_each_check_is() -> None:
    assert judge(plan_of(a={}), [made()], DEFAULTS).aspects == {"test.check": "at-rest"}


def test_a_value_that_refuses_to_be_used_is_named_by_its_path() -> None:
    check = made(lambda r, _: holds(r.get("good") == 1, "one", "other"))
    (finding,) = found(plan_of(a={"other": 1, "good": ...}), check)
    assert finding.message == "good of demo_thing.a is known only after an apply"


@pytest.mark.parametrize("unnamed", [fails("bad"), passes("well")])
def test_a_finding_about_a_scope_says_so(unnamed: Answer) -> None:
    check = made(lambda _r, _c: unnamed, population=Population.MUST_EXIST, scope="account")
    (finding,) = found(plan_of(a={}), check)
    assert (finding.address, finding.scope) == ("account", "account")


def test_a_finding_about_a_resource_has_no_scope() -> None:
    assert found(plan_of(a={"good": True}), made())[0].scope == ""


def in_regions(*regions: str | None) -> Plan:
    """Return a plan with a detector, off where the region says so, and a queue for each region."""
    plan = of_type("aws_guardduty_detector", a={})
    resources, changes = plan.raw["planned_values"]["root_module"]["resources"], plan.raw["resource_changes"]
    resources.clear()
    changes.clear()
    for number, text in enumerate(regions):
        region, _, state = (text or "").partition(" ")
        kinds = ["aws_sqs_queue"] if state == "without" else ["aws_sqs_queue", "aws_guardduty_detector"]
        for kind in kinds:
            values = {"enable": state != "off"} if kind == "aws_guardduty_detector" else {"name": "q"}
            values |= {"region": region} if region else {}
            entry = {"address": f"{kind}.n{number}", "mode": "managed", "type": kind, "name": f"n{number}"}
            resources.append({**entry, "values": values})
            changes.append({**entry, "change": {"actions": ["create"], "after": values, "after_unknown": {}}})
    return Plan(plan.raw)


def regional() -> Check:
    """Return a check that wants something that is on in every region."""
    return made(
        lambda r, _: holds(bool(r.get("enable")), f"{r.address} is on", f"{r.address} is off"),
        types=("aws_guardduty_detector",),
        population=Population.MUST_EXIST,
        scope="account",
        per_region=True,
    )


@pytest.mark.parametrize(
    ("regions", "scopes", "verdict"),
    [
        (["eu-west-1"], ["account"], "pass"),
        (["eu-west-1", "us-east-1"], ["account"], "pass"),
        (["eu-west-1", "us-east-1 without"], ["account"], "fail"),
        (["eu-west-1", "us-east-1 without"], [], "unknown"),
        (["eu-west-1", "us-east-1 off"], [], "fail"),
        (["eu-west-1 off", "us-east-1 without"], [], "fail"),
        ([None], ["account"], "pass"),
        (["eu-west-1 without", None], ["account"], "unknown"),
        (["eu-west-1 without"], ["account"], "fail"),
        (["eu-west-1 without"], [], "unknown"),
    ],
)
def test_what_is_of_a_region_must_exist_in_each_that_the_plan_uses(
    regions: list[str | None], scopes: list[str], verdict: str
) -> None:
    (finding,) = found(in_regions(*regions), regional(), scopes=frozenset(scopes))
    assert finding.verdict == verdict, finding.message


def test_what_is_of_the_whole_account_need_not_exist_in_each_region() -> None:
    plan = in_regions("eu-west-1", "us-east-1 without")
    (finding,) = found(plan, replace(regional(), per_region=False), scopes=frozenset({"account"}))
    assert finding.verdict is Verdict.PASS


def test_the_region_that_lacks_it_is_named() -> None:
    plan = in_regions("eu-west-1", "us-east-1 without")
    (finding,) = found(plan, regional(), scopes=frozenset({"account"}))
    assert finding.message == "there is no aws_guardduty_detector in us-east-1"


@pytest.mark.parametrize(("environment", "limit"), [("development", 1), ("production", 9), ("", 9), ("sandbox", 9)])
def test_a_limit_is_that_of_the_environment_and_else_the_strictest(environment: str, limit: int) -> None:
    limits = {"test.check": {"days": {"development": 1, "staging": 5, "production": 9}}}
    settings = settings_from({"limits": limits}, "test")
    assert Context(settings, environment, made(parameters=("limits.days",))).limit() == limit


@pytest.mark.parametrize(("observed", "verdict"), [(6, Verdict.FAIL), (7, Verdict.PASS), (8, Verdict.PASS)])
def test_at_least_includes_the_limit(observed: int, verdict: Verdict) -> None:
    settings = settings_from({"limits": {"test.check": {"days": 7}}}, "test")
    answer = Context(settings, "", made(parameters=("limits.days",))).at_least(observed, "it")
    assert (answer.verdict, answer.measures) == (verdict, (Measure("days", observed, 7, Bound.AT_LEAST),))


@pytest.mark.parametrize(("observed", "verdict"), [(6, Verdict.PASS), (7, Verdict.PASS), (8, Verdict.FAIL)])
def test_at_most_includes_the_limit(observed: int, verdict: Verdict) -> None:
    settings = settings_from({"limits": {"test.check": {"days": 7}}}, "test")
    assert Context(settings, "", made(parameters=("limits.days",))).at_most(observed, "it").verdict is verdict


def undecided() -> Answer:
    """Stand for a part that cannot be decided."""
    until_apply("it")


def test_a_known_fail_outweighs_an_unknown_part() -> None:
    answer = all_of([undecided, lambda: passes("good"), lambda: fails("bad")])
    assert (answer.verdict, answer.message) == (Verdict.FAIL, "bad")


def test_an_unknown_part_outweighs_a_pass() -> None:
    with pytest.raises(Undecided, match="it is known only after an apply"):
        all_of([lambda: passes("good"), undecided])


def test_one_known_pass_is_enough_for_any() -> None:
    assert any_of([undecided, lambda: fails("bad"), lambda: passes("good")]).message == "good"


def test_all_that_is_undecided_is_told() -> None:
    with pytest.raises(Undecided, match="one is known only after an apply; other is known only after an apply"):
        all_of([lambda: until_apply("one"), lambda: until_apply("other")])


@pytest.mark.parametrize(
    ("parts", "measured"),
    [([True, True], True), ([True, False], False), ([False, False], False)],
)
def test_a_fail_is_one_of_measures_only_if_every_failing_part_is(parts: list[bool], measured: bool) -> None:
    answers = [Answer(Verdict.FAIL, str(n), measured=m) for n, m in enumerate(parts)]
    combined = all_of([*(partial(lambda a: a, a) for a in answers), lambda: passes("good")])
    assert combined.measured is measured


def test_what_the_passing_parts_measured_is_told_beside_a_fail() -> None:
    measure = Measure("days", 7, 7, Bound.AT_LEAST)
    assert all_of([lambda: fails("bad"), lambda: passes("good", measure)]).measures == (measure,)


def test_what_a_failing_part_measured_is_not_told_beside_a_pass() -> None:
    good, bad = Measure("days", 7, 7, Bound.AT_LEAST), Measure("days", 1, 7, Bound.AT_LEAST)
    assert any_of([lambda: fails("bad", bad), lambda: passes("good", good)]).measures == (good,)


def test_any_is_undecided_when_none_passes_and_one_might() -> None:
    with pytest.raises(Undecided):
        any_of([lambda: fails("bad"), undecided])


@pytest.mark.parametrize("combine", [all_of, any_of])
def test_nothing_judged_is_an_error_and_no_pass(combine: Callable[..., Answer]) -> None:
    with pytest.raises(ValueError, match="nothing was judged"):
        combine([])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"colour": "red"}, "no such setting: colour"),
        ({"allowed_regions": "us-east-1"}, "allowed_regions must be a list"),
        ({"environments": []}, "environments must name at least one"),
        (
            {"limits": {"a.b": {"days": dict.fromkeys((*DEFAULTS.environments, "moon"), 1)}}},
            "no such environment: moon",
        ),
        ({"limits": {"a.b": {"days": {"production": 1}}}}, "lacks development, staging"),
        ({"limits": {"a.b": {"days": "many"}}}, "must be whole numbers"),
        ({"limits": {"a.b": {"days": True}}}, "must be whole numbers"),
    ],
)
def test_settings_that_make_no_sense_are_refused(data: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        settings_from(data, "test")


def test_settings_for_a_check_that_does_not_exist_are_refused() -> None:
    with pytest.raises(BadInput, match=r"no such check: a\.b"):
        settings_from({"limits": {"a.b": {"days": 1}}}, "test", known_checks=DEFAULTS.limits.keys())


def test_a_limit_of_a_former_check_is_that_of_the_check_it_means_now() -> None:
    aliases = {"secrets.former": "secrets.rotation"}
    settings = settings_from({"limits": {"secrets.former": {"days": 9}}}, "test", DEFAULTS.limits.keys(), aliases)
    assert settings.limit("secrets.rotation", "days", "") == 9


def test_a_project_file_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "tfproof.yaml"
    file.write_text("settings:\n  allowed_regions: [eu-central-1]\n  limits:\n    secrets.rotation: {days: 30}\n")
    settings = load_settings(file)
    assert settings.allowed_regions == ("eu-central-1",)
    assert settings.limit("secrets.rotation", "days", "") == 30
    assert settings.required_tags == DEFAULTS.required_tags
    assert settings.limits.keys() == DEFAULTS.limits.keys()


def test_a_key_of_a_project_file_that_nobody_reads_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "tfproof.yaml"
    file.write_text("exemption: []\n")
    with pytest.raises(BadInput, match="no such key: exemption"):
        load_settings(file)


def test_a_scope_that_no_check_has_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "tfproof.yaml"
    file.write_text("scopes: {shop: [acount]}\n")
    with pytest.raises(BadInput, match="no such scope: acount"):
        Rulebook.load(file)


def test_a_project_file_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "tfproof.yaml"
    file.write_text("settings: [")
    with pytest.raises(BadInput, match="cannot be read"):
        load_settings(file)


def test_plan_catalogue_and_settings_can_go_to_another_process_that_judges_the_same() -> None:
    here = (of_type("aws_dynamodb_table", a={"name": "t"}), tuple(registry().values()), DEFAULTS)
    there = pickle.loads(pickle.dumps(here))  # noqa: S301 - our own bytes
    assert judge(*there) == judge(*here)


def test_a_registered_check_is_the_same_after_its_journey() -> None:
    check = registry()["encryption.rds-at-rest"]
    assert pickle.loads(pickle.dumps(check)) is check  # noqa: S301 - our own bytes


def test_a_setting_that_a_check_does_not_declare_is_not_readable_for_it() -> None:
    check = made(lambda _, c: holds(bool(c.settings.public_ports), "some", "none"))
    (finding,) = found(plan_of(a={}), check)
    assert (
        finding.message == "LookupError: test.check reads the setting public_ports, which is not among its parameters"
    )


def test_a_number_that_a_check_does_not_declare_is_not_readable_for_it() -> None:
    with pytest.raises(LookupError, match=r"limits\.days"):
        Context(DEFAULTS, "", made()).limit()


def test_a_setting_that_a_check_declares_is_readable_for_it() -> None:
    check = made(lambda _, c: holds(80 in c.settings.public_ports, "some", "none"), parameters=("public_ports",))
    assert found(plan_of(a={}), check)[0].verdict is Verdict.PASS


@pytest.mark.parametrize("check_id", registry())
def test_the_parameters_of_a_check_are_settings_that_there_are(check_id: str) -> None:
    limits = {f"limits.{name}" for name in DEFAULTS.limits.get(check_id, ())}
    fields = set(DEFAULTS.__slots__) - {"limits", "environments"}
    assert set(registry()[check_id].parameters) <= fields | limits
    assert limits <= set(registry()[check_id].parameters)


@pytest.mark.parametrize("check_id", registry())
def test_a_check_names_the_documentation_that_it_rests_on(check_id: str) -> None:
    pages = (
        "https://docs.aws.amazon.com/",
        "https://developer.hashicorp.com/terraform/",
        "https://docs.docker.com/reference/",
        "https://docs.github.com/",
        "https://registry.terraform.io/providers/hashicorp/aws/",
    )
    assert all(source.startswith(pages) for source in registry()[check_id].sources)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"id": "encryption.rds-at-rest"}, "declared twice"),
        ({"source": "docs of AWS"}, "its source is a https address"),
        ({"source": ()}, "its source is a https address"),
        ({"per_region": True}, "in each region of a scope"),
        ({"per_region": True, "population": "must-exist"}, "in each region of a scope"),
    ],
)
def test_a_check_that_says_too_little_cannot_be_declared(changed: dict[str, Any], said: str) -> None:
    registry()
    arguments = {
        "id": "test.declared", "title": "T", "severity": "low", "aspect": "at-rest", "source": "https://a.example",
        "types": ("aws_x",), "remediation": "R.",
    }  # fmt: skip
    with pytest.raises(ValueError, match=said):
        declare(**(arguments | changed))(good)


def test_a_former_id_that_is_taken_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    registry()
    monkeypatch.setitem(REGISTERED, "test.check", made(aliases=("encryption.rds-at-rest",)))
    with pytest.raises(ValueError, match="means more than one check"):
        registry()


@pytest.mark.parametrize(
    ("path", "value", "kept"),
    [
        ("container_definitions", '[{"name": "a", "environment": [{"name": "K", "value": "hidden"}]}]', '"name": "K"'),
        ("container_definitions", "hidden, and no JSON", WITHHELD),
        ("environment.0.variables", {"K": "hidden"}, "K"),
        ("environment.0.environment_variable.0.value", "hidden", WITHHELD),
    ],
)
def test_values_of_the_environment_are_withheld_and_names_kept(path: str, value: Any, kept: str) -> None:
    shown = str(withhold(Read("a", path, value)).value)
    assert "hidden" not in shown
    assert kept in shown


def test_other_values_are_evidence_as_they_are() -> None:
    read = Read("a", "storage_encrypted", True)
    assert withhold(read) == read
