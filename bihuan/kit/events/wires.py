"""Carry an event to those who react to it. Who reacts to what is written in `bihuan/wiring.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bihuan.kit.events.facts import Facts
from bihuan.kit.events.jobs import react_later
from bihuan.kit.events.models import Event
from bihuan.kit.live.publish import publish
from bihuan.kit.sql import tray

# Contravariant in life: a reaction that takes any Event, or any Facts, serves each kind.
EventT = TypeVar("EventT", bound=Event)
FactsT = TypeVar("FactsT", bound=Facts)
Reaction = Callable[[EventT, FactsT], None]


@dataclass(frozen=True)
class Wire(Generic[EventT, FactsT]):
    """The reactions to one kind of event, in the order in which they run.

    `at_once` runs in the transaction that recorded the event: both stand or fall together.
    `later` runs as one job per reaction after the commit, retried by itself.
    """

    facts: type[FactsT]
    at_once: tuple[Reaction[EventT, FactsT], ...] = ()
    later: tuple[Reaction[EventT, FactsT], ...] = ()

    def within(self, room: str) -> Wire[EventT, FactsT]:
        """Return the wire with the reactions of one room only, for that room's tests."""
        return Wire(
            self.facts,
            at_once=tuple(react for react in self.at_once if react.__module__.startswith(room)),
            later=tuple(react for react in self.later if react.__module__.startswith(room)),
        )


_wires: dict[str, Wire[Any, Any]] = {}


def connect(wires: Iterable[Wire[Any, Any]]) -> None:
    _wires.update({wire.facts.kind: wire for wire in wires})


def announce(event: Event) -> None:
    """Wake those who react to the event.

    :raises KeyError: if its kind has no wire; one that wakes nobody is wired, too, to nothing
    """
    wire, said = _wires[event.kind], event.said
    for react in wire.at_once:
        react(event, said)
    if wire.later:
        tray.settle(type(event))  # a job finds it by its key
    for react in wire.later:
        react_later.defer(reaction=f"{react.__module__}.{react.__qualname__}", event=event.address)
    publish(event.topic)
