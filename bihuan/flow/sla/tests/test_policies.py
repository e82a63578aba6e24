from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.delivering import TARGETS, deliver
from bihuan.flow.sla.models import Clock, Policy, Target, policy_book
from bihuan.flow.sla.reaiming import aim_anew
from bihuan.flow.sla.tests.cast import (
    HOUR,
    alarms,
    at,
    classified,
    clock,
    desk,
    due,
    give_priority,
    local,
    person,
    stamp,
)
from bihuan.ground.calendars import delivering as calendars
from bihuan.ground.people.models import Department
from bihuan.tickets.models import Resolution
from bihuan.tickets.tests.cast import assigned

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("SLA-01")]


@pytest.fixture
def office(db):
    return desk()["office"]


def policy(office, position: int = 1, hours: float = 1, promise=Promise.RESOLUTION, **asks) -> Policy:
    """Return a policy that promises the same at every priority."""
    made = Policy.objects.create(name_zh="另一种", name_en="Another", position=position, **asks)
    for priority in (1, 2, 3, 4):
        Target.objects.create(
            policy=made, promise=promise, priority=priority, allowed=hours * HOUR, calendar=office
        )
    return made


def test_the_first_policy_that_fits_gives_the_targets_and_the_clock_remembers_it(office):
    policy(office, position=2, hours=2)
    first = policy(office, position=1, hours=1, channels=["email"])
    policy(office, position=0, hours=3, channels=["phone"])

    ticket = classified(3)

    assert due(ticket) == "10:00"
    assert clock(ticket).policy == first


def test_without_another_policy_the_usual_one_holds(office):
    policy(office, channels=["phone"])

    assert clock(classified(3)).policy == Policy.objects.get(code=Policy.USUAL)


def test_a_policy_that_is_switched_off_is_passed_over(office):
    policy(office, is_active=False)

    assert due(classified(3)) == "18:00"


def test_a_policy_may_be_for_a_person_for_vips_or_for_a_department_with_all_below_it(office):
    sales = Department.objects.create(code="sales", name_zh="销售")
    east = Department.objects.create(code="east", name_zh="华东", parent=sales)
    lin = person("林")
    lin.department = east
    lin.save()
    policy(office, position=1, hours=1, is_for_vips=True)
    policy(office, position=2, hours=2, department=sales)

    assert due(classified(3)) == "11:00"
    lin.is_vip = True
    lin.save()
    assert due(classified(3)) == "10:00"
    policy(office, position=0, hours=0.5, person=lin)
    assert due(classified(3)) == "09:30"


def test_a_policy_may_promise_another_first_contact_than_the_channel(office):
    fast = policy(office, hours=0.25, promise=Promise.FIRST_CONTACT)

    ticket = classified(3)

    assert due(ticket, Promise.FIRST_CONTACT) == "09:15"
    assert clock(ticket, Promise.FIRST_CONTACT).policy == fast


@pytest.mark.requirement("SLA-08")
def test_a_new_priority_may_bring_another_policy_from_the_same_start(office):
    urgent = policy(office, hours=2, priorities=[2])
    ticket = classified(3)

    give_priority(ticket, 2, "09:30")

    assert (due(ticket), clock(ticket).policy) == ("11:00", urgent)


def test_the_database_keeps_the_usual_policy_for_all_and_one_policy_a_position(office):
    policy(office, position=1)
    usual = Policy.objects.filter(code=Policy.USUAL)

    with pytest.raises(IntegrityError, match="the_usual_policy_is_for_all"), transaction.atomic():
        usual.update(is_for_vips=True)
    with pytest.raises(IntegrityError, match="one_policy_a_position"), transaction.atomic():
        policy(office, position=1)
        Policy.objects.raw("SET CONSTRAINTS ALL IMMEDIATE")._fetch_all()


@pytest.mark.requirement("SLA-02")
def test_the_delivered_targets_are_the_usual_policys_and_what_was_changed_stays():
    calendars.deliver()
    deliver()
    Target.objects.filter(promise=Promise.RESOLUTION, priority=1).update(allowed=timedelta(minutes=7))
    Target.objects.filter(promise=Promise.RESOLUTION, priority=4).delete()

    deliver()

    assert Target.objects.count() == len(TARGETS) - 1
    assert Target.objects.get(promise=Promise.RESOLUTION, priority=1).allowed == timedelta(minutes=7)


def test_choosing_a_policy_costs_no_query_once_the_book_is_known(office, django_assert_num_queries):
    policy(office, priorities=[3])
    ticket = classified(3)
    policy_book()

    with django_assert_num_queries(1):  # whether a setting has changed
        book = policy_book()
        assert book.choose(book.matter(ticket))


@pytest.mark.requirement("SLA-08")
def test_a_changed_policy_moves_what_runs_and_never_what_was_met_or_missed(office):
    ticket, late, solved = classified(3), classified(3), assigned(classified(3))
    policy(office, hours=2, priorities=[3])
    Resolution.propose(solved, solution="换件", stamp=stamp("09:40"))
    Clock.objects.filter(ticket=late, promise="resolution").update(due_at=at("09:30"))

    moved = aim_anew(stamp("09:50").because("更快一些"))

    assert (moved, aim_anew(stamp("09:51"))) == (1, 0)
    assert [due(one) for one in (ticket, late, solved)] == ["11:00", "09:30", "18:00"]
    ticket.refresh_from_db()
    assert (local(ticket.due_at), ticket.due_promise) == ("09:30", "first_contact")
    told = ticket.history.get(kind="clock.moved")
    assert (told.why, told.said.promise) == ("更快一些", "resolution")
    assert alarms(ticket)[1][:2] == (2, "11:00")
    assert not late.history.filter(kind="clock.moved").exists()


@pytest.mark.requirement("SLA-08")
def test_aiming_many_clocks_anew_costs_a_fixed_number_of_queries(office, django_assert_max_num_queries):
    for _ in range(20):
        classified(3)
    policy(office, hours=2)

    with django_assert_max_num_queries(30):
        assert aim_anew(stamp("09:10")) == 20
