"""Takes out of pytest's own output what the plans of a test mark as sensitive.

A test that fails shows what it compared, in its traceback, its assertion, its locals and what it printed; terminal,
JUnit and every other plugin get all of that from the test's reports. So they are masked where they are made, which
under xdist is in the worker, before anything is sent.
"""

from __future__ import annotations

import json
import linecache
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from tfproof.errors import TfproofError
from tfproof.pytest_plugin.cases import parameters_of
from tfproof.pytest_plugin.cuts import hidden, without_ends
from tfproof.pytest_plugin.marks import asked, marks_of_cases
from tfproof.pytest_plugin.reads import held_by

if TYPE_CHECKING:
    import warnings
    from pathlib import Path

#: Takes a text, or a JSON-like value, and returns it without what is secret.
Mask = Callable[[Any], Any]
#: As many plans as a planner holds.
_REMEMBERED = 8
#: What marks give, by the module or stack and the values: tests of one case have one mask.
_GIVEN: pytest.StashKey[dict[tuple[str, str], dict[str, Any]]] = pytest.StashKey()


def sources_of(item: pytest.Item) -> list[dict[str, Any]]:
    """Return all that says what is secret in the output of a test, in the form of plans; nothing is read of them yet."""
    raws = [plan.raw for plan in held_by(item, parameters_of(item))] + list(_given_by_marks(item))
    return list({id(raw): raw for raw in raws}.values())


class Masks:
    """Makes masks, and remembers the last ones: tests of one case come one after the other."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[int, ...], tuple[Sequence[dict[str, Any]], Mask]] = OrderedDict()

    def of(self, sources: Sequence[dict[str, Any]]) -> Mask:
        """Return what masks the output of a test. Learning is slow for a large plan: ask when there is something to mask."""
        key = tuple(map(id, sources))
        if key not in self._made:
            self._made[key] = (sources, _mask_from(sources))  # which keeps the sources, and so their ids
            if len(self._made) > _REMEMBERED:
                self._made.popitem(last=False)
        return self._made[key][1]


def _mask_from(sources: Sequence[dict[str, Any]]) -> Mask:
    from tfproof.secrecy import Redactor  # noqa: PLC0415 - for tests of ours only

    redactor = Redactor()
    try:
        redacted = [redactor.plan(raw) for raw in sources]
    except Exception as error:
        return _withholding(error)

    @cache
    def secrets() -> set[str]:
        return {text for raw, shown in zip(sources, redacted, strict=True) for text in hidden(raw, shown)}

    def mask(value: Any) -> Any:
        shown = redactor.scrub(value)
        try:
            return without_ends(shown, secrets) if isinstance(shown, str) else shown
        except Exception as error:
            return _withholding(error)(shown)

    return mask


def _withholding(error: Exception) -> Mask:
    """Return what masks all: rather nothing is shown than a secret; what a test makes a plan of need not be one."""
    instead = f"(withheld: what is secret in the plans of this test cannot be told, {type(error).__name__})"
    return lambda value: instead if isinstance(value, str) else None


def _given_by_marks(item: pytest.Item) -> Iterator[dict[str, Any]]:
    """What marks give to sensitive variables, in the form of a plan: a case that is refused has none."""
    known = item.config.stash.setdefault(_GIVEN, {})
    for mark in marks_of_cases(item):
        try:
            wanted = asked(mark, item.config)
        except TfproofError:
            continue  # the test has failed for this, in words without any value
        values = {name: _plain(value) for name, value in wanted.variables.items()}
        key = (wanted.target.name, json.dumps(values, sort_keys=True))
        if values and key not in known:
            known[key] = _as_plan(wanted.target.directory, values)
        if values:
            yield known[key]


def _as_plan(module: Path, values: dict[str, Any]) -> dict[str, Any]:
    from tfproof.terraform.hcl import read_directory  # noqa: PLC0415 - heavy

    directory = read_directory(module)
    declared = {name: {"sensitive": "sensitive" in block.attributes} for name, block in directory.variables.items()}
    for block in directory.json_blocks:
        if block.type == "variable":
            declared[block.labels[0]] = {"sensitive": "sensitive" in block.body}
    return {
        "variables": {name: {"value": value} for name, value in values.items()},
        "configuration": {"root_module": {"variables": declared}},
    }


def _plain(value: Any) -> Any:
    """Return a value as JSON has it; of one that it cannot have, the text."""
    try:
        return json.loads(json.dumps(value, default=str))
    except (TypeError, ValueError, RecursionError):
        return str(value)


def mask_report(report: pytest.TestReport, mask: Mask) -> None:
    """Mask all texts of a report; where it is in pytest's own form, it keeps that form, and so its colours."""
    original = report.longrepr
    report.longrepr = _masked(original, mask)
    if hasattr(original, "toterminal"):
        text = str(report.longrepr)
        if mask(text) != text:  # something is written in parts that hide it from being found in each
            report.longrepr = mask(text)
    if hasattr(report, "wasxfail"):
        report.wasxfail = mask(report.wasxfail)
    report.sections = [(name, mask(text)) for name, text in report.sections]
    report.user_properties = [(name, mask(value)) for name, value in report.user_properties]


def mask_warning(warning: warnings.WarningMessage, mask: Mask) -> None:
    """Mask what a warning says, and the line of source that is shown with it."""
    warning.message = Warning(mask(str(warning.message)))
    warning.line = mask(linecache.getline(warning.filename, warning.lineno) if warning.line is None else warning.line)


def _masked(node: Any, mask: Mask) -> Any:
    """Return the texts of a report masked, in lists and in pytest's objects for tracebacks, which are changed."""
    if isinstance(node, str):
        return mask(node)
    if isinstance(node, list | tuple):
        return type(node)(_masked(part, mask) for part in node)
    if hasattr(node, "toterminal"):
        for name, value in vars(node).items():
            if name != "style":  # a word of pytest's
                setattr(node, name, _masked(value, mask))
    return node
