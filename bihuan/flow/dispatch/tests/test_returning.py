"""What nobody accepts in time, and what somebody gives back, goes to somebody else; and who pulls finds out who was quicker."""

import threading

import pytest
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from bihuan.flow.dispatch.drains import give_out_next
from bihuan.flow.dispatch.models import DispatchRules
from bihuan.flow.dispatch.reactions import take_back_unaccepted
from bihuan.flow.dispatch.tests.test_dispatch import classify, turn
from bihuan.ground.notices.models import Notice
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.sql.statements import try_locks_for_transaction
from bihuan.tickets.events import Noted
from bihuan.tickets.models import (
    Assignment,
    ImpossibleMove,
    ReturnWithoutReason,
    TakenAlready,
    Ticket,
    TicketEvent,
    claim,
)
from bihuan.tickets.tests.cast import a_ticket, at, person, stamp, team

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-02")]


def miss(ticket: Ticket, clock: str = "09:30", promise: str = "acceptance") -> Ticket:
    """Have a promise run out, as the clocks would announce it."""
    event = TicketEvent(ticket=ticket, kind="clock.missed", at=at(clock), via="clock")
    event.facts = {"promise": promise}
    with ticket.in_hand():
        take_back_unaccepted(event, Noted(entry=0))
    ticket.refresh_from_db()
    return ticket


def current(ticket: Ticket) -> Assignment:
    assignment = Assignment.objects.current().get(ticket=ticket)
    assignment.ticket = ticket
    return assignment


def told(name: str) -> list[str]:
    return list(Notice.objects.filter(to=person(name)).order_by("pk").values_list("title", flat=True))


def test_what_is_not_accepted_in_time_goes_to_somebody_else_and_both_are_told():
    turn("陈"), turn("钱")
    ticket = classify(a_ticket())
    first = ticket.handler

    miss(ticket)

    other = {"陈": "钱", "钱": "陈"}[first.name]
    assert ticket.handler == person(other)
    assert current(ticket).reasons["gave_back"] == [first.pk]
    event = ticket.history.get(kind="ticket.returned")
    assert (event.facts["handler"], event.facts["was_given_back"], event.via) == (first.pk, False, "dispatch")
    with override("zh-hans"):
        assert told(first.name)[-1] == _("%(number)s was given to somebody else") % {"number": ticket.number}
    assert ticket.number in told(other)[-1]


@pytest.mark.parametrize("promise", ["first_contact", "resolution"])
def test_another_promise_that_is_missed_takes_it_from_nobody(promise):
    turn("陈"), turn("钱")
    ticket = classify(a_ticket())
    handler = ticket.handler

    assert miss(ticket, promise=promise).handler == handler


def test_what_was_accepted_stays():
    turn("陈"), turn("钱")
    ticket = classify(a_ticket())
    current(ticket).accept(stamp("09:10"))
    handler = ticket.handler

    assert miss(ticket).handler == handler


def test_where_nobody_else_can_take_it_now_it_stays():
    turn("陈")
    ticket = classify(a_ticket())

    assert miss(ticket).handler == person("陈")
    assert not ticket.history.filter(kind="ticket.returned").exists()


def test_it_stays_when_the_desk_wants_it_so():
    turn("陈"), turn("钱")
    DispatchRules.objects.create(pk=1, returns_unaccepted=False)
    ticket = classify(a_ticket())
    handler = ticket.handler

    assert miss(ticket).handler == handler


def test_it_goes_round_and_never_back_to_who_had_it():
    turn("陈"), turn("钱"), turn("孙")
    ticket = classify(a_ticket())

    had_it = [ticket.handler.name, *(miss(ticket, clock).handler.name for clock in ("09:30", "10:00"))]

    assert sorted(had_it) == sorted(["陈", "钱", "孙"])
    assert miss(ticket, "10:30").handler.name == had_it[-1]


