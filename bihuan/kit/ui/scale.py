"""The scale of a chart: round steps over every value. Plain Python."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

CEILING, FLOOR = 12.0, 200.0  # where the highest step and the lowest are drawn, in pixels from above
ROUND_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Scale:
    """Steps from the lowest to the highest that is drawn."""

    ticks: tuple[float, ...]

    @classmethod
    def over(cls, values: Sequence[float], low: float = 0.0) -> Scale:
        """Choose up to five round steps from `low` that reach over every value; values below `low` lie on it."""
        reach = max([value - low for value in values], default=0.0)
        if reach <= 0:
            return cls((low, low + 1))
        rough = reach / 4
        size = 10.0 ** math.floor(math.log10(rough))
        steps = [
            size * times for times in ROUND_STEPS if size >= 1 or times != 2.5
        ]  # 0.25 would be read as 0.2
        step = next(step for step in steps if step >= rough * (1 - 1e-9))
        count = math.ceil(reach / step - 1e-9)
        return cls(tuple(round(low + step * tick, 9) for tick in range(count + 1)))

    def down(self, value: float) -> float:
        """Return how far from above a value is drawn, in pixels."""
        low, high = self.ticks[0], self.ticks[-1]
        share = min(max((value - low) / (high - low), 0.0), 1.0)
        return round(FLOOR - share * (FLOOR - CEILING), 1)
