"""No mask makes evidence untrue: whatever a secret happens to be, names, verdicts, numbers and the form of documents stay.

Every text of a run is in turn what a plan marks as sensitive, as if somebody's password were that word.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from samples import DATABASE, evidence

from tfproof.assessment.controls import Judged, assess
from tfproof.checks import Judgement
from tfproof.evidence import Evidence, Gate, jsonout
from tfproof.findings import Finding, Layer, Read, Verdict

#: Under these keys stands what plans hold; a secret there is taken out, whatever it is.
_HELD = {"value", "values", "observed", "before", "after", "expressions", "default", "variables", "constant_value"}
#: Sentences of people and of other tools, and where a module comes from: a secret in one of them is taken out, but what it
#: speaks of stays.
_SENTENCES = {
    "message", "detail", "note", "missing", "read", "not_read", "text", "title", "aws", "seed", "actual", "reason", "requirement",
    "source",
}  # fmt: skip
ACCOUNT = "123456789012"
PLAN: dict[str, Any] = {
    "format_version": "1.2",
    "terraform_version": "1.11.4",
    "planned_values": {
        "outputs": {"instance_address": {"sensitive": False, "value": "db.example.com", "type": "string"}},
        "root_module": {
            "child_modules": [
                {
                    "address": "module.database",
                    "resources": [
                        {
                            "address": DATABASE,
                            "mode": "managed",
                            "type": "aws_db_instance",
                            "name": "this",
                            "index": "main",
                            "provider_name": "registry.terraform.io/hashicorp/aws",
                            "schema_version": 2,
                            "values": {
                                "instance_class": "db.t4g.large",
                                "password": "hunter2!",
                                "tags": {"Owner": "a"},
                            },
                            "sensitive_values": {"password": True, "tags": {}},
                        }
                    ],
                }
            ]
        },
    },
    "resource_changes": [
        {
            "address": DATABASE,
            "module_address": "module.database",
            "mode": "managed",
            "type": "aws_db_instance",
            "name": "this",
            "change": {"actions": ["delete", "create"], "before": None, "after": {"instance_class": "db.t4g.large"}},
            "action_reason": "replace_because_cannot_update",
        }
    ],
    "configuration": {
        "provider_config": {"aws": {"name": "aws", "full_name": "registry.terraform.io/hashicorp/aws"}},
        "root_module": {"module_calls": {"database": {"source": "./modules/database", "module": {"resources": []}}}},
    },
}


@cache
def run() -> Evidence:
    finding = Finding(
        "encryption.rds-at-rest",
        DATABASE,
        "aws_db_instance",
        Verdict.FAIL,
        f"{DATABASE} of account {ACCOUNT}: storage_encrypted is not true",
        reads=(Read(DATABASE, "storage_encrypted", False), Read(DATABASE, "tags.Owner", "a")),
        environment="production",
        system="shop",
    )
    judged = Judged(
        "shop", "production", Layer.PLAN, "shop-production", Judgement((finding,), {}, 123456), "infra/shop"
    )
    whole = evidence()
    checks = {i: c for i, c in whole.checks.items() if c.concern in ("encryption", "network")}
    return evidence(assessment=assess([judged], []), checks=checks, plans={"shop-production": PLAN})


def texts(node: Any) -> Iterator[str]:
    """Yield every key and every value as a text."""
    if isinstance(node, dict):
        yield from node
    for value in node.values() if isinstance(node, dict) else node if isinstance(node, list | tuple) else ():
        yield from texts(value)
    if isinstance(node, str | int | float) and not isinstance(node, bool):
        yield str(node)


def written(secret: str | None) -> tuple[Any, Any]:
    """Return the document and the plan of the run as they are written, if the plan has this secret."""
    declared = {"variables": {"it": {"value": secret}}} if secret else {}
    root = {**PLAN["configuration"]["root_module"], "variables": {"it": {"sensitive": True}}}
    plan = {**PLAN, **declared, "configuration": {**PLAN["configuration"], "root_module": root}}
    gate = Gate(replace(run(), plans={"shop-production": plan}))
    document = json.loads("".join(jsonout.pieces(gate.document())))
    document["run"]["secrets"] = None
    (shown,) = [json.loads("".join(pieces)) for _, pieces in gate.plans()]
    return document, {**shown, "variables": None}


def skeleton(node: Any, key: str = "") -> Any:
    """Return what of a document no secret may change."""
    if key in _HELD:
        return None
    if isinstance(node, dict):
        return {k: skeleton(v, k) for k, v in node.items()}
    if isinstance(node, list):
        return [skeleton(v, key) for v in node]
    if key in _SENTENCES:
        return [(part, node.count(part)) for part in (DATABASE, ACCOUNT)]
    return node


@cache
def plain() -> Any:
    return skeleton(list(written(None)))


SECRETS = sorted({t for t in texts([jsonout.document(run()), PLAN]) if 5 < len(t) < 80} | {"pass", "443", ACCOUNT})


@pytest.mark.parametrize("start", range(0, len(SECRETS), 40))
def test_whatever_is_a_secret_what_the_evidence_says_stays(start: int) -> None:
    changed = {s: (plain(), skeleton(list(written(s)))) for s in SECRETS[start : start + 40]}
    assert {s: difference(*both) for s, both in changed.items() if both[0] != both[1]} == {}


def difference(one: Any, other: Any, path: str = "") -> str:
    """Return the first place where two documents differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        if list(one) != list(other):
            return f"{path}: {[k for k in other if k not in one][:2]}"
        return next((d for k in one if (d := difference(one[k], other[k], f"{path}.{k}"))), "")
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return next((d for n, v in enumerate(one) if (d := difference(v, other[n], f"{path}.{n}"))), "")
    return "" if one == other else f"{path}: {other}"
