import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from bihuan.flow.sla import sweeping
from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.drains import Alarms
from bihuan.flow.sla.models import Alarm
from bihuan.flow.sla.sweeping import LATE_S, set_off_next, set_off_some
from bihuan.flow.sla.tests.cast import alarms, at, classified, desk, give_priority, person, stamp
from bihuan.ground.notices.models import Notice
from bihuan.ground.people.models import Grant
from bihuan.ground.people.rights import Role
from bihuan.tickets.lifecycle import HoldReason
from bihuan.tickets.models import Entry, Hold, Resolution, Ticket, TicketEvent, all_in_hand, reopen
from bihuan.tickets.tests.cast import assigned

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("SLA-05")]


@pytest.fixture(autouse=True)
def calendars(db):
    return desk()


def sweep(moment: str) -> int:
    """Set off all that is due; return how many alarms that were."""
    count = 0
    while set_off_next(at(moment)):
        count += 1
    return count


class Crash(Exception):
    """What a killed worker looks like from within."""


def fails_at(nth: int, doing: Callable[..., None]) -> Callable[..., None]:
    """Return what does the same, until the nth time."""
    left = iter(range(nth - 1))

    def do(*given: object) -> None:
        if next(left, None) is None:
            raise Crash
        doing(*given)

    return do


def told(ticket: Ticket) -> list[tuple[str, str, int]]:
    """Return what the history says about promises: kind, promise, seconds too late."""
    events = ticket.history.filter(kind__startswith="clock.").order_by("pk")
    return [(event.kind, event.said.promise, event.said.late_s) for event in events]


def bells() -> list[tuple[str, str]]:
    return sorted(Notice.objects.values_list("to__name", "kind"))


def only_resolution(**more) -> Ticket:
    """Return a ticket on which nothing but the resolution is still owed: warned at 17:00, due at 18:00."""
    ticket = assigned(classified(3, **more))
    Entry.reply(ticket, text="收到", stamp=stamp("09:10"))
    return ticket


def test_each_level_goes_off_once_at_its_moment():
    ticket = only_resolution()
    assert alarms(ticket) == [(1, "17:00", False), (2, "18:00", False)]

    counts = [sweep(moment) for moment in ("16:59", "17:00", "17:30", "18:00", "2026-09-29 12:00")]

    assert counts == [0, 1, 0, 1, 0]
    assert told(ticket) == [("clock.warned", "resolution", 0), ("clock.missed", "resolution", 0)]


def test_what_is_settled_in_time_sets_nothing_off():
    ticket = only_resolution()

    Resolution.propose(ticket, solution="换件", stamp=stamp("16:00"))

    assert alarms(ticket) == [(1, None, False), (2, None, False)]
    assert sweep("2026-10-20 09:00") == 0


def test_after_the_warning_what_is_settled_is_not_missed():
    ticket = only_resolution()
    sweep("17:00")

    Resolution.propose(ticket, solution="换件", stamp=stamp("17:59"))

    assert sweep("20:00") == 0


@pytest.mark.requirement("SLA-04")
def test_a_hold_silences_the_alarms_and_sets_them_anew_when_it_ends():
    ticket = only_resolution()

    Hold.begin(ticket, reason=HoldReason.VENDOR, stamp=stamp("10:00"))
    assert alarms(ticket) == [(1, None, False), (2, None, False)]
    assert sweep("2026-10-20 09:00") == 0
    Hold.end_running(ticket, stamp("11:00"))

    assert alarms(ticket) == [(1, "18:00", False), (2, "2026-09-29 10:00", False)]


@pytest.mark.requirement("SLA-08")
def test_a_level_that_has_gone_off_does_not_go_off_again_when_the_due_time_moves():
    ticket = only_resolution()
    sweep("17:00")

    Hold.begin(ticket, reason=HoldReason.VENDOR, stamp=stamp("17:10"))
    Hold.end_running(ticket, stamp("17:40"))

    assert alarms(ticket) == [(1, "17:00", True), (2, "2026-09-29 09:30", False)]
    assert sweep("2026-09-29 09:30") == 1


def test_a_desk_that_was_down_sets_off_each_once_in_their_order_and_says_how_late():
    ticket = only_resolution()

    assert sweep("2026-09-29 00:00") == 2

    assert told(ticket) == [
        ("clock.warned", "resolution", 7 * 3600),
        ("clock.missed", "resolution", 6 * 3600),
    ]


