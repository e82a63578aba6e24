"""What only a browser can tell of the desk: keys, what is shown without a reload, and that all can read it."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from bihuan.front.home.tests.looking import LOOKS, faults_of, settle
from bihuan.front.workbench.tests.cast import (
    a_ticket,
    chens,
    due_in,
    person,
    signed,
    talked,
    tickets_of_chen,
)
from bihuan.ground.people.models import Department, Person
from bihuan.practices.knowledge.models import Article, ArticleState
from bihuan.tickets.models import Attempt, Entry, Resolution, Result, Ticket

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.needs("fonts"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def ticket(transactional_db) -> Ticket:
    """Return a ticket of 陈 with something of everything on its page."""
    person("王")
    found = due_in(talked(chens(a_ticket(came={"html": "<p>卡纸</p>", "quoted": "旧信"})), 3), 90)
    Entry.note(found, text="内部：下周报废", stamp=signed("陈", 20))
    Attempt.make(found, text="清队列", step="queue", result=Result.NO_EFFECT, stamp=signed("陈", 10))
    Article.write(
        texts={"zh-hans": ("打印机卡纸怎么处理", "取出卡住的纸。")},
        state=ArticleState.PUBLISHED,
        category=found.category,
        stamp=signed("王"),
    )
    return found


def what_comes_later_is_there(page: Page) -> None:
    """Wait for the panels that ask for themselves once the page is there."""
    expect(page.locator("#ticket-beside .skeleton, #others:empty, #knowledge-0")).to_have_count(0)
    if "/asking/" not in page.url and "/desk/tickets/" in page.url:
        page.wait_for_selector("#p-knowledge", state="attached")


@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_of_the_desk_can_be_read_by_all(window, ticket, look):
    solved = chens(a_ticket("解决了的"))
    Resolution.propose(solved, solution="换了搓纸轮", stamp=signed("陈"))
    page = window.open(look, person("陈"))
    own = [f"/desk/tickets/{ticket.number}", f"/desk/tickets/{solved.number}"]

    for path in [
        "/desk/queues/mine",
        "/desk/queues/due",
        "/desk/queues/mine?filters=1&priority=1",
        *own,
        f"{own[0]}/asking/escalate",
        "/desk/calls/new?person=lin",
        "/desk/search?q=打印",
        "/desk/people/lin",
    ]:
        page.goto(path)
        what_comes_later_is_there(page)
        assert faults_of(page) == [], path


@pytest.mark.parametrize(
    "what", ["escalate", "solve", "hold", "assign", "classify", "ask", "fill", "articles"]
)
def test_what_opens_over_the_ticket_can_be_read_by_all(window, ticket, what):
    page = window.open("wide, light, Chinese", person("陈"))
    page.goto(f"/desk/tickets/{ticket.number}")
    settle(page)
    what_comes_later_is_there(page)

    page.evaluate("what => document.querySelector(`a[href$='/asking/${what}']`).click()", what)
    expect(page.locator("#asking-dialog")).to_be_visible()
    page.wait_for_timeout(250)

    assert faults_of(page) == []


def test_j_and_k_walk_through_a_queue_and_enter_opens(window, transactional_db):
    first, second = (ticket.number for ticket in tickets_of_chen(2))
    page = window.open("wide, light, Chinese", person("陈"))
    page.goto("/desk/queues/mine")
    settle(page)

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**/desk/tickets/{second}*")
    what_comes_later_is_there(page)
    assert first != second


def test_r_writes_to_the_person_n_a_note_and_e_escalates(window, ticket):
    page = window.open("wide, light, Chinese", person("陈"))
    page.goto(f"/desk/tickets/{ticket.number}")
    settle(page)

    page.keyboard.press("r")
    page.keyboard.type("请重启打印机")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#story")).to_contain_text("请重启打印机")
    expect(page.locator("#f-text")).to_have_value("")
    page.locator("h1").click()
    page.keyboard.press("n")
    page.keyboard.type("备件已到")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#story [data-kind=note]").last).to_contain_text("备件已到")
    page.locator("h1").click()
    page.keyboard.press("e")
    expect(page.locator("#asking form[action$='/escalations']")).to_be_visible()

    kinds = list(ticket.entries.order_by("-pk").values_list("kind", "text")[:2])
    assert kinds == [("note", "备件已到"), ("reply", "请重启打印机")]


def test_a_dialog_keeps_its_words_when_the_desk_refuses_and_closes_once_it_is_done(window, ticket):
    page = window.open("wide, light, Chinese", person("陈"))
    page.goto(f"/desk/tickets/{ticket.number}")
    settle(page)

    page.keyboard.press("h")
    page.locator("#asking [name=reason][value=date]").check(force=True)
    page.locator("#f-why").fill("等备件")
    page.locator("#asking [name=wakes_at]").fill("2020-01-01T09:00")
    page.locator("#asking [type=submit]").click()
    expect(page.locator("#e-wakes_at")).to_be_visible()
    expect(page.locator("#f-why")).to_have_value("等备件")
    page.locator("#asking [name=wakes_at]").fill("2099-01-01T09:00")
    page.locator("#asking [type=submit]").click()

    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("#ticket-aside")).to_contain_text("等备件")


def test_each_step_of_the_check_list_leads_to_the_next(window, ticket):
    page = window.open("wide, light, Chinese", person("陈"))
    page.goto(f"/desk/tickets/{ticket.number}")
    settle(page)

    page.locator("form:has([name=step][value=power]) [value=helped]").click()
    expect(page.locator("#p-checks")).to_contain_text("2/2")

    assert ticket.attempts.filter(step="power", result="helped").exists()


def test_an_article_is_put_into_the_answer_and_noted_as_used(window, ticket):
    page = window.open("wide, light, Chinese", person("陈"))
    page.goto(f"/desk/tickets/{ticket.number}")
    settle(page)

    page.wait_for_timeout(500)  # until what a slow machine draws last has been drawn

    page.locator("#p-knowledge form[data-inserts] button").first.click()

    expect(page.locator("#f-text")).to_have_value("取出卡住的纸。\n")
    page.wait_for_timeout(300)
    assert ticket.knowledge_used.count() == 1


def test_ticked_rows_are_counted_and_taken_at_once(window, transactional_db):
    tickets = [a_ticket() for _nth in range(2)]
    Ticket.objects.update(team=person("陈").teams.get())
    page = window.open("wide, light, Chinese", person("陈"))
    page.goto("/desk/queues/team")
    settle(page)

    expect(page.locator("[data-bar]")).to_be_hidden()
    page.locator("[data-all]").check()
    expect(page.locator("[data-ticked]")).to_contain_text("2")
    page.locator("[data-bar] [value=claim]").click()
    expect(page.locator("#toasts .toast")).to_be_visible()

    assert set(Ticket.objects.values_list("handler__username", flat=True)) == {"chen"}
    assert len(tickets) == 2


def test_a_call_shows_who_rings_and_what_the_words_make_of_it(window, ticket):
    page = window.open("wide, light, Chinese", person("陈"))
    page.goto("/desk/calls/new")
    settle(page)

    page.locator("#f-person").fill("林")
    page.locator("#l-person [role=option]").first.click()
    expect(page.locator("#caller")).to_contain_text(person("林").email)
    page.locator("#f-title").press_sequentially("打印机卡纸")
    expect(page.locator("#about")).to_contain_text("卡纸")
    page.locator("[name=answer-device]").fill("HP M428")
    with page.expect_response("**/desk/calls/about*"):
        page.locator("[name=urgency]").select_option("1")
    page.wait_for_timeout(200)
    expect(page.locator("[name=answer-device]")).to_have_value("HP M428")
    page.locator("#call [type=submit]").click()

    page.wait_for_url("**/desk/tickets/*")
    filed = Ticket.objects.latest("pk")
    assert (filed.channel, filed.answers, filed.urgency) == ("phone", {"device": "HP M428"}, 1)


def test_an_open_queue_shows_a_new_ticket_and_an_open_ticket_a_new_word_without_a_reload(
    browser, living_desk, ticket
):
    client = Client()
    client.force_login(person("陈"))
    cookie = {"name": "bihuan", "value": client.cookies["bihuan"].value, "url": living_desk}
    context = browser.new_context(base_url=living_desk, locale="zh-CN")
    context.add_cookies([cookie])
    queue, page = context.new_page(), context.new_page()
    queue.goto("/desk/queues/mine")
    settle(queue)
    page.goto(f"/desk/tickets/{ticket.number}")
    settle(page)
    page.wait_for_timeout(1500)

    chens(a_ticket("刚刚到的"))
    Entry.answer(ticket, text="还是卡纸", stamp=signed("林", via="email"))

    expect(page.locator("#story")).to_contain_text("还是卡纸", timeout=4000)
    queue.bring_to_front()
    expect(queue.locator("#queue-rows")).to_contain_text("刚刚到的", timeout=4000)
    context.close()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_title_keeps_its_room_in_a_queue_whatever_stands_beside_it(window, ticket, language):
    long = "集团仓储物流与运输管理中心 Warehouse, logistics and transport"
    far = Department.objects.create(code="far", name_zh=long, name_en=long)
    Person.objects.filter(pk=ticket.person_id).update(department=far, name="Bartholomew Featherstonehaugh")
    page = window.open(person=person("陈"))
    Person.objects.filter(pk=person("陈").pk).update(language=language)

    page.goto("/desk/queues/mine")
    settle(page)

    frame = page.locator(".table-frame").first
    assert long in frame.inner_text()
    assert page.locator("td.grow").first.bounding_box()["width"] >= 170
    assert frame.evaluate("frame => frame.scrollWidth <= frame.clientWidth")
