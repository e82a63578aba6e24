"""What a browser asks for when it opens a stream."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

MOST_TOPICS = 200
TOPIC = re.compile(r"[a-z_]{1,40}(:[\w-]{1,60})?", re.ASCII)


class Asking:
    """One request for a stream, read from its ASGI scope."""

    def __init__(self, scope: Mapping[str, Any]) -> None:
        self.method: str = scope["method"]
        self.topics = frozenset(parse_qs(scope["query_string"].decode("latin-1")).get("topic", []))
        self._headers: dict[bytes, str] = {name: value.decode("latin-1") for name, value in scope["headers"]}

    @property
    def cookies(self) -> str:
        return self._headers.get(b"cookie", "")

    @property
    def comes_back(self) -> bool:
        """Tell whether the browser had a stream before, so that it may have missed something in between."""
        return b"last-event-id" in self._headers

    def fault(self) -> int:
        """Return the HTTP status of what is wrong with the request itself, 0 where nothing is."""
        if self.method != "GET":
            return 405
        if not self._is_of_this_house():
            return 403
        is_sound = 0 < len(self.topics) <= MOST_TOPICS and all(map(TOPIC.fullmatch, self.topics))
        return 0 if is_sound else 400

    def _is_of_this_house(self) -> bool:
        """Tell whether a page of ours asks, and not one of another site in the same browser."""
        host = self._headers.get(b"host", "")
        if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
            return False
        if self._headers.get(b"sec-fetch-site", "none") not in {"same-origin", "none"}:
            return False
        origin = self._headers.get(b"origin")
        return origin is None or origin == settings.SITE_URL or urlsplit(origin).netloc == host
