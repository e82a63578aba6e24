"""Stretches of time, and what can be done with a list of them. Plain Python, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

NO_TIME = timedelta()


class Span(NamedTuple):
    """A stretch of time from `start` up to, but not including, `end`."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        return self.end - self.start


def joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the same stretches, oldest first, those that touch or overlap as one, and none that is empty."""
    whole: Span | None = None
    for span in sorted(span for span in spans if span.start < span.end):
        if whole and span.start <= whole.end:
            whole = Span(whole.start, max(whole.end, span.end))
            continue
        if whole:
            yield whole
        whole = span
    if whole:
        yield whole


def clipped(spans: Iterable[Span], window: Span) -> Iterator[Span]:
    """Yield the part of each stretch that lies in the window; it may be empty."""
    for span in spans:
        yield Span(max(span.start, window.start), min(span.end, window.end))


def without(spans: Iterable[Span], holes: Iterable[Span]) -> Iterator[Span]:
    """Yield what is left of the spans once the holes are cut out of them."""
    holes = list(joined(holes))
    for start, end in spans:
        for hole in holes:
            if start < hole.end and hole.start < end:
                if start < hole.start:
                    yield Span(start, hole.start)
                start = hole.end
        if start < end:
            yield Span(start, end)
