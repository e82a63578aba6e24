"""Tell people of a ticket of level 1, by every way of the plan that reaches them, whatever they chose for quieter times."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from bihuan.ground.channels.models import OutboundMessage, Purpose, active_mailboxes
from bihuan.ground.notices.models import Notice, NoticeKind
from bihuan.ground.people.models import Person
from bihuan.practices.majors.models import Major, Way


def tell_all(major: Major, at: datetime) -> Iterator[tuple[Person, Way]]:
    """Tell everybody whom the plan names; yield each word that went out."""
    for person in major.plan.whom(major.ticket):
        for way in map(Way, major.plan.ways):
            if WAYS[way](major, person, at):
                yield person, way


def _ring(major: Major, person: Person, at: datetime) -> bool:
    title, text = _words(major, person)
    about = f"ticket:{major.ticket_id}"
    Notice.tell(person, NoticeKind.ESCALATED, title=title, text=text, path=path_of(major), at=at, about=about)
    return True


def _write(major: Major, person: Person, at: datetime) -> bool:
    if not person.email:
        return False
    title, text = _words(major, person)
    OutboundMessage.write(
        at=at,
        mailbox=next(iter(active_mailboxes().values()), None),
        person=person,
        address=person.email,
        purpose=Purpose.NOTICE,
        about=f"ticket:{major.ticket_id}",
        language=person.language,
        subject=title[:300],
        text=f"{text}\n\n<{settings.SITE_URL}{path_of(major)}>",
    )
    return True


def path_of(major: Major) -> str:
    return f"/desk/majors/{major.pk}"


def _words(major: Major, person: Person) -> tuple[str, str]:
    with override(person.language):
        title = _("Level 1: %(number)s %(title)s") % {
            "number": major.ticket.number,
            "title": major.ticket.title,
        }
        text = _(
            "Nobody has acknowledged it yet; the plan “%(plan)s” is open. Please open it and acknowledge."
        )
        return title, text % {"plan": major.plan.name}


WAYS: Mapping[Way, Callable[[Major, Person, datetime], bool]] = {Way.BELL: _ring, Way.MAIL: _write}
