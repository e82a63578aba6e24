"""How much one may have, who must be able to, and what happens when all are full."""

import pytest
from django.utils.translation import override

from bihuan.flow.dispatch.drains import give_out_next
from bihuan.flow.dispatch.explaining import reason_in_words, weighed
from bihuan.flow.dispatch.models import DispatchRules, SkillRequirement, WorkLimit
from bihuan.flow.dispatch.tests.test_dispatch import can, classify, turn
from bihuan.ground.catalogue.models import Category
from bihuan.ground.people.models import Skill
from bihuan.tickets.models import Assignment, Resolution, Ticket
from bihuan.tickets.tests.cast import a_category, a_ticket, at, person, stamp, team

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-02")]


def limit(tickets: int, **more: object) -> None:
    DispatchRules.objects.update_or_create(pk=1, defaults={"limit": tickets} | more)


def waiting(clock: str, due: str | None = None, **said: object) -> Ticket:
    """Return a ticket in the desk's queue whose promise runs until then."""
    ticket = classify(a_ticket(), clock, **said)
    Ticket.objects.filter(pk=ticket.pk).update(due_at=at(due) if due else None)
    return ticket


def handler_of(ticket: Ticket) -> object:
    ticket.refresh_from_db()
    return ticket.handler


def test_nobody_is_given_more_than_the_limit_and_the_rest_waits_for_the_team():
    turn("陈"), turn("钱")
    limit(2)

    tickets = [classify(a_ticket(), f"10:0{n}") for n in range(6)]

    assert [ticket.handler.name if ticket.handler else "" for ticket in tickets[:4]].count("陈") == 2
    assert [ticket.handler for ticket in tickets[4:]] == [None, None]
    assert {ticket.team for ticket in tickets} == {team("desk")}
    assert not give_out_next(at("10:10"))


def test_one_person_may_have_a_limit_of_his_own():
    turn("陈"), turn("钱")
    WorkLimit.objects.create(person=person("陈"), tickets=0)

    assert {classify(a_ticket(), f"10:0{n}").handler.name for n in range(3)} == {"钱"}


def test_what_waits_is_given_out_the_oldest_promise_first_and_not_the_oldest_ticket():
    late = waiting("07:00", due="17:00")
    never = waiting("07:01")
    soon = waiting("07:02", due="12:00")
    turn("陈")

    order = []
    while give_out_next(at("09:00")):
        order += [one for one in (late, never, soon) if one not in order and handler_of(one)]

    assert order == [soon, late, never]


def test_capacity_that_comes_free_goes_to_who_has_waited_longest():
    turn("陈")
    limit(1)
    first = classify(a_ticket(), "09:00")
    tickets = [waiting(f"09:0{n}", due=f"1{9 - n}:00") for n in range(1, 4)]

    given = []
    held = first
    for _ in tickets:
        assert not give_out_next(at("10:00"))
        Resolution.propose(held, solution="好了", stamp=stamp("10:00"))
        assert give_out_next(at("10:00"))
        held = next(one for one in tickets if one not in given and handler_of(one))
        given.append(held)

    assert given == tickets[::-1]
    assert Ticket.objects.open().filter(handler=person("陈")).count() == 1


def test_what_nobody_of_those_with_room_can_do_does_not_hold_up_what_they_can():
    turn("陈")
    hard = waiting("07:00", due="08:00", category=required("陈", 1, 3))
    easy = waiting("07:01", due="17:00")

    assert give_out_next(at("09:00"))

    assert (handler_of(hard), handler_of(easy)) == (None, person("陈"))
    assert not give_out_next(at("09:00"))


def required(name: str, has: int, needed: int) -> object:
    can(name, has, code="core-network")
    category = Category.objects.create(code="net.core", name_zh="核心网", name_en="Core", team=team("desk"))
    skill = Skill.objects.get(code="core-network")
    a_category().skills.remove(skill)
    SkillRequirement.objects.create(category=category, skill=skill, level=needed)
    return category


def test_who_does_not_reach_the_required_level_is_passed_over_and_the_reason_says_so():
    turn("陈"), turn("钱")
    category = required("陈", 1, 2)
    can("钱", 3, code="core-network")
    a_category().skills.clear()

    assignment = classify(a_ticket(), "10:00", category=category).assignments.get()

    assert assignment.handler == person("钱")
    with override("en"):
        told = [(one.name, one.facts, one.passed) for one in weighed(assignment)]
    assert told == [
        ("钱", "Printing level 3, on duty until 18:00, 0 of 6 open", ""),
        (
            "陈",
            "Printing level 1 (2 is required), on duty until 18:00, 0 of 6 open",
            "below the level that is required",
        ),
    ]


def test_what_is_urgent_is_given_beyond_the_limit_and_says_so():
    turn("陈")
    limit(1)
    classify(a_ticket(), "10:00")

    assignment = classify(a_ticket(), "10:01", priority=1).assignments.current().get()

    assert assignment.handler == person("陈")
    with override("en"):
        assert reason_in_words(assignment).endswith("1 of 1 open; urgent, so beyond the limit")


def test_what_is_urgent_waits_when_the_desk_wants_it_so():
    turn("陈")
    limit(1, urgent_to=0)
    classify(a_ticket(), "10:00")

    assert classify(a_ticket(), "10:01", priority=1).handler is None


@pytest.mark.parametrize(("is_on", "handler"), [(True, "陈"), (False, None)])
def test_an_important_persons_ticket_does_not_wait_if_the_desk_wants_it_so(is_on, handler):
    turn("陈")
    limit(1, is_vip_urgent=is_on)
    classify(a_ticket(), "10:00")
    lin = person("林")
    lin.is_vip = True
    lin.save()

    given = classify(a_ticket(), "10:01").handler

    assert (given and given.name) == handler


@pytest.mark.parametrize(("days", "handler"), [(7, "陈"), (0, "钱")])
def test_who_helped_last_helps_again_if_the_desk_wants_it_so(days, handler):
    turn("陈"), turn("钱")
    limit(6, sticks_days=days)
    Assignment.make(a_ticket(), team=team("desk"), handler=person("陈"), stamp=stamp("09:30"))

    assert classify(a_ticket(), "10:00").handler.name == handler


def test_where_all_are_full_the_reason_tells_that_it_waits_for_room():
    turn("陈")
    limit(1)
    classify(a_ticket(), "10:00")

    assignment = classify(a_ticket(), "10:01").assignments.get()

    with override("en"):
        told = reason_in_words(assignment)
        passed = [one.passed for one in weighed(assignment)]
    assert told.endswith("nobody on duty can take it now, the first one who can will get it")
    assert passed == ["has as many as possible"]
