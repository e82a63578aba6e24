"""Tickets that report the same fault: joined, parted again, solved together."""

import pytest
from django.db import IntegrityError, transaction

from bihuan.tickets.models import CannotJoin, Duplicate, Resolution, Ticket, reporters
from bihuan.tickets.tests.cast import a_ticket, assigned, at, person, stamp

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("TRI-06")]


def reported_by(name: str) -> Ticket:
    ticket = a_ticket("整层上不了网")
    Ticket.objects.filter(pk=ticket.pk).update(person=person(name))
    ticket.refresh_from_db()
    return assigned(ticket)


def kinds(ticket: Ticket) -> list[str]:
    return list(ticket.history.order_by("pk").values_list("kind", flat=True))


def test_a_ticket_is_joined_to_the_one_that_reports_the_same():
    parent, child = reported_by("林"), reported_by("赵")

    Duplicate.join(child, parent, stamp("10:00"))

    assert kinds(child)[-1] == "ticket.joined"
    told = parent.history.get(kind="ticket.reported_again").said
    assert (told.ticket, told.reporters) == (child.number, 2)


def test_what_is_joined_to_a_joined_one_comes_to_the_same_parent():
    parent, child, third = (reported_by(name) for name in ("林", "赵", "周"))
    Duplicate.join(child, parent, stamp("10:00"))

    joined = Duplicate.join(third, child, stamp("10:05"))

    assert joined.parent == parent
    assert reporters(parent) == 3


def test_the_same_person_counts_once():
    parent, child = reported_by("林"), reported_by("林")

    Duplicate.join(child, parent, stamp("10:00"))

    assert reporters(parent) == 1


def test_joining_can_be_undone():
    parent, child = reported_by("林"), reported_by("赵")
    joined = Duplicate.join(child, parent, stamp("10:00"))

    joined.part(stamp("10:01"))

    assert (joined.parted_at, reporters(parent)) == (at("10:01"), 1)
    assert kinds(child)[-1] == "ticket.parted"
    with pytest.raises(CannotJoin):
        joined.part(stamp("10:02"))


def test_no_ticket_is_joined_to_itself_or_twice_or_under_its_own_child():
    parent, child = reported_by("林"), reported_by("赵")
    Duplicate.join(child, parent, stamp("10:00"))

    for ticket, other in ((parent, parent), (child, reported_by("周")), (parent, reported_by("周"))):
        with pytest.raises(CannotJoin):
            Duplicate.join(ticket, other, stamp("10:05"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Duplicate.objects.create(ticket=child, parent=reported_by("周"), joined_at=at("10:06"))


def test_what_is_joined_is_solved_with_its_parent_in_one_go():
    parent, child = reported_by("林"), reported_by("赵")
    Duplicate.join(child, parent, stamp("10:00"))
    with pytest.raises(CannotJoin):
        Duplicate.solve_with(parent, stamp("10:20"))
    Resolution.propose(parent, solution="换了交换机", cause="电源坏", stamp=stamp("10:30"))

    solved = Duplicate.solve_with(parent, stamp("10:31"))

    child.refresh_from_db()
    assert (solved, child.state, child.resolutions.get().solution) == (1, "resolved", "换了交换机")
    assert Duplicate.solve_with(parent, stamp("10:32")) == 0
