"""A secret is found however it is written, and what only looks like one stays."""

from __future__ import annotations

import base64
import html
import json
import re
import urllib.parse
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tfproof.checks import registry
from tfproof.frameworks import load
from tfproof.plans.schema import Schema
from tfproof.secrecy import Redactor, discreet
from tfproof.secrecy.facts import facts
from tfproof.secrecy.formats import spans

SECRET = 'p4"s\\w0rd/é+<&>\n=x'
WRITTEN = {
    "as it is": SECRET,
    "upper case": SECRET.replace("p4", "P4"),
    "JSON": json.dumps(SECRET),
    "JSON with all letters": json.dumps(SECRET, ensure_ascii=False),
    "JSON inside of JSON": json.dumps(json.dumps({"a": SECRET})),
    "as Terraform writes JSON": json.dumps(SECRET)
    .replace("<", "\\u003c")
    .replace(">", "\\u003e")
    .replace("&", "\\u0026"),
    "a repr": repr(SECRET),
    "a URL": urllib.parse.quote(SECRET),
    "a part of a URL": urllib.parse.quote(SECRET, safe=""),
    "a form": urllib.parse.quote_plus(SECRET),
    "HTML": html.escape(SECRET),
    "hex": SECRET.encode().hex(),
    "a URL with everything escaped": "".join(f"%{b:02x}" for b in SECRET.encode()),
    "a URL inside of a URL": urllib.parse.quote("".join(f"%{b:02X}" for b in SECRET.encode())),
    "HTML in numbers": "".join(f"&#{ord(c)};" for c in SECRET),
    "JSON with everything escaped": "".join(f"\\u{ord(c):04x}" for c in SECRET),
    "escaped bytes of a text": "".join(f"\\x{ord(c):02x}" for c in SECRET),
    "some of it in colour": f"\x1b[31m{SECRET[:4]}\x1b[39;49;00m{SECRET[4:9]}\x1b[0m\x1b[1m{SECRET[9:]}\x1b[0m",
    "base64": base64.b64encode(SECRET.encode()).decode(),
    "base64 for URLs": base64.urlsafe_b64encode(SECRET.encode()).decode(),
    "base64 with something before": base64.b64encode(b"user:" + SECRET.encode()).decode(),
    "base64 with something around": base64.b64encode(b"ab " + SECRET.encode() + b" c").decode(),
}


def knowing(*secrets: Any, names: tuple[str, ...] = (), public: tuple[str, ...] = ()) -> Redactor:
    """Return a redactor that has learnt the secrets from a plan with resources of these addresses."""
    redactor = Redactor(public)
    redactor.plan(
        {
            "variables": {f"v{n}": {"value": s} for n, s in enumerate(secrets)},
            "configuration": {
                "root_module": {"variables": {f"v{n}": {"sensitive": True} for n in range(len(secrets))}}
            },
            "resource_changes": [{"address": name, "change": {}} for name in names],
        }
    )
    return redactor


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_a_secret_is_found_in_every_form(written: str) -> None:
    assert written not in knowing(SECRET).text(f"before {written} behind")
    assert knowing("another one").text(f"before {written} behind") == f"before {written} behind"


def test_secrets_in_several_disguises_are_all_found() -> None:
    text = f"{WRITTEN['some of it in colour']} {WRITTEN['a URL with everything escaped']} {WRITTEN['HTML in numbers']}"
    shown = knowing(SECRET).text(f"100% {text} behind")
    assert [re.sub(r"\(sensitive, hmac-sha256 \w+\)", "@", shown)] == ["100% @ @ @ behind"]


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    st.text(min_size=6, max_size=30).filter(lambda t: len(t.strip()) > 5), st.binary(max_size=7), st.binary(max_size=7)
)
def test_any_secret_is_found_in_any_base64_around_it(secret: str, before: bytes, behind: bytes) -> None:
    content = secret.encode("utf-8", "replace")
    shown = knowing(secret).text(base64.b64encode(before + content + behind).decode())
    whole = base64.b64encode(before + content + behind).decode()
    known_part = (len(before) * 8 + 5) // 6, (len(before) + len(content)) * 8 // 6
    assert whole[known_part[0] + 1 : known_part[1]] not in shown or known_part[1] - known_part[0] < 8


@pytest.mark.parametrize(
    ("structured", "part"),
    [
        ({"user": "app", "inner": [{"p": "s3cr3t-part"}]}, "s3cr3t-part"),
        (json.dumps({"user": "app", "p": "s3cr3t-part"}), "s3cr3t-part"),
        ("postgres://app:s3cr3t-part@db.example.com/app", "s3cr3t-part"),
        ("Server=db;Password=s3cr3t-part;Port=1", "s3cr3t-part"),
        ("line one\ns3cr3t-part\n", "s3cr3t-part"),
        (["other", "s3cr3t-part"], "s3cr3t-part"),
        (73625194, "73625194"),
    ],
)
def test_a_part_of_a_structured_secret_is_a_secret(structured: Any, part: str) -> None:
    assert part not in knowing(structured).text(f"see {part}!")


def test_a_fragment_of_a_generated_secret_is_found_and_one_of_words_is_not() -> None:
    redactor = knowing("wJalrXUtnFEMI7K7MDENGbPxRfiCYzE2", "acme-prod-database-1-password")
    shown = redactor.text("cut: trXUtnFEMI7K7MDENGbPx; bucket acme-prod-database")
    assert "FEMI7K7MDENG" not in shown
    assert shown.endswith("bucket acme-prod-database")


