"""Keep what is decided about the emergency plan, and write it into the book of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from bihuan.front.ops.events import SettingChanged
from bihuan.front.ops.models import DeskEvent
from bihuan.front.planning.majors.form import as_typed
from bihuan.kit.events.stamp import Stamp
from bihuan.practices.majors.models import Plan


def keep(plan: Plan, wanted: Mapping[str, Any], stamp: Stamp) -> None:
    """Keep the fields of a plan; where nothing differs, nothing is written. What runs goes by the new ones."""
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=plan.pk)
        before = _told(as_typed(plan))
        for name, value in wanted.items():
            if name != "persons":
                setattr(plan, name, value)
        persons = wanted.get("persons", plan.persons.all())
        after = _told(as_typed(plan) | {"persons": list(persons)})
        changes: dict[str, list[object]] = {
            name: [before[name], after[name]] for name in after if before[name] != after[name]
        }
        if not changes:
            return
        plan.save()
        plan.persons.set(persons)
        facts = SettingChanged(about=f"plan:{plan.pk}", changes=changes, name=plan.name_zh, did="changed")
        DeskEvent.record(facts, stamp)


def _told(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields as the book tells them."""
    return {
        **fields,
        "roles": ", ".join(fields["roles"]),
        "ways": ", ".join(fields["ways"]),
        "persons": ", ".join(sorted(person.name for person in fields["persons"])),
    }
