import json

import pytest
from django.db import IntegrityError, transaction

from bihuan.flow.intake import drains
from bihuan.flow.intake.models import Fault, Outcome, Reception
from bihuan.flow.intake.tests.alerts import report, reported, settled, source
from bihuan.ground.catalogue.models import Category
from bihuan.ground.channels.models import AlertRule, InboundMessage, InboundState, OutboundMessage
from bihuan.ground.people.tests.cast import at, person, stamp
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Assignment, Resolution, Ticket
from bihuan.tickets.tests.cast import team

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("INT-05")]


def solved(ticket: Ticket, clock: str) -> None:
    Assignment.make(ticket, team=team("desk"), handler=person("陈"), stamp=stamp(clock))
    Resolution.propose(ticket, solution="清理了日志", stamp=stamp(clock))


def test_a_fault_has_one_ticket_however_often_it_is_reported():
    tool = source()

    first = reported(tool, "09:00", report(text="可用空间不足1%。"))
    again = reported(tool, "13:00", report(text="可用空间不足0.5%。"))

    ticket, fault = Ticket.objects.get(), Fault.objects.get()
    assert (ticket.title, ticket.description) == ("磁盘已满 disk-1", "可用空间不足1%。")
    assert (ticket.channel, ticket.person, ticket.impact, ticket.urgency) == ("monitoring", tool.person, 2, 2)
    assert (fault.ticket, fault.times, fault.last_seen_at) == (ticket, 2, at("13:00"))
    assert (fault.text, fault.asset) == ("可用空间不足0.5%。", "db-1:9100")
    outcomes = dict(Reception.objects.values_list("message", "outcome"))
    assert outcomes == {first.pk: Outcome.FILED, again.pk: Outcome.GATHERED}
    assert list(ticket.history.values_list("kind", flat=True)) == ["ticket.filed"]
    assert OutboundMessage.objects.count() == 0  # nobody waits for a receipt


def test_the_database_keeps_a_fault_from_a_second_standing_ticket():
    reported(source(), "09:00", report())
    fault = Fault.objects.get()

    with pytest.raises(IntegrityError, match="one_standing_fault_a_key"), transaction.atomic():
        Fault.objects.create(
            source=fault.source, key=fault.key, ticket=fault.ticket, title="x", first_seen_at=at("10:00"), last_seen_at=at("10:00")
        )  # fmt: skip


@pytest.mark.requirement("INT-09")
def test_a_report_that_is_sent_again_at_once_is_kept_once_and_later_it_is_a_repeat():
    tool, raw = source(), json.dumps(report()).encode()

    kept = [
        InboundMessage.keep_report(tool, raw, at(clock))[1] for clock in ("09:00:00", "09:00:10", "09:01:00")
    ]
    InboundMessage.keep_report(tool, json.dumps(report(status="resolved")).encode(), at("09:01:01"))
    fires_again = InboundMessage.keep_report(tool, raw, at("09:01:02"))[1]

    assert kept == [True, False, True]
    assert fires_again


def test_a_flapping_alert_is_noted_once_it_has_stayed_so():
    tool = source()
    reported(tool, "09:00", report())
    for minute in range(1, 9, 2):
        reported(tool, f"09:0{minute}", report(status="resolved"))
        reported(tool, f"09:0{minute + 1}", report())
    fault = Fault.objects.get()
    assert (fault.is_firing, fault.returns, fault.times) == (True, 4, 5)
    assert settled("09:12") == 0

    reported(tool, "09:20", report(status="resolved"))
    assert (settled("09:24"), settled("09:25")) == (0, 1)

    told = Ticket.objects.get().history.exclude(kind="ticket.filed")
    assert [(one.kind, one.at, one.by) for one in told] == [("alert.recovered", at("09:25"), tool.person)]


def test_a_recovery_solves_the_ticket_only_if_its_source_is_set_so():
    for resolves, key in ((False, "a"), (True, "b")):
        tool = source(resolves=resolves)
        reported(tool, "09:00", report(key))
        reported(tool, "09:10", report(key, status="resolved"))
    settled("09:15")

    noted, ended = Ticket.objects.order_by("pk")
    assert (noted.state, ended.state) == (State.NEW, State.RESOLVED)
    assert Resolution.objects.get().solution == "监控报告故障已恢复。"


