"""Whatever stands where in a plan's JSON: it is judged or refused in one line, and no check ever breaks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from fixture_verdicts import SAMPLE, SETTINGS

from tfproof import Cause, Plan
from tfproof.checks import judge, registry
from tfproof.errors import BadInput
from tfproof.plans.parsing import parse
from tfproof.secrecy import Redactor
from tfproof.strict_json import DEEPEST

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Of each plan so many places are changed, spread over all of it.
PLACES = 12


def deep(levels: int) -> Any:
    value: Any = "x"
    for level in range(levels):
        value = {"a": value} if level % 2 else [value]
    return value


STRANGE = (None, "", "x", "${", [], {}, True, 0, -1, 10**40, [None], {"a": None}, ["x", 7, {}], "[1]", '{"a": [')
DEEP = (deep(90), json.dumps(deep(90)), "[" * 5000 + "]" * 5000, "{" * 5000)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in inner:
        yield from places(child, (*path, key))


def changed(raw: Mapping[str, Any], path: tuple[Any, ...], value: Any) -> Any:
    copy = json.loads(json.dumps(raw))
    here = copy
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    return copy


def broken(raw: Any) -> list[str]:
    """Return what went wrong where a plan was judged, hidden and written; nothing if it was refused in one line."""
    try:
        accepted, _ = parse(json.dumps(raw), "p")
    except BadInput as error:
        return [] if "\n" not in str(error) else [f"not in one line: {error}"]
    findings = judge(Plan(accepted), registry().values(), SETTINGS).findings
    redactor = Redactor()
    json.dumps(redactor.scrub(redactor.plan(accepted)))
    return [f"{f.check} {f.address}: {f.message}" for f in findings if f.cause is Cause.CHECK_ERROR]


@pytest.mark.parametrize("case", SAMPLE, ids=str)
def test_a_strange_value_anywhere_breaks_nothing(case, fixture_plans):
    raw = fixture_plans[case.check, case.kind].raw
    every = sorted(places(raw), key=repr)
    own = sum(map(ord, str(case)))
    problems = set()
    for number, path in enumerate(every[own % 7 :: max(1, len(every) // PLACES)]):
        values = (*STRANGE, *DEEP)
        value = values[(own + number) % len(values)]
        try:
            problems |= {f"{path} = {str(value)[:30]!r}: {said}" for said in broken(changed(raw, path, value))}
        except Exception as error:
            problems.add(f"{path} = {str(value)[:30]!r}: {type(error).__name__}: {str(error)[:80]}")
    assert not problems, "\n".join(sorted(problems))


@pytest.mark.parametrize("levels", [DEEPEST // 2, DEEPEST - 12, DEEPEST + 1, 2000, 20000])
def test_what_is_nested_deeply_is_judged_or_refused(levels, fixture_plans):
    case = SAMPLE[0]
    text = json.dumps(fixture_plans[case.check, case.kind].raw)
    inner = "[" * levels + "]" * levels
    entry = '"values": {'
    assert entry in text
    deeper = text.replace(entry, f'{entry}"deep": {inner}, ')
    if levels > DEEPEST:
        with pytest.raises(BadInput, match="nested deeper"):
            parse(deeper, "p")
    else:
        assert broken(parse(deeper, "p")[0]) == []


def valid(raw: Mapping[str, Any]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Yield places in the values of the resources, each with something empty that the provider's schema allows there.

    Inside of JSON texts every node is emptied: AWS may refuse the result, and a check must not break on it.
    """
    resources = raw["planned_values"]["root_module"].get("resources", [])
    for number, entry in enumerate(resources):
        values = entry.get("values") or {}
        for path in places(values):
            value = values
            for step in path:
                value = value[step]
            where = ("planned_values", "root_module", "resources", number, "values", *path)
            yield where, None
            if isinstance(value, str | list | dict):
                yield where, type(value)()
            if isinstance(value, list) and value and isinstance(value[0], dict):
                yield where, [dict.fromkeys(value[0])]
            inner = content(value)
            for place in places(inner):
                for nothing in (None, "", [], {}):
                    yield where, json.dumps(changed(inner, place, nothing))


def content(value: Any) -> Any:
    """Return what a text in JSON holds; nothing for what is none, such as the pattern of a filter."""
    try:
        return json.loads(value) if isinstance(value, str) and value.startswith(("{", "[")) else None
    except ValueError:
        return None


@pytest.mark.parametrize("case", SAMPLE, ids=str)
def test_nothing_empty_that_the_schema_allows_breaks_a_check(case, fixture_plans):
    raw = fixture_plans[case.check, case.kind].raw
    own = sum(map(ord, str(case)))
    every = list(valid(raw))
    problems: set[str] = set()
    for path, value in every[own % 7 :: max(1, len(every) // PLACES)]:
        problems |= {f"{path} = {value!r}: {said}" for said in broken(changed(raw, path, value))}
    assert not problems, "\n".join(sorted(problems))
