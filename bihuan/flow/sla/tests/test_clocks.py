from datetime import timedelta

import pytest
from django.db import IntegrityError

from bihuan.flow.sla.clockwork import Promise, Standing
from bihuan.flow.sla.models import Clock, Target
from bihuan.flow.sla.tests.cast import (
    HOUR,
    at,
    classified,
    clock,
    desk,
    due,
    give_priority,
    local,
    person,
    stamp,
    team,
)
from bihuan.ground.calendars.models import CalendarDay
from bihuan.tickets.lifecycle import HoldReason, State
from bihuan.tickets.models import (
    Assignment,
    Entry,
    Hold,
    RefusalReason,
    Resolution,
    Ticket,
    close,
    reopen,
    turn_away,
    withdraw,
)
from bihuan.tickets.tests.cast import a_ticket, assigned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def calendars(db):
    return desk()


def held(ticket: Ticket, since: str, until: str | None, reason: HoldReason = HoldReason.VENDOR) -> None:
    Hold.begin(ticket, reason=reason, stamp=stamp(since))
    if until:
        Hold.end_running(ticket, stamp(until))


def solve(ticket: Ticket, clock: str) -> Resolution:
    return Resolution.propose(ticket, solution="换件", stamp=stamp(clock))


def promises(ticket: Ticket) -> dict[str, str | None]:
    return {one.promise: local(one.due_at) for one in ticket.clocks.order_by("pk")}


@pytest.mark.requirement("SLA-01")
def test_what_is_promised_to_the_person_runs_from_the_filing_as_soon_as_a_ticket_is_classified():
    ticket = a_ticket(channel="email")
    assert promises(ticket) == {}

    give_priority(ticket, 3, "09:20")

    assert promises(ticket) == {"first_contact": "09:30", "resolution": "18:00"}


@pytest.mark.requirement("SLA-02")
@pytest.mark.parametrize(
    ("channel", "filed", "by"),
    [
        ("email", "09:00", "09:30"),
        ("email", "11:45", "13:45"),
        ("portal", "09:00", "09:15"),
        ("portal", "2026-09-30 18:30", "2026-10-02 09:15"),
        ("phone", "09:00", "09:00"),
    ],
)
def test_the_first_contact_is_promised_by_the_channel(channel, filed, by):
    assert due(classified(channel=channel, filed=filed), Promise.FIRST_CONTACT) == by


@pytest.mark.requirement("SLA-01")
@pytest.mark.parametrize(("priority", "by"), [(1, "11:00"), (2, "14:30"), (3, "18:00")])
def test_the_solution_is_promised_by_the_priority(priority, by):
    assert due(classified(priority)) == by


def test_what_nobody_promises_has_no_clock():
    assert promises(classified(4)) == {"first_contact": "09:30"}


def test_whoever_is_in_contact_already_owes_no_first_one():
    ticket = classified(channel="phone", first_contact_at=at("09:00"))

    assert "first_contact" not in promises(ticket)


@pytest.mark.requirement("SLA-01")
def test_the_team_that_gets_a_ticket_is_given_time_to_accept_it_from_then_on():
    ticket = classified()

    assigned(ticket, clock="11:40")

    assert due(ticket, Promise.ACCEPTANCE) == "14:10"


def test_a_ticket_that_nobody_classified_yet_promises_no_acceptance():
    ticket = assigned(a_ticket())

    assert promises(ticket) == {}


@pytest.mark.requirement("SLA-08")
def test_a_new_priority_brings_a_new_allowance_from_the_same_start():
    ticket = classified(3)

    give_priority(ticket, 2, "10:00")

    assert due(ticket) == "14:30"
    assert clock(ticket).started_at == at("09:00")
    assert Clock.objects.filter(promise=Promise.RESOLUTION).count() == 1


@pytest.mark.requirement("SLA-08")
def test_a_new_priority_keeps_the_time_already_held():
    ticket = assigned(classified(3))
    held(ticket, "10:00", "11:00")

    give_priority(ticket, 2, "11:10")

    assert due(ticket) == "15:30"


@pytest.mark.requirement("SLA-08")
def test_a_priority_changed_while_held_counts_once_the_hold_is_over():
    ticket = assigned(classified(3))
    Hold.begin(ticket, reason=HoldReason.VENDOR, stamp=stamp("10:00"))

    give_priority(ticket, 2, "10:30")
    assert due(ticket) is None
    Hold.end_running(ticket, stamp("11:00"))

    assert due(ticket) == "15:30"


