"""A hook of 周's that is told what 陈's token may read, and an address that listens."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.utils import timezone

from bihuan.front.api.models import ApiToken, Scope
from bihuan.front.hooks.models import Hook
from bihuan.ground.people.tests.cast import person
from bihuan.kit.events.stamp import Stamp


@dataclass
class Receiver:
    """What an address was sent, and what it answers from now on."""

    url: str = ""
    status: int = 204
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def told(self, n: int = -1) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self.heard[n][1])
        return said


@contextmanager
def listening(status: int = 204) -> Iterator[Receiver]:
    """Run a real server on the loopback."""
    receiver = Receiver(status=status)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.heard.append((dict(self.headers), body))
            self.send_response(receiver.status)
            self.send_header("Location", f"{receiver.url}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/desk"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def a_token(who: str = "陈", scope: Scope = Scope.TICKETS_READ) -> ApiToken:
    by = Stamp(by=person(who), at=timezone.now(), via="web")
    return ApiToken.make(name="OA", scopes=[scope], lives=timedelta(days=30), stamp=by)[0]


def a_hook(
    url: str = "https://oa.example/desk", kinds: tuple[str, ...] = ("ticket.filed",), **more: Any
) -> Hook:
    hook = Hook.objects.create(
        name="OA", url=url, kinds=list(kinds), **{"token": more.pop("token", None) or a_token()}, **more
    )
    hook.new_secret()
    return hook
