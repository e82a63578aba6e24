from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import psycopg

from bihuan.kit.live.hub import MOST_WAITING, RESYNC, Ear, Hub
from bihuan.kit.live.listening import session_address

Whisper = Callable[[str], None]


def listening(story: Callable[[Hub], Awaitable[None]], remembers_s: float = 0) -> None:
    """Tell a story around a hub that listens."""

    async def run() -> None:
        hub = Hub(remembers_s)
        try:
            with hub.subscribe(["a topic to begin with"]):
                await hub.until_listening(5)
                await asyncio.wait_for(story(hub), 10)
        finally:
            await hub.close()

    asyncio.run(run())


def test_news_reach_who_asked_for_them_and_nobody_else(whisper: Whisper) -> None:
    async def story(hub: Hub) -> None:
        with (
            hub.subscribe(["ticket:42"]) as hers,
            hub.subscribe(["ticket"]) as agents,
            hub.subscribe(["person:7"]) as his,
        ):
            for topic in ("ticket:42", "ticket:43", "person:7"):
                whisper(topic)

            assert await his.next() == ["person:7"]
            assert await hers.next() == ["ticket:42"]
            assert await agents.next() == ["ticket:42", "ticket:43"]

    listening(story)


def test_who_left_is_told_nothing(whisper: Whisper) -> None:
    async def story(hub: Hub) -> None:
        with hub.subscribe(["ticket:42"]) as gone, hub.subscribe(["ticket:42"]) as there:
            pass
        with hub.subscribe(["ticket:42"]) as there:
            whisper("ticket:42")
            await there.next()

        assert not gone._waiting

    listening(story)


def test_what_was_called_while_the_page_was_drawn_is_told_when_its_stream_opens(whisper: Whisper) -> None:
    async def story(hub: Hub) -> None:
        await asyncio.sleep(0.6)  # by now it has listened for as long as it remembers
        whisper("ticket:42")
        with hub.subscribe(["ticket:42"]) as early:
            await early.next()

            with hub.subscribe(["ticket"]) as late, hub.subscribe(["person:7"]) as other:
                assert await late.next() == ["ticket:42"]
                assert not other._waiting
        await asyncio.sleep(0.6)
        with hub.subscribe(["ticket:42"]) as later:
            assert not later._waiting

    listening(story, remembers_s=0.5)


def test_who_comes_before_it_has_listened_long_enough_asks_for_everything_again() -> None:
    async def story(hub: Hub) -> None:
        with hub.subscribe(["ticket:42"]) as ear:
            assert await ear.next() == [RESYNC]

    listening(story, remembers_s=30)


def test_what_changed_thrice_is_told_once() -> None:
    async def story() -> None:
        ear = Ear()
        for topic in ("ticket:1", "ticket:2", "ticket:1"):
            ear.tell(topic)

        assert await ear.next() == ["ticket:1", "ticket:2"]

    asyncio.run(story())


def test_who_falls_behind_is_told_to_ask_for_everything_again() -> None:
    async def story() -> None:
        ear = Ear()
        for number in range(MOST_WAITING + 1):
            ear.tell(f"ticket:{number}")
        ear.tell("ticket:9999")
        first = await ear.next()
        ear.tell("ticket:1")

        assert first == [RESYNC]
        assert await ear.next() == ["ticket:1"]

    asyncio.run(story())


def test_a_lost_connection_is_found_again_and_everybody_told_to_ask_again(whisper: Whisper) -> None:
    async def story(hub: Hub) -> None:
        with hub.subscribe(["ticket:42"]) as ear:
            with psycopg.connect(session_address(), autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'bihuan-listen'"
                )
            assert await ear.next() == [RESYNC]

            whisper("ticket:42")
            assert await ear.next() == ["ticket:42"]

    listening(story)
