"""What is said on a ticket."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bihuan.front.ops.demo.writing.coming import Coming
from bihuan.ground.channels.models import Purpose
from bihuan.ground.notices.models import NoticeKind
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets import events as happened
from bihuan.tickets.lifecycle import HoldReason, State
from bihuan.tickets.models import Entry, EntryKind, Question
from bihuan.tickets.models.question import take_answers


class Talking(Coming):
    questions: Sequence[Question] = ()  # not answered yet

    def reply(self, text: str, stamp: Stamp) -> None:
        ticket = self.ticket
        self.paper.take_up(stamp)
        ticket.first_contact_at = ticket.first_contact_at or stamp.at
        ticket.news_since = None
        self.paper.keep(stamp)
        entry = self.paper.write(EntryKind.REPLY, text, stamp)
        self.said.append(entry)
        self.paper.record(lambda: happened.Replied(entry=entry.pk), stamp)
        self.paper.promises.reply(stamp.at)
        self.index()
        entry.sent_as = self.paper.letters.write(Purpose.REPLY, text, stamp)

    def answer(self, text: str, stamp: Stamp) -> None:
        entry = self.paper.write(EntryKind.ANSWER, text, stamp)
        self.said.append(entry)
        self.ticket.news_since = self.ticket.news_since or stamp.at
        self.paper.keep(stamp)
        self.paper.record(lambda: happened.Answered(entry=entry.pk), stamp)
        self._read_answers(entry, stamp)
        self.index()
        self.paper.bells.tell_handler(NoticeKind.ANSWERED, stamp.at, text[:500])
        if self.hold and self.hold.reason == HoldReason.PERSON:
            self.paper.end_hold(stamp)

    def note(self, text: str, stamp: Stamp) -> None:
        entry = self.paper.write(EntryKind.NOTE, text, stamp)
        self.paper.keep(stamp)
        self.paper.record(lambda: happened.Noted(entry=entry.pk), stamp)

    def ask(self, keys: Iterable[str], text: str, stamp: Stamp) -> None:
        self.reply(text, stamp)
        assert self.ticket.category is not None
        fields = [self.known.fields[self.ticket.category.code, key] for key in keys]
        for again in self.questions:
            if again.key in {field.key for field in fields}:
                again.answered_at = stamp.at
        put = [
            Question.about(field, self.ticket, stamp)
            for field in sorted(fields, key=lambda one: one.position)
        ]
        stand = [one for one in self.questions if one.answered_at is None]
        self.questions = [*stand, *map(self.rows.add, put)]
        if self.ticket.state == State.IN_PROGRESS:
            self.paper.begin_hold(HoldReason.PERSON, "", stamp)

    def _read_answers(self, entry: Entry, stamp: Stamp) -> None:
        if not self.questions:
            return
        assert self.ticket.category is not None
        form = self.known.form_of(self.ticket.category)
        answers = take_answers(self.questions, form, entry, self.ticket.answers, stamp)
        self.questions = [one for one in self.questions if one.answered_at is None]
        self.amend(answers, stamp, form=form.values(), entry=entry)
