"""AWS Lambda."""

from __future__ import annotations

from typing import Any

from moto.awslambda.models import EventSourceMapping, LambdaBackend, LambdaFunction
from moto.core.config import default_user_config

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.patching import around

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
