"""Keep what an administrator writes into a reply template, and write it into the book of the desk."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from bihuan.front.ops.events import SettingChanged
from bihuan.front.ops.models import DeskEvent
from bihuan.ground.catalogue.delivering import delivered_replies
from bihuan.ground.catalogue.models import ReplyTemplate
from bihuan.kit.events.stamp import Stamp


def keep(template: ReplyTemplate, texts: Mapping[str, str], stamp: Stamp) -> bool:
    """Keep the names and texts of a template; tell whether anything is new."""
    with transaction.atomic():
        kept = ReplyTemplate.objects.select_for_update().get(pk=template.pk)
        changes: dict[str, list[object]] = {
            name: [getattr(kept, name), new] for name, new in texts.items() if getattr(kept, name) != new
        }
        for name, new in texts.items():
            setattr(kept, name, new)
        if changes:
            kept.save(update_fields=list(changes))
            about = f"reply:{kept.pk}"
            DeskEvent.record(SettingChanged(about, changes, name=kept.name_zh, did="changed"), stamp)
    return bool(changes)


def restore(template: ReplyTemplate, stamp: Stamp) -> bool:
    """Put back the names and texts that the desk came with; tell whether they had been changed."""
    return keep(template, delivered_replies().get(template.code, {}), stamp)


def is_changed(template: ReplyTemplate) -> bool:
    """Tell whether a template that the desk came with says something else by now."""
    came = delivered_replies().get(template.code, {})
    return any(getattr(template, name) != text for name, text in came.items())
