"""Which names say that a secret is behind them, and which values none can be. No answer and no error carries a value."""

from __future__ import annotations

import re
from functools import cache

from tfproof.secrecy.facts import facts, pattern

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@cache
def speaks_of_secret(name: str) -> bool:
    """Whether a name says that a secret is behind it: DB_PASSWORD, apiKey; not PASSWORD_MIN_LENGTH, MAX_TOKENS, PWD."""
    names = facts()["names"]
    words = words_of(name)
    if not words or words[-1] in names["descriptions"]:
        return False
    together = " ".join(words)
    if together.endswith(tuple(names["last"])) and not together.endswith(tuple(names["not_last"])):
        return together not in names["last"]
    if any(w in names["whole"] or w.endswith(tuple(names["words"])) for w in words):
        return True
    return _has_phrase(words, names["phrases"])


@cache
def is_discreet(name: str) -> bool:
    """Whether nobody needs to see what is called so: a secret, or something that lets one in beside others."""
    discreet = facts()["discreet"]
    words = words_of(name)
    if name.lower() in discreet["names"] or any(w in discreet["words"] for w in words):
        return True
    if _has_phrase(words, discreet["phrases"]):
        return True
    # `token.actions.githubusercontent.com:sub` and the like are IAM's own names of what a request carries.
    return ":" not in name and speaks_of_secret(name)


def _has_phrase(words: list[str], phrases: list[str]) -> bool:
    together = f" {' '.join(words)} "
    return any(f" {phrase} " in together for phrase in phrases)


def words_of(name: str) -> list[str]:
    """Return the words of a name in upper case, without numbers and versions at its end."""
    words = [w.upper() for w in _WORDS.findall(name)]
    while len(words) > 1 and (words[-1].isdigit() or words[-1] == "V"):
        words.pop()
    return words


def may_be_secret(text: str) -> bool:
    """Whether a text may be a secret at all: a switch, an ARN or nothing is none."""
    return bool(text) and not (pattern("switches").fullmatch(text) or pattern("pointers").match(text))
