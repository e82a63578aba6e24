from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bihuan.config import door as doors
from bihuan.config import patience
from bihuan.config.door import Door
from bihuan.config.patience import ClientGone, patient

Environ = dict[str, Any]


class Asked:
    """A request to the door; the pages behind it only note what they were asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.environ: Environ = {}
        monkeypatch.setattr(doors.pages, "application", self._page)

    def _page(self, environ: Environ, start_response: Any) -> list[bytes]:
        self.environ = environ
        start_response("200 OK", [])
        return [b"a page"]

    def get(self, path: str, query: bytes = b"", *headers: tuple[bytes, bytes]) -> int:
        scope = {
            "type": "http", "method": "GET", "path": path, "query_string": query, "headers": list(headers),
            "http_version": "1.1", "client": ("10.0.0.1", 4711),
        }  # fmt: skip
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": b""}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(Door()(scope, receive, send))
        status: int = sent[0]["status"]
        return status


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(monkeypatch)


@pytest.mark.requirement("SEC-081")
def test_a_header_that_could_be_taken_for_another_is_dropped(asked: Asked) -> None:
    asked.get("/", b"", (b"x_forwarded_proto", b"https"), (b"x-real", b"1"))

    assert "HTTP_X_FORWARDED_PROTO" not in asked.environ
    assert asked.environ["HTTP_X_REAL"] == "1"


def test_a_query_in_raw_chinese_is_read(asked: Asked) -> None:
    assert asked.get("/", "q=打印机&a=%41+b".encode()) == 200

    assert asked.environ["QUERY_STRING"] == "q=%E6%89%93%E5%8D%B0%E6%9C%BA&a=%41+b"


@pytest.mark.parametrize(("path", "query"), [("/a\0b", ""), ("/", "q=%00"), ("/", "q=\0")])
def test_an_address_with_a_zero_byte_is_refused(path: str, query: str, asked: Asked) -> None:
    assert asked.get(path, query.encode()) == 400

    assert asked.environ == {}


@pytest.mark.requirement("SEC-081")
@pytest.mark.parametrize(
    ("proxies", "forwarded", "client"),
    [
        (0, "1.1.1.1", "10.0.0.1"),
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "9.9.9.9, 1.1.1.1", "1.1.1.1"),
        (2, "9.9.9.9, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (2, "1.1.1.1", "10.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed_about_the_client(
    proxies: int, forwarded: str, client: str, asked: Asked, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = proxies

    asked.get("/", b"", (b"x-forwarded-for", forwarded.encode()))

    assert asked.environ["REMOTE_ADDR"] == client


def test_half_a_body_is_never_taken_for_a_whole_one() -> None:
    async def story() -> None:
        messages: list[Any] = [
            {"type": "http.request", "body": b"half", "more_body": True},
            {"type": "http.disconnect"},
        ]

        async def receive() -> Any:
            return messages.pop(0)

        ours, _ = patient(receive, receive)
        await ours()
        with pytest.raises(ClientGone):
            await ours()

    asyncio.run(story())


def test_a_client_that_stops_sending_or_reading_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PATIENCE_S", 0.05)
    begun: list[Any] = []

    async def never(*message: Any) -> Any:
        begun.append(message)
        await asyncio.Event().wait()

    async def story() -> None:
        receive, send = patient(never, never)
        with pytest.raises(ClientGone):
            await receive()
        await send({"type": "http.response.body"})
        await send({"type": "http.response.body"})

    asyncio.run(story())

    assert len(begun) == 2, "what comes after a cut is swallowed"
