"""What is said on a ticket."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bihuan.front.ops.demo.writing.coming import Coming
from bihuan.ground.channels.models import Purpose
from bihuan.ground.notices.models import NoticeKind
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.text.languages import either
from bihuan.tickets import events as happened
from bihuan.tickets.lifecycle import HoldReason, State
from bihuan.tickets.models import EntryKind, Question
from bihuan.tickets.models.question import answers_in


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
        self._read_answers(text, stamp)
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
        for field in sorted(fields, key=lambda field: field.position):
            label = either(field.label_zh, field.label_en, self.ticket.language)
            question = Question(ticket=self.ticket, key=field.key, label=label, asked_at=stamp.at)
            self.questions = [*self.questions, self.rows.add(question)]
        if self.ticket.state == State.IN_PROGRESS:
            self.paper.begin_hold(HoldReason.PERSON, "", stamp)

    def _read_answers(self, text: str, stamp: Stamp) -> None:
        asked, self.questions = self.questions, ()
        for question in asked:
            question.answered_at = stamp.at
        self.amend(answers_in(text, {question.key: question.label for question in asked}), stamp)
