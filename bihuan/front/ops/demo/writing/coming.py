"""How a ticket comes, and what it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bihuan.flow.dispatch.choosing import Cause
from bihuan.flow.triage.levels import USUAL_URGENCY
from bihuan.flow.triage.models import Suggestion
from bihuan.flow.triage.raising import apply
from bihuan.front.ops.demo.writing.cover import Cover
from bihuan.front.ops.demo.writing.paper import Paper, signer
from bihuan.front.ops.demo.writing.triage import suggestion_for
from bihuan.ground.catalogue.models import Category, FormField
from bihuan.ground.catalogue.telling import filled_in
from bihuan.ground.channels.models import ChannelKind
from bihuan.ground.people.models import Person, Team
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets import events as happened
from bihuan.tickets.models import Call, Entry, EntryKind, Ticket
from bihuan.tickets.models.filing import LONGEST_TITLE


class Coming(Cover):
    suggestion: Suggestion
    _expected: Person | None = None

    @property
    def is_sure(self) -> bool:
        return self.suggestion.is_sure

    def expect(self, handler: Person) -> None:
        self._expected = handler
        if hasattr(self, "paper"):
            self.paper.expected = handler

    def file(
        self, person: Person, channel: ChannelKind, title: str, text: str, stamp: Stamp, **said: Any
    ) -> None:
        ticket = self.ticket = Ticket(
            number=self.number,
            person=person,
            channel=channel,
            title=title.strip()[:LONGEST_TITLE],
            description=text,
            filed_at=stamp.at,
            changed_at=stamp.at,
            **{"language": person.language} | said,
        )
        ticket.answers = _as_stored(ticket.answers)
        self.paper = Paper(ticket, self.known, self.rows, self.dispatching)
        self.paper.expected = self._expected
        self.said.append(self.paper.write(EntryKind.ANSWER, text or ticket.title, stamp))
        self.paper.record(lambda: happened.Filed(channel=channel), stamp)
        self._triage(stamp)
        self.paper.letters.acknowledge(stamp)

    def ring(self, rang_at: datetime, answered_at: datetime, stamp: Stamp) -> None:
        self.rows.add(
            Call(
                ticket=self.ticket,
                by=signer(stamp),
                rang_at=rang_at,
                answered_at=answered_at,
                ended_at=stamp.at,
            )
        )

    def classify(self, category: Category, impact: int, urgency: int, stamp: Stamp) -> None:
        self._classify(category, impact, urgency, stamp)

    def agree(self, stamp: Stamp) -> None:
        self._settle_suggestion(stamp)

    def amend(
        self,
        answers: Mapping[str, Any],
        stamp: Stamp,
        *,
        form: Iterable[FormField] = (),
        entry: Entry | None = None,
    ) -> None:
        was = self.ticket.answers
        merged = was | {key: value for key, value in answers.items() if value not in (None, "")}
        if merged != was:
            self.ticket.answers = _as_stored(merged)
            self.paper.keep(stamp)
            filled = filled_in(form, was, merged)

            def told() -> happened.Amended:
                key = entry.pk if entry else None
                return happened.Amended.of({"answers": (was, merged)}, filled=filled, entry=key)

            self.paper.record(told, stamp)
            self.index()

    def _triage(self, stamp: Stamp) -> None:
        ticket = self.ticket
        said = self.suggestion = self.rows.add(suggestion_for(ticket, self.known))
        chosen = ticket.category
        self._classify(
            chosen or said.category or self.known.categories[Category.UNSORTED],
            min(said.impact, ticket.impact),
            said.urgency if ticket.urgency == USUAL_URGENCY else ticket.urgency,
            stamp.by_the_house("triage"),
            words=[] if chosen else said.all_words,
        )

    def _classify(
        self, category: Category, impact: int, urgency: int, stamp: Stamp, words: Iterable[str] = ()
    ) -> None:
        ticket = self.ticket
        was: dict[str, str | int | None] = {"category": ticket.category.code if ticket.category else None}
        was |= {"impact": ticket.impact, "urgency": ticket.urgency, "priority": ticket.priority}
        ticket.category, ticket.kind = category, category.kind
        ticket.impact, ticket.urgency = impact, urgency
        book = self.known.priority_rules
        judged = apply(
            book.rules, book.matter_of(ticket.person, category), impact, urgency, self.known.scheme
        )
        ticket.priority = judged.priority
        self.paper.keep(stamp)
        facts = happened.Classified(
            category=category.code,
            impact=impact,
            urgency=urgency,
            priority=ticket.priority,
            was=was,
            words=list(words),
            raised=judged.raised,
        )
        self.paper.record(lambda: facts, stamp)
        if stamp.by:
            self._settle_suggestion(stamp)
        self.paper.promises.start(stamp.at)
        if category.team and self._goes_elsewhere(category.team, stamp, was):
            self.paper.dispatch(category.team, Cause.CATEGORY, stamp.by_the_house("dispatch"))
        self.paper.alarm.follow(was["priority"], stamp)

    def _goes_elsewhere(self, team: Team, stamp: Stamp, was: Mapping[str, object]) -> bool:
        """Tell whether dispatch gives it to the category's team: see `flow.dispatch.reactions.assign`."""
        ticket = self.ticket
        if ticket.accepted_at or ticket.team == team or not ticket.is_open:
            return False
        if ticket.team is not None and ticket.category and was["category"] == ticket.category.code:
            return False
        return stamp.by is None or stamp.by != ticket.handler

    def _settle_suggestion(self, stamp: Stamp) -> None:
        """See `flow.triage.models.Suggestion.settle`."""
        said, ticket = self.suggestion, self.ticket
        if said.settled_at is None:
            said.settled_at = stamp.at
            said.stood = said.category == ticket.category if said.category else None
            said.impact_stood = said.impact == ticket.impact if said.has_impact else None
            said.urgency_stood = said.urgency == ticket.urgency if said.has_urgency else None


def _as_stored(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers in the order in which the database keeps them (jsonb: short keys first)."""
    return {key: answers[key] for key in sorted(answers, key=lambda key: (len(key), key))}
