"""A folder on a mail server as the fetching sees it, with what real ones do that surprises."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace


@dataclass
class Message:
    raw: bytes
    is_seen: bool = False


@dataclass
class Folder:
    """Answers what `fetching` asks of a connection of imap_tools."""

    validity: int = 1
    messages: dict[int, Message] = field(default_factory=dict)
    fails_at: int | None = None  # the uid at which the connection breaks, once
    refuses: set[int] = field(default_factory=set)  # uids that the server says no to
    fetched: list[tuple[int, str]] = field(default_factory=list)

    def put(self, *uids: int, is_seen: bool = False) -> None:
        for uid in uids:
            self.messages[uid] = Message(f"Subject: {uid}\n\nmessage {uid}".encode(), is_seen)

    def renumber(self, by: int) -> None:
        self.validity += 1
        self.messages = {uid + by: message for uid, message in self.messages.items()}

    @property
    def folder(self) -> SimpleNamespace:
        return SimpleNamespace(status=lambda name, options: {"UIDVALIDITY": self.validity})

    @property
    def client(self) -> SimpleNamespace:
        return SimpleNamespace(uid=self._uid)

    def uids(self, criteria: str) -> list[str]:
        """Search. `UID n:*` finds the last message even where its number is below n (RFC 3501, 6.4.8)."""
        found = list(self.messages)
        if criteria == "UNSEEN":
            found = [uid for uid in found if not self.messages[uid].is_seen]
        elif criteria.startswith("UID "):
            first = int(criteria[4:].removesuffix(":*"))
            found = [uid for uid in found if uid >= first] or found[-1:]
        return [str(uid) for uid in reversed(found)]

    def flag(self, uids: Iterable[str], name: str, value: bool) -> None:
        assert name == "\\Seen"
        for uid in uids:
            if int(uid) in self.messages:
                self.messages[int(uid)].is_seen = value

    def _uid(self, command: str, uids: str, what: str) -> tuple[str, list[object]]:
        assert command == "FETCH"
        numbers = [int(uid) for uid in uids.split(",")]
        if "SIZE" in what:
            sizes = [(uid, len(self.messages[uid].raw)) for uid in numbers if uid in self.messages]
            return "OK", [
                f"{n} (UID {uid} RFC822.SIZE {size})".encode() for n, (uid, size) in enumerate(sizes, 1)
            ] or [None]
        (uid,) = numbers
        self.fetched.append((uid, what))
        if uid == self.fails_at:
            self.fails_at = None
            raise OSError("the connection broke")
        if uid in self.refuses:
            return "NO", [b"[SERVERBUG] try again later"]
        raw = self.messages[uid].raw
        body = raw.partition(b"\n\n")[0] + b"\n\n" if "HEADER" in what else raw
        return "OK", [(f"1 (UID {uid} BODY[] {{{len(body)}}}".encode(), body), b")"]
