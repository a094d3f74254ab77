"""Secrets in the variables and parameters of services other than containers, functions and builds."""

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

_IMAGE = "source_configuration.0.image_repository.0.image_configuration.0.runtime_environment_variables"
_CODE = (
    "source_configuration.0.code_repository.0.code_configuration.0.code_configuration_values.0"
    ".runtime_environment_variables"
)
#: Where variables stand; a `*` is each block.
_PLACES = {
    "aws_amplify_app": ("environment_variables", "auto_branch_creation_config.*.environment_variables"),
    "aws_amplify_branch": ("environment_variables",),
    "aws_api_gateway_stage": ("variables",),
    "aws_apigatewayv2_stage": ("stage_variables",),
    "aws_apprunner_service": (_IMAGE, _CODE),
    "aws_cloudformation_stack": ("parameters",),
    "aws_codepipeline": ("stage.*.action.*.configuration",),
}


@check(
    "secrets.no-plain-variables",
    title="No secret is in a variable or parameter of a service in clear",
    severity="high",
    aspect="secrets",
    source=(
        "https://docs.aws.amazon.com/apprunner/latest/dg/env-variable.html",
        "https://docs.aws.amazon.com/amplify/latest/userguide/environment-secrets.html",
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/stage-variables.html",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/security-best-practices.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html",
    ),
    types=tuple(_PLACES),
    remediation="Name a secret (App Runner: runtime_environment_secrets), a connection or a dynamic reference instead.",
)
def no_plain_variables(r: Resource, _: Context) -> Answer:
    """Reads the names and values of variables, stage variables, stack parameters and action configurations as
    `secrets.no-plain-environment` does those of functions: a name that speaks of a secret must not hold a value of its
    own, and no value may look like a credential. Values never reach the evidence."""
    found = [(name, is_secret(r.plan, name, value)) for name, value in _variables(r)]
    if secrets := sorted({name for name, secret in found if secret}):
        return fails(f"in clear: {', '.join(secrets)}")
    if opened := sorted({name for name, secret in found if secret is None}):
        until_apply(f"whether {', '.join(opened)} of {r.address} holds a secret")
    return passes("no variable holds a secret")


def _variables(r: Resource) -> Iterator[tuple[str, Any]]:
    for place in _PLACES[r.type]:
        for path in _paths(r, place):
            if unset(r, path):
                continue
            found = r.evaluated(path)
            if isinstance(found, dict):
                for name, value in found.items():
                    yield from _of_build(value) if name == "EnvironmentVariables" else [(str(name), value)]
            elif is_unknown(found):
                yield path, UNKNOWN


def _of_build(text: Any) -> Iterator[tuple[str, Any]]:
    """Yield the variables that an action hands to a build: a list in JSON, of which those of other types name a secret."""
    if is_unknown(text):
        yield "EnvironmentVariables", text
        return
    try:
        found = strict_json.load(text)
    except (ValueError, TypeError):
        return
    for variable in found if isinstance(found, list) else []:
        if isinstance(variable, dict) and variable.get("type", "PLAINTEXT") == "PLAINTEXT":
            yield str(variable.get("name", "")), variable.get("value")


def _paths(r: Resource, place: str) -> Iterator[str]:
    before, star, after = place.partition(".*")
    if not star:
        yield place
        return
    for block in blocks(r, before):
        yield from _paths(r, f"{block}{after}")
