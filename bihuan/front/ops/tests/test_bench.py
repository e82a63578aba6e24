from __future__ import annotations

import json

import pytest
from django.db import connection
from django.db.models import Count, F

from bihuan.flow.sla.models import Alarm, Clock
from bihuan.front.ops.bench import company, mails, report
from bihuan.front.ops.bench.report import Figure
from bihuan.front.ops.bench.seeding import seed
from bihuan.front.ops.deliver import deliver
from bihuan.ground.channels.email.reading.letter import read
from bihuan.ground.people.models import Person
from bihuan.ground.search.finding import find
from bihuan.ground.search.models import SearchDoc
from bihuan.kit.events.facts import Facts
from bihuan.tickets.lifecycle import OPEN, State
from bihuan.tickets.models import Ticket, TicketEvent

TICKETS = 200


@pytest.mark.django_db(transaction=True)
def test_seeded_tickets_hang_together():
    deliver()
    company.settle()
    parameters = connection.get_connection_params()
    address = f"host={parameters['host']} user={parameters['user']} dbname={parameters['dbname']}"

    seed(address, TICKETS, is_quick=False)

    tickets = Ticket.objects.annotate(
        said=Count("entries", distinct=True), ran=Count("clocks", distinct=True)
    )
    assert tickets.count() == TICKETS
    assert not tickets.filter(said=0).exists()
    assert not tickets.exclude(ran=3).exists()
    assert {row.state for row in tickets} >= {State.CLOSED, State.NEW, State.WAITING}
    assert all(Facts.from_json(event.kind, event.facts) for event in TicketEvent.objects.all())
    running = Clock.objects.unsettled().exclude(due_at=None)
    assert not running.exclude(ticket__state__in=OPEN).exclude(ticket__due_at=F("due_at")).exists()
    assert Alarm.objects.count() == 2 * running.count()
    lead = Person.objects.filter(grants__role="team_lead").earliest("pk")
    assert find(SearchDoc.objects.visible_to(lead), "打印机").count > 0


def test_each_mail_can_be_read_and_none_is_like_another():
    letters = [read(mails.mail(n)) for n in range(30)]

    assert {letter.from_email for letter in letters} == {company.address_of(n) for n in range(30)}
    assert len({letter.message_id for letter in letters}) == 30
    assert all(letter.subject and letter.reply_text and not letter.problems for letter in letters)


def test_a_figure_is_told_with_what_it_should_be_and_whether_it_is():
    figures = [
        Figure("memory", 351.0, "MB", most=350),
        Figure("mails", 61.5, "/s", least=60),
        Figure("look", 0.4, "ms"),
    ]

    table, told = report.as_table(figures), json.loads(report.as_json(figures, {"cores": 2}))

    lines = table.splitlines()
    assert all(word in lines[1] for word in ("351.00 MB", "≤ 350", "MISSED"))
    assert all(word in lines[2] for word in ("61.50 /s", "≥ 60", "met"))
    assert [figure["is_met"] for figure in told["figures"]] == [False, True, None]
    assert told["machine"] == {"cores": 2}
