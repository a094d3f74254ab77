"""Whether a statement that speaks to everyone is tied to somebody: to known callers, networks, sources or resources.

A condition ties only if whoever it is to keep out cannot meet it. So the identifying part of each of its values must be
fixed: a pattern such as `o-*` or `arn:aws:iam::*:role/*` is met by everybody's, and so is a condition that a request
without the key meets (`…IfExists`, `ForAllValues:`, every negated one), unless another one demands that the key is there.

Values are read as patterns whatever the operator. `StringEquals` with `*` admits nobody: that value is no account and no
organisation. Who wrote it meant the pattern, and whoever mends it opens the door; AWS, too, counts only fixed values
(https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html, "The meaning of public").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, partial
from importlib import resources
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network
from typing import Any

from tfproof.files import read_yaml
from tfproof.iam.conditions import operator_of
from tfproof.iam.documents import Condition, Document, Statement
from tfproof.iam.logic import agreed, all_true, any_true, not_true
from tfproof.iam.matching import (
    ARN_PARTS,
    Name,
    Pattern,
    Text,
    Wild,
    alternatives,
    folded,
    includes,
    match,
    matches,
    pattern,
    segments,
    whole,
)
from tfproof.iam.principals import is_everyone, leaves_nobody_out
from tfproof.plans.values import is_unknown

_Network = IPv4Network | IPv6Network
_Judge = Callable[[Pattern], bool | None]
# Variables whose value is the resource's own; those about the caller are the caller's choice.
_OWN_VARIABLES = re.compile(r"\$\{aws:Resource(Account|OrgID|OrgPaths)\}", re.IGNORECASE)
# Ranges wider than this are the public to Amazon S3, private ones aside (same page as above).
_WIDEST = {4: 8, 6: 32}
_PRIVATE = [ip_network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")]


def confines(statement: Statement, *tied_to: str) -> bool | None:
    """Whether a condition of the statement ties it to something; None where that hangs on what is not known.

    `tied_to` are sections of `condition_keys.yaml`; without any, `caller`.
    """
    wanted = tied_to or ("caller",)
    return any_true(_confines(c, wanted, _demanded(statement), negated=False) for c in statement.conditions)


def is_confined(document: Document, statement: Statement, *tied_to: str) -> bool | None:
    """Whether the statement is tied to something by its own conditions, or by a statement of the same document that denies
    everyone else what it allows."""
    denials = (
        _denies_the_others(d, statement, tied_to or ("caller",)) for d in document.statements if d is not statement
    )
    return any_true([confines(statement, *tied_to), *denials])


def _demanded(statement: Statement) -> frozenset[str]:
    """Return the keys that a request must carry: `Null` with "false"."""
    return frozenset(
        c.key.lower()
        for c in statement.conditions
        if isinstance(c.key, str)
        and (operator := operator_of(c.operator)) is not None
        and operator.base == "null"
        and c.values
        and all(isinstance(v, str) and v.lower() == "false" for v in c.values)
    )


def _denies_the_others(denial: Statement, statement: Statement, tied_to: tuple[str, ...]) -> bool | None:
    """Whether a statement denies all that another one allows to all but known callers.

    Several conditions of a denial must all be met for it to act: then each of them alone must be enough.
    """
    if denial.denies is False or denial.not_actions is not None or denial.not_resources is not None:
        return False
    actions = statement.actions if statement.not_actions is None else ("*",)
    named = statement.resources if statement.not_resources is None else ("*",)
    reaches = [
        denial.denies,
        _all_included(actions, denial.actions, fold=True),
        _all_included(named or ("*",), denial.resources or ("*",), fold=False),
    ]
    if denial.not_principals is not None:
        known = (not_true(is_everyone(p)) for p in denial.not_principals)
        return all_true([*reaches, not denial.conditions, *known])
    reaches.append(any_true(leaves_nobody_out(p) for p in denial.principals or ()))
    ties = [_confines(c, tied_to, frozenset(), negated=True) for c in denial.conditions]
    return all_true([*reaches, bool(ties), *ties])


def _all_included(narrow: Iterable[Text], wide: Iterable[Text], *, fold: bool) -> bool | None:
    return all_true(any_true(includes(w, n, fold=fold) for w in wide) for n in narrow)


def _confines(
    condition: Condition, tied_to: tuple[str, ...], demanded: frozenset[str], *, negated: bool
) -> bool | None:
    shape = _shape(condition.key, tied_to)
    if shape == "":
        return False
    operator = operator_of(condition.operator)
    if is_unknown(condition.operator) or shape is None:
        return None
    if operator is None or operator.base == "null" or operator.negated != negated:
        return False
    if negated and operator.over == "foranyvalue":  # a request without the key is not denied
        return False
    present = isinstance(condition.key, str) and condition.key.lower() in demanded
    if not negated and operator.met_without_the_key and not present:
        return False
    if operator.base.startswith(("date", "numeric")) or (operator.base == "bool") != (shape == "true"):
        return False
    return _is_fixed(shape, condition.values) if condition.values else None


@cache
def _keys() -> dict[str, dict[str, Any]]:
    return dict(read_yaml(resources.files(__package__) / "condition_keys.yaml"))


def _shape(key: Text, tied_to: tuple[str, ...]) -> Any:
    """Return the shape of a key's values: empty where the key ties to none of these, None where it is not known. The first
    key of the list that matches counts."""
    answers = [(shape, match(known, key, fold=True)) for part in tied_to for known, shape in _keys()[part].items()]
    shapes = [shape for shape, answer in answers if answer]
    if shapes:
        return shapes[0]
    return None if any(answer is None for _, answer in answers) else ""


def _is_fixed(shape: Any, values: tuple[Text, ...]) -> bool | None:
    """Whether every value names something in particular."""
    if shape == "network":
        return _is_narrow(values)
    judge: _Judge = partial(_is_fixed_between, **shape) if isinstance(shape, dict) else _SHAPES[shape]
    return all_true(agreed(judge(pattern(text)) for text in alternatives(value)) for value in values)


def _is_name(tokens: Pattern) -> bool | None:
    """Whether tokens stand for one text that the caller has no say in."""
    if Wild.ANY in tokens or Wild.ONE in tokens or any(_is_the_callers(t) for t in tokens):
        return False
    return None if Wild.HOLE in tokens else bool(tokens)


def _is_the_callers(token: object) -> bool:
    return isinstance(token, Name) and token.startswith("${") and _OWN_VARIABLES.fullmatch(token) is None


def _is_arn(tokens: Pattern) -> bool | None:
    """An ARN is fixed by its account. One without account (a bucket's) is fixed by its name."""
    if tokens and isinstance(tokens[0], Name) and not _is_the_callers(tokens[0]):
        return True
    parts = segments(tokens)
    before = [token for part in parts[:4] for token in part]
    if len(parts) < ARN_PARTS or Wild.HOLE in before or any(map(_is_the_callers, before)):
        return _is_name(tokens)
    return _is_name(parts[4]) if parts[4] else _is_name(parts[5])


def _is_fixed_between(tokens: Pattern, *, after: str, until: str) -> bool | None:
    """Whether a value begins with `after` and a text that is fixed up to `until`."""
    start = tuple(after)
    end = tokens.index(until, len(start)) if until in tokens[len(start) :] else len(tokens)
    if tokens[: len(start)] != start:
        if matches(tokens, (*start, Wild.HOLE)) is False:  # of another form: only a whole name surely means something
            return _is_name(tokens) or None
        return None if Wild.HOLE in tokens else False
    owner = tokens[len(start) : end]
    if Wild.HOLE in owner:  # what is not known may end the owner's name
        return None if _is_name(owner[: owner.index(Wild.HOLE)] or ("",)) else False
    return _is_name(owner)


def _is_claim(tokens: Pattern) -> bool | None:
    """Whether a subject says more than a label before its first wildcard."""
    end = next((i for i, t in enumerate(tokens) if t in (Wild.ANY, Wild.ONE)), len(tokens))
    fixed = tokens[:end]
    if Wild.HOLE in fixed:
        return None
    return len(fixed) > 0 and (end == len(tokens) or ":" in fixed[:-1] or fixed[-1] != ":")


def _is_text(tokens: Pattern) -> bool | None:
    """Any text that is not all texts: a tag may have several values, and the caller's own as a variable."""
    answer = whole(tokens, (Wild.ONE, Wild.ANY))
    return None if answer is None else not answer


_SHAPES: dict[str, _Judge] = {
    "account": _is_name,
    "arn": _is_arn,
    "claim": _is_claim,
    "name": _is_name,
    "path": partial(_is_fixed_between, after="", until="/"),
    "session": partial(_is_fixed_between, after="", until=":"),
    "text": _is_text,
    "true": lambda tokens: None if Wild.HOLE in tokens else folded(tokens) == tuple("true"),
}


def _within(inner: _Network, outer: _Network) -> bool:
    return inner.version == outer.version and inner.subnet_of(outer)  # type: ignore[arg-type]


def _is_narrow(values: tuple[Text, ...]) -> bool | None:
    """Whether the public addresses of all ranges together are few: many narrow ranges can be the whole internet."""
    networks: list[_Network] = []
    for value in values:
        if isinstance(value, str):
            try:
                networks.append(ip_network(value, strict=False))
            except ValueError:
                return False  # AWS refuses it, or it is a pattern, which means nothing for addresses
    for version, longest in _WIDEST.items():
        public = [n for n in networks if n.version == version and not any(_within(n, p) for p in _PRIVATE)]
        merged: Iterable[_Network] = collapse_addresses(public)  # type: ignore[type-var]
        addresses = sum(network.num_addresses for network in merged)
        if addresses > 2 ** ((32 if version == 4 else 128) - longest):
            return False
    return True if len(networks) == len(values) else None
