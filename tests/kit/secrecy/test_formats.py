"""Texts that are credentials by their form: what of them is the secret, and that no text makes finding it slow."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tfproof.secrecy import Redactor
from tfproof.secrecy.concealing import Concealer
from tfproof.secrecy.facts import facts
from tfproof.secrecy.formats import spans


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        ("postgres://app:one/two@db.example.com/app", ["one/two"]),
        ("postgres://app:one@two@db.example.com/app", ["one@two"]),
        ("postgres://app:one?two#@db.example.com/app?mail=a@b", ["one?two#"]),
        ("postgres://app:one@db.example.com/app?mail=a@b", ["one"]),
        ("amqp://a:one@h1,amqp://b:t/wo@h2", ["one", "t/wo"]),
        ("Server=db;Password='one;two';Port=1", ["one;two"]),
        ('Server=db; PWD="one two";', ["one two"]),
        ("Server=db;Password=one;Port=1", ["one"]),
        ("git clone https://ghp_short@github.com/acme/app", ["ghp_short"]),
        ("https://0123456789abcdefghij@example.com/app.git", ["0123456789abcdefghij"]),
        ("http://example.com:8080/@scope/package", []),
        ("https://example.com:443?mail=a@b", []),
        ("https://acme-organisation@dev.azure.com/acme", []),
        ("https://${GITHUB_TOKEN_OF_CI_1}@github.com", []),
        ("ssh://git@github.com/acme", []),
        ("Password=${PASSWORD};", []),
        ("jdbc:oracle:thin:scott/one@db.example.com:1521/app", ["one"]),
        ("Authorization: Token abcdefghijk1", ["abcdefghijk1"]),
        ('"authorization": "abcdefghijk1"', ["abcdefghijk1"]),
        ("Authorization: done-by-the-gateway", []),
    ],
)
def test_the_secret_in_a_text_is_found_from_end_to_end(text: str, secrets: list[str]) -> None:
    assert [text[start:end] for start, end in spans(text)] == secrets


def seconds(work: Callable[[], object]) -> float:
    """Return the shortest of five times of the processor."""
    times = []
    for _ in range(5):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


#: What patterns begin with, and what keeps them going without an end.
HINTS = sorted({h for kind in ("credentials", "likely") for form in facts()[kind] for h in form["hints"]})
BEGINNINGS = [
    "eyJ-", "eyJaaaaaaaa.eyJ-", "://a:", "http://a1", "password=", "password='", 'password=\\"', "password: |\n  ",
    "password:\n  ", "--password ", "name: token value: ", "<password>",
    "password=<<E\n", "<a name='b'", "set password ", "mysql ", "mysql -p",
    ";password=", ';password="', "-----BEGIN PRIVATE KEY", "bearer ", "?token", "{", '{"', "%41", "&#45;", "\\u002d",
    "\x1b[31m", "a", "a.", "password:", "password=${", "password:\n", "a-", "a=", 'a="', "'\"",
]  # fmt: skip


@pytest.mark.parametrize("beginning", [*HINTS, *BEGINNINGS])
def test_no_text_makes_the_search_grow_faster_than_it(beginning: str) -> None:
    """Of four times the text, what grows with its square takes sixteen times as long."""

    def looked_at(length: int) -> float:
        text = "see " + beginning * (length // len(beginning))
        return seconds(lambda: (Concealer(lambda _value, _sure: "hidden").text(text), Redactor().text(text)))

    assert looked_at(8000) < 9 * looked_at(2000)
