"""A call that comes in at a door, and what is found in it once it has shown whose it is. Plain Python."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bihuan.ground.channels.chat.genuine import NotGenuine

Keys = Mapping[str, str]  # what is set up on both sides, secrets among them


@dataclass(frozen=True)
class Call:
    """A request as it came. The names of headers are in small letters."""

    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Opened:
    """What a genuine call holds.

    `payload` is kept until somebody reads it, once for each `key`; where it is empty the call was about nothing but the
    connection itself. `answer` goes back at once.
    """

    payload: bytes = b""
    key: str = ""
    answer: str = ""
    answer_type: str = "text/plain"
    headers: Mapping[str, str] = field(default_factory=dict)


def as_json(text: str | bytes) -> dict[str, Any]:
    """Return an object of JSON.

    :raises NotGenuine: if it is none; no platform sends such a thing
    """
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise NotGenuine("no JSON") from None
    if not isinstance(said, dict):
        raise NotGenuine("no object")
    return said


def as_answer(told: Mapping[str, object]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
