from __future__ import annotations

import json

import pytest
from django.utils import timezone

from bihuan.flow.intake.drains import take_next_report
from bihuan.front.home.tests.looking import LOOKS, Window, faults_of
from bihuan.front.ops.deliver import deliver
from bihuan.ground.catalogue.models import Category
from bihuan.ground.channels.models import AlertRule, AlertSource, InboundMessage, SourceKind
from bihuan.ground.people.tests.cast import at, person
from bihuan.tickets.models import Ticket

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs("chromium"),
    pytest.mark.needs("fonts"),
]


def reported(tool: AlertSource, number: int) -> Ticket:
    """Return the ticket of as many faults, which is a storm's where they are many."""
    labels = {
        "alertname": "DiskFull",
        "instance": "db-1.yunhe.example:9100",
        "severity": "critical",
        "team": "dba",
    }
    alerts = [
        {"status": "firing", "labels": labels | {"device": f"/dev/sd{n}"}, "annotations": {"summary": "磁盘已满"},
         "startsAt": timezone.now().isoformat(), "generatorURL": "https://prometheus.example/graph"}
        for n in range(number)
    ]  # fmt: skip
    InboundMessage.keep_report(tool, json.dumps({"alerts": alerts}).encode(), timezone.now())
    take_next_report(timezone.now())
    return Ticket.objects.latest("pk")


@pytest.mark.parametrize("look", LOOKS)
def test_pages_of_sources_and_a_ticket_of_an_alert_can_be_read_by_all(look: str, window: Window) -> None:
    deliver()
    tool, _ = AlertSource.set_up(
        name="机房监控", kind=SourceKind.ALERTMANAGER, language="zh-hans", at=at("08:00")
    )
    category = Category.objects.get(code="hardware.printer")
    AlertRule.objects.create(source=tool, position=0, label="team", value="dba", category=category)
    one, storm = reported(tool, 1), reported(tool, 20)
    InboundMessage.keep_report(tool, b"nonsense", timezone.now())
    take_next_report(timezone.now())
    page = window.open(look, person("周"))

    for address in ("sources", "sources/new", f"sources/{tool.pk}"):
        page.goto(f"/desk/planning/{address}")
        assert (address, faults_of(page)) == (address, [])

    agent = window.open(look, person("陈"))
    for ticket in (one, storm):
        agent.goto(f"/desk/tickets/{ticket.number}")
        agent.wait_for_selector("#p-faults", state="attached")
        assert faults_of(agent) == []
