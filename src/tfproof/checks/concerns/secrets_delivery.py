"""Secrets in the variables of APIs' stages, and in those that a pipeline hands to a build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tfproof import strict_json
from tfproof.checks.concerns._secret_values import is_secret
from tfproof.checks.model import Answer, Context, check, fails, passes, until_apply
from tfproof.checks.reading import blocks, unset
from tfproof.plans.values import UNKNOWN, is_unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfproof.plans.view import Resource

_PIPELINE = "aws_codepipeline"
_STAGES = {"aws_api_gateway_stage": "variables", "aws_apigatewayv2_stage": "stage_variables"}


@check(
    "secrets.no-plain-variables",
    title="No secret is in a variable of a stage or an action in clear",
    severity="high",
    aspect="secrets",
    source=(
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/stage-variables.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html",
    ),
    types=(*_STAGES, _PIPELINE),
    remediation="Name a secret (a build: type SECRETS_MANAGER), or let the code look it up.",
)
def no_plain_variables(r: Resource, _: Context) -> Answer:
    """Reads the names and values of stage variables, and of the `EnvironmentVariables` that an action of a pipeline hands
    to a build, as `secrets.no-plain-environment` does those of functions: a name that speaks of a secret must not hold a
    value of its own, and no value may look like a credential. Values never reach the evidence."""
    found = [(name, is_secret(r.plan, name, value)) for name, value in _variables(r)]
    if secrets := sorted({name for name, secret in found if secret}):
        return fails(f"in clear: {', '.join(secrets)}")
    if opened := sorted({name for name, secret in found if secret is None}):
        until_apply(f"whether {', '.join(opened)} of {r.address} holds a secret")
    return passes("no variable holds a secret")


def _variables(r: Resource) -> Iterator[tuple[str, Any]]:
    if r.type == _PIPELINE:
        for stage in blocks(r, "stage"):
            for action in blocks(r, f"{stage}.action"):
                yield from _of_action(r, f"{action}.configuration")
        return
    yield from _of_map(r, _STAGES[r.type])


def _of_map(r: Resource, path: str) -> Iterator[tuple[str, Any]]:
    found = None if unset(r, path) else r.evaluated(path)
    if isinstance(found, dict):
        yield from ((str(name), value) for name, value in found.items())
    elif is_unknown(found):
        yield path, UNKNOWN


def _of_action(r: Resource, path: str) -> Iterator[tuple[str, Any]]:
    """Yield what an action hands to a build: a list in JSON, of which variables of other types name a secret."""
    for name, text in _of_map(r, path):
        if name not in ("EnvironmentVariables", path):
            continue
        if is_unknown(text):
            yield name, text
            continue
        try:
            found = strict_json.load(text)
        except (ValueError, TypeError):
            continue
        for variable in found if isinstance(found, list) else []:
            if isinstance(variable, dict) and variable.get("type", "PLAINTEXT") == "PLAINTEXT":
                yield str(variable.get("name", "")), variable.get("value")