@pytest.mark.parametrize(("after_s", "late_s"), [(0, 0), (LATE_S, 0), (LATE_S + 1, LATE_S + 1)])
def test_a_little_later_is_not_late(after_s, late_s):
    ticket = only_resolution()

    set_off_next(at("17:00") + timedelta(seconds=after_s))

    assert told(ticket) == [("clock.warned", "resolution", late_s)]


@pytest.mark.requirement("SLA-08")
def test_a_moment_that_a_new_priority_puts_into_the_past_goes_off_now_and_is_not_called_late():
    ticket = only_resolution()

    give_priority(ticket, 1, "15:00")  # two hours round the clock from 09:00

    assert alarms(ticket) == [(1, None, False), (2, "15:00", False)]
    assert sweep("15:00:05") == 1
    assert told(ticket) == [("clock.missed", "resolution", 0)]


def test_a_warning_that_a_new_priority_puts_into_the_past_is_given_now():
    ticket = only_resolution()

    give_priority(ticket, 2, "14:00")  # due at 14:30, warned an hour before

    assert alarms(ticket) == [(1, "14:00", False), (2, "14:30", False)]


def test_a_reopened_ticket_whose_time_was_over_is_missed_without_a_warning():
    ticket = only_resolution()
    Resolution.propose(ticket, solution="换件", stamp=stamp("2026-09-29 10:00"))

    reopen(ticket, stamp("2026-09-29 11:00", by="林"))

    assert alarms(ticket) == [(1, None, False), (2, "2026-09-29 11:00", False)]


def test_no_allowance_is_missed_and_not_warned_of():
    ticket = classified(channel="phone")

    assert alarms(ticket, Promise.FIRST_CONTACT) == [(1, None, False), (2, "09:00", False)]


def test_what_is_due_first_goes_off_first_whichever_ticket_it_is_on():
    later, sooner = classified(3, channel="email"), classified(3, channel="portal")

    set_off_next(at("09:30")), set_off_next(at("09:30"))

    assert (len(told(later)), len(told(sooner))) == (0, 2)


def test_who_handles_it_is_warned_and_the_leads_hear_of_what_was_missed():
    ticket = only_resolution()
    wang = person("王")  # leads another team, in which 陈 helps out
    Ticket.objects.filter(pk=ticket.pk).update(team=wang.teams.get(), handler=person("陈"))

    sweep("17:00")
    assert bells() == [("陈", "warning")]
    sweep("18:00")

    assert bells() == [("王", "missed"), ("陈", "missed"), ("陈", "warning")]


def test_without_a_handler_the_leads_are_warned():
    ticket = classified(3, channel="email")
    ticket.team = person("王").teams.get()
    ticket.save()

    sweep("09:20")

    assert bells() == [("王", "warning")]


def test_where_a_team_has_no_lead_the_process_managers_hear_of_it():
    only_resolution()
    Grant.objects.create(person=person("钱"), role=Role.PROCESS_MANAGER, since=at("09:00"))

    sweep("18:00")

    assert ("钱", "missed") in bells()
    assert ("钱", "warning") not in bells()


def test_a_lead_who_handles_it_is_told_once():
    ticket = only_resolution()
    assigned(ticket, to="王", clock="09:30")
    ticket.assignments.current().get().accept(stamp("09:31"))

    sweep("18:00")

    assert bells() == [("王", "missed"), ("王", "warning")]


def test_each_is_told_in_his_or_her_language_which_promise_of_which_ticket_and_until_when():
    ticket = only_resolution()
    chen = person("陈")
    chen.language = "en"
    chen.save()

    with override("zh-hans"):
        sweep("17:00")

    notice = Notice.objects.get(to=chen)
    assert notice.title == f"{ticket.number}: Resolution is due at 28 Sep 2026, 18:00"
    assert (notice.path, notice.about) == (f"/desk/tickets/{ticket.number}", f"ticket:{ticket.pk}")


def test_what_goes_off_is_signed_by_nobody_at_the_moment_it_does():
    ticket = only_resolution()

    sweep("17:00")

    event = ticket.history.order_by("pk").last()
    assert (event.by, event.at, event.via) == (None, at("17:00"), "clock")


def test_the_sweep_asks_for_what_is_due_alone_however_much_is_not():
    for _ in range(5):
        classified(3)
    Alarm.objects.update(fire_at=at("2026-12-01 09:00"))
    only_resolution()

    with CaptureQueriesContext(connection) as idle:
        assert not set_off_next(at("16:59"))

    assert len(idle) == 1
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Alarm.objects.to_fire(at("16:59"))[:1].explain()
    assert "alarm_next" in plan
    assert "Sort" not in plan


