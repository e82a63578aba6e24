import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bihuan.flow.sla.models import Clock
from bihuan.front.portal.tests.cast import (
    a_portal,
    a_ticket,
    asked,
    assigned,
    at,
    browser_of,
    closed,
    held,
    person,
    solved,
    stamp,
)
from bihuan.front.portal.urls import urlpatterns
from bihuan.ground.calendars.models import Calendar, Region
from bihuan.practices.surveys.models import Survey
from bihuan.tickets.lifecycle import HoldReason, State
from bihuan.tickets.models import Entry, Hold, Question, Ticket
from bihuan.tickets.reactions import put_into_index

pytestmark = pytest.mark.django_db

OF_A_TICKET = [
    one.name for one in urlpatterns if "number" in one.pattern.converters and "tickets" in str(one.pattern)
]
READ = ("portal-ticket", "portal-now", "portal-receipt")


@pytest.fixture(autouse=True)
def portal(db):
    a_portal()


def page_of(ticket: Ticket, who: str = "林") -> str:
    answer = browser_of(who).get(reverse("portal-ticket", args=[ticket.number]))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.requirement("SLA-03")
def test_a_promise_that_runs_into_a_year_nobody_has_confirmed_is_called_expected():
    ticket = a_ticket()
    region = Region.objects.create(code="CN", name_zh="中国大陆", name_en="China", confirmed_until=2025)
    calendar = Calendar.objects.create(code="x", name_zh="办公", name_en="Office", week={}, region=region)
    due_at = at("2099-01-20 09:00")
    Clock.objects.create(
        ticket=ticket,
        promise="resolution",
        calendar=calendar,
        started_at=at("09:00"),
        allowed=due_at - at("09:00"),
        due_at=due_at,
    )

    assert "期间的节假日尚未确认" in page_of(ticket)

    Region.objects.update(confirmed_until=2099)
    assert "期间的节假日尚未确认" not in page_of(ticket)


def state_of(ticket: Ticket) -> str:
    return Ticket.objects.values_list("state", flat=True).get(pk=ticket.pk)


def post(ticket: Ticket, door: str, told: dict[str, object] | None = None, **more: bool):
    return browser_of("林", **more).post(reverse(f"portal-{door}", args=[ticket.number]), told or {})


@pytest.mark.requirement("SEC-046")
@pytest.mark.parametrize("name", OF_A_TICKET)
def test_anothers_ticket_is_no_ticket_also_for_agents_and_a_stranger_signs_in(name):
    ticket = assigned(a_ticket())
    address = reverse(name, args=[ticket.number])
    method = "GET" if name in READ else "POST"

    answers = {
        who: browser_of(who).generic(method, address).status_code for who in ("路人", "陈", "周", None)
    }

    assert answers == {"路人": 404, "陈": 404, "周": 404, None: 302}
    assert browser_of("林").generic(method, reverse(name, args=["IT-00000000-0000"])).status_code == 404


@pytest.mark.requirement("SEC-004")
@pytest.mark.parametrize("name", [one.name for one in urlpatterns if one.name not in ("solved", "rate")])
def test_every_door_of_the_portal_asks_a_stranger_to_sign_in(name):
    pattern = next(one for one in urlpatterns if one.name == name).pattern
    address = reverse(name, args=["x"] * len(pattern.converters))

    answers = [browser_of(None).generic(method, address) for method in ("GET", "POST")]

    assert [
        answer.status_code == 405 or answer.headers.get("Location", "").startswith("/account/login/")
        for answer in answers
    ] == [True, True]


def test_each_shelf_holds_its_tickets_in_pages():
    for n in range(21):
        a_ticket(title=f"open {n}")
    waiting, (done, _token) = held(title="waiting"), closed(title="done")
    aside = assigned(a_ticket(title="aside"))
    Hold.begin(aside, reason=HoldReason.VENDOR, stamp=stamp("09:30"))
    browser = browser_of("林")

    def shown(query: str) -> list[str]:
        page = browser.get(f"/portal/tickets{query}").content.decode()
        return re.findall(r'mine-card" href="/portal/tickets/([\w-]+)"', page)

    first = browser.get("/portal/tickets?show=open").content.decode()
    older = re.search(r'href="(\?[^"]*before=\d+)" rel="next"', first)[1].replace("&amp;", "&")
    assert len(shown("")) == len(shown("?show=open")) == 20
    assert "show=open" in older
    assert len(shown(older)) == 3
    assert shown("?show=asked") == [waiting.number]
    assert shown("?show=done") == [done.number]
    assert shown("?q=WAIT") == [waiting.number]
    assert shown(f"?q={waiting.number.lower()}&show=open") == [waiting.number]


def test_a_question_answered_twice_over_is_counted_once():
    ticket, _token = asked()
    for clock in ("08:10", "08:20"):
        Hold.objects.create(ticket=ticket, reason=HoldReason.PERSON, since=at(clock), until=at(clock))

    page = browser_of("林").get("/portal").content.decode()

    assert re.findall(r'class="[^"]*count[^"]*"[^>]*>(\d+)<', page) in (["1"], ["1", "1"])


def test_empty_shelves_say_what_to_do_next():
    for query in ("", "?show=asked", "?show=done", "?q=nothing", "?show=nonesuch", "?before=x"):
        page = browser_of("林").get(f"/portal/tickets{query}").content.decode()

        assert 'class="empty-title"' in page


