"""The request of a person: what doors of every room work with."""

from __future__ import annotations

from django.http import HttpRequest

from bihuan.ground.people.models import Person
from bihuan.kit.events.stamp import Stamp


class DeskRequest(HttpRequest):
    """A request that came through `opens_to`: its sender may enter, and it is signed."""

    user: Person  # narrower than Django's: nobody else comes through the door
    stamp: Stamp
