"""The tables of arguments: what a row may say, and what its mechanism makes of it."""

from __future__ import annotations

from typing import Any

import pytest
from small_plans import verdict_of

from tfproof import Verdict
from tfproof.checks import registry
from tfproof.checks.arguments import tables
from tfproof.checks.arguments.examples import written
from tfproof.plans.schema import Schema

DOMAIN = "aws_opensearch_domain.this"
ROW: dict[str, Any] = {
    "types": ["aws_opensearch_domain"],
    "argument": "encrypt_at_rest.0.enabled",
    "is": True,
    "unset": False,
    "source": "https://docs.aws.amazon.com/x",
}


def test_a_key_that_nobody_reads_is_refused() -> None:
    with pytest.raises(ValueError, match=r"a row about encrypt_at_rest\.0\.enabled has no unles"):
        tables._ask({**ROW, "unles": {"engine": "x"}})


def test_a_row_without_a_demand_is_refused() -> None:
    with pytest.raises(ValueError, match="not enough values"):
        tables._ask({k: v for k, v in ROW.items() if k != "is"})


@pytest.mark.parametrize("check_id", tables.rows())
def test_what_a_row_reads_is_an_argument_of_each_of_its_types(check_id: str) -> None:
    schema = Schema.load()
    wrong = []
    for ask in tables.asks(check_id):
        places = [(t, p) for t in ask.types for p in (ask.argument, *ask.when, *ask.unless)]
        places += [(t, p) for t, named in ask.separate.items() for p in named]
        wrong += [f"{t}: {p}" for t, p in places if p and schema.kind_of(t, p) is None]
    assert wrong == []


#: Types of which the provider plans no resource that fails a row: what the row asks for is demanded or chosen by it.
NO_EXAMPLE = {
    ("encryption.api-domain-tls", "aws_apigatewayv2_domain_name"),
    ("encryption.codepipeline-own-key", "aws_codepipeline"),
    ("encryption.imagebuilder-own-key", "aws_imagebuilder_distribution_configuration"),
    ("encryption.imagebuilder-own-key", "aws_imagebuilder_image_recipe"),
    ("resilience.event-dead-letter", "aws_pipes_pipe"),
}


def test_every_type_of_a_row_has_an_example_that_fails() -> None:
    missing = set()
    for check_id in tables.rows():
        text = written(check_id, "fail")
        asked = {t for ask in tables.asks(check_id) for t in ask.types}
        missing |= {(check_id, t) for t in asked if f'resource "{t}"' not in text}
    assert missing == NO_EXAMPLE


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ({"encrypt_at_rest": [{"enabled": True}]}, Verdict.PASS),
        ({"encrypt_at_rest": [{"enabled": False}]}, Verdict.FAIL),
        ({"encrypt_at_rest": []}, Verdict.FAIL),
        ({}, Verdict.FAIL),
        ({"encrypt_at_rest": [{"enabled": ...}]}, Verdict.UNKNOWN),
        ({"encrypt_at_rest": ...}, Verdict.UNKNOWN),
    ],
)
def test_a_block_that_is_not_there_is_what_aws_does_without_it(values: dict[str, Any], verdict: Verdict) -> None:
    assert verdict_of("encryption.search-at-rest", {DOMAIN: {"domain_name": "x", **values}}) is verdict


def test_an_explanation_says_what_is_read_and_what_it_is_when_nobody_sets_it() -> None:
    doc = registry()["encryption.search-at-rest"].doc
    assert doc.startswith("Reads whether `encrypt_at_rest.enabled` (`false` unless set) is `true`.")
