"""AWS's wildcards, decided with three values: yes, no, and None where a part is known only after an apply.

`*` stands for any text, across colons and slashes as well, `?` for one character, nothing else is special. In a policy of
2012-10-17 `${aws:username}` is a variable, and `${*}`, `${?}`, `${$}` are these characters themselves.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html

Every question here is one about two patterns: whether all texts of the one belong to the other (`covers`), or any at all.
A value that is partly unknown is a pattern too: its unknown part may be any text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from functools import lru_cache

from tfproof.iam.logic import agreed
from tfproof.plans.addresses import type_in
from tfproof.plans.values import OneOf, PartialText, Reference, Unknown

#: A text of a policy, known or not.
Text = str | Unknown


class Wild(Enum):
    """What a token stands for besides a character of its own."""

    ANY = "*"
    ONE = "?"
    #: Something that is known only after an apply: any text, wildcards included.
    HOLE = "known after apply"


class Name(str):
    """A token for one text that is not known, but is not empty and holds no wildcard, such as the ARN of a resource that
    the plan makes (`reference`) or a variable of the policy. Two of the same name are the same text."""

    reference: Reference | None = None


Token = str | Wild
Pattern = tuple[Token, ...]

#: `arn:partition:service:region:account:resource`.
ARN_PARTS = 6
_VARIABLE = re.compile(r"\$\{([^}]*)\}")
# Attributes that AWS fills in, or that name the one resource they belong to.
_IDENTIFIERS = re.compile(r"([a-z_]+\.\d+\.)*([a-z0-9_]+_)?(arn|id|name|bucket|url|partition)")


def pattern(text: Text, fill: Callable[[str], Text | None] | None = None) -> Pattern:
    """Return the tokens of a pattern.

    `fill` gives the value of a policy variable by its content (`aws:username`); what it gives is taken literally. Without
    it a variable stands for one text that is not known.
    """
    return _tokens(text, fill, wild=True)


def literal(text: Text) -> Pattern:
    """Return the tokens of a value, in which nothing is special."""
    return _tokens(text, None, wild=False)


def folded(tokens: Pattern) -> Pattern:
    """Return the tokens in lower case, for what AWS compares without regard to case."""
    return tuple(t if isinstance(t, Wild | Name) else t.lower() for t in tokens)


def has_wildcard(text: Text) -> bool:
    """Whether a `*` or `?` that is special can be seen in the text."""
    return any(t is Wild.ANY or t is Wild.ONE for t in pattern(text))


def widest(text: Text) -> str:
    """Return the text with `*` in the place of each part that is not known: whatever it turns out to be is within that."""
    return "".join(t if isinstance(t, str) and not isinstance(t, Name) else "*" for t in literal(text))


def match(text: Text, value: Text, *, fold: bool = False) -> bool | None:
    """Whether a pattern matches a value; None where that hangs on what is not known. `fold`: without regard to case."""
    if isinstance(text, str) and isinstance(value, str) and "${" not in text:
        return _expression(text, fold).fullmatch(value) is not None
    return agreed(_matches(t, v, fold) for t in alternatives(text) for v in alternatives(value))


def covers(text: Text, kind: str, *, fold: bool = False) -> bool | None:
    """Whether a pattern matches every text that the pattern `kind` matches."""
    return agreed(_whole(t, kind, fold) for t in alternatives(text))


def includes(wide: Text, narrow: Text, *, fold: bool = False) -> bool | None:
    """Whether a pattern matches all that another one does; None where that hangs on what is not known."""
    if isinstance(wide, OneOf) or isinstance(narrow, OneOf):
        return agreed(includes(w, n, fold=fold) for w in alternatives(wide) for n in alternatives(narrow))
    wanted, given = pattern(wide), pattern(narrow)
    if fold:
        wanted, given = folded(wanted), folded(given)
    if Wild.HOLE not in wanted and _covers(wanted, given):
        return True
    return None if Wild.HOLE in (*wanted, *given) and _overlaps(wanted, given) else False


def _matches(text: Text, value: Text, fold: bool) -> bool | None:
    wanted, given = pattern(text), literal(value)
    return matches(folded(wanted), folded(given)) if fold else matches(wanted, given)


def _whole(text: Text, kind: str, fold: bool) -> bool | None:
    wanted, given = pattern(text), pattern(kind)
    return whole(folded(wanted), folded(given)) if fold else whole(wanted, given)


def alternatives(text: Text) -> tuple[Text, ...]:
    """Return what a text can be, where it is one of several that are known; else the text itself."""
    return text.candidates if isinstance(text, OneOf) else (text,)


@lru_cache(4096)
def _expression(text: str, fold: bool) -> re.Pattern[str]:
    """Return a regular expression that never goes back: what stands between two `*` is taken where it first occurs."""
    first, *rest = ("".join("." if c == "?" else re.escape(c) for c in part) for part in text.split("*"))
    found = first + "".join(f"(?>.*?{part})" for part in rest[:-1] if part) + "".join(f".*{part}" for part in rest[-1:])
    return re.compile(found, re.DOTALL | (re.IGNORECASE if fold else 0))


def matches(wanted: Pattern, given: Pattern) -> bool | None:
    """Whether a pattern matches a value, both as tokens."""
    if Wild.HOLE not in wanted and _covers(wanted, given):
        return True
    return None if _overlaps(wanted, given) else False


def whole(wanted: Pattern, kind: Pattern) -> bool | None:
    """Whether a pattern covers a kind, both as tokens. A name that is known later is one text, and never all."""
    if not _covers(tuple(Wild.ANY if t is Wild.HOLE else t for t in wanted), kind):
        return False
    return None if Wild.HOLE in wanted else True


def _tokens(text: Text, fill: Callable[[str], Text | None] | None, *, wild: bool) -> Pattern:
    if isinstance(text, str):
        return _of_text(text, fill) if wild else tuple(text)
    if isinstance(text, PartialText):
        return tuple(t for part in text.parts for t in _tokens(part, fill, wild=wild))
    if isinstance(text, Reference) and names_one_thing(text):
        name = Name(f"{text.address}.{text.path}")
        name.reference = text
        return (name,)
    return (Wild.HOLE,)


def _of_text(text: str, fill: Callable[[str], Text | None] | None) -> Pattern:
    tokens: list[Token] = []
    position = 0
    for found in _VARIABLE.finditer(text):
        tokens += _plain(text[position : found.start()])
        tokens += _variable(found, fill)
        position = found.end()
    return (*tokens, *_plain(text[position:]))


def _plain(text: str) -> list[Token]:
    return [Wild.ANY if c == "*" else Wild.ONE if c == "?" else c for c in text]


def _variable(found: re.Match[str], fill: Callable[[str], Text | None] | None) -> Pattern:
    content = found[1]
    if content in ("*", "?", "$"):
        return (content,)
    value = fill(content) if fill is not None else None
    return (Name(found[0]),) if value is None else literal(value)


def names_one_thing(reference: Reference) -> bool:
    """Whether a reference is to the name, id or ARN of a resource, which is one text without wildcards.

    What others hand on (an output of `terraform_data`, a parameter's value, a stack's output) can be anything.
    """
    owner = type_in(reference.address).removeprefix("data.")
    return owner.startswith("aws_") and _IDENTIFIERS.fullmatch(reference.path) is not None


def segments(tokens: Pattern) -> list[Pattern]:
    """Return the parts of an ARN, which stand between colons: the sixth and last one keeps those that follow."""
    found: list[list[Token]] = [[]]
    for token in tokens:
        if token == ":" and len(found) < ARN_PARTS:
            found.append([])
        else:
            found[-1].append(token)
    return [tuple(part) for part in found]


@lru_cache(65536)
def _covers(wide: Pattern, narrow: Pattern) -> bool:
    """Whether every text of one pattern is a text of the other: all ways to read `narrow` end where `wide` ends.

    The characters of `wide` and one that it does not mention stand for all there are.
    """
    if not any(isinstance(t, Wild) for t in (*wide, *narrow)):
        return wide == narrow
    letters = {t for t in wide if isinstance(t, str) and not isinstance(t, Name)} | {"\0"}
    start = _closure(wide, {0})
    todo = [(0, start)]
    # What fails from some states fails from fewer as well: of each place the smallest sets are enough.
    smallest: dict[int, list[frozenset[int]]] = {0: [start]}

    def go(position: int, states: frozenset[int]) -> None:
        known = smallest.setdefault(position, [])
        if not any(fewer <= states for fewer in known):
            known.append(states)
            todo.append((position, states))

    while todo:
        position, states = todo.pop()
        if not states or (position == len(narrow) and len(wide) not in states):
            return False
        if position == len(narrow):
            continue
        token = narrow[position]
        if isinstance(token, str):
            go(position + 1, _step(wide, states, token))
            continue
        if token is not Wild.ONE:
            go(position + 1, states)
        for letter in letters:
            go(position + (token is Wild.ONE), _step(wide, states, letter))
    return True


def _closure(tokens: Pattern, states: set[int]) -> frozenset[int]:
    """Return the states that can be reached without a character."""
    todo = list(states)
    while todo:
        state = todo.pop()
        if state < len(tokens) and tokens[state] is Wild.ANY and state + 1 not in states:
            states.add(state + 1)
            todo.append(state + 1)
    return frozenset(states)


def _step(tokens: Pattern, states: frozenset[int], letter: str) -> frozenset[int]:
    """Return the states after one character; a name, which may be long, is no single character."""
    after = set()
    for state in states:
        token = tokens[state] if state < len(tokens) else None
        if token is Wild.ANY:
            after.add(state)
        elif token == letter or (token is Wild.ONE and not isinstance(letter, Name)):
            after.add(state + 1)
    return _closure(tokens, after)


@lru_cache(65536)
def _overlaps(one: Pattern, other: Pattern) -> bool:
    """Whether some text may belong to both, whatever the unknown parts turn out to be."""
    one, other = _possible(one), _possible(other)
    todo = [(0, 0)]
    seen = {(0, 0)}
    while todo:
        i, j = todo.pop()
        if i == len(one) and j == len(other):
            return True
        here, there = (one[i] if i < len(one) else None), (other[j] if j < len(other) else None)
        steps = [(i + 1, j)] if here is Wild.ANY else []
        steps += [(i, j + 1)] if there is Wild.ANY else []
        if (
            here is not None
            and there is not None
            and (here == there or isinstance(here, Wild) or isinstance(there, Wild))
        ):
            steps.append((i + (here is not Wild.ANY), j + (there is not Wild.ANY)))
        for step in steps:
            if step not in seen:
                seen.add(step)
                todo.append(step)
    return False


def _possible(tokens: Pattern) -> Pattern:
    """Return the pattern of all that the tokens may turn out to be; a name has at least one character."""
    spread = [[Wild.ONE, Wild.ANY] if isinstance(t, Name) else [Wild.ANY] if t is Wild.HOLE else [t] for t in tokens]
    return tuple(token for part in spread for token in part)
