"""Secrets that are written where everybody reads them: in arguments, scripts, parameters, providers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from importlib import resources
from typing import TYPE_CHECKING, Any

from tfproof.checks.concerns._plain_secrets import lines_with_credentials, plain_text
from tfproof.checks.concerns._secret_origins import is_written
from tfproof.checks.concerns._secret_values import is_secret
from tfproof.checks.concerns.secrets import CONTAINERS, MAPS, PAIRS, each_place
from tfproof.checks.model import ALL_TYPES, Answer, Context, all_of, check, fails, holds, passes, until_apply
from tfproof.checks.reading import argument, blocks, unset
from tfproof.files import read_yaml
from tfproof.findings import Cause
from tfproof.plans.schema import Schema
from tfproof.plans.values import ABSENT, PartialJson, PartialText, Undecided, has_unknown, is_unknown, with_holes
from tfproof.secrecy.formats import is_credential
from tfproof.secrecy.names import may_be_secret, speaks_of_secret
from tfproof.terraform.toolchain import EMULATED_ACCESS_KEY

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_STATE = "https://developer.hashicorp.com/terraform/language/manage-sensitive-data"
#: Where people put a first value that somebody replaces later, outside of Terraform.
_STORES = ("aws_secretsmanager_secret_version", "aws_ssm_parameter")
_PLACEHOLDER = re.compile(
    r"(?i)[^a-z]*(?:.{0,40}(?:change|replace|place.?holder|dummy|initial|to.?do|to.?be|tbd|not.?set|update|set.?me|example|overwrit|manual|empty|none|null|default|unset|ignored|temp).{0,60}|x+|)[^a-z]*"
)
#: Stands in a text for a part that is not known.
_OPEN = "\N{REPLACEMENT CHARACTER}"


#: Arguments of which the names say what is a secret, where nothing but the value itself can be given.
_NAMED = {
    "aws_cloudformation_stack": ("parameters",),
    "aws_cloudfront_distribution": ("origin.*.custom_header",),
    "aws_codepipeline": ("stage.*.action.*.configuration",),
    "aws_cognito_identity_provider": ("provider_details",),
    "aws_glue_connection": ("connection_properties",),
}


@cache
def _arguments() -> dict[str, list[str]]:
    return dict(read_yaml(resources.files(__package__) / "_secret_arguments.yaml"))


@cache
def _texts() -> dict[str, list[str]]:
    return dict(read_yaml(resources.files(__package__) / "_secret_scripts.yaml"))


@check(
    "secrets.arguments-not-literal",
    title="Passwords, tokens and private keys are not written in the configuration",
    severity="high",
    aspect="secrets",
    source=(_STATE, "https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html"),
    types=tuple(sorted({*_arguments(), *_NAMED})),
    remediation="Let AWS manage the secret, generate it, or read it from Secrets Manager; never write it down here.",
    when=lambda r: any(_is_given(r, path) for path in (*_arguments().get(r.type, ()), *_NAMED.get(r.type, ()))),
)
def arguments_not_literal(r: Resource, _: Context) -> Answer:
    """Reads the arguments that hold a password, a token or a private key, and follows where each comes from. A value that
    is written in the configuration, be it as the default of a variable, in a local or in the call of a module, is known to
    everybody who reads the repository. A generated one, one that is looked up, and one that whoever runs Terraform gives
    are none of that. A first value that says that somebody will replace it is accepted in a secret or parameter."""
    parts = [partial(_one, r, path) for path in _arguments().get(r.type, ())]
    return all_of([*parts, *(partial(_named, r, path) for path in _NAMED.get(r.type, ()))])


def _is_given(r: Resource, path: str) -> bool:
    first = path.partition(".")[0]
    value = r.get(first)
    if is_unknown(value) or value:
        return True
    declared = r.declared(first)
    return is_unknown(declared) or (declared is not ABSENT and bool(declared))


def _one(r: Resource, path: str) -> Answer:
    found = each_place(r, path)
    return all_of(partial(_literal, r, p) for p in found) if found else passes(f"{path} is not set")


def _literal(r: Resource, path: str) -> Answer:
    value = r.get(path)
    if path.endswith("_wo") and (is_unknown(value) or not value):
        value = r.declared(path)  # what is only written is nowhere in the plan
        if value is ABSENT or is_unknown(value) or not value:
            return passes(f"{path} is not set, or comes from elsewhere")
    if is_unknown(value) and isinstance(content := r.evaluated(path), PartialJson) and isinstance(content.value, dict):
        return _of_json(r, path, content.value)
    if is_unknown(value) and r.type in _STORES and not r.has_source():
        raise Undecided(Cause.UNREADABLE, f"what {path} of {r.address} is made of, only its source would tell")
    if is_unknown(value):  # what is written is known
        return passes(f"{path} is not set, or comes from what is known only after an apply")
    if not value:
        return passes(f"{path} is not set")
    if r.type == "aws_ssm_parameter" and r.get("type") != "SecureString":
        return passes(f"{r.address} is no secure parameter, and judged by itself")
    return _of_value(r, path, value)


def _of_value(r: Resource, path: str, value: Any, key: str = "") -> Answer:
    if not any(_may_be_one(r, text) for text in _strings(value)):
        return passes(f"{path} holds no secret of its own")
    written = is_written(r, path, key)
    if written is None:
        raise Undecided(Cause.UNREADABLE, f"where {path} of {r.address} comes from, only its source would tell")
    return holds(not written, f"{path} comes from elsewhere", f"{path} is written in the configuration")


def _of_json(r: Resource, path: str, content: dict[str, Any]) -> Answer:
    """Judge JSON of which some values are known only after an apply: the others may be written there."""
    parts = [
        partial(_of_value, r, path, value, name)
        for name, value in content.items()
        if isinstance(value, str) and speaks_of_secret(name) and may_be_secret(value)
    ]
    return all_of(parts) if parts else passes(f"{path} holds no secret of its own")


def _named(r: Resource, path: str) -> Answer:
    """Judge a map, or blocks of a name and a value, for what is called like a secret."""
    before, _, last = path.rpartition(".*.")
    places = (
        [f"{block}.{last}" for p in each_place(r, f"{before}.*.x") for block in [p.removesuffix(".x")]]
        if before
        else [path]
    )
    parts = [part for place in places for part in _of_names(r, place)]
    return all_of(parts) if parts else passes(f"{path} is not set")


def _of_names(r: Resource, path: str) -> Iterator[Callable[[], Answer]]:
    value = r.get(path)
    if is_unknown(value):
        value = r.evaluated(path)
    if is_unknown(value) and not r.has_source() and not unset(r, path):
        raise Undecided(Cause.UNREADABLE, f"what {path} of {r.address} is made of, only its source would tell")
    if is_unknown(value) or not value:
        yield lambda: passes(f"{path} is not set, or known only after an apply")
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield partial(_of_pair, r, name, inner, path)
    else:
        for block in blocks(r, path):
            yield partial(_of_pair, r, r.get(f"{block}.name"), r.get(f"{block}.value"), f"{block}.value")


def _of_pair(r: Resource, name: Any, value: Any, path: str) -> Answer:
    if is_unknown(name) or has_unknown(value) or not value:
        return passes(f"{path} holds what is known only after an apply")
    if not is_credential(str(value)) and not (speaks_of_secret(str(name)) and may_be_secret(str(value))):
        return passes(f"{path} holds nothing that is called like a secret")
    return _of_value(r, path, value, str(name))


def _strings(value: Any) -> Iterator[str]:
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else [value]:
        if isinstance(inner, dict | list | tuple):
            yield from _strings(inner)
        elif inner is not None:
            yield str(inner)


def _may_be_one(r: Resource, text: str) -> bool:
    if not may_be_secret(text):
        return False
    if r.type not in _STORES:
        return True
    return bool(text.strip("{}[]\"' \n")) and not _PLACEHOLDER.fullmatch(text) and not _holds_placeholders(text)


def _holds_placeholders(text: str) -> bool:
    """Whether a text is JSON of which every value says that it is none yet."""
    try:
        content = json.loads(text)
    except ValueError:
        return False
    if not isinstance(content, dict):
        return False
    return not any(isinstance(v, str) and v and not _PLACEHOLDER.fullmatch(v) for v in content.values())


@check(
    "secrets.scripts-without-credentials",
    title="Scripts, templates and commands hold no credentials",
    severity="high",
    aspect="secrets",
    source=(
        "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html",
        "https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html",
    ),
    types=tuple(_texts()),
    remediation="Let the script read the secret when it runs, with the rights of its role, from Secrets Manager or SSM.",
    when=lambda r: any(_is_given(r, path) for path in _texts()[r.type]),
)
def scripts_without_credentials(r: Resource, _: Context) -> Answer:
    """Reads user data, also as base64, build specifications, templates, documents, commands of containers and what else
    programs get as text. No line may give a value to a name that speaks of a secret (a password, a token, a key), and none
    may hold what is a credential by its form (an access key, a private key, a URL with a password). Who may describe the
    resource reads them all. A value that the script looks up when it runs is none. Lines are named, never values."""
    return all_of(partial(_text, r, path) for path in _texts()[r.type])


def _text(r: Resource, path: str) -> Answer:
    found = each_place(r, path)
    return all_of(partial(_script, r, p) for p in found) if found else passes(f"{path} is not set")


def _script(r: Resource, path: str) -> Answer:
    if unset(r, path) or r.get(path) is None:
        return passes(f"{path} is not set")
    text, known = _written(r, path)
    lines = lines_with_credentials(text)
    if lines:
        return fails(f"{path} of {r.address} holds a credential in clear, line {', '.join(map(str, lines[:5]))}")
    if not known:
        until_apply(f"what else {path} of {r.address} holds")
    return passes(f"{path} holds no credential")


def _written(r: Resource, path: str) -> tuple[str, bool]:
    """Return an argument's text as far as it is known, and whether that is all."""
    value = r.evaluated(path)
    if path == "user_data" and r.type != "aws_launch_template":  # of it the plan shows a digest
        declared = r.declared(path)
        if is_unknown(declared) and not isinstance(declared, PartialText | PartialJson) and not is_unknown(value):
            raise Undecided(Cause.UNREADABLE, f"of {path} of {r.address} the plan shows a digest alone")
        if declared is not ABSENT and declared is not None:
            value = declared
    whole = not has_unknown(value)
    if isinstance(value, PartialJson):
        value, whole = value.value, False
    if isinstance(value, PartialText):
        return with_holes(value, "$" + _OPEN), True  # the parts come from elsewhere
    if is_unknown(value):
        until_apply(f"{path} of {r.address}")
    if isinstance(value, str):
        value = plain_text(value)
        if path in ("container_definitions", "container_properties", "node_properties"):
            try:
                value = json.loads(value)
            except ValueError:
                return str(value), whole
    if isinstance(value, str):
        return value, whole
    if path in ("container_definitions", "container_properties", "node_properties"):
        return "\n".join(_commands(value)), True  # what is not known there comes from elsewhere
    return "\n".join(_of_structure(value)), True


