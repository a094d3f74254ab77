"""Reads framework and region files, and says clearly what is wrong with one."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from tfproof.errors import BadInput
from tfproof.files import read_yaml

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from jsonschema import Draft202012Validator


def read_valid(file: Traversable, schema: str) -> dict[str, Any]:
    """Return the content of `file`, valid against `schema` (a file name in this package).

    Raises `BadInput` when the file cannot be read, is not YAML, or does not fit the schema.
    """
    from jsonschema.exceptions import best_match  # noqa: PLC0415 - slow to import

    data = read_yaml(file)
    problem = best_match(_validator(schema).iter_errors(data))
    if problem is not None:
        raise BadInput(f"{file}: {_place(data, list(problem.absolute_path))}: {problem.message}")
    return dict(data)


@cache
def _validator(schema: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - slow to import

    text = (resources.files(__package__) / schema).read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def _place(data: Any, path: list[str | int]) -> str:
    """Return where in the file a problem is; a list element is named by its `id` where it has one."""
    words = []
    for step in path:
        data = data[step]
        name = data.get("id") if isinstance(data, dict) else None
        words.append(str(name or step))
    return " > ".join(words) or "top level"
