"""Tickets at each turn of their life, and the browsers of those who ask."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from bihuan.ground.calendars.models import Calendar
from bihuan.ground.channels.models import Channel, ChannelKind
from bihuan.ground.people.models import DemoCompany
from bihuan.kit.vault.tokens import digest_of, new_token
from bihuan.practices.surveys.models import Survey
from bihuan.tickets.lifecycle import HoldReason, State
from bihuan.tickets.models import Confirmation, Hold, Resolution, Ticket
from bihuan.tickets.tests.cast import a_category, a_ticket, assigned, at, person, stamp

__all__ = [
    "a_category",
    "a_demo",
    "a_portal",
    "a_ticket",
    "asked",
    "assigned",
    "at",
    "browser_of",
    "closed",
    "digest_of",
    "held",
    "person",
    "solved",
    "stamp",
]


def browser_of(name: str | None = "林", *, is_fragment: bool = False) -> Client:
    browser = Client(headers={"HX-Request": "true"} if is_fragment else None)
    if name:
        browser.force_login(person(name))
    return browser


def a_portal() -> Channel:
    """Return the channel that promises an answer within a quarter of an hour, at all hours."""
    week = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    always = Calendar.objects.create(code="always", name_zh="全天", name_en="Always", week=week)
    return Channel.objects.create(
        kind=ChannelKind.PORTAL,
        name_zh="门户",
        name_en="Portal",
        answers_within=timedelta(minutes=15),
        calendar=always,
    )


def a_demo() -> DemoCompany:
    return DemoCompany.objects.create(seed=7, loaded_at=at("08:00"))


def held(**more: object) -> Ticket:
    """Return a ticket that waits for the person's answer."""
    ticket = assigned(a_ticket(**more))
    Hold.begin(ticket, reason=HoldReason.PERSON, stamp=stamp("09:30"))
    return ticket


def solved(**more: object) -> Ticket:
    ticket = assigned(a_ticket(**more))
    Resolution.propose(ticket, solution="换了进纸轮。", stamp=stamp("11:00"))
    return ticket


def asked(**more: object) -> tuple[Ticket, str]:
    """Return a solved ticket and the token of the link by which its person is asked whether it is."""
    ticket = solved(**more)
    _asked, token = Confirmation.ask(Resolution.objects.standing().get(ticket=ticket), stamp("11:00"))
    return ticket, token


def closed(**more: object) -> tuple[Ticket, str]:
    """Return a ticket that was closed and the token of the link by which it is rated."""
    ticket = solved(**more)
    Ticket.objects.filter(pk=ticket.pk).update(state=State.CLOSED, closed_at=at("12:00"))
    token, digest = new_token()
    Survey.objects.create(ticket=ticket, token_digest=digest, sent_at=at("12:00"))
    return Ticket.objects.get(pk=ticket.pk), token
