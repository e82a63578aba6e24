"""Load the demo company into an empty desk, and put it back to its first day."""

from __future__ import annotations

import logging
import random
from datetime import UTC, datetime, time, timedelta
from time import perf_counter

from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from bihuan.front.ops.deliver import deliver
from bihuan.front.ops.demo.company import Company, company
from bihuan.front.ops.demo.stories import stories
from bihuan.front.ops.demo.telling.story import Story
from bihuan.front.ops.demo.writing.known import Known, look_around
from bihuan.front.ops.demo.writing.library import write_library, write_readers
from bihuan.front.ops.demo.writing.staff import write_staff
from bihuan.front.ops.demo.writing.tickets import write_tickets
from bihuan.ground.calendars.delivering import OFFICE
from bihuan.ground.calendars.models import Calendar
from bihuan.ground.channels.models import InboundMessage, Mailbox
from bihuan.ground.people.models import DemoCompany, Department, Person
from bihuan.kit.files.models import Blob
from bihuan.kit.sql.emptying import empty, referring_to
from bihuan.practices.knowledge.models.article import SEQUENCE as ARTICLE_NUMBERS
from bihuan.tickets.models import DayBegan
from bihuan.tickets.models.numbering import SEQUENCE as TICKET_NUMBERS

SEED = 20
PASSWORD = "yunhe-demo"  # noqa: S105, it is meant to be known: the log-in page shows it
ADDRESS = "it@yunhe.example"
TICKETS = 2000
PERIOD = timedelta(days=183)
LEFT_OPEN = 0.025  # of the tickets, so that the last days have solved ones among them as well

log = logging.getLogger(__name__)


class NotADemo(ImproperlyConfigured):
    """There are real people here. The message is for the operator."""


def load(*, at: datetime | None = None, tickets: int = TICKETS, seed: int = SEED) -> None:
    """Load people, articles and the tickets of six months up to `at` (now). Does nothing where they are already.

    :raises NotADemo: if other people are recorded here
    """
    if DemoCompany.objects.exists():
        return
    if Person.objects.exists():
        raise NotADemo("People are recorded on this desk. The demo company goes into an empty one only.")
    at, began_s = at or datetime.now(UTC), perf_counter()
    with transaction.atomic():
        _write(company(seed), seed=seed, at=at, tickets=tickets)
    log.info("the demo company is here tickets=%d took_s=%.1f", tickets, perf_counter() - began_s)


def reset(*, at: datetime | None = None, tickets: int = TICKETS, seed: int = SEED) -> None:
    """Remove all people and whatever hangs on them, and load the demo company anew. Settings stay as they are,
    but for policies, which name people: they are the delivered ones again.

    :raises NotADemo: if there are people and they are not the demo's
    """
    with transaction.atomic():
        if DemoCompany.objects.exists():
            log.info("removing the demo company, to load it anew")
            remove_everybody()
            deliver()  # policies name people and departments, and so went with them
        load(at=at, tickets=tickets, seed=seed)


def remove_everybody() -> None:
    """Remove all people, what they said and did, and the messages that came; count from one again."""
    people = referring_to(Person, Department, Session, InboundMessage, Blob, DayBegan, DemoCompany)
    empty(people, [TICKET_NUMBERS, ARTICLE_NUMBERS])


def welcome() -> tuple[str, ...]:
    """Return lines that tell who may sign in; none where this is not the demo."""
    demo = DemoCompany.objects.first()
    if demo is None:
        return ()
    names = dict(Person.objects.values_list("username", "name"))
    lines = [f"  {one['username']:<14}{names[one['username']]}  {_as(one['role'])}" for one in demo.logins]
    return (f"The people here are invented. Everybody's password is {PASSWORD}; sign in as", *lines)


def _as(role: str) -> str:
    return role.replace("_", " ") or "asks for help"


def _write(told: Company, *, seed: int, at: datetime, tickets: int) -> None:
    office = Calendar.objects.select_related("region").get(code=OFFICE).work_calendar()
    start = datetime.combine((at - PERIOD).astimezone(office.zone), time(), office.zone)
    rng = random.Random(seed)  # noqa: S311 - a demo, not a secret
    persons = write_staff(told, PASSWORD, at)
    names = {"name_zh": "云禾IT服务台", "name_en": "Yunhe IT service desk"}
    mailbox, _is_new = Mailbox.objects.get_or_create(address=ADDRESS, defaults=names)
    articles = write_library(told, persons, start, rng)
    write_readers(articles, told, persons, (start, at), rng)
    known = look_around(at, persons, articles, mailbox, rng)
    write_tickets(_stories(told, known, start, seed=seed, count=tickets), known)
    DemoCompany.objects.create(seed=seed, loaded_at=at, logins=_logins(told))


def _stories(told: Company, known: Known, start: datetime, *, seed: int, count: int) -> list[Story]:
    until = known.at.astimezone(known.office.zone).replace(tzinfo=None)
    is_workday = known.office.is_workday
    left = round(LEFT_OPEN * count)
    return list(
        stories(seed, told, count, start=start.date(), end=until, is_workday=is_workday, open_at_end=left)
    )


def _logins(told: Company) -> list[dict[str, str]]:
    """Return the log-ins to be shown, who asks first."""
    shown = sorted((one for one in told.people if one.is_demo_login), key=lambda one: one.is_agent)
    return [
        {"username": one.username, "password": PASSWORD, "role": one.roles[-1] if one.roles else ""}
        for one in shown
    ]
