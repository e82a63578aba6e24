"""What a ticket of level 1 leaves behind: see `practices.majors.reactions`."""

from __future__ import annotations

from bihuan.front.ops.demo.writing.known import Known
from bihuan.front.ops.demo.writing.rows import Rows
from bihuan.kit.events.stamp import Stamp
from bihuan.practices.majors.events import MajorOpened, MajorStoodDown
from bihuan.practices.majors.models import Major
from bihuan.practices.majors.reactions import LEVEL
from bihuan.tickets.models import Ticket


class LevelOne:
    def __init__(self, ticket: Ticket, known: Known, rows: Rows) -> None:
        self.ticket, self.known, self.rows = ticket, known, rows
        self._major: Major | None = None

    def follow(self, was: object, stamp: Stamp) -> None:
        """Open the plan, or stand down, after the priority was set."""
        if self.ticket.priority == LEVEL and was != LEVEL:
            self.open(stamp)
        elif was == LEVEL and self.ticket.priority != LEVEL:
            self.stand_down(stamp)

    def open(self, stamp: Stamp) -> None:
        plan = self.known.plan
        if plan is None or self.ticket.priority != LEVEL or not self.ticket.is_open:
            return
        major = Major(ticket=self.ticket, plan=plan, opened_at=stamp.at, next_at=stamp.at)
        self._major = self.rows.add(major)
        self.rows.happen(
            self.ticket,
            lambda: MajorOpened(major=major.pk, plan=plan.code),
            stamp.by_the_house("majors"),
        )

    def stand_down(self, stamp: Stamp) -> None:
        major, self._major = self._major, None
        if major is None:
            return
        major.ended_at, major.next_at = max(stamp.at, major.opened_at), None
        self.rows.happen(self.ticket, lambda: MajorStoodDown(major=major.pk), stamp)

    def end(self, stamp: Stamp) -> None:
        self.stand_down(stamp.by_the_house("majors"))
