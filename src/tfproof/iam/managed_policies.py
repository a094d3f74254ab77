"""What is known of the managed policies of AWS, by their ARNs.

https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any

from tfproof.files import read_yaml

_OF_AWS = re.compile(r"arn:[^:]*:iam::aws:policy/(?:.*/)?([^/]+)")


@cache
def _data() -> dict[str, Any]:
    return dict(read_yaml(resources.files(__package__) / "managed_policies.yaml"))


@cache
def _known() -> dict[str, list[str]]:
    data = _data()
    every = {**{name: [] for name in data["named"]}, **data["whole"]}
    return {name.rpartition("/")[2]: whole for name, whole in every.items()}


def name_in(arn: str) -> str | None:
    """Return the name of a policy of AWS, in any partition; None for another ARN."""
    found = _OF_AWS.fullmatch(arn)
    return found[1] if found else None


def whole_services(name: str) -> list[str] | None:
    """Return the patterns by which a policy of AWS allows all of a service (`s3:*`), `NotAction` among them; an empty list
    where it names all its actions, None for a policy that is not listed."""
    return _known().get(name)


def is_demanded(name: str) -> bool:
    """Whether one of AWS's own controls demands that the policy is attached to somebody."""
    return name in _data()["demanded"]
