from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.models import Alarm, Clock, Policy
from bihuan.front.ops.deliver import deliver
from bihuan.ground.calendars.models import Calendar
from bihuan.ground.people.tests.cast import at, person, stamp
from bihuan.tickets.lifecycle import HoldReason
from bihuan.tickets.models import Attempt, Entry, Hold, Result, Ticket
from bihuan.tickets.tests.cast import a_ticket, assigned

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def chen() -> Client:
    client = Client()
    client.force_login(person("陈"))
    return client


@pytest.fixture
def ticket(db: None) -> Ticket:
    deliver()
    ticket = assigned(a_ticket())
    Clock.objects.filter(ticket=ticket).delete()
    return ticket


def a_clock(ticket: Ticket, promise: Promise, **more: object) -> Clock:
    told = {"started_at": at("10:00"), "due_at": at("14:30"), "warn_at": at("13:40"), "allowed": 3 * HOUR}
    calendar = Calendar.objects.get(code="office")
    policy = Policy.objects.get()
    return Clock.objects.create(
        ticket=ticket, promise=promise, calendar=calendar, policy=policy, **(told | more)
    )


def aside(client: Client, ticket: Ticket) -> str:
    return client.get(reverse("ticket-aside", args=[ticket.number])).content.decode()


@pytest.mark.requirement("SLA-04")
def test_the_panel_says_stretch_by_stretch_why_it_is_due_when_it_is(chen: Client, ticket: Ticket) -> None:
    Hold.begin(ticket, reason=HoldReason.VENDOR, stamp=stamp("11:00"))
    Hold.end_running(ticket, stamp("11:30"))
    Clock.objects.filter(ticket=ticket).delete()
    a_clock(ticket, Promise.RESOLUTION)

    page = aside(chen, ticket)

    assert "待厂商" in page
    assert "非工作时间" in page
    assert "通用承诺" in page
    assert 'data-doing="held"' in page


@pytest.mark.requirement("SLA-05")
def test_a_call_is_acknowledged_on_the_ticket_and_its_name_stays_there(chen: Client, ticket: Ticket) -> None:
    clock = a_clock(ticket, Promise.RESOLUTION)
    Alarm.objects.create(clock=clock, level=2, fire_at=at("14:30"), fired_at=at("14:30"))
    address = reverse("ticket-acknowledgement", args=[ticket.number, clock.pk])
    assert address in aside(chen, ticket)

    assert chen.post(address).status_code == 302

    page = aside(chen, ticket)
    assert address not in page
    assert "陈" in page
    assert chen.post(address).status_code in (302, 409)


@pytest.mark.requirement("SLA-05")
def test_somebody_is_called_by_hand_with_a_reason(chen: Client, ticket: Ticket) -> None:
    address = reverse("ticket-called", args=[ticket.number])
    person("王")

    assert chen.post(address, {"who": "management", "call_why": "急"}).status_code == 409
    assert chen.post(address, {"who": "nobody", "call_why": "急"}).status_code == 422


@pytest.mark.requirement("SLA-07")
def test_the_first_line_says_why_it_keeps_a_ticket(chen: Client, ticket: Ticket) -> None:
    a_clock(ticket, Promise.HANDOVER)
    address = reverse("ticket-kept", args=[ticket.number])

    assert chen.post(address, {"keep_why": ""}).status_code == 422
    assert chen.post(address, {"keep_why": "马上就好"}).status_code == 302
    assert ticket.history.get(kind="clock.handover_declined").why == "马上就好"


@pytest.mark.requirement("SLA-06")
def test_a_draft_of_the_next_word_is_ready_in_the_persons_language_and_one_click_sends_it(
    chen: Client, ticket: Ticket
) -> None:
    a_clock(ticket, Promise.UPDATE)
    Ticket.objects.filter(pk=ticket.pk).update(language="en")
    step = ticket.category.steps.order_by("position").first()  # type: ignore[union-attr]
    Attempt.make(ticket, step=step.key, text=step.text_zh, result=Result.NO_EFFECT, stamp=stamp("10:30"))

    page = aside(chen, ticket)
    assert f"Your request {ticket.number} is still being worked on." in page
    assert f"{step.text_en}: No effect" in unescape(page)

    chen.post(reverse("ticket-replies", args=[ticket.number]), {"text": "Still on it."})
    assert Entry.objects.filter(ticket=ticket, kind="reply", text="Still on it.").exists()
