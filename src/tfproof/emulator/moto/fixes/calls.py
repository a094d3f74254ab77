"""Adds calls that moto lacks to a service that it has, and whole services that it has not.

AWS's own description of a service, which botocore carries, says how a call is spelled on the wire; only what it does
is written here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from moto import backend_index, backends
from moto.core.base_backend import AccountSpecificBackend, BackendDict, BaseBackend
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, BaseResponse

from tfproof.emulator.moto.fixes.patching import StaleFix, adds, around, store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType


class Refusal(ServiceException):
    """An error that a call of ours answers with: its code, as AWS describes it, and a message.

    moto looks for the description in the service that an exception's module is named after, so its own class would do
    only inside moto.
    """


def known(things: Mapping[str, Any], name: str, code: str, message: str) -> dict[str, Any]:
    """Return what is kept under a name; refuse with this code and message where nothing is."""
    if name not in things:
        raise Refusal(code, message)
    found: dict[str, Any] = things[name]
    return found


def asked(response: Any) -> dict[str, Any]:
    """Return the parameters of a request, those in its path and query included, by the names that the API uses."""
    response.parse_parameters(response.normalized_request)
    return {name: value for name, value in response.params.items() if value is not None}


def adds_call(owner: type, name: str) -> Callable[[Callable[[Any, dict[str, Any]], Any]], None]:
    """Add the decorated function as a call that the response class must not have yet.

    It gets the response object and the request's parameters, and returns the fields of the answer, or nothing.
    """

    def add(function: Callable[[Any, dict[str, Any]], Any]) -> None:
        def call(self: Any) -> ActionResult:
            return ActionResult(function(self, asked(self)))

        adds(owner, name)(call)

    return add


def adds_path(urls: ModuleType, response: type, path: str) -> None:
    """Let a service, named by moto's `urls` module of it, answer at a path that it does not know yet."""
    pattern = f"{{0}}{path}"
    if pattern in urls.url_paths:
        raise StaleFix(f"{urls.__name__} has {path} by now")
    urls.url_paths[pattern] = response.dispatch  # type: ignore[attr-defined]


def tags_of(backend: Any, arn: str) -> dict[str, str]:
    """Return the tags of a resource, for calls of ours to read and change."""
    tags: dict[str, str] = store(backend, "tags").setdefault(arn, {})
    return tags


def adds_tag_calls(owner: type, arn: str, tags: str, keys: str, pair: tuple[str, str] | None = None) -> None:
    """Add the three calls that list, set and take off tags to a response class that has a `backend`.

    `arn`, `tags` and `keys` are the parameters of these calls. `pair` names the key and the value if a tag is a
    structure of its own; otherwise the tags are a map.
    """

    @adds_call(owner, "list_tags_for_resource")
    def list_tags(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        found = tags_of(self.backend, given[arn])
        return {tags: found if pair is None else [dict(zip(pair, tag, strict=True)) for tag in found.items()]}

    @adds_call(owner, "tag_resource")
    def tag(self: Any, given: dict[str, Any]) -> None:
        tags_of(self.backend, given[arn]).update(as_map(given[tags], pair))

    @adds_call(owner, "untag_resource")
    def untag(self: Any, given: dict[str, Any]) -> None:
        for key in given[keys]:
            tags_of(self.backend, given[arn]).pop(key, None)


def as_map(tags: Any, pair: tuple[str, str] | None = ("Key", "Value")) -> dict[str, str]:
    """Return tags as a map, whatever shape a request has them in."""
    return dict(tags) if pair is None else {tag[pair[0]]: tag[pair[1]] for tag in tags}


def adds_service(name: str, host: str) -> type:
    """Add a service that moto must not have yet; return its response class, to which calls are added.

    `name` is botocore's, `host` the first part of its endpoint's name. A response object has a `backend`: an empty
    one for each account and region, for `store` to keep things in.
    """
    if name in backends.list_of_moto_modules():
        raise StaleFix(f"moto has {name} by now")

    class Response(BaseResponse):
        def __init__(self) -> None:
            super().__init__(service_name=name)

        @property
        def backend(self) -> Any:
            return kept[self.current_account][self.region]

    class Backend(BaseBackend):
        @property
        def flask_paths(self) -> dict[str, Any]:
            return {"/": Response.dispatch, "/<path:anything>": Response.dispatch}

    # botocore knows no regions of some young services; every region has EC2.
    regions = AccountSpecificBackend.get_session().get_available_regions("ec2")
    kept = BackendDict(Backend, name, use_boto3_regions=False, additional_regions=regions)

    @around(backends, "get_backend")
    def get_backend(original: Any, wanted: str) -> Any:
        return kept if wanted == name else original(wanted)

    backend_index.backend_url_patterns.append((name, re.compile(rf"https?://{host}\.(.+)\.amazonaws\.com")))
    return Response
