"""Proves what Terraform for AWS promises, control by control, and leaves the evidence.

To judge: `read_plan`, `judge`, `assess`, `write_bundle`, `verify_bundle`, with `load_rules` and `load_frameworks`; each is
one step of `tfproof assess` (see `tfproof.verbs`). To write a check: the decorator `check`, whose predicate reads a
`Resource` and answers with `passes`, `fails`, `holds`, `outside`, `until_apply`, `all_of` or `any_of`; `tfproof.testing` holds
it to what every check must satisfy. What goes wrong is a `TfproofError`: `BadInput` or `EnvironmentProblem`.

Names are imported when they are first used, so that no part of this package pays for another.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, outside, passes, until_apply
    from tfproof.errors import BadInput, EnvironmentProblem, TfproofError
    from tfproof.findings import Cause, Finding, Layer, Read, SourceLine, Verdict
    from tfproof.plans.values import UNKNOWN, Undecided, is_unknown
    from tfproof.plans.view import Plan, Resource
    from tfproof.verbs import assess, judge, load_frameworks, load_rules, read_plan, verify_bundle, write_bundle

_HOMES = {
    "tfproof.checks.model": "Answer Context all_of any_of check fails holds outside passes until_apply",
    "tfproof.errors": "BadInput EnvironmentProblem TfproofError",
    "tfproof.findings": "Cause Finding Layer Read SourceLine Verdict",
    "tfproof.plans.values": "UNKNOWN Undecided is_unknown",
    "tfproof.plans.view": "Plan Resource",
    "tfproof.verbs": "assess judge load_frameworks load_rules read_plan verify_bundle write_bundle",
}

__all__ = [
    "UNKNOWN",
    "Answer",
    "BadInput",
    "Cause",
    "Context",
    "EnvironmentProblem",
    "Finding",
    "Layer",
    "Plan",
    "Read",
    "Resource",
    "SourceLine",
    "TfproofError",
    "Undecided",
    "Verdict",
    "all_of",
    "any_of",
    "assess",
    "check",
    "fails",
    "holds",
    "is_unknown",
    "judge",
    "load_frameworks",
    "load_rules",
    "outside",
    "passes",
    "read_plan",
    "until_apply",
    "verify_bundle",
    "write_bundle",
]


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names.split():
            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
