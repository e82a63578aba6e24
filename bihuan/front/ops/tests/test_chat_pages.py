"""The pages on which chat platforms are connected."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bihuan.front.home.tests.cast import browser_of
from bihuan.front.ops.models import DeskEvent
from bihuan.ground.channels.models import ChatConnection, OutboundMessage
from bihuan.ground.channels.platforms import PLATFORMS
from bihuan.ground.channels.tests import chat, simulator
from bihuan.ground.channels.tests.calls import KEYS, MAKE
from bihuan.ground.people.tests.cast import person

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("INT-04")]


@pytest.fixture
def zhou() -> Client:
    """Return the administrator's browser, who reads English."""
    person("周", language="en")
    return browser_of("周")


def filled(platform: str, **changes: str) -> dict[str, str]:
    return {"name": "IT", "address": "", "is_active": "1"} | KEYS[platform] | changes


def new(platform: str) -> str:
    return reverse("chat-new", args=[platform])


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_platform_is_connected_on_a_page_and_its_messages_come_in(zhou: Client, platform: str) -> None:
    answer = zhou.post(new(platform), filled(platform))

    made = ChatConnection.objects.get()
    assert answer.headers["Location"] == reverse("chat-connection", args=[made.pk])
    assert made.keys() == KEYS[platform]
    door = f"/in/{platform}/{made.door}"
    assert door in zhou.get(answer.headers["Location"]).content.decode()
    call = MAKE[platform]("lin", "卡纸", "1.1", timezone.now())
    assert chat.delivers(Client(), call, made).status_code == 200
    assert "Takes messages in" in zhou.get(reverse("chat-connections")).content.decode()


@pytest.mark.requirement("SEC-083", "SEC-073")
def test_a_secret_stands_in_no_page_and_in_no_record_and_an_empty_field_keeps_it(zhou: Client) -> None:
    zhou.post(new("wecom"), filled("wecom"))
    made = ChatConnection.objects.get()
    page = reverse("chat-connection", args=[made.pk])
    empty = dict.fromkeys(PLATFORMS["wecom"].secrets, "")

    zhou.post(page, filled("wecom", name="总部") | empty)
    pages = [
        zhou.get(one).content.decode() for one in (page, reverse("chat-connections"), reverse("desk-record"))
    ]
    pages.append(zhou.post(page, filled("wecom", corp_id="")).content.decode())

    assert ChatConnection.objects.get().keys() == KEYS["wecom"]
    told = [*pages, str(list(DeskEvent.objects.values()))]
    secrets = [KEYS["wecom"][name] for name in ("secret", "encoding_aes_key")]
    assert not [secret for secret in secrets for text in told if secret in text]
    assert DeskEvent.objects.earliest("pk").facts["changes"]["secret"] == ["", "changed"]
    assert DeskEvent.objects.latest("pk").facts["changes"] == {"name": ["IT", "总部"]}


def test_a_secret_that_is_changed_counts_from_the_next_call_on(zhou: Client) -> None:
    zhou.post(new("slack"), filled("slack"))
    made = ChatConnection.objects.get()
    call = MAKE["slack"]("lin", "卡纸", "1.1", timezone.now())

    zhou.post(reverse("chat-connection", args=[made.pk]), filled("slack", signing_secret="another"))

    assert chat.delivers(Client(), call, made).status_code == 403
    assert "Its signature was wrong" in zhou.get(reverse("chat-connections")).content.decode()


def test_a_kept_secret_goes_to_no_other_address_than_before(zhou: Client) -> None:
    zhou.post(new("wecom"), filled("wecom"))
    page = reverse("chat-connection", args=[ChatConnection.objects.get().pk])

    answer = zhou.post(page, filled("wecom", address="https://evil.example", secret=""))

    assert answer.status_code == 422
    assert "type it again" in answer.content.decode()


def test_all_that_is_wrong_is_said_at_once_beside_the_fields(zhou: Client) -> None:
    wrong = filled(
        "wecom", name="", corp_id="ww 1", agent_id="", encoding_aes_key="short", address="chat.example"
    )

    shown = zhou.post(new("wecom"), wrong)

    assert shown.status_code == 422
    assert shown.content.decode().count("field-error") >= 5
    assert not ChatConnection.objects.exists()


def test_a_connection_is_tried_as_typed_and_nothing_is_kept(zhou: Client, settings: Any) -> None:
    settings.REACHABLE_NETWORKS = [ip_network("127.0.0.0/8")]
    with simulator.running() as platforms:
        address = f"http://127.0.0.1:{platforms.port}"
        good = zhou.post(new("feishu"), filled("feishu", address=address, **{"try": "1"}))
        bad = zhou.post(
            new("feishu"), filled("feishu", address=address, app_secret="another", **{"try": "1"})
        )

    assert "The platform knows the desk" in good.content.decode()
    assert "invalid app_secret" in bad.content.decode()
    assert not ChatConnection.objects.exists()


@pytest.mark.requirement("SEC-016")
def test_an_address_inside_that_the_operator_did_not_name_is_not_called(zhou: Client) -> None:
    answer = zhou.post(new("feishu"), filled("feishu", address="http://169.254.169.254", **{"try": "1"}))

    assert "does not call" in answer.content.decode()


def test_what_leaves_the_country_is_not_switched_on_by_itself(zhou: Client) -> None:
    pages = {platform: zhou.get(new(platform)).content.decode() for platform in ("slack", "wecom")}

    assert "PIPL" in pages["slack"]
    assert ["checked" in page.partition('name="is_active"')[2][:60] for page in pages.values()] == [
        False,
        True,
    ]


def test_the_list_costs_as_many_questions_however_many_connections_there_are(zhou: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(database) as seen:
            zhou.get(reverse("chat-connections"))
        return len(seen)

    one = chat.connection("wecom")
    before = asked()
    for platform in ("dingtalk", "feishu", "slack"):
        chat.connection(platform)
    OutboundMessage.objects.create(
        connection=one, address="lin", purpose="reply", language="en", subject="s", text="t", message_id="m",
        written_at=timezone.now(), next_try_at=timezone.now(), state="failed",
    )  # fmt: skip

    assert asked() == before
    assert "1 answer not delivered" in zhou.get(reverse("chat-connections")).content.decode()
