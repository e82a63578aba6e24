from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from bihuan.front.home.tests.looking import LOOKS, Window, faults_of
from bihuan.ground.duty import delivering
from bihuan.ground.duty.models import Absence, LeaveRequest, Pattern, ShiftNote, Swap
from bihuan.ground.duty.rota import Kind
from bihuan.ground.duty.tests.cast import EVERY_DAY, turn
from bihuan.ground.people.tests.cast import at, person, stamp, team

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs("chromium"),
    pytest.mark.needs("fonts"),
]


@pytest.mark.parametrize("look", LOOKS)
def test_rosters_can_be_read_by_all(look: str, window: Window) -> None:
    delivering.deliver()
    wang, chen = person("王"), person("陈")
    team("desk").memberships.create(person=wang)
    wang.grants.create(role="process_manager", since=at("08:00"))
    turn("陈", pattern=Pattern.objects.get(code="early"), hours="08:00-16:30", weekdays=EVERY_DAY)
    turn("王", "on_call", pattern=Pattern.objects.get(code="night"), hours="19:30-08:00", weekdays=[0, 2])
    soon = timezone.now() + timedelta(hours=1)
    Absence.note(chen, soon, soon + timedelta(days=1), "年假")
    LeaveRequest.ask(soon + timedelta(days=4), soon + timedelta(days=5), "体检", stamp("08:00"))
    Swap.ask(team("desk"), wang, Kind.SHIFT, soon.date(), stamp("08:00"), words="接孩子")
    ShiftNote.objects.create(team=team("desk"), by=chen, text="三楼在等备件", at=at("08:00"))
    page = window.open(look, wang)

    for address in (
        "teams/desk",
        "teams/desk?view=month",
        "teams/desk/turns",
        "patterns",
        "patterns/night",
        f"teams/desk/day?person={chen.username}&on=2026-09-28",
        "leave",
        "limits",
        "mine",
        "notes",
    ):
        page.goto(f"/desk/planning/rosters/{address}")
        assert (address, faults_of(page)) == (address, [])