@pytest.mark.requirement("SLA-08")
def test_what_has_run_out_stays_missed_whatever_is_promised_from_now_on():
    ticket = classified(2)  # due at 14:30

    give_priority(ticket, 3, "15:00")

    assert due(ticket) == "14:30"
    assert clock(ticket).standing(at("15:00")) is Standing.MISSED


@pytest.mark.requirement("SLA-08")
def test_what_was_kept_stays_kept_when_the_priority_rises_later():
    ticket = assigned(classified(3))
    Entry.reply(ticket, text="收到", stamp=stamp("09:20"))
    before = Clock.objects.filter(promise=Promise.FIRST_CONTACT).values().get()

    give_priority(ticket, 1, "10:00")

    assert Clock.objects.filter(promise=Promise.FIRST_CONTACT).values().get() == before


@pytest.mark.requirement("SLA-04")
@pytest.mark.parametrize(
    ("since", "until", "due_at", "why"),
    [
        ("10:00", "10:30", "2026-09-29 09:30", "half an hour of the morning"),
        ("11:30", "14:00", "2026-09-29 10:00", "lunch within it is no working time"),
        ("12:00", "13:30", "18:00", "lunch alone is nothing"),
        ("10:00", "10:00", "18:00", "no time at all"),
        ("2026-09-28 17:00", "2026-09-29 10:00", "2026-09-29 11:00", "over the night"),
    ],
)
def test_a_hold_moves_the_due_time_by_the_working_time_in_it(since, until, due_at, why):
    ticket = assigned(classified(3))

    held(ticket, since, until)

    assert due(ticket) == due_at, why


@pytest.mark.requirement("SLA-04")
def test_a_pause_over_a_weekend_costs_no_more_than_its_working_time():
    ticket = assigned(classified(3, filed="2026-10-16 15:00"), clock="2026-10-16 15:10")  # a Friday

    held(ticket, "2026-10-16 17:00", "2026-10-19 10:00")

    assert due(ticket) == "2026-10-19 17:00"  # 2 h on Friday, 5.5 h left from 10:00


@pytest.mark.requirement("SLA-04")
def test_a_hold_begun_outside_hours_counts_from_the_opening():
    ticket = assigned(classified(3))

    held(ticket, "20:00", "2026-09-29 09:30")

    assert due(ticket) == "18:00"  # it had run out before
    ticket = assigned(classified(3, filed="17:00"), clock="17:01")
    held(ticket, "20:00", "2026-09-29 09:30")
    assert due(ticket) == "2026-09-29 17:30"


@pytest.mark.requirement("SLA-04")
def test_while_a_ticket_is_held_nothing_is_due_and_its_reason_is_told():
    ticket = assigned(classified(3))

    Hold.begin(ticket, reason=HoldReason.VENDOR, why="等备件", stamp=stamp("09:10"))

    ticket.refresh_from_db()
    assert (ticket.due_at, ticket.warn_at, ticket.due_promise) == (None, None, "")
    assert clock(ticket).standing(at("17:00")) is Standing.HELD
    assert ticket.history.get(kind="ticket.held").why == "等备件"


@pytest.mark.requirement("SLA-04")
def test_several_holds_add_up():
    ticket = assigned(classified(3))

    held(ticket, "09:30", "10:00")
    held(ticket, "10:30", "11:00")
    held(ticket, "17:30", "2026-09-29 09:30")

    assert due(ticket) == "2026-09-29 11:00"  # six hours on Monday, the rest from 09:30


@pytest.mark.requirement("SLA-03")
@pytest.mark.parametrize(
    ("filed", "due_at"),
    [
        ("2026-10-09 16:00", "2026-10-10 16:00"),
        ("2026-10-10 16:00", "2026-10-12 16:00"),
        ("2026-09-30 16:00", "2026-10-02 16:00"),
    ],
)
def test_a_make_up_saturday_counts_and_a_holiday_does_not(filed, due_at):
    assert due(classified(3, filed=filed)) == due_at


@pytest.mark.requirement("SLA-08")
def test_a_calendar_changed_while_a_ticket_is_open_counts_from_the_next_event_on(calendars):
    ticket = assigned(classified(3, filed="17:00"), clock="17:01")
    assert due(ticket) == "2026-09-29 17:00"

    CalendarDay.objects.create(calendar=calendars["office"], on="2026-09-29", shifts=[])
    calendars["office"].changed()
    held(ticket, "17:10", "17:40")

    assert due(ticket) == "2026-09-30 17:30"  # half an hour on Monday, seven on Wednesday


@pytest.mark.requirement("SLA-08")
def test_a_calendar_changed_later_does_not_rewrite_what_was_settled(calendars):
    ticket = assigned(classified(3))
    solve(ticket, "17:00")

    CalendarDay.objects.create(calendar=calendars["office"], on="2026-09-28", shifts=[])
    calendars["office"].changed()
    give_priority(ticket, 2, "18:00")

    assert due(ticket) == "18:00"
    assert clock(ticket).standing(at("20:00")) is Standing.MET


