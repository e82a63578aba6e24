"""The gallery, and a small page whose parts live: what a room would have, without the room."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template import engines
from django.urls import include, path
from markupsafe import Markup

from bihuan.kit.events.refused import Refused
from bihuan.kit.ui import samples

STREAMS: list[queue.Queue[str]] = []
ASKED: list[str] = []
SAID = ["first words"]

PAGE = """{% extends "ui/desk.html" %}{% block main %}<div class="pane-scroll"><h1 class="p-4">Live</h1>{{ part }}
<form id="f" hx-post="/live/refuse" hx-swap="none">{{ ui.text_field("title", "Title") }}<button type="submit">Send</button></form>
</div>{% endblock %}"""

PART = """{% import "ui/kit.html" as ui %}{% call ui.live("talk", "/live/part", ["ticket:42"]) %}
<p id="said">{{ said }}</p><details id="more"><summary>More</summary>inside</details>
<textarea id="reply" aria-label="Reply"></textarea><div id="box" class="listbox" tabindex="0">{% for line in range(40) %}<p class="option">line</p>{% endfor %}</div>
{% endcall %}"""


def page(request: HttpRequest) -> HttpResponse:
    from_template = engines["jinja2"].from_string(PAGE)
    shell = samples.desk_shell("live")
    return HttpResponse(from_template.render({"shell": shell, "part": _part()}, request))


def part(request: HttpRequest) -> HttpResponse:
    ASKED.append(request.get_full_path())
    return HttpResponse(_part())


def _part() -> Markup:
    return Markup(engines["jinja2"].env.from_string(PART).render(said=SAID[0]))  # noqa: S704, drawn by the engine


def events(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(_stream(), content_type="text/event-stream")


def _stream() -> Iterator[bytes]:
    mine: queue.Queue[str] = queue.Queue()
    STREAMS.append(mine)
    yield b"retry: 300\n\n"
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            topic = mine.get(timeout=0.2)
        except queue.Empty:
            yield b": ping\n\n"
        else:
            yield f"event: changed\ndata: {topic}\n\n".encode()


def refuse(request: HttpRequest) -> HttpResponse:
    raise Refused("Something is missing.", {"title": "Say what happened."})


urlpatterns = [
    path("live/page", page),
    path("live/part", part),
    path("live/refuse", refuse),
    path("events", events),
    path("", include("bihuan.kit.ui.urls")),
]
