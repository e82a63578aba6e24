from __future__ import annotations

import pytest
from django.utils import timezone

from bihuan.front.home.tests.looking import LOOKS, Window, faults_of
from bihuan.front.ops.models import DeskEvent
from bihuan.front.ops.tests.test_mail_pages import came, went
from bihuan.ground.channels.models import InboundMessage, InboundState, OutboundState
from bihuan.ground.channels.tests.chat import connection
from bihuan.ground.people.tests.cast import person
from bihuan.kit.work.models import Heartbeat

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs("chromium"),
    pytest.mark.needs("fonts"),
]


@pytest.mark.parametrize("look", LOOKS)
def test_pages_of_mail_and_settings_can_be_read_by_all(look: str, window: Window) -> None:
    message, kept = came(), went(OutboundState.KEPT)
    refusing = connection("feishu")
    refusing.note_refused("wrong signature", timezone.now())
    Heartbeat.beat("worker", timezone.now())
    page = window.open(look, person("周"))

    for address in (
        "mail",
        "mail/boxes/kept",
        f"mail/messages/{message.pk}",
        f"mail/letters/{kept.pk}",
        "settings",
        f"settings/mailboxes/{kept.mailbox_id}",
        "settings/chats",
        f"settings/chats/{refusing.pk}",
        "settings/chats/new/slack",
        "settings/health",
        "settings/record",
    ):
        page.goto(f"/desk/{address}")
        assert (address, faults_of(page)) == (address, [])


def test_a_message_is_put_away_in_a_dialog_that_asks_why(window: Window) -> None:
    message = came()
    page = window.open(person=person("周"))
    page.goto(f"/desk/mail/messages/{message.pk}")

    page.click('[data-opens="discard"]')
    page.fill("#f-why", "格式损坏的广告")
    page.click('#discard button[type="submit"]')
    page.wait_for_selector("a[href='/desk/mail/boxes/incoming']")

    assert InboundMessage.objects.get().state == InboundState.IGNORED
    assert DeskEvent.objects.get().why == "格式损坏的广告"