@pytest.mark.requirement("SLA-01")
def test_the_first_reply_settles_the_first_contact_and_the_second_changes_nothing():
    ticket = assigned(classified())

    Entry.reply(ticket, text="收到", stamp=stamp("09:20"))
    Entry.reply(ticket, text="好了", stamp=stamp("12:00"))

    assert local(clock(ticket, Promise.FIRST_CONTACT).settled_at) == "09:20"


@pytest.mark.requirement("SLA-01")
def test_accepting_settles_the_acceptance_and_solving_settles_all():
    ticket = assigned(classified())
    ticket.assignments.get().accept(stamp("09:40"))
    assert local(clock(ticket, Promise.ACCEPTANCE).settled_at) == "09:40"

    solve(ticket, "11:00")

    settled = {one.promise: local(one.settled_at) for one in ticket.clocks.all()}
    assert settled == {"first_contact": "11:00", "acceptance": "09:40", "resolution": "11:00"}
    ticket.refresh_from_db()
    assert (ticket.due_at, ticket.due_promise) == (None, "")


@pytest.mark.requirement("SLA-08")
@pytest.mark.parametrize(("settled", "stands"), [("09:30", Standing.MET), ("09:31", Standing.MISSED)])
def test_what_was_met_or_missed_stays_so(settled, stands):
    ticket = assigned(classified())

    Entry.reply(ticket, text="收到", stamp=stamp(settled))

    assert clock(ticket, Promise.FIRST_CONTACT).standing(at("2027-01-01 09:00")) is stands


@pytest.mark.requirement("SLA-04")
def test_a_reply_while_the_ticket_is_held_is_judged_as_if_the_hold_ended_then():
    ticket = assigned(classified())
    Hold.begin(ticket, reason=HoldReason.VENDOR, stamp=stamp("09:10"))

    Entry.reply(ticket, text="还在等备件", stamp=stamp("11:00"))

    assert due(ticket, Promise.FIRST_CONTACT) == "11:20"
    assert clock(ticket, Promise.FIRST_CONTACT).standing(at("18:00")) is Standing.MET
    assert due(ticket) is None


def test_a_reply_that_came_in_before_a_hold_but_is_written_down_after_it_is_judged_without_the_hold():
    ticket = assigned(classified())
    Hold.begin(ticket, reason=HoldReason.VENDOR, stamp=stamp("09:11"))

    Entry.reply(ticket, text="收到", stamp=stamp("09:10"))

    assert due(ticket, Promise.FIRST_CONTACT) == "09:30"


@pytest.mark.requirement("CLS-01")
def test_after_a_no_the_clock_goes_on_from_the_same_start_and_the_time_in_which_the_person_was_asked_does_not_count():
    ticket = assigned(classified())
    solve(ticket, "11:00")

    reopen(ticket, stamp("15:00", by="林"))

    assert due(ticket, run=2) == "2026-09-29 11:30"  # 2 h by 11:00, 3 h to 18:00, 2.5 h tomorrow
    assert clock(ticket, run=2).started_at == at("09:00")
    assert local(clock(ticket, run=1).settled_at) == "11:00"


@pytest.mark.requirement("CLS-01")
def test_a_ticket_reopened_again_and_again_never_forgets_what_was_used_up():
    ticket = assigned(classified())
    for n in range(9, 12):
        solve(ticket, f"{n:02}:30")
        reopen(ticket, stamp(f"{n:02}:45", by="林"))

    assert due(ticket, run=4) == "2026-09-29 09:45"


@pytest.mark.requirement("CLS-01")
def test_a_hold_and_the_time_in_which_the_person_was_asked_are_not_counted_twice_where_they_overlap():
    ticket = assigned(classified())
    held(ticket, "10:00", "11:00")
    solve(ticket, "11:00")
    reopen(ticket, stamp("11:30", by="林"))
    Hold.objects.update(until=at("11:20"))  # as an import from another system may say

    give_priority(ticket, 3, "11:40")

    assert due(ticket, run=2) == "2026-09-29 10:30"


def test_a_ticket_closed_for_weeks_goes_on_with_what_was_left():
    ticket = assigned(classified())
    Resolution.propose(
        ticket, solution="换件", cause="x", verification="x", spent_minutes=5, stamp=stamp("17:00")
    )
    ticket.resolutions.update(knowledge="none_needed")
    Ticket.objects.update(state=State.CONFIRMED, confirmed_at=at("17:10"))
    close(ticket, stamp("17:30"))

    reopen(ticket, stamp("2026-10-26 09:00", by="林"))

    assert due(ticket, run=2) == "2026-10-26 10:00"


