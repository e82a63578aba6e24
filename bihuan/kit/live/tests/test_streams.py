from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connections
from django.test import Client
from django.utils import timezone

from bihuan.kit.live import streams
from bihuan.kit.live.hub import Hub
from bihuan.kit.live.listening import session_address
from bihuan.kit.live.streams import Streams

Whisper = Callable[[str], None]


class Browser:
    """One request of a browser to the door, by ASGI."""

    def __init__(
        self, door: Streams, topics: str, cookies: str = "", method: str = "GET", **headers: str
    ) -> None:
        given = {
            "host": "desk.example",
            "cookie": cookies,
            **{k.replace("_", "-"): v for k, v in headers.items()},
        }
        self.scope = {
            "type": "http",
            "method": method,
            "path": "/events",
            "query_string": "&".join(f"topic={topic}" for topic in topics.split()).encode(),
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        }
        self.status = 0
        self.heard: asyncio.Queue[str] = asyncio.Queue()
        self._gone = asyncio.Event()
        self.task = asyncio.create_task(door(self.scope, self._receive, self._send))

    async def hang_up(self) -> None:
        self._gone.set()
        await self.task

    async def _receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif message["body"]:
            self.heard.put_nowait(message["body"].decode())


@pytest.fixture
def lin(transactional_db: None) -> AbstractBaseUser:
    person: AbstractBaseUser = get_user_model()._default_manager.create(
        username="lin", name="林", email="lin@desk.example", joined_at=timezone.now()
    )
    return person


@pytest.fixture
def signed_in(lin: AbstractBaseUser) -> str:
    client = Client()
    client.force_login(lin)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}; other=1"


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(max_workers=1) as pool:
        yield pool
        pool.submit(connections.close_all).result()


@pytest.fixture
def at_the_door(threads: ThreadPoolExecutor) -> Callable[[Callable[[Streams], Awaitable[None]]], None]:
    """Return what tells a story at the door of a house where everybody may hear of tickets 1 to 9."""

    def may_hear(person: Any, topic: str) -> bool:
        return topic.startswith("ticket:") and len(topic) == 8

    def run(story: Callable[[Streams], Awaitable[None]]) -> None:
        async def told() -> None:
            hub = Hub()
            try:
                await asyncio.wait_for(story(Streams(may_hear, hub, threads)), 15)
            finally:
                await hub.close()

        asyncio.run(told())

    return run


AtTheDoor = Callable[[Callable[[Streams], Awaitable[None]]], None]


def test_news_are_heard_within_a_second(at_the_door: AtTheDoor, signed_in: str, whisper: Whisper) -> None:
    async def story(door: Streams) -> None:
        browser = Browser(door, "ticket:4", signed_in)
        assert (await browser.heard.get()).startswith("retry: 2000\n")
        await _quiet(browser)

        began = time.monotonic()
        whisper("ticket:5")
        whisper("ticket:4")
        heard = await browser.heard.get()
        took_s = time.monotonic() - began
        await browser.hang_up()

        assert browser.status == 200
        assert heard == "event: changed\ndata: ticket:4\n\n"
        assert took_s < 1

    at_the_door(story)


@pytest.mark.requirement("SEC-051")
@pytest.mark.parametrize(
    ("topics", "status", "why"),
    [
        ("ticket:4", 200, "what the house lets everybody hear"),
        ("ticket:40", 403, "what it does not"),
        ("ticket:4 ticket:40", 403, "one that is not allowed among others that are"),
        ("work:intake", 403, "what is for the worker"),
        ("", 400, "nothing at all"),
        ("Ticket", 400, "no topic"),
        ("ticket:4%0Adata:x", 400, "a line break"),
        (" ".join(f"ticket:{n}" for n in range(201)), 400, "too many topics"),
    ],
)
def test_only_what_a_person_may_hear_is_told(
    topics: str, status: int, why: str, at_the_door: AtTheDoor, signed_in: str
) -> None:
    async def story(door: Streams) -> None:
        browser = Browser(door, topics, signed_in)
        await browser.heard.get()

        assert browser.status == status, why
        await browser.hang_up()

    at_the_door(story)


def test_everybody_may_hear_of_himself_and_not_of_others(
    at_the_door: AtTheDoor, signed_in: str, lin: AbstractBaseUser
) -> None:
    async def story(door: Streams) -> None:
        own, other = (Browser(door, f"person:{pk}", signed_in) for pk in (lin.pk, lin.pk + 1))
        await own.heard.get()
        await other.heard.get()

        assert (own.status, other.status) == (200, 403)
        await own.hang_up()

    at_the_door(story)