def test_whoever_gives_it_back_says_why_and_somebody_else_gets_it_with_the_reason():
    turn("陈"), turn("钱")
    ticket = classify(a_ticket())
    first = ticket.handler

    current(ticket).give_back(why="这台是我自己的电脑", stamp=stamp("09:20", by=first.name))

    ticket.refresh_from_db()
    assert ticket.handler not in (first, None)
    assert ticket.history.get(kind="ticket.returned").why == "这台是我自己的电脑"
    assert current(ticket).reasons["cause"] == "returned"


def test_what_comes_back_when_nobody_else_is_there_waits_for_another_and_the_lead_is_told():
    turn("陈"), turn("钱", hours="13:00-18:00")
    team("desk").memberships.create(person=person("李"), is_lead=True)
    ticket = classify(a_ticket())

    current(ticket).give_back(why="不会", stamp=stamp("09:20"))

    ticket.refresh_from_db()
    assert (ticket.handler, ticket.team) == (None, team("desk"))
    assert ticket.number in told("李")[-1]
    assert not give_out_next(at("12:59"))
    assert give_out_next(at("13:00"))
    ticket.refresh_from_db()
    assert ticket.handler == person("钱")


def test_only_its_handler_gives_it_back_and_not_without_a_reason():
    turn("陈")
    ticket = classify(a_ticket())

    with pytest.raises(ReturnWithoutReason):
        current(ticket).give_back(why=" ", stamp=stamp("09:20"))
    with pytest.raises(ImpossibleMove):
        current(ticket).give_back(why="不会", stamp=stamp("09:20", by="王"))


def test_whoever_comes_second_is_told_who_has_it():
    ticket = classify(a_ticket())
    claim(ticket, stamp("09:20", by="陈"))

    with pytest.raises(TakenAlready, match="陈"):
        claim(Ticket.objects.get(pk=ticket.pk), stamp("09:20", by="钱"))
    claim(ticket, stamp("09:21", by="陈"))

    assert ticket.assignments.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_who_pull_at_once_one_has_it_and_the_other_knows_who():
    ticket = a_ticket()
    Assignment.make(ticket, team=team("desk"), handler=None, stamp=stamp("09:01"))
    people, ready = [person("陈"), person("钱")], threading.Barrier(2)
    refused: list[str] = []

    def pull(one: object) -> None:
        ready.wait()
        try:
            claim(Ticket.objects.get(pk=ticket.pk), Stamp(by=one, at=at("09:02"), via="web"))
        except TakenAlready as said:
            refused.append(str(said))
        connection.close()

    threads = [threading.Thread(target=pull, args=(one,)) for one in people]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    ticket.refresh_from_db()
    assert ticket.handler in people
    assert [ticket.handler.name in words for words in refused] == [True]


@pytest.mark.django_db(transaction=True)
def test_two_desks_that_give_out_at_once_give_nobody_more_than_the_limit():
    turn("陈")
    DispatchRules.objects.create(pk=1, limit=1)
    one, other = a_ticket("一张"), a_ticket("另一张")
    held, free = threading.Event(), threading.Event()

    def another() -> None:
        """Give 陈 his only one, and take one's time over writing it down."""
        with transaction.atomic():
            classify(one, "09:10")
            held.set()
            free.wait(20)
        connection.close()

    at_once = threading.Thread(target=another)
    at_once.start()
    held.wait(20)
    second = classify(other, "09:10")
    free.set()
    at_once.join()

    assert second.handler is None
    assert current(second).reasons["candidates"][0]["passed"] == "taken"
    assert not give_out_next(at("09:11"))
    assert Ticket.objects.open().filter(handler=person("陈")).count() == 1


def test_locks_that_others_hold_are_not_waited_for():
    assert try_locks_for_transaction("dispatch", [1, 2]) == {1, 2}
    assert try_locks_for_transaction("dispatch", [2, 3]) == {2, 3}
    assert try_locks_for_transaction("dispatch", []) == set()
