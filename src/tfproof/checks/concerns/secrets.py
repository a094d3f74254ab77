"""Where secrets are, and whether they change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tfproof.checks.model import Answer, Context, check, fails, holds, passes
from tfproof.checks.reading import argument, blocks, companions, containers, flag, number
from tfproof.plans.values import UNKNOWN
from tfproof.plans.view import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator

_SECRET_NAME = re.compile(
    r"PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|SIGNING_?KEY|ENCRYPTION_?KEY|CREDENTIAL",
    re.IGNORECASE,
)
# A name that ends like this says where a secret is, or something about it.
_POINTER_NAME = re.compile(
    r"_(ARN|NAME|ID|PATH|FILE|URL|URI|HOST|PREFIX|REGION|TTL|AGE|EXPIRY|EXPIRES\w*|LIFETIME\w*|SECONDS|MINUTES|ALGORITHM|ENABLED|HEADER)$",
    re.IGNORECASE,
)
_SECRET_VALUE = re.compile(
    r"://[^/\s:@]+:[^/\s@]+@|\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY"
    r"|\b(gh[pousr]|sk_live|xox[abp])[_-]\w{10,}"
)
_POINTER_VALUE = re.compile(r"arn:[^:]*:(secretsmanager|ssm):|\{\{resolve:")


@check(
    "secrets.no-plain-environment",
    title="No secret is in an environment variable in clear",
    severity="high",
    aspect="secrets",
    source=(
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
        "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
    ),
    types=("aws_ecs_task_definition", "aws_lambda_function", "aws_codebuild_project"),
    remediation="Pass the ARN of a secret: `secrets` of a container, a SECRETS_MANAGER variable, a look-up in code.",
)
def no_plain_environment(r: Resource, _: Context) -> Answer:
    """Reads the names and values of environment variables: a name that speaks of a secret (PASSWORD, TOKEN
    …) must not hold a value of its own, and no value may look like a credential (a URL with a password, an
    access key). Values never reach the evidence. A name such as DB_PASSWORD fails even if its value is known
    only after an apply."""
    found = sorted({name for name, value in _environment(r) if _is_secret(name, value)})
    return holds(not found, "no variable holds a secret", f"in clear: {', '.join(found)}")


def _environment(r: Resource) -> Iterator[tuple[str, Any]]:
    if r.type == "aws_ecs_task_definition":
        for container in containers(r):
            for variable in container.get("environment") or []:
                yield str(variable.get("name")), variable.get("value")
    elif r.type == "aws_lambda_function":
        yield from argument(r, "environment.0.variables", {}).items()
    else:
        for path in blocks(r, "environment.0.environment_variable"):
            if argument(r, f"{path}.type", "PLAINTEXT") == "PLAINTEXT":
                yield str(r.known(f"{path}.name")), r.get(f"{path}.value")


def _is_secret(name: str, value: Any) -> bool:
    if value is UNKNOWN:
        return _speaks_of_secret(name)
    text = str(value or "")
    if not text or _POINTER_VALUE.search(text):
        return False
    return bool(_SECRET_VALUE.search(text)) or _speaks_of_secret(name)


def _speaks_of_secret(name: str) -> bool:
    return bool(_SECRET_NAME.search(name)) and not _POINTER_NAME.search(name)


@check(
    "secrets.rds-managed-password",
    title="Databases' master passwords are managed by RDS",
    severity="high",
    aspect="secrets",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html",
    types=("aws_db_instance", "aws_rds_cluster"),
    remediation="Set manage_master_user_password = true and remove password.",
    when=lambda r: (
        not argument(r, "replicate_source_db", "")
        and not argument(r, "replication_source_identifier", "")
        and not argument(r, "snapshot_identifier", "")
    ),
)
def rds_managed_password(r: Resource, _: Context) -> Answer:
    """Reads `manage_master_user_password`, and whether a password is given. A managed password is made, kept
    and rotated in Secrets Manager and never passes through Terraform; a write-only one (`password_wo`) does,
    but stays out of the state. Replicas and restored databases bring the password of their source."""
    if flag(r, "manage_master_user_password"):
        return passes("RDS manages the master password")
    name = "master_password" if r.type == "aws_rds_cluster" else "password"
    if argument(r, f"{name}_wo_version", 0):
        return passes(f"the password is write-only ({name}_wo)")
    return fails(
        "manage_master_user_password is not true: the password passes through Terraform and stays in its state"
    )


@check(
    "secrets.rotation",
    title="Secrets rotate",
    severity="low",
    aspect="secrets",
    source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html",
    parameters=("limits.days",),
    types=("aws_secretsmanager_secret",),
    looks_at=("aws_secretsmanager_secret_rotation",),
    remediation="Add aws_secretsmanager_secret_rotation, or a waiver that names who changes the secret, and when.",
)
def rotation(r: Resource, c: Context) -> Answer:
    """Reads the rotation of each secret and its rule. Passwords that RDS manages rotate by themselves and
    are no resource of the plan; a credential of a third party usually cannot rotate by itself, which a
    waiver has to say."""
    rotations = companions(r, "aws_secretsmanager_secret_rotation", "secret_id")
    if not rotations:
        return fails("no aws_secretsmanager_secret_rotation refers to this secret")
    if schedule := argument(rotations[0], "rotation_rules.0.schedule_expression", ""):
        return passes(f"{rotations[0].address} rotates it by {schedule}")
    return c.at_most(number(rotations[0], "rotation_rules.0.automatically_after_days"), "the rotation period")
