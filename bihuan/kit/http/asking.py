"""The one way in which the desk calls others by HTTP.

The name is resolved once, every address that it has is looked at, and the call goes to the one that was looked at: no
second answer of a resolver leads elsewhere. No redirect is followed and no proxy of the environment used; time and size
are bounded as a whole, however slowly somebody answers.
"""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from bihuan.kit.http.addresses import Address, address_of, is_inside, is_public

MOST_BYTES = 256 * 1024
WITHIN_S = 10.0
PORTS = {"https": 443, "http": 80}


class NotAnswered(Exception):
    """Nobody answered in time, or not in HTTP. Whether the call arrived is not known."""


class NotAllowed(NotAnswered):
    """The desk does not call there; nothing was sent."""


@dataclass(frozen=True)
class Answer:
    """Names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def told(self) -> dict[str, Any]:
        """Return the object of JSON in it; an empty one where there is none."""
        try:
            said = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return said if isinstance(said, dict) else {}


def ask(
    method: str,
    url: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    within_s: float = WITHIN_S,
    most_bytes: int = MOST_BYTES,
) -> Answer:
    """Call somebody and return the answer, whatever its status.

    :raises NotAllowed: if the address is not one that the desk calls
    :raises NotAnswered: if no whole answer came within the time and size
    """
    parts, port = _parts(url)
    address = _looked_up(parts, port)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with _connected(parts, port, address, within_s) as connection:
        try:
            connection.request(method, target, body=body, headers=dict(headers or {}))
            response = connection.getresponse()
            told = response.read(most_bytes + 1)
        except (OSError, HTTPException, ValueError) as trouble:
            raise NotAnswered(f"{type(trouble).__name__}: {trouble}") from trouble
    if len(told) > most_bytes:
        raise NotAnswered("the answer is too long")
    return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, told)


def _parts(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise NotAllowed("no address") from None
    if not port or not parts.hostname or parts.username or parts.password:
        raise NotAllowed("no address that can be called")
    return parts, port


def _looked_up(parts: SplitResult, port: int) -> Address:
    """Return where to call: the first address of the name, once none of them leads anywhere it should not."""
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as trouble:
        raise NotAnswered(f"no such name: {parts.hostname}") from trouble
    addresses = [address_of(str(one[4][0])) for one in found]
    for address in addresses:
        is_ours = is_inside(address, settings.REACHABLE_NETWORKS)
        if not (is_ours or (is_public(address) and parts.scheme == "https")):
            raise NotAllowed(f"{parts.hostname} leads to an address that the desk does not call")
    return addresses[0]


@contextmanager
def _connected(parts: SplitResult, port: int, address: Address, within_s: float) -> Iterator[HTTPConnection]:
    """Connect to an address in the name of its host; what takes longer than it may is cut off."""
    host = parts.hostname or ""
    try:
        wire = socket.create_connection((str(address), port), timeout=within_s)
    except OSError as trouble:
        raise NotAnswered(f"{type(trouble).__name__}: {trouble}") from trouble
    is_cut = threading.Event()
    cut = threading.Timer(within_s, _cut, [wire, is_cut])
    cut.daemon = True
    cut.start()
    try:
        if parts.scheme == "https":
            context = ssl.create_default_context()
            connection: HTTPConnection = HTTPSConnection(host, port, context=context)
            connection.sock = context.wrap_socket(wire, server_hostname=host)
        else:
            connection = HTTPConnection(host, port)
            connection.sock = wire
        yield connection
        if is_cut.is_set():  # what was read until then looks whole
            raise NotAnswered("it took too long")
    except OSError as trouble:
        raise NotAnswered(f"{type(trouble).__name__}: {trouble}") from trouble
    finally:
        cut.cancel()
        wire.close()


def _cut(wire: socket.socket, is_cut: threading.Event) -> None:
    is_cut.set()
    try:
        wire.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it is over already
