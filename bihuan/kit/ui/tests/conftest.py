"""The gallery served as the desk serves its pages, but without a database."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import override_settings

SETTINGS = {
    "SHOWS_GALLERY": True,
    "ROOT_URLCONF": "bihuan.kit.ui.tests.urls",
    "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",
    "ALLOWED_HOSTS": ["127.0.0.1", "testserver"],
    "MIDDLEWARE": [
        "bihuan.kit.ui.headers.SafeHeaders",
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "bihuan.kit.ui.refusals.AnswerRefusals",
    ],
}


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Browsers hang up on streams: no news."""


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    """Serve the gallery, and return its address."""
    with override_settings(**SETTINGS):
        server = Server(("127.0.0.1", 0), Silent)
        server.set_app(get_wsgi_application())
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()
        thread.join()
