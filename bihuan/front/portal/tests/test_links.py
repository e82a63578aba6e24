import pytest
from django.test import Client

from bihuan.front.portal.tests.cast import a_demo, asked, browser_of, closed, person
from bihuan.practices.surveys.models import Survey
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Confirmation, Entry, Ticket, TicketEvent

pytestmark = pytest.mark.django_db


def state_of(ticket: Ticket) -> str:
    return Ticket.objects.values_list("state", flat=True).get(pk=ticket.pk)


@pytest.mark.requirement("SEC-080")
@pytest.mark.requirement("CLS-01")
@pytest.mark.requirement("SEC-080")
def test_to_look_at_the_question_changes_nothing_however_often():
    ticket, token = asked()
    events = TicketEvent.objects.count()

    pages = [Client().generic(method, f"/solved/{token}") for method in ("GET", "HEAD", "GET")]

    assert [page.status_code for page in pages] == [200] * 3
    assert pages[0].content.decode().count('name="solved"') == 2
    assert pages[0]["Cache-Control"] == "no-store"
    assert "换了进纸轮。" in pages[0].content.decode()
    assert state_of(ticket) == State.RESOLVED
    assert Confirmation.objects.get().answered_at is None
    assert TicketEvent.objects.count() == events


@pytest.mark.requirement("CLS-01")
def test_yes_confirms_in_the_persons_name_and_is_said_once():
    ticket, token = asked()

    answer = Client().post(f"/solved/{token}", {"solved": "yes"}, follow=True)
    again = Client().post(f"/solved/{token}", {"solved": "no"}, follow=True)

    event = TicketEvent.objects.order_by("pk").last()
    assert answer.redirect_chain == [(f"/solved/{token}", 302)]
    assert 'name="solved"' not in again.content.decode()
    assert state_of(ticket) == State.CONFIRMED
    assert (event.by, event.via) == (person("林"), "link")


@pytest.mark.requirement("CLS-01")
def test_no_takes_it_up_again_with_what_is_still_wrong():
    ticket, token = asked()

    Client().post(f"/solved/{token}", {"solved": "no", "words": "还是卡纸"})

    assert state_of(ticket) == State.IN_PROGRESS
    assert Entry.objects.filter(ticket=ticket).order_by("pk").last().text == "还是卡纸"


def test_an_answer_that_is_neither_is_refused():
    ticket, token = asked()

    assert Client().post(f"/solved/{token}", {"solved": "perhaps"}).status_code == 422
    assert state_of(ticket) == State.RESOLVED


def test_a_question_that_was_overtaken_says_so():
    ticket, token = asked()
    Ticket.objects.filter(pk=ticket.pk).update(state=State.IN_PROGRESS)

    page = Client().get(f"/solved/{token}")
    Client().post(f"/solved/{token}", {"solved": "yes"})

    assert 'name="solved"' not in page.content.decode()
    assert state_of(ticket) == State.IN_PROGRESS


@pytest.mark.requirement("SEC-080")
@pytest.mark.requirement("CLS-03")
def test_a_rating_is_given_once_and_to_look_at_it_gives_none():
    ticket, token = closed()

    looked = Client().get(f"/rate/{token}").content.decode()
    was_answered = Survey.objects.get(ticket=ticket).answered_at
    empty = Client().post(f"/rate/{token}", {"skill": "5", "words": "很好"})
    Client().post(f"/rate/{token}", {"overall": "5", "skill": "4"})
    again = Client().post(f"/rate/{token}", {"overall": "1"})

    survey = Survey.objects.get(ticket=ticket)
    assert looked.count('type="radio"') == 20
    assert was_answered is None
    assert empty.status_code == 422
    assert 'id="e-overall"' in empty.content.decode()
    assert "很好" in empty.content.decode()
    assert (survey.overall, survey.skill, survey.speed) == (5, 4, None)
    assert 'type="radio"' not in again.content.decode()


@pytest.mark.requirement("SEC-028")
@pytest.mark.requirement("SEC-028")
@pytest.mark.parametrize("way", ["solved", "rate"])
def test_a_link_that_opens_nothing_answers_alike_and_trying_many_is_stopped(way):
    answers = [Client().get(f"/{way}/{n}") for n in range(21)]
    _ticket, token = asked()

    assert [answer.status_code for answer in answers] == [404] * 20 + [429]
    assert answers[0].content.decode().count("<h1") == 1
    assert Client().get(f"/solved/{token}").status_code == 200


def test_the_page_speaks_the_tickets_language_unless_the_reader_has_chosen_one():
    _ticket, token = asked(language="en")
    chosen = Client()
    chosen.post("/language", {"language": "zh-hans"})
    signed_in = browser_of("林")

    spoken = [browser.get(f"/solved/{token}").content.decode() for browser in (Client(), chosen, signed_in)]

    assert ['<html lang="en"' in page for page in spoken] == [True, False, False]


def test_the_pages_behind_links_say_that_this_is_a_demo():
    _ticket, token = asked()
    before = Client().get(f"/solved/{token}").content.decode()
    a_demo()

    assert "banner-page" not in before
    assert "banner-page" in Client().get(f"/solved/{token}").content.decode()
