"""What can be planned: where each page is, what it is for, and who may open it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.ground.people.models import Person
from bihuan.ground.people.rights import Right


class Place(NamedTuple):
    """A page of planning, by the name of its address."""

    address: str
    name: Promise
    says: Promise
    icon: str
    right: Right = Right.SET_RULES


PLACES: tuple[Place, ...] = (
    Place(
        "catalogue",
        _("Catalogue"),
        _("What people can ask for: who takes it, what it asks, and how it is worked."),
        "folder",
    ),
    Place(
        "priorities",
        _("Priorities"),
        _(
            "How much a ticket matters: levels and their names, impact × urgency, and whose tickets matter more."
        ),
        "flag",
    ),
    Place(
        "replies",
        _("Reply templates"),
        _("What the desk writes again and again: turning away, asking, calming, receipts."),
        "message-square-text",
    ),
    Place(
        "policies",
        _("Promises"),
        _("What is owed to whom and by when, and what a change would have done last month."),
        "timer",
    ),
    Place(
        "call-levels",
        _("Levels of escalation"),
        _("Who is called when a promise is about to be missed, and how often until somebody answers."),
        "megaphone",
    ),
    Place(
        "emergency-plan",
        _("Emergency plan"),
        _("Who is told of level 1, by which ways, how often until somebody answers, and what to do."),
        "siren",
    ),
    Place(
        "calendars",
        _("Calendars"),
        _("When the desk is open: weekly hours, public holidays, make-up days, company days."),
        "calendar",
    ),
    Place(
        "planning-whatif",
        _("What if"),
        _("Replay a month with one more person, another shift, another limit."),
        "play",
        Right.PLAN_DUTY,
    ),
    Place(
        "rosters",
        _("Rosters"),
        _("Who is there when: shifts, nights on call, leave and swaps, and the hours nobody covers."),
        "calendar-clock",
        Right.PLAN_DUTY,
    ),
    Place(
        "dispatch-limits",
        _("Limits"),
        _("How many tickets one has at a time, which level is needed, and what goes beyond."),
        "gauge",
    ),
    Place(
        "alert-sources",
        _("Monitoring"),
        _("Which tools report faults, how much each matters, and what becomes of a recovery."),
        "monitor",
    ),
)


def places_of(person: Person) -> Iterator[Place]:
    """Yield what the person may plan, in the order of the overview."""
    return (place for place in PLACES if person.may(place.right))
