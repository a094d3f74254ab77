"""The report: self-contained, honest about what was read, and safe to open."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest
from samples import HOSTILE, sample_document

from tfproof.evidence import html

#: Elements and attributes that make a browser fetch or run something.
_FETCHING = {"src", "srcset", "data", "poster", "action", "formaction", "background", "ping", "manifest"}


class Page(HTMLParser):
    """What a browser sees: elements with attributes, ids, and text outside script and style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._words: list[str] = []
        self._inside = ""
        self.feed(text)
        self.text = " ".join("".join(self._words).split())

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._inside = tag

    def handle_endtag(self, tag):
        self._inside = ""

    def handle_data(self, data):
        if self._inside not in ("script", "style"):
            self._words.append(data)
        elif "</" in data:
            raise AssertionError("script or style hold the end of an element")

    def attributes(self, name: str) -> list[str]:
        return [a[name] or "" for _, a in self.elements if name in a]


@pytest.fixture(scope="module")
def text() -> str:
    return html.render(json.loads(json.dumps(sample_document())))


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def test_nothing_is_loaded_from_anywhere(page, text):
    assert not [a for _, attributes in page.elements for a in attributes if a in _FETCHING]
    assert not [tag for tag, _ in page.elements if tag in {"link", "iframe", "object", "embed", "img", "base"}]
    assert all(href.startswith("#") for href in page.attributes("href"))
    assert not re.search(r"@import|url\(", text)


def test_the_page_forbids_loading_and_foreign_scripts(page, text):
    script = re.search(r"<script>(.*?)</script>", text, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    (policy,) = [a["content"] for tag, a in page.elements if a.get("http-equiv") == "Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}'" in policy


def test_hostile_names_and_values_stay_text(page):
    assert [tag for tag, _ in page.elements].count("script") == 1
    assert not [a for _, attributes in page.elements for a in attributes if a.startswith("on")]
    assert "<script>alert(1)</script>" in page.text


def test_hostile_claims_stay_text():
    page = Page(html.render(sample_document(read=[f"</style>{HOSTILE}"])))
    assert [tag for tag, _ in page.elements].count("script") == 1
    assert [tag for tag, _ in page.elements].count("style") == 1


def test_what_was_read_stands_at_the_top_of_every_printed_page(text):
    header = re.search(r'@top-left \{ content: "([^"]*)"', text)[1]
    plain = re.sub(r"\\([0-9a-f]{6}) ", lambda m: chr(int(m[1], 16)), header)
    assert plain == "The design, from production.tfvars; no AWS account was read."


@pytest.mark.parametrize(
    "words",
    [
        "The design, from production.tfvars; no AWS account was read.",
        "Staging was not planned.",
        "nothing here shows that a control operates",
        "The account 123456789012 is an emulator's",
        "2026-11-21T09:30:00Z",
        "4f5e0d2a9b1c",
        "terraform 1.11.4",
        "storage_encrypted = false",
        "sensitive: password",
        "terraform/modules/rds postgres/main.tf:13",
        "Set storage_encrypted = true",
        "waived by W-1",
        "synthetic data",
        "version 15",
        "one country",
        "would be fail; not asked here: one zone will do (platform team, review 2027-01-01)",
        "observed days 1; demanded at least 7",
        "mutation score",
        "aws_route",
        "CKV_1",
        "a known reason",
        "backup: selections are stored",
        "not forgery",
        "eu-west-1",
    ],
)
def test_the_report_says(page, words):
    assert words in page.text


def test_every_requirement_of_every_framework_is_in_the_report(page):
    ids = set(page.attributes("id"))
    document = sample_document()
    assert {f"{c['framework']}-{html._anchor(c['requirement'])}" for c in document["controls"]} <= ids


def test_ids_are_unique_and_links_lead_somewhere(page):
    ids = page.attributes("id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.attributes("href")} <= set(ids)


def test_every_field_has_a_label(page):
    fields = {a["id"] for tag, a in page.elements if tag in ("input", "select")}
    assert fields == {a["for"] for tag, a in page.elements if tag == "label"}


def test_a_dirty_tree_is_said():
    assert "had changes that are not in the commit" in Page(html.render(sample_document(dirty=True))).text


def test_the_trace_counts_what_deviates_apart_from_what_is_proven(page):
    assert "1 rows: 0 proven, 1 deviates, 0 designed, 0 unproven, 0 failed, 0 manual." in page.text


def test_parts_without_content_are_absent():
    ids = Page(html.render(sample_document(trace=(), ladder=()))).attributes("id")
    assert not {"trace", "deviations", "ladder"} & set(ids)


def test_a_scanner_that_was_not_asked_is_said():
    assert "Not asked in this run." in Page(html.render(sample_document(scanner=None, disagreements=()))).text


def test_code_in_prose_is_set_as_code_and_nothing_else_is_taken_for_markup():
    assert html._prose("<b> `a < b`") == "&lt;b&gt; <code>a &lt; b</code>"


def test_a_long_value_is_shortened_and_says_so():
    assert html._shown("x" * 500).endswith("… (500 characters)")


def finding(address: str, environment: str, value: object) -> dict:
    return {
        "verdict": "pass", "message": "m", "cause": None, "missing": "", "waiver": None, "address": address,
        "file": "main.tf", "line": 3, "environment": environment, "layer": "plan", "measures": [], "exemption": None,
        "reads": [{"address": address, "path": "p", "status": "known", "value": value}],
    }  # fmt: skip


def merged(*findings: dict) -> list[html.ReportRow]:
    return html.merge(findings, lambda f: (f["environment"], f["layer"]))


def test_findings_that_say_the_same_share_a_row_with_every_resource_and_environment():
    (row,) = merged(*(finding(a, e, 1) for a in ("x.a", "x.b") for e in ("staging", "production")))
    assert [p.address for p in row.places] == ["x.a", "x.b"]
    assert [name for name, _ in row.where] == ["staging", "production"]


def test_a_message_that_names_its_own_resource_does_not_keep_rows_apart():
    (row,) = merged(*({**finding(a, "staging", 1), "message": f"{a} lies here"} for a in ("x.a", "x.b")))
    assert row.message == "it lies here"


def test_a_message_about_a_scope_is_left_alone():
    (row,) = merged(finding("plan", "staging", 1) | {"message": "the plan has none"})
    assert row.message == "the plan has none"


def test_findings_with_different_values_do_not_share_a_row():
    assert len(merged(finding("x.a", "staging", 1), finding("x.a", "production", 2))) == 2


def test_a_resource_that_is_missing_in_an_environment_is_not_said_to_be_there():
    rows = merged(finding("x.a", "staging", 1), finding("x.a", "production", 1), finding("x.b", "production", 1))
    assert {(r.places[0].address, tuple(n for n, _ in r.where)) for r in rows} == {
        ("x.a", ("staging", "production")),
        ("x.b", ("production",)),
    }
