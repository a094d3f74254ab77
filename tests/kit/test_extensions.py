"""Other packages add checks and frameworks by entry points; one that cannot be used is named, never passed over."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from small_plan import TOPIC

from tfproof.checks import registry
from tfproof.checks.model import Check
from tfproof.findings import Cause, Finding, Layer, Read, Verdict
from tfproof.testing import (
    assert_aspect_fits,
    assert_documented,
    assert_has_fixtures,
    assert_paths_exist,
    assert_rests_on_reads,
    assert_types_exist,
    assert_verdicts,
    fixture_cases,
)

CHECK = '''
from tfproof.checks.model import check, holds


@check(
    "{id}",
    title="Topics have a display name",
    severity="low",
    aspect="{aspect}",
    source="https://docs.aws.amazon.com/sns/latest/dg/sns-create-topic.html",
    types=("aws_sns_topic",),
    remediation="Set display_name.",
    aliases={aliases},
)
def named(r, c):
    """Reads `display_name`."""
    return holds(bool(r.get("display_name")), "it has a name", "it has no name")
'''
FRAMEWORK = """
id: {id}
name: Acme house rules
edition: "3"
label: Held against Acme's house rules.
source: https://acme.example/rules
denominator: all rules
requirements:
  - id: R1
    title: Topics can be told apart.
    coverage: partial
    reason: Only topics are looked at.
    checks:
      - check: {check}
        kind: partial
        rationale: A display name tells topics apart.
"""


class Packages:
    """Packages of others that are installed in a directory of their own, and a command line that sees them."""

    def __init__(self, base: Path) -> None:
        self.site = base / "site"
        self.site.mkdir()
        self.base = base
        (base / "plan.json").write_text(json.dumps(TOPIC))

    def install(self, name: str, group: str, **files: str) -> None:
        """Write a package with one entry point to itself, and its metadata."""
        module = name.replace("-", "_")
        (self.site / module).mkdir()
        for file, text in {"__init__": "", **files}.items():
            (self.site / module / (f"{file}.yaml" if file.startswith("rules") else f"{file}.py")).write_text(text)
        info = self.site / f"{module}-1.2.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n")
        (info / "entry_points.txt").write_text(f"[{group}]\nhouse = {module}\n")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command with these packages installed."""
        command = [sys.executable, "-P", "-m", "tfproof.cli", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(self.site)}
        return subprocess.run(command, cwd=self.base, env=environment, capture_output=True, text=True, check=False)

    def judged(self) -> dict[str, object]:
        """Judge the plan and return the JSON."""
        done = self.run("assess", "plan.json", "--json")
        assert done.returncode in (0, 1), done.stderr
        document: dict[str, object] = json.loads(done.stdout)
        return document

    def complaint(self, *arguments: str) -> tuple[int, str]:
        """Run a command that must fail; return its exit code and the only line of its complaint."""
        done = self.run(*arguments)
        (line,) = done.stderr.splitlines()
        return done.returncode, line


@pytest.fixture
def packages(tmp_path: Path) -> Packages:
    return Packages(tmp_path)


def acme(check_id: str = "acme.topic-name", aspect: str = "tagging", aliases: tuple[str, ...] = ()) -> str:
    return CHECK.format(id=check_id, aspect=aspect, aliases=repr(aliases))


def test_a_check_of_another_package_judges(packages: Packages) -> None:
    packages.install("acme-checks", "tfproof.checks", __init__=acme())
    verdicts = {f["check"]: f["verdict"] for f in packages.judged()["findings"]}  # type: ignore[attr-defined]
    assert verdicts["acme.topic-name"] == "fail"


def test_the_evidence_names_the_package_and_its_version(packages: Packages) -> None:
    packages.install("acme-checks", "tfproof.checks", __init__=acme())
    assert packages.judged()["run"]["tools"]["acme-checks"] == "1.2"  # type: ignore[index]


def test_a_check_of_another_package_is_explained(packages: Packages) -> None:
    packages.install("acme-checks", "tfproof.checks", __init__=acme())
    assert "Topics have a display name" in packages.run("explain", "acme.topic-name").stdout


