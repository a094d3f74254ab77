"""Keeps values that may be secrets out of the evidence, also where Terraform does not mark them as sensitive.

The environment of a container or function is where the secrets are that `secrets.no-plain-environment` looks
for: its names are evidence, its values are not.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tfproof.findings import Read

WITHHELD = "(withheld)"


def withhold(read: Read) -> Read:
    """Return the read, with the values of environment variables replaced."""
    if read.value is None:
        return read
    name = read.path.split(".")[-1]
    if name == "container_definitions":
        return replace(read, value=_without_environment(read.value))
    if "environment" in read.path.split("."):
        return replace(read, value=_blank(read.value))
    return read


def _without_environment(text: Any) -> Any:
    try:
        definitions = json.loads(text)
        for container in definitions:
            for variable in container.get("environment") or []:
                variable["value"] = WITHHELD
        return json.dumps(definitions)
    except (ValueError, TypeError, AttributeError, RecursionError):
        # Not what ECS takes, so it cannot be told which part of it is secret.
        return WITHHELD


def _blank(value: Any) -> Any:
    """Replace every leaf but the name of a variable."""
    if isinstance(value, dict):
        return {k: v if k in ("name", "type") else _blank(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_blank(v) for v in value]
    return WITHHELD
