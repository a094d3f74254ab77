"""How callers of APIs show who they are, and APIs their backends."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from tfproof.checks.concerns.resource_policies import no_public_principals
from tfproof.checks.model import Answer, Context, all_of, check, fails, holds, outside, passes, until_apply
from tfproof.checks.reading import argument, document, every, flag, given, listed
from tfproof.findings import Verdict
from tfproof.iam.reading import is_given
from tfproof.plans.values import is_unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tfproof.plans.view import Resource

_REST = "aws_api_gateway_rest_api"
_API = "aws_apigatewayv2_api"
_POLICY = "aws_api_gateway_rest_api_policy"
_HTTP = ("HTTP", "HTTP_PROXY")
_VERBS = ("get", "post", "put", "delete", "patch", "head", "x-amazon-apigateway-any-method")
_HEALTH = ("health", "healthcheck", "health-check", "healthz", "livez", "ping", "readyz", "status")
_LOCAL = re.compile(r"http://(localhost|127\.0\.0\.1|\[::1\])([:/]|$)")


def _may_be_open(r: Resource) -> bool:
    """Whether a caller could be asked: browsers ask for the options, and monitors for the health, without credentials."""
    if r.type in (_REST, _API):
        return _has_body(r) or (r.type == _API and given(r, "target"))
    if r.type == "aws_api_gateway_method":
        resources = r.members("resource_id", "aws_api_gateway_resource").found
        parts = [resource.get("path_part") for resource in resources]
        health = bool(parts) and all(not is_unknown(part) and str(part).lower() in _HEALTH for part in parts)
        return bool(argument(r, "http_method", "") != "OPTIONS") and not health
    verb, _, path = str(argument(r, "route_key", "")).partition(" ")
    return verb != "OPTIONS" and path.rpartition("/")[2].lower() not in _HEALTH


@check(
    "identity.api-authentication",
    title="APIs ask who calls",
    severity="medium",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html",
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html",
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-control-access.html",
        "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html",
    ),
    types=("aws_api_gateway_method", "aws_apigatewayv2_route", _REST, _API),
    looks_at=(_POLICY,),
    remediation="Set authorization (authorization_type) to AWS_IAM, a Cognito pool, a JWT issuer or an authorizer.",
    when=_may_be_open,
)
def api_authentication(r: Resource, c: Context) -> Answer:
    """Reads the authorization of every method and route, NONE unless set, and whether it wants an API key. A method
    without either passes where the API is private, or has a policy that admits known callers, networks or sources only.
    Of a WebSocket API only `$connect` can ask; later messages come from whom that admitted. OPTIONS is not judged, since
    browsers ask without credentials, nor are paths that end in `health`, `healthz`, `ping` and the like. `target` of an
    HTTP API makes a route for everything that asks nobody. Of an API that an OpenAPI document describes (`body`, in JSON)
    it reads `security` of each operation, or of all."""
    if r.type in (_REST, _API):
        return all_of(_of_api(r, c))
    return _method(r, c) if r.type == "aws_api_gateway_method" else _route(r)


def _has_body(r: Resource) -> bool:
    return is_given(r, "body")


def _of_api(r: Resource, c: Context) -> Iterator[Callable[[], Answer]]:
    """Yield what to ask of an API that makes its routes itself."""
    if r.type == _API and given(r, "target"):
        yield partial(fails, "target makes the route $default without authorization")
    if _has_body(r):
        yield partial(_described, r, c)


def _described(r: Resource, c: Context) -> Answer:
    found = document(r, "body")
    paths = found.get("paths") if isinstance(found, dict) else None
    if is_unknown(found) or is_unknown(paths):
        until_apply(f"body of {r.address}")
    if not isinstance(found, dict) or not isinstance(paths, dict) or not paths:
        return passes("body has no operation")
    if "x-amazon-apigateway-policy" in found:
        outside(f"whom the policy in body of {r.address} admits")
    parts = [
        partial(_operation, r, c, f"{verb} {path}", operation, found.get("security"))
        for path, operations in paths.items()
        for verb, operation in _verbs(path, operations)
    ]
    return all_of(parts) if parts else passes("body has no operation")


def _verbs(path: str, operations: Any) -> list[tuple[str, Any]]:
    """Return the operations of a path, options aside."""
    if is_unknown(operations):
        return [(path, operations)]
    return (
        [(verb, o) for verb, o in operations.items() if verb.lower() in _VERBS] if isinstance(operations, dict) else []
    )


def _operation(r: Resource, c: Context, name: str, operation: Any, for_all: Any) -> Answer:
    """Judge an operation; who calls is asked for by its security, by that of the document, or by AWS's own extension."""
    if is_unknown(operation):
        until_apply(f"the operation {name} of {r.address}")
    own = operation if isinstance(operation, dict) else {}
    extension = own.get("x-amazon-apigateway-auth")
    kind = extension.get("type", "NONE") if isinstance(extension, dict) else extension
    security = own.get("security", for_all)
    if is_unknown(kind) or is_unknown(security):
        until_apply(f"the security of {name} of {r.address}")
    if security or kind not in (None, "NONE"):
        return passes(f"{name} has security")
    nobody = fails(f"the operation {name} has no security")
    return _narrowed(c, nobody, r) if r.type == _REST else nobody


