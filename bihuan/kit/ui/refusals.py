"""A verb that refuses, told to the person: no view needs a try."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from bihuan.kit.events.refused import Refused


class AnswerRefusals:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say it in a toast where a fragment was asked for, on a page of its own otherwise."""
        if not isinstance(exception, Refused):
            return None
        is_fragment = request.headers.get("HX-Request") == "true"
        page = "ui/_refusal.html" if is_fragment else "ui/refusal.html"
        told = {"refusal": exception, "back": _back(request)}
        response = render(request, page, told, status=exception.status)
        if is_fragment:  # beside the button, not instead of the panel
            response["HX-Retarget"] = "#toasts"
            response["HX-Reswap"] = "beforeend"
        return response


def _back(request: HttpRequest) -> str:
    """Return the page the person came from, if it is ours."""
    page = request.headers.get("Referer", "")
    return page if url_has_allowed_host_and_scheme(page, {request.get_host()}) else "/"