@pytest.mark.parametrize("cookies", ["", "bihuan=forged", "bihuan=", "\x00;;=", "bihuan=" + "x" * 5000])
def test_who_is_not_signed_in_hears_nothing(
    cookies: str, at_the_door: AtTheDoor, transactional_db: None
) -> None:
    async def story(door: Streams) -> None:
        browser = Browser(door, "ticket:4", cookies)
        await browser.task

        assert browser.status == 401

    at_the_door(story)


@pytest.mark.requirement("SEC-051")
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://desk.example"}, 200),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec_fetch_site": "same-origin"}, 200),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"host": "evil.example", "origin": "http://evil.example"}, 403),
        ({"method": "POST"}, 405),
    ],
)
def test_only_pages_of_this_house_may_listen(
    headers: dict[str, str], status: int, at_the_door: AtTheDoor, signed_in: str
) -> None:
    async def story(door: Streams) -> None:
        browser = Browser(door, "ticket:4", signed_in, **headers)
        await browser.heard.get()

        assert browser.status == status
        await browser.hang_up()

    at_the_door(story)


@pytest.mark.requirement("SEC-051")
@pytest.mark.parametrize(
    "loss",
    [
        "DELETE FROM django_session",
        "UPDATE people_person SET is_active = false",
        "UPDATE people_person SET password = 'another'",
    ],
)
def test_a_stream_ends_soon_after_the_right_to_it(
    loss: str, at_the_door: AtTheDoor, signed_in: str, whisper: Whisper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "ASK_AGAIN_EVERY_S", 0.1)

    async def story(door: Streams) -> None:
        browser = Browser(door, "ticket:4", signed_in)
        await browser.heard.get()
        await asyncio.sleep(0.3)
        assert not browser.task.done()

        with psycopg.connect(session_address(), autocommit=True) as connection:
            connection.execute(loss)  # type: ignore[arg-type]

        await asyncio.wait_for(browser.task, 3)

    at_the_door(story)


def test_who_comes_back_is_told_to_ask_again(at_the_door: AtTheDoor, signed_in: str) -> None:
    async def story(door: Streams) -> None:
        browser = Browser(door, "ticket:4", signed_in, last_event_id="0")
        await browser.heard.get()

        assert await browser.heard.get() == "event: resync\ndata: resync\n\n"
        await browser.hang_up()

    at_the_door(story)


def test_silence_is_broken_by_a_ping(
    at_the_door: AtTheDoor, signed_in: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "PING_EVERY_S", 0.1)

    async def story(door: Streams) -> None:
        browser = Browser(door, "ticket:4", signed_in)
        await browser.heard.get()
        await _quiet(browser)

        assert await browser.heard.get() == ": ping\n\n"
        await browser.hang_up()

    at_the_door(story)


def test_all_streams_can_be_ended_at_once(at_the_door: AtTheDoor, signed_in: str) -> None:
    async def story(door: Streams) -> None:
        browsers = [Browser(door, "ticket:4", signed_in) for _ in range(20)]
        for browser in browsers:
            await browser.heard.get()

        door.end_all()

        await asyncio.wait_for(asyncio.gather(*(browser.task for browser in browsers)), 1)

    at_the_door(story)


def test_who_comes_while_all_end_is_sent_away(at_the_door: AtTheDoor, signed_in: str) -> None:
    async def story(door: Streams) -> None:
        door.end_all()
        browser = Browser(door, "ticket:4", signed_in)
        await browser.task

        assert browser.status == 503

    at_the_door(story)


def test_who_cannot_be_judged_any_more_hears_nothing(
    threads: ThreadPoolExecutor,
    signed_in: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(streams, "ASK_AGAIN_EVERY_S", 0.1)
    answers = iter([True])

    async def story() -> None:
        hub = Hub()
        door = Streams(lambda person, topic: next(answers), hub, threads)
        try:
            browser = Browser(door, "ticket:4", signed_in)
            await asyncio.wait_for(browser.task, 5)
        finally:
            await hub.close()

    asyncio.run(story())

    assert caplog.messages == ["could not tell who may listen streams=1"]


async def _quiet(browser: Browser) -> None:
    """Let pass what the first listener of a process is told: to ask again."""
    await asyncio.sleep(0.05)
    while not browser.heard.empty():
        browser.heard.get_nowait()
