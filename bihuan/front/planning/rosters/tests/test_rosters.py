"""A team's roster as its lead sees and changes it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from bihuan.front.ops.models import DeskEvent
from bihuan.ground.duty import delivering
from bihuan.ground.duty.models import Absence, LeaveRequest, Pattern, Rota, Swap
from bihuan.ground.duty.rota import Kind
from bihuan.ground.duty.tests.cast import EVERY_DAY, office, turn
from bihuan.ground.notices.models import Notice
from bihuan.ground.people.models import Person
from bihuan.ground.people.rights import Role
from bihuan.ground.people.tests.cast import at, person, stamp, team

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-04")]

WEEK = "?view=week&on=2026-09-28"


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(person(name))
    return client


def page(name: str, address: str, **more: object) -> str:
    return signed_in(name).get(address, **more).content.decode()


def roster(code: str = "desk") -> str:
    return reverse("roster", args=[code])


def chen_and_qian() -> tuple[Person, Person]:
    qian = person("钱")
    team("desk").memberships.get_or_create(person=qian)
    qian.grants.get_or_create(role=Role.FIRST_LINE, defaults={"since": at("08:00")})
    return person("陈"), qian


@pytest.fixture(autouse=True)
def patterns() -> None:
    delivering.deliver()
    office()


def test_the_patterns_are_delivered_once_and_what_was_changed_stays() -> None:
    Pattern.objects.filter(code="early").update(name_zh="早早班")

    delivering.deliver()

    assert Pattern.objects.count() == 5
    assert Pattern.objects.get(code="early").name_zh == "早早班"


@pytest.mark.parametrize("view", ["week", "month"])
def test_a_roster_shows_who_comes_when(view: str) -> None:
    chen_and_qian()
    turn("陈", pattern=Pattern.objects.get(code="early"), hours="08:00-16:30")

    shown = page("王", f"{roster()}?view={view}&on=2026-09-28")

    assert "陈" in shown
    assert "早班" in shown
    assert "08:00–16:30" in shown


def test_hours_without_anybody_while_the_desk_is_open_are_warned_of() -> None:
    turn("陈", hours="09:00-12:00")

    shown = page("王", f"{roster()}{WEEK}")

    assert "服务时间内有空班" in shown
    assert "12:00–18:00" in shown


def test_where_somebody_is_on_call_nights_are_looked_at_too() -> None:
    turn("陈", hours="09:00-18:00"), turn("陈", "on_call", hours="18:00-08:00", weekdays=EVERY_DAY)

    shown = page("王", f"{roster()}{WEEK}")

    assert "08:00–09:00" in shown
    assert "服务时间内有空班" not in shown


def test_who_is_on_leave_leaves_a_gap() -> None:
    turn("陈", hours="09:00-18:00")
    Absence.objects.create(person=person("陈"), since=at("13:00"), until=at("15:00"))

    assert "13:00–15:00" in page("王", f"{roster()}{WEEK}")


def test_a_range_is_filled_with_a_pattern_and_the_book_says_so() -> None:
    chen, qian = chen_and_qian()
    early = Pattern.objects.get(code="early")
    form = {"pattern": early.pk, "people": [chen.username, qian.username], "weekdays": ["0", "1"]}

    signed_in("王").post(
        reverse("roster-turns", args=["desk"]), form | {"begins_on": "2026-09-28", "ends_on": "2026-10-31"}
    )

    made = [(one.weekdays, one.begins_on, one.ends_on) for one in Rota.objects.all()]
    assert made == [([0, 1], date(2026, 9, 28), date(2026, 10, 31))] * 2
    assert {one.person for one in Rota.objects.all()} == {chen, qian}
    assert DeskEvent.objects.filter(kind="setting.changed").count() == 2


def test_nobody_is_given_two_turns_at_the_same_time_and_all_that_is_wrong_is_said_at_once() -> None:
    chen, _qian = chen_and_qian()
    turn("陈", hours="08:00-16:30")
    early = Pattern.objects.get(code="early")
    right = {
        "pattern": early.pk,
        "people": [chen.username],
        "weekdays": ["0"],
        "begins_on": "2026-09-28",
    }
    client, address = signed_in("王"), reverse("roster-turns", args=["desk"])

    doubled = client.post(address, right)
    empty = client.post(address, {"begins_on": "x"})

    assert doubled.status_code == empty.status_code == 422
    assert "这些同事在这个时间已有班次：陈" in doubled.content.decode()
    assert empty.content.decode().count("field-error") == 4
    assert Rota.objects.count() == 1


def test_a_turn_ends_and_what_was_stays() -> None:
    rota = turn("陈", begins_on="2026-01-01")
    later = turn("陈", begins_on="2999-01-01")

    for one in (rota, later):
        signed_in("王").post(reverse("roster-turn", args=[one.pk]))

    rota.refresh_from_db()
    assert rota.ends_on is not None
    assert rota.ends_on < localdate(timezone.now())
    assert not Rota.objects.filter(pk=later.pk).exists()


def test_one_day_is_changed_and_put_back() -> None:
    turn("陈", hours="08:00-16:30", pattern=Pattern.objects.get(code="early"))
    client = signed_in("王")
    address = f"{reverse('roster-day', args=['desk'])}?person=chen&on=2026-09-28"

    client.post(address, {"does": "late"})
    changed = client.get(f"{roster()}{WEEK}").content.decode()
    client.post(address, {"does": "off"})
    off = client.get(address).content.decode()
    client.post(address, {"does": "usual"})
    usual = client.get(address).content.decode()

    assert "11:00–19:30" in changed
    assert "仅此一天" in changed
    assert "当天没有班" in off
    assert "08:00–16:30" in usual
    assert client.post(address, {"does": "x"}).status_code == 422


def test_a_lead_writes_leave_down_and_takes_it_back() -> None:
    chen_and_qian()
    client, address = signed_in("王"), reverse("leave")

    wrong = client.post(address, {"first_on": "2999-09-29", "last_on": "2999-09-28"})
    client.post(address, {"person": "chen", "first_on": "2999-09-28", "last_on": "2999-09-28"})
    twice = client.post(address, {"person": "chen", "first_on": "2999-09-28", "last_on": "2999-09-28"})

    assert "结束日期早于开始日期" in wrong.content.decode()
    assert "请选择请假的人" in wrong.content.decode()
    assert twice.status_code == 422
    absence = Absence.objects.get()
    assert (absence.since, absence.until) == (at("2999-09-28 00:00"), at("2999-09-29 00:00"))
    client.post(reverse("absence", args=[absence.pk]))
    assert not Absence.objects.exists()


@pytest.mark.parametrize(("answer", "is_away"), [("grant", True), ("refuse", False)])
def test_leave_that_is_asked_for_counts_once_it_is_granted_and_who_asked_is_told(
    answer: str, is_away: bool
) -> None:
    chen_and_qian()
    team("desk").memberships.create(person=person("王"), is_lead=True)
    signed_in("陈").post(
        reverse("my-leave"), {"first_on": "2999-09-28", "last_on": "2999-09-30", "reason": "年假"}
    )
    asked = LeaveRequest.objects.get()
    assert Notice.objects.get(to=person("王")).text == "年假"

    signed_in("王").post(reverse("leave-asked", args=[asked.pk]), {answer: "1"})

    assert Absence.objects.filter(person=person("陈")).exists() is is_away
    assert Notice.objects.filter(to=person("陈")).count() == 1
    assert signed_in("王").post(reverse("leave-asked", args=[asked.pk]), {"grant": "1"}).status_code == 404


def test_a_swap_is_asked_for_and_counts_once_the_other_agrees_and_the_lead_sees_it() -> None:
    chen, qian = chen_and_qian()
    team("desk").memberships.create(person=person("王"), is_lead=True)
    turn("陈", weekdays=EVERY_DAY, kind="on_call")
    tomorrow = date.fromordinal(localdate(timezone.now()).toordinal() + 1)
    form = {"turn": f"{team('desk').pk}:on_call:{tomorrow.isoformat()}", "taker": qian.username}

    signed_in("陈").post(reverse("my-swaps"), form)
    swap = Swap.objects.get()
    signed_in("陈").post(reverse("swap", args=[swap.pk]), {"answer": "agree"})
    swap.refresh_from_db()
    assert swap.state == "asked"  # one's own wish is nobody's consent
    signed_in("钱").post(reverse("swap", args=[swap.pk]), {"answer": "agree"})

    swap.refresh_from_db()
    assert (swap.state, swap.decided_by) == ("agreed", qian)
    assert Notice.objects.filter(to=person("王")).count() == 1
    assert Notice.objects.filter(to=chen).count() == 1


def test_a_swap_that_cannot_be_is_refused_beside_its_field() -> None:
    _chen, qian = chen_and_qian()
    turn("陈", weekdays=EVERY_DAY, kind="on_call")
    tomorrow = date.fromordinal(localdate(timezone.now()).toordinal() + 1)
    form = {"turn": f"{team('desk').pk}:on_call:{tomorrow.isoformat()}", "taker": qian.username}

    unknown = signed_in("陈").post(reverse("my-swaps"), form | {"turn": "1:shift:2026-01-01"})
    nothing_back = signed_in("陈").post(reverse("my-swaps"), form | {"returns_on": tomorrow.isoformat()})

    assert "请选你自己的一个班" in unknown.content.decode()
    assert "对方那天没有同类班次" in nothing_back.content.decode()


def test_a_lead_may_set_a_swap_aside_and_a_stranger_may_not() -> None:
    _chen, qian = chen_and_qian()
    swap = Swap.ask(team("desk"), qian, Kind.SHIFT, date(2999, 1, 1), stamp("09:00"))
    swap.agree(stamp("09:10", by="钱"))

    assert signed_in("孙").post(reverse("swap", args=[swap.pk])).status_code == 404
    signed_in("王").post(reverse("swap", args=[swap.pk]), {"answer": "withdraw"})

    swap.refresh_from_db()
    assert swap.state == "withdrawn"


def test_a_note_is_left_for_the_next_shift_and_read_by_somebody_else() -> None:
    chen_and_qian()
    signed_in("陈").post(reverse("shift-notes"), {"text": "三楼在等备件"})
    note = team("desk").shift_notes.get()

    signed_in("陈").post(reverse("shift-note", args=[note.pk]))
    note.refresh_from_db()
    assert note.read_at is None  # one does not read one's own
    signed_in("钱").post(reverse("shift-note", args=[note.pk]))

    note.refresh_from_db()
    assert note.read_by == person("钱")
    assert "三楼在等备件" in page("钱", reverse("shift-notes"))
    assert signed_in("陈").post(reverse("shift-notes"), {"text": " "}).status_code == 422


def test_a_roster_takes_as_many_queries_for_thirty_as_for_one(django_assert_max_num_queries) -> None:
    for n in range(30):
        turn(f"坐席{n}")
    client = signed_in("王")
    client.get(f"{roster()}{WEEK}")

    with django_assert_max_num_queries(32):
        client.get(f"{roster()}{WEEK}")
