"""Messages on a socket, each with its length before it; see `warm` for what they are."""

import socket
import struct
import time
from typing import Any

from autograder.inside import wire


def send(channel: socket.socket, message: Any) -> None:
    data = wire.encode(message)
    channel.sendall(struct.pack("<I", len(data)) + data)


def receive(channel: socket.socket, until: float | None = None) -> Any:
    """The next message, if it is there whole before the time `until` (monotonic), or whenever it comes.

    Raises TimeoutError, EOFError where the other side is gone, WireError where the message makes no sense.
    """
    (size,) = struct.unpack("<I", _receive_bytes(channel, 4, until))
    if size > wire.MAX_BYTES:
        raise wire.WireError(f"a message claims {size} bytes")
    return wire.decode(_receive_bytes(channel, size, until))


def _receive_bytes(channel: socket.socket, count: int, until: float | None) -> bytes:
    chunks = bytearray()
    while len(chunks) < count:
        if until is not None:
            if (left := until - time.monotonic()) <= 0:
                raise TimeoutError
            channel.settimeout(left)
        chunk = channel.recv(min(count - len(chunks), 2**20))
        if not chunk:
            raise EOFError("the other side is gone")
        chunks += chunk
    return bytes(chunks)