@pytest.mark.parametrize(
    "end",
    [
        lambda t: withdraw(t, stamp("10:00", by="林")),
        lambda t: turn_away(t, words="不归我们", reason=RefusalReason.OUT_OF_SCOPE, stamp=stamp("10:00")),
    ],
)
def test_a_ticket_that_ended_without_a_solution_begins_anew_when_it_is_opened_again(end):
    ticket = assigned(classified())
    end(ticket)
    assert not Clock.objects.unsettled().exists()

    reopen(ticket, stamp("2026-09-30 09:00", by="林"))

    assert due(ticket, run=2) == "2026-09-30 18:00"


@pytest.mark.requirement("SLA-01")
def test_a_hand_over_near_the_deadline_gives_the_second_team_its_own_time():
    ticket = assigned(classified(), to="陈", clock="09:00")
    assert due(ticket, Promise.ACCEPTANCE) == "10:00"

    assigned(ticket, to="王", clock="09:59")

    assert local(clock(ticket, Promise.ACCEPTANCE, run=1).settled_at) == "09:59"
    assert due(ticket, Promise.ACCEPTANCE, run=2) == "10:59"


@pytest.mark.requirement("SLA-01")
@pytest.mark.parametrize("is_accepted", [False, True])
def test_another_handler_of_the_same_team_has_no_more_time(is_accepted):
    ticket = assigned(classified(), to="陈", clock="09:00")
    if is_accepted:
        ticket.assignments.get().accept(stamp("09:10"))

    Assignment.make(ticket, team=team("desk"), handler=person("路人"), stamp=stamp("09:50"))

    assert ticket.clocks.filter(promise=Promise.ACCEPTANCE).count() == 1
    assert due(ticket, Promise.ACCEPTANCE) == "10:00"


@pytest.mark.requirement("SLA-01")
def test_a_ticket_that_waits_in_its_teams_queue_has_its_time_from_the_queue_on():
    ticket = classified()
    Assignment.make(ticket, team=team("desk"), handler=None, stamp=stamp("09:00"))

    assigned(ticket, to="陈", clock="09:50")

    assert due(ticket, Promise.ACCEPTANCE) == "10:00"


def test_a_ticket_that_comes_back_to_a_team_gives_it_time_once_more():
    ticket = assigned(classified(), to="陈", clock="09:00")
    assigned(ticket, to="王", clock="10:00")

    assigned(ticket, to="陈", clock="11:00")

    assert due(ticket, Promise.ACCEPTANCE, run=3) == "12:00"


def test_a_solved_ticket_given_to_another_team_owes_no_acceptance():
    ticket = assigned(classified())
    solve(ticket, "10:00")

    assigned(ticket, to="王", clock="10:30")

    assert not Clock.objects.unsettled().exists()


def test_the_queue_knows_what_is_due_next_and_what_after_it():
    ticket = assigned(classified(), clock="09:00")
    ticket.refresh_from_db()
    assert (local(ticket.due_at), ticket.due_promise) == ("09:30", "first_contact")

    Entry.reply(ticket, text="收到", stamp=stamp("09:20"))  # which accepts it, too

    ticket.refresh_from_db()
    assert (local(ticket.due_at), local(ticket.warn_at), ticket.due_promise) == (
        "18:00",
        "17:00",
        "resolution",
    )


@pytest.mark.requirement("SLA-01")
def test_no_allowance_is_due_at_once_within_hours_and_at_the_opening_outside():
    Target.objects.filter(promise=Promise.RESOLUTION, priority=3).update(
        allowed=timedelta(), warn_before=timedelta()
    )

    assert due(classified(3)) == "09:00"
    assert due(classified(3, filed="20:00")) == "2026-09-29 09:00"


def test_the_database_keeps_promises_sane():
    ticket = classified()

    with pytest.raises(IntegrityError, match="one_running_clock_a_promise"):
        Clock.objects.create(
            ticket=ticket,
            promise="resolution",
            run=2,
            calendar=clock(ticket).calendar,
            started_at=at("09:00"),
            allowed=HOUR,
        )


def test_an_event_on_a_ticket_costs_a_fixed_number_of_queries(django_assert_max_num_queries):
    ticket = assigned(classified())
    for n in range(10, 40):
        held(ticket, f"10:{n}", f"10:{n}")

    with django_assert_max_num_queries(17):
        Hold.begin(ticket, reason=HoldReason.VENDOR, stamp=stamp("11:00"))
