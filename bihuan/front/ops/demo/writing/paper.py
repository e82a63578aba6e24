"""What every verb on a ticket is made of: its state, its history, its conversation, whose it is, what it waits for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from bihuan.flow.dispatch.choosing import Cause
from bihuan.flow.sla.hierarchy import called_by
from bihuan.flow.sla.models import Alarm
from bihuan.flow.sla.sweeping import said_by
from bihuan.front.ops.demo.writing.bells import Bells
from bihuan.front.ops.demo.writing.dispatching import Dispatching, Given
from bihuan.front.ops.demo.writing.known import Known
from bihuan.front.ops.demo.writing.letters import Letters
from bihuan.front.ops.demo.writing.level_one import LevelOne
from bihuan.front.ops.demo.writing.promises import Promises
from bihuan.front.ops.demo.writing.rows import Rows
from bihuan.ground.people.models import Person, Team
from bihuan.kit.events.facts import Facts
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets import events as happened
from bihuan.tickets.lifecycle import OPEN, HoldReason, State, may_move
from bihuan.tickets.models import Assignment, Entry, EntryKind, Hold, ImpossibleMove, Ticket

Due = tuple[datetime, Callable[[datetime], None]]  # the moment, and what is done with it


class Paper:
    def __init__(self, ticket: Ticket, known: Known, rows: Rows, dispatching: Dispatching) -> None:
        self.ticket, self.known, self.rows, self.dispatching = rows.add(ticket), known, rows, dispatching
        self.promises = Promises(ticket, known, rows)
        self.letters = Letters(ticket, known, rows)
        self.bells = Bells(ticket, known, rows)
        self.alarm = LevelOne(ticket, known, rows)
        self.expected: Person | None = None  # whom the dispatch will choose
        self.comes_on_at: datetime | None = None  # when the one expected comes on duty, where nobody has it
        self.assignment: Assignment | None = None
        self.hold: Hold | None = None
        self._carried_by: Person | None = None  # in whose load it counts now

    def due(self) -> list[Due]:
        """Return what the house will do by itself, and when."""
        alarm = self.promises.next_alarm()
        alarms = [(alarm.fire_at, partial(self._set_off, alarm))] if alarm and alarm.fire_at else []
        return [(self.comes_on_at, self._give_out), *alarms] if self.comes_on_at else [*alarms]

    def record(self, telling: Callable[[], Facts], stamp: Stamp) -> None:
        self.rows.happen(self.ticket, telling, stamp)

    def keep(self, stamp: Stamp) -> None:
        self.ticket.changed_at = stamp.at

    def move(self, to: State, stamp: Stamp, **times: datetime | None) -> None:
        if not may_move(State(self.ticket.state), to):
            raise ImpossibleMove(f"{self.ticket.number}: {self.ticket.state} to {to}")
        self.ticket.state = to
        for name, at in times.items():
            setattr(self.ticket, name, at)
        self.keep(stamp)
        self._carry(stamp.at)

    def write(self, kind: EntryKind, text: str, stamp: Stamp) -> Entry:
        entry = Entry(ticket=self.ticket, kind=kind, by=signer(stamp), at=stamp.at, via=stamp.via, text=text)
        return self.rows.add(entry)

    # ── whose it is

    def dispatch(self, team: Team, cause: Cause, stamp: Stamp) -> None:
        """Give it to the one expected if he or she is on duty in that team now, else to the team alone."""
        expected, roster = self.expected, self.known.roster
        is_on = expected is not None and roster.is_on(expected, team, stamp.at)
        self.assign(team, expected if is_on else None, stamp)
        assert self.assignment is not None
        self.dispatching.given.append(Given(self.assignment, cause, self.ticket.category, self.bells))
        if expected and not is_on:
            self.comes_on_at = roster.next_on(expected, team, stamp.at)

    def assign(self, team: Team, handler: Person | None, stamp: Stamp) -> None:
        ticket, before = self.ticket, self.assignment
        if before:
            before.until = stamp.at
        assignment = Assignment(ticket=ticket, team=team, handler=handler, reasons={}, since=stamp.at)
        self.assignment = self.rows.add(assignment)
        self.comes_on_at = None
        ticket.team, ticket.handler, ticket.accepted_at = team, handler, None
        self.keep(stamp)
        if handler:
            self.dispatching.burdens[handler.pk].given.append(stamp.at)
            if ticket.state == State.NEW:
                self.move(State.IN_PROGRESS, stamp)
        self._carry(stamp.at)
        facts: dict[str, Any] = {"team": team.code, "handler": handler.pk if handler else None}
        self.record(lambda: happened.Assigned(assignment=assignment.pk, **facts), stamp)
        if ticket.is_open:
            is_other_team = before is not None and before.team_id != team.pk
            self.promises.start_acceptance(stamp.at, is_other_team=is_other_team)
        if handler and stamp.by and handler != stamp.by:
            self.bells.tell_assigned(handler, stamp.at, stamp.why)

    def accept(self, stamp: Stamp) -> None:
        assignment = self.assignment
        if assignment is None or assignment.accepted_at is not None:
            return
        assignment.accepted_at = self.ticket.accepted_at = stamp.at
        self.keep(stamp)
        self.record(lambda: happened.Accepted(assignment=assignment.pk), stamp)
        self.promises.accept(stamp.at)

    def take_up(self, stamp: Stamp) -> None:
        if self.ticket.accepted_at is None and stamp.by and self.ticket.handler == stamp.by:
            self.accept(stamp)

    # ── what it waits for

    def begin_hold(self, reason: HoldReason, why: str, stamp: Stamp) -> None:
        self.move(State.WAITING, stamp)
        hold = self.hold = self.rows.add(Hold(ticket=self.ticket, reason=reason, why=why, since=stamp.at))
        self.promises.holds.append(hold)
        self.record(lambda: happened.Held(hold=hold.pk, reason=reason), stamp.because(why or stamp.why))
        self.promises.stop(reason, stamp.at)

    def end_hold(self, stamp: Stamp) -> None:
        hold = self.hold
        if hold is None:
            return
        self.move(State.IN_PROGRESS, stamp)
        hold.until, self.hold = max(hold.since, stamp.at), None
        self.record(lambda: happened.Resumed(hold=hold.pk), stamp)
        self.promises.go_on(stamp.at)

    # ── what the house does by itself

    def _give_out(self, at: datetime) -> None:
        assert self.ticket.team is not None
        self.dispatch(self.ticket.team, Cause.WAITED, Stamp(by=None, at=at, via="dispatch"))

    def _set_off(self, alarm: Alarm, at: datetime) -> None:
        alarm.fired_at = at
        persons = called_by(alarm, at)
        facts = said_by(alarm, 0, persons)
        self.record(lambda: replace(facts, clock=alarm.clock.pk), Stamp(by=None, at=at, via="clock"))
        self.bells.call(facts, persons, at)
        self.promises.follow(alarm, at)

    def _carry(self, at: datetime) -> None:
        """Count it in the load of whoever has it while it is open."""
        bears = self.ticket.handler if self.ticket.state in OPEN else None
        if bears == self._carried_by:
            return
        if self._carried_by:
            self.dispatching.burdens[self._carried_by.pk].ended.append(at)
        if bears:
            self.dispatching.burdens[bears.pk].began.append(at)
        self._carried_by = bears


def signer(stamp: Stamp) -> Person | None:
    return stamp.by if isinstance(stamp.by, Person) else None
