"""The patterns of turns as who plans sees and changes them, and a range that is looked at before it is filled."""

from __future__ import annotations

from datetime import time

import pytest
from django.urls import reverse

from bihuan.front.ops.models import DeskEvent
from bihuan.front.planning.rosters.bars import Bar, bars_of
from bihuan.front.planning.rosters.tests.test_rosters import chen_and_qian, page, signed_in
from bihuan.ground.duty import delivering
from bihuan.ground.duty.models import Pattern, Rota
from bihuan.ground.duty.tests.cast import office, turn
from bihuan.ground.people.tests.cast import team

PATTERNS = "/desk/planning/rosters/patterns"
GIVEN = {"name_zh": "午班", "name_en": "Noon", "kind": "shift", "tone": "warn"}
GIVEN |= {"begins_at": "12:00", "ends_at": "20:00"}


@pytest.fixture
def patterns(db: None) -> None:
    delivering.deliver()
    office()


@pytest.mark.requirement("DIS-04")
def test_a_night_of_sunday_runs_into_monday() -> None:
    bars = bars_of(time(20), time(8), [6])

    assert len(bars) == 8
    assert bars[0] == Bar(0, 8 * 60, is_worked=True)
    assert bars[-1] == Bar((6 * 24 + 20) * 60, 4 * 60, is_worked=True)
    assert sum(bar.length for bar in bars) == 7 * 12 * 60
    assert [bar.length for bar in bars_of(time(9), time(18), [])] == [9 * 60] * 7


@pytest.mark.django_db
@pytest.mark.requirement("DIS-04")
@pytest.mark.usefixtures("patterns")
def test_a_pattern_is_made_changed_retired_and_offered_again_and_each_is_in_the_book() -> None:
    turn("陈", pattern=Pattern.objects.get(code="early"), hours="08:00-16:30")
    lead = signed_in("王")

    lead.post(f"{PATTERNS}/new", GIVEN)
    made = Pattern.objects.get(name_en="Noon")
    lead.post(f"{PATTERNS}/{made.code}", GIVEN | {"ends_at": "21:00"})
    lead.post(f"{PATTERNS}/{made.code}", GIVEN | {"ends_at": "21:00"})  # changes nothing
    lead.post(f"{PATTERNS}/{made.code}", {"does": "retire"})

    shown = page("王", PATTERNS)
    assert "陈" in shown
    assert "data-worked" in shown
    assert "不再提供" in shown
    assert "午班" not in page("王", reverse("roster-turns", args=["desk"]))
    lead.post(f"{PATTERNS}/{made.code}", {"does": "offer"})
    made.refresh_from_db()
    assert (made.ends_at, made.is_active, made.position) == (time(21), True, 5)
    book = DeskEvent.objects.filter(facts__about=f"pattern:{made.code}").order_by("pk")
    assert [one.facts["did"] for one in book] == ["set_up", "changed", "changed", "changed"]
    assert book[1].facts["changes"] == {"ends_at": ["20:00", "21:00"]}


@pytest.mark.django_db
@pytest.mark.requirement("DIS-04")
@pytest.mark.usefixtures("patterns")
def test_what_is_wrong_with_a_pattern_is_said_beside_each_field() -> None:
    answer = signed_in("王").post(f"{PATTERNS}/new", {"name_zh": "早班", "kind": "x", "begins_at": "25:00"})

    said = answer.content.decode()
    assert answer.status_code == 422
    assert [f'id="e-{name}"' in said for name in ("name_zh", "name_en", "begins_at", "ends_at")] == [True] * 4
    assert Pattern.objects.count() == 5


@pytest.mark.django_db
@pytest.mark.requirement("DIS-04")
@pytest.mark.usefixtures("patterns")
def test_a_range_is_looked_at_before_it_is_filled_and_filling_it_can_be_undone() -> None:
    chen, qian = chen_and_qian()
    lead, address = signed_in("王"), reverse("roster-turns", args=["desk"])
    wanted = {"pattern": Pattern.objects.get(code="early").pk, "people": [chen.username, qian.username]}
    wanted |= {"weekdays": ["0", "1", "2", "3", "4"], "begins_on": "2026-09-28", "ends_on": "2026-10-09"}

    ahead = lead.post(address, wanted | {"look": "1"})

    shown = ahead.content.decode()
    assert "无人在岗：" in shown
    assert (
        shown.count('class="turn" data-tone="info"><b>早班</b><span>08:00–16:30</span></span></td>') == 2 * 9
    )
    assert "休息" in shown  # on the public holiday of that Thursday
    assert not Rota.objects.exists()
    filled = lead.post(address, wanted)
    assert Rota.objects.count() == 2
    assert "撤销" in lead.get(filled["Location"]).content.decode()
    assert "撤销" not in page("王", filled["Location"])  # another log-in has set up nothing
    lead.post(reverse("roster-undo", args=[team("desk").code]))
    assert not Rota.objects.exists()
    assert DeskEvent.objects.filter(facts__did="removed").count() == 2
    assert "撤销" not in lead.get(filled["Location"]).content.decode()
