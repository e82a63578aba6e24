"""What every request passes before it comes to a door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from bihuan.front.home import errors

GetResponse = Callable[[HttpRequest], HttpResponse]
BEGAN, SEEN = "signed_in_at", "seen_at"  # seconds since 1970, in the session
NOTE_EVERY_S = 300  # how exactly it is known when somebody was last seen: each note is a write


class RefuseTooLarge:
    """Turn away what is larger than any form of ours before a byte of it is read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdigit() and int(announced[:19]) > settings.MAX_REQUEST_BYTES:
            return errors.too_large(request)
        return self.get_response(request)


class ReaderLanguage(LocaleMiddleware):
    """Speak as the person has chosen; to others as this browser's cookie, then its wish says; else Chinese."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if is_with_session(request) and request.user.is_authenticated:
            speak(request, request.user.language)


class EndOldSessions:
    """Sign out who has been signed in for too long, or has not been seen for a while (ASVS 7.3)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_with_session(request) and request.user.is_authenticated and BEGAN in request.session:
            now_s = datetime.now(UTC).timestamp()
            if _is_over(request.session, now_s):
                logout(request)
            elif _is_sign_of_life(request) and now_s - request.session[SEEN] > NOTE_EVERY_S:
                request.session[SEEN] = int(now_s)
        return self.get_response(request)


def begin_session(session: SessionBase) -> None:
    """Note when somebody signed in, so that the session ends in time."""
    session[BEGAN] = session[SEEN] = int(datetime.now(UTC).timestamp())


def is_with_session(request: HttpRequest) -> bool:
    """Tell whether it is worth asking the database who this is."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def speak(request: HttpRequest, language: str) -> None:
    """Answer this request in a language, if it is one of ours."""
    if language in dict(settings.LANGUAGES):
        translation.activate(language)
        request.LANGUAGE_CODE = language


def _is_over(session: SessionBase, now_s: float) -> bool:
    began_s: Any = session[BEGAN]
    seen_s: Any = session.get(SEEN, began_s)
    return bool(
        now_s - began_s > settings.SESSION_COOKIE_AGE or now_s - seen_s > settings.SESSION_IDLE_MINUTES * 60
    )


def _is_sign_of_life(request: HttpRequest) -> bool:
    """Tell whether a person did something: an open page asks for its live parts by itself, also at night."""
    return request.method != "GET" or request.headers.get("HX-Request") != "true"
