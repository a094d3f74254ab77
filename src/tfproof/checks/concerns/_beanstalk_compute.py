"""The options of an environment of Elastic Beanstalk: its own, and those of the configuration template that it names."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tfproof.checks.model import Answer, holds, outside, until_apply
from tfproof.checks.reading import argument, blocks, unset
from tfproof.plans.values import is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

ENVIRONMENTS = ("aws_elastic_beanstalk_environment",)
TEMPLATE = "aws_elastic_beanstalk_configuration_template"
GENERAL = "https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html"
Name = tuple[str, str]


def options(r: Resource) -> dict[Name, Any]:
    """Return the value of each option, by namespace and name; raises Undecided where a name is not known."""
    found: dict[Name, Any] = {}
    if r.type in ENVIRONMENTS and not unset(r, "template_name"):
        for template in r.members("template_name", TEMPLATE).all():
            found |= options(template)
    for path in blocks(r, "setting"):
        name = (r.get(f"{path}.namespace"), r.get(f"{path}.name"))
        if any(map(is_unknown, name)):
            until_apply(f"which option {path} of {r.address} sets")
        found[name] = r.get(f"{path}.value")
    return found


def option(r: Resource, namespace: str, name: str, default: Callable[[], str]) -> str:
    """Return the value of an option, in small letters, or what it is when nobody sets it."""
    found = options(r)
    if (namespace, name) not in found:
        return default()
    value = found[namespace, name]
    if is_unknown(value):
        until_apply(f"{name} of {r.address}")
    return str(value).lower()


def is_on(r: Resource, namespace: str, name: str, default: Callable[[], str] = lambda: "false") -> Answer:
    """Judge whether an option is true."""
    value = option(r, namespace, name, default)
    return holds(value == "true", f"{name} is true", f"{name} of {namespace} is {value}")


def platform_is(r: Resource, words: str) -> str:
    """Return "true" where the platform's name has these words, "false" where it has not."""
    if unset(r, "solution_stack_name"):
        outside(f"the platform of {r.address}")
    return str(words in argument(r, "solution_stack_name", "")).lower()
