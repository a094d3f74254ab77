"""How checks judge policies: every statement of every argument that carries one, and what is missing of it.

A known fail of one statement outweighs another one that is not known; a policy of which a statement may be missing never
passes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, all_of, passes
from tfproof.iam.carriers import Carrier, Holds, carried, given
from tfproof.iam.documents import Document, Statement
from tfproof.iam.reading import document, is_given

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

#: Judges one statement of a document that is in a carrier; the text is how a message names the statement.
Judge = Callable[[Carrier, Document, Statement, str], Answer]
Part = Callable[[], Answer]


def carries(resource: Resource, *holds: Holds) -> bool:
    """Whether an argument of the resource that can hold one of these is given."""
    return any(is_given(resource, c.argument.partition(".*.")[0]) for c in carried(resource, *holds))


def statements(resource: Resource, judge: Judge, *holds: Holds) -> Iterator[Part]:
    """Yield what to ask of each argument of the resource that holds one of these: that all its statements pass."""
    for carrier in carried(resource, *holds):
        yield partial(_carrier, resource, carrier, judge)


def each(found: Document, judge: Callable[[Statement], Answer], otherwise: Answer) -> Answer:
    """Judge each statement of a document, and that none is missing; `otherwise` answers where it has none."""
    parts: list[Part] = [partial(judge, statement) for statement in found.statements]
    if not found.complete:
        parts.append(partial(_incomplete, found))
    return all_of(parts) if parts else otherwise


def _carrier(resource: Resource, carrier: Carrier, judge: Judge) -> Answer:
    found = given(resource, carrier)
    if not found:
        return passes(f"{carrier.argument} is not given")
    return all_of(partial(_document, resource, carrier, path, judge) for path in found)


def _document(resource: Resource, carrier: Carrier, path: str, judge: Judge) -> Answer:
    found = document(resource, path)

    def judged(statement: Statement) -> Answer:
        return judge(carrier, found, statement, f"{statement.name} of {path}")

    return each(found, judged, passes(f"{path} has no statement"))


def _incomplete(found: Document) -> Answer:
    found.require_complete()
    return passes("every statement is known")
