"""What is sent to somebody in a chat, and what the platform says to it, whatever the platform. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from bihuan.ground.channels.chat.call import Keys

JSON = {"Content-Type": "application/json; charset=utf-8"}


class NotSent(Exception):
    """The platform would not take it. `is_final`: trying again will not help.

    `is_stale`: with another pass it may; `wait_s`: it wants so many seconds of rest first.
    """

    def __init__(
        self, problem: str, *, is_final: bool = False, is_stale: bool = False, wait_s: int = 0
    ) -> None:
        super().__init__(problem[:300])
        self.is_final, self.is_stale, self.wait_s = is_final, is_stale, wait_s


@dataclass(frozen=True)
class Button:
    """`action` comes back when it is pressed: it says what is wanted, and never who may."""

    words: str
    action: str


@dataclass(frozen=True)
class Outgoing:
    """A message for one account. By `key` the platform may know that it has it already."""

    account: str
    text: str
    key: str
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class Request:
    """A call to the platform; `path` is put behind its address."""

    method: str
    path: str
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """What the platform said: the status of HTTP, its object, and for how many seconds it wants rest."""

    status: int
    said: Mapping[str, Any]
    wait_s: int = 0


class Sender(Protocol):
    """How one platform is spoken to. Nothing here touches the network."""

    address: str
    most_bytes: int  # of one message; a longer one goes in parts
    a_minute: int  # messages to one account; what is above waits

    def ask_for_pass(self, keys: Keys) -> Request | None:
        """Return the call that asks for a pass; None where the platform has given one for good."""

    def pass_in(self, told: Told) -> tuple[str, int]:
        """Return the pass and for how many seconds it is good.

        :raises NotSent: if there is none
        """

    def lasting_pass(self, keys: Keys) -> str:
        """Return the pass that was given for good; empty where there is none."""

    def send(self, message: Outgoing, keys: Keys, given: str) -> Request:
        """Return the call that sends a message with a pass."""

    def sent_as(self, told: Told) -> str:
        """Return what the platform calls the message.

        :raises NotSent: if it would not take it
        """


_LINK = re.compile(r"\[([^\]\n]*)\]\((https?://[^)\s]+)\)")
_BARE = re.compile(r"<(https?://[^>\s]+)>")
_MARKS = re.compile(r"\*\*|__|`|^#{1,6} ", re.MULTILINE)


def plain(markdown: str) -> str:
    """Return a letter's Markdown as people read it where there are no links and no bold type."""
    text = _LINK.sub(lambda found: f"{_MARKS.sub('', found[1])} {found[2]}", markdown)
    return _MARKS.sub("", _BARE.sub(r"\1", text)).strip()


def parts_of(text: str, most_bytes: int) -> list[str]:
    """Cut a text into parts of at most so many bytes, between lines where there are any."""
    parts: list[str] = []
    rest = text
    while len(rest.encode()) > most_bytes:
        head = rest.encode()[:most_bytes].decode(errors="ignore")
        cut = head.rfind("\n")
        cut = cut if cut > len(head) // 2 else len(head)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip("\n")
    return [*parts, rest]


def pass_of(told: Told, name: str, lives: str) -> tuple[str, int]:
    """Return a pass and its life from an answer that holds both.

    :raises NotSent: if it does not
    """
    given, lives_s = told.said.get(name), told.said.get(lives)
    if not isinstance(given, str) or not given or not isinstance(lives_s, int):
        raise NotSent(problem_in(told))
    return given, lives_s


def problem_in(told: Told) -> str:
    """Return the platform's own words on what is wrong."""
    code = next((told.said[name] for name in ("errcode", "code", "error") if name in told.said), "")
    words = next((told.said[name] for name in ("errmsg", "msg", "message") if name in told.said), "")
    return " ".join(f"{part}" for part in (code, words) if part != "") or f"HTTP {told.status}"
