from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.front.ops.models import DeskEvent
from bihuan.front.planning.replies.form import LONGEST
from bihuan.ground.catalogue.delivering import deliver, delivered_replies
from bihuan.ground.catalogue.models import ReplyTemplate
from bihuan.ground.people import delivering as people
from bihuan.ground.people.tests.cast import person

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("TRI-05", "WRK-08")]


@pytest.fixture
def desk() -> Client:
    people.deliver()
    deliver()
    client = Client()
    client.force_login(person("周"))
    return client


def typed(code: str, **instead: str) -> dict[str, str]:
    template = ReplyTemplate.objects.get(code=code)
    return {name: getattr(template, name) for name in LONGEST} | instead


def test_a_template_is_changed_in_the_book_of_the_desk_and_put_back_as_delivered(desk: Client) -> None:
    address = reverse("reply", args=["out_of_scope"])

    desk.post(address, typed("out_of_scope", body_zh="{{person}}您好，请联系行政部。"))
    overview = desk.get(reverse("replies")).content.decode()
    deliver()  # the next start leaves it
    changed = ReplyTemplate.objects.get(code="out_of_scope").body_zh
    desk.post(reverse("reply-delivered", args=["out_of_scope"]))

    template = ReplyTemplate.objects.get(code="out_of_scope")
    first, second = DeskEvent.objects.order_by("pk")
    assert changed == "{{person}}您好，请联系行政部。"
    assert "此处已修改" in overview
    assert template.body_zh == delivered_replies()["out_of_scope"]["body_zh"]
    assert first.facts["changes"] == {"body_zh": [template.body_zh, changed]}
    assert second.facts["changes"] == {"body_zh": [changed, template.body_zh]}


def test_what_is_wrong_is_said_beside_each_field_at_once_and_nothing_is_kept(desk: Client) -> None:
    wrong = {"name_en": "", "body_zh": "{{persons}}您好 {{field_questions}}", "body_en": "Tell us more."}

    answer = desk.post(reverse("reply", args=["missing_facts"]), typed("missing_facts", **wrong))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert all(f'id="e-{name}"' in page for name in wrong)
    assert "{{persons}}" in page
    assert not DeskEvent.objects.exists()


def test_the_delivered_words_that_turn_away_are_there_for_each_reason_in_both_languages(desk: Client) -> None:
    page = desk.get(reverse("replies")).content.decode()

    for code in ("out_of_scope", "self_help", "outage_known"):
        texts = delivered_replies()[code]
        assert texts["name_zh"] in page
        assert all("{{person}}" in texts[body] for body in ("body_zh", "body_en"))
