"""Calls that a policy allows or refuses, as the evaluator of policies decides them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tfproof.errors import BadInput, instead_of
from tfproof.iam.actions import find
from tfproof.iam.callers import caller
from tfproof.iam.documents import parse_value
from tfproof.iam.evaluator import Decision, Outcome, Policies, Request, decide
from tfproof.iam.reading import document, rendered
from tfproof.plans.addresses import type_in
from tfproof.plans.values import PartialText, Reference, is_unknown
from tfproof.terraform.toolchain import EMULATED_ACCOUNT

if TYPE_CHECKING:
    from tfproof.facts.reading import Place
    from tfproof.iam.documents import Document
    from tfproof.iam.matching import Text
    from tfproof.plans.view import Plan

#: What becomes of the calls below each word, and whether another policy allows everything beside this one.
WORDS = {
    "allows": (Outcome.ALLOWED, False),
    "refuses": (Outcome.DENIED, False),
    "spares": (Outcome.ALLOWED, True),
    "denies": (Outcome.DENIED, True),
}
_KEYS = ("do", "to", "by", "when")
_ARN = re.compile(r"arn\((.+)\)")
_SOMEBODY = f"arn:aws:iam::{EMULATED_ACCOUNT}:role/of-the-policy"
_ANYTHING = parse_value({"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}, "what IAM allows")


def check_calls(raw: Mapping[str, Any]) -> None:
    """Raise BadInput for what are no calls."""
    if odd := [str(word) for word in raw if word not in WORDS]:
        raise BadInput(f"there is no {', '.join(odd)} beside calls", instead_of(odd, WORDS))
    for calls in raw.values():
        if not isinstance(calls, list) or not calls or not all(isinstance(call, Mapping) for call in calls):
            raise BadInput(f"{calls!r} is no list of calls", "write { do: an action, to: a resource } for each")
        for call in calls:
            if odd := [str(key) for key in call if key not in _KEYS]:
                raise BadInput(f"a call has no {', '.join(odd)}", instead_of(odd, _KEYS))
            if not {"do", "to"} <= call.keys():
                raise BadInput("a call has no action, or no resource", "write do and to")
            if find(str(call["do"])) is None:
                raise BadInput(
                    f"there is no action {call['do']}, so that every policy refuses it", "look how AWS calls it"
                )


def undecided(place: Place, raw: Mapping[str, Any]) -> list[str]:
    """Return the calls that the policy at a place does not decide as said, each with what becomes of it, and why."""
    resource = place.resource
    policy = rendered(resource) if resource.mode == "data" else document(resource, place.path)
    words = repr(policy.statements).lower()
    lines = []
    for word, calls in raw.items():
        expected, beside = WORDS[word]
        for call in calls:
            if idle := [str(key) for key in call.get("when", {}) if str(key).lower() not in words]:
                lines.append(f"{call['do']} carries {', '.join(idle)}, of which the policy says nothing")
                continue
            found = _decision(resource.plan, policy, call, beside=beside)
            if found.outcome is not expected:
                lines.append(f"{call['do']} to {call['to']} is {found.outcome} ({found.reason})")
    return lines


def _decision(plan: Plan, policy: Document, call: Mapping[str, Any], *, beside: bool) -> Decision:
    """What becomes of a call: by a policy of whoever calls, or, where the call says by whom, by that of the resource.

    What the call does not carry is not sent.
    """
    unsent = {c.key.lower(): None for s in policy.statements for c in s.conditions}
    sent = {str(key).lower(): (value,) for key, value in call.get("when", {}).items()}
    who = caller(str(call.get("by", _SOMEBODY)))
    request = Request(who, str(call["do"]), _named(plan, call["to"]), EMULATED_ACCOUNT, {**unsent, **sent})
    own = Policies(identity=(_ANYTHING, policy) if beside else (policy,))
    return decide(request, Policies(identity=(_ANYTHING,), resource=policy) if "by" in call else own)


def _named(plan: Plan, text: str) -> Text:
    """Return the name of a resource, in which `arn(address)` is the ARN of one in the plan."""
    found = _ARN.search(text)
    if found is None:
        return text
    there = plan.resource_at(found[1])
    if there is None:
        raise AssertionError(f"no {found[1]} in the plan, which has {[r.address for r in plan.of(type_in(found[1]))]}")
    arn = there.get("arn")
    before, after = text[: found.start()], text[found.end() :]
    return PartialText((before, Reference(there.address, "arn"), after)) if is_unknown(arn) else f"{before}{arn}{after}"
