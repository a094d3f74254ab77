"""What an auditor may rely on in the framework files, and what the loader refuses."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tfproof.checks import Population, registry
from tfproof.errors import BadInput
from tfproof.frameworks import Coverage, Framework, Kind, load

if TYPE_CHECKING:
    from pathlib import Path

FRAMEWORKS = load(known_checks=registry())
EDGES = [(f, r, edge) for f in FRAMEWORKS for r in f.controls for edge in r.edges]

each_framework = pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda f: f.id)


def _framework(framework_id: str) -> Framework:
    return next(f for f in FRAMEWORKS if f.id == framework_id)


def _ids(framework_id: str) -> list[str]:
    return [r.id for r in _framework(framework_id).controls]


def _numbered(prefix: str, count: int) -> list[str]:
    return [f"{prefix}.{number}" for number in range(1, count + 1)]


# Complete, against numbers that are written down here a second time.


def test_iso27001_lists_every_control_of_annex_a() -> None:
    themes = {"A.5": 37, "A.6": 8, "A.7": 14, "A.8": 34}
    assert _ids("iso27001") == [c for theme, count in themes.items() for c in _numbered(theme, count)]


def test_soc2_lists_every_criterion() -> None:
    common = {"CC1": 5, "CC2": 3, "CC3": 4, "CC4": 2, "CC5": 3, "CC6": 8, "CC7": 5, "CC8": 1, "CC9": 2}
    others = {"A1": 3, "C1": 2, "PI1": 5}
    privacy = {"P1": 1, "P2": 1, "P3": 2, "P4": 3, "P5": 2, "P6": 7, "P7": 1, "P8": 1}
    series = {**common, **others, **privacy}
    assert _ids("soc2") == [c for prefix, count in series.items() for c in _numbered(prefix, count)]
    assert len(_ids("soc2")) == 61


def test_hipaa_lists_every_standard_and_specification_of_the_security_rule() -> None:
    paragraphs = {
        308: "(a)(1)(i) (a)(1)(ii)(A) (a)(1)(ii)(B) (a)(1)(ii)(C) (a)(1)(ii)(D) (a)(2) (a)(3)(i) (a)(3)(ii)(A)"
        " (a)(3)(ii)(B) (a)(3)(ii)(C) (a)(4)(i) (a)(4)(ii)(A) (a)(4)(ii)(B) (a)(4)(ii)(C) (a)(5)(i) (a)(5)(ii)(A)"
        " (a)(5)(ii)(B) (a)(5)(ii)(C) (a)(5)(ii)(D) (a)(6)(i) (a)(6)(ii) (a)(7)(i) (a)(7)(ii)(A) (a)(7)(ii)(B)"
        " (a)(7)(ii)(C) (a)(7)(ii)(D) (a)(7)(ii)(E) (a)(8) (b)(1) (b)(2) (b)(3)",
        310: "(a)(1) (a)(2)(i) (a)(2)(ii) (a)(2)(iii) (a)(2)(iv) (b) (c) (d)(1) (d)(2)(i) (d)(2)(ii) (d)(2)(iii)"
        " (d)(2)(iv)",
        312: "(a)(1) (a)(2)(i) (a)(2)(ii) (a)(2)(iii) (a)(2)(iv) (b) (c)(1) (c)(2) (d) (e)(1) (e)(2)(i) (e)(2)(ii)",
        314: "(a)(1) (a)(2)(i) (a)(2)(ii) (a)(2)(iii) (b)(1) (b)(2)",
        316: "(a) (b)(1) (b)(2)(i) (b)(2)(ii) (b)(2)(iii)",
    }
    assert _ids("hipaa") == [f"164.{section}{p}" for section, listed in paragraphs.items() for p in listed.split()]


def test_each_paragraph_of_hipaa_says_how_binding_it_is() -> None:
    marks = r"\((standard|required|addressable)\)"
    assert [r.id for r in _framework("hipaa").controls if not re.search(marks + "$", r.title)] == []


def test_gdpr_lists_every_article_from_5_to_50_and_89() -> None:
    assert list(dict.fromkeys(int(i.partition("(")[0]) for i in _ids("gdpr"))) == [*range(5, 51), 89]


def test_gdpr_lists_every_paragraph_of_the_articles_that_are_split() -> None:
    paragraphs = {
        5: "(1)(a) (1)(b) (1)(c) (1)(d) (1)(e) (1)(f) (2)",
        25: "(1) (2) (3)",
        32: "(1)(a) (1)(b) (1)(c) (1)(d) (2) (3) (4)",
        34: "(1) (2) (3)(a) (3)(b) (3)(c) (4)",
        89: "(1)",
    }
    assert [i for i in _ids("gdpr") if "(" in i] == [
        f"{article}{paragraph}" for article, listed in paragraphs.items() for paragraph in listed.split()
    ]


#: Section of PCI DSS to the numbered requirements that it is split into; "1.1" in 3.5 is 3.5.1.1.
PCI_NUMBERED = {
    "1.2": "1 2 3 4 5 6 7 8",
    "1.3": "1 2 3",
    "1.4": "1 2 3 4 5",
    "2.2": "1 2 3 4 5 6 7",
    "3.2": "1",
    "3.5": "1 1.1 1.2 1.3",
    "3.6": "1 1.1 1.2 1.3 1.4",
    "3.7": "1 2 3 4 5 6 7 8 9",
    "4.2": "1 1.1 1.2 2",
    "5.2": "1 2 3 3.1",
    "5.3": "1 2 2.1 3 4 5",
    "6.3": "1 2 3",
    "6.4": "1 2 3",
    "6.5": "1 2 3 4 5 6",
    "7.2": "1 2 3 4 5 5.1 6",
    "7.3": "1 2 3",
    "8.2": "1 2 3 4 5 6 7 8",
    "8.3": "1 2 3 4 5 6 7 8 9 10 10.1 11",
    "8.4": "1 2 3",
    "8.5": "1",
    "8.6": "1 2 3",
    "10.2": "1 1.1 1.2 1.3 1.4 1.5 1.6 1.7 2",
    "10.3": "1 2 3 4",
    "10.4": "1 1.1 2 2.1 3",
    "10.5": "1",
    "10.6": "1 2 3",
    "10.7": "1 2 3",
    "11.3": "1 1.1 1.2 1.3 2 2.1",
    "11.5": "1 1.1 2",
    "11.6": "1",
    "12.5": "1 2 2.1 3",
    "12.10": "1 2 3 4 4.1 5 6 7",
}


def test_pci_dss_lists_every_section_or_all_its_numbered_requirements() -> None:
    counts = [5, 3, 7, 2, 4, 5, 3, 6, 5, 7, 6, 10]
    appendices = {"A1": 2, "A2": 1, "A3": 5}
    series = {**{str(number): count for number, count in enumerate(counts, start=1)}, **appendices}
    sections = [s for prefix, count in series.items() for s in _numbered(prefix, count)]
    assert len(sections) == 63 + 8
    assert _ids("pci_dss") == [
        row
        for section in sections
        for row in ([f"{section}.{n}" for n in PCI_NUMBERED[section].split()] if section in PCI_NUMBERED else [section])
    ]


def test_pci_dss_splits_every_section_that_a_check_or_code_could_speak_to() -> None:
    testable = {Coverage.AUTOMATED, Coverage.PARTIAL, Coverage.NOT_COVERED}
    whole = [r.id for r in _framework("pci_dss").controls if r.id.count(".") == 1 and r.coverage in testable]
    assert whole == []


# Closed both ways.


def test_every_edge_names_a_check_that_exists() -> None:
    assert {edge.check for _, _, edge in EDGES} - registry().keys() == set()


def test_every_check_speaks_for_some_requirement() -> None:
    assert registry().keys() - {edge.check for _, _, edge in EDGES} == set()


# Well formed.

PATTERNS = {
    "cis_aws": r"[2-6](\.\d+){1,2}",
    "fedramp_20x": r"KSI(-[A-Z]{3}){2}",
    "gdpr": r"\d+(\(\d\)(\([a-f]\))?)?",
    "hipaa": r"164\.3(08|1[0246])\([a-e]\)(\(\d\))?(\([ivx]+\))?(\([A-E]\))?",
    "iso27001": r"A\.[5-8]\.\d+",
    "pci_dss": r"(\d+|A[1-3])\.\d+(\.\d+){0,2}",
    "soc2": r"(CC|A|C|PI|P)\d\.\d",
}


@each_framework
def test_ids_have_the_form_of_their_framework(framework: Framework) -> None:
    assert [r.id for r in framework.controls if not re.fullmatch(PATTERNS[framework.id], r.id)] == []


@each_framework
def test_titles_are_unique(framework: Framework) -> None:
    assert _repeated([r.title for r in framework.controls]) == []


@each_framework
def test_titles_are_short(framework: Framework) -> None:
    assert [r.title for r in framework.controls if len(r.title) > 80] == []


def test_the_iso_label_claims_evidence_and_no_certificate() -> None:
    assert _framework("iso27001").label == "Evidence for ISO/IEC 27001:2022 Annex A"


# Rationales belong to one pair of requirement and check.


def test_no_rationale_is_used_twice() -> None:
    assert _repeated([_plain(edge.rationale) for _, _, edge in EDGES if not edge.pattern]) == []


def test_a_rationale_is_one_sentence() -> None:
    assert [e.rationale for _, _, e in EDGES if not re.fullmatch(r"[A-Z][^.!?]*\.", e.rationale)] == []


def test_a_rationale_is_more_than_the_titles_of_what_it_joins() -> None:
    checks = registry()
    empty = [
        edge.rationale
        for _, requirement, edge in EDGES
        if len(_new_words(edge.rationale, requirement.title, checks[edge.check].title)) < 4
    ]
    assert empty == []


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def _new_words(text: str, *known: str) -> set[str]:
    return set(_plain(text).split()) - {word for other in known for word in _plain(other).split()}


def _repeated(values: list[str]) -> list[str]:
    return sorted(value for value, count in Counter(values).items() if count > 1)


# Words never exceed the reads: a check sees settings of single resources, and what it does not see it cannot exclude.

OVERCLAIM = re.compile(
    r"\b(cannot|impossible|nobody|no one|nothing|anybody|anyone|never|always|entire\w*|whole|fully|complete\w*"
    r"|guarantee\w*|ensur\w*|prove\w*|provabl\w*|examin\w*|unreadable|whatever|ruled out|at all|looked into"
    r"|least (?:rights|privilege))\b",
    re.IGNORECASE,
)
TOTAL = re.compile(r"\b(all|any|every\w*)\b", re.IGNORECASE)


def test_no_rationale_excludes_what_a_check_does_not_see() -> None:
    assert [e.rationale for _, _, e in EDGES if OVERCLAIM.search(e.rationale)] == []


def test_only_an_edge_that_satisfies_speaks_of_all() -> None:
    assert [e.rationale for _, _, e in EDGES if e.kind is not Kind.SATISFIES and TOTAL.search(e.rationale)] == []


def test_only_a_check_of_each_resource_speaks_of_each() -> None:
    checks = registry()
    spoken = [e for _, _, e in EDGES if re.search(r"\beach\b", e.rationale, re.IGNORECASE)]
    assert [e.rationale for e in spoken if checks[e.check].population is not Population.EACH] == []


def test_a_check_that_one_plan_makes_none_speaks_of_the_plan_and_not_of_the_account() -> None:
    checks = registry()
    absent = [e for _, _, e in EDGES if checks[e.check].population is Population.MUST_NOT_EXIST and not e.pattern]
    assert absent
    assert [e.rationale for e in absent if not re.search(r"\bplan adds no\b", e.rationale)] == []


def test_a_check_of_allowed_regions_speaks_of_the_owners_list() -> None:
    placed = [e for _, _, e in EDGES if e.check in ("residency.allowed-regions", "residency.replication-targets")]
    assert [e.rationale for e in placed if "owner" not in e.rationale] == []


# What may make a requirement pass.

SATISFYING = [(f, r, edge) for f, r, edge in EDGES if edge.kind is Kind.SATISFIES]
#: Checks of an aspect that ask for more than a requirement on all of it does.
NOT_ASKED = {
    "encryption.s3-at-rest": "S3 encrypts every object since January 2023, whatever the bucket declares",
    "encryption.ebs-default": "a default for new volumes of one region; volumes are judged one by one",
    "encryption.ecr-at-rest": "a repository is encrypted without it; that it is a choice, is another question",
    "encryption.kms-rotation": "renewal of keys, not encryption",
    "encryption.athena-enforced": "whether clients may choose otherwise; what is stored is another question",
    "encryption.ebs-default-on": "a default for new volumes of one region; volumes are judged one by one",
    "encryption.emr-security-configuration": "a configuration that a cluster may use; clusters are judged one by one",
    "encryption.glue-security-configuration": "a configuration that a job may use; jobs are judged one by one",
    "encryption.s3-bucket-key": "how often KMS is asked, not encryption",
}


def test_only_a_check_of_each_resource_satisfies() -> None:
    checks = registry()
    assert [(r.id, e.check) for _, r, e in SATISFYING if checks[e.check].population is not Population.EACH] == []


def test_a_check_that_is_satisfied_by_a_setting_of_the_owner_alone_does_not_satisfy() -> None:
    lists = {"allowed_regions", "public_ports", "required_tags", "data_classes", "cdn_price_classes"}
    checks = registry()
    assert [(r.id, e.check) for _, r, e in SATISFYING if lists & set(checks[e.check].parameters)] == []


def test_a_requirement_that_can_pass_names_every_check_of_its_aspects() -> None:
    checks = registry()
    absent = {}
    for control in {id(r): r for _, r, _ in SATISFYING}.values():
        named = {e.check for e in control.edges if e.kind is Kind.SATISFIES}
        aspects = {checks[check].aspect for check in named}
        asked = {c.id for c in checks.values() if c.aspect in aspects and not c.id.endswith("-own-key")}
        wanted = asked - NOT_ASKED.keys()
        absent[control.id] = sorted(wanted - named)
    assert {control_id: ids for control_id, ids in absent.items() if ids} == {}


def test_a_pattern_that_fits_no_check_is_no_edge() -> None:
    assert [(r.id, e.check) for _, r, e in EDGES if "*" in e.check] == []


def test_a_check_that_is_not_asked_satisfies_nothing() -> None:
    assert NOT_ASKED.keys() <= registry().keys()
    assert NOT_ASKED.keys() & {e.check for _, _, e in SATISFYING} == set()


def test_a_requirement_that_can_pass_says_why_its_checks_are_all_that_it_asks() -> None:
    assert [r.id for f in FRAMEWORKS for r in f.controls if r.coverage is Coverage.AUTOMATED and not r.reason] == []


# A threshold is the requirement's own number; what the owner may choose is in the settings.

THRESHOLDS = {
    ("pci_dss", "8.3.6", "identity.password-policy"): {"characters": 12},
    ("pci_dss", "8.3.7", "identity.password-policy"): {"remembered": 4},
    ("pci_dss", "10.5.1", "logging.log-retention"): {"days": 365},
}


def test_only_a_requirement_that_names_a_number_has_a_threshold() -> None:
    assert {(f.id, r.id, e.check): e.threshold for f, r, e in EDGES if e.threshold} == THRESHOLDS


def test_a_check_without_that_number_does_not_speak_for_a_requirement_that_names_one() -> None:
    named = {(f, r) for f, r, _ in THRESHOLDS}
    assert [(r.id, e.check) for f, r, e in EDGES if (f.id, r.id) in named and not e.threshold] == []


def test_a_threshold_is_in_a_unit_that_its_check_measures() -> None:
    checks = registry()
    units = {(e.check, unit) for _, _, e in EDGES for unit in e.threshold}
    assert [(check, unit) for check, unit in units if f"limits.{unit}" not in checks[check].parameters] == []


# Category errors that published mappings make.


def test_encryption_is_not_filed_under_masking() -> None:
    assert _framework("iso27001").control("A.8.11").edges == ()


def test_service_side_encryption_alone_never_shows_card_numbers_unreadable() -> None:
    assert {edge.kind for edge in _framework("pci_dss").control("3.5.1").edges} == {Kind.SUPPORTS}


def test_whose_key_it_is_never_counts_as_encryption() -> None:
    counted = {(f.id, r.id) for f, r, e in EDGES if e.check.endswith("-own-key") and e.kind is not Kind.SUPPORTS}
    assert counted == {("cis_aws", "4.5")}  # which asks whose key it is


def test_a_check_that_demands_a_wait_never_speaks_for_an_erasure() -> None:
    erasure = re.compile(r"erased|destroyed|removed|thrown away|beyond reading|retired|discarded")
    waiting = {"encryption.kms-deletion-window", "retention.secrets-recovery-window"}
    erasures = [r for f in FRAMEWORKS for r in f.controls if erasure.search(r.title)]
    assert len(erasures) > 5
    assert [(r.id, e.check) for r in erasures for e in r.edges if e.check in waiting] == []


def test_a_check_that_only_informs_never_counts_as_evidence() -> None:
    assert {edge.kind for _, _, edge in EDGES if edge.check == "residency.cdn-geography"} == {Kind.SUPPORTS}


# What the loader refuses.

VALID = """\
id: own
name: Own rules
edition: "1"
label: Own rules
source: https://example.org/rules
denominator: All rules.
requirements:
  - id: R.1
    title: First
    coverage: partial
    reason: The rest is done by hand.
    checks:
      - {check: network.flow-logs, kind: partial, rationale: "Shows the part that a plan can show."}
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A valid framework file of a user."""
    path = tmp_path / "own.yaml"
    path.write_text(VALID, encoding="utf-8")
    return path


def test_a_framework_of_the_user_is_loaded_beside_the_shipped_ones(own: Path) -> None:
    assert {f.id for f in load(extra=[own])} == {f.id for f in FRAMEWORKS} | {"own"}


def test_a_directory_of_frameworks_is_loaded(own: Path) -> None:
    assert "own" in {f.id for f in load(extra=[own.parent])}


def test_a_directory_without_frameworks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no framework in this directory"):
        load(extra=[tmp_path])


def test_a_file_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        load(extra=[tmp_path / "none.yaml"])


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        pytest.param("id: own", "id: soc2", "id soc2 is taken", id="id of a shipped framework"),
        pytest.param("id: own", "id: [", "not valid YAML", id="broken YAML"),
        pytest.param("name: Own rules", "id: again", "'id' is given twice", id="key given twice"),
        pytest.param("id: R.1", "id: 1.10", "1.1 is not of type 'string'", id="number instead of an id"),
        pytest.param("coverage: partial", "coverage: full", "'full' is not one of", id="unknown coverage"),
        pytest.param("coverage: partial", "coverage: manual", "manual contradicts", id="manual with edges"),
        pytest.param("coverage: partial", "coverage: automated", "automated contradicts", id="nothing satisfies"),
        pytest.param("kind: partial", "kind: satisfies", "partial contradicts", id="partial, satisfied"),
        pytest.param("    reason: The rest is done by hand.\n", "", "R.1: coverage partial needs", id="no reason"),
        pytest.param(", rationale:", ", why:", "'why' was unexpected", id="misspelt key"),
        pytest.param("source: https", "source: ftp", "does not match", id="source is not a page"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused(own: Path, old: str, new: str, match: str) -> None:
    own.write_text(VALID.replace(old, new), encoding="utf-8")
    with pytest.raises(BadInput, match=re.escape(match)) as refused:
        load(extra=[own])
    assert str(own) in str(refused.value)


def test_a_requirement_given_twice_is_refused(own: Path) -> None:
    second = "  - {id: R.1, title: Again, coverage: manual, reason: By hand.}\n"
    own.write_text(VALID + second, encoding="utf-8")
    with pytest.raises(BadInput, match=r"requirement given twice: R\.1"):
        load(extra=[own])


def test_an_edge_given_twice_is_refused(own: Path) -> None:
    second = '      - {check: network.flow-logs, kind: supports, rationale: "Says it again."}\n'
    own.write_text(VALID + second, encoding="utf-8")
    with pytest.raises(BadInput, match=r"R\.1: check given twice: network\.flow-logs"):
        load(extra=[own])


def test_an_edge_to_an_unknown_check_is_refused_when_the_checks_are_known(own: Path) -> None:
    own.write_text(VALID.replace("network.flow-logs", "network.own-idea"), encoding="utf-8")
    with pytest.raises(BadInput, match=r"own\.yaml: no such check: network\.own-idea"):
        load(extra=[own], known_checks={edge.check for _, _, edge in EDGES})


# Edges by a pattern.

PATTERN = VALID.replace("network.flow-logs", '"network.*"').replace(
    "kind: partial, rationale", "kind: partial, except: [network.tasks-private], rationale"
)


def test_a_pattern_stands_for_every_check_that_fits_and_is_not_left_out(own: Path) -> None:
    own.write_text(PATTERN, encoding="utf-8")
    (framework,) = (f for f in load(extra=[own], known_checks=registry()) if f.id == "own")
    named = {e.check for e in framework.control("R.1").edges}
    assert named == {c for c in registry() if c.startswith("network.")} - {"network.tasks-private"}


def test_a_check_that_is_named_is_not_meant_by_a_pattern(own: Path) -> None:
    row = '      - {check: network.flow-logs, kind: supports, rationale: "Is named by itself."}\n'
    own.write_text(PATTERN + row, encoding="utf-8")
    (framework,) = (f for f in load(extra=[own], known_checks=registry()) if f.id == "own")
    flow = [e for e in framework.control("R.1").edges if e.check == "network.flow-logs"]
    assert [e.kind for e in flow] == [Kind.SUPPORTS]
