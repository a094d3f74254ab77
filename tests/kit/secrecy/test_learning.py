"""What is learnt of a secret value, and that one secret has one digest wherever it is written."""

from __future__ import annotations

import base64
import json
import re
import secrets
from itertools import permutations
from typing import Any

import pytest

from tfproof.secrecy import Redactor
from tfproof.secrecy.forms import is_generated

GENERATED = [
    "q7ZcanaryRt2x",
    "wJalrXUtnFEMI7K7MDENG",
    "9f86d081884c7d659a2f",
    "k3j9x8d7f6g5",
    "ghp_abcdefghij0123456789",
]
#: What people call things, or AWS does.
ORDINARY = [
    "production", "eu-central-1a", "db-password", "user_data_base64", "web-server-01", "aws_db_instance",
    "PrivateSubnetAZ1", "10.0.0.0/16",
    "i-0123456789abcdef0", "subnet-0a1b2c3d4e5f60718", "shop/production", "log4j2", "sha256", "Prod-Subnet-1a-Public",
]  # fmt: skip


def digests(text: str) -> list[str]:
    return re.findall(r"hmac-sha256 (\w+)", text)


def with_sensitive(value: Any) -> dict[str, Any]:
    return {
        "variables": {"it": {"value": value}},
        "configuration": {"root_module": {"variables": {"it": {"sensitive": True}}}},
    }


@pytest.mark.parametrize("key", GENERATED)
@pytest.mark.parametrize(
    "plan",
    [
        lambda key: with_sensitive({key: "x"}),
        lambda key: with_sensitive([{"users": {key: ["x"]}}]),
        lambda key: {"variables": {"db_secrets": {"value": {key: "x"}}}},
    ],
)
def test_the_key_of_a_secret_map_is_a_secret_where_it_is_generated(key: str, plan: Any) -> None:
    redactor = Redactor()
    shown = redactor.plan(plan(key))
    assert key not in json.dumps(
        redactor.scrub({**shown, "message": f"see {key}", "more": {key: 1}, "path": f"tags.{key}"})
    )


@pytest.mark.parametrize("key", ORDINARY)
def test_the_key_of_a_secret_map_is_none_where_people_would_choose_it(key: str) -> None:
    assert not is_generated(key)
    redactor = Redactor()
    redactor.plan(with_sensitive({key: "x"}))
    assert redactor.scrub({key: key}) == {key: key}


def test_a_secret_word_is_taken_out_of_sentences_and_no_name() -> None:
    redactor = Redactor()
    redactor.plan(with_sensitive("password"))
    shown = redactor.scrub({"password": "the password", "value": {"password": "password"}})
    assert list(shown) == ["password", "value"]
    assert list(shown["value"]) == ["password"]
    assert "password" not in shown["password"] + shown["value"]["password"]


def test_one_secret_has_one_digest_in_all_its_forms_and_in_whatever_order_it_is_learnt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Alone, as a part of others, in another case, encoded, as a number: who reads a bundle can tell that it is the same."""
    monkeypatch.setattr(secrets, "token_bytes", bytes)
    whole = [
        {"p": "s3cr3t-part"},
        json.dumps({"u": "x", "p": "s3cr3t-part"}),
        "https://u:s3cr3t-part@example.com",
        "s3cr3t-part",
        "S3CR3T-PART",
    ]
    messages = ["s3cr3t-part", "S3cr3t-Part", base64.b64encode(b"s3cr3t-part").decode(), b"s3cr3t-part".hex()]
    seen = set()
    for order in [*permutations(whole, 2), *permutations(whole, 5)]:
        redactor = Redactor()
        for value in order:
            redactor.plan(with_sensitive(value))
        seen.add(tuple(digests(redactor.text(f"see {m}!"))[0] for m in messages))
    (found,) = seen
    assert len({*found}) == 1
    alone = Redactor().plan(with_sensitive("s3cr3t-part"))
    assert digests(json.dumps(alone)) == [found[0]]


def test_a_number_and_its_text_are_one_secret() -> None:
    redactor = Redactor()
    shown = [redactor.plan(with_sensitive(v)) for v in (73625194, "73625194")]
    assert len({*digests(json.dumps(shown) + redactor.text("see 73625194"))}) == 1
    assert redactor.masked.secrets == 1


def test_two_secrets_have_two_digests() -> None:
    redactor = Redactor()
    shown = [redactor.plan(with_sensitive(v)) for v in ("s3cr3t-one", "s3cr3t-two", ["s3cr3t-one"])]
    assert len({*digests(json.dumps(shown))}) == 3


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("see rotate!", True),
        ("the-rotate_key", True),
        ("rotate2", True),
        ("ACCESS_KEYS_ROTATED", False),
        ("autorotate", False),
        ("correcthorsebatterys", True),
        (f"x{base64.b64encode(b'rotate').decode()}x", True),
    ],
)
def test_a_short_secret_of_letters_is_no_part_of_a_longer_word(text: str, hidden: bool) -> None:
    redactor = Redactor()
    redactor.plan(with_sensitive(["rotate", "correcthorsebattery"]))
    assert (redactor.text(text) != text) is hidden


@pytest.mark.parametrize(
    "whole",
    [
        json.dumps({"user": "app", "password": "correcthorse"}),
        "postgres://app:correcthorse@db.example.com/app",
        "db:\n  password: correcthorse\n  user: app",
        json.dumps({"DSN": "Server=db;Password=correcthorse;"}),
        base64.b64encode(b"export DB_PASSWORD=correcthorse").decode(),
    ],
)
@pytest.mark.parametrize("name", ["it", "db_secrets", "user_data"])
def test_what_is_a_secret_by_its_name_in_a_secret_is_one_by_itself(whole: str, name: str) -> None:
    redactor = Redactor()
    redactor.plan({"variables": {name: {"value": whole}}} if name != "it" else with_sensitive(whole))
    assert "correcthorse" not in redactor.text("see correcthorse!")


def test_a_secret_in_an_encoded_text_is_hidden_with_the_text() -> None:
    script = base64.b64encode(b"#!/bin/sh\nexport DB_PASSWORD=correcthorse\n").decode()
    harmless = base64.b64encode(b"#!/bin/sh\nexport STAGE=production\n").decode()
    shown = Redactor().plan({"variables": {"a": {"value": script}, "b": {"value": harmless}}})
    assert script not in json.dumps(shown)
    assert shown["variables"]["b"]["value"] == harmless
