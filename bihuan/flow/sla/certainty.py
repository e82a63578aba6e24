"""Whether the time by which a ticket is due next may still change, because nobody has confirmed the public holidays."""

from __future__ import annotations

from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils.timezone import get_default_timezone

from bihuan.flow.sla.models import Clock


def known_until() -> Subquery:
    """Return the question until which year the public holidays are known in which a ticket is due next."""
    next_due = Clock.objects.unsettled().filter(ticket=OuterRef("pk"), promise=OuterRef("due_promise"))
    return Subquery(next_due.values("calendar__region__confirmed_until")[:1])


def is_expected(due_at: datetime | None, known_until: int | None) -> bool:
    """Tell whether it is due in a year whose public holidays are not confirmed, so that the time may still change.

    :param known_until: the last year that is confirmed; None where no public holidays count
    """
    if due_at is None or known_until is None:
        return False
    return due_at.astimezone(get_default_timezone()).year > known_until
