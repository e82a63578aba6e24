"""The clocks of one ticket in memory: what `flow.sla.reactions` does, with rows that are written later."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bihuan.flow.sla.clockwork import Promise, Standing
from bihuan.flow.sla.models import Alarm, Clock, Level, Target
from bihuan.flow.sla.reactions import SOLVED, first_contact_target
from bihuan.front.ops.demo.writing.known import Known
from bihuan.front.ops.demo.writing.rows import Rows
from bihuan.ground.calendars.worktime import Hold as Held
from bihuan.tickets.models import Hold, Resolution, Ticket


class Promises:
    def __init__(self, ticket: Ticket, known: Known, rows: Rows) -> None:
        self.ticket, self.known, self.rows = ticket, known, rows
        self.clocks: list[Clock] = []
        self.alarms: list[Alarm] = []
        self.holds: list[Hold] = []
        self.resolutions: list[Resolution] = []

    def start(self, at: datetime) -> None:
        targets = self._targets()
        running = self._running()
        for clock in running:
            if clock.promise in targets and clock.standing(at) is not Standing.MISSED:
                _aim(clock, targets[Promise(clock.promise)])
        to_person = [] if self.clocks else [Promise.FIRST_CONTACT, Promise.RESOLUTION]
        new = [
            self._new(promise, targets[promise], self.ticket.filed_at)
            for promise in to_person
            if promise in targets
        ]
        self._reckon(running, new, at)

    def start_acceptance(self, at: datetime, *, is_other_team: bool) -> None:
        """Start the time to accept; `is_other_team`: than the one that had the ticket before."""
        runs = [clock for clock in self.clocks if clock.promise == Promise.ACCEPTANCE]
        if runs and not is_other_team:
            return
        if runs:
            self.settle([Promise.ACCEPTANCE], at)
        if target := self._targets().get(Promise.ACCEPTANCE):
            clock = self._new(Promise.ACCEPTANCE, target, at)
            clock.run = len(runs) + 1
            self._reckon([], [clock], at)

    def reckon(self, at: datetime) -> None:
        self._reckon(self._running(), [], at)

    def settle(self, promises: Iterable[Promise], at: datetime) -> None:
        wanted = set(promises)
        clocks = [clock for clock in self._running() if clock.promise in wanted]
        over: list[Held] = [(since, until or max(since, at)) for since, until in self._held()]
        for clock in clocks:
            clock.settled_at = at
            clock.reckon(over)
        if clocks:
            self._set_alarms(clocks, at)
            self._write_down()

    def run_again(self, was: str, at: datetime) -> None:
        runs = [clock for clock in self.clocks if clock.promise == Promise.RESOLUTION]
        if not runs or runs[-1].settled_at is None:
            return
        last = runs[-1]
        again = self._clock(last.promise, last.started_at if was in SOLVED else at)
        again.run = last.run + 1
        again.allowed, again.warn_before, again.calendar = last.allowed, last.warn_before, last.calendar
        self._reckon([], [again], at)

    def next_alarm(self) -> Alarm | None:
        """Return the alarm that goes off first, if any is set."""
        armed = [alarm for alarm in self.alarms if alarm.fired_at is None and alarm.fire_at]
        return min(armed, key=lambda alarm: alarm.fire_at, default=None)  # type: ignore[arg-type, return-value]

    def _targets(self) -> dict[Promise, Target]:
        targets = dict(self.known.targets.get(self.ticket.priority, {}))
        if self.ticket.first_contact_at is None:
            channel = self.known.channels[self.ticket.channel]
            targets[Promise.FIRST_CONTACT] = first_contact_target(channel)
        return targets

    def _running(self) -> list[Clock]:
        return [clock for clock in self.clocks if clock.settled_at is None]

    def _new(self, promise: Promise, target: Target, start: datetime) -> Clock:
        clock = self._clock(promise, start)
        _aim(clock, target)
        return clock

    def _clock(self, promise: str, start: datetime) -> Clock:
        return Clock(ticket=self.ticket, promise=promise, started_at=start)

    def _held(self) -> list[Held]:
        asked = [(one.at, one.refuted_at) for one in self.resolutions if one.refuted_at]
        return [*(hold.span for hold in self.holds), *asked]

    def _reckon(self, running: list[Clock], new: list[Clock], at: datetime) -> None:
        holds = self._held()
        for clock in [*running, *new]:
            clock.reckon(holds)
        self._set_alarms(running, at)
        for clock in new:
            self.clocks.append(self.rows.add(clock))
            self.alarms += [self.rows.add(Alarm(clock=clock, level=level)) for level in Level]
        self._set_alarms(new, at)
        self._write_down()

    def _set_alarms(self, clocks: list[Clock], at: datetime) -> None:
        for alarm in self.alarms:
            if alarm.fired_at is None and any(alarm.clock is clock for clock in clocks):
                alarm.set_by(alarm.clock, at)

    def _write_down(self) -> None:
        due = [clock for clock in self._running() if clock.due_at]
        first = min(due, key=lambda clock: clock.due_at, default=None)  # type: ignore[arg-type, return-value]
        self.ticket.due_at = first.due_at if first else None
        self.ticket.warn_at = first.warn_at if first else None
        self.ticket.due_promise = first.promise if first else ""


def _aim(clock: Clock, target: Target) -> None:
    clock.allowed, clock.warn_before, clock.calendar = target.allowed, target.warn_before, target.calendar
