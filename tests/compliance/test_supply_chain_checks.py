"""Repositories of which some tags can be moved; only version 6.8 of the provider and later ones know them."""

from __future__ import annotations

from typing import Any

import pytest

from tfproof import Plan, Verdict
from tfproof.checks import judge, registry, settings_from

SETTINGS = settings_from({}, "settings of these tests", registry())


def verdict(values: dict[str, Any], unknown: dict[str, Any] | None = None) -> Verdict:
    entry = {
        "address": "aws_ecr_repository.this",
        "mode": "managed",
        "type": "aws_ecr_repository",
        "name": "this",
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "values": values,
    }
    change = {"address": entry["address"], "type": entry["type"], "change": {"after_unknown": unknown or {}}}
    raw = {"planned_values": {"root_module": {"resources": [entry]}}, "resource_changes": [change], "configuration": {}}
    (finding,) = judge(Plan(raw), [registry()["supply-chain.immutable-image-tags"]], SETTINGS).findings
    return finding.verdict


def filters(*patterns: str) -> list[dict[str, str]]:
    return [{"filter": p, "filter_type": "WILDCARD"} for p in patterns]


@pytest.mark.parametrize(
    ("mutability", "patterns", "expected"),
    [
        ("IMMUTABLE_WITH_EXCLUSION", ["dev-*"], Verdict.PASS),
        ("IMMUTABLE_WITH_EXCLUSION", ["latest", "dev-*"], Verdict.PASS),
        ("IMMUTABLE_WITH_EXCLUSION", ["*"], Verdict.FAIL),
        ("IMMUTABLE_WITH_EXCLUSION", ["dev-*", "**"], Verdict.FAIL),
        ("MUTABLE_WITH_EXCLUSION", ["v*"], Verdict.FAIL),
        ("MUTABLE_WITH_EXCLUSION", ["v*", "*"], Verdict.PASS),
        ("IMMUTABLE_WITH_EXCLUSION", [], Verdict.UNKNOWN),
        ("MUTABLE_WITH_EXCLUSION", [], Verdict.UNKNOWN),
    ],
)
def test_exclusions_are_judged_by_their_filters(mutability: str, patterns: list[str], expected: Verdict) -> None:
    values = {"image_tag_mutability": mutability, "image_tag_mutability_exclusion_filter": filters(*patterns)}
    assert verdict(values) is expected


def test_exclusions_that_nobody_sees_leave_it_open() -> None:
    assert verdict({"image_tag_mutability": "IMMUTABLE_WITH_EXCLUSION"}) is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("known", "expected"), [(filters("*")[0], Verdict.FAIL), (filters("dev-*")[0], Verdict.UNKNOWN)]
)
def test_a_filter_of_every_tag_fails_beside_one_that_is_not_known_yet(known: dict[str, str], expected: Verdict) -> None:
    values = {
        "image_tag_mutability": "IMMUTABLE_WITH_EXCLUSION",
        "image_tag_mutability_exclusion_filter": [{"filter_type": "WILDCARD"}, known],
    }
    assert verdict(values, {"image_tag_mutability_exclusion_filter": [{"filter": True}, {}]}) is expected


def test_all_exclusions_may_come_later() -> None:
    values = {"image_tag_mutability": "IMMUTABLE_WITH_EXCLUSION"}
    assert verdict(values, {"image_tag_mutability_exclusion_filter": True}) is Verdict.UNKNOWN
