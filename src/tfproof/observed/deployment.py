"""Turns what a cloud answers of the resources of a state into a plan that checks judge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from tfproof.findings import Cause, Layer
from tfproof.observed.asking import Answered, Cloud
from tfproof.observed.calls import load_calls
from tfproof.observed.versions import VERSIONED, as_it_runs, thing_of, versions_that_run
from tfproof.plans.entries import held
from tfproof.plans.schema import Schema
from tfproof.plans.view import Plan
from tfproof.progress import say

#: Resources that are asked about side by side; they mostly wait for the network.
_ASKING = 8
_SAY_EVERY = 100


@dataclass(frozen=True, slots=True)
class Observed:
    """What was seen of a deployment: `plan` is to be judged; `gone` is not there any more, by which call.

    `unasked` are the types that no call asks about, `failed` the calls that should have been answered and were not,
    `silent` what else has no answer, each with a count; `released` says where another version runs than the state names.
    """

    plan: Plan
    gone: Mapping[str, str]
    unasked: Mapping[str, int]
    failed: Mapping[str, int]
    silent: Mapping[str, int]
    released: Mapping[str, str]


def observe(state: dict[str, Any], cloud: Cloud, region_of: Callable[[str], str]) -> Observed:
    """Ask the cloud about every resource of a state, the JSON of `terraform show -json`.

    `region_of` says where the resource at an address lies. Of the state only the identifiers are taken by which a
    resource is found; whatever is not answered is unknown in the plan, with the reason.
    """
    there = [e for e in held(state.get("values")) if e.get("mode", "managed") == "managed"]
    say(f"asking about {len(there)} resources")
    there, answers, released = _all_asked(there, cloud, region_of)
    raw: dict[str, Any] = {name: state.get(name) for name in ("format_version", "terraform_version")}
    seen = [_seen(e, a, region_of(e["address"])) for e, a in zip(there, answers, strict=True)]
    raw["planned_values"] = {"root_module": {"resources": [entry for entry, _ in seen]}}
    raw["resource_changes"] = [change for _, change in seen]
    raw["configuration"] = {}
    raw["unanswered"] = {
        e["address"]: {name: [cause.value, detail] for name, (cause, detail) in _reasons(e, a).items()}
        for e, a in zip(there, answers, strict=True)
    }
    raw["unseen"] = {
        e["address"]: [cause.value, detail]
        for e, a in zip(there, answers, strict=True)
        if not a.found
        for cause, detail in (_unseen(e["type"], a),)
    }
    gone = {e["address"]: a.gone for e, a in zip(there, answers, strict=True) if a.gone}
    unasked = Counter(e["type"] for e in there if e["type"].startswith("aws_") and e["type"] not in load_calls())
    failed = Counter(detail for a in answers for detail in set(a.failed))
    silent = Counter(detail for a in answers for detail in {d for _, d in a.unanswered.values()} - set(a.failed))
    return Observed(Plan(raw, None, Layer.OBSERVED), gone, unasked, failed, silent, released)


def _all_asked(
    entries: list[dict[str, Any]], cloud: Cloud, region_of: Callable[[str], str]
) -> tuple[list[dict[str, Any]], list[Answered], dict[str, str]]:
    """Ask about all, first about what runs a version of something, then about the version that it runs.

    Returns the entries, with the versions that run, their answers, and where the state names another version.
    """
    answers: dict[int, Answered] = {}
    released: dict[str, str] = {}
    runners = [n for n, e in enumerate(entries) if e["type"] not in VERSIONED]
    versioned = [n for n, e in enumerate(entries) if e["type"] in VERSIONED]
    with ThreadPoolExecutor(_ASKING) as pool:

        def ask(numbers: list[int]) -> None:
            for number, answer in zip(
                numbers, pool.map(lambda n: _asked(entries[n], cloud, region_of), numbers), strict=True
            ):
                answers[number] = answer
                if len(answers) % _SAY_EVERY == 0:
                    say(f"asked about {len(answers)} of {len(entries)} resources")

        ask(runners)
        running = versions_that_run(((entries[n], answers[n]) for n in runners), region_of)
        entries = list(entries)
        for number in versioned:
            entry = entries[number]
            versions = running.get(thing_of(entry, region_of(entry["address"])), [])
            named = str((entry.get("values") or {}).get(VERSIONED[entry["type"]]) or "")
            if len(versions) > 1:
                several = f"{len(versions)} versions of it run ({', '.join(versions)}), and what is said is of one"
                answers[number] = Answered(unanswered={"*": (Cause.UNANSWERED, several)})
                continue
            if versions and versions != [named]:
                released[entry["address"]] = f"{versions[0]} runs, and is judged; the state names {named or 'none'}"
            # Without an alias a function runs as it is, which is none of its versions.
            otherwise = None if entry["type"] == "aws_lambda_function" else named
            entries[number] = as_it_runs(entry, versions[0] if versions else otherwise)
        ask([number for number in versioned if number not in answers])
    return entries, [answers[n] for n in range(len(entries))], released


def _asked(entry: Mapping[str, Any], cloud: Cloud, region_of: Callable[[str], str]) -> Answered:
    calls = load_calls().get(entry["type"], ())
    values = entry.get("values") or {}
    return cloud.ask(calls, values, region_of(entry["address"]))


def _seen(entry: Mapping[str, Any], answer: Answered, region: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the entry and the change of a resource of which only what was answered is known."""
    kind, state = entry["type"], entry.get("values") or {}
    calls = load_calls().get(kind, ())
    values: dict[str, Any] = {}
    if answer.found:  # where it was found, and by what, has been confirmed by the finding
        known = {"arn", "id"}.union(*(call.identities for call in calls))
        values = {name: state[name] for name in known if state.get(name) is not None} | {"region": region}
    values |= answer.values
    unknown = {name: True for name in (*Schema.load().names_in(kind), "region") if name not in values}
    unknown |= {name: mask for name, value in answer.values.items() if (mask := _unsaid(kind, name, value))}
    common = {"address": entry["address"], "type": kind, "name": entry["name"], "mode": "managed"}
    common |= {"index": entry["index"]} if "index" in entry else {}
    marks = entry.get("sensitive_values") or {}
    return (
        {**common, "values": values, "sensitive_values": {n: m for n, m in marks.items() if n in values}},
        {**common, "change": {"actions": ["no-op"], "after": values, "after_unknown": unknown}},
    )


