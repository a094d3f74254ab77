"""Stands where Terraform believes the AWS provider to be: tells it the types from memory, and leaves the rest to a provider.

Terraform opens one connection for each provider that it starts: first to one that is asked for its types and ended, then one
for each configuration. The first is answered here. Each other one is joined to a process of the provider of its own, exactly
as if Terraform had started that: processes that plans or configurations share give one of them the settings of another.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import tempfile
import threading
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from tfproof.errors import EnvironmentProblem, TfproofError
from tfproof.terraform import running
from tfproof.terraform.provider_types import GET_SCHEMA, PROVIDER, Doubt, started
from tfproof.terraform.running import TimeLimit

_CHUNK = 2**18
#: How often a run of Terraform was done again with the whole provider, by the reason. For tests and benchmarks.
DOUBTS: Counter[str] = Counter()


class StandIn(AbstractContextManager["StandIn"]):
    """Listens for the connections of one run of Terraform; `environment` is what tells Terraform where."""

    def __init__(
        self, schema: bytes, executable: Path, directory: Path, registry: str, environment: Mapping[str, str]
    ) -> None:
        self._schema = schema
        self._executable = executable
        self._directory = directory
        self._provider = f"{registry}/{PROVIDER}"
        self._environment = environment
        self._open: set[socket.socket] = set()
        self._serving: list[threading.Thread] = []
        self._ending = False

    def __enter__(self) -> StandIn:
        with ExitStack() as held:
            self._place = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="tfproof-")))
            self._listener = held.enter_context(socket.socket(socket.AF_UNIX))
            self._listener.bind(str(self._place / "s"))
            self._listener.listen()
            self._held = held.pop_all()
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending = True
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as last:
            last.connect(str(self._place / "s"))  # so that the listener wakes up
        self._accepting.join()
        for connected in list(self._open):
            with contextlib.suppress(OSError):
                connected.shutdown(socket.SHUT_RDWR)
        for thread in self._serving:
            thread.join()
        self._held.close()

    @property
    def environment(self) -> dict[str, str]:
        """The variable by which Terraform finds a provider that somebody else has started."""
        where = {"Network": "unix", "String": str(self._place / "s")}
        told = {"Protocol": "grpc", "ProtocolVersion": 5, "Pid": os.getpid(), "Test": True, "Addr": where}
        return {"TF_REATTACH_PROVIDERS": json.dumps({self._provider: told})}

    def _accept(self) -> None:
        serve = self._tell
        # Where it cannot accept, as when no more files may be open, nobody shall wait for it.
        with self._listener, contextlib.suppress(OSError):
            while True:
                connected, _ = self._listener.accept()
                if self._ending or not _speaks(connected):
                    connected.close()
                    if self._ending:
                        return
                    continue
                self._open.add(connected)
                thread = threading.Thread(target=self._guarded, args=(serve, connected), daemon=True)
                self._serving.append(thread)
                thread.start()
                serve = self._join

    def _guarded(self, serve: Callable[[socket.socket], None], connected: socket.socket) -> None:
        """Serve a connection; whatever goes wrong closes it, which Terraform reports as the end of its provider."""
        with connected, contextlib.suppress(OSError, Doubt, TfproofError, running.Stopped):
            serve(connected)
        self._open.discard(connected)

    def _tell(self, connected: socket.socket) -> None:
        from tfproof.terraform import grpc_calls  # noqa: PLC0415 - most runs plan nothing, and it is slow to import

        grpc_calls.answer(connected, GET_SCHEMA, self._schema)

    def _join(self, connected: socket.socket) -> None:
        with started(self._executable, self._directory, self._place, self._environment) as provider:
            back = threading.Thread(target=_pump, args=(provider, connected), daemon=True)
            back.start()
            _pump(connected, provider)
            back.join()


def _speaks(connected: socket.socket) -> bool:
    """Whether somebody says something on a connection: first Terraform only looks whether anybody is there."""
    with contextlib.suppress(OSError):
        return bool(connected.recv(1, socket.MSG_PEEK))
    return False


@contextlib.contextmanager
def doubted() -> Iterator[None]:
    """Note why what Terraform did in the block does not count, and go on behind it; a time limit is one for both ways."""
    try:
        yield
    except TimeLimit:
        raise
    except (Doubt, OSError, zipfile.BadZipFile, EnvironmentProblem) as error:
        DOUBTS[str(error)] += 1


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(_CHUNK):
            target.sendall(data)
    for end in (source, target):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
