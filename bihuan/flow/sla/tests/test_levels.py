"""Who is called, level by level, and how the chain ends."""

from collections.abc import Iterator
from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction

from bihuan.flow.sla.byhand import NobodyToCall, ReasonMissing, call_up, keep_here
from bihuan.flow.sla.calling import MOST_TURNS, Rung, Who, quiet_until, what_follows
from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.models import (
    Acknowledgement,
    Alarm,
    CallLevel,
    Clock,
    NothingToAcknowledge,
    Policy,
    QuietHours,
    Target,
    ladder_of,
)
from bihuan.flow.sla.sweeping import set_off_some
from bihuan.flow.sla.tests.cast import (
    HOUR,
    MINUTE,
    alarms,
    at,
    classified,
    clock,
    desk,
    give_priority,
    local,
    person,
    stamp,
)
from bihuan.ground.notices.models import Notice, NoticeKind
from bihuan.ground.people.models import Grant
from bihuan.ground.people.rights import Role
from bihuan.tickets.lifecycle import HoldReason
from bihuan.tickets.models import Entry, Hold, Resolution, Ticket
from bihuan.tickets.tests.cast import assigned

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("SLA-05")]


@pytest.fixture
def calendars(db):
    made = desk()
    for name, role in (("钱", Role.PROCESS_MANAGER), ("孙", Role.MANAGEMENT)):
        Grant.objects.create(person=person(name), role=role, since=at("09:00"))
    return made


@pytest.fixture
def levels(calendars):
    CallLevel.objects.bulk_create(
        [
            CallLevel(level=1, calls=[Who.HANDLER]),
            CallLevel(level=2, calls=[Who.HANDLER, Who.LEADS], repeat_every=30 * MINUTE),
            CallLevel(level=3, calls=[Who.PROCESS], after=HOUR),
            CallLevel(level=4, calls=[Who.MANAGEMENT], after=4 * HOUR),
        ]
    )
    return calendars


def late_ticket(priority: int = 2) -> Ticket:
    """Return a ticket that is due at 14:30, of which nothing else is owed; nobody leads its team."""
    ticket = assigned(classified(priority))
    Entry.reply(ticket, text="收到", stamp=stamp("09:10"))
    return ticket


def reckoned(ticket: Ticket) -> Iterator[Clock]:
    for one in Clock.objects.unsettled().filter(ticket=ticket).with_calendar():
        one.reckon([])
        yield one


def sweep(moment: str) -> None:
    while set_off_some(at(moment)):
        pass


def said(ticket: Ticket) -> list[tuple[str, str, str]]:
    """Return when, what and who was called, as the history tells."""
    events = ticket.history.filter(kind__startswith="clock.").order_by("pk")
    return [
        (local(one.at), one.kind.removeprefix("clock."), "、".join(getattr(one.said, "told", ())))
        for one in events
    ]


def test_the_levels_of_a_policy_go_before_those_for_all(levels):
    usual = Policy.objects.get(code=Policy.USUAL)
    CallLevel.objects.create(policy=usual, level=1, calls=[Who.HANDLER])
    CallLevel.objects.create(policy=usual, level=2, calls=[Who.MANAGEMENT])
    ticket = late_ticket()

    sweep("2026-09-29 18:00")

    assert [(what, who) for _, what, who in said(ticket)][-1] == ("missed", "孙")
    assert not Alarm.objects.filter(level__gt=2).exists()


def test_levels_are_those_of_the_promise_by_the_policy_then_of_the_policy_then_of_the_promise(levels):
    usual = Policy.objects.get(code=Policy.USUAL)
    other = Policy.objects.create(name_zh="董事", name_en="Directors", position=1)
    CallLevel.objects.create(policy=usual, level=1, calls=[Who.LEADS])
    CallLevel.objects.create(policy=usual, promise="vendor", level=1, calls=[Who.PROCESS])
    CallLevel.objects.create(promise="update", level=1, calls=[Who.MANAGEMENT])

    def first(promise: str, policy: Policy | None) -> str:
        return ladder_of(promise, policy.pk if policy else None)[0].calls[0]

    assert [first("vendor", usual), first("update", usual)] == [Who.PROCESS, Who.LEADS]
    assert [first("vendor", other), first("update", None)] == [Who.HANDLER, Who.MANAGEMENT]


@pytest.mark.parametrize(
    ("level", "turn", "follows"),
    [
        (1, 1, []),
        (2, 1, [(2, 2, "12:30"), (3, 1, HOUR)]),
        (2, 2, [(2, 3, "12:30")]),
        (2, MOST_TURNS, []),
        (3, 1, []),
    ],
)
def test_what_follows_a_call(level, turn, follows):
    ladder = [Rung(1), Rung(2, repeat_every=30 * MINUTE), Rung(3, after=HOUR)]

    found = what_follows(ladder, level, turn, at("12:00"), None)

    assert [(one.level, one.turn, local(one.at) or one.after) for one in found] == follows


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("21:59", None),
        ("22:00", "2026-09-29 07:00"),
        ("23:30", "2026-09-29 07:00"),
        ("06:59", "07:00"),
        ("07:00", None),
    ],
)
def test_quiet_hours_pass_midnight_and_end_in_the_morning(now, until):
    assert local(quiet_until(at(now), time(22), time(7))) == until