def _unsaid(kind: str, path: str, value: Any) -> Any:
    """Mark, inside of a value, what the schema has and no call reads: it is not known, and not absent."""
    if isinstance(value, dict):
        names = Schema.load().names_in(kind, path)
        inner = {n: _unsaid(kind, f"{path}.{n}", v) for n, v in value.items()}
        return {**{n: True for n in names if n not in value}, **{n: m for n, m in inner.items() if m}}
    if isinstance(value, list):
        masks = [_unsaid(kind, f"{path}.{n}", v) for n, v in enumerate(value)]
        return masks if any(masks) else None
    return None


def _reasons(entry: Mapping[str, Any], answer: Answered) -> dict[str, tuple[Cause, str]]:
    """Return why attributes are not known: `*` is for all that have no reason of their own."""
    if answer.gone:
        return {"*": (Cause.UNANSWERED, f"it is not there: {answer.gone}")}
    return {"*": (Cause.UNANSWERED, _nobody_asks(entry["type"])), **answer.unanswered}


def _unseen(kind: str, answer: Answered) -> tuple[Cause, str]:
    """Return why nothing at all is known of a resource."""
    if answer.gone:
        return Cause.UNANSWERED, f"it is not there, {answer.gone}"
    return next(iter(answer.unanswered.values()), (Cause.UNANSWERED, _nobody_asks(kind)))


def _nobody_asks(kind: str) -> str:
    return f"no call asks for this of {kind}"
