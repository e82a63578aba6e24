"""All that the page of figures shows, reckoned by a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from bihuan.front.figures import breakdowns
from bihuan.front.figures.asked import Asked
from bihuan.front.figures.breakdowns import Bar, Step
from bihuan.front.figures.counted import open_by_age
from bihuan.front.figures.tiles import Tile, marks_tile, share_tile, times_tile
from bihuan.ground.channels.models import Channel
from bihuan.steering.insights import measures
from bihuan.steering.insights.figures import FIGURES, Figure, Tickets
from bihuan.steering.insights.suggestions import SUGGESTIONS


@dataclass(frozen=True)
class Board:
    shares: Sequence[Tile]
    suggestions: Sequence[Tile]
    times: Sequence[Tile]
    steps: Sequence[Step]
    categories: Sequence[Bar]
    channels: Sequence[Bar]
    ages: Sequence[Bar]
    refusals: Sequence[Bar]

    @property
    def filed(self) -> int:
        return sum(step.filed for step in self.steps)

    @property
    def solved(self) -> int:
        return sum(step.solved for step in self.steps)

    @property
    def open(self) -> int:
        return sum(age.count for age in self.ages)

    @property
    def is_empty(self) -> bool:
        return not (self.filed or self.solved or self.open)


def reckon(
    tickets: Tickets, asked: Asked, channels: Mapping[str, Channel], now: datetime, language: str
) -> Board:
    """Reckon all figures for tickets that the reader may see, narrowed by the filters."""
    period = asked.period
    filed = measures.day_by_day(tickets, period, "filed_at")
    solved = measures.day_by_day(tickets, period, "resolved_at")
    return Board(
        shares=_shares(FIGURES, tickets, asked),
        suggestions=_shares(SUGGESTIONS, tickets, asked),
        times=_times(tickets, asked, language),
        steps=breakdowns.steps(filed, solved, asked, language),
        categories=breakdowns.by_category(measures.by_category(tickets, period), asked),
        channels=breakdowns.by_channel(measures.by_channel(tickets, period), channels, asked),
        ages=breakdowns.by_age(open_by_age(tickets, now), asked),
        refusals=breakdowns.by_refusal(measures.refused(tickets, period), asked),
    )


def _shares(figures: Sequence[Figure], tickets: Tickets, asked: Asked) -> list[Tile]:
    return [share_tile(daily, asked) for daily in measures.measure_daily(figures, tickets, asked.period)]


def _times(tickets: Tickets, asked: Asked, language: str) -> list[Tile]:
    contact = measures.first_contact_times(tickets, asked.period)
    solution = measures.resolution_times(tickets, asked.period)
    about = _("The middle one, by the clock on the wall, nights and holds counted.")
    return [
        times_tile(_("Time to first contact"), about, contact, "contacted", asked, language),
        times_tile(_("Time to solution"), about, solution, "solved", asked, language),
        marks_tile(measures.marks(tickets, asked.period), asked),
    ]