def _asks(r: Resource, path: str) -> Answer | None:
    kind = argument(r, path, "NONE")
    if kind != "NONE":
        return passes(f"{path} is {kind}")
    return passes("an API key is required") if flag(r, "api_key_required") else None


def _method(r: Resource, c: Context) -> Answer:
    apis = r.members("rest_api_id", _REST)
    nobody = fails("authorization is NONE, and no API key is required")
    return _asks(r, "authorization") or every(apis, partial(_narrowed, c, nobody), none=nobody)


def _narrowed(c: Context, nobody: Answer, api: Resource) -> Answer:
    """Judge by the API what a method leaves open."""
    if "PRIVATE" in listed(api, "endpoint_configuration.0.types").known:
        return passes(f"{api.address} is private")
    if is_given(api, "policy"):
        return _by_policy(c, nobody, api)
    return every(api.companions(_POLICY, "rest_api_id"), partial(_by_policy, c, nobody), none=nobody)


def _by_policy(c: Context, nobody: Answer, policy: Resource) -> Answer:
    answer = no_public_principals.predicate(policy, c)
    if answer.verdict is Verdict.FAIL:
        return fails(f"{nobody.message}; {answer.message}")
    return passes(f"the policy of {policy.address} narrows who calls")


def _route(r: Resource) -> Answer:
    key = str(argument(r, "route_key", ""))
    if asked := _asks(r, "authorization_type"):
        return asked
    nobody = fails(f"authorization_type of the route {key} is NONE")
    if " " in key or key == "$connect":
        return nobody
    if key != "$default":
        return passes(f"{key} is of a WebSocket API, where $connect asks")
    return every(r.members("api_id", _API), partial(_default_route, nobody), none=nobody)


def _default_route(nobody: Answer, api: Resource) -> Answer:
    if argument(api, "protocol_type", "") == "WEBSOCKET":
        return passes(f"{api.address} is a WebSocket API, where $connect asks")
    return nobody


@check(
    "identity.api-backend-certificate",
    title="REST APIs show their backends who they are",
    severity="low",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-client-side-ssl-authentication.html",
    types=("aws_api_gateway_stage",),
    looks_at=("aws_api_gateway_integration", _REST),
    remediation="Make an aws_api_gateway_client_certificate and set client_certificate_id.",
    when=lambda r: not _has_other_backends_only(r),
)
def api_backend_certificate(r: Resource, _: Context) -> Answer:
    """Reads `client_certificate_id` of stages. With the certificate a backend can refuse whoever comes past the API. It is
    asked for where an integration of the API calls a backend by HTTP; APIs whose integrations are all functions, services
    of AWS or mocks are not in the population."""
    return all_of([partial(_has_certificate, r)])


def _has_certificate(r: Resource) -> Answer:
    if given(r, "client_certificate_id"):
        return passes("client_certificate_id is set")
    kinds = _backends(r)
    if not kinds:
        outside(f"which backends the API of {r.address} has")
    return holds(
        not any(kind in _HTTP for kind in kinds), "no backend is called by HTTP", "client_certificate_id is not set"
    )


def _has_other_backends_only(r: Resource) -> bool:
    kinds = _backends(r)
    return bool(kinds) and not any(kind in _HTTP for kind in kinds)


def _backends(r: Resource) -> list[str]:
    """Return the kinds of the integrations in the plan of the stage's API."""
    apis = r.members("rest_api_id", _REST).found
    found = [i for api in apis for i in api.companions("aws_api_gateway_integration", "rest_api_id").found]
    return [str(argument(i, "type", "")) for i in found]


@check(
    "identity.cognito-callback-tls",
    title="Users are sent back to HTTPS addresses with their tokens",
    severity="medium",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html",
    types=("aws_cognito_user_pool_client", "aws_cognito_managed_user_pool_client"),
    remediation="Let each of callback_urls and logout_urls begin with https, or with the scheme of an app.",
)
def cognito_callback_tls(r: Resource, _: Context) -> Answer:
    """Reads `callback_urls` and `logout_urls` of clients: plain HTTP is accepted for `localhost` only, since codes and
    tokens are part of the address. Schemes of apps are no connection at all."""
    return all_of(partial(_sends_safely, r, path) for path in ("callback_urls", "logout_urls"))


def _sends_safely(r: Resource, path: str) -> Answer:
    found = listed(r, path)
    if plain := [url for url in found.known if str(url).startswith("http://") and not _LOCAL.match(str(url))]:
        return fails(f"{path} has {', '.join(plain)}")
    found.all()
    return passes(f"{path} has no address with plain HTTP")
