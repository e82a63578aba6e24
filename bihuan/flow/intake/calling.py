"""A call taken by an agent (电话报修): who rang, and the ticket that is made of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from bihuan.flow.intake.senders import person_of
from bihuan.ground.catalogue.models import Category
from bihuan.ground.channels.models import ChannelKind
from bihuan.ground.people.models import Person, Team
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets.models import Assignment, Call, Ticket, file_ticket


def caller_of(*, name: str, phone: str, email: str, language: str, stamp: Stamp) -> Person:
    """Return a light record of somebody whom no directory knows, or who is known by the mail address (REC-02)."""
    if email:
        person = person_of(email, name, language=language, at=stamp.at)
        if person.is_light and not person.phone:
            person.phone = phone
            person.save(update_fields=["phone"])
        return person
    return Person.objects.create(
        username=f"call:{uuid4().hex}",
        name=name,
        phone=phone,
        language=language,
        is_light=True,
        joined_at=stamp.at,
    )


def take_call(
    *,
    person: Person,
    title: str,
    stamp: Stamp,
    rang_at: datetime,
    answered_at: datetime,
    keeps_it: bool = False,
    **said: Any,
) -> Ticket:
    """File what was said on the phone, and the call with it (INT-01). Whoever answered was the first contact.

    :param keeps_it: who answered works on it; otherwise it goes where its category says
    :param said: what `file_ticket` takes beside these
    """
    team = None
    if keeps_it:
        said["category"] = said.get("category") or Category.objects.get(code=Category.UNSORTED)
        team = _team_of(stamp, said["category"])
    with transaction.atomic():
        ticket = file_ticket(
            person=person,
            channel=ChannelKind.PHONE,
            title=title,
            stamp=stamp,
            first_contact_at=answered_at,
            team=team,  # whom a ticket already belongs to, dispatch leaves it
            **said,
        )
        if Call.objects.filter(ticket=ticket).exists():
            return ticket  # the form was sent twice
        Call.note(ticket, rang_at=rang_at, answered_at=answered_at, stamp=stamp)
        if team and isinstance(stamp.by, Person):
            Assignment.make(ticket, team=team, handler=stamp.by, stamp=stamp).accept(stamp)
    return ticket


def _team_of(stamp: Stamp, category: Category) -> Team | None:
    """Return the team in which who answered keeps the ticket: the category's, if it is one of his or hers."""
    if not isinstance(stamp.by, Person):
        return None
    teams = list(stamp.by.teams.order_by("tier", "pk"))
    return next((team for team in teams if team.pk == category.team_id), teams[0] if teams else None)
