"""Why a ticket came to a team and a person, in words of the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.flow.dispatch.choosing import Cause
from bihuan.tickets.models import Assignment


def reason_in_words(assignment: Assignment) -> str:
    """Return a sentence such as: team of ‘Printer’; on duty, knows this, 2 open tickets. Empty for one made by hand."""
    reasons: dict[str, Any] = assignment.reasons
    if not reasons:
        return ""
    return _("%(team)s; %(person)s") % {
        "team": _cause(assignment, Cause(reasons["cause"])),
        "person": _person(reasons["candidates"][:1]),
    }


def _cause(assignment: Assignment, cause: Cause) -> str:
    category = assignment.ticket.category
    if cause is Cause.ESCALATED:
        return _("escalated to %(team)s") % {"team": assignment.team.name}
    if cause is Cause.WAITED or category is None:
        return _("%(team)s is on duty again") % {"team": assignment.team.name}
    return _("%(team)s takes ‘%(category)s’") % {"team": assignment.team.name, "category": category.name}


def _person(chosen: list[dict[str, Any]]) -> str:
    if not chosen:
        return _("nobody is on duty now, the first one on duty will get it")
    parts = [_("on call") if chosen[0]["is_on_call"] else _("on duty")]
    if chosen[0]["mastery"]:
        parts.append(_("knows this"))
    load = chosen[0]["load"]
    parts.append(ngettext("%(n)d open ticket", "%(n)d open tickets", load) % {"n": load})
    return _(", ").join(parts)
