"""What every emulator offers, and the boto3 clients that talk to one and to nothing else."""

from __future__ import annotations

import os
import urllib.request
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Self

from tfproof.errors import EnvironmentProblem
from tfproof.terraform.toolchain import EMULATED_ACCESS_KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

#: The caller's profile and AWS files are never read: nothing here may lead to a real account.
_SESSION_VARIABLES = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
    "ca_bundle": (None, None, None, None),
}
#: Seconds that an emulator may take for an answer about itself.
_PATIENCE = 30
_FAKE_CREDENTIALS = {"aws_access_key_id": EMULATED_ACCESS_KEY, "aws_secret_access_key": "test"}


class EmulatorProblem(EnvironmentProblem):
    """An emulator could not be started, or died."""


class Emulator(ABC):
    """A running emulator of AWS that belongs to one caller. Use as a context manager, or call `stop`."""

    #: Name of the emulator, such as `moto`.
    name: str
    #: The account that calls with the fake credentials land in.
    account_id: str
    #: The key of the fake credentials. Where an emulator has many accounts it chooses one.
    access_key = EMULATED_ACCESS_KEY

    def __init__(self) -> None:
        self._clients: dict[tuple[str, str], Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    @abstractmethod
    def version(self) -> str:
        """Version of the emulator."""

    @property
    @abstractmethod
    def endpoint(self) -> str:
        """URL that serves every service; raises EmulatorProblem when the emulator is not running."""

    def client(self, service: str, region: str = "us-east-1") -> Any:
        """Return a boto3 client, made once; a call raises EmulatorProblem when the emulator has ended meanwhile."""
        endpoint = self.endpoint
        key = (service, region)
        if key not in self._clients:
            ours = {"aws_access_key_id": self.access_key, "aws_secret_access_key": "test"}
            self._clients[key] = make_client(endpoint, service, region, self._must_run, ours)
        return self._clients[key]

    def client_as(self, credentials: Mapping[str, str], service: str, region: str = "us-east-1") -> Any:
        """Return a boto3 client for keys that this emulator has given out, as boto3 names them; close it after use."""
        return make_client(self.endpoint, service, region, self._must_run, credentials)

    @abstractmethod
    def reset(self) -> None:
        """Forget every resource."""

    def stop(self) -> None:
        """Close the clients, and end what was started for this emulator; harmless when it has ended already."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()

    @abstractmethod
    def describe(self) -> dict[str, Any]:
        """Say for the evidence what this emulator is; the same for every run of the same version."""

    @abstractmethod
    def _must_run(self) -> None:
        """Raise EmulatorProblem if the emulator has ended."""


def ask(url: str, method: str = "GET") -> bytes:
    """Ask an emulator past the caller's proxies, which are not for the loopback; raises OSError or HTTPException."""
    request = urllib.request.Request(url, method=method)  # noqa: S310 - http or https by configuration
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=_PATIENCE) as answer:
        return bytes(answer.read())


def make_client(
    endpoint: str,
    service: str,
    region: str,
    must_run: Callable[[], None],
    credentials: Mapping[str, str] = _FAKE_CREDENTIALS,
) -> Any:
    """Make a boto3 client for an emulator, with fake credentials or with those that it has given out.

    `must_run` raises EmulatorProblem when the emulator has ended; it is asked when a call has failed to get through.
    """
    # boto3 is an extra and slow to import: only who calls an emulator pays for it.
    import boto3  # noqa: PLC0415
    import botocore.session  # noqa: PLC0415
    from botocore.config import Config  # noqa: PLC0415

    core = botocore.session.Session(session_vars=_SESSION_VARIABLES)
    session = boto3.Session(region_name=region, botocore_session=core, **credentials)
    config = Config(
        # S3 Control puts the account in front of the host, a name that nobody resolves: the emulator is its proxy.
        # Everything else ignores the caller's proxies.
        proxies={"http": endpoint} if service == "s3control" else {},
        retries={"mode": "standard", "total_max_attempts": 1},
        s3={"addressing_style": "path"},
        connect_timeout=5,
        read_timeout=60,
    )
    client = session.client(service, endpoint_url=endpoint, config=config)

    def explain(caught_exception: Exception | None = None, **_: object) -> None:
        if caught_exception is not None:
            must_run()

    client.meta.events.register_first("needs-retry", explain)
    return client
