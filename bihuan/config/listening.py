"""The socket on which the desk is reached. Its holder keeps it while the processes that answer come and go."""

from __future__ import annotations

import errno
import socket

from bihuan.config.embedded.refusal import CannotRun

BACKLOG = 1024


def reserve(host: str, port: int) -> socket.socket:
    """Take the address, without answering yet; port 0 takes any free one.

    :raises CannotRun: if it cannot be had, with what helps
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        taken = socket.socket(family, kind, protocol)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
    except OSError as error:
        raise CannotRun(_words(host, port, error)) from error
    return taken


def answer(taken: socket.socket) -> None:
    """Let connections in; they wait until a process takes them.

    :raises CannotRun: if somebody else began to answer there in the meantime
    """
    try:
        taken.listen(BACKLOG)
    except OSError as error:
        host, port = taken.getsockname()[:2]
        raise CannotRun(_words(host, port, error)) from error


def _words(host: str, port: int, error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return f"Port {port} is in use by another program. Choose another one: PORT={port + 1}."
        case errno.EACCES:
            return f"Port {port} is not for this user. Choose one above 1023, such as PORT=8080."
        case _:
            return f"The desk cannot be reached at HOST={host!r} PORT={port}: {error.strerror}."
