"""What can happen to a survey."""

from dataclasses import dataclass

from bihuan.kit.events.facts import Facts


@dataclass(frozen=True)
class Rated(Facts, kind="survey.rated"):
    """The person said how it was: 1 to 5 each."""

    overall: int
    speed: int | None = None
    skill: int | None = None
    manner: int | None = None
