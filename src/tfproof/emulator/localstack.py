"""Talks to a LocalStack that runs on this machine already, found as localstack-client finds it."""

from __future__ import annotations

import ipaddress
import json
import secrets
import socket
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

from tfproof.emulator.base import Emulator, EmulatorProblem, ask
from tfproof.emulator.identity import identify
from tfproof.errors import BadInput
from tfproof.extras import require

_START = "start it (localstack/README.md says how), or unset TFPROOF_EMULATOR to use moto"


class LocalStackEmulator(Emulator):
    """A running LocalStack. It belongs to whoever started it: `stop` leaves it running, with what was made in it.

    An access key of twelve digits is an account of its own there, so each driver takes one at random: nobody meets what
    an earlier run or a neighbour has made (https://docs.localstack.cloud/aws/capabilities/config/credentials).
    """

    name = "localstack"

    def __init__(self, endpoint: str) -> None:
        super().__init__()
        self._endpoint = endpoint
        self.account_id = self.access_key = str(secrets.randbelow(9 * 10**11) + 10**11)
        self._health()
        product = identify(self._ask)
        if product is None or product.name != self.name:
            hint = "set TFPROOF_EMULATOR=ministack to have one of your own" if product else ""
            raise EmulatorProblem(
                f"what answers at {endpoint} is {product or 'unknown'}, no LocalStack", hint or _START
            )
        self._version = product.version

    @classmethod
    def connect(cls) -> LocalStackEmulator:
        """Find a running LocalStack by localstack-client's variables (`LOCALSTACK_HOST`, `USE_SSL`, `AWS_ENDPOINT_URL`).

        Raises EmulatorProblem when none answers, or when the address is not this machine's loopback: what lies
        elsewhere could be AWS itself.
        """
        require("emulator", "LocalStack")
        from localstack_client import config  # noqa: PLC0415 - an extra

        try:
            endpoint = str(config.get_service_endpoint("s3")).rstrip("/")
            address = urlsplit(endpoint)
            host, _ = address.hostname or "", address.port  # a port that is none raises ValueError
        except (RuntimeError, ValueError) as error:
            raise BadInput(
                f"the address of LocalStack cannot be read: {error}", "write LOCALSTACK_HOST=host:port"
            ) from error
        if not _is_loopback(host):
            raise EmulatorProblem(f"{endpoint} is not this machine", "let LocalStack listen on localhost")
        return cls(endpoint)

    @property
    def version(self) -> str:
        """Version of LocalStack, as it said when it was found."""
        return self._version

    @property
    def endpoint(self) -> str:
        """URL that serves every service; raises EmulatorProblem when LocalStack does not answer."""
        self._health()
        return self._endpoint

    def reset(self) -> None:
        """Forget every resource; raises EmulatorProblem where this LocalStack cannot."""
        try:
            self._ask("/_localstack/state/reset", "POST")
        except HTTPError as error:
            raise EmulatorProblem(
                f"LocalStack {self.version} at {self._endpoint} cannot forget what it holds ({error})", "restart it"
            ) from error

    def describe(self) -> dict[str, Any]:
        """Say which LocalStack this is, and which of its accounts is ours."""
        return {"name": self.name, "version": self.version, "account_id": self.account_id, "fixes": []}

    def _must_run(self) -> None:
        self._health()

    def _health(self) -> dict[str, Any]:
        try:
            answer = json.loads(self._ask("/_localstack/health"))
        except (HTTPError, ValueError) as error:
            raise EmulatorProblem(f"what answers at {self._endpoint} is no LocalStack ({error})", _START) from error
        if not isinstance(answer, dict) or "version" not in answer:
            raise EmulatorProblem(f"what answers at {self._endpoint} is no LocalStack", _START)
        return answer

    def _ask(self, path: str, method: str = "GET") -> bytes:
        """Send a request; an HTTP error is raised as it is, no answer at all as EmulatorProblem."""
        try:
            return ask(self._endpoint + path, method)
        except HTTPError:
            raise
        except (OSError, HTTPException) as error:
            reason = getattr(error, "reason", error)
            raise EmulatorProblem(f"no LocalStack answers at {self._endpoint} ({reason})", _START) from error


def _is_loopback(host: str) -> bool:
    """Whether every address of the host is one of the loopback; a name that nobody resolves has none."""
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    return all(ipaddress.ip_address(a.partition("%")[0]).is_loopback for a in found)