@pytest.mark.parametrize("path", ["/portal", "/portal/tickets", "/portal/tickets?show=done", "/portal/ask"])
def test_a_list_costs_the_same_whatever_it_shows(
    path, django_assert_num_queries, django_assert_max_num_queries
):
    browser = browser_of("林")
    held()
    closed()
    browser.get(path)
    with django_assert_max_num_queries(8) as one:
        browser.get(path)

    for n in range(60):
        held(title=f"held {n}")
        closed(title=f"closed {n}")
    with django_assert_num_queries(len(one)):
        browser.get(path)


def test_a_tickets_page_costs_the_same_however_long_its_story(
    django_assert_num_queries, django_assert_max_num_queries
):
    ticket = assigned(a_ticket())
    browser, address = browser_of("林"), reverse("portal-ticket", args=[ticket.number])
    Entry.reply(ticket, text="一", stamp=stamp("09:10"))
    with django_assert_max_num_queries(16) as one:
        browser.get(address)

    for n in range(40):
        Entry.reply(ticket, text=f"第{n}条", stamp=stamp("09:20"))
        Entry.answer(ticket, text=f"第{n}条", stamp=stamp("09:20", by="林"))
    with django_assert_num_queries(len(one)):
        browser.get(address)


@pytest.mark.requirement("SEC-062")
@pytest.mark.requirement("SEC-062")
def test_what_agents_say_among_themselves_is_not_shown():
    ticket = assigned(a_ticket())
    Entry.note(ticket, text="只给同事看", stamp=stamp("09:10"))
    Entry.reply(ticket, text="请**重启**<script>alert(1)</script>", stamp=stamp("09:20"))

    page = page_of(ticket)

    assert "只给同事看" not in page
    assert "<strong>重启</strong>" in page
    assert "<script>alert" not in page


def test_the_person_answers_with_what_was_asked_and_the_work_goes_on():
    ticket = assigned(a_ticket())
    Question.put(ticket, fields=list(ticket.category.fields.all()), text="请补充", stamp=stamp("09:10"))

    page = page_of(ticket)
    answer = post(
        ticket,
        "answers",
        {"answer-device": "M428", "text": "谢谢", "files": SimpleUploadedFile("a.txt", b"x")},
    )

    said = Entry.objects.filter(ticket=ticket).order_by("pk").last()
    assert 'name="answer-device"' in page
    assert (answer.status_code, answer["Location"]) == (302, f"/portal/tickets/{ticket.number}")
    assert "M428" in said.text
    assert said.enclosures.get().file.name == "a.txt"
    assert state_of(ticket) == State.IN_PROGRESS


@pytest.mark.parametrize("is_fragment", [False, True])
def test_an_empty_answer_is_told_so_beside_the_field(is_fragment):
    ticket = assigned(a_ticket())
    before = Entry.objects.count()

    answer = post(ticket, "answers", {"text": " "}, is_fragment=is_fragment)

    assert answer.status_code == 422
    assert 'id="e-text"' in answer.content.decode()
    assert Entry.objects.count() == before


def test_a_word_on_what_was_over_takes_it_up_again_but_thanks_do_not():
    done, thanked = solved(), solved(title="谢谢")

    post(done, "answers", {"text": "还是卡纸"})
    post(thanked, "answers", {"text": "谢谢！"})

    assert state_of(done) == State.IN_PROGRESS
    assert state_of(thanked) == State.RESOLVED


def test_the_person_nudges_once_in_a_while_and_withdraws():
    ticket = assigned(a_ticket())

    nudged, again = post(ticket, "nudges"), post(ticket, "nudges", is_fragment=True)
    withdrawn = post(ticket, "withdrawal", is_fragment=True)

    assert nudged.status_code == 302
    assert (again.status_code, again["HX-Retarget"]) == (409, "#toasts")
    assert 'id="now"' in withdrawn.content.decode()
    assert state_of(ticket) == State.WITHDRAWN


@pytest.mark.requirement("CLS-01")
def test_the_person_says_on_the_page_whether_it_is_solved():
    yes, no = asked()[0], asked(title="还没有")[0]

    page = page_of(yes)
    post(yes, "confirmation", {"solved": "yes"})
    post(no, "confirmation", {"solved": "no", "words": "还是卡"})
    unclear = post(asked(title="不清楚")[0], "confirmation", {"solved": "maybe"})
    late = post(yes, "confirmation", {"solved": "no"})

    assert "换了进纸轮。" in page
    assert state_of(yes) == State.CONFIRMED
    assert state_of(no) == State.IN_PROGRESS
    assert Entry.objects.filter(ticket=no).order_by("pk").last().text == "还是卡"
    assert (unclear.status_code, late.status_code) == (422, 409)


@pytest.mark.requirement("CLS-03")
def test_the_person_rates_on_the_page_once():
    ticket, _token = closed()

    empty = post(ticket, "rating", {"speed": "3"})
    post(ticket, "rating", {"overall": "4", "speed": "3", "words": "很快"})
    again = post(ticket, "rating", {"overall": "1"})

    survey = Survey.objects.get(ticket=ticket)
    assert empty.status_code == 422
    assert 'id="e-overall"' in empty.content.decode()
    assert (survey.overall, survey.speed, survey.words) == (4, 3, "很快")
    assert again.status_code == 409


def test_a_search_finds_own_tickets_and_no_others():
    mine, others = a_ticket(title="VPN 809"), a_ticket(title="VPN 691")
    Ticket.objects.filter(pk=others.pk).update(person=person("路人"))
    for ticket in (mine, others):
        put_into_index(Ticket.objects.get(pk=ticket.pk))

    page = browser_of("林").get("/portal/search?q=VPN").content.decode()

    assert mine.number in page
    assert others.number not in page
