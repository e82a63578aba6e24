"""The promises of a ticket as its page tells them: how each stands, and in a sentence why it is due when it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.models import Clock
from bihuan.front.workbench.opened import Opened, Span, is_expected, over
from bihuan.front.workbench.stretches import Stretches, stretches_of
from bihuan.front.workbench.words import PROMISES, RUNNING, SETTLED
from bihuan.ground.calendars.delivering import ROUND_THE_CLOCK
from bihuan.ground.calendars.worktime import elapsed
from bihuan.kit.text import durations, moments


@dataclass(frozen=True)
class Told:
    """One promise. `share`: how much of the time allowed is used, in hundredths, 100 at most."""

    label: str
    standing: str
    due_at: datetime | None
    warn_at: datetime | None
    why: str
    share: int
    used: str
    is_settled: bool
    pk: int
    promise: str
    policy: str
    stretches: Stretches
    called_at: datetime | None
    seen_at: datetime | None
    seen_by: str
    is_expected: bool

    @property
    def is_calling(self) -> bool:
        """Tell whether somebody was called and nobody has acknowledged it since."""
        if self.is_settled or self.called_at is None:
            return False
        return self.seen_at is None or self.seen_at < self.called_at

    @property
    def may_be_declined(self) -> bool:
        return self.promise == Promise.HANDOVER and not self.is_settled


def told_clocks(opened: Opened) -> tuple[list[Told], list[Told]]:
    """Return the last run of each promise, in the order in which they are kept, and the runs before these."""
    last = {clock.promise: clock for clock in opened.clocks}
    now = [_told(last[promise], opened) for promise in PROMISES if promise in last]
    before = [_told(clock, opened) for clock in opened.clocks if clock is not last[clock.promise]]
    return now, before


def _told(clock: Clock, opened: Opened) -> Told:
    end = clock.settled_at or opened.now
    standing = clock.standing(opened.now)
    still = clock.holds(opened.stops)
    used = elapsed(clock.calendar.work_calendar(), clock.started_at, max(end, clock.started_at), still)
    language = get_language() or ""
    return Told(
        label=str(PROMISES[clock.promise]),
        standing=SETTLED[standing] if clock.settled_at else RUNNING[standing],
        due_at=clock.due_at,
        warn_at=clock.warn_at,
        why=_why(clock, _within(still, clock.started_at, end), opened.now),
        share=min(100, int(100 * used / clock.allowed)) if clock.allowed else 100,
        used=durations.in_words(used, language),
        is_settled=clock.settled_at is not None,
        pk=clock.pk,
        promise=clock.promise,
        policy=clock.policy.name if clock.policy else "",
        stretches=stretches_of(clock, opened.stops, opened.now),
        called_at=clock.called_at,  # type: ignore[attr-defined]  # annotated, as are those below
        seen_at=clock.seen_at,  # type: ignore[attr-defined]
        seen_by=clock.seen_by or "",  # type: ignore[attr-defined]
        is_expected=is_expected(clock),
    )


def _why(clock: Clock, still: Sequence[Span], now: datetime) -> str:
    """Return a sentence such as: 2 working hours of ‘Office hours’ from 09:00; paused 30 min; due 11:30."""
    language = get_language() or ""
    blanks = {"start": _short(clock.started_at, now), "calendar": clock.calendar.name}
    if clock.calendar.code == ROUND_THE_CLOCK:
        parts = [
            _("%(allowed)s round the clock, from %(start)s")
            % (blanks | {"allowed": durations.in_words(clock.allowed, language)})
        ]
    else:
        parts = [
            _("%(allowed)s of ‘%(calendar)s’, from %(start)s")
            % (blanks | {"allowed": durations.working(clock.allowed, language)})
        ]
    if paused := over(still, now):
        parts.append(_("paused %(span)s") % {"span": durations.in_words(paused, language)})
    if clock.due_at and is_expected(clock):
        parts.append(
            _("expected %(due)s, as the public holidays until then are not confirmed yet")
            % {"due": _short(clock.due_at, now)}
        )
    elif clock.due_at:
        parts.append(_("due %(due)s") % {"due": _short(clock.due_at, now)})
    if clock.settled_at:
        parts.append(_("kept %(at)s") % {"at": _short(clock.settled_at, now)})
    elif clock.due_at is None:
        parts.append(_("stands still now"))
    return _("; ").join(parts)


def _within(spans: Sequence[Span], start: datetime, end: datetime) -> list[Span]:
    """Return the parts of some spans that fall between two moments."""
    found: list[Span] = []
    for since, until in spans:
        since, until = max(since, start), min(until or end, end)
        if until - since > timedelta():
            found.append((since, until))
    return found


def _short(at: datetime, now: datetime) -> str:
    return moments.short(at, get_language() or "", get_current_timezone(), now)
