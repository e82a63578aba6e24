"""Hands that act a story out by the house's own verbs, with everything awake that the verbs wake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bihuan.flow.dispatch.drains import give_out_next
from bihuan.flow.sla.models import Alarm
from bihuan.flow.sla.sweeping import set_off_next
from bihuan.flow.triage.classifying import classify_by_hand
from bihuan.flow.triage.models import Suggestion
from bihuan.front.ops.demo.writing.known import Known
from bihuan.front.ops.demo.writing.roster import silent_for
from bihuan.ground.catalogue.models import Category
from bihuan.ground.channels.models import ChannelKind
from bihuan.ground.duty.models import Absence
from bihuan.ground.people.models import Person, Team
from bihuan.kit.events.stamp import Stamp
from bihuan.practices.knowledge.models import Article
from bihuan.practices.knowledge.settling import draft_article, link_article, need_none
from bihuan.practices.surveys.models import Survey
from bihuan.tickets.lifecycle import HoldReason
from bihuan.tickets.models import (
    Assignment,
    Attempt,
    Call,
    Confirmation,
    Entry,
    Escalation,
    Hold,
    Question,
    RefusalReason,
    Resolution,
    Result,
    Ticket,
    claim,
    close,
    file_ticket,
    nudge,
    reopen,
    turn_away,
    withdraw,
)
from bihuan.tickets.silence import OVER_AFTER, REMINDED_AFTER, follow_up_next

A_YEAR = timedelta(days=365)


class RealHands:
    ticket: Ticket

    def __init__(self, known: Known) -> None:
        """Send everybody of the desk away: only who is expected in the story comes back."""
        self.known = known
        Absence.objects.all().delete()
        away = {post.person.pk for post in known.roster.posts}
        Absence.objects.bulk_create(
            Absence(person_id=pk, since=known.at - A_YEAR, until=known.at + A_YEAR) for pk in away
        )
        self.expected: Person | None = None

    @property
    def hold(self) -> Hold | None:
        return Hold.objects.running().filter(ticket=self.ticket).first()

    @property
    def has_tried(self) -> bool:
        return Attempt.objects.filter(ticket=self.ticket).exists()

    @property
    def is_sure(self) -> bool:
        return Suggestion.objects.get(ticket=self.ticket).is_sure

    def reach(self, at: datetime) -> None:
        while (moment := self._next_moment()) and moment <= at:
            give_out_next(moment)
            set_off_next(moment)
            follow_up_next(moment)
        self.refresh()

    def _next_moment(self) -> datetime | None:
        """Return when something falls due on this ticket."""
        self.refresh()
        alarms = Alarm.objects.filter(clock__ticket=self.ticket, fired_at=None, fire_at__isnull=False)
        moments = list(alarms.values_list("fire_at", flat=True))
        if self.ticket.handler is None and self.ticket.team and self.ticket.is_open and self.expected:
            since = self.ticket.assignments.get(until=None).since
            moments.append(self.known.roster.next_on(self.expected, self.ticket.team, since))
        for asked in Confirmation.objects.open().filter(ticket=self.ticket):
            since, days = (
                (asked.reminded_at, OVER_AFTER) if asked.reminded_at else (asked.asked_at, REMINDED_AFTER)
            )
            moments.append(silent_for(self.known.office, since, days))
        return min((moment for moment in moments if moment), default=None)

    def refresh(self) -> None:
        self.ticket = Ticket.objects.select_related("person", "handler", "team", "category").get(
            pk=self.ticket.pk
        )

    def expect(self, handler: Person) -> None:
        self.expected = handler
        Absence.objects.filter(person=handler).delete()

    def file(
        self, person: Person, channel: ChannelKind, title: str, text: str, stamp: Stamp, **said: Any
    ) -> None:
        self.ticket = file_ticket(person=person, channel=channel, title=title, text=text, stamp=stamp, **said)
        self.refresh()

    def ring(self, rang_at: datetime, answered_at: datetime, stamp: Stamp) -> None:
        Call.note(self.ticket, rang_at=rang_at, answered_at=answered_at, stamp=stamp)

    def agree(self, stamp: Stamp) -> None:
        self.refresh()
        category, impact, urgency = self.ticket.category, self.ticket.impact, self.ticket.urgency
        found = Suggestion.objects.select_related("category").get(ticket=self.ticket)
        found.settle(category=category.code, impact=impact, urgency=urgency, stamp=stamp)

    def classify(self, category: Category, impact: int, urgency: int, stamp: Stamp) -> None:
        classify_by_hand(
            self.ticket, category=category, impact=impact, urgency=urgency, priority=None, stamp=stamp
        )
        self.refresh()

    def amend(self, answers: Mapping[str, Any], stamp: Stamp) -> None:
        self.ticket.amend(answers=dict(answers), stamp=stamp)

    def take(self, stamp: Stamp) -> None:
        claim(self.ticket, stamp)
        self.refresh()

    def accept(self, stamp: Stamp) -> None:
        if self.ticket.handler == stamp.by:
            Assignment.objects.current().get(ticket=self.ticket).accept(stamp)
        self.refresh()

    def reply(self, text: str, stamp: Stamp) -> None:
        Entry.reply(self.ticket, text=text, stamp=stamp)
        self.refresh()

    def answer(self, text: str, stamp: Stamp) -> None:
        Entry.answer(self.ticket, text=text, stamp=stamp)
        self.refresh()

    def note(self, text: str, stamp: Stamp) -> None:
        Entry.note(self.ticket, text=text, stamp=stamp)

    def ask(self, keys: Iterable[str], text: str, stamp: Stamp) -> None:
        assert self.ticket.category is not None
        fields = self.ticket.category.fields.filter(key__in=list(keys))
        Question.put(self.ticket, fields=fields, text=text, stamp=stamp)
        self.refresh()

    def wait_for_vendor(self, why: str, stamp: Stamp) -> None:
        Hold.begin(self.ticket, reason=HoldReason.VENDOR, why=why, stamp=stamp)

    def go_on(self, stamp: Stamp) -> None:
        Hold.end_running(self.ticket, stamp)

    def attempt(self, step: str, text: str, result: Result, note: str, minutes: int, stamp: Stamp) -> None:
        Attempt.make(
            self.ticket, step=step, text=text, result=result, note=note, minutes=minutes, stamp=stamp
        )
        self.refresh()

    def escalate(self, to_team: Team, reason: str, untried_because: str, stamp: Stamp) -> None:
        Escalation.make(
            self.ticket, to_team=to_team, reason=reason, untried_because=untried_because, stamp=stamp
        )
        self.refresh()

    def send_back(self, why: str, stamp: Stamp) -> None:
        last = Escalation.objects.standing().filter(ticket=self.ticket).order_by("pk").last()
        assert last is not None
        last.send_back(why=why, stamp=stamp)
        self.refresh()

    def solve(
        self,
        stamp: Stamp,
        *,
        cause: str,
        solution: str,
        verification: str,
        spent_minutes: int,
        is_workaround: bool,
    ) -> None:
        Resolution.propose(
            self.ticket,
            cause=cause,
            solution=solution,
            verification=verification,
            spent_minutes=spent_minutes,
            is_workaround=is_workaround,
            stamp=stamp,
        )
        self.refresh()

    def link(self, article: Article, stamp: Stamp) -> None:
        link_article(self._resolution(), article, stamp)

    def draft(self, stamp: Stamp) -> None:
        draft_article(self._resolution(), stamp)

    def need_none(self, why: str, stamp: Stamp) -> None:
        need_none(self._resolution(), why, stamp)

    def confirm(self, stamp: Stamp, *, by_default: bool) -> None:
        self._confirmation().say_yes(stamp, by_default=by_default)
        self.refresh()

    def refute(self, words: str, stamp: Stamp) -> None:
        self._confirmation().say_no(stamp, words=words)
        self.refresh()

    def reopen(self, stamp: Stamp) -> None:
        reopen(self.ticket, stamp)
        self.refresh()

    def close(self, stamp: Stamp) -> None:
        close(self.ticket, stamp)
        self.refresh()

    def rate(self, overall: int, words: str, stamp: Stamp, **aspects: int) -> None:
        survey = Survey.objects.select_related("ticket").get(ticket=self.ticket)
        survey.answer(overall=overall, words=words, stamp=stamp, **aspects)

    def nudge(self, stamp: Stamp) -> None:
        nudge(self.ticket, stamp)

    def withdraw(self, stamp: Stamp) -> None:
        withdraw(self.ticket, stamp)

    def turn_away(self, words: str, reason: RefusalReason, stamp: Stamp) -> None:
        turn_away(self.ticket, words=words, reason=reason, stamp=stamp)

    def _resolution(self) -> Resolution:
        resolution = Resolution.objects.standing().get(ticket=self.ticket)
        resolution.ticket = self.ticket
        return resolution

    def _confirmation(self) -> Confirmation:
        confirmation = Confirmation.objects.open().get(ticket=self.ticket)
        confirmation.ticket = self.ticket
        return confirmation
