from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from bihuan.kit.work.models import Heartbeat


@pytest.mark.django_db
def test_the_desk_is_well_while_its_processes_beat(client: Client) -> None:
    Heartbeat.beat("worker", timezone.now())
    Heartbeat.beat("mailbox:3", timezone.now())

    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_what_fails_is_named(client: Client) -> None:
    Heartbeat.beat("mailbox:3", timezone.now() - timedelta(minutes=1))

    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (
        503,
        {"status": "failing", "failing": ["mailbox:3", "worker"]},
    )


def test_a_database_that_does_not_answer_is_named_too(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(now: object) -> list[str]:
        raise OperationalError("connection refused")

    monkeypatch.setattr(Heartbeat, "silent", fail)

    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()["failing"]) == (503, ["database"])
