"""One ticket written down as the verbs of the house would leave it, without a query.

Each method is the verb of the same meaning in `bihuan.tickets.models`, with what `bihuan.wiring` has react to it;
`tests/demo/test_bulk_equals_verbs.py` plays stories both ways and compares.
"""

from __future__ import annotations

from datetime import datetime
from operator import itemgetter

from bihuan.front.ops.demo.writing.ending import Ending
from bihuan.front.ops.demo.writing.paper import Due
from bihuan.front.ops.demo.writing.working import Working


class Dossier(Working, Ending):
    def reach(self, at: datetime) -> None:
        while (due := min(self._due(), key=itemgetter(0), default=None)) and due[0] <= at:
            due[1](due[0])

    def _due(self) -> list[Due]:
        return [*self.paper.due(), *self.due_of_silence()]
