"""The check list of a ticket's category with what came of each step, and what was tried beyond it (WRK-02)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.front.workbench.words import RESULTS
from bihuan.ground.catalogue.models import CheckStep
from bihuan.tickets.models import Attempt


@dataclass(frozen=True)
class Check:
    """A step, or something of an agent's own, with its last attempt."""

    text: str
    key: str = ""
    minutes: int = 0
    attempt: Attempt | None = None

    @property
    def is_done(self) -> bool:
        return self.attempt is not None

    @property
    def result(self) -> tuple[str, str, str]:
        """Return word, tone and icon of what came of it."""
        if self.attempt is None:
            return "", "plain", "circle"
        word, tone, icon = RESULTS[self.attempt.result]
        return str(word), tone, icon


@dataclass(frozen=True)
class CheckList:
    steps: Sequence[Check]
    own: Sequence[Check]

    @property
    def done(self) -> int:
        return sum(check.is_done for check in self.steps)

    @property
    def next_key(self) -> str:
        """Return the first step that nobody has done."""
        return next((check.key for check in self.steps if not check.is_done), "")


def check_list(steps: Sequence[CheckStep], attempts: Sequence[Attempt]) -> CheckList:
    """Return the list; a step tried twice shows the last time."""
    last = {attempt.step: attempt for attempt in attempts if attempt.step}
    known = {step.key for step in steps}
    return CheckList(
        steps=[Check(step.text, step.key, step.minutes, last.get(step.key)) for step in steps],
        own=[Check(one.text, attempt=one) for one in attempts if one.step not in known],
    )
