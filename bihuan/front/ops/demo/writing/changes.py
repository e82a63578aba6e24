"""What differs from the weekly turns in the days to come: leave, a swap that is asked and one that was agreed, a note."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_default_timezone, localdate

from bihuan.ground.duty.models import Absence, LeaveRequest, ShiftNote, Swap, SwapState
from bihuan.ground.duty.rota import Kind
from bihuan.ground.people.models import Person, Team

TUESDAY, THURSDAY, FRIDAY = 1, 3, 4
NOTE = (
    "1. 财务部打印机的备件下午到，到货后请马晓芸通知财务。\n"
    "2. B座3楼交换机昨晚重启过一次，网络组在看日志，有人报网慢请直接并入原工单。\n"
    "3. 今天有两位新同事入职，账号已建好，等他们来领电脑。"
)


def write_changes(persons: Mapping[str, Person], at: datetime) -> None:
    """Write them for the days after `at`: what lies before was told without."""
    desk, by_name = Team.objects.get(code="desk"), {one.name: one for one in persons.values()}
    today = localdate(at)
    leave_on, asked_on = _next(today, THURSDAY), _next(today + timedelta(days=7), TUESDAY)
    Absence.objects.create(
        person=by_name["刘佩珊"],
        since=_morning(leave_on),
        until=_morning(leave_on + timedelta(days=2)),
        reason="年假",
    )
    LeaveRequest.objects.create(
        person=by_name["唐立文"],
        since=_morning(asked_on),
        until=_morning(asked_on + timedelta(days=1)),
        reason="体检",
        asked_at=at - timedelta(hours=3),
    )
    asked = {"team": desk, "asked_at": at - timedelta(hours=2)}
    Swap.objects.create(
        giver=by_name["孙雅婷"],
        taker=by_name["陈思远"],
        kind=Kind.SHIFT,
        gives_on=_next(today, FRIDAY),
        words="周五要去接孩子",
        **asked,
    )
    Swap.objects.create(
        giver=by_name["何志恒"],
        taker=by_name["赵启航"],
        kind=Kind.ON_CALL,
        gives_on=_next(today, TUESDAY),
        state=SwapState.AGREED,
        decided_at=at - timedelta(hours=1),
        decided_by=by_name["赵启航"],
        **asked,
    )
    ShiftNote.objects.create(team=desk, by=by_name["赵启航"], text=NOTE, at=at - timedelta(minutes=50))


def _next(today: date, weekday: int) -> date:
    """Return the first such weekday after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _morning(on: date) -> datetime:
    return datetime.combine(on, time(), get_default_timezone())