def test_a_framework_of_another_package_is_assessed_by_its_checks(packages: Packages) -> None:
    packages.install("acme-checks", "tfproof.checks", __init__=acme())
    packages.install("acme-rules", "tfproof.frameworks", rules=FRAMEWORK.format(id="acme", check="acme.topic-name"))
    rows = packages.judged()["controls"]
    assert [r["requirement"] for r in rows if r["framework"] == "acme"] == ["R1"]  # type: ignore[attr-defined]


BROKEN: list[tuple[str, str, str]] = [
    ("an error", "raise RuntimeError('no\\nlicence')", "RuntimeError: no licence"),
    ("a syntax error", "def", "SyntaxError: "),
    ("a missing module", "import acme_secret_sauce", "ModuleNotFoundError: No module named 'acme_secret_sauce'"),
    ("an exit", "raise SystemExit(0)", "SystemExit: 0"),
    ("no check", "", "it registers no check"),
    ("a check without words", acme().replace('"""Reads `display_name`."""', ""), "needs a docstring"),
    ("an aspect that does not exist", acme(aspect="at-ease"), "an aspect that does not exist: at-ease"),
    ("an id of ours", acme("encryption.sns-at-rest"), "declared twice: in tfproof.checks.concerns.encryption and acme"),
    (
        "a former id that is one of ours",
        acme(aliases=("encryption.sns-at-rest",)),
        "means more than one check: in tfproof.checks.concerns.encryption and acme",
    ),
]


