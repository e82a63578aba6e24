"""Keep connections to chat platforms, and tell how each does; a secret is written into the book only as changed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery

from bihuan.front.ops.events import SettingChanged
from bihuan.front.ops.models import DeskEvent
from bihuan.ground.channels.models import (
    ChatConnection,
    InboundMessage,
    InboundState,
    OutboundMessage,
    OutboundState,
)
from bihuan.kit.events.stamp import Stamp

PLAIN = ("name", "address", "is_active")


def door_of(connection: ChatConnection) -> str:
    """Return the address that is typed in at the platform."""
    return f"{settings.SITE_URL}/in/{connection.platform}/{connection.door}"


def standing() -> QuerySet[ChatConnection]:
    """Return all connections with what last came and went by each, and what waits for a hand."""
    came = InboundMessage.objects.filter(connection=OuterRef("pk"))
    went = OutboundMessage.objects.filter(connection=OuterRef("pk"), state=OutboundState.SENT)
    stuck = came.filter(state=InboundState.QUARANTINED)
    failed = OutboundMessage.objects.filter(connection=OuterRef("pk"), state=OutboundState.FAILED)
    return ChatConnection.objects.annotate(
        last_came_at=Subquery(came.order_by("-pk").values("arrived_at")[:1]),
        last_went_at=Subquery(went.order_by("-pk").values("sent_at")[:1]),
        quarantined=_counted(stuck),
        failed=_counted(failed),
    ).order_by("pk")


def _counted(rows: QuerySet[Any]) -> Subquery:
    by_connection = rows.order_by().values("connection")
    return Subquery(by_connection.annotate(many=Count("pk")).values("many"))


def keep(connection: ChatConnection, facts: dict[str, Any], secrets: dict[str, str], stamp: Stamp) -> bool:
    """Write a connection, new or changed; tell whether anything differs. An empty secret leaves the one there is.

    :param facts: its own fields, and what the platform is told, by name
    """
    with transaction.atomic():
        was = ChatConnection.objects.filter(pk=connection.pk).select_for_update().first()
        changes = {
            name: [_value(was, name) if was else None, new]
            for name, new in facts.items()
            if was is None or _value(was, name) != new
        }
        for name in PLAIN:
            setattr(connection, name, facts[name])
        connection.facts = {name: value for name, value in facts.items() if name not in PLAIN and value}
        connection.door = connection.door or ChatConnection.new_door()
        connection.save()
        typed = {name: secret for name, secret in secrets.items() if secret}
        if typed or {"address", *connection.facts} & changes.keys():
            connection.set_secrets(typed)
            connection.refused_at, connection.refused_why = None, ""  # of the settings that were
            connection.save()
        changes |= {name: ["", "changed"] for name in typed}
        if changes:
            did = "changed" if was else "set_up"
            about = SettingChanged(f"chat:{connection.pk}", changes, name=connection.name, did=did)
            DeskEvent.record(about, stamp)
    return bool(changes)


def _value(connection: ChatConnection, name: str) -> Any:
    return getattr(connection, name) if name in PLAIN else connection.facts.get(name, "")
