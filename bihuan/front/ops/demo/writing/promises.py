"""The clocks of one ticket in memory: what `flow.sla.reactions` does, with rows that are written later."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bihuan.flow.sla.clockwork import ASKED, TO_THE_PERSON, Promise, Standing, Stop
from bihuan.flow.sla.models import Alarm, Clock, Target
from bihuan.flow.sla.placing import place
from bihuan.flow.sla.reactions import FIRST_LINE, SOLVED, first_contact_target, update_clock
from bihuan.front.ops.demo.writing.known import Known
from bihuan.front.ops.demo.writing.rows import Rows
from bihuan.tickets.lifecycle import HoldReason
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
                clock.aim(targets[Promise(clock.promise)])
        new = [] if self.clocks else [self._new(promise, self.ticket.filed_at) for promise in TO_THE_PERSON]
        if running and self.ticket.is_open and not self._runs(Promise.WORKAROUND):
            new.append(self._new(Promise.WORKAROUND, at))
        self._reckon(running, new, at)

    def start_acceptance(self, at: datetime, *, is_other_team: bool) -> None:
        """Start the time to accept; `is_other_team`: than the one that had the ticket before."""
        runs = self._runs(Promise.ACCEPTANCE)
        if runs and not is_other_team:
            return
        if runs:
            self.settle([Promise.ACCEPTANCE], at)
        self._reckon([], [self._new(Promise.ACCEPTANCE, at)], at)

    def accept(self, at: datetime) -> None:
        """Let who took it owe the person a word, and, in the first line, a hand-over in time."""
        ticket = self.ticket
        self.settle([Promise.ACCEPTANCE], at)
        if not self._runs(Promise.UPDATE):
            self._owe_update(None, at)
        is_first_line = ticket.team is not None and ticket.team.tier == FIRST_LINE
        if not self._runs(Promise.HANDOVER) and ticket.is_open and is_first_line:
            self._reckon([], [self._new(Promise.HANDOVER, at)], at)

    def reply(self, at: datetime) -> None:
        self.settle([Promise.FIRST_CONTACT, Promise.UPDATE], at)
        self._owe_update(at, at)

    def stop(self, reason: str, at: datetime) -> None:
        new = [self._new(Promise.VENDOR, at)] if reason == HoldReason.VENDOR else []
        self._reckon(self._running(), new, at)

    def go_on(self, at: datetime) -> None:
        self.settle([Promise.VENDOR], at)
        self._reckon(self._running(), [], at)

    def settle(self, promises: Iterable[Promise], at: datetime) -> None:
        wanted = set(promises)
        clocks = [clock for clock in self._running() if clock.promise in wanted]
        over = [Stop(since, until or max(since, at), reason) for since, until, reason in self._stops()]
        for clock in clocks:
            clock.settled_at = at
            clock.reckon(over)
        if clocks:
            self._set_alarms(clocks, at)
            place(self.ticket, self.clocks)

    def run_again(self, was: str, at: datetime) -> None:
        runs = [clock for clock in self.clocks if clock.promise == Promise.RESOLUTION]
        if not runs or runs[-1].settled_at is None:
            return
        last = runs[-1]
        again = Clock(
            ticket=self.ticket,
            promise=last.promise,
            policy_id=last.policy_id,
            started_at=last.started_at if was in SOLVED else at,
            allowed=last.allowed,
            warn_before=last.warn_before,
            calendar=last.calendar,
        )
        again.run = last.run + 1
        self._reckon([], [again], at)
        self._owe_update(at, at)

    def follow(self, gone_off: Alarm, at: datetime) -> None:
        self.alarms += [self.rows.add(alarm) for alarm in Alarm.that_follow(gone_off, at)]

    def next_alarm(self) -> Alarm | None:
        """Return the alarm that goes off first, if any is set."""
        armed = [alarm for alarm in self.alarms if alarm.fired_at is None and alarm.fire_at]
        return min(armed, key=lambda alarm: alarm.fire_at, default=None)  # type: ignore[arg-type, return-value]

    def _targets(self) -> dict[Promise, Target]:
        policies = self.known.policies
        targets = dict(policies.promised(policies.matter(self.ticket)))
        if self.ticket.first_contact_at is None and Promise.FIRST_CONTACT not in targets:
            channel = self.known.channels[self.ticket.channel]
            targets[Promise.FIRST_CONTACT] = first_contact_target(channel)
        return targets

    def _runs(self, promise: Promise) -> list[Clock]:
        return [clock for clock in self.clocks if clock.promise == promise]

    def _running(self) -> list[Clock]:
        return [clock for clock in self.clocks if clock.settled_at is None]

    def _new(self, promise: Promise, start: datetime) -> Clock | None:
        target = self._targets().get(promise)
        if target is None:
            return None
        clock = Clock(ticket=self.ticket, promise=promise, started_at=start)
        clock.aim(target)
        clock.run = len(self._runs(promise)) + 1
        return clock

    def _owe_update(self, last_word_at: datetime | None, at: datetime) -> None:
        target = self._targets().get(Promise.UPDATE)
        if target and self.ticket.is_open:
            clock = update_clock(self.ticket, target, last_word_at)
            clock.run = len(self._runs(Promise.UPDATE)) + 1
            self._reckon([], [clock], at)

    def _stops(self) -> list[Stop]:
        held = [Stop(hold.since, hold.until, hold.reason) for hold in self.holds]
        return [*held, *(Stop(one.at, one.refuted_at, ASKED) for one in self.resolutions if one.refuted_at)]

    def _reckon(self, running: list[Clock], made: list[Clock | None], at: datetime) -> None:
        stops, new = self._stops(), [clock for clock in made if clock]
        for clock in [*running, *new]:
            clock.reckon(stops)
        self._set_alarms(running, at)
        for clock in new:
            self.clocks.append(self.rows.add(clock))
            self.alarms += [self.rows.add(alarm) for alarm in Alarm.first_of(clock)]
        self._set_alarms(new, at)
        place(self.ticket, self.clocks)

    def _set_alarms(self, clocks: list[Clock], at: datetime) -> None:
        known = {(id(alarm.clock), alarm.level, alarm.share) for alarm in self.alarms}
        for clock in clocks:
            shares = Alarm.shares_for(clock) if clock.settled_at is None else []
            new = [one for one in shares if (id(clock), one.level, one.share) not in known]
            self.alarms += [self.rows.add(one) for one in new]
        for alarm in self.alarms:
            if alarm.fired_at is None and any(alarm.clock is clock for clock in clocks):
                alarm.set_by(alarm.clock, at)
