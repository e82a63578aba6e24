"""Who has a ticket, and what he or she does about it."""

from __future__ import annotations

from bihuan.flow.dispatch.choosing import Cause
from bihuan.flow.sla.clockwork import Promise
from bihuan.front.ops.demo.writing.paper import signer
from bihuan.front.ops.demo.writing.talking import Talking
from bihuan.ground.people.models import Person, Team
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets import events as happened
from bihuan.tickets.lifecycle import HoldReason
from bihuan.tickets.models import Attempt, Escalation, Result


class Working(Talking):
    escalation: Escalation | None = None  # the last one
    has_tried = False

    def take(self, stamp: Stamp) -> None:
        if self.ticket.handler is None and isinstance(stamp.by, Person) and self.ticket.team:
            self.paper.assign(self.ticket.team, stamp.by, stamp)
            self.paper.accept(stamp)

    def accept(self, stamp: Stamp) -> None:
        self.paper.take_up(stamp)

    def wait_for_vendor(self, why: str, stamp: Stamp) -> None:
        self.paper.begin_hold(HoldReason.VENDOR, why, stamp)

    def go_on(self, stamp: Stamp) -> None:
        self.paper.end_hold(stamp)

    def attempt(self, step: str, text: str, result: Result, note: str, minutes: int, stamp: Stamp) -> None:
        self.paper.take_up(stamp)
        attempt = self.rows.add(
            Attempt(
                ticket=self.ticket,
                step=step,
                text=text.strip(),
                result=result,
                note=note.strip(),
                minutes=minutes,
                by=signer(stamp),
                at=stamp.at,
            )
        )
        self.has_tried = True
        self.paper.keep(stamp)
        self.paper.record(lambda: happened.Attempted(attempt=attempt.pk, result=result), stamp)

    def escalate(self, to_team: Team, reason: str, untried_because: str, stamp: Stamp) -> None:
        self.paper.take_up(stamp)
        self.paper.end_hold(stamp)
        escalation = self.escalation = self.rows.add(
            Escalation(
                ticket=self.ticket,
                from_team=self.ticket.team,
                from_handler=self.ticket.handler,
                to_team=to_team,
                reason=reason.strip(),
                untried_because=untried_because.strip(),
                by=signer(stamp),
                at=stamp.at,
            )
        )
        facts = lambda: happened.Escalated(escalation=escalation.pk, to=to_team.code)  # noqa: E731
        self.paper.record(facts, stamp.because(escalation.reason))
        self.paper.promises.settle([Promise.HANDOVER], stamp.at)
        self.paper.dispatch(to_team, Cause.ESCALATED, stamp.by_the_house("dispatch"))

    def send_back(self, why: str, stamp: Stamp) -> None:
        escalation = self.escalation
        assert escalation is not None
        assert escalation.from_team is not None
        escalation.sent_back_at, escalation.sent_back_why = stamp.at, why.strip()
        back = stamp.because(escalation.sent_back_why)
        self.paper.record(lambda: happened.SentBack(escalation=escalation.pk), back)
        self.paper.assign(escalation.from_team, escalation.from_handler, back)
