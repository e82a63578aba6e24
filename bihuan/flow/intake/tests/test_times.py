"""The times of a ticket stand apart (REC-06)."""

import pytest

from bihuan.flow.intake.tests.cast import desk, mail, ticket_by
from bihuan.flow.intake.times import times_of, with_times
from bihuan.ground.people.tests.cast import at
from bihuan.tickets.models import Call, Entry, Resolution, Ticket
from bihuan.tickets.tests.cast import a_ticket, assigned, stamp

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-06")]


def times(ticket):
    return times_of(with_times(Ticket.objects.all()).get(pk=ticket.pk))


def test_a_call_was_submitted_when_it_rang_and_received_when_it_was_answered():
    ticket = a_ticket(filed="09:06", happened_at=at("08:30"))
    Call.note(ticket, rang_at=at("09:00"), answered_at=at("09:01"), stamp=stamp("09:06"))

    assert times(ticket)[:3] == (at("08:30"), at("09:00"), at("09:01"))


def test_a_mail_was_submitted_when_it_arrived_and_received_when_it_was_read():
    desk()
    ticket = ticket_by(mail(), "09:00")
    ticket.receptions.update(at=at("09:03"))

    assert times(ticket)[:3] == (None, at("09:00"), at("09:03"))


def test_a_workaround_has_its_own_time_and_keeps_it_when_the_ticket_is_solved_for_good():
    ticket = assigned(a_ticket())
    Entry.reply(ticket, text="看一下", stamp=stamp("09:10"))
    Resolution.propose(
        ticket, solution="先用备用机", is_workaround=True, stamp=stamp("09:30")
    ).ticket = ticket
    ticket.resolutions.update(refuted_at=at("09:40"))
    Ticket.objects.filter(pk=ticket.pk).update(state="in_progress", resolved_at=None)
    ticket.refresh_from_db()
    Resolution.propose(ticket, solution="换了硒鼓", stamp=stamp("10:30"))

    told = times(ticket)

    assert (told.submitted, told.received) == (at("09:00"), at("09:00"))
    assert (told.first_contact, told.accepted) == (at("09:10"), at("09:10"))
    assert (told.worked_around, told.resolved) == (at("09:30"), at("10:30"))
    assert (told.confirmed, told.closed) == (None, None)
