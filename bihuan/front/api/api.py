"""The API's root: what it is, who may call it, how it answers when something does not go."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from django.db import Error as DatabaseTrouble
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import NinjaAPI, Schema, Status

from bihuan.front.api import tickets
from bihuan.front.api.keys import Key
from bihuan.front.api.models import Scope
from bihuan.front.api.problems import tell_all
from bihuan.kit.work.models import Heartbeat

VERSION = version("bihuan")
ABOUT = (
    "Every call carries a token: `Authorization: Bearer bihuan_…`. Problems come as `application/problem+json` (RFC 9457)"
    " with a `code` that stays. Lists come in pages: pass `next_cursor` of an answer as `cursor`. Times are ISO 8601 with"
    " their offset."
)

api = NinjaAPI(
    title="Bihuan",
    version=VERSION,
    description=ABOUT,
    docs_url=None,  # its page would fetch scripts from elsewhere; the document itself is at openapi.json
    urls_namespace="api",
)
tell_all(api)
api.add_router("/tickets", tickets.router)


class Health(Schema):
    status: str
    version: str
    failing: list[str] = []


class Profile(Schema):
    username: str
    name: str
    email: str
    roles: list[str]
    scopes: list[str]


class Root(Schema):
    name: str
    version: str
    openapi: str
    health: str


@api.get(
    "/", response=Root, tags=["desk"], summary="What this is, and where its description is", url_name="root"
)
def root(request: HttpRequest) -> dict[str, str]:
    return {
        "name": "Bihuan",
        "version": VERSION,
        "openapi": reverse("api:openapi-json"),
        "health": reverse("api:health"),
    }


@api.get(
    "/health",
    response={200: Health, 503: Health},
    tags=["desk"],
    summary="How the desk does, and its release",
)
def health(request: HttpRequest) -> Status[dict[str, Any]]:
    """200 when database, worker and mail fetchers are fine, else 503 and which of them is not."""
    try:
        failing = Heartbeat.silent(timezone.now())
    except DatabaseTrouble:
        failing = ["database"]
    told = {"status": "failing" if failing else "ok", "version": VERSION, "failing": failing}
    return Status(503 if failing else 200, told)


@api.get("/me", response=Profile, auth=Key(Scope.PROFILE_READ), tags=["desk"], summary="Whose token this is")
def me(request: HttpRequest) -> dict[str, Any]:
    token = request.token  # type: ignore[attr-defined]
    person = token.person
    return {
        "username": person.username,
        "name": person.name,
        "email": person.email,
        "roles": sorted(person.roles),
        "scopes": token.scopes,
    }
