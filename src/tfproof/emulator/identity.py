"""Asks a server which product it is: several answer at LocalStack's paths, and evidence has to name the right one."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError

if TYPE_CHECKING:
    from collections.abc import Callable

#: Where each product answers about itself, and by which field the answer is its own. LocalStack is asked last, since the
#: others answer at its paths, too (https://docs.rs/rightsize-modules/latest/rightsize_modules/floci/index.html says so of one).
_ASKED = (
    ("ministack", "/_ministack/health", "services"),
    ("floci", "/_floci/health", "services"),
    ("moto", "/moto-api/data.json", ""),
    ("localstack", "/_localstack/info", "is_license_activated"),
)
#: What is printed and kept as a version, whatever a server tells.
_VERSION = re.compile(r"[\w.+-]{1,40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Product:
    """What a server says that it is; `version` is empty where it does not tell."""

    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}".strip()


def identify(ask: Callable[[str], bytes]) -> Product | None:
    """Return which product answers, None for one that is not known.

    `ask` returns the answer of a path; it raises HTTPError for a refusal and what it likes where nobody answers.
    """
    for name, path, field in _ASKED:
        told = _answer(ask, path)
        if told is not None and (not field or field in told):
            found = _VERSION.match(str(told.get("version", "")))
            return Product(name, found[0] if found else "")
    return None


def _answer(ask: Callable[[str], bytes], path: str) -> dict[str, Any] | None:
    try:
        told = json.loads(ask(path))
    except (HTTPError, ValueError):
        return None
    return told if isinstance(told, dict) else None
