"""Nothing secret leaves: canaries are planted in every fixture's plan, and all that is written and printed is searched.

They stand where Terraform marks a value, under names that speak of secrets, in what programs get, and in the form of each
kind of token; beside a marked one also what is made of it (base64, URL, upper case, a part of JSON) in places that nobody
marks.
"""

from __future__ import annotations

import base64
import copy
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fixture_verdicts import ACCOUNT, SAMPLE, SETTINGS

from tfproof import Plan
from tfproof.assessment.baseline import Baseline
from tfproof.assessment.controls import Judged, assess
from tfproof.checks import judge, registry
from tfproof.evidence import Evidence, Gate, write_bundle, write_document
from tfproof.evidence.provenance import now
from tfproof.evidence.terminal import report
from tfproof.frameworks import load

CONCERNS = sorted({case.check.partition(".")[0] for case in SAMPLE})
#: One example of each kind; `{}` is a canary of 20 letters and digits.
TOKENS = [
    "postgres://app:{}@db.example.com:5432/app",
    "Server=db.example.com;User Id=app;Password={};",
    "DefaultEndpointsProtocol=https;AccountName=x;AccountKey={0}{0}{0}==;EndpointSuffix=core.windows.net",
    "AKIA{:.16}",
    "-----BEGIN RSA PRIVATE KEY-----\n{}\n-----END RSA PRIVATE KEY-----\n",
    "-----BEGIN OPENSSH PRIVATE KEY-----\\n{}\\n-----END OPENSSH PRIVATE KEY-----",
    "eyJhbGciOiJIUzI1NiJ9.eyJ{}.{}",
    "ghp_{}",
    "github_pat_{}",
    "glpat-{}",
    "xoxb-12345678901-{}",
    "https://hooks.slack.com/services/T0/B0/{}",
    "https://discord.com/api/webhooks/123456/{}",
    "https://acme.webhook.office.com/webhookb2/{}",
    "npm_{0}{0}",
    "pypi-{}",
    "sk_live_{}",
    "whsec_{}",
    "SG.{}.{}",
    "AIza{:.20}ABCDEFGHIJKLMNO",
    "sk-ant-{}",
    "hvs.{}",
    "abcdefghijklmn.atlasv1.{0}{0}{0}",
    "https://events.pagerduty.com/integration/{}/enqueue",
    "https://example.com/hook?token={}",
]
#: What stands under such a key is for programs, or a secret by its name.
SECRET_NAMES = ["db_password", "ApiToken", "CLIENT_SECRET", "npmAuthToken", "privateKey", "REDIS_AUTH", "webhook_url"]
_NAMES_THINGS = {
    "address", "module_address", "previous_address", "type", "name", "mode", "index", "provider_name", "references", "actions",
    "provider_config_key", "full_name", "source", "format_version", "terraform_version", "replace_paths", "timestamp",
}  # fmt: skip
_CANARY = re.compile(r"CANARY\d{6}Q7ZX", re.IGNORECASE)
#: What every base64 and hex of a canary holds, wherever in a text it begins.
_STEMS = ["Q0FOQVJZMDAw", "NBTkFSWTAwM", "DQU5BUlkwMDA", b"CANARY000".hex()]


class Canaries:
    """Makes canaries, and finds in what is written those that got out, in any form."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def new(self) -> str:
        """Return a canary of 16 letters and digits."""
        self.made.append(f"CANARY{len(self.made):06}Q7ZX")
        return self.made[-1]

    def found(self, text: str) -> set[str]:
        """Return what is left of canaries: as they are, in any case, in base64 at any position, in hex."""
        found = {m[0].upper() for m in _CANARY.finditer(text)}
        found |= {f"encoded {stem}" for stem in _STEMS if stem in text}
        return found


def texts(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, Any, tuple[Any, ...]]]:
    """Yield container, key and path of every text that names nothing."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in list(items):
        if key in _NAMES_THINGS and path[-1:] != ("values",):
            continue
        if isinstance(value, str):
            yield node, key, (*path, key)
        else:
            yield from texts(value, (*path, key))


