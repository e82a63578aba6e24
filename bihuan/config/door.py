"""The door of a web process: streams on the event loop; pages, files and API in threads."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from typing import Any
from urllib.parse import quote_from_bytes
from wsgiref.util import FileWrapper

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi_typing import StartResponse, WSGIApp
from django.conf import settings

from bihuan.config import pages
from bihuan.config.patience import Receive, Send, patient
from bihuan.kit.live.hub import Hub
from bihuan.kit.live.streams import SAFE, Streams
from bihuan.wiring import MAY_HEAR

STREAMS_PATH = "/events"
PIECE_BYTES = 256 * 1024
# What may stand in a query as it is. The rest is written as %XX, as a browser would have.
PLAIN = "".join(map(chr, range(0x21, 0x7F)))

Scope = MutableMapping[str, Any]


class Door:
    """One for each web process, made where its event loop runs."""

    def __init__(self) -> None:
        self._pages = WSGIMiddleware(_in_large_pieces(pages.application), workers=settings.WEB_THREADS)
        self.streams = Streams(MAY_HEAR, Hub(), self._pages.executor)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _is_nonsense(scope):
            headers = [(b"content-type", b"text/plain"), *SAFE]
            await send({"type": "http.response.start", "status": 400, "headers": headers})
            await send({"type": "http.response.body", "body": b"Bad Request"})
            return
        _tidy(scope)
        if scope["path"] == STREAMS_PATH:
            await self.streams(scope, receive, send)
        else:
            await self._pages(scope, *patient(receive, send))  # type: ignore[arg-type]  # ASGI's dicts, typed otherwise


def _in_large_pieces(application: Any) -> WSGIApp:  # each library has its own types for WSGI
    """Have files sent in pieces of 256 kB: each piece is a walk from a thread to the event loop and back."""

    def asked(environ: Any, start_response: StartResponse) -> Iterable[bytes]:
        environ["wsgi.file_wrapper"] = lambda file, _size: FileWrapper(file, PIECE_BYTES)
        answer: Iterable[bytes] = application(environ, start_response)
        return answer

    return asked


def _is_nonsense(scope: Scope) -> bool:
    """Tell whether an address holds a zero byte, which no text in the database can."""
    return "\0" in scope["path"] or b"%00" in scope["query_string"] or b"\0" in scope["query_string"]


def _tidy(scope: Scope) -> None:
    """Make a request what WSGI and those behind it may rely on."""
    # WSGI cannot tell X_Forwarded_For, which anybody may send, from X-Forwarded-For.
    scope["headers"] = [(name, value) for name, value in scope["headers"] if b"_" not in name]
    if not scope["query_string"].isascii():
        scope["query_string"] = quote_from_bytes(scope["query_string"], safe=PLAIN).encode()
    if settings.TRUSTED_PROXIES:
        scope["client"] = (_client_behind(settings.TRUSTED_PROXIES, scope), 0)


def _client_behind(proxies: int, scope: Scope) -> str:
    """Return the address that the outermost of our proxies saw; what stands before it, the client wrote itself."""
    lines = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
    seen = [address.strip() for line in lines for address in line.split(",")]
    return seen[-proxies] if len(seen) >= proxies else str((scope["client"] or ("", 0))[0])
