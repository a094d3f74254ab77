"""A type that the provider has under two names is judged by both."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial

import yaml
from bench import HERE, Subject, Trial, Variant, complain, same, transformation, under
from editing import entries, text_of, written

from tfproof import Plan

_ALIASES: dict[str, str] = yaml.safe_load((HERE / "aliases.yaml").read_text())
_BOTH = {**_ALIASES, **{other: name for name, other in _ALIASES.items()}}
_WORDS = re.compile(r"(?<![\w.])(" + "|".join(sorted(_BOTH, key=len, reverse=True)) + r")(?!\w)")


@transformation
def by_another_name(subject: Subject) -> Iterator[Variant]:
    """Write each type by its other name, in plan and source."""
    if any(e["type"] in _BOTH for e in entries(subject.raw)):
        rename = partial(_WORDS.sub, lambda m: _BOTH[m[1]])
        yield Variant("other names", partial(_renamed, subject), same(subject.findings, rename=rename, place=True))


def _renamed(subject: Subject) -> Plan:
    def swap(text: str) -> str:
        return _WORDS.sub(lambda m: _BOTH[m[1]], text)

    return Plan(json.loads(swap(json.dumps(subject.raw))), written(subject.directory(), swap(text_of(subject.source))))


@under(by_another_name)
def test_the_name_of_a_type_changes_no_verdict(trial: Trial) -> None:
    complain(trial.wrong)
