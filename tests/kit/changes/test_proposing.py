"""Another value for an input, told from its variable and the examples."""

import pytest

from tfproof.changes.proposing import proposed


@pytest.fixture
def module(tmp_path):
    """Makes a module with one variable, and its examples with that argument."""

    def make(variable, typical="", grown=""):
        (tmp_path / "main.tf").write_text(f'variable "it" {{\n{variable}\n}}\n')
        for example, argument in (("typical", typical), ("grown", grown or typical)):
            directory = tmp_path / "examples" / example
            directory.mkdir(parents=True)
            (directory / "main.tf").write_text(f'module "m" {{\n  source = "../.."\n{argument}\n}}\n')
        return tmp_path

    return make


def holding(variable, condition):
    """The arguments of a variable, with a validation."""
    return f'{variable}\nvalidation {{\n condition = {condition}\n error_message = "No."\n}}'


NUMBER = "type = number\ndefault = 30"
TEXT = 'type = string\ndefault = "a"'


@pytest.mark.parametrize(
    ("variable", "typical", "other"),
    [
        ("type = bool\ndefault = true", "", False),
        ("type = bool\ndefault = true", "it = false", True),
        ("type = number\ndefault = 3", "", 4),
        (holding(NUMBER, "var.it >= 7 && var.it <= 30"), "", 29),
        (holding(NUMBER, "contains([30, 60], var.it,)"), "", 60),
        (holding(TEXT, 'contains(["a", "b"], var.it)'), "", "b"),
        ("type = string", 'it = "shop"', "shop-2"),
        ("type = string", 'it = "arn:aws:sns:us-east-1:123456789012:a"', "arn:aws:sns:us-east-1:123456789012:1"),
        ("type = string", 'it = "123456789012"', "123456789013"),
        ("type = list(string)", 'it = ["a"]', ["a", "a2"]),
        ("type = map(string)\ndefault = {}", "", {"Changed": "yes"}),
        ("type = object({ bucket = string })\ndefault = null", 'it = { bucket = "logs" }', {"bucket": "logs-2"}),
    ],
)
def test_another_value_is_told(module, variable, typical, other):
    assert proposed(module(variable, typical), "it") == other


def test_a_collection_grows_as_the_example_does(module):
    made = module("type = map(number)", "it = { a = 1 }", "it = { a = 1, b = 2 }")
    assert proposed(made, "it") == {"a": 1, "b": 2}


@pytest.mark.parametrize("variable", ["type = string\ndefault = null", holding(TEXT, 'can(regex("^a$", var.it))')])
def test_what_cannot_be_told_is_said(module, variable):
    with pytest.raises(LookupError, match="it"):
        proposed(module(variable), "it")
