"""A web process: takes connections from a socket that its starter holds."""

from __future__ import annotations

import resource
import socket

import uvicorn

from bihuan.config.door import Door

# What a request in hand gets to be finished. Streams end at once.
ENDS_WITHIN_S = 8
KEEP_ALIVE_S = 20
MOST_OPEN_FILES = 16_384


class Server(uvicorn.Server):
    """uvicorn's, which by itself would wait for streams that never end."""

    def __init__(self, door: Door) -> None:
        self._door = door
        super().__init__(
            uvicorn.Config(
                door,
                interface="asgi3",
                loop="uvloop",
                http="httptools",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=KEEP_ALIVE_S,
                timeout_graceful_shutdown=ENDS_WITHIN_S,
            )
        )

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._door.streams.end_all()
        await super().shutdown(sockets)


def serve(listening: socket.socket) -> None:
    """Answer until SIGTERM or SIGINT."""
    _open_many_files()
    Server(Door()).run(sockets=[listening])


def _open_many_files() -> None:
    """Let as many pages stay connected as the machine allows; the usual limit of 1024 is soon reached."""
    usual, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if usual != resource.RLIM_INFINITY and usual < MOST_OPEN_FILES:
        wanted = MOST_OPEN_FILES if most == resource.RLIM_INFINITY else min(MOST_OPEN_FILES, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
