"""The words in the bells of agents. What is older than some working hours was seen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.models import Clock
from bihuan.flow.sla.notices import PROMISES
from bihuan.front.ops.demo.writing.known import Known
from bihuan.front.ops.demo.writing.rows import Rows
from bihuan.ground.notices.models import Notice, NoticeKind
from bihuan.ground.people.models import Person
from bihuan.kit.text import moments
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

    def warn(self, clock: Clock, at: datetime) -> None:
        title = gettext_noop("%(number)s: %(promise)s is due at %(due)s")
        self._tell_of(clock, self._handler_or_leads(), NoticeKind.WARNING, title, at)

    def miss(self, clock: Clock, at: datetime) -> None:
        leads = self._leads() or self.known.process_managers
        told = {one.pk: one for one in [*self._handler_or_leads(), *leads]}.values()
        title = gettext_noop("%(number)s: %(promise)s was due at %(due)s")
        self._tell_of(clock, told, NoticeKind.MISSED, title, at)

    def _tell_of(
        self, clock: Clock, persons: Iterable[Person], kind: NoticeKind, title: str, at: datetime
    ) -> None:
        assert clock.due_at is not None
        for person in persons:
            due = moments.full(clock.due_at, person.language, get_default_timezone())
            with override(person.language):
                promise = _(PROMISES[Promise(clock.promise)])
            self._tell([person], kind, title, at, self.ticket.title, promise=promise, due=due)

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
            path = f"/desk/tickets/{ticket.number}"
            notice = Notice(to=person, kind=kind, title=title[:200], text=text, path=path, at=at)
            notice.seen_at = self._seen_at(at)
            self.rows.tell(notice, ticket)

    def _seen_at(self, at: datetime) -> datetime | None:
        seen_at = at + timedelta(minutes=self.known.rng.randint(*SEEN_WITHIN_MIN))
        is_left = at > self.known.new_since and self.known.rng.random() < LEFT_UNSEEN
        return None if is_left or seen_at > self.known.at else seen_at

    def _handler_or_leads(self) -> list[Person]:
        return [self.ticket.handler] if self.ticket.handler else self._leads()

    def _leads(self) -> list[Person]:
        return self.known.leads[self.ticket.team.pk] if self.ticket.team else []
