"""The bundle names every emulator that had a say, also one on which tests have only seen something happen."""

import json
import time

import pytest
from samples import sample_document

from tfproof.cli import main
from tfproof.evidence import html
from tfproof.project.layout import Project
from tfproof.project.results import Results, TestResult

ROW = """
- {id: S-1, area: a, environments: [staging], requirement: "A queue is there.", source: s, evidence: static, resources: [],
   behaves: true}
"""
MINISTACK = {
    "name": "ministack",
    "version": "1.5.33",
    "account_id": "123456789012",
    "fixes": [{"id": "iam: variables are filled", "kind": "enforced"}],
}


@pytest.fixture
def bundle(tmp_path, monkeypatch):
    """The assessment of a project whose only row was seen on ministack, in tests alone."""
    stack = tmp_path / "terraform/stacks/shop"
    (stack / "environments").mkdir(parents=True)
    (stack / "environments/staging.tfvars").write_text("")
    (stack / "main.tf").write_text('resource "terraform_data" "queue" {\n}\n')
    (stack / "requirements.yaml").write_text(ROW)
    monkeypatch.chdir(tmp_path)
    seen = TestResult("test_seen", "passed", ("S-1",), "staging", (), time.time(), claim="enforces", emulator=MINISTACK)
    Results(Project(tmp_path)).append([seen])
    main(["evidence", "--keep-results"])
    return json.loads((tmp_path / "build/evidence/latest/assessment.json").read_text())


def test_what_tests_have_seen_names_the_emulator_and_its_additions(bundle):
    assert bundle["emulators"] == [MINISTACK]
    assert [(r["status"], r["emulators"]) for r in bundle["trace"]] == [("proven", ["ministack 1.5.33"])]


def test_the_report_says_beside_a_row_on_which_emulator_it_was_seen():
    (row,) = sample_document()["trace"]
    page = html.render(sample_document(trace=[row | {"emulators": ["ministack 1.5.33"]}], emulators=[MINISTACK]))
    assert 'plan <span class="soft">on ministack 1.5.33</span>' in page
    assert "iam: variables are filled" in page
