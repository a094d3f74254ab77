"""The variants of a condition: each allows a little more or a little less."""

import pytest

from tfproof.mutation.conditions import variants
from tfproof.terraform.hcl import parsed


def variants_of(text):
    """The variants of a condition, as whole texts."""
    node = parsed(f"condition = {text}").named_children[0].named_children[0].named_children[-1]
    return [variant.within(node) for variant in variants(node)]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("var.x >= 1", ["var.x > 1", "var.x >= 2", "var.x >= 0"]),
        ("var.a.b || var.c", ["(var.a.b)", "(var.c)"]),
        ('contains(["a", "b"], var.x)', ['contains(["b"], var.x)', 'contains(["a"], var.x)']),
        ("contains([1, 2], var.x)", ["contains([2], var.x)", "contains([1], var.x)"]),
        ('can(regex("^a{2,3}$", var.x))', [f'can(regex("^a{{{q}}}$", var.x))' for q in ("3,3", "1,3", "2,4", "2,2")]),
        ('can(regex("^a{2}$", var.x))', [f'can(regex("^a{{{q}}}$", var.x))' for q in (3, 1)]),
    ],
)
def test_a_bound_a_member_or_an_operand_changes(condition, expected):
    assert variants_of(condition) == expected


@pytest.mark.parametrize(
    "condition",
    [
        "times[1] == var.x",
        "var.x * 60 == var.y",
        "can(cidrhost(var.x, 0))",
        "coalesce(var.x, 5) == var.y",
        'length(regexall("a{2}", var.x)) == var.y',
    ],
)
def test_what_bounds_nothing_stays(condition):
    assert variants_of(condition) == []
