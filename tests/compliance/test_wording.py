"""The catalogue contains nobody else's wording.

ISO, the AICPA and the PCI Council protect their texts, so this repository cannot hold them, not even to
compare with. `protected_wording.json` holds fingerprints only: under `headings` the titles of ISO/IEC
27001:2022 Annex A as unordered sets of words; under `openings`, by length, the longer of these titles and the
first words of the SOC 2 criteria and PCI DSS requirements, in order.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tfproof.frameworks import Framework, load

_FILLERS = re.compile(r"an?|and|are|as|at|be(en)?|by|for|from|in|is|of|on|or|that|the|to|with")


def significant(text: str) -> list[str]:
    """Return the words in lower case, in the singular as far as a final s tells, without fillers."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return [word.removesuffix("s") if len(word) > 3 else word for word in words if not _FILLERS.fullmatch(word)]


def fingerprint(words: list[str]) -> str:
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Protected:
    headings: frozenset[str]
    openings: dict[int, frozenset[str]]

    def is_heading(self, title: str) -> bool:
        """Whether the title says a protected heading, in whatever order."""
        return fingerprint(sorted(set(significant(title)))) in self.headings

    def within(self, text: str) -> list[str]:
        """Return the runs of words in the text that are a protected opening."""
        words = significant(text)
        runs = [words[i : i + length] for length in self.openings for i in range(len(words) - length + 1)]
        return [" ".join(run) for run in runs if fingerprint(run) in self.openings[len(run)]]


def _protected() -> Protected:
    data = json.loads((Path(__file__).parent / "protected_wording.json").read_text(encoding="utf-8"))
    return Protected(frozenset(data["headings"]), {int(n): frozenset(found) for n, found in data["openings"].items()})


PROTECTED = _protected()


def _texts(framework: Framework) -> list[str]:
    """Return every text of the framework that a reader sees."""
    return [text for r in framework.controls for text in (r.title, r.reason, *(edge.rationale for edge in r.edges))]


@pytest.mark.parametrize("framework", load(), ids=lambda f: f.id)
def test_no_title_is_a_heading_of_the_standard(framework: Framework) -> None:
    assert [r.id for r in framework.controls if PROTECTED.is_heading(r.title)] == []


@pytest.mark.parametrize("framework", load(), ids=lambda f: f.id)
def test_no_text_contains_protected_wording(framework: Framework) -> None:
    assert [found for text in _texts(framework) for found in PROTECTED.within(text)] == []


def test_every_annex_a_heading_has_a_fingerprint() -> None:
    assert len(PROTECTED.headings) == 93


def test_a_heading_is_recognised_in_another_order_and_number() -> None:
    invented = Protected(frozenset({fingerprint(["green", "lawn", "tea"])}), {})
    assert invented.is_heading("Teas for the Green Lawn")


def test_an_opening_is_recognised_inside_a_longer_text() -> None:
    invented = Protected(frozenset(), {3: frozenset({fingerprint(["pour", "tea", "lawn"])})})
    assert invented.within("Before noon, pour the tea on the lawn, please.") == ["pour tea lawn"]
