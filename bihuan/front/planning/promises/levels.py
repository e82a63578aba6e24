"""Levels of escalation and quiet hours: read as they were sent, kept, and written into the book of the desk."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.http import HttpRequest
from django.utils.dateparse import parse_time
from django.utils.translation import gettext as _

from bihuan.flow.sla.calling import HIGHEST, MISSED, Who
from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.models import CallLevel, Policy, QuietHours
from bihuan.front.ops.events import SettingChanged
from bihuan.front.ops.models import DeskEvent
from bihuan.front.planning.promises.spans import read, shown
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.ui.forms import text

LEVELS = range(1, HIGHEST + 1)


class Line(NamedTuple):
    """A level as it stands in the form."""

    level: int
    after: str
    calls: set[str]
    repeat: str
    is_share: bool = False


class LevelForm:
    """The levels of one promise, or of all with none named; of one policy, or of all that have none of their own.

    Levels end with the first that calls nobody.
    """

    def __init__(self, promise: str, policy: Policy | None, sent: HttpRequest | None = None) -> None:
        self.promise, self.policy, self.errors, self._sent = promise, policy, dict[str, str](), sent
        self._kept = {one.level: one for one in CallLevel.objects.filter(promise=promise, policy=policy)}
        self.lines = [self._line(level) for level in LEVELS]
        self.levels = self._read() if sent else []

    def _line(self, level: int) -> Line:
        if self._sent:
            calls = set(self._sent.POST.getlist(f"calls-{level}")) & {str(who) for who in Who}
            return Line(
                level,
                text(self._sent, f"after-{level}"),
                calls,
                text(self._sent, f"repeat-{level}"),
                level > MISSED and text(self._sent, f"when-{level}") == "share",
            )
        one = self._kept.get(level)
        if one is None:
            return Line(level, "", set(), "")
        after = shown(one.after) if level > MISSED else ""
        return Line(
            level,
            after if one.share is None else str(one.share),
            set(one.calls),
            shown(one.repeat_every) if one.repeat_every else "",
            one.share is not None,
        )

    def _read(self) -> list[CallLevel]:
        levels, has_ended = [], False
        for line in self.lines:
            if not line.calls:
                has_ended = True
                continue
            if has_ended:
                self.errors[f"calls-{line.level - 1}"] = _(
                    "A level below calls somebody: choose whom here, too."
                )
            share = self._share(line) if line.is_share else None
            has_span = line.level > MISSED and not line.is_share
            after = self._span(f"after-{line.level}", line.after or "0") if has_span else timedelta()
            repeat = self._span(f"repeat-{line.level}", line.repeat) if line.repeat else None
            if repeat is not None and repeat < timedelta(minutes=1):
                self.errors[f"repeat-{line.level}"] = _("A minute at least.")
            calls = [str(who) for who in Who if who in line.calls]
            levels.append(
                CallLevel(
                    policy=self.policy,
                    promise=self.promise,
                    level=line.level,
                    after=after or timedelta(),
                    share=share,
                    calls=calls,
                    repeat_every=repeat,
                )
            )
        return levels

    def _share(self, line: Line) -> int | None:
        typed = line.after.removesuffix("%").removesuffix("％").strip()
        if typed.isdecimal() and len(typed) < 3 and int(typed):
            return int(typed)
        self.errors[f"after-{line.level}"] = _("A share from 1 to 99 per cent.")
        return None

    def _span(self, name: str, typed: str) -> timedelta | None:
        try:
            return read(typed)
        except ValueError:
            self.errors[name] = _("A time such as 30m, 2h or 1h30m, of 90 days at most.")
            return None


def keep_levels(form: LevelForm, stamp: Stamp) -> None:
    """Keep the levels of a form in place of those there were; none: those for all hold."""
    promise, policy, levels = form.promise, form.policy, form.levels
    with transaction.atomic():
        kept = (
            CallLevel.objects.select_for_update(of=("self",))
            .filter(promise=promise, policy=policy)
            .order_by("level")
        )
        before, after = _told(kept), _told(levels)
        if before == after:
            return
        kept.delete()
        CallLevel.objects.bulk_create(levels)
        changes: dict[str, list[object]] = {
            name: [before.get(name, ""), after.get(name, "")]
            for name in sorted({*before, *after})
            if before.get(name) != after.get(name)
        }
        name = ", ".join(one for one in (policy.name_zh if policy else "", promise) if one)
        DeskEvent.record(SettingChanged(about="levels:1", changes=changes, name=name), stamp)


def keep_quiet(hours: tuple[time, time] | None, stamp: Stamp) -> None:
    """Keep the quiet hours; None: nobody is spared at any hour."""
    with transaction.atomic():
        kept = QuietHours.objects.select_for_update().first()
        was = f"{kept.starts:%H:%M}–{kept.ends:%H:%M}" if kept else ""
        now = f"{hours[0]:%H:%M}–{hours[1]:%H:%M}" if hours else ""
        if was == now:
            return
        if hours:
            QuietHours(pk=1, starts=hours[0], ends=hours[1]).save()
        else:
            QuietHours.objects.all().delete()
        DeskEvent.record(SettingChanged(about="levels:1", changes={"quiet_hours": [was, now]}), stamp)


def read_quiet(sent: HttpRequest) -> tuple[tuple[time, time] | None, dict[str, str]]:
    """Return the quiet hours that were sent, both or none, and what is wrong with them."""
    starts, ends = (_time(text(sent, name)) for name in ("starts", "ends"))
    if starts is None and ends is None:
        return None, {}
    if starts is None or ends is None or starts == ends:
        return None, {"ends": _("Fill in both times, such as 22:00 and 07:00, or none.")}
    return (starts, ends), {}


def is_known(promise: str) -> bool:
    return promise == "" or promise in set(Promise)


def _time(typed: str) -> time | None:
    try:
        return parse_time(typed) if typed else None
    except ValueError:
        return None


def _told(levels: Any) -> dict[str, str]:
    return {
        f"level {one.level}": ", ".join(
            [
                *one.calls,
                shown(one.after) if one.share is None else f"{one.share} %",
                *([f"↻ {shown(one.repeat_every)}"] if one.repeat_every else []),
            ]
        )
        for one in levels
    }
