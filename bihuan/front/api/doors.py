"""The API's addresses as doors of the desk: each says whom it opens to, and answers in one shape whatever is asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern
from django.views.decorators.csrf import csrf_exempt

from bihuan.front.api.problems import not_allowed, not_found, tell
from bihuan.ground.people.audience import ANYONE, BY_TOKEN

FOR_ANYONE = {"root", "api-root", "openapi-json", "health"}


def told_in_one_shape(pattern: URLPattern) -> URLPattern:
    """Return an address of the API whose refusal of a method is a problem document, too."""
    view: Callable[..., HttpResponse] = pattern.callback

    @csrf_exempt  # no session opens anything here
    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        return tell(not_allowed(answer["Allow"])) if isinstance(answer, HttpResponseNotAllowed) else answer

    door.audience = ANYONE if pattern.name in FOR_ANYONE else BY_TOKEN  # type: ignore[attr-defined]
    pattern.callback = door
    return pattern


@csrf_exempt
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any other address below the API's."""
    return tell(not_found())


nothing.audience = ANYONE  # type: ignore[attr-defined]
