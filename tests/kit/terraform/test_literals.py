"""What a literal in the source of Terraform stands for."""

import pytest

from tfproof.terraform.hcl import literal, parsed


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{ name = 1 }", {"name": 1}),
        ('{ "a name" = 1 }', {"a name": 1}),
        ("{ 404 = 1 }", {"404": 1}),
        ("{ 404 = { code = 200 } }", {"404": {"code": 200}}),
    ],
)
def test_a_key_is_a_text_however_it_is_written(text, value):
    node = parsed(f"value = {text}").named_children[0].named_children[0].named_children[-1]
    assert literal(node) == value
