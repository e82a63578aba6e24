"""A limit to how long a client may take: a thread that waits for it serves nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PATIENCE_S = 30.0  # for a piece of some 64 kB, in either direction


class ClientGone(ConnectionError):
    """The client hung up, or stopped, before it had sent all it announced."""


def patient(receive: Receive, send: Send) -> tuple[Receive, Send]:
    """Return both ends of a request so that neither waits longer than PATIENCE_S for the client."""
    line = _Line(receive, send)
    return line.receive, line.send


class _Line:
    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._is_cut = False

    async def receive(self) -> Message:
        """Return the next piece of the request's body.

        :raises ClientGone: if there is none, so that half a file is never taken for a whole one
        """
        try:
            async with asyncio.timeout(PATIENCE_S):
                message = await self._receive()
        except TimeoutError:
            raise ClientGone("the client stopped sending") from None
        if message["type"] == "http.disconnect":
            raise ClientGone("the client hung up")
        return message

    async def send(self, message: Message) -> None:
        """Send a piece of the answer; once the client stopped reading, swallow the rest, and the server hangs up."""
        if self._is_cut:
            return
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._send(message)
        except TimeoutError:
            self._is_cut = True
