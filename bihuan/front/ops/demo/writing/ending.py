"""How a ticket ends, and what may follow."""

from __future__ import annotations

from datetime import datetime

from bihuan.flow.sla.clockwork import Promise
from bihuan.front.ops.demo.writing.paper import Due, signer
from bihuan.front.ops.demo.writing.roster import silent_for
from bihuan.front.ops.demo.writing.solving import Solving
from bihuan.front.ops.demo.writing.talking import Talking
from bihuan.ground.notices.models import NoticeKind
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.vault.tokens import new_token
from bihuan.practices.surveys.events import Rated
from bihuan.practices.surveys.models import Survey
from bihuan.tickets import events as happened
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Confirmation, Refusal, RefusalReason
from bihuan.tickets.silence import OVER_AFTER, REMINDED_AFTER


class Ending(Talking, Solving):
    survey: Survey | None = None

    def confirm(self, stamp: Stamp, *, by_default: bool) -> None:
        confirmation = self._answer_confirmation(True, stamp)
        self.paper.move(State.CONFIRMED, stamp, confirmed_at=stamp.at)
        facts = lambda: happened.Confirmed(confirmation=confirmation.pk, by_default=by_default)  # noqa: E731
        self.paper.record(facts, stamp)
        self.paper.bells.tell_handler(NoticeKind.CONFIRMED, stamp.at)

    def refute(self, words: str, stamp: Stamp) -> None:
        self._answer_confirmation(False, stamp)
        self.reopen(stamp.because(words))
        if words.strip():
            self.answer(words.strip(), stamp)

    def reopen(self, stamp: Stamp) -> None:
        was = self.ticket.state
        self.paper.move(State.IN_PROGRESS, stamp, resolved_at=None, confirmed_at=None, closed_at=None)
        if self.resolution:
            self.resolution.refuted_at = max(self.resolution.at, stamp.at)
            self.resolution = None
        self.paper.record(lambda: happened.Reopened(was=was), stamp)
        self.paper.promises.run_again(was, stamp.at)
        self.paper.bells.tell_responsible(NoticeKind.REOPENED, stamp.at, stamp.why)
        self.paper.alarm.open(stamp)

    def close(self, stamp: Stamp) -> None:
        resolution = self.resolution
        assert resolution is not None
        self.paper.move(State.CLOSED, stamp, closed_at=stamp.at, news_since=None)
        self.paper.record(lambda: happened.Closed(resolution=resolution.pk), stamp)
        if self.survey is None:
            token, digest = new_token()
            self.survey = self.rows.add(Survey(ticket=self.ticket, token_digest=digest, sent_at=stamp.at))
            self.paper.letters.ask_how_it_was(token, stamp)

    def rate(self, overall: int, words: str, stamp: Stamp, **aspects: int) -> None:
        survey = self.survey
        assert survey is not None
        survey.overall, survey.words, survey.answered_at = overall, words.strip(), stamp.at
        for name, mark in aspects.items():
            setattr(survey, name, mark)
        self.paper.record(lambda: Rated(overall=overall, **aspects), stamp)
        self.paper.bells.tell_rated(overall, stamp.at)

    def nudge(self, stamp: Stamp) -> None:
        times = self.ticket.nudges = self.ticket.nudges + 1
        self.paper.keep(stamp)
        self.paper.record(lambda: happened.Nudged(times=times), stamp)
        self.paper.bells.tell_responsible(NoticeKind.NUDGED, stamp.at)

    def withdraw(self, stamp: Stamp) -> None:
        self.paper.end_hold(stamp)
        self.paper.move(State.WITHDRAWN, stamp, closed_at=stamp.at, news_since=None)
        self.paper.record(happened.Withdrawn, stamp)
        self.paper.promises.settle(list(Promise), stamp.at)
        self.paper.alarm.end(stamp)

    def turn_away(self, words: str, reason: RefusalReason, stamp: Stamp) -> None:
        self.reply(words, stamp)
        self.paper.move(State.TURNED_AWAY, stamp, closed_at=stamp.at)
        self.rows.add(Refusal(ticket=self.ticket, reason=reason, by=signer(stamp), at=stamp.at))
        self.paper.record(lambda: happened.TurnedAway(reason=reason), stamp)
        self.paper.promises.settle(list(Promise), stamp.at)
        self.paper.alarm.end(stamp)

    def due_of_silence(self) -> list[Due]:
        """Return what follows when nobody says whether it is solved: see `tickets.silence`."""
        asked = self.confirmation
        if asked is None or asked.answered_at:
            return []
        office = self.known.office
        if asked.reminded_at is None:
            return [(silent_for(office, asked.asked_at, REMINDED_AFTER), self._remind)]
        return [(silent_for(office, asked.reminded_at, OVER_AFTER), self._take_silence_as_yes)]

    def _remind(self, at: datetime) -> None:
        asked, stamp = self.confirmation, Stamp(by=None, at=at, via="clock")
        assert asked is not None
        asked.reminded_at = at
        self.paper.record(lambda: happened.AskedAgain(confirmation=asked.pk), stamp)
        token, asked.token_digest = new_token()
        self.paper.letters.ask_again(asked.resolution, token, stamp)

    def _take_silence_as_yes(self, at: datetime) -> None:
        self.confirm(Stamp(by=None, at=at, via="clock"), by_default=True)

    def _answer_confirmation(self, is_solved: bool, stamp: Stamp) -> Confirmation:
        assert self.confirmation is not None
        confirmation = self.confirmation
        confirmation.answered_at, confirmation.is_solved = stamp.at, is_solved
        confirmation.by = signer(stamp)
        return confirmation
