"""What the AWS provider says of its types, remembered as it said it, and told again of those that are used.

A small plan takes four seconds, and half of that Terraform reads the 2,100 types of a provider of which a root uses thirty.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import socket
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from tfproof.files import write_whole
from tfproof.terraform import running
from tfproof.terraform.hcl import read_directory

PROVIDER = "hashicorp/aws"
#: The method, of version 5 of the protocol; see docs/plugin-protocol in Terraform's repository.
GET_SCHEMA = "/tfplugin5.Provider/GetSchema"
#: The environment of a provider that Terraform starts: internal/plugin/serve.go and go-plugin's handshake.
_HANDSHAKE = {
    "PLUGIN_PROTOCOL_VERSIONS": "5",
    "TF_PLUGIN_MAGIC_COOKIE": "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
}
_STARTED = re.compile(r"1\|5\|unix\|([^|]+)\|grpc(?:\||$)")
#: Parts of the answer that are kept only where they are used, by their numbers in tfplugin5.proto: `resource_schemas` and
#: `data_source_schemas`. A part is an entry of a map: its name first.
_BY_NAME = (2, 3)
#: `diagnostics`: what is wrong with the answer.
_DIAGNOSTICS = 4
_NAMES = re.compile(rb"\baws_[a-z0-9_]+")
#: A letter, a digit or `_` written as an escape, in HCL or in JSON.
_DISGUISED = re.compile(rb"\\(?:u|U0000)00(?:3[0-9]|4[1-9a-fA-F]|5[0-9aAfF]|6[1-9a-fA-F]|7[0-9aA])")
_BLOCK = re.compile(rb"\"?(?:resource|data)\"?[\s:{\[]+\"?(aws_[a-z0-9_]+)")


#: Seconds that a provider has to start.
_PATIENCE = 60


class Doubt(Exception):
    """It is not certain that Terraform would do the same with the whole provider in its place."""


def disguised(text: bytes) -> bool:
    """Whether a text of HCL or JSON may hold a name that is not there to be read."""
    return _DISGUISED.search(text) is not None


class ProviderTypes:
    """The answer of one provider. Raises Doubt where it is not what is expected."""

    def __init__(self, answer: bytes) -> None:
        self._parts: list[tuple[bytes, bytes]] = []
        for number, content, whole in _fields(answer):
            if number == _DIAGNOSTICS:
                raise Doubt("the provider has something to say beside its schema")
            self._parts.append((_name(content) if number in _BY_NAME else b"", whole))
        self.names = frozenset(name for name, _ in self._parts if name)

    def told_of(self, texts: Iterable[bytes]) -> bytes:
        """Return the answer with those types only that any of these texts names; raise Doubt where one may be disguised."""
        used: set[bytes] = set()
        for text in texts:
            if disguised(text):
                raise Doubt("a name may be written with escapes")
            used |= set(_NAMES.findall(text))
            if strange := {n for n in _BLOCK.findall(text) if n not in self.names}:
                # Terraform proposes another, of all that it knows.
                raise Doubt(f"{sorted(strange)[0].decode()} is no type")
        return b"".join(whole for name, whole in self._parts if not name or name in used)


def remembered(executable: Path, cache: Path, environment: Mapping[str, str]) -> ProviderTypes:
    """Return what a provider says, asked once for each executable; these are told apart by path, size and time of change.

    Raises Doubt or OSError where it does not answer.
    """
    real = executable.resolve()
    found = real.stat()
    key = hashlib.sha256(f"{real}|{found.st_size}|{found.st_mtime_ns}".encode()).hexdigest()[:16]
    memo = cache / "types" / f"{key}.bin"
    if not memo.is_file():
        from tfproof.terraform import grpc_calls  # noqa: PLC0415 - slow to import, and needed once

        with (
            tempfile.TemporaryDirectory(prefix="tfproof-") as place,
            started(real, Path(place), Path(place), environment) as there,
        ):
            answer = grpc_calls.ask(there, GET_SCHEMA)
        ProviderTypes(answer)
        write_whole(memo, hashlib.sha256(answer).digest() + answer)
    return _read(memo)


@contextlib.contextmanager
def started(executable: Path, directory: Path, place: Path, environment: Mapping[str, str]) -> Iterator[socket.socket]:
    """Start a provider as Terraform does in a directory, with its socket in `place`; yield a connection to it.

    Raises Doubt where it does not speak as expected.
    """
    command = ["/bin/sh", "-c", 'exec "$0" 2>/dev/null', str(executable)]
    whole = {**environment, **_HANDSHAKE, "PLUGIN_UNIX_SOCKET_DIR": str(place)}
    with running.held(command, cwd=directory, environment=whole) as process, socket.socket(socket.AF_UNIX) as connected:
        assert process.stdout is not None
        found = _STARTED.match(running.first_line(process.stdout, _PATIENCE))
        if found is None:
            raise Doubt("the provider does not speak version 5 of the protocol")
        connected.connect(found[1])
        yield connected


@lru_cache(maxsize=2)
def _read(memo: Path) -> ProviderTypes:
    content = memo.read_bytes()
    if hashlib.sha256(content[32:]).digest() != content[:32]:
        memo.unlink()
        raise Doubt("what was remembered is damaged")
    return ProviderTypes(content[32:])


def _fields(message: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield number and content of each field of a message of protobuf, and the field as it stands there."""
    place = 0
    while place < len(message):
        begin = place
        tag, place = _number(message, place)
        if tag & 7 != 2:
            raise Doubt("the provider's answer has a part of another kind")
        length, place = _number(message, place)
        if place + length > len(message):
            raise Doubt("the provider's answer is cut off")
        place += length
        yield tag >> 3, message[place - length : place], message[begin:place]


def _name(entry: bytes) -> bytes:
    """Return the name that an entry of a map begins with."""
    length, place = _number(entry, 1)
    if entry[:1] != b"\x0a" or not length:
        raise Doubt("the provider's answer has a type without a name")
    return entry[place : place + length]


def _number(message: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while place < len(message):
        byte = message[place]
        place += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, place
        shift += 7
    raise Doubt("the provider's answer is cut off")


def is_of_aws(module: Path) -> bool:
    """Whether a module asks for no provider but AWS's: what others make, no emulator of AWS performs."""
    return read_directory(module).providers <= {PROVIDER}
