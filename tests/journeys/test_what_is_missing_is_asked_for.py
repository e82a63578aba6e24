"""A category may ask by itself for what it requires, and the answer by mail fills the form (REC-07)."""

import pytest

from bihuan.flow.intake.tests.cast import arrives, desk, mail, ticket_by
from bihuan.ground.catalogue.models import Category, CategoryVersion, ReplyTemplate, content_of
from bihuan.ground.channels.models import OutboundMessage
from bihuan.ground.people.tests.cast import person, stamp
from bihuan.tickets.tests.cast import a_category

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-07")]


@pytest.fixture(autouse=True)
def _box(db):
    person("林")
    desk()


def asking(*, at_once: bool = True) -> None:
    """Have the printer category require what it asks."""
    category = a_category()
    content = content_of(category)
    fields = [field | {"is_required": True} for field in content["fields"]]
    CategoryVersion.keep(category, content | {"fields": fields}, stamp("08:00"))
    Category.objects.filter(pk=category.pk).update(asks_at_once=at_once)
    body = "{{field_questions}}"
    ReplyTemplate.objects.create(code="asked_at_once", body_zh=body, body_en=body)


def test_the_receipt_asks_and_the_answer_fills_the_fields():
    asking()

    ticket = ticket_by(mail())
    receipt = OutboundMessage.objects.get()
    contacted_by_asking = ticket.first_contact_at
    quoted = "> 1. 设备型号：设备型号\n> 2. 位置：三楼"
    text = f"设备型号：Ｍ428\n\n在 2026年9月28日，服务台 <it@yunhe.example> 写道：\n{quoted}\n"
    arrives(mail(text, answers=receipt.message_id), "09:30")

    ticket.refresh_from_db()
    assert receipt.text.endswith("1. 设备型号：设备型号\n2. 位置：位置")
    assert ticket.history.get(kind="ticket.questions_put").facts == {"asked": ["设备型号", "位置"]}
    assert (ticket.state, contacted_by_asking) == ("new", None)
    assert ticket.answers == {"device": "Ｍ428", "location": "三楼"}


def test_no_category_asks_unless_it_is_set_to():
    asking(at_once=False)

    ticket = ticket_by(mail())

    assert not ticket.questions.exists()
    assert "设备型号：" not in OutboundMessage.objects.get().text
