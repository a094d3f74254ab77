"""A policy says the same in other words: letters, lists, order, as JSON, by a data source, in the source."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from bench import (
    Complaints,
    Findings,
    Raw,
    Subject,
    Trial,
    Variant,
    complain,
    same,
    told,
    transformation,
    under,
    working,
)
from editing import (
    LATE,
    add,
    add_late,
    change_of,
    configured,
    copied,
    forget,
    planned,
    with_argument,
    with_late,
    written,
)
from materialising import applied

from tfproof import Plan, Verdict

Document = dict[str, Any]
_LISTS = ("Action", "NotAction", "Resource", "NotResource")
_ME = "arn:aws:iam::123456789012:role/made-elsewhere"


# Other words for a document.


def _statements(document: Document) -> list[Document]:
    found = document["Statement"]
    return found if isinstance(found, list) else [found]


def _each(change: Callable[[Document], Document]) -> Callable[[Document], Document]:
    return lambda document: {**document, "Statement": [change(s) for s in _statements(document)]}


def _mapped(statement: Document, names: tuple[str, ...], change: Callable[[Any], Any]) -> Document:
    return {k: change(v) if k in names else v for k, v in statement.items()}


def _letters(value: Any) -> Any:
    return [_letters(v) for v in value] if isinstance(value, list) else value.swapcase()


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _single(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _turned(value: Any) -> Any:
    return list(reversed(value)) if isinstance(value, list) else value


def _twice(value: Any) -> Any:
    return [*value, *value] if isinstance(value, list) else [value, value]


def _principals(change: Callable[[Any], Any]) -> Callable[[Document], Document]:
    def one(statement: Document) -> Document:
        made = _mapped(statement, _LISTS, change)
        for name in ("Principal", "NotPrincipal"):
            if isinstance(made.get(name), dict):
                made[name] = {k: change(v) for k, v in made[name].items()}
        return made

    return _each(one)


def _added(effect: str, document: Document) -> Document:
    return {**document, "Statement": [*_statements(document), _unrelated(effect, document)]}


def _unrelated(effect: str, document: Document) -> Document:
    """Return a statement of the same form about something that the others do not speak of."""
    like = _statements(document)[0]
    trust = "Resource" not in like and "NotResource" not in like
    made: Document = {"Effect": effect, "Action": "sts:TagSession" if trust else "ssm:GetParameter"}
    if "Principal" in like or "NotPrincipal" in like:
        made["Principal"] = {"AWS": _ME}
    if not trust:
        made["Resource"] = "arn:aws:ssm:us-east-1:123456789012:parameter/made-elsewhere"
    return made


_SAME: dict[str, Callable[[Document], Document]] = {
    "other letters": _each(lambda s: _mapped(s, ("Action", "NotAction"), _letters)),
    "lists": _principals(_listed),
    "no lists of one": _principals(_single),
    "other order": lambda d: {**_principals(_turned)(d), "Statement": _turned(_statements(_principals(_turned)(d)))},
    "values twice": _principals(_twice),
    "statements twice": lambda d: {**d, "Statement": _twice(_statements(d))},
    "an unrelated Deny": partial(_added, "Deny"),
    "an unrelated Allow": partial(_added, "Allow"),
}


def policies(raw: Raw) -> Iterator[tuple[Raw, str, Document]]:
    """Yield the resources that hold a policy as a text, the argument, and the policy."""
    for entry in planned(raw):
        for name, value in (entry.get("values") or {}).items():
            if entry["mode"] == "managed" and isinstance(value, str) and value.lstrip().startswith("{"):
                try:
                    document = json.loads(value)
                except ValueError:
                    continue
                if isinstance(document, dict) and document.get("Statement") and _is_whole(document):
                    yield entry, name, document


def _is_whole(document: Document) -> bool:
    """Whether AWS would take the policy; some fixtures hold one that is broken on purpose."""
    whole = [isinstance(s, dict) and isinstance(s.get("Condition", {}), dict) for s in _statements(document)]
    return all(whole) and all(s.get("Principal", "*") == "*" or isinstance(s["Principal"], dict)
                              for s in _statements(document))  # fmt: skip


@transformation
def in_other_words(subject: Subject) -> Iterator[Variant]:
    """Write each policy of the applied plan in other words."""
    known = applied(subject.plan)
    if any(policies(known)):
        expect = same(subject.judge(Plan(known, subject.source)))
        for label, change in _SAME.items():
            yield Variant(label, partial(_rewritten, subject, known, change), expect)


def _rewritten(subject: Subject, known: Raw, change: Callable[[Document], Document]) -> Plan:
    raw = copied(known)
    for entry, name, document in list(policies(raw)):
        entry["values"][name] = json.dumps(change(document))
        change_of(raw, entry["address"])["after"] = entry["values"]
    return Plan(raw, subject.source)


# Other ways to hold it.


@transformation
def by_a_data_source(subject: Subject) -> Iterator[Variant]:
    """Let each policy come from `aws_iam_policy_document`, whose text is not known yet."""
    known = applied(subject.plan)
    for entry, name, document in policies(known):
        tests = [v for s in _statements(document) for v in (s.get("Condition") or {}).values()]
        if not all(isinstance(v, dict) for v in tests):
            continue  # a condition that is none has no words in a block
        findings = subject.judge(Plan(known, subject.source))
        make = partial(_by_data, subject, known, entry["address"], name, document)
        yield Variant(f"{entry['address']} {name}", make, same(findings, or_unknown=entry.get("index") is not None))


def _by_data(subject: Subject, known: Raw, address: str, name: str, document: Document) -> Plan:
    raw = copied(known)
    reference = "data.aws_iam_policy_document.words"
    forget(raw, address, name)
    for declaration in configured(raw):
        if declaration["address"] == address:
            declaration["expressions"][name] = {"references": [f"{reference}.json", reference]}
    blocks = [block(s) for s in _statements(document)]
    values = {"statement": blocks, "version": document.get("Version"), "override_policy_documents": None}
    values |= {"source_policy_documents": None, "policy_id": None, "source_json": None, "override_json": None}
    unknown = {"id": True, "json": True, "minified_json": True}
    add(raw, "aws_iam_policy_document", "words", values, unknown, {"statement": [{} for _ in blocks]}, "data")
    text = with_argument(subject.source, address, name, f"{reference}.json")
    if text is None:
        return Plan(raw)
    declared = "".join("  statement {}\n" for _ in blocks)
    return Plan(raw, written(subject.directory(), f'{text}\ndata "aws_iam_policy_document" "words" {{\n{declared}}}\n'))


def block(statement: Document) -> dict[str, Any]:
    """Return the block of `aws_iam_policy_document` for a statement of JSON."""

    def escaped(value: Any) -> list[str]:
        return [str(v).replace("${", "&{") for v in _listed(value)]

    made: dict[str, Any] = {"sid": statement.get("Sid"), "effect": statement.get("Effect"), "condition": []}
    for name, argument in (
        ("Action", "actions"), ("NotAction", "not_actions"), ("Resource", "resources"),
        ("NotResource", "not_resources"),
    ):  # fmt: skip
        made[argument] = escaped(statement[name]) if name in statement else None
    for name, argument in (("Principal", "principals"), ("NotPrincipal", "not_principals")):
        given = statement.get(name, {})
        pairs = {"*": ["*"]} if given == "*" else given
        made[argument] = [{"type": k, "identifiers": escaped(v)} for k, v in pairs.items()]
    for test, variables in statement.get("Condition", {}).items():
        made["condition"] += [{"test": test, "variable": k, "values": escaped(v)} for k, v in variables.items()]
    return made


@transformation
def encoded_with_something_unknown(subject: Subject) -> Iterator[Variant]:
    """Let the source hold the policy by `jsonencode` and as a text, beside an Allow of something unknown."""
    known = applied(subject.plan)
    for entry, name, document in policies(known):
        address = entry["address"]
        added = _unrelated("Allow", document)
        added["Resource" if "Resource" in added else "Sid"] = "\0late"
        whole = json.dumps({**document, "Statement": [*_statements(document), added]})
        escaped = whole.replace("${", "$${").replace("%{", "%%{")
        writings = {
            "jsonencode": f"jsonencode({escaped})".replace('"\\u0000late"', LATE),
            "heredoc": f"<<EOT\n{escaped}\nEOT".replace("\\u0000late", f"${{{LATE}}}"),
        }
        findings = subject.judge(Plan(known, subject.source))
        for label, expression in writings.items():
            text = with_argument(subject.source, address, name, expression)
            if text is not None:
                make = partial(_encoded, subject, known, address, name, text)
                expect = partial(_no_better, findings, label == "jsonencode")
                yield Variant(f"{label} {address} {name}", make, expect)


def _encoded(subject: Subject, known: Raw, address: str, name: str, text: str) -> Plan:
    raw = copied(known)
    forget(raw, address, name)
    add_late(raw)
    return Plan(raw, written(subject.directory(), with_late(text)))


def _no_better(before: Findings, seen: bool, after: Findings) -> Complaints:
    """Demand that nothing is decided otherwise, and that a fail that the source shows is one."""
    for old in working(before):
        new = after.get(old.address)
        allowed = {old.verdict} if seen and old.verdict is Verdict.FAIL else {old.verdict, Verdict.UNKNOWN}
        if old.verdict is not Verdict.UNKNOWN and (new is None or new.verdict not in allowed):
            yield old.address, f"{old.verdict} became {told(new) if new else 'nothing'}"


@under(in_other_words)
def test_other_words_of_a_policy_change_no_verdict(trial: Trial) -> None:
    complain(trial.wrong)


@under(by_a_data_source)
def test_a_policy_by_a_data_source_has_the_verdict_of_its_text(trial: Trial) -> None:
    complain(trial.wrong)


@under(encoded_with_something_unknown)
def test_something_unknown_beside_it_hides_no_bad_statement_and_adds_no_pass(trial: Trial) -> None:
    complain(trial.wrong)
