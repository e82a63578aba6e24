"""The times of a ticket as its page tells them (REC-06): each with its word, in the order in which they usually come."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import pgettext

from bihuan.flow.intake.times import times_of
from bihuan.tickets.models import Ticket


def track_of(ticket: Ticket) -> list[tuple[str, datetime]]:
    """Return (word, time) for what has been so far, of a ticket that was read `with_times`."""
    times = times_of(ticket)
    words = {
        "happened": pgettext("time", "Happened"),
        "submitted": pgettext("time", "Submitted"),
        "received": pgettext("time", "Received"),
        "first_contact": pgettext("time", "First contact"),
        "accepted": pgettext("time", "Accepted"),
        "worked_around": pgettext("time", "Worked around"),
        "resolved": pgettext("time", "Solved"),
        "confirmed": pgettext("time", "Confirmed"),
        "closed": pgettext("time", "Closed"),
    }
    return [(words[name], at) for name, at in times._asdict().items() if at is not None]
