"""One plan with a secret of each kind goes through the command: nothing that it writes or prints holds one of them."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from small_plan import TOPIC

from tfproof.cli import main

#: `~` is a canary; each says it in another way.
NOTES = [
    "DB_PASSWORD='~ &x'", "db:\n  password: ~\n", "password: |\n  ~\n", "- name: API_TOKEN\n  value: ~\n",
    '\\"password\\": \\"~\\"', "run --password ~",
    "mysql -p~ -h db", "postgres://app:~/x@db.example.com/app", 'Server=db;Password="a;~";',
    "https://~@github.com/acme", "SECRET_ID=~", "DBPASS=~", "JWT_KEY=~", "SESSION_KEY=~", "<password>~</password>",
]  # fmt: skip
CARRIERS = {
    "kubernetes_secret": {"data": {"a": "~"}},
    "kubernetes_config_map": {"data": {"a": "~"}},
    "helm_release": {"values": ["a: ~"]},
    "local_file": {"content": "~"},
    "aws_s3_object": {"bucket": "b", "key": "k", "content": "~"},
    "aws_sfn_state_machine": {"definition": json.dumps({"States": {"A": {"Parameters": {"Command": ["~"]}}}})},
}
NAMES = ["DBPASS", "OLD_PASS", "SSH_KEY", "SIGNING_KEY", "PIN", "CREDS", "WEBHOOK_URL"]


def planted() -> tuple[dict[str, Any], list[str]]:
    """Return a plan, and the canaries in it."""
    canaries: list[str] = []

    def with_canary(value: Any) -> Any:
        canaries.append(f"q7Zcanary{len(canaries):03}x")
        return json.loads(json.dumps(value).replace("~", canaries[-1]))

    raw = copy.deepcopy(TOPIC)
    raw["variables"] = {n: {"value": with_canary("~")} for n in NAMES}
    raw["variables"] |= {"users": {"value": {with_canary("~"): "admin"}}}
    raw["configuration"]["root_module"]["variables"] = {"users": {"sensitive": True}}
    raw["checks"] = [{"instances": [{"problems": [{"message": f"no such user: {canaries[-1]}"}]}]}]
    parameters = [("aws_ssm_parameter", {"name": "n", "type": "String", "description": note}) for note in NOTES]
    for number, (kind, values) in enumerate([*parameters, *CARRIERS.items()]):
        entry = {"address": f"{kind}.n{number}", "mode": "managed", "type": kind, "name": f"n{number}"}
        planned = with_canary(values)
        raw["planned_values"]["root_module"]["resources"].append({**entry, "values": planned, "sensitive_values": {}})
        change = {"actions": ["create"], "before": None, "after": planned, "after_unknown": {}}
        raw["resource_changes"].append({**entry, "change": change})
    return raw, canaries


def test_nothing_that_assess_leaves_holds_a_secret(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    raw, canaries = planted()
    (tmp_path / "plan.json").write_text(json.dumps(raw))
    assert main(["assess", str(tmp_path / "plan.json"), "--bundle", str(tmp_path / "bundle"), "--json"]) == 1
    files = [f for f in (tmp_path / "bundle").rglob("*") if f.is_file()]
    said = {f.name: f.read_text() for f in files} | dict(zip(("stdout", "stderr"), capfd.readouterr(), strict=True))
    assert "aws_sns_topic.news" in said["stdout"]
    assert len(canaries) == len(NAMES) + 1 + len(NOTES) + len(CARRIERS)
    assert {name: [c for c in canaries if c in text] for name, text in said.items()} == {name: [] for name in said}
