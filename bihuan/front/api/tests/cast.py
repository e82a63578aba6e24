"""Tokens, programs that use them, and the problems they are told."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from bihuan.front.api.models import ApiToken, Scope
from bihuan.ground.people.tests.cast import person
from bihuan.kit.events.stamp import Stamp

ALL = list(Scope)
KEY = "key-0001-of-the-monitor"


def a_token(who: str = "陈", scopes: list[Scope] = ALL, lives: timedelta = timedelta(days=30)) -> str:
    by = Stamp(by=person(who), at=timezone.now(), via="web")
    return ApiToken.make(name="monitor", scopes=scopes, lives=lives, stamp=by)[1]


def program(token: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {token}", "Accept-Language": "en"})


def filing(browser: Client, key: str = KEY, **said: Any) -> Any:
    body = {"title": "Disk full", "text": "93 %"} | said
    return browser.post(
        "/api/tickets", json.dumps(body), content_type="application/json", headers={"Idempotency-Key": key}
    )


def problem_of(answer: Any, status: int) -> dict[str, Any]:
    """Return a problem document, once it was found to be one."""
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert told.keys() >= {"type", "title", "status", "detail", "code"}
    assert (told["status"], told["type"]) == (status, f"urn:bihuan:problem:{told['code']}")
    return told
