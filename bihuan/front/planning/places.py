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
        "catalogue",
        gettext_lazy("Catalogue"),
        gettext_lazy("What people can ask for: who takes it, what it asks, and how it is worked."),
        "folder",
    ),
)


def places_of(person: Person) -> Iterator[Place]:
    """Yield what the person may plan, in the order of the overview."""
    return (place for place in PLACES if person.may(place.right))