def entries(raw: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield each resource's entry with its change."""
    changes = {c["address"]: c["change"] for c in raw["resource_changes"]}
    todo = [raw["planned_values"]["root_module"]]
    while todo:
        module = todo.pop()
        todo += module.get("child_modules", [])
        for entry in module.get("resources", []):
            yield entry, changes.get(entry["address"], {})


def in_marked_places(raw: dict[str, Any], canaries: Canaries) -> None:
    """Replace what is marked, and some more that gets marked, and say it again in other words where nothing is."""
    said: list[str] = []
    for entry, change in entries(raw):
        values, mask = entry.get("values") or {}, entry.setdefault("sensitive_values", {})
        plain = [k for k, v in values.items() if isinstance(v, str) and k not in ("tags", "tags_all", "id", "arn")]
        for key in dict.fromkeys([*(k for k in plain if mask.get(k) is True), *plain[:1], *plain[-1:]]):
            canary = canaries.new()
            secret = json.dumps({"user": "app", "inner": {"p": canary}}) if len(said) % 3 == 0 else canary
            values[key] = secret
            if isinstance(after := change.get("after"), dict) and key in after:
                after[key] = secret
                change["after_sensitive"] = {**(change.get("after_sensitive") or {}), key: True}
            mask[key] = True
            encoded = base64.b64encode(f"{'x' * (len(said) % 3)}{canary} and more".encode()).decode()
            said += [
                canary,
                canary.lower(),
                encoded,
                encoded.replace("+", "-"),
                quote(f"a b/{canary}"),
                canary.encode().hex(),
            ]
    for entry, change in entries(raw):
        for holder in (entry.get("values"), change.get("after")):
            if isinstance(holder, dict) and isinstance(holder.get("tags", {}), dict | None):
                holder["tags"] = {
                    **(holder.get("tags") or {}),
                    "Note": " ".join(said[:40]),
                    "Project": "".join(said[:1]),
                }
    raw.setdefault("checks", []).append({"instances": [{"problems": [{"message": f"not {s}"} for s in said[:40]]}]})
    raw["configuration"]["root_module"].setdefault("outputs", {})["note"] = {
        "expression": {"constant_value": said[:20]}
    }


def under_names(raw: dict[str, Any], canaries: Canaries) -> None:
    """Add members with names that speak of secrets wherever people choose names, and to what programs get."""

    def speaking() -> dict[str, Any]:
        return {name: canaries.new() for name in SECRET_NAMES}

    def pairs() -> list[dict[str, Any]]:
        return [{"name": name, "value": canaries.new()} for name in SECRET_NAMES]

    for entry, change in entries(raw):
        added = {
            "tags": speaking(),
            "environment": [{"variables": {"PLAIN": canaries.new()}}],
            "user_data": canaries.new(),
            "user_data_base64": base64.b64encode(canaries.new().encode()).decode(),
            "default_arguments": {"--x": canaries.new()},
            "input": f"export DB_PASSWORD={canaries.new()}",
            "custom_header": [{"name": "X", "value": canaries.new()}],
            "description": json.dumps({"inner": [speaking(), *pairs()], "command": ["run", canaries.new()]}),
        }
        for holder in (entry.get("values"), change.get("after")):
            if isinstance(holder, dict):
                kept = {k: v for k, v in holder.items() if k in ("tags",) and isinstance(v, dict)}
                holder.update(added)
                holder["tags"] = {**kept.get("tags", {}), **added["tags"]}
    secrets = {n: {"value": canaries.new()} for n in SECRET_NAMES}
    raw["variables"] = {
        **(raw.get("variables") or {}),
        **secrets,
        "settings": {"value": {"deep": [speaking(), *pairs()]}},
    }
    root = raw["configuration"]["root_module"]
    root["variables"] = {**root.get("variables", {}), "db_password": {"default": canaries.new()}}
    root.setdefault("module_calls", {})["other"] = {
        "module": {},
        "expressions": {
            **{n: {"constant_value": canaries.new()} for n in SECRET_NAMES},
            "all": {"constant_value": speaking()},
        },
    }
    for resource in root.get("resources", []):
        resource["provisioners"] = [
            {"type": "local-exec", "expressions": {"command": {"constant_value": canaries.new()}}}
        ]
        resource.setdefault("expressions", {})["user_data"] = {"constant_value": canaries.new()}
    raw["planned_values"]["outputs"] = {n: {"value": canaries.new(), "sensitive": False} for n in SECRET_NAMES}
    raw["action_invocations"] = [{"address": "action.x.y", "type": "x", "config_values": {"payload": canaries.new()}}]


def in_form_of_tokens(raw: dict[str, Any], canaries: Canaries) -> None:
    """Put a token of each kind in turn behind every text that names nothing."""
    kinds = [*TOKENS]
    for number, (holder, key, path) in enumerate(texts(raw)):
        if path[0] in ("planned_values", "resource_changes", "variables", "prior_state", "output_changes", "checks"):
            canary = (canaries.new() + "ABCDEFGH")[:20]
            token = kinds[number % len(kinds)].format(canary, canary)
            holder[key] = token if number % 2 else f"{holder[key]} {token}"


WAYS: list[Callable[[dict[str, Any], Canaries], None]] = [in_marked_places, under_names, in_form_of_tokens]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("concern", CONCERNS)
def test_no_canary_gets_out(
    fixture_plans: dict[tuple[str, str], Plan],
    concern: str,
    way: Callable[[dict[str, Any], Canaries], None],
    tmp_path: Path,
) -> None:
    canaries, plans = Canaries(), {}
    for case in SAMPLE:
        if case.check.startswith(f"{concern}."):
            raw = copy.deepcopy(fixture_plans[case.check, case.kind].raw)
            way(raw, canaries)
            plans[f"{case.check}-{case.kind}"] = raw
    assert canaries.made
    leaks = leaks_of(plans, canaries, tmp_path)
    assert not {name: sorted(found)[:5] for name, found in leaks.items()}


def leaks_of(plans: dict[str, dict[str, Any]], canaries: Canaries, folder: Path) -> dict[str, set[str]]:
    """Judge the plans by the checks of their concern, write and print all there is, and return what got out, by where."""
    judged = []
    concerns = {label.partition(".")[0] for label in plans}
    checks = {i: c for i, c in registry().items() if c.concern in concerns}
    for label, raw in plans.items():
        judgement = judge(Plan(raw), checks.values(), SETTINGS, system=label, environment="production", scopes=ACCOUNT)
        judged.append(Judged(label, "production", Plan(raw).layer, label, judgement))
    evidence = Evidence(
        assessment=assess(judged, load(known_checks=registry())),
        checks=checks,
        started=now(),
        finished=now(),
        read=["the design"],
        plans=plans,
    )
    gate = Gate(evidence)
    write_bundle(folder / "bundle", evidence, gate)
    written = {p.relative_to(folder).as_posix(): p.read_text() for p in (folder / "bundle").rglob("*") if p.is_file()}
    write_document(evidence, stdout := io.StringIO(), gate)
    written["--json"] = stdout.getvalue()
    written["terminal"] = report(evidence.assessment, evidence.checks, evidence.read, Baseline(), gate)
    assert len(written) > len(plans)
    leaks: dict[str, set[str]] = defaultdict(set)
    for name, text in written.items():
        if found := canaries.found(text):
            leaks[name] = found
    return leaks


def test_the_search_finds_what_is_there() -> None:
    """The positive control: a canary is found as it is and in each form in which it may get out."""
    canaries = Canaries()
    canary = canaries.new()
    forms = [
        canary,
        canary.lower(),
        canary.encode().hex(),
        *(base64.b64encode(f"{'x' * n}{canary}zzz".encode()).decode() for n in range(3)),
    ]
    assert [bool(canaries.found(f"see {form}!")) for form in forms] == [True] * len(forms)
