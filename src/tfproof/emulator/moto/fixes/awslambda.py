"""AWS Lambda."""

from __future__ import annotations

from typing import Any

from moto.awslambda import urls
from moto.awslambda.models import EventSourceMapping, LambdaBackend, LambdaFunction
from moto.awslambda.responses import LambdaResponse
from moto.core.config import default_user_config
from moto.core.utils import iso_8601_datetime_with_milliseconds, utcnow

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import adds_call, adds_path, known
from tfproof.emulator.moto.fixes.patching import around, store

#: Parts of a function's configuration that moto does not keep.
_FORGOTTEN = ("DeadLetterConfig", "LoggingConfig")


@fix(
    "lambda: a function answers without being run",
    aws="Invoking a function runs its code. moto does so in Docker; without it the call fails, and with it whatever calls "
    "a function, such as the rotation of a secret. Here a function gives its event back.",
    kind="accepted",
)
def answer_without_running() -> None:
    default_user_config["lambda"]["use_docker"] = False


@fix(
    "lambda: a function tells where its log and its dead letters go",
    aws="Both are part of a function's configuration, from the beginning and after a change.",
    kind="accepted",
)
def keep_destinations() -> None:
    @around(LambdaFunction, "__init__")
    def make(original: Any, self: Any, account_id: str, spec: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        original(self, account_id, spec, *args, **kwargs)
        self.tfproof_kept = {name: spec[name] for name in _FORGOTTEN if name in spec}

    @around(LambdaFunction, "get_configuration")
    def tell(original: Any, self: Any, *args: Any, **kwargs: Any) -> Any:
        return original(self, *args, **kwargs) | self.tfproof_kept

    @around(LambdaFunction, "update_configuration")
    def change(original: Any, self: Any, config_updates: dict[str, Any]) -> Any:
        self.tfproof_kept |= {name: config_updates[name] for name in _FORGOTTEN if name in config_updates}
        return original(self, config_updates)


@fix(
    "lambda: a mapping names the alias that it calls",
    aws="The mapping of a queue to an alias tells the alias, whatever version that is at the moment.",
    kind="accepted",
)
def mapping_of_alias() -> None:
    @around(LambdaBackend, "update_event_source_mapping")
    def change(original: Any, self: Any, uuid: str, spec: dict[str, Any]) -> Any:
        mapping = original(self, uuid, spec)
        if mapping and "FunctionName" in spec:
            mapping.function_name = spec["FunctionName"]
        return mapping

    @around(EventSourceMapping, "get_configuration")
    def tell(original: Any, self: Any) -> Any:
        alias = self.function_name.rpartition(":function:")[2].partition(":")[2]
        function = ":".join(self.function_arn.split(":")[:7])
        return original(self) | ({"FunctionArn": f"{function}:{alias}"} if alias else {})


@fix(
    "lambda: functions are kept ready",
    aws="So many copies of a version or an alias are started before anybody calls, which takes a while.",
    kind="accepted",
)
def provisioned_concurrency() -> None:
    adds_path(
        urls, LambdaResponse, "/(?P<api_version>[^/]+)/functions/(?P<function_name>[^/]+)/provisioned-concurrency$"
    )

    @adds_call(LambdaResponse, "put_provisioned_concurrency_config")
    def put(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        count = given["ProvisionedConcurrentExecutions"]
        counts = {f"{word}ProvisionedConcurrentExecutions": count for word in ("Requested", "Available", "Allocated")}
        changed = iso_8601_datetime_with_milliseconds(utcnow())
        kept, key = _kept_ready(self, given)
        kept[key] = {**counts, "Status": "READY", "LastModified": changed}
        return dict(kept[key])

    @adds_call(LambdaResponse, "get_provisioned_concurrency_config")
    def get(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        kept, key = _kept_ready(self, given)
        said = "Nothing of the function is kept ready."
        return dict(known(kept, key, "ProvisionedConcurrencyConfigNotFoundException", said))

    @adds_call(LambdaResponse, "delete_provisioned_concurrency_config")
    def delete(self: Any, given: dict[str, Any]) -> None:
        kept, key = _kept_ready(self, given)
        kept.pop(key, None)


def _kept_ready(response: Any, given: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Return what is kept ready in an account and region, and the key of the version or the alias, which must exist."""
    name, qualifier = given["FunctionName"], given["Qualifier"]
    function = response.backend.get_function(name, qualifier)
    return store(response.backend, "kept_ready"), f"{function.function_name}:{qualifier}"
