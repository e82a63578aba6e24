"""Letters on the wire between the reading child and its parent: JSON and, behind it, the attachments as they are.

No pickle: what a child sends that a hostile mail has taken over must stay data.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from dataclasses import fields
from datetime import datetime
from typing import Any

from bihuan.ground.channels.email.reading.letter import Letter
from bihuan.ground.channels.email.reading.parts import Part

LENGTH = struct.Struct("!Q")
CHUNK_BYTES = 1 << 20
# The fields of a letter that JSON turns from tuples into lists.
ROWS = ("to", "cc", "references", "bounced_recipients", "loop_marks", "problems")


class Cut(Exception):
    """The other end is gone, or sent what is no frame."""


def send(connection: socket.socket, *pieces: bytes) -> None:
    """Send one frame made of the pieces."""
    connection.sendall(LENGTH.pack(sum(map(len, pieces))))
    for piece in pieces:
        connection.sendall(piece)


def receive(connection: socket.socket, most_bytes: int, until: float | None = None) -> bytes:
    """Return the next frame.

    :param until: the `time.monotonic()` by which all of it must be there; None waits for ever
    :raises Cut: if the connection ends or the frame would be larger than `most_bytes`
    :raises TimeoutError: if the time runs out
    """
    (length,) = LENGTH.unpack(_exactly(connection, LENGTH.size, until))
    if length > most_bytes:
        raise Cut
    return bytes(_exactly(connection, length, until))


def _exactly(connection: socket.socket, length: int, until: float | None) -> bytearray:
    received = bytearray(length)
    view, filled = memoryview(received), 0
    while filled < length:
        if until is not None:
            left_s = until - time.monotonic()
            if left_s <= 0:
                raise TimeoutError
            connection.settimeout(left_s)
        count = connection.recv_into(view[filled : filled + CHUNK_BYTES])
        if not count:
            raise Cut
        filled += count
    return received


def encode(letter: Letter) -> list[bytes]:
    """Return the letter as the pieces of one frame."""
    plain: dict[str, Any] = {each.name: getattr(letter, each.name) for each in fields(letter)}
    plain["date"] = letter.date.isoformat() if letter.date else None
    plain["attachments"] = [
        [part.name, part.type, part.size, part.content_id, part.is_inline] for part in letter.attachments
    ]
    head = json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace")
    return [LENGTH.pack(len(head)), head, *(part.content for part in letter.attachments)]


def decode(frame: bytes) -> Letter:
    """Return the letter in a frame.

    :raises Cut: if the frame holds none
    """
    try:
        position = LENGTH.size + LENGTH.unpack_from(frame)[0]
        plain = json.loads(frame[LENGTH.size : position])
        parts: list[Part] = []
        for name, media_type, size, content_id, is_inline in plain["attachments"]:
            parts.append(
                Part(name, media_type, size, frame[position : position + size], content_id, is_inline)
            )
            position += size
        rows = {name: tuple(plain[name]) for name in ROWS}
        date = datetime.fromisoformat(plain["date"]) if plain["date"] else None
        return Letter(**{**plain, **rows, "attachments": tuple(parts), "date": date})
    except (ValueError, KeyError, TypeError, struct.error) as error:
        raise Cut from error
