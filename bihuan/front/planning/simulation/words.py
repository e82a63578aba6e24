"""What is to be different, and what went wrong, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from bihuan.front.planning.simulation.running import BROKE_OFF, NOBODY_THERE, NOTHING_CAME
from bihuan.kit.text import moments


def month_name(month: date) -> str:
    return (
        f"{month.year}年{month.month}月"
        if (get_language() or "").startswith("zh")
        else date_format(month, "F Y")
    )


def weekdays() -> list[tuple[str, str]]:
    names = (
        pgettext("weekday", "Mon"),
        pgettext("weekday", "Tue"),
        pgettext("weekday", "Wed"),
        pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"),
        pgettext("weekday", "Sat"),
        pgettext("weekday", "Sun"),
    )
    return [(str(day), name) for day, name in enumerate(names)]


def change_in_words(change: Mapping[str, Any]) -> str:
    """Return all that is to be different as one line."""
    return "；".join(_parts(change)) if (get_language() or "").startswith("zh") else "; ".join(_parts(change))


def trouble_in_words(trouble: str) -> str:
    """Return why nothing came of it and what helps; empty where there was no trouble."""
    return {
        NOTHING_CAME: _("No ticket came to this team in that month. Choose another month or team."),
        NOBODY_THERE: _("Nobody of this team has a shift. Plan its roster first."),
        BROKE_OFF: _("The replay broke off; the log tells why."),
    }.get(trouble, trouble)


def _parts(change: Mapping[str, Any]) -> list[str]:
    parts = []
    if added := change.get("add"):
        days = dict(weekdays())
        said = {
            "name": added["name"] or _("One more colleague"),
            "days": _(", ").join(days[str(day)] for day in added["weekdays"]),
            "begins": added["begins"],
            "ends": added["ends"],
        }
        parts.append(_("%(name)s is added: %(days)s, %(begins)s–%(ends)s") % said)
        if added.get("begins_on"):
            said = {"day": moments.day(date.fromisoformat(added["begins_on"]), get_language() or "zh-hans")}
            parts.append(_("from %(day)s on") % said)
        if added["skills_named"]:
            parts.append(_("with %(skills)s") % {"skills": _(", ").join(added["skills_named"])})
    if moved := change.get("move"):
        parts.append(_("%(who)s works %(begins)s–%(ends)s instead of %(was)s") % moved)
    if learned := change.get("learn"):
        parts.append(_("%(who)s has %(skill_name)s at level %(level)s") % learned)
    if "limit" in change and "limit_of" in change:
        limited = {"n": change["limit"], "who": change["limit_name"]}
        parts.append(_("at most %(n)d tickets at once for %(who)s") % limited)
    elif "limit" in change:
        parts.append(_("at most %(n)d tickets at once for each") % {"n": change["limit"]})
    return [*parts, *_rules(change.get("rules", {}))]


def _rules(rules: Mapping[str, Any]) -> list[str]:
    parts = []
    if "urgent_to" in rules:
        told = _("priorities up to %(n)d wait for nobody's limit") % {"n": rules["urgent_to"]}
        parts.append(told if rules["urgent_to"] else _("every priority waits for limits"))
    if "is_vip_urgent" in rules:
        is_so = rules["is_vip_urgent"]
        parts.append(_("important people do not wait") if is_so else _("important people wait as others do"))
    if "sticks_days" in rules:
        told = _("who helped within %(n)d days helps again") % {"n": rules["sticks_days"]}
        parts.append(told if rules["sticks_days"] else _("no matter who helped before"))
    return parts