def test_each_level_calls_its_people_at_its_moment_and_the_history_names_them(levels):
    ticket = late_ticket()
    CallLevel.objects.filter(level=2).update(repeat_every=None)

    for moment in ("13:30", "14:30", "15:30", "2026-09-29 10:00"):
        sweep(moment)

    assert said(ticket) == [
        ("13:30", "warned", "陈"),
        ("14:30", "missed", "陈、钱"),
        ("15:30", "called", "钱"),
        ("2026-09-29 10:00", "called", "孙"),
    ]
    assert Notice.objects.filter(kind=NoticeKind.ESCALATED).count() == 2


def test_a_call_is_repeated_until_somebody_acknowledges_it_and_then_nobody_further_is_called(levels):
    ticket = late_ticket()
    for moment in ("13:30", "14:30", "15:00"):
        sweep(moment)

    Acknowledgement.make(clock(ticket), stamp("15:10", by="王"))
    sweep("2026-09-30 12:00")

    assert said(ticket)[1:] == [
        ("14:30", "missed", "陈、钱"),
        ("15:00", "called", "陈、钱"),
        ("15:10", "acknowledged", ""),
    ]


def test_an_acknowledged_warning_does_not_keep_a_miss_from_calling(levels):
    ticket = late_ticket()
    sweep("13:30")

    Acknowledgement.make(clock(ticket), stamp("13:40"))
    sweep("14:30")

    assert [kind for _, kind, _ in said(ticket)] == ["warned", "acknowledged", "missed"]


def test_what_calls_nobody_cannot_be_acknowledged(levels):
    ticket = late_ticket()
    with pytest.raises(NothingToAcknowledge):
        Acknowledgement.make(clock(ticket), stamp("13:00"))
    sweep("14:30")
    Resolution.propose(ticket, solution="换件", stamp=stamp("14:40"))

    with pytest.raises(NothingToAcknowledge):
        Acknowledgement.make(clock(ticket), stamp("14:41"))


def test_what_is_solved_calls_nobody_further(levels):
    ticket = late_ticket()
    sweep("14:30")

    Resolution.propose(ticket, solution="换件", stamp=stamp("14:40"))

    assert not Alarm.objects.filter(clock__ticket=ticket, fired_at=None, fire_at__isnull=False).exists()


def test_a_desk_that_was_down_for_six_hours_calls_each_level_once_in_order_and_says_how_late(levels):
    CallLevel.objects.filter(level=2).update(repeat_every=None)
    ticket = late_ticket()

    sweep("20:30")

    events = ticket.history.filter(kind__startswith="clock.").order_by("pk")
    assert [(one.kind, one.said.late_s) for one in events] == [
        ("clock.warned", 17 * 1800),
        ("clock.missed", 6 * 3600),
        ("clock.called", 5 * 3600),
    ]


@pytest.mark.parametrize(("priority", "called"), [(2, ""), (1, "陈")])
def test_in_quiet_hours_only_what_is_critical_calls_and_the_others_are_told_in_the_morning(
    levels, priority, called
):
    QuietHours.objects.create(pk=1, starts=time(10), ends=time(20))
    Target.objects.filter(priority=priority, promise=Promise.RESOLUTION).update(
        allowed=2 * HOUR, warn_before=HOUR
    )
    ticket = late_ticket(priority)

    sweep("10:05")
    assert said(ticket) == [("10:05", "warned", called)]
    sweep("20:00")

    told = [who for moment, kind, who in said(ticket) if kind == "called" and "陈" in who]
    assert bool(told) is (priority == 2) or priority == 1


def test_a_promise_may_have_levels_of_its_own(levels):
    CallLevel.objects.create(promise=Promise.RESOLUTION, level=1, calls=[Who.MANAGEMENT])
    ticket = late_ticket()

    sweep("13:30")

    assert said(ticket) == [("13:30", "warned", "孙")]


def test_somebody_may_be_called_by_hand_with_a_reason_and_the_same_record(levels):
    ticket = late_ticket()

    call_up(ticket, who=Who.MANAGEMENT, why=" 客户很着急 ", stamp=stamp("10:00"))

    event = ticket.history.get(kind="clock.called")
    assert (event.why, event.said.told, event.said.level) == ("客户很着急", ["孙"], 0)
    notice = Notice.objects.get(to=person("孙"))
    assert (notice.kind, notice.text) == (NoticeKind.ESCALATED, "客户很着急")
    with pytest.raises(ReasonMissing):
        call_up(ticket, who=Who.MANAGEMENT, why=" ", stamp=stamp("10:00"))
    with pytest.raises(NobodyToCall):
        call_up(ticket, who=Who.HANDLER, why="试", stamp=stamp("10:00"))


