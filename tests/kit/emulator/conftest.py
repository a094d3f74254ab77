"""Servers that the tests share, and what `@pytest.mark.fix` means.

A test that proves a fix carries its id: `@pytest.mark.fix("rds: …")`. It runs twice, against our server, where it must
pass, and against stock moto, where it must fail, because of an answer of moto's and nothing else. A fix that moto has
learned in the meantime shows itself in this way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError

from tfproof.emulator.moto import MotoEmulator

if TYPE_CHECKING:
    from collections.abc import Iterator

_FAILS_ON_STOCK = pytest.mark.xfail(
    strict=True,
    raises=(AssertionError, ClientError, KeyError, ResponseParserError, pytest.fail.Exception),
    reason="what the fix is for",
)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "fix(id): the fix to moto that the test proves; on stock moto it must fail")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "aws" in metafunc.fixturenames:
        servers = [pytest.param("ours", id="ours")]
        if metafunc.definition.get_closest_marker("fix"):
            servers.append(pytest.param("stock", id="stock", marks=_FAILS_ON_STOCK))
        metafunc.parametrize("aws", servers, indirect=True)


# Making 1300 machine images anew after each reset would take most of the time.
_SETTINGS = {"MOTO_EC2_LOAD_DEFAULT_AMIS": "false"}


@pytest.fixture(scope="session")
def ours() -> Iterator[MotoEmulator]:
    with MotoEmulator.start(settings=_SETTINGS) as emulator:
        yield emulator


@pytest.fixture(scope="session")
def stock() -> Iterator[MotoEmulator]:
    with MotoEmulator.start(stock=True, settings=_SETTINGS) as emulator:
        yield emulator


@pytest.fixture
def aws(request: pytest.FixtureRequest) -> MotoEmulator:
    """An empty emulator: ours, or stock moto."""
    emulator: MotoEmulator = request.getfixturevalue(request.param)
    emulator.reset()
    return emulator
