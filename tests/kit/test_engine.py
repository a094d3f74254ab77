"""The engine's rules of verdict, by checks made for the purpose on the smallest plans there can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tfproof import Cause, Layer, Plan, Undecided, Verdict
from tfproof.checks import ALL_TYPES, Check, Population, Severity, judge, load_settings, settings_from
from tfproof.checks.model import Answer, Context, all_of, any_of, fails, holds, passes, until_apply
from tfproof.checks.withholding import WITHHELD, withhold
from tfproof.errors import BadInput
from tfproof.findings import Bound, Measure, Read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tfproof import Finding, Resource

DEFAULTS = settings_from({}, "test")


def plan_of(**buckets: dict[str, Any]) -> Plan:
    """Return a plan of one `aws_s3_bucket` for each argument; the value `...` is known only after an apply."""
    planned, changes = [], []
    for name, values in buckets.items():
        address = f"aws_s3_bucket.{name}"
        known = {k: v for k, v in values.items() if v is not ...}
        unknown = {k: True for k, v in values.items() if v is ...}
        entry = {"address": address, "mode": "managed", "type": "aws_s3_bucket", "name": name}
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
    """Return a check of buckets that is not registered."""
    defaults = {
        "types": ("aws_s3_bucket",),
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
    assert (finding.address, finding.verdict, finding.cause) == ("aws_s3_bucket.a", verdict, cause)


def test_an_empty_population_is_empty_and_no_pass() -> None:
    (finding,) = found(plan_of(a={}), made(types=("aws_sqs_queue",)))
    assert (finding.address, finding.verdict) == ("plan", Verdict.EMPTY)


def test_what_when_leaves_out_is_not_in_the_population() -> None:
    check = made(when=lambda r: r.known("kept"))
    addresses = [f.address for f in found(plan_of(a={"kept": True}, b={"kept": False}), check)]
    assert addresses == ["aws_s3_bucket.a"]


def test_a_resource_that_may_belong_to_the_population_is_unknown() -> None:
    check = made(when=lambda r: r.known("kept"))
    verdicts = {f.address: f.verdict for f in found(plan_of(a={"kept": ...}, b={"kept": True, "good": True}), check)}
    assert verdicts == {"aws_s3_bucket.a": Verdict.UNKNOWN, "aws_s3_bucket.b": Verdict.PASS}


def test_an_error_in_a_check_is_an_unknown_with_its_text() -> None:
    (finding,) = found(plan_of(a={}), made(broken))
    assert (finding.verdict, finding.cause) == (Verdict.UNKNOWN, Cause.CHECK_ERROR)
    assert finding.message == "LookupError: no such thing"


def test_an_error_in_a_check_of_what_must_exist_is_an_unknown_with_its_text() -> None:
    check = made(broken, population=Population.MUST_EXIST, scope="account")
    (finding,) = found(plan_of(a={}), check)
    assert (finding.cause, finding.message) == (Cause.CHECK_ERROR, "LookupError: no such thing")


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
    assert [(f.address, f.verdict) for f in found(plan_of(a={}), check)] == [("aws_s3_bucket.a", Verdict.FAIL)]


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
    assert first.reads == (Read("aws_s3_bucket.a", "good", True),)
    assert second.reads == (Read("aws_s3_bucket.b", "good", False),)


def test_what_decided_on_the_population_is_evidence_too() -> None:
    (finding,) = found(plan_of(a={"kept": True, "good": True}), made(when=lambda r: r.known("kept")))
    assert [read.path for read in finding.reads] == ["kept", "good"]


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


def test_types_that_no_check_looks_at_are_counted_as_unjudged() -> None:
    judgement = judge(plan_of(a={}, b={}), [made(types=("aws_sqs_queue",))], DEFAULTS)
    assert (judgement.unjudged, judgement.population) == ({"aws_s3_bucket": 2}, 2)


@pytest.mark.parametrize("arguments", [{}, {"types": ("aws_sqs_queue",), "looks_at": ("aws_s3_bucket",)}])
def test_types_that_a_check_judges_or_consults_are_judged(arguments: dict[str, Any]) -> None:
    assert judge(plan_of(a={}), [made(**arguments)], DEFAULTS).unjudged == {}


def test_a_check_of_every_resource_does_not_hide_that_nothing_else_looked() -> None:
    check = made(types=(ALL_TYPES,))
    assert len(found(plan_of(a={"good": True}), check)) == 1
    assert judge(plan_of(a={"good": True}), [check], DEFAULTS).unjudged == {"aws_s3_bucket": 1}


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


def test_a_project_file_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "tfproof.yaml"
    file.write_text("settings: [")
    with pytest.raises(BadInput, match="cannot be read"):
        load_settings(file)


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
