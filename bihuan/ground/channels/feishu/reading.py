"""Read what somebody said in 飞书. Plain Python."""

from __future__ import annotations

from typing import Any

from bihuan.ground.channels.chat.call import as_json
from bihuan.ground.channels.chat.genuine import NotGenuine
from bihuan.ground.channels.chat.said import TO_OTHERS, Said, SaidKind, branch, name_at, nothing, word

KINDS = {
    "text": SaidKind.TEXT,
    "post": SaidKind.TEXT,
    "image": SaidKind.PICTURE,
    "audio": SaidKind.VOICE,
    "media": SaidKind.FILE,
    "file": SaidKind.FILE,
}


def read(payload: bytes) -> Said:
    """Return what a kept payload says; events that are no word to the desk say why they are ignored."""
    said = as_json(payload)
    event = branch(said, "event")
    match name_at(said, "header", "event_type"):
        case "im.message.receive_v1":
            return _message(event)
        case "card.action.trigger":
            return Said(
                account=name_at(event, "operator", "open_id"),
                message_id=name_at(event, "context", "open_message_id"),
                kind=SaidKind.CLICK,
                action=word(event, "action", "value", "action"),
            )
        case other:
            return nothing(f"event: {other[:60]}")


def _message(event: Any) -> Said:
    message = branch(event, "message")
    if name_at(event, "sender", "sender_type") not in ("", "user"):
        return nothing("written by a program")
    if name_at(message, "chat_type") == "group" and not message.get("mentions"):
        return nothing(TO_OTHERS)
    kind = KINDS.get(name_at(message, "message_type"), SaidKind.OTHER)
    return Said(
        account=name_at(event, "sender", "sender_id", "open_id"),
        message_id=name_at(message, "message_id"),
        text=_text(message) if kind == SaidKind.TEXT else "",
        kind=kind,
        answers=name_at(message, "root_id") or name_at(message, "parent_id"),
    )


def _text(message: Any) -> str:
    """Return the words of a message, whose content is JSON within JSON; a mention of the robot is none of them."""
    try:
        content = as_json(word(message, "content"))
    except NotGenuine:
        return ""
    text = word(content, "text") or _post_text(content)
    mentions = message.get("mentions")
    for mention in mentions if isinstance(mentions, list) else ():
        if key := word(mention, "key"):
            text = text.replace(key, "")
    return text.strip()


def _post_text(content: dict[str, Any]) -> str:
    """Return the words of a formatted message, a line a paragraph."""
    paragraphs = content.get("content")
    lines = [word(content, "title")]
    lines.extend(
        "".join(word(part, "text") for part in parts)
        for parts in (paragraphs if isinstance(paragraphs, list) else ())
        if isinstance(parts, list)
    )
    return "\n".join(line for line in lines if line)
