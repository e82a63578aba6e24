"""What follows when nobody says whether it is solved."""

from datetime import timedelta

import pytest

from bihuan.ground.calendars.delivering import deliver as deliver_calendars
from bihuan.ground.catalogue.models import ReplyTemplate
from bihuan.ground.channels.models import OutboundMessage, Purpose
from bihuan.tickets.events import Confirmed
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Resolution
from bihuan.tickets.silence import count_due, follow_up_next
from bihuan.tickets.tests.cast import a_ticket, assigned, at, stamp

pytestmark = pytest.mark.django_db

# Solved on Monday; from 1 to 7 October the office is closed, and on Saturday, the 10th, it is open.
ASKED, REMINDED, OVER = "2026-09-28 10:00", "2026-09-30 10:00", "2026-10-10 10:00"
A_MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def office():
    deliver_calendars()
    ReplyTemplate.objects.create(
        code="is_it_solved_again", body_zh="{{number}}好了吗？{{promise}}", body_en="{{number}}? {{promise}}"
    )


def solved():
    ticket = assigned(a_ticket())
    Resolution.propose(ticket, solution="换件", stamp=stamp(ASKED))
    return ticket


def questions():
    return OutboundMessage.objects.filter(purpose=Purpose.CONFIRM).order_by("pk")


@pytest.mark.requirement("CLS-01")
def test_who_says_nothing_is_reminded_once_after_two_working_days():
    ticket = solved()

    assert not follow_up_next(at(REMINDED) - A_MINUTE)
    assert count_due(at(REMINDED)) == 1
    assert follow_up_next(at(REMINDED))
    assert not follow_up_next(at(REMINDED) + A_MINUTE)

    first, again = questions()
    assert again.text != first.text
    assert "2026年10月10日" in again.text
    ticket.refresh_from_db()
    assert ticket.state == State.RESOLVED


@pytest.mark.requirement("CLS-01")
def test_the_reminder_opens_by_a_link_of_its_own():
    ticket = solved()
    told = ticket.confirmations.get().token_digest

    follow_up_next(at(REMINDED))

    assert ticket.confirmations.get().token_digest != told


@pytest.mark.requirement("CLS-01")
def test_silence_after_the_reminder_confirms_and_says_that_it_was_silence():
    ticket = solved()
    follow_up_next(at(REMINDED))

    assert not follow_up_next(at(OVER) - A_MINUTE)
    assert follow_up_next(at(OVER))

    ticket.refresh_from_db()
    assert ticket.state == State.CONFIRMED
    assert ticket.history.get(kind=Confirmed.kind).facts["by_default"] is True
    assert ticket.confirmations.get().by is None


@pytest.mark.requirement("CLS-01")
def test_nobody_is_reminded_of_what_was_answered():
    ticket = solved()
    ticket.confirmations.get().say_yes(stamp("11:00", by="林"))

    assert not follow_up_next(at(OVER))


@pytest.mark.requirement("CLS-01")
def test_nobody_is_reminded_on_a_day_off():
    solved()

    assert not follow_up_next(at("2026-10-02 10:00"))
    assert count_due(at("2026-10-02 10:00")) == 0
    assert follow_up_next(at("2026-10-08 10:00"))


@pytest.mark.requirement("CLS-01")
def test_after_an_outage_the_reminder_still_leaves_time_for_an_answer():
    solved()

    assert follow_up_next(at("2026-11-20 10:00"))
    assert not follow_up_next(at("2026-11-20 10:01"))
    assert questions().count() == 2
