"""Tickets for pages to show, and readers who have signed in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from bihuan.ground.channels.models import ChannelKind
from bihuan.ground.people.models import Person
from bihuan.ground.people.tests.cast import person
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets.models import Assignment, Entry, Ticket, file_ticket
from bihuan.tickets.tests.cast import a_category

FRAGMENT = {"HTTP_HX_REQUEST": "true"}


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(person(name))
    return client


def signed(name: str, minutes_ago: int = 0, via: str = "web") -> Stamp:
    return Stamp(by=person(name), at=timezone.now() - timedelta(minutes=minutes_ago), via=via)


def a_ticket(title: str = "打印机卡纸", by: str = "林", minutes_ago: int = 60, **more: Any) -> Ticket:
    return file_ticket(
        person=person("林"),
        channel=ChannelKind.EMAIL,
        title=title,
        text=more.pop("text", "三楼的打印机一直卡纸。"),
        category=a_category(),
        stamp=signed(by, minutes_ago, "email"),
        **more,
    )


def chens(ticket: Ticket, minutes_ago: int = 50) -> Ticket:
    """Return the ticket once 陈 has accepted it."""
    chen = person("陈")
    Assignment.make(ticket, team=chen.teams.get(), handler=chen, stamp=signed("陈", minutes_ago)).accept(
        signed("陈", minutes_ago)
    )
    return ticket


def tickets_of_chen(count: int) -> list[Ticket]:
    """Return tickets in 陈's queue, each due at another time."""
    return [due_in(chens(a_ticket(f"第{nth}张")), nth) for nth in range(1, count + 1)]


def due_in(ticket: Ticket, minutes: int) -> Ticket:
    due_at = timezone.now() + timedelta(minutes=minutes)
    Ticket.objects.filter(pk=ticket.pk).update(due_at=due_at, warn_at=due_at - timedelta(minutes=30))
    return ticket


def talked(ticket: Ticket, times: int) -> Ticket:
    """Return the ticket after so many words of the person and of 陈, in turn."""
    for nth in range(times):
        if nth % 2:
            Entry.reply(ticket, text=f"答复{nth}", stamp=signed("陈", 40))
        else:
            Entry.answer(ticket, text=f"来信{nth}", stamp=signed("林", 40, "email"))
    return ticket


def reader(name: str) -> Person:
    return Person.objects.with_roles().get(pk=person(name).pk)
