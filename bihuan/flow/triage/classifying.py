"""Classify by hand: the matrix gives the priority, and another one takes a reason (TRI-03)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bihuan.flow.triage.models import MatrixCell
from bihuan.ground.catalogue.models import Category
from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets.models import Ticket


class OverrideWithoutReason(Refused):
    """Whoever sets another priority than the matrix says why."""

    code = "override-without-reason"
    status = 422


def classify_by_hand(
    ticket: Ticket, *, category: Category, impact: int, urgency: int, priority: int | None, stamp: Stamp
) -> None:
    """Classify as a person sees it. `priority`: one that overrides the matrix, or None.

    :raises OverrideWithoutReason: if it overrides and the stamp gives no reason
    """
    by_matrix = MatrixCell.priority_of(impact, urgency)
    if priority not in (None, by_matrix) and not stamp.why.strip():
        raise OverrideWithoutReason(
            _("The matrix says P%(priority)d. Say why it should be another priority.")
            % {"priority": by_matrix},
            {"why": _("needed")},
        )
    ticket.classify(
        category=category, impact=impact, urgency=urgency, priority=priority or by_matrix, stamp=stamp
    )
