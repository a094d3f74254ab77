"""What a stranger imports: verbs that work together as their words say, and few nouns."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest
from small_plan import TOPIC

import tfproof

VERBS = [name for name in tfproof.__all__ if inspect.isfunction(getattr(tfproof, name))]
NOUNS = [name for name in tfproof.__all__ if inspect.isclass(getattr(tfproof, name))]


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(TOPIC))
    return path


@pytest.fixture
def plan(plan_file: Path) -> tfproof.Plan:
    return tfproof.read_plan(plan_file)


def test_every_public_name_is_there() -> None:
    assert [name for name in tfproof.__all__ if not hasattr(tfproof, name)] == []


def test_all_names_can_be_imported_at_once() -> None:
    names: dict[str, object] = {}
    exec("from tfproof import *", names)  # noqa: S102 - our own package
    assert set(tfproof.__all__) <= set(names)


def test_a_name_that_is_none_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match=r"tfproof.*no attribute 'no_such_name'"):
        _ = tfproof.no_such_name  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", [*VERBS, *NOUNS])
def test_a_public_name_says_what_it_is(name: str) -> None:
    assert inspect.getdoc(getattr(tfproof, name))


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_says_what_it_takes_and_gives(name: str) -> None:
    signature = inspect.signature(getattr(tfproof, name))
    untyped = [p.name for p in signature.parameters.values() if p.annotation is inspect.Parameter.empty]
    assert (untyped, signature.return_annotation is inspect.Signature.empty) == ([], False)


def test_importing_the_package_alone_imports_no_other_distribution() -> None:
    code = "import sys; old = set(sys.modules); import tfproof; print(*set(sys.modules) - old)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    added = {name.partition(".")[0] for name in done.stdout.split()} - set(sys.stdlib_module_names)
    assert added == {"tfproof"}


def test_a_plan_that_was_read_shows_its_resources(plan: tfproof.Plan) -> None:
    assert plan.one("aws_sns_topic")["name"] == "news"


def test_a_plan_that_is_none_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text("{}")
    with pytest.raises(tfproof.BadInput, match="not a Terraform plan"):
        tfproof.read_plan(str(tmp_path / "plan.json"))


def test_a_judged_plan_holds_findings(plan: tfproof.Plan) -> None:
    found = {f.check: f.verdict for f in tfproof.judge(plan).judgement.findings}
    assert found["encryption.sns-at-rest"] is tfproof.Verdict.FAIL


def test_only_the_chosen_checks_judge(plan: tfproof.Plan) -> None:
    rules = tfproof.load_rules(only=["encryption.sns-at-rest"])
    assert {f.check for f in tfproof.judge(plan, rules).judgement.findings} == {"encryption.sns-at-rest"}


def test_a_check_that_does_not_exist_is_bad_input() -> None:
    with pytest.raises(tfproof.BadInput, match="no such check: encryption-everything"):
        tfproof.load_rules(only=["encryption-everything"])


def test_the_settings_of_a_project_are_what_plans_are_judged_by(tmp_path: Path) -> None:
    settings = tmp_path / "tfproof.yaml"
    settings.write_text("settings: {allowed_regions: [eu-central-1]}\n")
    assert tfproof.load_rules(settings).settings.allowed_regions == ("eu-central-1",)


def test_a_plan_answers_for_the_account_only_where_somebody_says_so(plan: tfproof.Plan) -> None:
    rules = tfproof.load_rules(only=["logging.trail-exists"])
    verdicts = [
        tfproof.judge(plan, rules, scopes=scopes).judgement.findings[0].verdict for scopes in ((), ("account",))
    ]
    assert verdicts == [tfproof.Verdict.UNKNOWN, tfproof.Verdict.FAIL]


def test_an_assessment_has_every_requirement_of_every_framework(plan: tfproof.Plan) -> None:
    assessment = tfproof.assess([tfproof.judge(plan)])
    every = {f.id: [c.id for c in f.controls] for f in tfproof.load_frameworks()}
    assert {f: [v.control.id for v in verdicts] for f, verdicts in assessment.controls.items()} == every


def test_an_assessment_is_held_against_the_frameworks_that_are_given(plan: tfproof.Plan) -> None:
    chosen = [f for f in tfproof.load_frameworks() if f.id == "gdpr"]
    assert list(tfproof.assess([tfproof.judge(plan)], chosen).controls) == ["gdpr"]


def test_one_plan_judged_twice_cannot_be_told_apart(plan: tfproof.Plan) -> None:
    with pytest.raises(ValueError, match="called the same"):
        tfproof.assess([tfproof.judge(plan), tfproof.judge(plan)])


def test_a_waived_fail_stays_a_fail_that_is_not_counted_as_failing(plan: tfproof.Plan, tmp_path: Path) -> None:
    rules = tfproof.load_rules(only=["encryption.sns-at-rest"])
    waivers = tmp_path / "waivers.yaml"
    waivers.write_text(
        "- {id: W1, check: encryption.sns-at-rest, address: aws_sns_topic.news, environment: production, owner: me,\n"
        "   reason: public news, approver: security officer, compensating_control: none is needed, expires: 2999-01-01}\n"
    )
    judged = tfproof.judge(plan, rules, environment="production")
    assessment = tfproof.assess([judged], rules=rules, waivers=waivers)
    assert ([f.verdict for f in assessment.findings], assessment.failing) == ([tfproof.Verdict.FAIL], ())


def test_a_bundle_that_was_written_verifies_by_its_digest(plan: tfproof.Plan, tmp_path: Path) -> None:
    judged = tfproof.judge(plan)
    digest = tfproof.write_bundle(tmp_path / "bundle", tfproof.assess([judged]), {judged.label: plan})
    verification = tfproof.verify_bundle(tmp_path / "bundle")
    assert (verification.ok, verification.digest) == (True, digest)


def test_a_bundle_says_what_was_read(plan: tfproof.Plan, tmp_path: Path) -> None:
    judged = tfproof.judge(plan, system="news")
    tfproof.write_bundle(tmp_path / "bundle", tfproof.assess([judged]), {"news": plan})
    document = json.loads((tmp_path / "bundle" / "assessment.json").read_text())
    assert document["read"] == ["the design, from the plan in news; no AWS account was read"]


def test_a_bundle_that_was_changed_does_not_verify(plan: tfproof.Plan, tmp_path: Path) -> None:
    judged = tfproof.judge(plan)
    tfproof.write_bundle(tmp_path / "bundle", tfproof.assess([judged]), {judged.label: plan})
    (tmp_path / "bundle" / "assessment.json").write_text("{}")
    assert not tfproof.verify_bundle(tmp_path / "bundle").ok


def test_a_bundle_without_a_plan_that_was_judged_is_refused(plan: tfproof.Plan, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="the plan of news was judged"):
        tfproof.write_bundle(tmp_path / "bundle", tfproof.assess([tfproof.judge(plan, system="news")]), {})


def test_what_is_no_bundle_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(tfproof.BadInput, match="no bundle here"):
        tfproof.verify_bundle(tmp_path)


CHECK_OF_A_STRANGER = '''
import sys

import tfproof


@tfproof.check(
    "acme.topic-name",
    title="Topics have a display name",
    severity="low",
    aspect="tagging",
    source="https://docs.aws.amazon.com/sns/latest/dg/sns-create-topic.html",
    types=("aws_sns_topic",),
    remediation="Set display_name.",
)
def named(r: tfproof.Resource, c: tfproof.Context) -> tfproof.Answer:
    """Reads `display_name`."""
    return tfproof.holds(bool(r.get("display_name")), "it has a name", "it has no name")


judged = tfproof.judge(tfproof.read_plan(sys.argv[1]), tfproof.load_rules(only=["acme.topic-name"]))
print(*[f"{f.address} {f.verdict}: {f.message}" for f in judged.judgement.findings])
'''


def test_a_check_is_written_with_public_names_alone(plan_file: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHECK_OF_A_STRANGER, str(plan_file)], capture_output=True, text=True, check=False
    )
    assert done.stdout == "aws_sns_topic.news fail: it has no name\n", done.stderr