@pytest.mark.requirement("SLA-07")
def test_the_first_line_may_keep_a_ticket_if_it_says_why(levels):
    Target.objects.create(
        policy=Policy.objects.get(),
        promise=Promise.HANDOVER,
        priority=2,
        allowed=HOUR,
        calendar=levels["office"],
    )
    ticket = late_ticket()
    with pytest.raises(ReasonMissing):
        keep_here(ticket, why="", stamp=stamp("09:50"))

    keep_here(ticket, why="只差一个重启", stamp=stamp("09:50"))

    assert local(clock(ticket, Promise.HANDOVER).settled_at) == "09:50"
    assert ticket.history.get(kind="clock.handover_declined").why == "只差一个重启"


def test_the_database_keeps_levels_sane(levels):
    for wrong in (
        {"level": 5, "calls": []},
        {"level": 7, "calls": ["leads"]},
        {"level": 2, "calls": ["leads"]},
        {"level": 2, "promise": "update", "calls": ["leads"], "share": 50},
        {"level": 3, "promise": "update", "calls": ["leads"], "share": 100},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            CallLevel.objects.create(**wrong)
    with pytest.raises(IntegrityError, match="first_two_levels"), transaction.atomic():
        CallLevel.objects.create(promise="update", level=1, calls=["leads"], after=timedelta(hours=1))


def test_the_first_alarms_of_a_clock_are_two_however_many_levels_there_are(levels):
    assert len(alarms(classified(3))) == 2


def at_shares(*shares: int) -> None:
    """Let levels stand at shares of the time, and one an hour after it."""
    CallLevel.objects.filter(level__gt=2).delete()
    for level, share in enumerate(shares, start=3):
        CallLevel.objects.create(level=level, calls=[Who.PROCESS], share=share)
    CallLevel.objects.create(level=3 + len(shares), calls=[Who.MANAGEMENT], after=HOUR)


def calls(ticket: Ticket) -> list[tuple[str, int, int]]:
    events = ticket.history.filter(kind="clock.called").order_by("pk")
    return [(local(one.at), one.said.level, one.said.late_s) for one in events]


def test_a_level_calls_at_its_share_of_the_time_once_and_those_after_the_due_time_follow_as_ever(levels):
    at_shares(50, 75)
    CallLevel.objects.filter(level=2).update(repeat_every=None)
    ticket = late_ticket()
    assert alarms(ticket) == [
        (1, "12:00", False),
        (2, "14:30", False),
        (3, "11:00", False),
        (4, "12:00", False),
    ]

    for moment in ("10:59", "11:00", "11:01", "12:30", "14:30", "15:30"):
        sweep(moment)

    assert calls(ticket) == [("11:00", 3, 0), ("12:30", 4, 1800), ("15:30", 5, 0)]
    assert "将在" in Notice.objects.filter(kind=NoticeKind.ESCALATED).order_by("pk")[0].title


def test_a_share_moves_with_its_clock_over_holds_and_new_aims_and_goes_when_it_is_met(levels):
    at_shares(50)
    ticket = late_ticket()
    hold = Hold.begin(ticket, reason=HoldReason.PERSON, why="等", stamp=stamp("10:00"))
    assert alarms(ticket)[2] == (3, None, False)
    hold.end(stamp("10:30"))
    assert alarms(ticket)[2] == (3, "11:30", False)

    give_priority(ticket, 3, "10:40")
    assert alarms(ticket)[2] == (3, "14:45", False)
    Resolution.propose(ticket, solution="换件", stamp=stamp("11:00"))

    assert alarms(ticket)[2] == (3, None, False)


def test_a_clock_that_gets_another_policy_gets_its_shares_and_loses_those_it_had(levels):
    at_shares(50)
    ticket = late_ticket()
    CallLevel.objects.filter(share=50).update(share=75)

    Alarm.set_for(list(reckoned(ticket)), at("09:30"))
    Alarm.set_for(list(reckoned(ticket)), at("09:30"))

    assert alarms(ticket)[2:] == [(3, None, False), (3, "12:00", False)]


def test_an_acknowledged_share_is_called_no_more_and_the_next_share_is(levels):
    at_shares(50, 75)
    CallLevel.objects.filter(level=3).update(repeat_every=30 * MINUTE)
    ticket = late_ticket()
    sweep("11:00")

    Acknowledgement.make(clock(ticket), stamp("11:10"))
    sweep("12:00")

    assert [(moment, level) for moment, level, _ in calls(ticket)] == [("11:00", 3), ("12:00", 4)]
    assert not Alarm.objects.filter(turn__gt=1).exists()