#: What of a task or job is a text for a program.
_COMMANDS = ("command", "entrypoint", "args", "options")


def _commands(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if str(key).lower() in _COMMANDS:
                if isinstance(inner, list) and not is_unknown(inner):
                    yield " ".join(i for i in inner if isinstance(i, str))
                elif isinstance(inner, dict):
                    yield from (f"{k}={v}" for k, v in inner.items() if isinstance(v, str))
            elif str(key).lower() not in ("environment", "secrets"):
                yield from _commands(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _commands(inner)


def _of_structure(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, str):
                yield f"{key}: {json.dumps(inner)}" if "\n" not in inner else inner
            else:
                yield from _of_structure(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from [inner] if isinstance(inner, str) else _of_structure(inner)


@check(
    "secrets.ssm-secure-string",
    title="Parameters that hold a secret are secure ones",
    severity="high",
    aspect="secrets",
    source="https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-securestring.html",
    types=("aws_ssm_parameter",),
    remediation="Set type to SecureString, or keep the secret in Secrets Manager.",
)
def ssm_secure_string(r: Resource, _: Context) -> Answer:
    """Reads type, name and value. A parameter of the type String or StringList is kept and shown in clear: it must not have
    a name that speaks of a secret (`/app/db_password`) with a value of its own, nor a value that is a credential by its form
    or comes from an attribute that the provider calls sensitive. The value does not reach the evidence."""
    kind = argument(r, "type", "String")
    if kind == "SecureString":
        return passes(f"{r.address} is a SecureString")
    name = str(argument(r, "name", "")).rstrip("/").rpartition("/")[2]
    parts = [partial(_plain_parameter, r, name, path) for path in ("value", "insecure_value")]
    return all_of(parts)


def _plain_parameter(r: Resource, name: str, path: str) -> Answer:
    if unset(r, path):
        return passes(f"{path} is not set")
    value = r.evaluated(path)
    secret = is_secret(r.plan, name, value)
    if secret and not has_unknown(value) and not is_credential(str(value)) and _PLACEHOLDER.fullmatch(str(value)):
        secret = True  # its real value will be one
    if secret is None and not speaks_of_secret(name):
        until_apply(f"whether {path} of {r.address} is a secret")
    return holds(
        not (secret or secret is None), f"{path} is no secret", f"{path} of {r.address} keeps a secret in clear"
    )


@check(
    "secrets.no-known-credentials",
    title="No argument holds what is a credential by its form",
    severity="high",
    aspect="secrets",
    source=(
        _STATE,
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/securing_access-keys.html",
    ),
    types=(ALL_TYPES,),
    remediation="Remove the credential, have it replaced where it is valid, and read it from a store of secrets.",
    population="must-not-exist",
    when=lambda r: bool(_credentials(r)),
)
def no_known_credentials(r: Resource, _: Context) -> Answer:
    """Looks through every argument of every resource of AWS, tags and descriptions included, for texts that are credentials
    by their form: access keys of AWS, private keys, tokens of well-known services, URLs and connection strings with a
    password. What other checks of secrets read is left to them. No value reaches the evidence."""
    found = _credentials(r)
    for path in found:
        r.get(path)
    return fails(f"a credential stands in {', '.join(found[:5])}")


@cache
def _judged_elsewhere(kind: str) -> frozenset[str]:
    paths = [*_arguments().get(kind, ()), *_texts().get(kind, ())]
    paths += [*_NAMED.get(kind, ()), *MAPS.get(kind, ()), *PAIRS.get(kind, ())[:1], *CONTAINERS.get(kind, ())]
    return frozenset(path.partition(".")[0] for path in paths)


def _credentials(r: Resource) -> list[str]:
    """Return the arguments in which a credential stands; what only AWS makes is none of the configuration's."""
    if not r.type.startswith("aws_"):
        return []
    return r.plan.remembered(("credentials", r.address), partial(_look, r))


def _look(r: Resource) -> list[str]:
    schema, found = Schema.load(), []
    for name, value in r.values.items():
        if name in _judged_elsewhere(r.type) or name == "tags_all":
            continue
        kind = schema.kind_of(r.type, name)
        if (kind is None or kind.settable) and any(is_credential(text) for text in _strings(value)):
            found.append(name)
    return sorted(found)


@check(
    "secrets.provider-without-keys",
    title="Providers get their credentials from outside of the configuration",
    severity="high",
    aspect="secrets",
    source=(
        "https://registry.terraform.io/providers/hashicorp/aws/latest/docs#provider-configuration",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/securing_access-keys.html",
    ),
    types=(ALL_TYPES,),
    remediation="Remove the keys from the provider block, and let a role or the environment give them.",
    population="must-not-exist",
    when=lambda r: bool(_first_of_keyed_provider(r)),
)
def provider_without_keys(r: Resource, _: Context) -> Answer:
    """Looks at the provider blocks for keys, secrets and tokens that are written there. They are found by everybody who
    reads the repository, and they do not expire. The first resource of a module with such a block stands for it."""
    return fails(f"{_first_of_keyed_provider(r)} is written in a provider block")


_KEY = re.compile(r"(?:AKIA|ASIA)[A-Z0-9]{16}|[A-Za-z0-9/+]{40}")
_ALIKE = re.compile(r"(?i).*(?:test|mock|fake|dummy|localstack|example\.com).*")


def _first_of_keyed_provider(r: Resource) -> str:
    """Return what a provider block of the resource's module has, for the first resource of the module alone."""
    keyed = r.plan.remembered("keyed providers", partial(_keyed, r))
    found = keyed.get(r.address, "")
    if found is None:
        raise Undecided(
            Cause.UNREADABLE, "the provider blocks were replaced, and only the source would tell what they say"
        )
    return found


def _keyed(any_of_the_plan: Resource) -> dict[str, str | None]:
    """Return by the first resource of each module what its provider blocks have; None where that cannot be told."""
    plan = any_of_the_plan.plan
    root = plan.scopes.of(())
    if root is None or root.files is None:
        return {plan.managed[0].address: _in_plan(plan.raw)}
    found: dict[str, str | None] = {}
    seen: set[int] = set()
    for resource in plan.managed:
        declared = plan.scopes.declaration(resource.address)
        if declared is None:
            continue
        scope = declared[0]
        while scope is not None:
            if scope.files is not None and id(scope.files) not in seen:
                seen.add(id(scope.files))
                names = [name for block in scope.files.of("provider") for name in _keys_in(block)]
                if names:
                    found[resource.address] = ", ".join(sorted(set(names)))
            scope = scope.parent  # type: ignore[assignment]
    return found


def _in_plan(raw: Mapping[str, Any]) -> str | None:
    """Return what the plan's JSON shows of the providers; None where what they say was replaced for the planning."""
    found: list[str] = []
    for name, provider in raw.get("configuration", {}).get("provider_config", {}).items():
        for argument_, expression in provider.get("expressions", {}).items():
            value = expression.get("constant_value") if isinstance(expression, dict) else None
            if value == EMULATED_ACCESS_KEY:
                return None
            if isinstance(value, str) and not _ALIKE.fullmatch(value) and _KEY.fullmatch(value):
                found.append(f"{argument_} of {name}")
    return ", ".join(sorted(found))


def _keys_in(block: Any) -> Iterator[str]:
    own = block.labels == ("aws",)
    for name, expression in block.attributes.items():
        try:
            value = expression.literal()
        except ValueError:
            continue
        if not isinstance(value, str) or not may_be_secret(value) or _ALIKE.fullmatch(value):
            continue
        if _KEY.fullmatch(value) if own else (speaks_of_secret(name) or is_credential(value)):
            yield f"{name} of {block.labels[0]}"
