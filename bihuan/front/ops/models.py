from __future__ import annotations

from bihuan.kit.events.facts import Facts
from bihuan.kit.events.models import Event
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.events.wires import announce

SETTINGS = "settings"


class DeskEvent(Event):
    """Something that was done to the desk itself and to no ticket: the book that an auditor asks for."""

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    @property
    def topic(self) -> str:
        return SETTINGS

    @classmethod
    def record(cls, facts: Facts, stamp: Stamp) -> DeskEvent:
        event = cls()
        event.sign(facts, stamp)
        event.save(force_insert=True)
        announce(event)
        return event
