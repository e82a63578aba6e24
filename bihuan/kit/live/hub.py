"""One listener a process, many ears: what PostgreSQL tells is passed on to those who asked for it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Collection, Iterator
from contextlib import contextmanager

import psycopg

from bihuan.kit.live.listening import listening
from bihuan.kit.live.publish import CHANNEL

RESYNC = "resync"  # something may have been missed: ask for everything again
MOST_WAITING = 64
FIRST_REST_S, LONGEST_REST_S = 0.2, 5.0
CLOSE_WITHIN_S = 2.0
REMEMBERED_S = 5.0  # from the drawing of a page to the opening of its stream it takes less

log = logging.getLogger(__name__)


class Ear:
    """What one listener has not yet been told: each topic once, however often it was called.

    One that falls behind by more than MOST_WAITING topics is told to ask for everything again instead.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, None] = {}
        self._woken = asyncio.Event()

    def tell(self, topic: str) -> None:
        if topic == RESYNC or len(self._waiting) >= MOST_WAITING:
            self._waiting = {RESYNC: None}
        elif RESYNC not in self._waiting:
            self._waiting[topic] = None
        self._woken.set()

    async def next(self) -> list[str]:
        """Wait for news, and return the topics in the order in which they were first called."""
        await self._woken.wait()
        self._woken.clear()
        topics, self._waiting = list(self._waiting), {}
        return topics


class Hub:
    """Listens from the first subscription on, on the event loop where that was made."""

    def __init__(self, remembers_s: float = REMEMBERED_S) -> None:
        self._remembers_s = remembers_s
        self._ears: dict[str, set[Ear]] = {}
        self._heard: deque[tuple[float, str]] = deque()
        self._listener: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()
        self._listening_since = 0.0

    @contextmanager
    def subscribe(self, topics: Collection[str]) -> Iterator[Ear]:
        """Hear the topics; `ticket` hears every `ticket:…`. Heard for certain once `until_listening` returned.

        What was called in the last moments is told, too: the page was drawn before its stream could open.
        """
        ear = Ear()
        for topic in topics:
            self._ears.setdefault(topic, set()).add(ear)
        self._tell_what_was_heard(ear, topics)
        if self._listener is None:
            self._listener = asyncio.get_running_loop().create_task(self._listen())
        try:
            yield ear
        finally:
            for topic in topics:
                self._drop(topic, ear)

    async def until_listening(self, within_s: float) -> None:
        """Wait for the listener.

        :raises TimeoutError: if the database cannot be reached within that time
        """
        async with asyncio.timeout(within_s):
            await self._listening.wait()

    async def close(self) -> None:
        if self._listener:
            self._listener.cancel()
            await asyncio.wait([self._listener], timeout=CLOSE_WITHIN_S)
            self._listener = None

    async def _listen(self) -> None:
        """Listen for ever. Whoever subscribed is told to ask again after each time when something may have been missed."""
        rest_s = FIRST_REST_S
        while True:
            try:
                async with listening(CHANNEL) as connection:
                    self._listening.set()
                    self._listening_since = time.monotonic()
                    self._tell_all_to_ask_again()
                    rest_s = FIRST_REST_S
                    async for notice in connection.notifies():
                        self._pass_on(notice.payload)
            except psycopg.Error as error:
                log.warning(
                    "lost the database, listen again in_s=%.1f error=%s", rest_s, type(error).__name__
                )
            finally:
                self._listening.clear()
            await asyncio.sleep(rest_s)
            rest_s = min(rest_s * 2, LONGEST_REST_S)

    def _pass_on(self, topic: str) -> None:
        self._heard.append((time.monotonic(), topic))
        self._forget()
        for ear in self._ears.get(topic, set()) | self._ears.get(_kind(topic), set()):
            ear.tell(topic)

    def _tell_what_was_heard(self, ear: Ear, topics: Collection[str]) -> None:
        if time.monotonic() - self._listening_since < self._remembers_s and self._listening.is_set():
            ear.tell(RESYNC)  # nobody listened a moment ago
        self._forget()
        for _at, topic in self._heard:
            if topic in topics or _kind(topic) in topics:
                ear.tell(topic)

    def _forget(self) -> None:
        while self._heard and self._heard[0][0] < time.monotonic() - self._remembers_s:
            self._heard.popleft()

    def _tell_all_to_ask_again(self) -> None:
        for ear in set().union(*self._ears.values()):
            ear.tell(RESYNC)

    def _drop(self, topic: str, ear: Ear) -> None:
        self._ears[topic].discard(ear)
        if not self._ears[topic]:
            del self._ears[topic]


def _kind(topic: str) -> str:
    return topic.partition(":")[0]
