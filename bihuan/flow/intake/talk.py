"""How people talk in a chat: what begins a new matter, and which tickets they name. Plain Python."""

from __future__ import annotations

import re
from datetime import timedelta

# Whoever writes again within that time goes on with the same matter: people write a sentence a message.
GOES_ON_FOR = timedelta(minutes=30)
LONGEST_TITLE = 80  # characters; a chat has no subject
MOST_NUMBERS = 5

_ANEW = re.compile(
    r"\s*(?:新(?:的)?(?:问题|工单|报修|事)|另一?个?(?:问题|件事)|new(?: (?:ticket|issue|problem|question))?)"
    r"\s*[:：,，。.\n]\s*(?=\S)",
    re.IGNORECASE,
)
_STANDING = frozenset(
    {
        "进度",
        "查进度",
        "我的进度",
        "查询进度",
        "状态",
        "我的工单",
        "工单进度",
        "到哪了",
        "status",
        "progress",
        "my tickets",
    }
)
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{2,39}")


def begins_anew(text: str) -> str:
    """Return what follows a beginning such as `新问题：` or `new issue:`; empty where there is none."""
    found = _ANEW.match(text)
    return text[found.end() :].strip() if found else ""


def asks_where_it_stands(text: str) -> bool:
    """Tell whether somebody asks for no more than how the tickets do: one of a few words, and nothing else."""
    return " ".join(text.lower().split()).strip(" ?？!！.。") in _STANDING


def numbers_in(text: str) -> list[str]:
    """Return what may be ticket numbers: words with a figure in them."""
    words = [word.rstrip("._/-") for word in _NUMBER.findall(text)]
    return [word for word in dict.fromkeys(words) if any(sign.isdigit() for sign in word)][:MOST_NUMBERS]


def title_of(text: str) -> str:
    """Return the first line, cut where it is long."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "…"
