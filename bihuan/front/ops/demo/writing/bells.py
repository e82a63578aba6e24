"""The words in the bells of agents. What is older than some working hours was seen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from bihuan.flow.sla.events import ClockCalled, ClockMissed, ClockWarned
from bihuan.flow.sla.notices import KINDS, title_of
from bihuan.front.ops.demo.writing.known import Known
from bihuan.front.ops.demo.writing.rows import Rows
from bihuan.ground.notices.models import Notice, NoticeKind
from bihuan.ground.people.models import Person
from bihuan.tickets.models import Ticket
from bihuan.tickets.notices import TITLES

SEEN_WITHIN_MIN = (3, 300)
LEFT_UNSEEN = 0.5  # of what is still new


class Bells:
    def __init__(self, ticket: Ticket, known: Known, rows: Rows) -> None:
        self.ticket, self.known, self.rows = ticket, known, rows

    def tell_handler(self, kind: NoticeKind, at: datetime, text: str = "") -> None:
        if self.ticket.handler:
            self._tell([self.ticket.handler], kind, TITLES[kind], at, text)

    def tell_responsible(self, kind: NoticeKind, at: datetime, text: str = "") -> None:
        self._tell(self._handler_or_leads(), kind, TITLES[kind], at, text)

    def tell_assigned(self, handler: Person, at: datetime, text: str) -> None:
        title = gettext_noop("%(number)s is yours: %(title)s")
        self._tell([handler], NoticeKind.ASSIGNED, title, at, text)

    def tell_rated(self, overall: int, at: datetime) -> None:
        if self.ticket.handler:
            title = gettext_noop("%(number)s was rated %(overall)d of 5")
            self._tell([self.ticket.handler], NoticeKind.RATED, title, at, overall=overall)

    def call(
        self, said: ClockWarned | ClockMissed | ClockCalled, persons: Iterable[Person], at: datetime
    ) -> None:
        kind, words = KINDS[said.kind]
        for person in persons:
            title = title_of(self.ticket, said.promise, said.due_at, words, person)
            self._ring(person, kind, title, at, self.ticket.title)

    def _tell(
        self,
        persons: Iterable[Person],
        kind: NoticeKind,
        words: str,
        at: datetime,
        text: str = "",
        **named: object,
    ) -> None:
        ticket = self.ticket
        for person in persons:
            with override(person.language):
                title = _(words) % {"number": ticket.number, "title": ticket.title, **named}
            self._ring(person, kind, title, at, text)

    def _ring(self, person: Person, kind: NoticeKind, title: str, at: datetime, text: str) -> None:
        path = f"/desk/tickets/{self.ticket.number}"
        notice = Notice(to=person, kind=kind, title=title[:200], text=text, path=path, at=at)
        notice.seen_at = self._seen_at(at)
        self.rows.tell(notice, self.ticket)

    def _seen_at(self, at: datetime) -> datetime | None:
        seen_at = at + timedelta(minutes=self.known.rng.randint(*SEEN_WITHIN_MIN))
        is_left = at > self.known.new_since and self.known.rng.random() < LEFT_UNSEEN
        return None if is_left or seen_at > self.known.at else seen_at

    def _handler_or_leads(self) -> list[Person]:
        return [self.ticket.handler] if self.ticket.handler else self._leads()

    def _leads(self) -> list[Person]:
        return self.known.leads[self.ticket.team.pk] if self.ticket.team else []
