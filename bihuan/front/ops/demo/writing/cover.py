"""What all parts of a dossier look at and write on."""

from __future__ import annotations

from bihuan.front.ops.demo.writing.dispatching import Dispatching
from bihuan.front.ops.demo.writing.known import Known
from bihuan.front.ops.demo.writing.paper import Paper
from bihuan.front.ops.demo.writing.rows import Rows
from bihuan.tickets.models import Entry, Hold, Resolution, Ticket


class Cover:
    ticket: Ticket
    paper: Paper
    resolution: Resolution | None = None  # the standing one
    found_by = ""  # the solution that stood when the index was last written

    def __init__(self, known: Known, rows: Rows, dispatching: Dispatching, number: str) -> None:
        self.known, self.rows, self.dispatching, self.number = known, rows, dispatching, number
        self.said: list[Entry] = []  # by the person and to the person

    @property
    def hold(self) -> Hold | None:
        return self.paper.hold

    def index(self) -> None:
        """Note what the index says by now; a reopening alone does not change it."""
        self.found_by = self.resolution.solution if self.resolution else ""
