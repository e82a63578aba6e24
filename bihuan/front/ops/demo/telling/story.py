"""What a story is: a ticket of the demo company from its arrival to its end, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

Fact = str | int | bool
PASSING = {"survey", "note", "nudge", "reply", "attempt"}  # steps that leave the ticket where it stands


@dataclass(frozen=True)
class Step:
    """Something that happened.

    `kind` is one of ask, answer, reply, note, attempt, escalate, accept, send_back, solve, confirm, reopen, close,
    survey, nudge, withdraw, turn_away. `after_minutes` counts working time since the step before (the first: since
    the ticket came in). `by` is a username, or empty where the desk acts by itself.
    """

    kind: str
    after_minutes: int
    by: str
    text: str = ""
    more: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    scenario: str
    category: str
    language: str
    channel: str  # email, portal or phone
    person: str  # username of who asks
    handler: str  # username of who has it first
    title: str
    description: str
    answers: Mapping[str, Fact]  # form field → what is known when the ticket comes in
    impact: int  # 1 company, 2 department, 3 one person
    urgency: int  # 1 high, 2 usual, 3 low
    filed_at: datetime  # on the company's wall clock, without zone
    steps: tuple[Step, ...]

    @property
    def ending(self) -> str:
        """Return the last step that tells where the ticket stands: new, begun, ask, accept, solve, close …"""
        kinds = [step.kind for step in self.steps if step.kind not in PASSING]
        return kinds[-1] if kinds else "begun" if self.steps else "new"
