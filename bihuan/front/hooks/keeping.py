"""Keep what an administrator decides about a hook, and write it into the book of the desk."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from bihuan.front.hooks.models import Delivery, DeliveryState, Hook
from bihuan.front.ops.events import SettingChanged
from bihuan.front.ops.models import DeskEvent
from bihuan.kit.events.stamp import Stamp

SECRET = "secret"  # noqa: S105, the name of the field, not one


def set_up(facts: dict[str, Any], stamp: Stamp) -> tuple[Hook, str]:
    """Make a hook; return it and its secret, which nobody will see again."""
    with transaction.atomic():
        hook = Hook.objects.create(**facts)
        secret = hook.new_secret()
        _record(hook, "set_up", {name: [None, new] for name, new in _told(hook).items()}, stamp)
    return hook, secret


def keep(hook: Hook, facts: dict[str, Any], stamp: Stamp) -> None:
    """Keep what was typed; where nothing differs, nothing is recorded. Another address has not failed yet."""
    with transaction.atomic():
        held = _in_hand(hook)
        was = _told(held)
        for name, value in facts.items():
            setattr(held, name, value)
        held.save(update_fields=list(facts))
        changes = {name: [was[name], new] for name, new in _told(held).items() if was[name] != new}
        if "url" in changes:
            held.resume()
        if changes:
            _record(held, "changed", changes, stamp)


def change_secret(hook: Hook, stamp: Stamp) -> str:
    """Return a new secret; what leaves from now on is signed with it."""
    with transaction.atomic():
        held = _in_hand(hook)
        secret = held.new_secret()
        _record(held, "changed", {SECRET: ["", "changed"]}, stamp)
    return secret


def resume(hook: Hook, stamp: Stamp) -> None:
    """Let a hook that rests or was paused go on with what waits."""
    with transaction.atomic():
        held = _in_hand(hook)
        was_paused = held.paused_at is not None
        held.resume()
        if was_paused:
            _record(held, "changed", {"is_paused": [True, False]}, stamp)


def send_again(delivery: Delivery, stamp: Stamp) -> None:
    """Have a delivery leave once more, unless it waits anyway."""
    with transaction.atomic():
        held = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if held.state != DeliveryState.WAITING:
            held.send_again(stamp.at)
            _record(delivery.hook, "changed", {"sent_again": ["", str(held.key)]}, stamp)


def remove(hook: Hook, stamp: Stamp) -> None:
    """Take a hook away, and with it the record of what it was told."""
    with transaction.atomic():
        _record(hook, "removed", {}, stamp)
        hook.delete()


def _in_hand(hook: Hook) -> Hook:
    return (
        Hook.objects.select_for_update(no_key=True, of=("self",))
        .select_related("token__person")
        .get(pk=hook.pk)
    )


def _told(hook: Hook) -> dict[str, Any]:
    return {
        "name": hook.name,
        "url": hook.url,
        "kinds": ", ".join(hook.kinds),
        "reads_as": f"{hook.token.name} ({hook.token.person.name})",
        "is_active": hook.is_active,
    }


def _record(hook: Hook, did: str, changes: dict[str, list[Any]], stamp: Stamp) -> None:
    about = SettingChanged(about=f"hook:{hook.pk}", changes=changes, name=hook.name, did=did)
    DeskEvent.record(about, stamp)
