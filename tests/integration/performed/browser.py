"""What a browser sends, and what it is answered; it follows no redirection."""

from __future__ import annotations

import http.client
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Answer:
    """Status, headers and body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(method: str, url: str, body: bytes = b"", *, plain: bool = False, **headers: str) -> Answer:
    """Send a request over TLS, as it is behind what ends it, or in plain text."""
    parts = urlsplit(url)
    way = {} if plain else {"X-Forwarded-Proto": "https"}
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    try:
        connection.request(method, parts._replace(scheme="", netloc="").geturl(), body, {**way, **headers})
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


def form(signed: Mapping[str, Any], content: bytes, **headers: str) -> Answer:
    """Send a form whose fields somebody has signed, with a file."""
    boundary = uuid.uuid4().hex
    disposition = f'--{boundary}\r\nContent-Disposition: form-data; name="{{}}"{{}}\r\n\r\n'
    fields = [f"{disposition.format(name, '')}{value}\r\n" for name, value in signed["fields"].items()]
    head = "".join([*fields, disposition.format("file", '; filename="file"')])
    body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    return ask("POST", signed["url"], body, **{"Content-Type": f"multipart/form-data; boundary={boundary}", **headers})
