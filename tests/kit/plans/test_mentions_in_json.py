"""What of an expression in a plan's JSON is a reference."""

import pytest

from tfproof.plans.scopes import mentions_in


@pytest.mark.parametrize(
    ("expression", "roots"),
    [
        ({"references": ["var.a", "local.b"]}, ["var", "local"]),
        ({"references": [{"key": {"references": ["var.a"]}}]}, ["var"]),
        ({"references": [{}]}, []),
        ({"references": {"references": ["var.a"]}}, ["var"]),
        ({"references": {"constant_value": ["var.a"]}}, []),
    ],
)
def test_blocks_and_arguments_called_references_are_what_they_are(expression, roots):
    assert [mention.root for mention in mentions_in(expression)] == roots
