"""What can happen when a ticket is of level 1. Facts only grow: rows are for ever."""

from dataclasses import dataclass

from bihuan.kit.events.facts import Facts


@dataclass(frozen=True)
class MajorOpened(Facts, kind="major.opened"):
    """The emergency plan was opened."""

    major: int
    plan: str


@dataclass(frozen=True)
class MajorTold(Facts, kind="major.told"):
    """A round of words went out: to whom, by which ways."""

    major: int
    round: int
    persons: int
    channels: list[str]


@dataclass(frozen=True)
class MajorAcknowledged(Facts, kind="major.acknowledged"):
    """Somebody has taken it up, and nobody is told again."""

    major: int
    round: int


@dataclass(frozen=True)
class MajorStoodDown(Facts, kind="major.stood_down"):
    """It is of level 1 no more, and nobody is told again."""

    major: int
