from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.models import Clock
from bihuan.flow.sla.placing import place
from bihuan.flow.sla.tests.cast import at
from bihuan.tickets.models import Ticket


def clock(promise: Promise, due: str | None, settled: str | None = None) -> Clock:
    return Clock(
        promise=promise,
        due_at=at(due) if due else None,
        warn_at=at(due) if due else None,
        settled_at=at(settled) if settled else None,
    )


def placed(*clocks: Clock) -> tuple[str, object]:
    ticket = Ticket(due_promise=Promise.UPDATE, due_at=at("08:00"))
    place(ticket, clocks)
    return ticket.due_promise, ticket.due_at


def test_a_ticket_stands_in_the_queues_by_the_first_of_what_ends_a_wait_and_still_runs():
    word = clock(Promise.UPDATE, "10:00")
    met = clock(Promise.FIRST_CONTACT, "10:00", settled="09:30")
    held = clock(Promise.WORKAROUND, None)
    later = clock(Promise.RESOLUTION, "18:00")
    sooner = clock(Promise.ACCEPTANCE, "11:00")

    assert placed(word, met, held, later, sooner) == (Promise.ACCEPTANCE, at("11:00"))
    assert placed(clock(Promise.ACCEPTANCE, "18:00"), later) == (Promise.ACCEPTANCE, at("18:00"))


def test_a_ticket_on_which_nothing_runs_but_words_has_no_due_time():
    assert placed(clock(Promise.UPDATE, "10:00"), clock(Promise.RESOLUTION, None)) == ("", None)
