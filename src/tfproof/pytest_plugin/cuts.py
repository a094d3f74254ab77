"""Finds what is left of a secret where pytest has cut a long value: `'beginning...end'`.

A value that is shown whole is found as it is; of one with more than 240 characters pytest shows both ends only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

_CUT = "..."
#: Fewer characters beside a cut tell nothing, and are part of many words.
_SHORTEST = 4
_INSTEAD = "(part of a sensitive value)"


def hidden(raw: Any, shown: Any) -> Iterator[str]:
    """Yield the texts of a JSON-like value that are not in the redacted copy of it."""
    from tfproof.terraform.json_syntax import strings  # noqa: PLC0415 - not for projects without Terraform

    if raw is shown:
        return
    if isinstance(raw, dict) and isinstance(shown, dict):
        for key, value in raw.items():
            yield from hidden(value, shown.get(key))
    elif isinstance(raw, list) and isinstance(shown, list) and len(raw) == len(shown):
        for value, other in zip(raw, shown, strict=True):
            yield from hidden(value, other)
    elif raw != shown:
        yield from strings(raw)


def without_ends(text: str, secrets: Callable[[], Iterable[str]]) -> str:
    """Return a text without what stands beside a cut and is part of a secret; without a cut nobody is asked for them."""
    if _CUT not in text:
        return text
    forms = {form for secret in secrets() for form in (secret, repr(secret)[1:-1])}
    pieces = text.split(_CUT)
    for i in range(len(pieces) - 1):
        kept = max((_common(pieces[i], form) for form in forms), default=0)
        if kept >= _SHORTEST:
            pieces[i] = pieces[i][:-kept] + _INSTEAD
        kept = max((_common(pieces[i + 1], form, at_start=True) for form in forms), default=0)
        if kept >= _SHORTEST:
            pieces[i + 1] = _INSTEAD + pieces[i + 1][kept:]
    return _CUT.join(pieces)


def _common(text: str, secret: str, *, at_start: bool = False) -> int:
    """How many characters at one end of a text are part of the secret."""
    count = 0
    while count < len(text) and (text[: count + 1] if at_start else text[len(text) - count - 1 :]) in secret:
        count += 1
    return count
