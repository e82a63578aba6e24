"""A ticket is turned away politely, with a template and an article, and counted (TRI-05)."""

import pytest

from bihuan.front.workbench.tests.cast import FRAGMENT, a_ticket, chens, person, signed, signed_in
from bihuan.ground.catalogue.models import ReplyTemplate
from bihuan.practices.knowledge.models import Article, Use
from bihuan.tickets.models import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("TRI-05")]


def article(title: str, visibility: str = "public") -> Article:
    texts = {"zh-hans": (title, "一步一步来。"), "en": (f"{title} (en)", "Step by step.")}
    return Article.write(texts=texts, stamp=signed("陈"), state="published", visibility=visibility)


def test_an_article_that_the_person_may_read_is_offered_and_goes_along_as_a_link():
    ReplyTemplate.objects.create(
        code="self_help", name_zh="可以自己办", body_zh="{{person}}您好", body_en="-"
    )
    ticket = chens(a_ticket())
    public, secret = article("清洁打印机"), article("拆打印机", "staff")
    agent = signed_in("陈")

    dialog = agent.get(
        f"/desk/tickets/{ticket.number}/asking/refuse?template=self_help&article={public.number}", **FRAGMENT
    ).content.decode()
    sent = {"template": "self_help", "text": "您好，可以自己办。"}
    hidden = agent.post(f"/tickets/{ticket.number}/refusal", sent | {"article": secret.number}, **FRAGMENT)
    agent.post(f"/tickets/{ticket.number}/refusal", sent | {"article": public.number}, **FRAGMENT)

    ticket.refresh_from_db()
    refusal = Refusal.objects.get()
    words = ticket.entries.order_by("pk").last().text
    assert f"{person('林').name}您好</textarea>" in dialog
    assert f'value="{public.number}" checked' in dialog
    assert secret.number not in dialog
    assert hidden.status_code == 422
    assert ticket.state == "turned_away"
    assert (refusal.reason, refusal.article_number, refusal.by) == ("self_help", public.number, person("陈"))
    assert words.startswith("您好，可以自己办。\n\n[**清洁打印机**](")
    assert f"/library/{public.number})" in words
    assert Use.objects.get().article == public
    assert public.number in agent.get(f"/desk/tickets/{ticket.number}").content.decode()
