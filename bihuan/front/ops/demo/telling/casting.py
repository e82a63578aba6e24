"""Which scenario each arrival tells, and what becomes of it: solved at once, escalated, late, withdrawn …"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bihuan.front.ops.demo.telling.arrivals import is_month_end
from bihuan.front.ops.demo.telling.scenario import Scenario
from bihuan.front.ops.demo.telling.slots import IsWorkday

# Shares of all tickets.
ESCALATED, REOPENED, WITHDRAWN, LATE = 0.152, 0.078, 0.033, 0.084
AT_ONCE_MINUTES = 45  # within which everybody reports the same fault
OFF_SEASON, IN_SEASON = 0.25, 5.0  # how much a scenario of the month-end weighs, then and at other times


@dataclass(frozen=True)
class Part:
    """One story to be told."""

    scenario: Scenario
    filed_at: datetime
    case: Mapping[str, str]  # slots that go together
    minutes_behind: int = 0  # after the first report of the same fault
    is_escalated: bool = False
    is_reopened: bool = False
    is_withdrawn: bool = False
    is_late: bool = False


class Casting:
    def __init__(self, scenarios: Sequence[Scenario], rng: random.Random, is_workday: IsWorkday) -> None:
        self.scenarios, self.rng, self.is_workday = scenarios, rng, is_workday
        total = sum(scenario.weight for scenario in scenarios)
        able = [s for s in scenarios if s.can_escalate and any(not path.is_escalated for path in s.paths)]
        always = sum(s.weight for s in scenarios if s.paths and all(path.is_escalated for path in s.paths))
        self.escalates = max(0.0, ESCALATED * total - always) / max(1e-9, sum(s.weight for s in able))
        self.reopens = REOPENED * total / max(1e-9, sum(s.weight for s in scenarios if s.again))

    def parts(self, moments: Sequence[datetime]) -> Iterator[Part]:
        """Yield a part for each moment, oldest first."""
        left = iter(moments)
        parts = [part for at in left for part in self._parts_at(at, left)]
        yield from sorted(parts, key=lambda part: part.filed_at)

    def _parts_at(self, at: datetime, left: Iterator[datetime]) -> list[Part]:
        """Return the part of this moment; where many report the same fault, use up as many of the moments to come."""
        scenario = self._scenario(at)
        case = self.rng.choice(scenario.source.get("cases", [{}]))
        others = [moment for _, moment in zip(range(max(0, scenario.burst - 1)), left, strict=False)]
        behind = sorted(self.rng.randint(1, AT_ONCE_MINUTES) for _ in others)
        return [self._part(scenario, at, case, 0)] + [
            self._part(scenario, at, case, minutes) for minutes in behind
        ]

    def _scenario(self, at: datetime) -> Scenario:
        weights = [scenario.weight * self._season(scenario, at) for scenario in self.scenarios]
        return self.rng.choices(self.scenarios, weights)[0]

    def _season(self, scenario: Scenario, at: datetime) -> float:
        if scenario.burst:
            is_busy = self.is_workday(at.date()) and 8 <= at.hour < 16
            return 1 / scenario.burst if is_busy else 0
        if scenario.source.get("when") == "month_end":
            return IN_SEASON if is_month_end(at.date(), self.is_workday) else OFF_SEASON
        return 1

    def _part(self, scenario: Scenario, at: datetime, case: Mapping[str, str], behind: int) -> Part:
        filed_at = at + timedelta(minutes=behind, seconds=self.rng.randrange(60) if behind else 0)
        if scenario.is_declined or scenario.burst:
            return Part(scenario, filed_at, case, behind)
        is_withdrawn = self.rng.random() < WITHDRAWN
        return Part(
            scenario,
            filed_at,
            case,
            is_escalated=self.rng.random() < self.escalates,
            is_reopened=bool(scenario.again) and not is_withdrawn and self.rng.random() < self.reopens,
            is_withdrawn=is_withdrawn,
            is_late=not is_withdrawn and self.rng.random() < LATE,
        )
