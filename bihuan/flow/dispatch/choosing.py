"""Who gets a ticket, and why. Plain Python.

Who is on duty, reaches what the category requires and has room for one more. Among these: on duty before on call; who
helped this person last; who masters what is needed before who does not; then the lighter load; among equals the one
who has waited longest for work, which goes round by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum


class Cause(StrEnum):
    """Why the ticket came to the team that chooses among its people."""

    CATEGORY = "category"  # the team of its category
    ESCALATED = "escalated"
    WAITED = "waited"  # for somebody of the team to come on duty, or to have room
    RETURNED = "returned"  # nobody accepted it in time, or it was given back


class Passed(StrEnum):
    """Why somebody on duty did not get it."""

    GAVE_BACK = "gave_back"  # this very ticket, or did not accept it in time
    TAKEN = "taken"  # is being given another one at this moment
    SKILL = "skill"  # below the level that the category requires
    FULL = "full"  # has as many as he or she may have
    ON_CALL = "on_call"  # somebody has a shift
    STRANGER = "stranger"  # another helped this person last
    LESS_SKILLED = "less_skilled"
    BUSIER = "busier"
    SERVED = "served"  # was given one more recently


NEVER = datetime.min.replace(tzinfo=UTC)
DEFAULT_LIMIT = 6


@dataclass(frozen=True)
class Skilled:
    """How somebody masters one of the skills that the category names."""

    skill: int
    level: int  # 0: not at all
    required: int = 0  # 0: welcome, and no more


@dataclass(frozen=True)
class Candidate:
    """One of the team who is on duty now."""

    person: int
    name: str
    is_on_call: bool
    mastery: int  # the sum of the levels in the skills that the category needs
    load: int  # open tickets
    last_at: datetime | None  # when the last ticket was given to him or her
    limit: int = DEFAULT_LIMIT  # how many open tickets at most
    until: datetime | None = None  # when the turn ends
    skills: tuple[Skilled, ...] = ()
    helped_last: bool = False
    is_taken: bool = False


@dataclass(frozen=True)
class Wish:
    """What is asked of the choice."""

    is_urgent: bool = False  # gives way to neither limit nor level: somebody has to begin now
    not_to: Collection[int] = frozenset()  # persons who had it and gave it back


ORDINARY = Wish()


def choose(candidates: Iterable[Candidate], wish: Wish = ORDINARY) -> Candidate | None:
    """Return who gets it; None where nobody is on duty who may."""
    weighed = list(candidates)
    ruled_out = hindrances(weighed, wish)
    return min((one for one in weighed if one.person not in ruled_out), key=_preference, default=None)


def hindrances(candidates: Collection[Candidate], wish: Wish = ORDINARY) -> dict[int, Passed]:
    """Return who is ruled out, and by what. Where a shift could do it and only has no room, nobody is called for it."""
    ruled_out = {one.person: why for one in candidates if (why := _hindrance(one, wish))}
    on_shift = [one for one in candidates if not one.is_on_call]
    if any(ruled_out.get(one.person) in (None, Passed.FULL, Passed.TAKEN) for one in on_shift):
        for one in candidates:
            if one.is_on_call and not wish.is_urgent:
                ruled_out.setdefault(one.person, Passed.ON_CALL)
    return ruled_out


def _hindrance(one: Candidate, wish: Wish) -> Passed | None:
    if one.person in wish.not_to:
        return Passed.GAVE_BACK
    if one.is_taken:
        return Passed.TAKEN
    if wish.is_urgent:
        return None
    if any(skill.level < skill.required for skill in one.skills):
        return Passed.SKILL
    return Passed.FULL if one.load >= one.limit else None


def explain(cause: Cause, candidates: Iterable[Candidate], wish: Wish = ORDINARY) -> dict[str, object]:
    """Return what was weighed, as JSON: why this team, and each candidate's facts, who got it first, and why others not."""
    weighed = list(candidates)
    chosen, ruled_out = choose(weighed, wish), hindrances(weighed, wish)
    ordered = sorted(weighed, key=lambda one: (one.person in ruled_out, _preference(one)))
    rows = [_row(one) | _passed(one, chosen, ruled_out) for one in ordered]
    told: dict[str, object] = {"cause": cause, "candidates": rows}
    if wish.is_urgent:
        told["is_urgent"] = True
    if wish.not_to:
        told["gave_back"] = sorted(wish.not_to)
    return told


def _passed(one: Candidate, chosen: Candidate | None, ruled_out: Mapping[int, Passed]) -> dict[str, object]:
    if chosen is not None and one.person == chosen.person:
        return {}
    return {"passed": ruled_out.get(one.person) or (_behind(one, chosen) if chosen else Passed.SERVED)}


def _row(one: Candidate) -> dict[str, object]:
    skills = [asdict(skill) for skill in one.skills]
    return asdict(one) | {"last_at": _iso(one.last_at), "until": _iso(one.until), "skills": skills}


def _behind(one: Candidate, chosen: Candidate) -> Passed:
    """Return by what the one who was chosen went before."""
    reasons = (Passed.ON_CALL, Passed.STRANGER, Passed.LESS_SKILLED, Passed.BUSIER)
    for reason, his, theirs in zip(reasons, _preference(chosen), _preference(one), strict=False):
        if his != theirs:
            return reason
    return Passed.SERVED


def _preference(one: Candidate) -> tuple[bool, bool, int, int, datetime, int]:
    last = one.last_at or NEVER
    return one.is_on_call, not one.helped_last, -one.mastery, one.load, last, one.person


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
