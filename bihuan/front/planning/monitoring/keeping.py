"""Keep what somebody decides about a source of alerts, and write it into the book of the desk."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from bihuan.front.ops.events import SettingChanged
from bihuan.front.ops.models import DeskEvent
from bihuan.front.planning.monitoring.form import SourceForm
from bihuan.front.planning.promises.spans import shown
from bihuan.ground.channels.models import AlertLevel, AlertRule, AlertSource, SourceKind
from bihuan.kit.events.stamp import Stamp

SECRET = "secret"  # noqa: S105, the name of the field, not one


def set_up(name: str, kind: SourceKind, language: str, stamp: Stamp) -> tuple[AlertSource, str]:
    """Make a source; return it and its secret, which nobody will see again."""
    with transaction.atomic():
        source, secret = AlertSource.set_up(name=name, kind=kind, language=language, at=stamp.at)
        _record(source, "set_up", {}, stamp)
    return source, secret


def keep(source: AlertSource, form: SourceForm, stamp: Stamp) -> None:
    """Keep what the form says; where nothing differs, nothing is recorded."""
    with transaction.atomic():
        held = AlertSource.objects.select_for_update(of=("self",)).select_related("person").get(pk=source.pk)
        before = _told(held)
        for name, value in form.facts.items():
            setattr(held, name, value)
        held.save(update_fields=list(form.facts))
        held.person.name = held.name
        held.person.save(update_fields=["name"])
        _write(held, form)
        after = _told(held)
        changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
        if changes:
            _record(held, "changed", changes, stamp)


def change_secret(source: AlertSource, stamp: Stamp, *, old_opens: bool) -> str:
    """Return a new secret; the one before opens for a day more, or no more."""
    with transaction.atomic():
        held = AlertSource.objects.select_for_update().get(pk=source.pk)
        secret = held.new_secret(stamp.at, old_opens=old_opens)
        _record(held, "changed", {SECRET: ["", "changed"]}, stamp)
    return secret


def _write(source: AlertSource, form: SourceForm) -> None:
    source.levels.all().delete()
    source.rules.all().delete()
    for level in form.levels:
        level.source = source
    for rule in form.rules:
        rule.source = source
    AlertLevel.objects.bulk_create(form.levels)
    AlertRule.objects.bulk_create(form.rules)


def _told(source: AlertSource) -> dict[str, Any]:
    levels = source.levels.order_by("severity")
    rules = source.rules.select_related("category").order_by("position")
    return {
        "name": source.name,
        "is_active": source.is_active,
        "resolves": source.resolves,
        "calm_for": shown(source.calm_for),
        "storm_from": source.storm_from,
        "impact": source.impact,
        "urgency": source.urgency,
        "category": source.category.code if source.category else "",
        "asset_label": source.asset_label,
        "levels": ", ".join(
            f"{one.severity} {'-' if one.is_ignored else f'{one.impact}/{one.urgency}'}" for one in levels
        ),
        "rules": ", ".join(f"{one.label}={one.value} {one.category.code}" for one in rules),
    }


def _record(source: AlertSource, did: str, changes: dict[str, list[Any]], stamp: Stamp) -> None:
    about = f"alert_source:{source.pk}"
    DeskEvent.record(SettingChanged(about=about, changes=changes, name=source.name, did=did), stamp)
