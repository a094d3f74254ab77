"""The statement of applicability: how it is read."""

from datetime import date
from pathlib import Path

import pytest

from tfproof.errors import BadInput
from tfproof.frameworks import Control, Coverage, Framework
from tfproof.project.applicability import Exclusion, load_applicability

ROW = """
- framework: gdpr
  requirement: "46"
  reason: all data stays in one country
  owner: data protection officer
  approver: management
  review: 2027-01-31
"""
FRAMEWORK = Framework(
    "gdpr", "GDPR", "1", "label", "https://example.org", "all", (Control("46", "t", Coverage.MANUAL, "r", ()),)
)


def load(tmp_path: Path, text: str, today: date = date(2026, 6, 1)) -> list[Exclusion]:
    path = tmp_path / "applicability.yaml"
    path.write_text(text)
    return load_applicability(path, [FRAMEWORK], today)


def test_a_row_is_read(tmp_path):
    (exclusion,) = load(tmp_path, ROW)
    assert (exclusion.requirement, exclusion.review, exclusion.overdue) == ("46", date(2027, 1, 31), False)


def test_a_row_past_its_review_is_overdue(tmp_path):
    assert load(tmp_path, ROW, date(2027, 2, 1))[0].overdue


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ROW.replace("gdpr", "gdrp"), "no such framework: gdrp"),
        (ROW.replace('"46"', '"460"'), "gdpr has no requirement 460"),
        (ROW + ROW, "gdpr 46 is given twice"),
        (ROW.replace("approver: management", "approver: data protection officer"), "the owner is the approver"),
        (ROW.replace("  reason: all data stays in one country\n", ""), "reason is missing"),
        (ROW.replace("2027-01-31", "later"), "review is missing or no date"),
    ],
)
def test_a_bad_row_is_refused(tmp_path, text, said):
    with pytest.raises(BadInput, match=said):
        load(tmp_path, text)
