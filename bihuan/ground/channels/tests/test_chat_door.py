"""The doors by which chat platforms call."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bihuan.ground.channels.models import ChatConnection, InboundMessage, InboundState
from bihuan.ground.channels.platforms import PLATFORMS
from bihuan.ground.channels.tests import chat
from bihuan.ground.channels.tests.calls import MAKE
from bihuan.ground.channels.views import MOST_BYTES

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("INT-04", "INT-09")]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_a_platform_delivers_twice_is_kept_once_and_acknowledged_twice(
    client: Client, platform: str
) -> None:
    now = timezone.now()

    answers = [chat.says(client, "打印机卡纸", now, platform=platform, id="1.1") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    message = InboundMessage.objects.get()
    assert (message.channel, message.state) == (platform, InboundState.WAITING)
    assert message.connection == chat.connection(platform)
    assert "打印机卡纸" in PLATFORMS[platform].read(bytes(message.raw)).text


def test_the_same_id_on_another_connection_is_another_message(client: Client) -> None:
    now = timezone.now()
    chat.says(client, "一", now, platform="slack", id="1.1")
    other = chat.connection("slack", name="other")

    chat.delivers(client, MAKE["slack"]("lin", "二", "1.1", now), other)

    assert InboundMessage.objects.count() == 2


@pytest.mark.requirement("SEC-035")
def test_a_call_that_is_not_the_platform_s_is_not_kept_and_learns_nothing(client: Client) -> None:
    connection = chat.connection("slack")
    call = MAKE["slack"]("lin", "打印机卡纸", "1.1", timezone.now())
    forged = replace(call, headers={**call.headers, "x-slack-signature": "v0=" + "0" * 64})

    answer = chat.delivers(client, forged, connection)

    assert (answer.status_code, answer.content) == (403, b"")
    assert not InboundMessage.objects.exists()
    assert ChatConnection.objects.get().refused_why == "wrong signature"


def test_what_is_too_large_is_turned_away_before_it_is_read(client: Client) -> None:
    call = MAKE["slack"]("lin", "x" * MOST_BYTES, "1.1", timezone.now())

    assert chat.delivers(client, call, chat.connection("slack")).status_code == 413
    assert not InboundMessage.objects.exists()


@pytest.mark.parametrize("why", ["unknown", "another platform", "switched off"])
def test_where_there_is_no_connection_there_is_no_door(client: Client, why: str) -> None:
    connection = chat.connection("slack", is_active=why != "switched off")
    door = "nobody" if why == "unknown" else connection.door
    platform = "wecom" if why == "another platform" else "slack"

    assert client.post(f"/in/{platform}/{door}").status_code == 404


def test_to_take_a_message_in_costs_few_questions_however_many_there_are(client: Client) -> None:
    now = timezone.now()
    chat.says(client, "一", now)

    with CaptureQueriesContext(database) as asked:
        chat.says(client, "二", now)

    told = [one["sql"] for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    # whether settings changed; whether it is there; the row; two words to who waits. (The first finds the connection.)
    assert len(told) <= 6 + 1, told


@pytest.mark.requirement("SEC-073")
def test_secrets_are_sealed_for_their_row_alone() -> None:
    one, other = chat.connection("wecom"), chat.connection("wecom", name="other")

    assert "a-secret" not in one.sealed_secrets
    assert one.keys()["secret"] == "a-secret-of-the-application"
    other.sealed_secrets = one.sealed_secrets
    with pytest.raises(ValueError, match="no key opens"):
        other.secrets()
