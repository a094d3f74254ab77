"""What Terraform marks as sensitive is judged as what it is, and is not shown: a mark changes no verdict."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from fixture_verdicts import SAMPLE, judged

from tfproof import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfproof.testing import FixtureCase

#: It asks for the mark itself.
_ABOUT_MARKS = "secrets.no-plain-environment"


def marked(raw: dict[str, Any]) -> dict[str, Any]:
    """Return a plan in which every attribute of every resource is marked."""
    raw = copy.deepcopy(raw)
    for entry in entries(raw["planned_values"]["root_module"]):
        entry["sensitive_values"] = dict.fromkeys(entry.get("values") or {}, True)
    for change in raw["resource_changes"]:
        change["change"]["after_sensitive"] = dict.fromkeys(change["change"].get("after") or {}, True)
    return raw


def entries(module: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the resources of a module and of those that it calls."""
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from entries(child)


@pytest.mark.parametrize("case", [c for c in SAMPLE if c.check != _ABOUT_MARKS], ids=str)
def test_a_mark_changes_what_is_shown_and_no_verdict(
    fixture_plans: dict[tuple[str, str], Plan], case: FixtureCase
) -> None:
    plain = fixture_plans[case.check, case.kind]
    hidden = Plan(marked(plain.raw), plain.source, plain.layer, plain.base)
    told = {f.address: (f.verdict, f.cause) for f in judged(plain, case.check).findings}
    findings = judged(hidden, case.check).findings
    assert {f.address: (f.verdict, f.cause) for f in findings} == told
    shown = {r.path: r.value for f in findings for r in f.reads if r.status == "known" and isinstance(r.value, str)}
    assert not shown
