"""Alerts with the whole house awake: who gets the ticket, who is told, and how it ends by itself."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from bihuan.flow.intake.drains import settle_next, take_next_report
from bihuan.flow.triage.models import PriorityRule
from bihuan.ground.catalogue.models import Category
from bihuan.ground.channels.models import AlertRule, AlertSource, InboundMessage, OutboundMessage, SourceKind
from bihuan.ground.notices.models import Notice
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Ticket
from tests.security.company import settle as settle_company

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("INT-05")]


@pytest.fixture
def tool() -> AlertSource:
    settle_company()
    PriorityRule.objects.all().delete()  # the source and the matrix alone say how much it matters
    made, _ = AlertSource.set_up(
        name="生产监控", kind=SourceKind.GENERIC, language="zh-hans", at=timezone.now()
    )
    made.resolves, made.storm_from = True, 5
    made.save()
    printers = Category.objects.get(code="hardware.printer")
    AlertRule.objects.create(source=made, position=0, label="job", value="print*", category=printers)
    return made


def report(by: AlertSource, at: datetime, *keys: str, status: str = "firing") -> None:
    alerts = [
        {
            "key": key,
            "status": status,
            "title": f"打印队列{key}全公司瘫痪",
            "severity": "warning",
            "labels": {"job": "printq"},
        }
        for key in keys
    ]
    InboundMessage.keep_report(by, json.dumps({"alerts": alerts}).encode(), at)
    assert take_next_report(at)


def test_an_alert_is_a_ticket_with_category_levels_clocks_and_team_and_its_recovery_ends_it(
    tool: AlertSource,
):
    now = timezone.now()
    report(tool, now, "1")

    ticket = Ticket.objects.get(channel="monitoring")
    # The source says how much it matters, whatever the words say.
    assert (ticket.category.code, ticket.impact, ticket.urgency, ticket.priority) == (
        "hardware.printer",
        3,
        2,
        3,
    )
    assert ticket.team is not None
    assert {clock.promise for clock in ticket.clocks.all()} >= {"acceptance", "resolution"}
    assert not OutboundMessage.objects.filter(about=f"ticket:{ticket.pk}", purpose="receipt").exists()

    report(tool, now + timedelta(minutes=1), "1", status="resolved")
    later = now + timedelta(minutes=10)
    assert settle_next(later)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.confirmed_at) == (State.CONFIRMED, later)
    assert not ticket.clocks.filter(settled_at=None).exists()


def test_a_storm_makes_some_tickets_and_then_one_and_no_notice_for_each_alert(tool: AlertSource):
    before = Notice.objects.count()

    report(tool, timezone.now(), *(str(n) for n in range(200)))
    report(tool, timezone.now(), *(str(n) for n in range(200, 300)))

    tickets = Ticket.objects.filter(channel="monitoring").order_by("pk")
    assert [ticket.faults.count() for ticket in tickets] == [1, 1, 1, 1, 1, 295]
    assert tickets[5].title == "告警风暴：生产监控"
    assert Notice.objects.count() - before <= 2 * len(tickets)
