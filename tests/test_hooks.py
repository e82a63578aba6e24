"""Other systems hear of what happens in the whole house, in the order in which it happens."""

from __future__ import annotations

import pytest

from bihuan.front.hooks.models import Delivery
from bihuan.front.hooks.tests.cast import a_hook
from bihuan.front.hooks.words import KINDS
from bihuan.front.ops.deliver import deliver
from bihuan.ground.people.tests.cast import stamp
from bihuan.kit.sql.tray import gathered
from bihuan.tickets.models import claim
from bihuan.tickets.tests.cast import a_ticket
from bihuan.wiring import WIRES


def test_what_can_be_chosen_is_what_is_wired() -> None:
    heard = "bihuan.front.hooks.reactions"
    wired = [wire.facts.kind for wire in WIRES if any(one.__module__ == heard for one in wire.at_once)]

    assert sorted(wired) == sorted(KINDS)


@pytest.mark.django_db
@pytest.mark.requirement("INT-07")
def test_an_event_is_told_before_those_that_follow_from_it() -> None:
    deliver()
    a_hook(kinds=tuple(KINDS))

    with gathered():
        ticket = a_ticket()
    claim(ticket, stamp("09:05"))

    told = list(Delivery.objects.order_by("pk").values_list("kind", flat=True))
    assert told[:2] == ["ticket.filed", "ticket.classified"]
    assert "ticket.assigned" in told
    assert list(Delivery.objects.order_by("event_id").values_list("kind", flat=True)) == told
