"""What only a browser can tell of the pages for those who ask."""

import re

import pytest

from bihuan.front.home.tests.looking import LOOKS, faults_of, settle
from bihuan.front.portal.tests.cast import a_category, a_portal, a_ticket, asked, closed, held, person, stamp
from bihuan.ground.catalogue.models import FormField
from bihuan.practices.knowledge.models import Article, ArticleState, Visibility
from bihuan.tickets.models import Ticket

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.needs("fonts"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def portal(transactional_db):
    a_portal()
    a_category()
    texts = {
        "zh-hans": ("打印机卡纸怎么办", "先关机，再取纸。"),
        "en": ("A paper jam", "Switch it off first."),
    }
    Article.write(
        texts=texts,
        stamp=stamp("08:00"),
        visibility=Visibility.PUBLIC,
        state=ArticleState.PUBLISHED,
        category=a_category(),
    )


@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_can_be_read_by_all_and_keep_the_content_policy(window, portal, look):
    waiting, (solved, solved_link), (done, rate_link) = held(), asked(), closed()
    own = [f"/portal/tickets/{ticket.number}" for ticket in (waiting, solved, done)]
    lists = [
        "/portal",
        "/portal/ask",
        "/portal/ask/hardware.printer",
        "/portal/tickets",
        "/portal/search?q=x",
    ]
    links = [f"/solved/{solved_link}", f"/rate/{rate_link}", "/portal/helped", f"{own[0]}/receipt"]
    page = window.open(look, person("林"))

    for path in [*lists, *own, *links]:
        page.goto(path)
        assert faults_of(page) == [], path


def test_a_request_is_made_right_where_it_is_wrong_and_sent_once(window, portal):
    page = window.open("phone, dark, English", person("林"))
    page.goto("/portal/ask/hardware.printer")
    settle(page)

    page.set_input_files("input[type=file]", {"name": "a.txt", "mimeType": "text/plain", "buffer": b"x"})
    page.fill("[name=phone]", "8316")
    page.click(".stick-actions [type=submit]")
    page.wait_for_selector("#e-title")
    kept = (
        page.input_value("[name=phone]"),
        page.evaluate("document.querySelector('input[type=file]').files.length"),
    )
    page.fill("[name=title]", "Paper jam on the third floor")
    page.fill("[name=description]", "It jams at every page.")
    page.click(".stick-actions [type=submit]")
    page.wait_for_url(re.compile("/receipt$"))

    assert kept == ("8316", 1)
    assert faults_of(page) == []
    assert Ticket.objects.get().entries.get().enclosures.count() == 1


@pytest.mark.requirement("TRI-01")
def test_what_is_asked_and_what_is_required_follow_the_answers_as_they_are_typed(window, portal):
    needs_code = {"field": "device", "is": "equals", "value": "M428"}
    fields = FormField.objects.filter(category=a_category())
    fields.create(
        category=a_category(),
        key="code",
        label_zh="代码",
        position=2,
        is_required=True,
        shown_when=needs_code,
    )
    fields.filter(key="location").update(position=3, required_when={"field": "code", "is": "filled"})
    page = window.open("wide, light, Chinese", person("林"))
    page.goto("/portal/ask/hardware.printer")
    settle(page)
    page.click("#more summary")

    def asked_and_required() -> tuple[bool, bool]:
        place = page.locator("[data-field=location] .field-required")
        return page.is_visible("[name=answer-code]"), place.count() == 1

    seen = [asked_and_required()]
    for name, words in [("device", "M428"), ("code", "13.20"), ("device", "X1")]:
        page.fill(f"[name=answer-{name}]", words)
        seen.append(asked_and_required())

    assert seen == [(False, False), (True, False), (True, True), (False, False)]
    assert faults_of(page) == []


def test_an_answer_appears_in_the_conversation_and_the_field_is_empty_again(window, portal):
    ticket = a_ticket()
    page = window.open("wide, light, Chinese", person("林"))
    page.goto(f"/portal/tickets/{ticket.number}")
    settle(page)

    page.fill("#composer [name=text]", "又卡了一次。")
    page.click("#composer [type=submit]")
    page.wait_for_selector("#now >> text=又卡了一次。")

    assert page.input_value("#composer [name=text]") == ""
    assert faults_of(page) == []


def test_the_question_by_link_is_answered_without_script(window, portal):
    ticket, token = asked()
    page = window.open(java_script_enabled=False)

    page.goto(f"/solved/{token}")
    page.click("#no summary")
    page.fill("[name=words]", "还是卡纸")
    page.click("#no [type=submit]")

    assert page.locator("form [name=solved]").count() == 0
    assert Ticket.objects.get(pk=ticket.pk).state == "in_progress"
