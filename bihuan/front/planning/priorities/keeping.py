"""Keep what an administrator decides about priorities, and write it into the book of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from bihuan.flow.triage.delivering import restore
from bihuan.flow.triage.matrix import Thresholds
from bihuan.flow.triage.models import PriorityRule, PriorityScheme, ReporterThresholds
from bihuan.flow.triage.schemes import CELLS, DELIVERED, Scheme
from bihuan.front.ops.events import SettingChanged
from bihuan.front.ops.models import DeskEvent
from bihuan.kit.events.stamp import Stamp

Changes = dict[str, list[Any]]


def keep_scheme(kept: PriorityScheme, wanted: Scheme, stamp: Stamp) -> None:
    """Give a scheme another matrix and other names; what does not differ is no change."""
    with transaction.atomic():
        held = PriorityScheme.objects.select_for_update().get(pk=kept.pk)
        before = held.as_it_stands()
        restore(held, wanted)
        changes = _differences(before, wanted)
        if changes:
            _record(held, changes, stamp)


def put_in_force(kept: PriorityScheme, stamp: Stamp) -> None:
    """Let a scheme be the one by which priorities are given and called; if it is that already, nothing happens."""
    with transaction.atomic():
        every = {one.pk: one for one in PriorityScheme.objects.select_for_update().order_by("pk")}
        before, wanted = next(one for one in every.values() if one.is_in_force), every[kept.pk]
        if before == wanted:
            return
        before.is_in_force, wanted.is_in_force = False, True
        before.save(update_fields=["is_in_force"])
        wanted.save(update_fields=["is_in_force"])
        _record(wanted, {"in_force": [before.name_zh, wanted.name_zh]}, stamp)


def keep_as_delivered(kept: PriorityScheme, stamp: Stamp) -> None:
    keep_scheme(kept, DELIVERED[kept.code], stamp)


def keep_rule(row: PriorityRule, facts: Mapping[str, Any], stamp: Stamp) -> None:
    """Keep a rule; a new one is applied last."""
    with transaction.atomic():
        rules = {one.pk: one for one in PriorityRule.objects.select_for_update(of=("self",)).order_by("pk")}
        is_new = row.pk is None
        held = row if is_new else rules[row.pk]
        before = {} if is_new else _told(held)
        if is_new:
            held.position = max((one.position for one in rules.values()), default=0) + 1
        for name, value in facts.items():
            setattr(held, name, value)
        held.save()
        after = _told(held)
        changes = {name: [before.get(name), now] for name, now in after.items() if before.get(name) != now}
        if changes:
            _record_rule(held, "set_up" if is_new else "changed", {} if is_new else changes, stamp)


def move(row: PriorityRule, step: int, stamp: Stamp) -> None:
    """Let a rule be applied one place sooner (-1) or later (1); at either end nothing happens."""
    with transaction.atomic():
        ordered = list(PriorityRule.objects.select_for_update().order_by("position"))
        here = next((n for n, one in enumerate(ordered) if one.pk == row.pk), None)
        if here is None or not 0 <= here + step < len(ordered):
            return
        mine, other = ordered[here], ordered[here + step]
        mine.position, other.position = other.position, mine.position
        PriorityRule.objects.bulk_update([mine, other], ["position"])
        _record_rule(mine, "changed", {"position": [here + 1, here + step + 1]}, stamp)


def remove(row: PriorityRule, stamp: Stamp) -> None:
    """Take a rule away. What it raised stays, and says so in its history."""
    with transaction.atomic():
        _record_rule(row, "removed", {name: [was, None] for name, was in _told(row).items() if was}, stamp)
        row.delete()


def keep_thresholds(wanted: Thresholds, stamp: Stamp) -> None:
    """Decide from how many reports on a fault is a department's or the company's; what is so already is no change."""
    with transaction.atomic():
        row = ReporterThresholds.objects.select_for_update().first()
        before = Thresholds(row.department, row.company) if row else Thresholds()
        if before == wanted:
            return
        ReporterThresholds.objects.update_or_create(pk=1, defaults=wanted._asdict())
        changes = {
            f"{name}_from": [was, now]
            for (name, was), now in zip(before._asdict().items(), wanted, strict=True)
            if was != now
        }
        DeskEvent.record(SettingChanged(about="reporter_thresholds:1", changes=changes), stamp)


def _differences(before: Scheme, after: Scheme) -> Changes:
    """Return what differs: names by level, and cells by what they give, in both languages as in the book all is read."""
    changes: Changes = {}
    for was, now in zip(before.levels, after.levels, strict=True):
        if was != now:
            changes[f"level_{was.rank}"] = [f"{was.zh} / {was.en}", f"{now.zh} / {now.en}"]
    for impact, urgency in CELLS:
        old, new = (one.level(one.priority_of(impact, urgency)) for one in (before, after))
        if old.rank != new.rank:
            changes[f"cell_{impact}_{urgency}"] = [f"{old.zh} / {old.en}", f"{new.zh} / {new.en}"]
    return changes


def _told(row: PriorityRule) -> dict[str, Any]:
    return {
        "is_for_vips": row.is_for_vips,
        "department": row.department.name_zh if row.department else "",
        "category": row.category.code if row.category else "",
        "at_least": f"P{row.at_least}" if row.at_least else "+1",
    }


def _record(scheme: PriorityScheme, changes: Changes, stamp: Stamp) -> None:
    facts = SettingChanged(about=f"priority_scheme:{scheme.pk}", changes=changes, name=scheme.name_zh)
    DeskEvent.record(facts, stamp)


def _record_rule(row: PriorityRule, did: str, changes: Changes, stamp: Stamp) -> None:
    facts = SettingChanged(about=f"priority_rule:{row.pk}", changes=changes, name=str(row), did=did)
    DeskEvent.record(facts, stamp)
