"""Read what somebody said to a robot in 钉钉. Plain Python."""

from __future__ import annotations

from bihuan.ground.channels.chat.call import as_json
from bihuan.ground.channels.chat.said import Said, SaidKind, name_at, nothing, word

KINDS = {
    "text": SaidKind.TEXT,
    "picture": SaidKind.PICTURE,
    "audio": SaidKind.VOICE,
    "video": SaidKind.FILE,
    "file": SaidKind.FILE,
}


def read(payload: bytes) -> Said:
    """Return what a kept payload says; a word by somebody outside the company has no staff number and is ignored."""
    said = as_json(payload)
    if "msgtype" not in said:
        return nothing(f"event: {name_at(said, 'EventType')[:60]}")
    account = name_at(said, "senderStaffId")
    if not account:
        return nothing("nobody to answer: from outside the company")
    kind = KINDS.get(name_at(said, "msgtype"), SaidKind.OTHER)
    return Said(
        account=account,
        name=name_at(said, "senderNick"),
        message_id=name_at(said, "msgId"),
        text=_text(said) if kind == SaidKind.TEXT else _rich_text(said),
        kind=SaidKind.TEXT if _rich_text(said) else kind,
    )


def _text(said: dict[str, object]) -> str:
    return word(said, "text", "content").strip()


def _rich_text(said: dict[str, object]) -> str:
    """Return the words of a message that has pictures between them."""
    content = said.get("content")
    parts = content.get("richText") if isinstance(content, dict) else None
    return "".join(word(part, "text") for part in parts).strip() if isinstance(parts, list) else ""
