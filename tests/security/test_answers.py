"""Answers that no door gives: errors, files of the front end, streams."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client

from bihuan.config.door import Door
from bihuan.config.logs import OneLine
from bihuan.front.home import views
from tests.security.looking import directives, faults_of

SECRET = "what only we should see"


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(SECRET)


@pytest.fixture
def browser(db: None) -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.requirement("SEC-010")
@pytest.mark.parametrize("address", ["/no-such-page", "/static/no-such-file.js", "/account/signup/", "/%ff"])
def test_an_error_is_as_safe_as_a_page(address: str, browser: Client) -> None:
    answer = browser.get(address)

    assert answer.status_code in (400, 404)
    assert [
        fault for fault in faults_of(answer) if not (address.startswith("/static/") and "kept" in fault)
    ] == []


@pytest.mark.requirement("SEC-010", "SEC-066")
def test_a_fault_of_ours_is_told_without_a_trace(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views.home, "__wrapped__", breaks, raising=False)
    monkeypatch.setattr("bihuan.front.home.views.redirect", breaks)
    monkeypatch.setattr("django.urls.resolvers.URLPattern.resolve", _into_the_abyss)

    answers = [browser.get("/"), browser.get("/", headers={"HX-Request": "true"}), browser.post("/")]

    for answer in answers:
        words = answer.content.decode()
        assert answer.status_code == 500
        assert SECRET not in words
        assert "Traceback" not in words
        assert list(faults_of(answer)) == []


def _into_the_abyss(self: object, path: str) -> None:
    raise RuntimeError(SECRET)


@pytest.mark.requirement("SEC-010", "SEC-051")
@pytest.mark.parametrize(
    ("path", "query"),
    [("/events", "topic=ticket:1"), ("/events", ""), ("/a\0b", "")],
    ids=["a stranger", "no topic", "a zero byte"],
)
def test_what_is_answered_before_any_page_is_as_safe(path: str, query: str, db: None) -> None:
    scope = {
        "type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": [(b"host", b"desk.example")],
        "http_version": "1.1", "client": ("10.0.0.1", 4711),
    }  # fmt: skip
    said: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        said.append(message)

    asyncio.run(Door()(scope, receive, send))

    answer = HttpResponse(headers={name.decode(): value.decode() for name, value in said[0]["headers"]})
    assert said[0]["status"] in (400, 401, 403)
    assert "sandbox" in directives(answer)
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.requirement("SEC-085")
def test_whatever_is_logged_stays_on_one_line() -> None:
    words = "a\r\n2026-11-21T00:00:00Z INFO forged\x1b[2J\u2028b<script>"
    record = logging.LogRecord("desk", logging.INFO, "", 1, "subject=%s", (words,), None)

    line = OneLine("{levelname} {message}", style="{").format(record)

    assert line.isprintable()
    assert line.startswith("INFO subject=a\\r\\n2026")
