"""Classify by hand: matrix and rules give the priority, and another one takes a reason (TRI-03)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bihuan.flow.triage.judging import judge
from bihuan.flow.triage.models import scheme_in_force
from bihuan.ground.catalogue.models import Category
from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.text.languages import either
from bihuan.tickets.models import Ticket


class OverrideWithoutReason(Refused):
    """Whoever sets another priority than matrix and rules says why."""

    code = "override-without-reason"
    status = 422


def classify_by_hand(
    ticket: Ticket, *, category: Category, impact: int, urgency: int, priority: int | None, stamp: Stamp
) -> None:
    """Classify as a person sees it. `priority`: one that overrides matrix and rules, which then stands, or None.

    :raises OverrideWithoutReason: if it overrides and the stamp gives no reason
    """
    judged = judge(ticket, category=category, impact=impact, urgency=urgency)
    is_override = priority not in (None, judged.priority)
    if is_override and not stamp.why.strip():
        level = scheme_in_force().level(judged.priority)
        raise OverrideWithoutReason(
            _("It should be “%(level)s”. Say why it should be another priority.")
            % {"level": either(level.zh, level.en)},
            {"why": _("needed")},
        )
    ticket.classify(
        category=category,
        impact=impact,
        urgency=urgency,
        priority=priority or judged.priority,
        stamp=stamp,
        raised={} if is_override else judged.raised,
    )