def test_a_ticket_is_solved_only_when_none_of_its_faults_fires():
    tool = source(resolves=True, storm_from=2)
    reported(tool, "09:00", *(report(str(n)) for n in range(4)))
    storm = Fault.objects.filter(is_gathered=True).first().ticket

    reported(tool, "09:10", report("2", status="resolved"))
    settled("09:15")
    storm.refresh_from_db()
    assert storm.is_open
    reported(tool, "09:20", report("3", status="resolved"))
    settled("09:25")

    storm.refresh_from_db()
    assert storm.state == State.RESOLVED


def test_what_fires_again_after_it_was_solved_is_the_same_ticket_for_a_while_and_then_a_new_one():
    tool = source()
    reported(tool, "09:00", report())
    ticket = Ticket.objects.get()
    solved(ticket, "09:10")
    reported(tool, "09:11", report())  # still, but what was done shows only in a moment
    assert Ticket.objects.get().state == State.RESOLVED

    reported(tool, "09:12", report(status="resolved"))
    reported(tool, "09:13", report())
    ticket.refresh_from_db()
    assert ticket.state == State.IN_PROGRESS
    assert ticket.history.get(kind="ticket.reopened").why == "告警再次触发"

    solved(ticket, "09:20")
    reported(tool, "09:21", report(status="resolved"))
    reported(tool, "11:00", report())
    assert Ticket.objects.count() == 2
    assert Fault.objects.standing().get().ticket != ticket


def test_what_still_fires_long_after_it_was_solved_is_reopened():
    tool = source()
    reported(tool, "09:00", report())
    ticket = Ticket.objects.get()
    solved(ticket, "09:10")

    reported(tool, "13:00", report())

    ticket.refresh_from_db()
    assert (ticket.state, ticket.history.get(kind="ticket.reopened").why) == (
        State.IN_PROGRESS,
        "告警仍在触发",
    )


def test_the_category_comes_by_the_first_rule_that_fits_a_label():
    mail = Category.objects.create(code="mail", name_zh="邮件", name_en="Mail")
    data = Category.objects.create(code="data", name_zh="数据库", name_en="Database")
    tool = source(category=mail)
    AlertRule.objects.create(source=tool, position=1, label="instance", value="DB-*", category=data)

    reported(tool, "09:00", report("a"), report("b", labels={"instance": "web-1"}, severity="odd"))

    assert [(one.category, one.impact, one.urgency) for one in Ticket.objects.order_by("pk")] == [
        (data, 2, 2),
        (mail, 3, 2),
    ]


def test_a_fault_that_cannot_be_settled_holds_up_no_other(monkeypatch):
    tool = source()
    reported(tool, "09:00", report("a"), report("b"))
    reported(tool, "09:10", report("a", status="resolved"), report("b", status="resolved"))
    broken, settle = Fault.objects.get(key="a").pk, drains.settle

    def settle_unless_broken(fault, stamp):
        if fault.pk == broken:
            raise RuntimeError("broken")
        settle(fault, stamp)

    monkeypatch.setattr(drains, "settle", settle_unless_broken)

    assert settled("09:20") == 2
    assert dict(Fault.objects.values_list("key", "is_told_firing")) == {"a": True, "b": False}


@pytest.mark.parametrize(
    ("alert", "problem"),
    [
        (report(status="resolved"), "recovery of nothing we know"),
        (report(severity="none"), "severity that makes no ticket"),
    ],
)
def test_what_makes_no_ticket_says_why(alert, problem):
    message = reported(source(), "09:00", alert)

    assert (message.state, message.problem) == (InboundState.IGNORED, problem)
    assert Ticket.objects.count() == 0


@pytest.mark.requirement("INT-09")
def test_what_cannot_be_read_waits_in_quarantine_and_holds_up_nobody():
    tool = source()
    InboundMessage.keep_report(tool, b"not json", at("08:59"))

    reported(tool, "09:00", report())
    reported(tool, "09:01", report("other"))

    states = InboundMessage.objects.order_by("pk").values_list("state", "problem")
    assert states[0] == (InboundState.QUARANTINED, "it is not JSON")
    assert Ticket.objects.count() == 1  # the second one waits for its turn