@pytest.mark.parametrize(
    "public",
    [
        "arn:aws:iam::123456789012:role/x1",
        "s3:GetObject",
        "10.0.0.0/16",
        "eu-central-1",
        "db.example.com",
        "2012-10-17",
    ],
)
def test_what_names_something_in_a_secret_document_is_no_secret_elsewhere(public: str) -> None:
    policy = json.dumps({"Statement": [{"Action": public, "Condition": {"x": "s3cr3t-part"}}]})
    assert knowing(policy).text(f"see {public}") == f"see {public}"


def test_an_account_an_address_a_number_and_a_word_of_ours_are_never_falsified() -> None:
    text = (
        "arn:aws:iam::123456789012:role/x of module.production.aws_db_instance.main: 9912345600 seconds, "
        "the engine postgres"
    )
    redactor = knowing(
        "123456789012",
        "production",
        "123456",
        "postgres",
        "n.main",
        names=("module.production.aws_db_instance.main",),
        public=("postgres",),
    )
    assert redactor.text(text) == text
    assert redactor.masked.too_common == 2
    assert redactor.text("the code is 123456") != "the code is 123456"


def test_what_is_taken_out_is_counted() -> None:
    redactor = knowing("s3cr3t-one", "s3cr3t-two", "abc")
    redactor.text("s3cr3t-one, s3cr3t-one and s3cr3t-two")
    assert (redactor.masked.secrets, redactor.masked.too_common, redactor.masked.replaced) == (3, 1, 3)


def test_nothing_that_the_catalogue_says_looks_like_a_secret() -> None:
    checks = [t for c in registry().values() for t in (c.title, c.doc, c.remediation, *c.sources)]
    controls = [t for f in load() for c in f.controls for t in (c.title, c.reason, *(e.rationale for e in c.edges))]
    assert {text: spans(text) for text in (*checks, *controls) if spans(text)} == {}


def test_every_argument_that_is_withheld_by_its_type_exists() -> None:
    schema = Schema.load()
    for kind, paths in facts()["withheld"]["types"].items():
        if kind.startswith("aws_"):
            at = {p: p.replace(".", ".0.") for p in paths}
            assert [p for p in paths if not (schema.has(kind, at[p]) or schema.has(f"data.{kind}", at[p]))] == [], kind


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ('Invalid value for db_password = "hunter2!"', "hunter2!"),
        ("export NPM_TOKEN=abcdefghij; run", "abcdefghij"),
        ("mysql --user app --password lettersonly -h db", "lettersonly"),
        ("api-key: a1b2c3d4", "a1b2c3d4"),
        ("get https://x:b3cdefgh@example.com", "b3cdefgh"),
        ("the master_password: is not managed", ""),
        ("secret_arn=arn:aws:secretsmanager:eu-central-1:123456789012:secret:x", ""),
        ("DB_PASSWORD=$(cat /run/secrets/db)", ""),
        ("token: none, max_tokens=4096", ""),
    ],
)
def test_an_error_is_shown_without_what_is_assigned_to_the_name_of_a_secret(text: str, secret: str) -> None:
    shown = discreet(text)
    assert (secret not in shown and shown != text) if secret else shown == text


@pytest.mark.parametrize(
    "values",
    [
        {
            "environment": [
                {"variables": {"key": "canary1x", "name": "canary2x", "id": "canary3x", "STAGE": "canary4x"}}
            ]
        },
        {"tags": {"db_secrets": "x"}, "description": '\n [{"name": "DB_PASSWORD", "value": "canary1x"}]'},
        {"user_data": "canary1x"},
    ],
)
def test_what_programs_get_is_withheld_whatever_it_is_called(values: dict[str, Any]) -> None:
    entry = {"address": "aws_lambda_function.f", "type": "aws_lambda_function", "values": values}
    assert "canary" not in json.dumps(Redactor().plan({"planned_values": {"root_module": {"resources": [entry]}}}))


def test_what_is_a_secret_by_its_name_is_hidden_at_any_depth_and_as_a_number() -> None:
    raw: dict[str, Any] = {
        "variables": {
            "db_secrets": {"value": {"name": {"password": "canary1x"}, "id": {"value": "canary2x"}, "key": "canary3x"}},
            "db_password": {"value": 8675309123},
        },
        "configuration": {
            "root_module": {
                "module_calls": {"m": {"for_each_expression": {"constant_value": {"a": {"api_token": "canary4x"}}}}},
                "resources": [
                    {
                        "address": "null_resource.x",
                        "type": "null_resource",
                        "expressions": {"triggers": {"constant_value": {"a": "canary5x"}}},
                    }
                ],
            }
        },
    }
    shown = json.dumps(Redactor().plan(raw))
    assert "canary" not in shown
    assert "8675309123" not in shown


def test_a_harmless_value_under_the_name_of_a_secret_is_not_looked_for_elsewhere() -> None:
    redactor = Redactor()
    secrets = {"SECRETS_ENCRYPTION": "aws:kms", "PASSWORD_HASHES": "604800", "SECRETS_REPLICA": "eu-central-1"}
    redactor.plan({"variables": {n: {"value": v} for n, v in secrets.items()}})
    assert redactor.scrub({"value": ["aws:kms", 604800, "eu-central-1"]}) == {
        "value": ["aws:kms", 604800, "eu-central-1"]
    }


def test_a_secret_behind_an_address_is_none_of_its_parts() -> None:
    redactor = knowing("canarySecret99x", names=("aws_s3_bucket.b",))
    assert "canarySecret99x" not in redactor.text("see aws_s3_bucket.b.canarySecret99x")


def test_what_is_learnt_later_is_masked_as_well() -> None:
    redactor = knowing("s3cr3t-one")
    assert redactor.text("s3cr3t-two") == "s3cr3t-two"
    redactor.plan({"variables": {"db_password": {"value": "s3cr3t-two"}}})
    assert "s3cr3t-two" not in redactor.text("s3cr3t-two")
