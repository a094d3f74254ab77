"""Rules that hold for all fixes."""

from __future__ import annotations

import ast
import functools
from pathlib import Path

import pytest

from tfproof.emulator.moto.fixes import Fix, all_fixes

FIXES = all_fixes()


@functools.cache
def proven() -> frozenset[str]:
    """Ids that tests carry in `@pytest.mark.fix(…)`."""
    found: set[str] = set()
    for file in Path(__file__).parent.glob("test_*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.fix":
                found |= {ast.literal_eval(argument) for argument in node.args}
    return frozenset(found)


@pytest.mark.parametrize("fix", FIXES, ids=[fix.id for fix in FIXES])
def test_every_fix_has_a_test(fix: Fix) -> None:
    assert fix.id in proven(), f"no test carries @pytest.mark.fix({fix.id!r})"


def test_every_proof_is_of_a_fix() -> None:
    assert proven() <= {fix.id for fix in FIXES}


@pytest.mark.parametrize("fix", FIXES, ids=[fix.id for fix in FIXES])
def test_every_fix_says_what_aws_does(fix: Fix) -> None:
    assert fix.aws.endswith("."), "a sentence"
    assert fix.service != fix.id, "the id begins with the service"
