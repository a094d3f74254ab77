"""One gRPC call without an argument, from either side: asked over a socket, or answered with the same bytes each time.

Terraform talks to its providers so. The one message that is needed here is passed on as it is, so nothing has to know
protobuf's definitions, and HTTP/2 without threads of its own (h2) is all that it takes.
"""

from __future__ import annotations

import contextlib
import socket
import struct
from collections.abc import Iterator
from typing import Any

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, RequestReceived, StreamEnded, StreamReset, TrailersReceived
from h2.exceptions import ProtocolError

_CHUNK = 65536
#: A provider's schema has some megabytes: it need not wait for us after each frame.
_WINDOW = 2**24
_HEAD = ((":status", "200"), ("content-type", "application/grpc"))
_UNIMPLEMENTED = "12"


@contextlib.contextmanager
def _as_a_lost_connection() -> Iterator[None]:
    try:
        yield
    except ProtocolError as error:
        raise ConnectionError(f"the other side speaks no HTTP/2 ({error})") from error


@_as_a_lost_connection()
def ask(connected: socket.socket, method: str) -> bytes:
    """Call a method without an argument; return the message that is the answer. Raises OSError where there is none."""
    http = H2Connection(H2Configuration(client_side=True, header_encoding=None))
    http.initiate_connection()
    http.increment_flow_control_window(_WINDOW)
    head = {":method": "POST", ":scheme": "http", ":path": method, ":authority": "localhost", "te": "trailers"}
    http.send_headers(1, [*head.items(), ("content-type", "application/grpc")])
    http.increment_flow_control_window(_WINDOW, 1)
    http.send_data(1, struct.pack("!BI", 0, 0), end_stream=True)
    said, status = bytearray(), ""
    for event in _events(connected, http):
        match event:
            case DataReceived():
                said += event.data
                http.acknowledge_received_data(event.flow_controlled_length, 1)
            case TrailersReceived():
                status = dict(event.headers).get(b"grpc-status", b"").decode()
            case StreamReset():
                break
            case StreamEnded() if status == "0" and len(said) >= 5 and said[0] == 0:
                (length,) = struct.unpack("!I", said[1:5])
                if len(said) == length + 5:
                    return bytes(said[5:])
                break
            case StreamEnded():
                break
    raise ConnectionError(f"{method} was not answered (status {status or 'unknown'})")


@_as_a_lost_connection()
def answer(connected: socket.socket, method: str, message: bytes) -> None:
    """Answer each call of a method with the message, and any other as one that is not known, until the caller is gone.

    Raises OSError where the connection is lost before.
    """
    http = H2Connection(H2Configuration(client_side=False, header_encoding=None))
    http.initiate_connection()
    left: dict[int, memoryview] = {}
    for event in _events(connected, http):
        if isinstance(event, RequestReceived):
            if dict(event.headers)[b":path"] == method.encode():
                http.send_headers(event.stream_id, _HEAD)
                left[event.stream_id] = memoryview(struct.pack("!BI", 0, len(message)) + message)
            else:
                http.send_headers(event.stream_id, [*_HEAD, ("grpc-status", _UNIMPLEMENTED)], end_stream=True)
        elif isinstance(event, StreamReset):
            left.pop(event.stream_id, None)
        elif isinstance(event, DataReceived):
            http.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        for stream in list(left):
            left[stream] = _sent(http, stream, left[stream])
            if not left[stream]:
                del left[stream]
                http.send_headers(stream, [("grpc-status", "0")], end_stream=True)


def _sent(http: H2Connection, stream: int, content: memoryview) -> memoryview:
    """Send as much as the other side takes now; return the rest."""
    while content and (room := min(http.local_flow_control_window(stream), http.max_outbound_frame_size)):
        http.send_data(stream, bytes(content[:room]))
        content = content[room:]
    return content


def _events(connected: socket.socket, http: H2Connection) -> Iterator[Any]:
    """Yield what the other side does, and send what is to be said in between."""
    connected.sendall(http.data_to_send())
    while data := connected.recv(_CHUNK):
        yield from http.receive_data(data)
        connected.sendall(http.data_to_send())
