"""What is written piece by piece is what would be written at once, and no piece is made or read twice."""

from __future__ import annotations

import io
import json
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from samples import evidence, findings, sample_document
from small_plan import TOPIC

from tfproof.assessment.controls import Judged, assess
from tfproof.checks import Judgement
from tfproof.evidence import html, jsonout, junit, plans, sarif, write_bundle, write_document
from tfproof.evidence.conforming import fitting
from tfproof.findings import Finding, Layer
from tfproof.secrecy import Redactor

SCHEMA = json.loads(jsonout.schema_text())
OF_FINDING = {"$ref": "#/$defs/finding", "$defs": SCHEMA["$defs"]}
DOCUMENT = json.loads(json.dumps(sample_document()))
FINDINGS = DOCUMENT["findings"]
SHORT = {**DOCUMENT, "findings": [], "checks": {}, "controls": DOCUMENT["controls"][:3]}
fits, by_jsonschema = fitting(SCHEMA), Draft202012Validator(SCHEMA)
finding_fits, finding_by_jsonschema = fitting(SCHEMA, "finding"), Draft202012Validator(OF_FINDING)


def many(count: int) -> Any:
    """A run with so many copies of the sample's findings, each about a resource of its own."""
    found = [replace(f, address=f"{f.address}[{n}]") for n in range(count) for f in findings()]
    judged = Judged("shop", "production", Layer.PLAN, "shop-production", Judgement(tuple(found), {}, len(found)), "x")
    return evidence(assessment=assess([judged], ()), ladder=(), disagreements=())


def test_the_document_is_the_same_piece_by_piece():
    document = sample_document()
    assert json.loads("".join(jsonout.pieces(document))) == json.loads(json.dumps(document))


def test_each_finding_has_a_line_of_its_own():
    lines = "".join(jsonout.pieces(sample_document())).splitlines()
    assert sum(line.startswith('{"id": ') and '"reads": ' in line for line in lines) == len(findings())


def test_a_finding_that_does_not_fit_is_refused_while_it_is_written():
    document = sample_document()
    document["findings"][5]["verdict"] = "passed"
    with pytest.raises(ValueError, match="would be invalid at"):
        list(jsonout.pieces(document))


def test_what_a_bundle_holds_can_be_made_again_from_its_assessment(tmp_path: Path):
    write_bundle(tmp_path / "b", many(20))
    document = json.loads((tmp_path / "b" / "assessment.json").read_text())
    assert junit.render(document) == (tmp_path / "b" / "junit.xml").read_bytes()
    assert sarif.render(document) == json.loads((tmp_path / "b" / "findings.sarif").read_text())
    assert html.render(document) == (tmp_path / "b" / "report.html").read_text()


def test_the_command_prints_what_the_bundle_holds(tmp_path: Path):
    run = evidence()
    write_bundle(tmp_path / "b", run)
    printed = io.StringIO()
    write_document(run, printed)
    assert json.loads(printed.getvalue()) == json.loads((tmp_path / "b" / "assessment.json").read_text())


def test_every_finding_is_made_once_and_goes_through_the_gate_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made: list[str] = []
    scrubbed: list[str] = []
    describe, scrub = jsonout._finding, Redactor.scrub

    def described(finding: Finding, *rest: Any) -> Any:
        made.append(finding.address)
        return describe(finding, *rest)

    def through(self: Redactor, node: Any, *rest: Any, **more: Any) -> Any:
        if isinstance(node, dict) and "reads" in node and "address" in node:
            scrubbed.append(node["address"])
        return scrub(self, node, *rest, **more)

    monkeypatch.setattr(jsonout, "_finding", described)
    monkeypatch.setattr(Redactor, "scrub", through)
    run = many(5)
    write_bundle(tmp_path / "b", run)
    assert made == scrubbed == [f.address for f in run.assessment.findings]


def test_no_more_of_a_plan_than_a_resource_is_handed_to_the_gate_at_once():
    raw = {**TOPIC, "prior_state": {"values": TOPIC["planned_values"]}}
    module = {"address": "module.m", "resources": raw["planned_values"]["root_module"]["resources"]}
    raw["planned_values"] = {"root_module": {"child_modules": [module, module]}}
    handed: list[Any] = []

    def gate(node: Any) -> Any:
        handed.append(node)
        return deepcopy(node)

    assert json.loads("".join(plans.pieces(raw, gate))) == raw
    assert max(json.dumps(node).count('"aws_sns_topic"') for node in handed) == 1


@pytest.mark.parametrize(
    "raw",
    [
        TOPIC,
        {},
        {"planned_values": {}, "resource_changes": [], "configuration": {"root_module": {"module_calls": {}}}},
        # Names that are also words of a plan's form.
        {"configuration": {"root_module": {"module_calls": {"values": {"module": {"resources": [{"a": 1}]}}}}}},
        {"configuration": {"root_module": {"module_calls": {"resources": {"expressions": {"values": {}}}}}}},
        {"planned_values": {"outputs": {"values": {"value": [1]}}, "root_module": {"resources": [None, 3]}}},
        {"planned_values": None, "prior_state": [1, {"resources": []}], "resource_changes": None},
    ],
)
def test_a_plan_of_any_shape_is_the_same_resource_by_resource(raw: dict[str, Any]):
    assert json.loads("".join(plans.pieces(raw, lambda node: node))) == raw


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 3)
    | st.floats(allow_nan=False)
    | st.sampled_from(["", "pass", "a" * 16]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "verdict", "x"]), inner),
    max_leaves=6,
)


@given(st.sampled_from(FINDINGS), st.data())
def test_a_finding_fits_exactly_when_jsonschema_says_so(finding: dict[str, Any], data: st.DataObject):
    """One value anywhere in a finding is another, or not there."""
    changed = deepcopy(finding)
    node: Any = changed
    while True:
        key = data.draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
        inner = node[key]
        if not (isinstance(inner, dict | list) and inner and data.draw(st.booleans())):
            break
        node = inner
    if data.draw(st.booleans()):
        node[key] = data.draw(JSON)
    else:
        del node[key]
    assert finding_fits(changed) is finding_by_jsonschema.is_valid(changed)


@pytest.mark.parametrize("key", SCHEMA["required"])
@settings(max_examples=30)
@given(value=JSON)
def test_a_document_fits_exactly_when_jsonschema_says_so(key: str, value: Any):
    for changed in ({**SHORT, key: value}, {k: v for k, v in SHORT.items() if k != key}):
        assert fits(changed) is by_jsonschema.is_valid(changed)


def test_a_keyword_that_is_not_known_is_an_error():
    with pytest.raises(ValueError, match="multipleOf is not known"):
        fitting({"multipleOf": 2})


def test_the_report_does_not_grow_with_the_findings():
    small, large = (len(html.render(jsonout.document(many(count)))) for count in (150, 1500))
    assert large < small * 1.02


def test_what_the_report_leaves_out_is_counted():
    document = jsonout.document(many(150))
    view = html._View(document)
    for finding in document["findings"]:
        view.add(finding)
    for check in view.by_check:
        groups = view.groups(check)
        shown = sum(len(row.places) * len(row.where) for _, rows in groups for row in rows)
        assert shown + sum(g.left_out for g, _ in groups) == sum(f["check"] == check for f in document["findings"])
    text = html.render(document)
    assert "and 50 more, in <code>assessment.json</code>" in text  # of the 150 fails of a check 100 are shown
    assert "And 50 more fails of this check, in <code>assessment.json</code>" in text
    assert "147 more" in text  # of the passes three
