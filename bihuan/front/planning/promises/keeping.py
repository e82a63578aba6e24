"""Keep what an administrator decides about policies, write it into the book of the desk, and aim what runs anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.flow.sla.jobs import aim_clocks
from bihuan.flow.sla.models import Policy, Target
from bihuan.front.ops.events import SettingChanged
from bihuan.front.ops.models import DeskEvent
from bihuan.front.planning.promises.spans import shown
from bihuan.ground.calendars.models import Calendar
from bihuan.kit.events.stamp import Stamp


class Aim(NamedTuple):
    """What is promised at a priority, as it was typed."""

    allowed: timedelta
    warn_before: timedelta
    calendar: Calendar
    first_after: timedelta


Aims = Mapping[tuple[str, int], Aim]  # promise, priority


def keep(policy: Policy, facts: Mapping[str, Any], aims: Aims, stamp: Stamp) -> None:
    """Keep a policy and its targets; a new one is asked right before the usual one."""
    with transaction.atomic():
        policies = Policy.objects.select_for_update().order_by("pk")
        is_new = policy.pk is None
        if is_new:
            last = max((one.position for one in policies if one.position is not None), default=0)
            policy.position = last + 1
        before = {} if is_new else {**_told(Policy.objects.get(pk=policy.pk)), **_aims_told(policy)}
        for name, value in facts.items():
            setattr(policy, name, value)
        policy.save()
        _keep_targets(policy, aims)
        after = {**_told(policy), **_aims_told(policy)}
        changes = {
            name: [before.get(name), after.get(name)]
            for name in [*before, *(name for name in after if name not in before)]
            if before.get(name) != after.get(name)
        }
        if changes:
            _record(policy, "set_up" if is_new else "changed", {} if is_new else changes, stamp)


def move(policy: Policy, step: int, stamp: Stamp) -> None:
    """Let a policy be asked one place sooner (-1) or later (1); at either end nothing happens."""
    with transaction.atomic():
        ordered = [one for one in Policy.objects.select_for_update().in_order() if one.position is not None]
        here = next((n for n, one in enumerate(ordered) if one.pk == policy.pk), None)
        if here is None or not 0 <= here + step < len(ordered):
            return
        other = ordered[here + step]
        mine = ordered[here]
        mine.position, other.position = other.position, mine.position
        Policy.objects.bulk_update([mine, other], ["position"])
        _record(mine, "changed", {"position": [here + 1, here + step + 1]}, stamp)


def _keep_targets(policy: Policy, aims: Aims) -> None:
    known = {(one.promise, one.priority): one for one in policy.targets.all()}
    gone = [one.pk for key, one in known.items() if key not in aims]
    Target.objects.filter(pk__in=gone).delete()
    for (promise, priority), aim in aims.items():
        target = known.get((promise, priority)) or Target(policy=policy, promise=promise, priority=priority)
        was = (
            (target.allowed, target.warn_before, target.calendar_id, target.first_after)
            if target.pk
            else None
        )
        if was != (aim.allowed, aim.warn_before, aim.calendar.pk, aim.first_after):
            target.allowed, target.warn_before, target.calendar, target.first_after = aim
            target.save()


def _record(policy: Policy, did: str, changes: dict[str, list[Any]], stamp: Stamp) -> None:
    facts = SettingChanged(about=f"policy:{policy.pk}", changes=changes, name=policy.name_zh, did=did)
    DeskEvent.record(facts, stamp)
    why = _("the policy %(name)s changed") % {"name": policy.name}
    by = stamp.by.pk if stamp.by else None
    aim_clocks.defer(by=by, at=stamp.at.isoformat(), why=why)


def _told(policy: Policy) -> dict[str, Any]:
    return {
        "name_zh": policy.name_zh,
        "name_en": policy.name_en,
        "is_active": policy.is_active,
        "priorities": ", ".join(map(str, sorted(policy.priorities))),
        "channels": ", ".join(sorted(policy.channels)),
        "category": policy.category.code if policy.category else "",
        "department": policy.department.name_zh if policy.department else "",
        "person": policy.person.name if policy.person else "",
        "is_for_vips": policy.is_for_vips,
    }


def _aims_told(policy: Policy) -> dict[str, str]:
    targets: Sequence[Target] = list(policy.targets.select_related("calendar"))
    return {
        f"{one.promise} P{one.priority}": f"{shown(one.allowed)}, {shown(one.warn_before)}, {one.calendar.code}"
        + (f", {shown(one.first_after)}" if one.first_after else "")
        for one in targets
    }