def test_many_go_off_together_in_the_order_of_their_moments_and_each_once():
    tickets = [only_resolution() for _ in range(3)] + [classified(3, channel="portal")]

    while set_off_some(at("18:00")):
        pass

    events = TicketEvent.objects.filter(kind__startswith="clock.").order_by("pk")
    moments = [event.said.due_at for event in events if event.kind == "clock.missed"]
    assert moments == sorted(moments)
    assert [told(ticket) for ticket in tickets[:3]] == [
        [("clock.warned", "resolution", 3600), ("clock.missed", "resolution", 0)]
    ] * 3
    assert len(told(tickets[3])) == 4


def test_what_many_alarms_ask_of_the_database_does_not_grow_with_them(django_assert_max_num_queries):
    for _ in range(12):
        only_resolution()

    with django_assert_max_num_queries(26) as asked:
        assert set_off_some(at("18:00"))

    assert Alarm.objects.exclude(fired_at=None).count() == 24
    assert Notice.objects.count() == 24
    assert sum("INSERT" in query["sql"] for query in asked.captured_queries) <= 3


def test_a_crash_while_many_go_off_loses_none_and_tells_nobody_twice(monkeypatch):
    tickets = [only_resolution() for _ in range(3)]
    with monkeypatch.context() as broken:
        broken.setattr(sweeping, "_record", fails_at(3, sweeping._record))
        with pytest.raises(Crash):
            set_off_some(at("18:00"))
    assert (Notice.objects.count(), sum(len(told(one)) for one in tickets)) == (0, 0)

    while set_off_some(at("18:00")):
        pass

    assert [len(told(one)) for one in tickets] == [2, 2, 2]


def test_one_alarm_that_fails_holds_up_no_other(monkeypatch):
    broken, whole = only_resolution(), only_resolution()
    record = sweeping._record

    def fail_on_one(alarm, now):
        if alarm.clock.ticket_id == broken.pk:
            raise Crash
        record(alarm, now)

    monkeypatch.setattr(sweeping, "_record", fail_on_one)
    monkeypatch.setattr(timezone, "now", lambda: at("17:10"))
    drain = Alarms()
    for _ in range(4):
        with suppress(Crash):
            drain.work_one()

    assert (told(broken), len(told(whole))) == ([], 1)
    assert alarms(broken) == [(1, "17:15", False), (2, "18:00", False)]


@pytest.mark.django_db(transaction=True)
def test_whose_ticket_is_in_somebodys_hands_waits_and_the_others_do_not():
    held, free = only_resolution(), only_resolution()
    holding, done = threading.Event(), threading.Event()

    def hold():
        with all_in_hand(Ticket.objects.filter(pk=held.pk)):
            holding.set()
            done.wait(10)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    holding.wait(10)
    try:
        assert set_off_some(at("17:00"))
        assert (told(held), len(told(free))) == ([], 1)
    finally:
        done.set()
        thread.join()

    assert set_off_some(at("17:00"))
    assert len(told(held)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_sweep_at_once_set_each_level_off_once():
    tickets = [only_resolution() for _ in range(6)]
    barrier, wrong = threading.Barrier(4), []

    def rush():
        barrier.wait()
        try:
            while set_off_some(at("18:00")):
                pass
        except Exception as trouble:
            wrong.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=rush) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    for ticket in tickets:
        assert [kind for kind, *_ in told(ticket)] == ["clock.warned", "clock.missed"]
    assert not Alarm.objects.to_fire(at("18:00")).exists()


@pytest.mark.django_db(transaction=True)
def test_an_alarm_and_a_solution_at_the_same_moment_agree_in_either_order():
    ticket = only_resolution()
    barrier, wrong = threading.Barrier(2), []

    def run(doing):
        barrier.wait()
        try:
            doing()
        except Exception as trouble:
            wrong.append(trouble)
        finally:
            connection.close()

    mine = Ticket.objects.get(pk=ticket.pk)
    doings = [lambda: sweep("18:00"), lambda: Resolution.propose(mine, solution="换件", stamp=stamp("18:00"))]
    threads = [threading.Thread(target=run, args=(doing,)) for doing in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    kinds = list(TicketEvent.objects.filter(ticket=ticket).order_by("pk").values_list("kind", flat=True))
    assert wrong == []
    assert all("clock." not in kind for kind in kinds[kinds.index("ticket.solved") :])
