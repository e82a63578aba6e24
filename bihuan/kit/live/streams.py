"""The door through which open pages hear that something they show has changed: `GET /events?topic=ticket:42`.

A stream carries `event: changed` with the topic, and `event: resync` where something may have been missed. It is plain
ASGI: a thousand of them cost a socket and a few kilobytes each, and no thread.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import Executor
from http import HTTPStatus
from typing import Any, ParamSpec, TypeVar

from django.db import Error as DatabaseTrouble

from bihuan.kit.live.asking import Asking
from bihuan.kit.live.hearing import Hearing, Listener, MayHear, NotAdmitted
from bihuan.kit.live.hub import RESYNC, Ear, Hub

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

MOST_STREAMS = 2000  # a web process has more to do than this
PING_EVERY_S = 15.0  # a proxy that hears nothing for a while hangs up
ASK_AGAIN_EVERY_S = 5.0  # how long a stream outlives the right to it
LISTEN_WITHIN_S = 5.0
# Nothing here is a page; whoever makes a browser take it for one has it run and load nothing.
SAFE = [
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; sandbox"),
    (b"x-content-type-options", b"nosniff"),
]
HEADERS = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no"), *SAFE]
# The id makes a browser say Last-Event-ID when it comes back.
GREETING = b"retry: 2000\nid: 0\n\n"
PING = b": ping\n\n"

log = logging.getLogger(__name__)


class Streams:
    """All streams of one web process. `threads` are lent to ask the database who listens."""

    def __init__(self, may_hear: MayHear, hub: Hub, threads: Executor) -> None:
        self._hearing = Hearing(may_hear)
        self._hub = hub
        self._threads = threads
        self._open: dict[Listener, asyncio.Event] = {}  # each with what ends it
        self._watch: asyncio.Task[None] | None = None
        self._is_ending = False

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        try:
            asking = Asking(scope)
            listener = await self._admit(asking)
            with self._hub.subscribe(asking.topics) as ear:
                await self._hub.until_listening(LISTEN_WITHIN_S)
                if asking.comes_back:
                    ear.tell(RESYNC)
                await self._run(listener, ear, receive, send)
        except NotAdmitted as refusal:
            await _refuse(send, HTTPStatus(refusal.status))
        except (DatabaseTrouble, TimeoutError):
            await _refuse(send, HTTPStatus.SERVICE_UNAVAILABLE)

    def end_all(self) -> None:
        """End every stream; the browsers come back by themselves."""
        self._is_ending = True
        if self._watch:
            self._watch.cancel()
        self._end(list(self._open))

    async def _admit(self, asking: Asking) -> Listener:
        """Let somebody in.

        :raises NotAdmitted: if the request is wrong or not for that person, or too many listen already
        """
        if fault := asking.fault():
            raise NotAdmitted(fault)
        listener = await self._in_thread(self._hearing.admit, asking.cookies, asking.topics)
        if self._is_ending or len(self._open) >= MOST_STREAMS:
            raise NotAdmitted(HTTPStatus.SERVICE_UNAVAILABLE)
        return listener

    async def _run(self, listener: Listener, ear: Ear, receive: Receive, send: Send) -> None:
        """Tell the news until the browser is gone, the right to hear is lost, or all streams end."""
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": GREETING, "more_body": True})
        ending = self._open[listener] = asyncio.Event()
        if self._is_ending:  # since the listener was let in
            ending.set()
        if self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._watch_all())
        work = (_tell(ear, send), _until_gone(receive), ending.wait())
        tasks = [asyncio.create_task(one) for one in work]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            del self._open[listener]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        await send({"type": "http.response.body", "body": b""})

    async def _watch_all(self) -> None:
        """End the streams of those who may hear no more. While the database does not answer, nothing is heard anyway."""
        while self._open:
            await asyncio.sleep(ASK_AGAIN_EVERY_S)
            listeners = list(self._open)
            try:
                listeners = await self._in_thread(self._hearing.lost, listeners)
            except DatabaseTrouble:
                continue
            except Exception:  # who cannot be judged hears nothing
                log.exception("could not tell who may listen streams=%d", len(listeners))
            self._end(listeners)

    def _end(self, listeners: Iterable[Listener]) -> None:
        for listener in listeners:
            if listener in self._open:
                self._open[listener].set()

    async def _in_thread(self, ask: Callable[Asked, Answer], *asked: Asked.args, **_: Asked.kwargs) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._threads, ask, *asked)


async def _tell(ear: Ear, send: Send) -> None:
    while True:
        try:
            async with asyncio.timeout(PING_EVERY_S):
                topics = await ear.next()
        except TimeoutError:
            news = PING
        else:
            news = b"".join(map(_event, topics))
        await send({"type": "http.response.body", "body": news, "more_body": True})


def _event(topic: str) -> bytes:
    kind = RESYNC if topic == RESYNC else "changed"
    return f"event: {kind}\ndata: {topic}\n\n".encode()


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: Send, status: HTTPStatus) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *SAFE]
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": status.phrase.encode()})
