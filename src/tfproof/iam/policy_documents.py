"""The data source `aws_iam_policy_document`: what it will say, from its blocks, where its JSON is known only after an apply.

Statements of source documents come first, then its own, then those of override documents. One that has the Sid of an
earlier one takes its place, else it is added (`IAMPolicyDoc.Merge` of the provider).
https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tfproof.iam.documents import Condition, Document, Principal, Statement, listed, parse_text
from tfproof.iam.matching import Text
from tfproof.plans.values import ABSENT, UNKNOWN, PartialText, has_unknown, is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

#: Reads the policy that a value stands for: a text, a Reference to another document, or one not known.
Follow = Callable[[Any, str], Document]

# The arguments in the order in which their documents are merged; the two in the singular are old names.
_BEFORE = ("source_json", "source_policy_documents")
_AFTER = ("override_policy_documents", "override_json")


def read(source: Resource, follow: Follow) -> Document:
    """Return the document of the data source. Raises Undecided where one of its sources is no policy."""
    text = source.get("json")
    if isinstance(text, str) and text:
        return parse_text(text, source.address)
    merged = Document(source.address)
    for argument in _BEFORE:
        merged = _merged_all(merged, source, argument, follow)
    merged = _merged(merged, _own(source))
    for argument in _AFTER:
        merged = _merged_all(merged, source, argument, follow)
    return replace(merged, statements=tuple(replace(s, position=i) for i, s in enumerate(merged.statements)))


def _merged_all(merged: Document, source: Resource, argument: str, follow: Follow) -> Document:
    value = _evaluated(source, argument)
    if not is_unknown(value) and not value:
        return merged
    for entry in _listed(value):
        merged = _merged(merged, follow(entry, f"{argument} of {source.address}"))
    return merged


def _merged(earlier: Document, later: Document) -> Document:
    """Return both together. A statement that a later one may replace, which nobody can tell, is missing."""
    kept = list(earlier.statements)
    missing = earlier.missing or later.missing
    for statement in later.statements:
        places = [i for i, old in enumerate(kept) if _same_sid(old, statement)]
        doubtful = [i for i, old in enumerate(kept) if _same_sid(old, statement) is None]
        if places:
            kept[places[0]] = statement
        else:
            kept.append(statement)
        if doubtful:
            missing = missing or f"the sid of a statement of {later.where}"
            kept = [old for i, old in enumerate(kept) if i not in doubtful]
    if not later.complete:  # what is not known of it may replace every statement that has a Sid
        kept = [old for old in kept if old.sid is None or any(old is s for s in later.statements)]
    return Document(earlier.where, tuple(kept), missing)


def _same_sid(one: Statement, other: Statement) -> bool | None:
    if one.sid is None or other.sid is None:
        return False
    if is_unknown(one.sid) or is_unknown(other.sid):
        return None
    return one.sid == other.sid


def _own(source: Resource) -> Document:
    blocks = source.get("statement", [])
    if is_unknown(blocks):
        return Document(source.address, missing=f"statement of {source.address}")
    version = source.get("version", "2012-10-17")
    statements = tuple(
        _statement(source, f"statement.{i}", i, variables=is_unknown(version) or version != "2008-10-17")
        for i in range(len(blocks))
    )
    return Document(source.address, statements)


def _statement(source: Resource, path: str, position: int, *, variables: bool) -> Statement:
    def texts(name: str) -> tuple[Text, ...] | None:
        value = _evaluated(source, f"{path}.{name}")
        found = _listed(value) if value is not None else []
        return tuple(_with_variables(text, variables) for text in found) or None

    effect, sid = _evaluated(source, f"{path}.effect"), _evaluated(source, f"{path}.sid")
    return Statement(
        position=position,
        effect="Allow" if effect is None else effect,
        sid=sid if is_unknown(sid) or sid else None,
        principals=_principals(source, f"{path}.principals", variables),
        not_principals=_principals(source, f"{path}.not_principals", variables),
        actions=texts("actions") or (),
        not_actions=texts("not_actions"),
        resources=texts("resources"),
        not_resources=texts("not_resources"),
        conditions=_conditions(source, f"{path}.condition", variables),
    )


def _principals(source: Resource, path: str, variables: bool) -> tuple[Principal, ...] | None:
    found: list[Principal] = []
    blocks = source.get(path, [])
    if is_unknown(blocks):
        return (Principal(UNKNOWN, UNKNOWN),)
    for i, block in enumerate(blocks):
        if is_unknown(block):
            found.append(Principal(UNKNOWN, UNKNOWN))
            continue
        names = _evaluated(source, f"{path}.{i}.identifiers")
        found += [Principal(block["type"], _with_variables(name, variables)) for name in _listed(names)]
    return tuple(found) or None


def _conditions(source: Resource, path: str, variables: bool) -> tuple[Condition, ...]:
    blocks = source.get(path, [])
    if is_unknown(blocks):
        return (Condition(UNKNOWN, UNKNOWN, (UNKNOWN,)),)
    found = []
    for i, block in enumerate(blocks):
        if is_unknown(block):
            found.append(Condition(UNKNOWN, UNKNOWN, (UNKNOWN,)))
            continue
        values = tuple(_with_variables(v, variables) for v in _listed(_evaluated(source, f"{path}.{i}.values")))
        found.append(Condition(block["test"], _with_variables(block["variable"], variables), values))
    return tuple(found)


def _evaluated(source: Resource, path: str) -> Any:
    """Return an argument, with what the source tells of its unknown parts; None where nothing is given."""
    value = source.get(path)
    if has_unknown(value):
        value = source.evaluated(path)
    return None if value is ABSENT else value


def _listed(value: Any) -> list[Any]:
    return [UNKNOWN] if value is None else listed(value)  # of a set that is known in part the plan shows nothing


def _with_variables(text: Any, variables: bool) -> Text:
    """Return a text of a block as the policy will have it: `&{` stands for the `${` of a policy variable."""
    if isinstance(text, PartialText):
        return PartialText([_with_variables(part, variables) for part in text.parts])
    return text.replace("&{", "${") if isinstance(text, str) and variables else text