@pytest.mark.parametrize(("text", "said"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_checks_that_cannot_be_used_end_the_run_in_one_line(packages: Packages, text: str, said: str) -> None:
    packages.install("acme-checks", "tfproof.checks", __init__=text)
    code, line = packages.complaint("assess", "plan.json")
    assert code == 3
    assert line.startswith("tfproof: acme-checks 1.2 adds nothing to tfproof.checks: acme_checks: ")
    assert said in line
    assert line.endswith("mend it, or uninstall acme-checks")


ASK_TWICE = """
from tfproof.checks import registry

for _ in range(2):
    try:
        registry()
    except Exception as error:
        print(error.message)
"""


def test_checks_that_cannot_be_used_are_complained_about_in_the_same_words_when_asked_again(
    packages: Packages,
) -> None:
    packages.install("acme-checks", "tfproof.checks", __init__=acme() + "\nraise RuntimeError('no licence')\n")
    environment = {**os.environ, "PYTHONPATH": str(packages.site)}
    command = [sys.executable, "-P", "-c", ASK_TWICE]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    first, second = done.stdout.splitlines()
    assert (first == second, "no licence" in first) == (True, True)


def test_an_id_of_two_packages_is_refused_with_the_names_of_both(packages: Packages) -> None:
    packages.install("acme-checks", "tfproof.checks", __init__=acme())
    packages.install("zeta-checks", "tfproof.checks", __init__=acme())
    code, line = packages.complaint("explain")
    assert (code, "in acme_checks and zeta_checks" in line) == (3, True), line


def test_a_former_id_of_two_packages_is_refused_with_the_names_of_both(packages: Packages) -> None:
    packages.install("acme-checks", "tfproof.checks", __init__=acme(aliases=("acme.old",)))
    packages.install("zeta-checks", "tfproof.checks", __init__=acme("zeta.topic-name", aliases=("acme.old",)))
    code, line = packages.complaint("explain")
    assert (code, "in acme_checks and zeta_checks" in line) == (3, True), line


FRAMEWORKS: list[tuple[str, str, int, str]] = [
    ("none", "", 3, "acme-rules 1.2 adds nothing to tfproof.frameworks: acme_rules: ValueError: it holds no framework"),
    ("an id of ours", FRAMEWORK.format(id="gdpr", check="cost.budget"), 2, "the framework id gdpr is taken by"),
    ("a check that is not there", FRAMEWORK.format(id="acme", check="acme.none"), 2, "no such check: acme.none"),
    ("no framework", "id: acme", 2, "'name' is a required property"),
]


@pytest.mark.parametrize(("text", "code", "said"), [f[1:] for f in FRAMEWORKS], ids=[f[0] for f in FRAMEWORKS])
def test_a_framework_that_cannot_be_used_ends_the_run_in_one_line(
    packages: Packages, text: str, code: int, said: str
) -> None:
    packages.install("acme-rules", "tfproof.frameworks", **({"rules": text} if text else {}))
    got, line = packages.complaint("assess", "plan.json")
    assert (got, line.startswith("tfproof: ")) == (code, True)
    assert said in line
    assert "acme_rules" in line


# What this project holds its own checks to is there for others, and each assertion can fail.


def changed(**parts: object) -> Check:
    """Return a good check of which some parts are other ones."""
    good = registry()["encryption.sns-at-rest"]
    kept = {name: getattr(good, name) for name in Check.__slots__}
    return Check(**{**kept, **parts})  # type: ignore[arg-type]


def reading(path: str, **parts: object) -> Finding:
    """Return a passing finding that read a path of a topic."""
    kept: dict[str, object] = {
        "check": "encryption.sns-at-rest",
        "address": "aws_sns_topic.news",
        "resource_type": "aws_sns_topic",
        "verdict": Verdict.PASS,
        "message": "",
        "layer": Layer.PLAN,
        "reads": (Read("module.a.aws_sns_topic.news[0]", path, "x"),),
    }
    return Finding(**{**kept, **parts})  # type: ignore[arg-type]


def nothing_said(r: object, c: object) -> None:
    """Is a predicate that does not begin with what it reads."""


GOOD: list[Callable[[], None]] = [
    lambda: assert_documented(changed()),
    lambda: assert_types_exist(changed()),
    lambda: assert_types_exist(changed(types=("google_storage_bucket",))),
    lambda: assert_aspect_fits(changed()),
    lambda: assert_aspect_fits(changed(aspect="tagging")),
    lambda: assert_paths_exist([reading("kms_master_key_id")]),
    lambda: assert_verdicts([reading("name")], "pass"),
    lambda: assert_rests_on_reads(changed(), [reading("name")]),
]
BAD: list[tuple[Callable[[], None], str]] = [
    (lambda: assert_documented(changed(predicate=nothing_said)), "begin with what it reads"),
    (lambda: assert_documented(changed(remediation="Set it")), "no one-line sentence"),
    (lambda: assert_documented(changed(sources=("a book",))), "no https address"),
    (lambda: assert_documented(changed(aspect="at-ease")), "no aspect at-ease"),
    (lambda: assert_types_exist(changed(types=("aws_sns_topik",))), "no aws_sns_topik"),
    (lambda: assert_types_exist(changed(looks_at=("aws_iam_policy_document",))), "no aws_iam_policy_document"),
    (lambda: assert_aspect_fits(changed(aspect="cost")), "no cost to aws_sns_topic"),
    (lambda: assert_paths_exist([reading("kms_key")]), "aws_sns_topic has no kms_key"),
    (lambda: assert_paths_exist([reading("name", cause=Cause.CHECK_ERROR, message="it broke")]), "it broke"),
    (lambda: assert_verdicts([reading("name")], "fail"), "aws_sns_topic.news: pass"),
    (lambda: assert_rests_on_reads(changed(), [reading("name", reads=())]), "nothing was read of aws_sns_topic.news"),
    (lambda: assert_has_fixtures(changed(), Path("/nowhere")), "no fixture pass.tf and no fail.tf"),
]


@pytest.mark.parametrize("assertion", GOOD)
def test_an_assertion_for_checks_holds_for_a_good_one(assertion: Callable[[], None]) -> None:
    assertion()


@pytest.mark.parametrize(("assertion", "said"), BAD, ids=[said for _, said in BAD])
def test_an_assertion_for_checks_says_what_is_wrong(assertion: Callable[[], None], said: str) -> None:
    with pytest.raises(AssertionError, match=said):
        assertion()


def test_fixtures_are_found_by_check_and_verdict(tmp_path: Path) -> None:
    for name in ("a.b/pass.tf", "a.b/fail.tf", "a.b/notes.md", "c.d/unknown.tf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    assert [str(case) for case in fixture_cases(tmp_path)] == ["a.b-pass", "a.b-fail", "c.d-unknown"]


def test_a_check_that_is_declared_after_the_first_use_is_there(tmp_path: Path) -> None:
    (tmp_path / "late.py").write_text(CHECK.format(id="mine.late", aspect="tagging", aliases=()))
    script = "from tfproof.checks import registry\nassert 'mine.late' not in registry()\nimport late\nregistry()['mine.late']"
    done = subprocess.run(
        [sys.executable, "-c", script],
        check=False,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert (done.returncode, done.stderr) == (0, "")
