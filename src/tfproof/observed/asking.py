"""Asks a cloud what it says of a resource; what it refuses to say, or fails to, is told apart."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from tfproof.findings import Cause
from tfproof.observed.calls import Call, Unanswerable

if TYPE_CHECKING:
    import boto3

#: The codes by which services say that a caller may not ask, or do not believe who it is: some have one of their own.
#: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html,
#: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
DENIED = frozenset(
    (
        "ACCESS_DENIED",
        "AccessDenied",
        "AccessDeniedException",
        "AllAccessDisabled",
        "AuthFailure",
        "AuthorizationError",
        "AuthorizationErrorException",
        "ExpiredToken",
        "ExpiredTokenException",
        "Forbidden",
        "IncompleteSignature",
        "IncompleteSignatureException",
        "InsufficientPermissionsException",
        "InvalidAccessKeyId",
        "InvalidClientTokenId",
        "InvalidIdentityToken",
        "InvalidSecurity",
        "InvalidSignatureException",
        "InvalidToken",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
        "NotAuthorized",
        "NotAuthorizedException",
        "NotSignedUp",
        "OptInRequired",
        "PendingVerification",
        "RequestExpired",
        "RequestTimeTooSkewed",
        "SignatureDoesNotMatch",
        "SubscriptionRequiredException",
        "TokenRefreshRequired",
        "UnauthorizedException",
        "UnauthorizedOperation",
        "UnrecognizedClientException",
        "403",
    )
)

#: What an emulator answers as a cloud does, and not for want of a call: it is asked too often, or has gone away.
_ALSO_OF_AN_EMULATOR = re.compile(
    "Throttl|TooManyRequests|LimitExceeded|SlowDown|Unavailable|RequestTimeout|^429$|^503$"
)


#: Services that answer for all regions in one, or are in a few only, of which the provider takes the same.
#: https://docs.aws.amazon.com/general/latest/gr/rande.html
_ELSEWHERE = {
    "budgets": "us-east-1",
    "ce": "us-east-1",
    "chatbot": "us-west-2",
    "cloudfront": "us-east-1",
    "iam": "us-east-1",
}


@dataclass(slots=True)
class Answered:
    """What was answered of one resource: `values` by attribute, `unanswered` why an attribute is not known.

    `found` is whether any call was answered. `gone` says which call found that there is no such resource; then there are
    no values. `failed` are the calls that should have had an answer, and have none.
    """

    values: dict[str, Any] = field(default_factory=dict)
    unanswered: dict[str, tuple[Cause, str]] = field(default_factory=dict)
    found: bool = False
    gone: str = ""
    failed: list[str] = field(default_factory=list)


class Cloud:
    """A cloud, by the session that asks it; safe to use from several threads, and it asks nothing twice.

    `emulator` says that what fails is perhaps only what an emulator lacks.
    """

    def __init__(self, session: boto3.session.Session, endpoint: str | None = None, *, emulator: bool = False) -> None:
        self._session = session
        self._endpoint = endpoint
        self._emulator = emulator
        self._clients: dict[tuple[str, str], Any] = {}
        self._answers: dict[str, Any] = {}
        self._making = threading.Lock()

    def ask(self, calls: Sequence[Call], values: Mapping[str, Any], region: str) -> Answered:
        """Ask all calls about the resource that has these values in the state."""
        found = Answered()
        for call in calls:
            try:
                picked = call.picked(self._answer(call, call.arguments(values), region), values)
            except Unanswerable as error:
                _unanswered(found, call, Cause.UNANSWERED, str(error))
            except Exception as error:
                self._failed(found, call, error)
            else:
                if picked is None or picked == []:
                    return Answered(gone=f"{call.name} does not list it, or only as something that is being deleted")
                _read(found, call, picked, values)
                found.found = True
            if found.gone:
                return Answered(gone=found.gone)
        return found

    def _failed(self, found: Answered, call: Call, error: Exception) -> None:
        """Take down why a call has no answer: no error is taken for a value that is not listed as one."""
        response = getattr(error, "response", None)  # errors of the network have one, and it is None
        code = str(response.get("Error", {}).get("Code", "")) if isinstance(response, dict) else ""
        if code in call.gone:
            found.gone = f"{call.name} answers {code}"
        elif code in call.none:
            found.values |= call.nothing()
        elif code in DENIED:
            _unanswered(found, call, Cause.DENIED, f"{call.name} was denied ({code})", failed=True)
        else:
            lacking = self._emulator and not _is_of_the_network(error) and not _ALSO_OF_AN_EMULATOR.search(code)
            cause = Cause.UNSUPPORTED_BY_EMULATOR if lacking else Cause.UNANSWERED
            _unanswered(found, call, cause, f"{call.name} failed ({code or type(error).__name__})", failed=not lacking)

    def _answer(self, call: Call, arguments: dict[str, Any], region: str) -> Any:
        key = json.dumps([call.service, call.operation, region, arguments], sort_keys=True, default=str)
        if key not in self._answers:
            self._answers[key] = self._call(call, arguments, region)
        return self._answers[key]

    def _call(self, call: Call, arguments: dict[str, Any], region: str) -> Any:
        client = self._client(call.service, _ELSEWHERE.get(call.service, region))
        if client.can_paginate(call.operation):
            return client.get_paginator(call.operation).paginate(**arguments).build_full_result()
        return getattr(client, call.operation)(**arguments)

    def _client(self, service: str, region: str) -> Any:
        with self._making:  # making clients of one session is not safe for threads
            if (service, region) not in self._clients:
                client = self._session.client(service, region_name=region, endpoint_url=self._endpoint)
                if self._endpoint:
                    client.meta.events.register("before-sign", self._to_the_endpoint)
                self._clients[service, region] = client
            return self._clients[service, region]

    def _to_the_endpoint(self, request: Any, **_: Any) -> None:
        """Send a request to the endpoint's own name: some operations put the account in front of it."""
        host = urlsplit(self._endpoint or "").netloc
        request.url = urlunsplit(urlsplit(request.url)._replace(netloc=host))


def _read(found: Answered, call: Call, picked: Any, values: Mapping[str, Any]) -> None:
    """Read every attribute by itself: one that is not said leaves the others."""
    for name in call.attributes:
        try:
            found.values[name] = call.read(name, picked, values)
        except Unanswerable as error:
            found.unanswered[name] = (Cause.UNANSWERED, str(error))


def _is_of_the_network(error: Exception) -> bool:
    from botocore import exceptions  # noqa: PLC0415 - an extra

    return isinstance(error, exceptions.HTTPClientError | exceptions.ConnectionError)


def _unanswered(found: Answered, call: Call, cause: Cause, detail: str, *, failed: bool = False) -> None:
    found.unanswered |= dict.fromkeys(call.attributes or ("id",), (cause, detail))
    if failed:
        found.failed.append(detail)
