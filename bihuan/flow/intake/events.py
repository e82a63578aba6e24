"""What monitoring says of a fault that has a ticket. Facts only grow: rows are for ever."""

from dataclasses import dataclass

from bihuan.kit.events.facts import Facts


@dataclass(frozen=True)
class AlertRecovered(Facts, kind="alert.recovered"):
    """It has stayed well for as long as its source asks."""

    fault: int
    name: str


@dataclass(frozen=True)
class AlertReturned(Facts, kind="alert.returned"):
    """It fires again after a recovery, and goes on to."""

    fault: int
    name: str
    times: int  # that it came back so far
