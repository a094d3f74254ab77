"""Secrets in the arguments and properties of jobs, workflows and applications."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tfproof.checks.concerns._secret_values import is_secret
from tfproof.checks.model import Answer, Context, check, fails, passes, until_apply
from tfproof.checks.reading import blocks, unset
from tfproof.plans.values import UNKNOWN, is_unknown
from tfproof.plans.view import Resource

_FLINK = "application_configuration.0.environment_properties.0.property_group.*.property_map"
#: Type to the maps of names and values that its program gets.
_MAPS = {
    "aws_glue_dev_endpoint": ("arguments",),
    "aws_glue_trigger": ("actions.*.arguments",),
    "aws_glue_workflow": ("default_run_properties",),
    "aws_kinesisanalyticsv2_application": (_FLINK,),
    "aws_sagemaker_data_quality_job_definition": ("data_quality_app_specification.0.environment",),
}
# A reference that a provider of secrets resolves: `${secretsmanager:name:key}`, `{{resolve:secretsmanager:…}}`.
_RESOLVED = ("${", "{{")


@check(
    "secrets.no-plain-job-arguments",
    title="No secret is in an argument of a job or application in clear",
    severity="high",
    aspect="secrets",
    source=(
        "https://docs.aws.amazon.com/glue/latest/dg/connection-properties-secrets-manager.html",
        "https://docs.aws.amazon.com/managed-flink/latest/java/how-properties.html",
    ),
    types=tuple(_MAPS),
    remediation="Pass the name of a secret, and let the job look it up in Secrets Manager.",
)
def no_plain_job_arguments(r: Resource, _: Context) -> Answer:
    """Reads the names and values of what jobs, workflows and applications get to run with: a name that speaks of a secret
    (--db_password, API_KEY …) must not hold a value of its own, no value may look like a credential, and none may be an
    attribute that the provider calls sensitive. What names a secret for somebody to resolve is none. Values never reach
    the evidence."""
    found = [(name, _is_secret(r, name, value)) for name, value in _values(r)]
    if secrets := sorted({name for name, secret in found if secret}):
        return fails(f"in clear: {', '.join(secrets)}")
    if opened := sorted({name for name, secret in found if secret is None}):
        until_apply(f"whether {', '.join(opened)} of {r.address} holds a secret")
    return passes("no argument holds a secret")


def _is_secret(r: Resource, name: str, value: Any) -> bool | None:
    if isinstance(value, str) and value.startswith(_RESOLVED):
        return False
    return is_secret(r.plan, name, value)


def _values(r: Resource) -> Iterator[tuple[str, Any]]:
    """Yield names and values. A map that is not known as a whole has the name of its place."""
    for pattern in _MAPS[r.type]:
        before, star, after = pattern.partition(".*")
        for path in [f"{block}{after}" for block in blocks(r, before)] if star else [pattern]:
            if unset(r, path):
                continue
            found = r.evaluated(path)
            if isinstance(found, dict):
                yield from found.items()
            elif is_unknown(found):
                yield path, UNKNOWN
