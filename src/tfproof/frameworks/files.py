"""Reads the YAML files of this package and of users, and says clearly what is wrong with one."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from tfproof.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Hashable
    from importlib.resources.abc import Traversable


# The parser written in C, where PyYAML was built with it, is several times faster.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _NoDuplicates(_Loader):  # type: ignore[misc]
    """YAML in which a key given twice is an error; PyYAML would silently keep the last one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} is given twice", node.start_mark)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return mapping


def read_yaml(file: Traversable, schema: str) -> dict[str, Any]:
    """Return the content of `file`, valid against `schema` (a file name in this package).

    Raises `BadInput` when the file cannot be read, is not YAML, or does not fit the schema.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file}: cannot be read ({error})") from error
    try:
        # A SafeLoader in all but the treatment of duplicate keys.
        data = yaml.load(text, Loader=_NoDuplicates)  # noqa: S506
    except yaml.YAMLError as error:
        raise BadInput(f"{file}: is not valid YAML ({error})") from error
    problem = best_match(_validator(schema).iter_errors(data))
    if problem is not None:
        raise BadInput(f"{file}: {_place(data, list(problem.absolute_path))}: {problem.message}")
    return dict(data)


@cache
def _validator(schema: str) -> Draft202012Validator:
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
