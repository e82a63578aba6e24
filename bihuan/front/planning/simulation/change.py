"""What is to be different: read from a form, kept as JSON, and applied to those of a team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext as _

from bihuan.flow.dispatch.models import Rules
from bihuan.front.planning.simulation.scene import NEWCOMER, Member, Scene
from bihuan.ground.duty.rota import Kind, Turn
from bihuan.kit.events.refused import Refused

WEEKDAYS = tuple(range(7))
LARGEST_LIMIT, LOWEST_PRIORITY, LONGEST_STICKING = 99, 4, 365


class ChangeIncomplete(Refused):
    """The change is not told in a way that can be replayed."""

    code = "change-incomplete"
    status = 422

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(_("Please look at the fields that are marked."), errors)


@dataclass(frozen=True)
class Given:
    """A form as it was sent: single values, and lists of those that may be ticked together."""

    values: Mapping[str, str]
    weekdays: Sequence[str]
    skills: Mapping[int, str]  # key of a skill → level


def read(given: Given, scene: Scene) -> dict[str, Any]:
    """Return the change as JSON.

    :raises ChangeIncomplete: naming every field that does not fit, or that nothing is to be different
    """
    change: dict[str, Any] = {}
    errors: dict[str, str] = {}
    if given.values.get("adds"):
        change["add"] = _newcomer(given, scene, errors)
    if rota := given.values.get("rota"):
        change["move"] = _moved(rota, given, scene, errors)
    if limit := given.values.get("limit", ""):
        change |= _limit(limit, given, scene, errors)
    if learner := given.values.get("learner"):
        change["learn"] = _learned(learner, given, scene, errors)
    if rules := _rules(given, scene.rules, errors):
        change["rules"] = rules
    if not change:
        errors["adds"] = _("Choose at least one thing that is to be different.")
    if errors:
        raise ChangeIncomplete(errors)
    return change


def changed_rules(change: Mapping[str, Any], rules: Rules) -> Rules:
    """Return the options of the dispatch as the change would have them."""
    return replace(rules, **change.get("rules", {}))


def apply(change: Mapping[str, Any], scene: Scene) -> list[Member]:
    """Return those of the team as the change would have them."""
    found = list(scene.members)
    if added := change.get("add"):
        turn = Turn(
            Kind.SHIFT,
            tuple(added["weekdays"]),
            time.fromisoformat(added["begins"]),
            time.fromisoformat(added["ends"]),
            date.fromisoformat(added["begins_on"]) if added.get("begins_on") else date.min,
        )
        levels = {int(skill): level for skill, level in added["skills"].items()}
        found.append(Member(NEWCOMER, added["name"], {0: turn}, levels, scene.rules.limit))
    if moved := change.get("move"):
        found = [_with_turn(one, moved) for one in found]
    if learned := change.get("learn"):
        found = [
            replace(one, levels={**one.levels, learned["skill"]: learned["level"]})
            if one.person == learned["person"]
            else one
            for one in found
        ]
    if "limit" in change:
        whose = change.get("limit_of")
        found = [replace(one, limit=change["limit"]) if whose in (None, one.person) else one for one in found]
    return found


def _with_turn(member: Member, moved: Mapping[str, Any]) -> Member:
    turn = member.turns.get(moved["rota"])
    if turn is None:
        return member
    begins, ends = time.fromisoformat(moved["begins"]), time.fromisoformat(moved["ends"])
    return replace(member, turns={**member.turns, moved["rota"]: replace(turn, begins=begins, ends=ends)})


def _newcomer(given: Given, scene: Scene, errors: dict[str, str]) -> dict[str, Any]:
    named = dict(scene.skills)
    levels = {
        skill: level for skill, level in given.skills.items() if level in ("1", "2", "3") and skill in named
    }
    weekdays = sorted({int(day) for day in given.weekdays if day.isdecimal() and int(day) in WEEKDAYS})
    if not weekdays:
        errors["weekdays"] = _("Choose at least one day.")
    return {
        "name": given.values.get("name", "").strip()[:100],
        "begins_on": _first_day(given, scene, errors),
        "begins": _clock("add_begins", given, errors),
        "ends": _clock("add_ends", given, errors),
        "weekdays": weekdays,
        "skills": {str(skill): int(level) for skill, level in levels.items()},
        "skills_named": [named[skill] for skill in levels],
    }


def _moved(rota: str, given: Given, scene: Scene, errors: dict[str, str]) -> dict[str, Any]:
    if rota not in {str(pk) for member in scene.members for pk in member.turns}:
        errors["rota"] = _("Choose a shift of the team.")
        return {}
    begins, ends = _clock("move_begins", given, errors), _clock("move_ends", given, errors)
    member, turn = next((one, one.turns[int(rota)]) for one in scene.members if int(rota) in one.turns)
    return {
        "rota": int(rota),
        "begins": begins,
        "ends": ends,
        "who": member.name,
        "was": f"{turn.begins:%H:%M}–{turn.ends:%H:%M}",
    }


def _learned(learner: str, given: Given, scene: Scene, errors: dict[str, str]) -> dict[str, Any]:
    skill, level = given.values.get("learns", ""), given.values.get("level", "")
    if learner not in {str(member.person) for member in scene.members}:
        errors["learner"] = _("Choose somebody of the team.")
    if skill not in {str(pk) for pk, _name in scene.skills}:
        errors["learns"] = _("Choose a skill.")
    if level not in ("1", "2", "3"):
        errors["level"] = _("Choose a level.")
    if errors:
        return {}
    who = next(member.name for member in scene.members if member.person == int(learner))
    return {
        "person": int(learner),
        "who": who,
        "skill": int(skill),
        "skill_name": dict(scene.skills)[int(skill)],
        "level": int(level),
    }


def _limit(limit: str, given: Given, scene: Scene, errors: dict[str, str]) -> dict[str, Any]:
    """Return how many at most, for all or for one of the team."""
    change: dict[str, Any] = {"limit": _number("limit", limit, 1, LARGEST_LIMIT, errors)}
    if whose := given.values.get("limit_of", ""):
        member = next((one for one in scene.members if str(one.person) == whose), None)
        if member is None:
            errors["limit_of"] = _("Choose somebody of the team.")
        else:
            change |= {"limit_of": member.person, "limit_name": member.name}
    return change


def _rules(given: Given, now: Rules, errors: dict[str, str]) -> dict[str, Any]:
    """Return the options that are to be other than they are; a field that is empty, or not there, stays as it is."""
    found: dict[str, Any] = {}
    for name, least, most in (("urgent_to", 0, LOWEST_PRIORITY), ("sticks_days", 0, LONGEST_STICKING)):
        if told := given.values.get(name, ""):
            found[name] = _number(name, told, least, most, errors)
    if (vip := given.values.get("is_vip_urgent", "")) in ("yes", "no"):
        found["is_vip_urgent"] = vip == "yes"
    return {name: new for name, new in found.items() if name in errors or new != getattr(now, name)}


def _number(name: str, told: str, least: int, most: int, errors: dict[str, str]) -> int:
    if not told.isascii() or not told.isdigit() or not least <= int(told[:4]) <= most:
        errors[name] = _("a whole number from %(least)d to %(most)d") % {"least": least, "most": most}
        return 0
    return int(told)


def _first_day(given: Given, scene: Scene, errors: dict[str, str]) -> str:
    """Return the day of the month from which a newcomer is there; empty: from its first."""
    told = given.values.get("add_from", "")
    if not told:
        return ""
    try:
        day = parse_date(told)
    except ValueError:
        day = None
    last = (scene.end - timedelta(days=1)).date()
    if day is None or not scene.start.date() <= day <= last:
        errors["add_from"] = _("Choose a day of the month that is replayed.")
    return told


def _clock(name: str, given: Given, errors: dict[str, str]) -> str:
    try:
        read = parse_time(given.values.get(name, ""))
    except ValueError:
        read = None
    if read is None:
        errors[name] = _("Give a time such as 13:00.")
        return ""
    return f"{read:%H:%M}"
