"""One thing done to several tickets, and how it went in a sentence. Each stands for itself: one refused stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.ground.people.models import Team
from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets.models import Assignment, Ticket, claim


class Deed(StrEnum):
    CLAIM = "claim"
    ASSIGN = "assign"


@dataclass
class Result:
    """How many it was done to, and the numbers of the others."""

    done: int = 0
    left: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        if not self.done and not self.left:
            return _("Nothing was ticked.")
        told = ngettext("Done for %(n)d ticket.", "Done for %(n)d tickets.", self.done) % {"n": self.done}
        if not self.left:
            return told
        left = _("Left as they were: %(numbers)s.") % {"numbers": _(", ").join(self.left)}
        return f"{told} {left}" if self.done else left

    @property
    def tone(self) -> str:
        return "good" if self.done and not self.left else "warn"


def claim_all(tickets: Iterable[Ticket], stamp: Stamp) -> Result:
    """Take each that nobody has; who has one already keeps it."""

    def take(ticket: Ticket) -> bool:
        claim(ticket, stamp)
        return stamp.by is not None and ticket.handler_id == stamp.by.pk

    return _each(tickets, take)


def assign_all(tickets: Iterable[Ticket], team: Team, stamp: Stamp) -> Result:
    """Give each to a team, for it to take up."""

    def give(ticket: Ticket) -> bool:
        Assignment.make(ticket, team=team, handler=None, stamp=stamp)
        return True

    return _each(tickets, give)


def _each(tickets: Iterable[Ticket], do: Callable[[Ticket], bool]) -> Result:
    result = Result()
    for ticket in tickets:
        try:
            is_done = do(ticket)
        except Refused:
            is_done = False
        if is_done:
            result.done += 1
        else:
            result.left.append(ticket.number)
    return result
