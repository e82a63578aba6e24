"""What is asked before something is done to a ticket: the dialogs, with what is known already filled in."""

import pytest

from bihuan.flow.triage.models import Suggestion
from bihuan.front.workbench.tests.cast import FRAGMENT, a_ticket, chens, person, signed, signed_in
from bihuan.ground.catalogue.models import ReplyTemplate
from bihuan.ground.people.models import Membership
from bihuan.practices.knowledge.models import Article, ArticleState, Use
from bihuan.tickets.models import Attempt, Result, Ticket

pytestmark = pytest.mark.django_db


def asked(ticket: Ticket, what: str, query: str = "", **more: str) -> str:
    answer = signed_in("陈").get(f"/desk/tickets/{ticket.number}/asking/{what}{query}", **FRAGMENT, **more)
    assert answer.status_code == 200
    return answer.content.decode()


def an_article(title: str = "打印机卡纸怎么处理") -> Article:
    return Article.write(
        texts={"zh-hans": (title, "取出卡住的纸。")}, state=ArticleState.PUBLISHED, stamp=signed("王")
    )


@pytest.mark.requirement("WRK-03")
def test_an_escalation_is_filled_from_the_check_list_and_goes_to_the_next_line():
    person("王")
    ticket = chens(a_ticket())
    Attempt.make(
        ticket, text="清队列", step="queue", result=Result.NO_EFFECT, note="没有任务", stamp=signed("陈")
    )

    form = asked(ticket, "escalate")

    assert '<option value="desktop" selected>' in form
    assert "清队列" in form
    assert "没有任务" in form
    assert "untried_because" not in form


def test_who_escalates_without_a_try_says_why():
    person("王")

    form = asked(chens(a_ticket()), "escalate")

    assert 'name="untried_because"' in form


def test_the_step_that_helped_is_proposed_as_the_solution():
    ticket = chens(a_ticket())
    Attempt.make(ticket, text="换搓纸轮", result=Result.HELPED, minutes=15, stamp=signed("陈"))
    Use.note(an_article(), ticket, signed("陈"))

    form = asked(ticket, "solve", HTTP_ACCEPT_LANGUAGE="en")

    assert ">换搓纸轮</textarea>" in form
    assert "15" in form
    assert "打印机卡纸怎么处理" in form


def test_a_hold_until_a_date_asks_for_the_date():
    ticket = chens(a_ticket())

    assert 'name="wakes_at"' not in asked(ticket, "hold")
    assert 'name="wakes_at"' in asked(ticket, "hold", "?reason=date")
    assert 'name="wakes_at"' not in asked(ticket, "hold", "?reason=nonsense")


def test_an_assignment_names_the_members_of_the_chosen_team_with_what_they_have():
    ticket = chens(a_ticket())
    Membership.objects.create(team=person("王").teams.get(), person=person("周"))

    form = asked(ticket, "assign", "?team=desktop")

    assert 'name="handler" value="wang"' in form
    assert 'name="handler" value="zhou"' in form
    assert 'name="handler" value="chen"' not in form


@pytest.mark.requirement("TRI-02", "TRI-03")
def test_a_classification_says_what_the_words_suggest_and_what_the_matrix_makes_of_it():
    ticket = chens(a_ticket())
    Suggestion.objects.create(
        ticket=ticket, category=ticket.category, impact=3, urgency=2, words=["卡纸", "打印机"]
    )

    usual, urgent = asked(ticket, "classify"), asked(ticket, "classify", "?impact=1&urgency=1")

    assert "卡纸、打印机" in usual
    assert 'class="priority" data-level="3"' in usual
    assert 'class="priority" data-level="1"' in urgent
    assert '<option value="hardware.printer" selected>' in usual


def test_a_ticket_is_turned_away_with_a_template_filled_for_the_person():
    ReplyTemplate.objects.create(
        code="out_of_scope", name_zh="不在范围", name_en="Out of scope", body_zh="{{person}}您好", body_en="-"
    )

    form = asked(chens(a_ticket()), "refuse")

    assert f"{person('林').name}您好</textarea>" in form


def test_the_question_for_missing_facts_names_them_and_can_be_edited():
    form = asked(chens(a_ticket()), "ask")

    assert 'name="field" value="device"' in form
    assert 'name="field" value="location"' in form
    assert "1. 设备型号：" in form


def test_only_the_facts_named_are_asked_for():
    form = asked(chens(a_ticket()), "ask", "?field=location")

    assert 'name="field" value="location"' in form
    assert 'value="device"' not in form


def test_reply_templates_are_offered_filled_without_those_that_the_house_sends():
    for code in ("calming", "acknowledgement"):
        ReplyTemplate.objects.create(
            code=code, name_zh=code, name_en=code, body_zh="{{person}}您好，{{number}}", body_en="-"
        )
    ticket = chens(a_ticket())

    offered = asked(ticket, "phrases")

    assert f"{person('林').name}您好，{ticket.number}" in offered
    assert "acknowledgement" not in offered


def test_articles_are_offered_that_hold_the_words():
    jam, vpn = an_article(), an_article("VPN怎么连接")

    found = asked(chens(a_ticket()), "articles", "?q=VPN")

    assert vpn.number in found
    assert jam.number not in found


def test_what_is_known_can_be_filled_in_by_hand():
    ticket = chens(a_ticket())
    form = asked(ticket, "fill")

    signed_in("陈").post(f"/tickets/{ticket.number}/answers", {"answer-device": "HP M428"})

    ticket.refresh_from_db()
    assert 'name="answer-device"' in form
    assert ticket.answers == {"device": "HP M428"}


def test_without_script_a_dialog_is_a_page_with_a_way_back():
    ticket = chens(a_ticket())

    page = signed_in("陈").get(f"/desk/tickets/{ticket.number}/asking/solve").content.decode()

    assert "<html" in page
    assert f'href="/desk/tickets/{ticket.number}"' in page
    assert "hx-post" not in page.split('id="asking-form"')[0].rsplit("<form", 1)[1]


def test_an_unknown_question_is_not_found():
    ticket = chens(a_ticket())

    assert signed_in("陈").get(f"/desk/tickets/{ticket.number}/asking/nothing").status_code == 404
