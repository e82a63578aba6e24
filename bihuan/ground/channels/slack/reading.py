"""Read what somebody said in Slack. Plain Python."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from bihuan.ground.channels.chat.call import as_json
from bihuan.ground.channels.chat.said import TO_OTHERS, Said, SaidKind, branch, name_at, nothing, word

_MENTION = re.compile(r"<@[UW]\w+(?:\|[^>]*)?>")
_LINK = re.compile(r"<((?:https?|mailto):[^|>]+)(?:\|[^>]*)?>")


def read(payload: bytes) -> Said:
    """Return what a kept payload says; events that are no word to the desk say why they are ignored."""
    said = as_json(payload)
    if said.get("type") == "block_actions":
        return _click(said)
    event = branch(said, "event")
    if event.get("type") not in ("message", "app_mention"):
        return nothing(f"event: {name_at(event, 'type')[:60]}")
    if event.get("bot_id"):
        return nothing("written by a program")
    if event["type"] == "message" and name_at(event, "channel_type") not in ("", "im"):
        return nothing(TO_OTHERS)  # where the desk is mentioned there, it is told so by another event
    subtype = name_at(event, "subtype")
    if subtype not in ("", "file_share", "thread_broadcast"):
        return nothing(f"event: {subtype[:60]}")
    return _message(event)


def _message(event: Any) -> Said:
    moment, thread = name_at(event, "ts"), name_at(event, "thread_ts")
    text = plain(word(event, "text"))
    is_file = bool(event.get("files")) and not text
    return Said(
        account=name_at(event, "user"),
        message_id=moment,
        text=text,
        kind=SaidKind.FILE if is_file else SaidKind.TEXT,
        answers=thread if thread != moment else "",
    )


def _click(said: dict[str, Any]) -> Said:
    actions = said.get("actions")
    first = actions[0] if isinstance(actions, list) and actions else {}
    return Said(
        account=name_at(said, "user", "id"),
        name=name_at(said, "user", "name"),
        message_id=name_at(said, "container", "message_ts"),
        kind=SaidKind.CLICK,
        action=word(first, "value"),
    )


def plain(text: str) -> str:
    """Return Slack's markup as people see it: links as addresses, no mention of the desk, no entities."""
    return unescape(_LINK.sub(r"\1", _MENTION.sub("", text))).strip()
