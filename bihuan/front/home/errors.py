"""What a person sees when something is not there or went wrong: a sentence, what helps, and a way on; never a trace.

Nothing here asks the database, which may be what failed: the pages are drawn without session, person and messages.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from types import SimpleNamespace

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext_lazy as _

RETRY_AFTER_S = 30


@dataclass(frozen=True)
class Trouble:
    status: int
    icon: str
    title: Promise
    helps: Promise


NOT_FOUND = Trouble(
    404, "search", _("There is no such page"),
    _("The address may be mistyped or out of date, or what was here is not open to you."),
)  # fmt: skip
FORBIDDEN = Trouble(
    403, "lock", _("This is not open to you"), _("If your work needs it, ask the service desk for it.")
)
BAD_REQUEST = Trouble(
    400, "circle-help", _("That could not be understood"), _("Please go back, reload the page and try again.")
)
TOO_LARGE = Trouble(
    413, "package", _("That is too much at once"),
    _("Please send fewer or smaller files; what does not fit can follow in an answer."),
)  # fmt: skip
TOO_MANY = Trouble(
    429, "hourglass", _("That was a little fast"), _("Nothing is lost. Please wait a minute and try again.")
)
STALE_FORM = Trouble(
    403,
    "refresh-cw",
    _("This page has become stale"),
    _("Please go back, reload the page and send it again."),
)
FAILED = Trouble(
    500, "circle-alert", _("Something went wrong here"),
    _("It was not your doing. Please try again in a moment; if it stays so, call the service desk."),
)  # fmt: skip
UNREACHABLE = Trouble(
    503, "cloud-off", _("The desk cannot be reached for a moment"),
    _("What was saved is safe. Please try again in half a minute."),
)  # fmt: skip


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _tell(request, NOT_FOUND)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _tell(request, FORBIDDEN)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    is_too_large = isinstance(exception, RequestDataTooBig | TooManyFilesSent)
    return too_large(request) if is_too_large else _tell(request, BAD_REQUEST)


def too_many(request: HttpRequest) -> HttpResponse:
    answer = _tell(request, TOO_MANY)
    answer["Retry-After"] = str(RETRY_AFTER_S)
    return answer


def too_large(request: HttpRequest) -> HttpResponse:
    return _tell(request, TOO_LARGE)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _tell(request, STALE_FORM)


def failed(request: HttpRequest) -> HttpResponse:
    """Tell that something broke; Django calls this while the exception is still at hand."""
    is_database_gone = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    answer = _tell(request, UNREACHABLE if is_database_gone else FAILED)
    if is_database_gone:
        answer["Retry-After"] = str(RETRY_AFTER_S)
    return answer


def _tell(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """Answer with a page, or, where a fragment was asked for, with a toast that leaves the page as it is."""
    is_fragment = request.headers.get("HX-Request") == "true"
    told = {
        "trouble": trouble,
        "back": _back(request),
        "path": request.get_full_path() if request.method == "GET" else "/",
        # Stands in for the request, whose messages and person would be fetched from the database.
        "request": SimpleNamespace(COOKIES=request.COOKIES),
        "csrf_input": csrf_input_lazy(request),
        "csrf_token": csrf_token_lazy(request),
    }
    page = "home/_error.html" if is_fragment else "home/error.html"
    # What goes wrong early on is not yet known to be read in some language.
    with override(getattr(request, "LANGUAGE_CODE", "") or get_language_from_request(request)):
        answer = HttpResponse(render_to_string(page, told, using="jinja2"), status=trouble.status)
    if is_fragment:
        answer["HX-Retarget"] = "#toasts"
        answer["HX-Reswap"] = "beforeend"
    return answer


def _back(request: HttpRequest) -> str:
    """Return the page the person came from, if it is ours and not this one."""
    page = request.headers.get("Referer", "")
    host = request.META.get("HTTP_HOST", "")
    if not page.startswith(("http://", "https://")) or not url_has_allowed_host_and_scheme(page, {host}):
        return ""
    return "" if page.endswith(request.get_full_path()) else page
