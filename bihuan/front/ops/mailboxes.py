"""Keep and take away mailboxes; each change is written into the book of the desk, a secret only as changed."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from bihuan.front.ops.events import SettingChanged
from bihuan.front.ops.models import DeskEvent
from bihuan.ground.channels.models import Mailbox
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.work.models import Heartbeat

SECRET = "password"  # noqa: S105, the name of the field, not one


def keep(box: Mailbox, fields: dict[str, Any], password: str, stamp: Stamp) -> bool:
    """Write a mailbox, new or changed; tell whether anything differs. An empty
    `password` leaves the one there is, unless nobody signs in any more."""
    with transaction.atomic():
        was = Mailbox.objects.filter(pk=box.pk).select_for_update().first()
        changes: dict[str, list[object]] = {
            name: [getattr(was, name) if was else None, new]
            for name, new in fields.items()
            if was is None or getattr(was, name) != new
        }
        for name, new in fields.items():
            setattr(box, name, new)
        if _reads_another_folder(changes):
            box.uid_validity = box.uid_seen = 0
            box.fetched_at = None
        if not changes.keys() <= {"name_zh", "name_en"}:
            box.problem = ""  # of the settings that were
        if box.sealed_password and not box.username:  # nobody signs in with it any more
            box.sealed_password = ""
            changes[SECRET] = ["", "removed"]
        box.save()
        if password:
            box.set_password(password)
            box.save(update_fields=["sealed_password"])
            changes[SECRET] = ["", "changed"]
        if changes:
            did = "changed" if was else "set_up"
            about = SettingChanged(f"mailbox:{box.pk}", changes, name=box.address, did=did)
            DeskEvent.record(about, stamp)
        box.expect_watch()
    return bool(changes)


def remove(box: Mailbox, stamp: Stamp) -> None:
    """Take a mailbox away; the mail that came and went by it stays."""
    with transaction.atomic():
        Heartbeat.forget(box.heartbeat)
        gone = SettingChanged(f"mailbox:{box.pk}", {}, name=box.address, did="removed")
        DeskEvent.record(gone, stamp)
        box.delete()


def _reads_another_folder(changes: dict[str, list[object]]) -> bool:
    """Tell whether how far it was read says nothing any more: the numbers of one folder mean nothing in another."""
    return bool(changes.keys() & {"imap_host", "folder", "username"})
