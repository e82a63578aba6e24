"""Why a ticket came to a team and a person, and why to nobody else, in words of the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.flow.dispatch.choosing import Cause, Passed
from bihuan.flow.dispatch.models import skill_name
from bihuan.tickets.models import Assignment

PASSED: dict[str, Promise] = {
    Passed.GAVE_BACK: gettext_lazy("had this ticket and gave it back"),
    Passed.TAKEN: gettext_lazy("was being given another ticket at that moment"),
    Passed.SKILL: gettext_lazy("below the level that is required"),
    Passed.FULL: gettext_lazy("has as many as possible"),
    Passed.ON_CALL: gettext_lazy("only on call"),
    Passed.STRANGER: gettext_lazy("did not help this person last"),
    Passed.LESS_SKILLED: gettext_lazy("less skilled in this"),
    Passed.BUSIER: gettext_lazy("has more open tickets"),
    Passed.SERVED: gettext_lazy("was given one more recently"),
}


class Weighed(NamedTuple):
    """One of those who were weighed: his or her facts, and why it became somebody else. Both in words."""

    name: str
    facts: str
    passed: str


def reason_in_words(assignment: Assignment) -> str:
    """Return such as: Service desk takes ‘Printer’; Chen: printing 3, on duty until 18:00, 3 of 6 open.

    Empty for one made by hand.
    """
    reasons: dict[str, Any] = assignment.reasons
    if "cause" not in reasons:
        return ""
    return _("%(team)s; %(person)s") % {
        "team": _cause(assignment, Cause(reasons["cause"])),
        "person": _chosen(reasons),
    }


def weighed(assignment: Assignment) -> list[Weighed]:
    """Return all who were weighed, the chosen one first."""
    reasons: dict[str, Any] = assignment.reasons
    return [
        Weighed(row["name"], _facts(row), str(PASSED.get(row.get("passed") or "", "")))
        for row in reasons.get("candidates", [])
    ]


def _cause(assignment: Assignment, cause: Cause) -> str:
    category = assignment.ticket.category
    team = {"team": assignment.team.name}
    if cause is Cause.ESCALATED:
        return _("escalated to %(team)s") % team
    if cause is Cause.RETURNED:
        return _("came back to %(team)s") % team
    if cause is Cause.WAITED or category is None:
        return _("it waited for %(team)s") % team
    return _("%(team)s takes ‘%(category)s’") % (team | {"category": category.name})


def _chosen(reasons: Mapping[str, Any]) -> str:
    rows: list[dict[str, Any]] = reasons["candidates"]
    if not rows:
        return _("nobody is on duty now, the first one on duty will get it")
    if rows[0].get("passed"):
        return _("nobody on duty can take it now, the first one who can will get it")
    told = _("%(name)s: %(facts)s") % {"name": rows[0]["name"], "facts": _facts(rows[0])}
    if reasons.get("is_urgent") and rows[0]["load"] >= rows[0].get("limit", rows[0]["load"] + 1):
        told = _("%(told)s; urgent, so beyond the limit") % {"told": told}
    return told


def _facts(row: Mapping[str, Any]) -> str:
    parts = [_skill(skill) for skill in row.get("skills", ()) if skill["level"] or skill["required"]]
    parts.append(_duty(row))
    if row.get("helped_last"):
        parts.append(_("helped this person last"))
    parts.append(_load(row))
    return _(", ").join(part for part in parts if part)


def _skill(skill: Mapping[str, Any]) -> str:
    said = {"skill": skill_name(skill["skill"]), "level": skill["level"], "required": skill["required"]}
    if not said["skill"]:
        return ""
    if skill["level"] < skill["required"]:
        return _("%(skill)s level %(level)d (%(required)d is required)") % said
    return _("%(skill)s level %(level)d") % said


def _duty(row: Mapping[str, Any]) -> str:
    until = f"{localtime(datetime.fromisoformat(row['until'])):%H:%M}" if row.get("until") else ""
    if row["is_on_call"]:
        return _("on call until %(until)s") % {"until": until} if until else _("on call")
    return _("on duty until %(until)s") % {"until": until} if until else _("on duty")


def _load(row: Mapping[str, Any]) -> str:
    if "limit" in row:
        return _("%(load)d of %(limit)d open") % {"load": row["load"], "limit": row["limit"]}
    return _("%(load)d open") % {"load": row["load"]}
