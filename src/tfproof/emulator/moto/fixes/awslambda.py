"""AWS Lambda."""

from __future__ import annotations

from moto.core.config import default_user_config

from tfproof.emulator.moto.fixes import fix


@fix(
    "lambda: a function answers without being run",
    aws="Invoking a function runs its code. moto does so in Docker; without it the call fails, and with it whatever calls "
    "a function, such as the rotation of a secret. Here a function gives its event back.",
    kind="accepted",
)
def answer_without_running() -> None:
    default_user_config["lambda"]["use_docker"] = False
