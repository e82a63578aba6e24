"""Who may enter through a door. Every door says it; `tests/test_house.py` finds one that does not.

A stranger is asked to sign in; who is signed in and may not enter learns no more than that there is no such page.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from bihuan.ground.people.http import DeskRequest
from bihuan.ground.people.models import Person
from bihuan.ground.people.rights import Right
from bihuan.kit.events.stamp import Stamp

Args = ParamSpec("Args")
View = Callable[Concatenate[DeskRequest, Args], HttpResponse]
Door = Callable[Concatenate[HttpRequest, Args], HttpResponse]

ANYONE, SIGNED_IN = "anyone", "signed in"
BY_TOKEN = "by token"  # noqa: S105, the audience of a door that neither role nor session opens


def opens_to(audience: Right | str) -> Callable[[View[Args]], Door[Args]]:
    """Let in `ANYONE`, who is `SIGNED_IN`, or who has a right; and sign the request with who, when and by which door."""

    def decorate(view: View[Args]) -> Door[Args]:
        @wraps(view)
        def door(request: HttpRequest, *args: Args.args, **kwargs: Args.kwargs) -> HttpResponse:
            person = (
                request.user if isinstance(request.user, Person) or request.user.is_authenticated else None
            )
            if audience != ANYONE and person is None:
                return _ask_to_sign_in(request)
            if isinstance(audience, Right) and not cast(Person, person).may(audience):
                raise Http404
            signed = cast(DeskRequest, request)
            signed.stamp = Stamp(by=person, at=timezone.now(), via="web")
            return view(signed, *args, **kwargs)

        door.audience = audience  # type: ignore[attr-defined]  # read by the matrix of roles and doors
        return cast(Door[Args], door)

    return decorate


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the log-in and back; for a fragment, lead the whole page there."""
    if request.headers.get("HX-Request") == "true":
        answer = HttpResponse(status=401)
        answer["HX-Redirect"] = redirect_to_login(
            _path_here(request, request.headers.get("HX-Current-URL", ""))
        ).url
        return answer
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    return redirect_to_login(
        _path_here(request, request.headers.get("Referer", ""))
    )  # the page with the form


def _path_here(request: HttpRequest, page: str) -> str:
    """Return the path of a page of this desk, or of its first one where the address leads elsewhere."""
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return "/"
    there = urlsplit(page)
    return f"{there.path or '/'}?{there.query}" if there.query else there.path or "/"


def audience_of(view: Any) -> Right | str | None:
    """Return whom a view opens to, or None where it does not say."""
    return getattr(view, "audience", None)
