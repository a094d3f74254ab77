"""How a behaviour is asked for: what AWS allows is done first, and only then what it refuses, or does by itself."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

#: As the services spell it; the last is a refusal of moto's, which has a status and no code.
DENIED = ("AccessDenied", "AccessDeniedException", "AuthorizationError", "UnauthorizedOperation", "403")


class NotPerformed(AssertionError):
    """The emulator did not do what AWS does. What AWS allows had worked before."""


@contextmanager
def refused(*codes: str) -> Iterator[None]:
    """Expect that AWS refuses what is done inside, with one of these codes."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] not in codes:
            raise
    else:
        raise NotPerformed("it was not refused")


def eventually(ask: Callable[[], Any], patience: float = 10) -> Any:
    """Return what is found as soon as there is something; AWS would have it by then."""
    end = time.monotonic() + patience
    while not (found := ask()):
        if time.monotonic() > end:
            raise NotPerformed("nothing came")
        time.sleep(0.1)
    return found


def statement(effect: str, action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    """A statement of a policy; `NotAction` and the like replace what they negate."""
    written = {"Effect": effect, "Action": action, "Resource": resource, **more}
    if "NotAction" in more:
        del written["Action"]
    return written


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


ALL = statement("Allow", "*")
OVER_HTTP = {"Bool": {"aws:SecureTransport": "false"}}
OVER_TLS = {"Bool": {"aws:SecureTransport": "true"}}


@dataclass
class Person:
    """A user with keys of its own."""

    arn: str
    client: Callable[[str], Any]


@dataclass
class Queue:
    """A queue, and who asks it."""

    sqs: Any
    url: str
    arn: str

    def received(self) -> list[str]:
        """The bodies of the messages that wait."""
        found = self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10, VisibilityTimeout=60)
        return [m["Body"] for m in found.get("Messages", [])]

    def allow(self, principal: Any, **condition: Any) -> None:
        """Let somebody send."""
        granted = statement("Allow", "sqs:SendMessage", self.arn, Principal=principal, **condition)
        self.sqs.set_queue_attributes(QueueUrl=self.url, Attributes={"Policy": policy(granted)})
