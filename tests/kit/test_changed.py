"""`assess --changed`: what failed before, where the plan leaves the resource as it is, does not fail the run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tfproof.cli import main

if TYPE_CHECKING:
    from pathlib import Path

CHECK = "logging.log-retention"
FULL = "network.s3-public-access-block"


def entry(address: str, values: dict[str, Any], actions: list[str] | None = None) -> dict[str, Any]:
    kind, name = address.split(".")
    base = {"address": address, "mode": "managed", "type": kind, "name": name}
    if actions is None:
        return {**base, "values": values}
    return {**base, "change": {"actions": actions, "after": values, "after_unknown": {}}}


def group(days: int | None, name: str = "one") -> dict[str, Any]:
    return {"name": name, "retention_in_days": days}


def plan(before: dict[str, Any], after: dict[str, Any], actions: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "prior_state": {"format_version": "1.0", "values": {"root_module": {"resources": list(map_entries(before))}}},
        "planned_values": {"root_module": {"resources": list(map_entries(after))}},
        "resource_changes": [entry(a, after.get(a, {}), done) for a, done in actions.items()],
        "configuration": {"root_module": {"resources": []}},
    }


def map_entries(resources: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry(address, values) for address, values in resources.items()]


def judged(tmp_path: Path, raw: dict[str, Any], *options: str) -> int:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(raw))
    return main(["assess", str(path), *options])


ONE, TWO = "aws_cloudwatch_log_group.one", "aws_cloudwatch_log_group.two"
#: What the plan does: what was there, what is planned, the actions, and the exit code with `--changed`.
CASES = {
    "left as it is": ({ONE: group(None)}, {ONE: group(None)}, {ONE: ["no-op"]}, 0),
    "changed, and as bad as before": ({ONE: group(None)}, {ONE: group(None)}, {ONE: ["update"]}, 1),
    "made worse": ({ONE: group(400)}, {ONE: group(1)}, {ONE: ["update"]}, 1),
    "new": ({}, {ONE: group(None)}, {ONE: ["create"]}, 1),
    "new beside an old one": (
        {ONE: group(None)},
        {ONE: group(None), TWO: group(None, "two")},
        {ONE: ["no-op"], TWO: ["create"]},
        1,
    ),
    "replaced": ({ONE: group(None)}, {ONE: group(None)}, {ONE: ["delete", "create"]}, 1),
}


@pytest.mark.parametrize("name", CASES)
def test_only_what_the_plan_brings_fails(tmp_path: Path, name: str) -> None:
    before, after, actions, code = CASES[name]
    raw = plan(before, after, actions)
    assert judged(tmp_path, raw, "--check", CHECK) == 1
    assert judged(tmp_path, raw, "--check", CHECK, "--changed") == code


def test_what_fails_since_the_plan_deletes_a_neighbour_is_new(tmp_path: Path) -> None:
    bucket, block = "aws_s3_bucket.one", "aws_s3_bucket_public_access_block.one"
    closed = dict.fromkeys(
        ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"), True
    )
    values = {"bucket": "one", "id": "one"}
    before = {bucket: values, block: {"bucket": "one", **closed}}
    raw = plan(before, {bucket: values}, {bucket: ["no-op"], block: ["delete"]})
    assert judged(tmp_path, raw, "--check", FULL, "--changed") == 1


def test_the_report_says_which_fails_are_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = plan({ONE: group(None)}, {ONE: group(None)}, {ONE: ["no-op"]})
    judged(tmp_path, raw, "--check", CHECK, "--changed")
    assert f"{ONE}: retention_in_days is not set: events never expire [known]" in capsys.readouterr().out
