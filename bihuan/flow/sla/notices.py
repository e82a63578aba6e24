"""Tell those whom a clock, or somebody by hand, calls (SLA-05)."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.events import ClockCalled, ClockMissed, ClockWarned
from bihuan.flow.sla.hierarchy import people
from bihuan.ground.notices.models import NoticeKind
from bihuan.ground.notices.telling import tell
from bihuan.ground.people.models import Person
from bihuan.kit.text import moments
from bihuan.tickets.models import Ticket, TicketEvent

PROMISES = {
    Promise.FIRST_CONTACT: gettext_noop("First contact"),
    Promise.ACCEPTANCE: gettext_noop("Acceptance"),
    Promise.RESOLUTION: gettext_noop("Resolution"),
    Promise.WORKAROUND: gettext_noop("Workaround"),
    Promise.UPDATE: gettext_noop("Update to the person"),
    Promise.HANDOVER: gettext_noop("Hand-over to the experts"),
    Promise.VENDOR: gettext_noop("Vendor's answer"),
}


KINDS = {
    ClockWarned.kind: (NoticeKind.WARNING, gettext_noop("%(number)s: %(promise)s is due at %(due)s")),
    ClockMissed.kind: (NoticeKind.MISSED, gettext_noop("%(number)s: %(promise)s was due at %(due)s")),
    ClockCalled.kind: (NoticeKind.ESCALATED, gettext_noop("%(number)s: %(promise)s was due at %(due)s")),
}
BY_HAND = gettext_noop("%(number)s: %(by)s calls you")


def call(event: TicketEvent, said: ClockWarned | ClockMissed | ClockCalled) -> None:
    """Tell those whom the history names; in quiet hours it names nobody."""
    if not said.told:
        return
    kind, words = KINDS[event.kind]
    if said.due_at and event.at < datetime.fromisoformat(said.due_at):
        words = KINDS[ClockWarned.kind][1]
    ticket, path = event.ticket, f"/desk/tickets/{event.ticket.number}"
    is_by_hand = isinstance(said, ClockCalled) and not said.level
    for person in people(ticket, said.calls):
        if event.by_id == person.pk:
            continue
        title = (
            _by_hand(event, person)
            if is_by_hand
            else title_of(ticket, said.promise, said.due_at, words, person)
        )
        text = event.why or ticket.title
        tell(person, kind, title=title, text=text, path=path, at=event.at, about=event.topic)


def title_of(ticket: Ticket, promise: str, due_at: str, words: str, person: Person) -> str:
    """Return what a clock says to a person, in that person's language."""
    with override(person.language):
        due = moments.full(datetime.fromisoformat(due_at), person.language, get_default_timezone())
        said = _(PROMISES[Promise(promise)])
        return _(words) % {"number": ticket.number, "promise": said, "due": due}


def _by_hand(event: TicketEvent, person: Person) -> str:
    with override(person.language):
        by = event.by.name if isinstance(event.by, Person) else ""
        return _(BY_HAND) % {"number": event.ticket.number, "by": by}
