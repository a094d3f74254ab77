"""Where secrets are, and whether they change."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from tfproof.checks.concerns._databases import is_primary, is_restored
from tfproof.checks.concerns._schedules import longest_days
from tfproof.checks.concerns._secret_values import is_secret, may_be_secret
from tfproof.checks.model import Answer, Context, check, fails, outside, passes, until_apply
from tfproof.checks.reading import argument, blocks, containers, document, every, flag, given, number, unset
from tfproof.plans.schema import Schema
from tfproof.plans.values import UNKNOWN, PartialJson, is_unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfproof.plans.view import Resource

#: Type to the argument that has AWS manage the first user's password, and to the one that gives it.
_PASSWORDS = {
    "aws_db_instance": ("manage_master_user_password", "password"),
    "aws_docdb_cluster": ("manage_master_user_password", "master_password"),
    "aws_rds_cluster": ("manage_master_user_password", "master_password"),
    "aws_redshift_cluster": ("manage_master_password", "master_password"),
    "aws_redshiftserverless_namespace": ("manage_admin_password", "admin_user_password"),
}

#: Type to the arguments that are a map of variables (a * stands for each block).
MAPS = {
    "aws_amplify_app": ("auto_branch_creation_config.*.environment_variables", "environment_variables"),
    "aws_amplify_branch": ("environment_variables",),
    "aws_apprunner_service": (
        "source_configuration.*.code_repository.*.code_configuration.*.code_configuration_values.*"
        ".runtime_environment_variables",
        "source_configuration.*.image_repository.*.image_configuration.*.runtime_environment_variables",
    ),
    "aws_glue_job": ("default_arguments", "non_overridable_arguments"),
    "aws_lambda_function": ("environment.*.variables",),
    "aws_lightsail_container_service_deployment_version": ("container.*.environment",),
    "aws_mskconnect_connector": ("connector_configuration",),
    "aws_mwaa_environment": ("airflow_configuration_options",),
    "aws_sagemaker_model": ("container.*.environment", "primary_container.*.environment"),
    "aws_synthetics_canary": ("run_config.*.environment_variables",),
}
#: Type to the blocks that each give one variable, and in which of its arguments name and value are.
PAIRS = {
    "aws_codebuild_project": ("environment.*.environment_variable", "name", "value"),
    "aws_elastic_beanstalk_configuration_template": ("setting", "name", "value"),
    "aws_elastic_beanstalk_environment": ("setting", "name", "value"),
}
#: Type to the argument that holds containers, or jobs, as JSON.
CONTAINERS = {
    "aws_batch_job_definition": ("container_properties", "node_properties", "ecs_properties"),
    "aws_ecs_task_definition": ("container_definitions",),
}
#: What programs fill in when they start: `${secretManager:app:password}`, `{{ password }}`.
_FILLED_IN = re.compile(r"\$\{.+\}|\{\{.+\}\}|\$\(.+\)|<.+>")

#: Types of which nearly all have variables; of the others those that have none are nobody's business.
_ALWAYS = ("aws_codebuild_project", "aws_ecs_task_definition", "aws_lambda_function")

#: No variable is called so: Terraform marks it only with all the others.
_NO_NAME = "="


@check(
    "secrets.no-plain-environment",
    title="No secret is in an environment variable in clear",
    severity="high",
    aspect="secrets",
    source=(
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
        "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
        "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_EnvironmentVariable.html",
        "https://docs.aws.amazon.com/batch/latest/userguide/specifying-sensitive-data.html",
        "https://docs.aws.amazon.com/apprunner/latest/dg/env-variable.html",
    ),
    types=tuple(sorted({*MAPS, *PAIRS, *CONTAINERS})),
    when=lambda r: r.type in _ALWAYS or any(given(r, path.partition(".")[0]) for path in _paths(r.type)),
    remediation="Pass the ARN of a secret: `secrets` of a container, a SECRETS_MANAGER variable, a look-up in code.",
)
def no_plain_environment(r: Resource, _: Context) -> Answer:
    """Reads the names and values of environment variables, and of what else is handed to programs under a name (arguments
    of jobs, settings of environments and connectors): a name that speaks of a secret (DB_PASSWORD, API_KEY …) must
    not hold a value of its own, no value may look like a credential (a URL with a password, an access key, a token of a
    known kind), none may be an attribute that the provider calls sensitive, such as a generated password, and none may
    be what Terraform marks as sensitive, which goes to AWS in clear. Values never reach the evidence. Of another value
    that is known only after an apply nobody can tell, nor where several values are marked as one."""
    found = [(v.name, is_secret(r.plan, v.name, v.value), v) for v in _environment(r) if not _is_filled_in(v.value)]
    if secrets := sorted({name for name, secret, v in found if secret or (secret is False and _is_marked(r, v))}):
        return fails(f"in clear: {', '.join(secrets)}")
    if opened := sorted({name for name, secret, _ in found if secret is None}):
        until_apply(f"whether {', '.join(opened)} of {r.address} holds a secret")
    if marked := sorted({name for name, _, v in found if _is_marked(r, v) is None}):
        outside(f"whether {', '.join(marked)} is what makes Terraform mark values of {r.address} as sensitive")
    return passes("no variable holds a secret")


class _Variable(NamedTuple):
    name: str
    value: Any
    #: Whether Terraform marks it as sensitive; None where it marks several values as one.
    marked: bool | None = False


def _is_filled_in(value: Any) -> bool:
    return isinstance(value, str) and _FILLED_IN.fullmatch(value) is not None


def _is_marked(r: Resource, variable: _Variable) -> bool | None:
    """Whether the mark says that there is a secret; None where it may be there for another reason."""
    if variable.marked is False or not may_be_secret(variable.value):
        return False
    # The provider marks every parameter's value, whatever its type.
    parameters = (p for p in r.plan.of("data.aws_ssm_parameter") if p.peek("type") in ("String", "StringList"))
    if is_unknown(variable.value) or variable.value in [v for p in parameters if not is_unknown(v := p.peek("value"))]:
        return None
    return variable.marked


def _paths(kind: str) -> tuple[str, ...]:
    pairs = (PAIRS[kind][0],) if kind in PAIRS else ()
    return (*MAPS.get(kind, ()), *pairs, *CONTAINERS.get(kind, ()))


def _environment(r: Resource) -> Iterator[_Variable]:
    """Yield variables. What is not known as a whole has the name of its place."""
    for path in MAPS.get(r.type, ()):
        for place in each_place(r, path):
            yield from _of_map(r, place)
    if r.type == "aws_ecs_task_definition":
        marked = None if r.is_sensitive("container_definitions") else False
        for container in containers(r):
            found = [("a container", UNKNOWN)] if is_unknown(container) else _of_container(container)
            yield from (_Variable(name, value, marked) for name, value in found)
    elif r.type in CONTAINERS:
        for path in CONTAINERS[r.type]:
            marked = None if r.is_sensitive(path) else False
            content = (
                UNKNOWN if is_unknown(r.get(path)) and not unset(r, path) and not _shows(r, path) else document(r, path)
            )
            yield from (_Variable(name, value, marked) for name, value in _of_job(content))
    elif r.type in PAIRS:
        where, name_at, value_at = PAIRS[r.type]
        for path in _each_block(r, where):
            marked = r.is_sensitive(f"{path}.{value_at}")
            yield from (_Variable(name, value, marked) for name, value in _of_pair(r, path, name_at, value_at))


def _shows(r: Resource, path: str) -> bool:
    return isinstance(r.evaluated(path), PartialJson)


def each_place(r: Resource, path: str) -> list[str]:
    """Return the path of an argument in each of the blocks it stands in."""
    before, star, after = path.partition(".*.")
    if not star:
        return [path]
    return [inner for block in blocks(r, before) for inner in each_place(r, f"{block}.{after}")]


def _each_block(r: Resource, path: str) -> list[str]:
    return [block for place in each_place(r, path) for block in blocks(r, place)]


def _of_map(r: Resource, path: str) -> Iterator[_Variable]:
    if unset(r, path):
        return
    variables = r.evaluated(path)
    if not isinstance(variables, dict):
        yield _Variable(path, UNKNOWN)
        return
    as_one = len(variables) > 1 and r.is_sensitive(f"{path}.{_NO_NAME}")
    whole = Schema.load().kind_of(r.type, path)
    for name, value in variables.items():
        if name.endswith("_kwargs"):  # where Airflow finds its secrets
            continue
        # What the provider calls sensitive as a whole, it calls so for the sake of one.
        marked = False if whole is not None and whole.sensitive else r.is_sensitive(f"{path}.{name}")
        yield _Variable(name, value, None if as_one and marked is not False else marked)


def _of_job(content: Any) -> Iterator[tuple[str, Any]]:
    """Yield the variables of all containers in a job's definition."""
    if is_unknown(content):
        yield "a container", UNKNOWN
    elif isinstance(content, dict):
        if isinstance(_member(content, "environment"), list):
            yield from _of_container(content)
        for key, inner in content.items():
            if key.lower() != "environment" and not is_unknown(inner):
                yield from _of_job(inner)
    elif isinstance(content, list):
        for inner in content:
            if not is_unknown(inner):
                yield from _of_job(inner)


