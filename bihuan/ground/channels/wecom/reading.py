"""Read what somebody said in 企业微信. Plain Python."""

from __future__ import annotations

from bihuan.ground.channels.chat.said import Said, SaidKind, name_at, nothing, word
from bihuan.ground.channels.wecom.xml import fields_of

KINDS = {"image": SaidKind.PICTURE, "voice": SaidKind.VOICE, "file": SaidKind.FILE, "video": SaidKind.FILE}


def read(payload: bytes) -> Said:
    """Return what a kept payload says; events that are no word to the desk say why they are ignored."""
    fields = fields_of(payload.decode())
    kind = fields.get("MsgType", "")
    if kind == "event":
        return _event(fields)
    return Said(
        account=name_at(fields, "FromUserName"),
        message_id=name_at(fields, "MsgId"),
        text=word(fields, "Content") if kind == "text" else "",
        kind=SaidKind.TEXT if kind == "text" else KINDS.get(kind, SaidKind.OTHER),
    )


def _event(fields: dict[str, str]) -> Said:
    if fields.get("Event") != "template_card_event":
        return nothing(f"event: {fields.get('Event', '')[:60]}")
    return Said(
        account=name_at(fields, "FromUserName"),
        message_id=name_at(fields, "TaskId"),
        kind=SaidKind.CLICK,
        action=word(fields, "EventKey"),
    )
