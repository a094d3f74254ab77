"""The ways in which one secret may be written: escaped, encoded, inside of something else."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlsplit

#: A part of a structured value counts as a secret of its own only if it looks like one: with a digit and a letter.
_PART = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[^\s]{8,}", re.DOTALL)
#: What names things in public, whatever digits it has: ARNs, hosts, addresses, actions, paths, dates, identifiers of AWS.
_PUBLIC = re.compile(
    r"arn:|[a-z0-9-]+:[A-Za-z*]+$|(?:[\w-]+\.)+[a-z]{2,}$|[\d.]+(?:/\d+)?$|[0-9a-fA-F:]*:[0-9a-fA-F:]*(?:/\d+)?$|https?://[^@?]*$"
    r"|/|\d{4}-\d{2}-\d{2}|(?:[a-z]{1,10}-){1,3}[0-9a-f]{8,17}$|[a-z]{2}(?:-[a-z]+)+-\d[a-z]?$|(?:aws|alias)[:/]"
)
_FRAGMENT = 12
_GENERATED = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[\w+/=.~-]+")
_NO_WORD = re.compile(r"[\W_]+")
_CAMEL_CASE = re.compile(r"[A-Za-z]+\d{1,4}")
_DISGUISES: dict[str, Callable[[str], str]] = {
    "\x1b[": partial(re.compile(r"\x1b\[[\d;:]*[A-Za-z]").sub, ""),
    "%": unquote,
    "&#": html.unescape,
    "\\": partial(re.compile(r"\\(?:u00|x)([0-9a-fA-F]{2})").sub, lambda escaped: chr(int(escaped[1], 16))),
}
#: Letters and digits in turn.
_MIXED = re.compile(r"[A-Za-z]*(?:\d+[A-Za-z]+){3,}\d*")
_PLAIN = re.compile(
    r"(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?|[0-9a-fA-F:]{0,40}::?(?:/\d{1,3})?|[a-z]{2}(?:-[a-z]+){1,3}-\d[a-z]?|aws:kms(?::dsse)?"
    r"|AES-?(?:128|256)|(?:HMAC_)?SHA-?\d{1,3}|\d{4}-\d{2}-\d{2}"
)
#: Longer texts are looked for in pieces, and only as they are: what is made of them grows with each form.
LONGEST = 200
_SEPARATORS = re.compile(r"[\s,;|\"'<>(){}\[\]]+|(?<=\w)=(?=\S)")


def written(secret: str) -> set[str]:
    """Return the text as it is and as it is written elsewhere: in JSON, by Terraform, in URLs, HTML, base64 and hex."""
    if len(secret) > LONGEST:
        pieces = {secret[at : at + LONGEST] for at in range(0, len(secret), LONGEST)}
        return (
            pieces
            | {json.dumps(p)[1:-1] for p in pieces}
            | {e for at in range(3) for e in _pieces_of_base64(secret, at)}
        )
    plain = {secret, secret.strip()}
    quoted = {json.dumps(s)[1:-1] for s in plain} | {json.dumps(s, ensure_ascii=False)[1:-1] for s in plain}
    terraform = {q.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026") for q in quoted}
    twice = {json.dumps(q)[1:-1] for q in quoted}  # JSON inside of JSON
    addressed = {f(s) for s in plain for f in (quote, quote_plus)} | {quote(s, safe="") for s in plain}
    shown = {html.escape(s) for s in plain} | {html.escape(s).replace("&#x27;", "&#39;") for s in plain}
    shown |= {repr(s)[1:-1] for s in plain}
    encoded = {e for s in plain for e in _base64(s)} | {s.encode("utf-8", "replace").hex() for s in plain}
    return plain | quoted | terraform | twice | addressed | shown | encoded


def undisguised(text: str) -> Iterator[str]:
    """Yield the text without colours and with what is escaped, though it need not be, as it is meant: %2D, &#45;, \\u002d."""
    for mark, undo in _DISGUISES.items():
        # Escaped once more where one text stands in another.
        for _ in range(2):
            if mark in text and (plain := undo(text)) != text:
                yield plain
                text = plain


def _pieces_of_base64(secret: str, before: int) -> Iterator[str]:
    """Yield the base64 of a long secret in pieces, for one of the three places where it may begin."""
    encoded = base64.b64encode(bytes(before) + secret.encode("utf-8", "replace")).decode()[4:-4]
    yield from (encoded[at : at + LONGEST] for at in range(0, len(encoded), LONGEST))


def is_public(text: str) -> bool:
    """Whether a text is of a kind that cannot be a secret by itself: an address, a region, an algorithm."""
    return bool(_PLAIN.fullmatch(text))


def _base64(secret: str) -> Iterator[str]:
    """Yield what of a secret every base64 of a text with the secret in it holds, wherever it begins there."""
    content = secret.encode("utf-8", "replace")
    for before in range(3):
        encoded = base64.b64encode(bytes(before) + content).decode().rstrip("=")
        whole = (before + len(content)) * 8 // 6  # characters that nothing behind the secret can change
        inner = encoded[(0, 2, 3)[before] : whole]
        yield inner
        yield inner.replace("+", "-").replace("/", "_")


def texts(value: Any) -> Iterator[str]:
    """Yield what of a secret value is one by itself: its texts and numbers, and the names in it that nobody would write."""
    if isinstance(value, Mapping):
        yield from (key for key in value if is_generated(key))
    for child in value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ():
        yield from texts(child)
    if isinstance(value, str | int | float) and not isinstance(value, bool) and value != "":
        yield value if isinstance(value, str) else json.dumps(value)


def parts(secret: str) -> Iterator[str]:
    """Yield the parts of a structured secret (JSON, a URL, assignments, lines) that look like secrets of their own.

    What looks like the name of something is none: it may stand elsewhere for good reasons.
    """
    yield from (p for p in _apart(secret) if p != secret and looks_random(p))


def is_generated(text: str) -> bool:
    """Whether a text looks as if a machine had made it: as the name of something people would not choose it."""
    words = [] if len(text) > LONGEST or _PUBLIC.match(text) else _NO_WORD.split(text)
    return any(
        _MIXED.fullmatch(w) or (_GENERATED.fullmatch(w) and not _CAMEL_CASE.fullmatch(w))
        for w in words
        if len(w) >= _FRAGMENT
    )


def looks_random(text: str) -> bool:
    """Whether a text looks as if nobody would write it but as a secret."""
    return len(text) <= LONGEST and bool(_PART.fullmatch(text)) and not _PUBLIC.match(text)


def fragments(secret: str) -> Iterator[str]:
    """Yield every stretch of twelve characters of a generated secret: functions such as `substr` cut it.

    Only with upper case, lower case and digits in it nobody would write such a stretch for another reason.
    """
    if len(secret) > LONGEST or not _GENERATED.fullmatch(secret):
        return
    for start in range(len(secret) - _FRAGMENT + 1):
        part = secret[start : start + _FRAGMENT]
        if _GENERATED.fullmatch(part):
            yield part


def _apart(secret: str) -> Iterator[str]:
    yield from (p for p in _SEPARATORS.split(secret) if p)
    if "://" in secret:
        try:
            url = urlsplit(secret)
            yield from (p for p in (url.username, url.password) if p)
            yield from (value for _, value in parse_qsl(url.query))
        except ValueError:
            return  # no URL after all: what stands between separators was looked at