def _of_container(container: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    environment = _member(container, "environment")
    if is_unknown(environment):
        yield "environment", UNKNOWN
        return
    for variable in environment or []:
        if is_unknown(variable):
            yield "a variable", UNKNOWN
        else:
            yield from _of_variable(_member(variable, "name"), _member(variable, "value"))


def _of_variable(name: Any, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield a variable; one without a known name may have any, whatever its value is."""
    if is_unknown(name):
        yield "a variable without a known name", UNKNOWN
        yield "a variable without a known name", value
    else:
        yield str(name), value


def _member(content: dict[str, Any], name: str) -> Any:
    """Return a member of what ECS reads from JSON, which does not mind upper and lower case."""
    return next((v for k, v in content.items() if k.lower() == name), None)


def _of_pair(r: Resource, path: str, name_at: str, value_at: str) -> Iterator[tuple[str, Any]]:
    name, kind = r.get(f"{path}.{name_at}"), "PLAINTEXT"
    if r.type == "aws_codebuild_project":
        kind = r.get(f"{path}.type", "PLAINTEXT")
    elif "beanstalk" in r.type and r.get(f"{path}.namespace") in _SWITCHES:
        return
    if is_unknown(kind):
        yield from _of_variable(name, UNKNOWN)
    elif kind == "PLAINTEXT":
        yield from _of_variable(name, r.evaluated(f"{path}.{value_at}"))


#: Settings that name keys and the like, and hold none.
_SWITCHES = ("aws:autoscaling:launchconfiguration", "aws:elasticbeanstalk:application:environmentsecrets")


def _is_given_password(r: Resource) -> bool:
    """Whether a database gets a password of its own: a replica and what is restored bring that of their source, and a
    namespace without one is reached through IAM."""
    switch, name = _PASSWORDS[r.type]
    if r.type == "aws_redshiftserverless_namespace":
        return flag(r, switch) or given(r, name) or given(r, f"{name}_wo_version")
    if r.type != "aws_redshift_cluster" and not is_primary(r):
        return False
    return given(r, name) or not is_restored(r)


@check(
    "secrets.rds-managed-password",
    title="Databases' master passwords are managed by AWS, or stay out of the state",
    severity="high",
    aspect="secrets",
    source=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html",
        "https://docs.aws.amazon.com/documentdb/latest/developerguide/docdb-secrets-manager.html",
        "https://docs.aws.amazon.com/redshift/latest/mgmt/redshift-secrets-manager-integration.html",
        "https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only",
    ),
    types=tuple(_PASSWORDS),
    remediation="Set manage_master_user_password = true (where AWS does not offer it, use a write-only password) and "
    "remove password.",
    when=_is_given_password,
)
def rds_managed_password(r: Resource, _: Context) -> Answer:
    """Reads `manage_master_user_password` (Redshift: `manage_master_password`, `manage_admin_password`), and whether a
    password is given. A managed password is made, kept and rotated in Secrets Manager and never passes through Terraform;
    a write-only one (`password_wo`) does, but stays out of the state. Replicas, secondaries of a global database and
    restored databases bring the password of their source, unless they are given one."""
    switch, name = _PASSWORDS[r.type]
    if flag(r, switch):
        return passes(f"{switch} is true")
    if given(r, f"{name}_wo_version"):
        return passes(f"the password is write-only ({name}_wo)")
    if given(r, name):
        return fails(f"{switch} is not true: {name} passes through Terraform and stays in its state")
    return fails(f"{switch} is not true")


@check(
    "secrets.rotation",
    title="Secrets rotate",
    severity="low",
    aspect="secrets",
    source=(
        "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html",
        "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html",
    ),
    parameters=("limits.days",),
    types=("aws_secretsmanager_secret",),
    looks_at=("aws_secretsmanager_secret_rotation",),
    remediation="Add aws_secretsmanager_secret_rotation, or a waiver that names who changes the secret, and when.",
)
def rotation(r: Resource, c: Context) -> Answer:
    """Reads the rotation of each secret and its rule: the days, or the longest time that the schedule leaves between two
    rotations. Passwords that RDS manages rotate by themselves and are no resource of the plan; a credential of a third
    party usually cannot rotate by itself, which a waiver has to say."""
    rotations = r.companions("aws_secretsmanager_secret_rotation", "secret_id")
    return every(
        rotations, partial(_rotates, c), none=fails("no aws_secretsmanager_secret_rotation refers to this secret")
    )


def _rotates(c: Context, rule: Resource) -> Answer:
    schedule = argument(rule, "rotation_rules.0.schedule_expression", "")
    if not schedule:
        days = number(rule, "rotation_rules.0.automatically_after_days")
        return c.at_most(days, "the rotation period") if days else fails(f"{rule.address} has no schedule")
    try:
        longest = longest_days(schedule)
    except ValueError:
        outside(f"what the schedule {schedule} of {rule.address} means")
    if longest is None:
        return fails(f"{rule.address} does not rotate it again and again: {schedule}")
    return c.at_most(longest, f"the longest time between two rotations by {schedule}")
