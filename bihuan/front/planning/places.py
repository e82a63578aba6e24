"""What can be planned: where each page is, what it is for, and who may open it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

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
        "rosters",
        gettext_lazy("Rosters"),
        gettext_lazy(
            "Who is there when: shifts, nights on call, leave and swaps, and the hours nobody covers."
        ),
        "calendar-clock",
        Right.PLAN_DUTY,
    ),
    Place(
        "dispatch-limits",
        gettext_lazy("Limits"),
        gettext_lazy("How many tickets one has at a time, which level is needed, and what goes beyond."),
        "gauge",
    ),
)


def places_of(person: Person) -> Iterator[Place]:
    """Yield what the person may plan, in the order of the overview."""
    return (place for place in PLACES if person.may(place.right))
