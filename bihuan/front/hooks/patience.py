"""How often a delivery is tried, and how long an address rests that does not answer. Plain Python."""

from __future__ import annotations

from datetime import timedelta

# Until the next try of one delivery; after the last of them it is given up.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
FIRST_REST, LONGEST_REST = timedelta(seconds=10), timedelta(minutes=15)
PAUSED_AFTER = 20  # failures in a row, of whichever deliveries: some hours


def next_try_in(attempts: int) -> timedelta | None:
    """Return how long a delivery waits that was tried so often, None where it is given up."""
    return BACK_OFF[attempts - 1] if attempts <= len(BACK_OFF) else None


def rest_after(failures: int) -> timedelta:
    """Return how long nothing goes to an address after so many failures in a row: twice as long each time, up to a bound."""
    doublings = min(max(failures - 1, 0), 10)
    return min(FIRST_REST * (1 << doublings), LONGEST_REST)


def is_paused_by(failures: int) -> bool:
    return failures >= PAUSED_AFTER
