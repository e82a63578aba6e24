"""What somebody said in a chat, whatever the platform. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LONGEST_TEXT = 20_000  # characters; no platform lets people write more in one message
LONGEST_ID = 200
TO_OTHERS = "said to others in a group"  # which the desk overhears


class SaidKind(StrEnum):
    TEXT = "text"
    PICTURE = "picture"
    FILE = "file"
    VOICE = "voice"
    CLICK = "click"  # a button of ours was pressed; `action` is what we had put there
    OTHER = "other"


@dataclass(frozen=True)
class Said:
    """One message. `account` is who says it, by the platform's own id, which nobody else can say for them.

    `answers` is the id of the message that it refers to; `ignore` says why nothing should come of it.
    """

    account: str = ""
    name: str = ""
    message_id: str = ""
    text: str = ""
    kind: SaidKind = SaidKind.TEXT
    action: str = ""
    answers: str = ""
    ignore: str = ""


def nothing(why: str) -> Said:
    return Said(ignore=why)


def word(said: object, *path: str) -> str:
    """Return the text at a path of keys, without NUL, and empty where there is none."""
    for name in path:
        said = said.get(name) if isinstance(said, Mapping) else None
    if isinstance(said, bool) or not isinstance(said, str | int):
        return ""
    return str(said).replace("\x00", "")[:LONGEST_TEXT]


def name_at(said: object, *path: str) -> str:
    """Return the id or name at a path of keys, on one line and no longer than a column takes."""
    return " ".join(word(said, *path).split())[:LONGEST_ID]


def branch(said: object, *path: str) -> Mapping[str, Any]:
    """Return the object at a path of keys; an empty one where there is none."""
    for name in path:
        said = said.get(name) if isinstance(said, Mapping) else None
    return said if isinstance(said, Mapping) else {}
