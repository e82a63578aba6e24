"""Who gets a ticket, and why. Plain Python.

On duty before on call; who masters what it needs before who does not; then the lighter load; among equals the one
who has waited longest for work, which goes round by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum


class Cause(StrEnum):
    """Why the ticket came to the team that chooses among its people."""

    CATEGORY = "category"  # the team of its category
    ESCALATED = "escalated"
    WAITED = "waited"  # for somebody of the team to come on duty


NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Candidate:
    """One of the team who is on duty now."""

    person: int
    name: str
    is_on_call: bool
    mastery: int  # the sum of the levels in the skills that the category needs
    load: int  # open tickets
    last_at: datetime | None  # when the last ticket was given to him or her


def choose(candidates: Iterable[Candidate]) -> Candidate | None:
    """Return who gets it; None where nobody is on duty."""
    return min(candidates, key=_preference, default=None)


def explain(cause: Cause, candidates: Iterable[Candidate]) -> dict[str, object]:
    """Return what was weighed, as JSON: why this team, and each candidate's facts, who got it first."""
    rows = [
        asdict(candidate) | {"last_at": _iso(candidate.last_at)}
        for candidate in sorted(candidates, key=_preference)
    ]
    return {"cause": cause, "candidates": rows}


def _preference(candidate: Candidate) -> tuple[bool, int, int, datetime, int]:
    last = candidate.last_at or NEVER
    return candidate.is_on_call, -candidate.mastery, candidate.load, last, candidate.person


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
