"""Names and addresses in From, To and their like: what RFC 5322 allows and what mailers make of it.

The structure is read before any encoded word is decoded, so that no decoded text can become another address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bihuan.ground.channels.email.reading.encoded_words import decode_words
from bihuan.ground.channels.email.reading.limits import Notes

UNIT = re.compile(
    r'(?P<word>=\?[^?\s]{1,90}\?[bBqQ]\?[^?]*\?=)|(?P<quoted>"(?:[^"\\]|\\.)*")|(?P<comment>\([^()]*\))'
    r'|(?P<angle><[^<>]*>)|(?P<separator>[,;])|(?P<group>:)|(?P<stray>["<>])|(?P<plain>[^"()<>,;:=\\]+|\\.|.)',
    re.DOTALL,
)
MAILBOX = re.compile(r"[^\s@<>\"(),;:\[\]\\]{1,128}@[^\s@<>\"(),;:\\]{1,255}")
QUOTED_LOCAL = re.compile(r'"[^"\\\t\r\n@]{1,64}"@[^\s@<>"(),;:\\]{1,255}')
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
BLANKS = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True)
class Mailbox:
    """One person or list in an address field; the address is "" where none could be made out.

    :param is_malformed: the field did not say cleanly which address is meant; do not trust it
    """

    name: str
    address: str
    is_malformed: bool = False


@dataclass
class _Entry:
    """What stands between two separators."""

    phrase: list[str] = field(default_factory=list)
    angles: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    is_broken: bool = False

    @property
    def words(self) -> str:
        return "".join(self.phrase)

    @property
    def is_name_only(self) -> bool:
        return not self.angles and "@" not in self.words and bool(self.words.strip())


def read_mailboxes(text: str, notes: Notes, most: int = 500) -> list[Mailbox]:
    """Return the mailboxes of one field, `most` at most."""
    mailboxes: list[Mailbox] = []
    for entry in _with_names_joined(_entries(text)):
        if len(mailboxes) == most:
            notes.add("too-many-recipients")
            break
        mailboxes.append(_mailbox(entry, notes))
    return mailboxes


def _entries(text: str) -> Iterator[_Entry]:
    entry = _Entry()
    for unit in UNIT.finditer(text):
        kind, token = unit.lastgroup, unit[0]
        if kind == "separator":
            yield entry
            entry = _Entry()
        elif kind == "group" and entry.is_name_only:
            entry = _Entry()
        elif kind == "angle":
            entry.angles.append(token[1:-1])
        elif kind == "comment":
            entry.comments.append(token[1:-1])
        elif kind == "stray":
            entry.is_broken = True
        else:
            entry.phrase.append(token)
    yield entry


def _with_names_joined(entries: Iterable[_Entry]) -> Iterator[_Entry]:
    """Join a name that was cut at its own unquoted comma, as in `Lin, Xiao <lin@example.com>`."""
    waiting: _Entry | None = None
    for entry in entries:
        if waiting and entry.angles:
            entry.phrase = [*waiting.phrase, ",", *entry.phrase]
        elif waiting:
            yield waiting
        waiting = entry if entry.is_name_only else None
        if not waiting and (entry.angles or entry.comments or entry.words.strip()):
            yield entry
    if waiting:
        yield waiting


def _mailbox(entry: _Entry, notes: Notes) -> Mailbox:
    if entry.angles:
        address, is_clean = _address(entry.angles[-1])
        is_malformed = (
            entry.is_broken or not is_clean or len(entry.angles) > 1 or _names_another(entry, address)
        )
        return Mailbox(_name(entry.phrase or entry.comments, notes), address, is_malformed)
    address, is_clean = _address(entry.words)
    if address:
        return Mailbox(_name(entry.comments, notes), address, entry.is_broken or not is_clean)
    return _mailbox_among_words(entry, notes)


def _names_another(entry: _Entry, address: str) -> bool:
    """Tell whether another address stands unquoted before the brackets: a reader may take it for the sender."""
    found = MAILBOX.search(" ".join(token for token in entry.phrase if token[0] != '"'))
    return found is not None and found[0].strip("'").lower() != address.lower()


def _address(text: str) -> tuple[str, bool]:
    """Return the address that the text is, or "", and whether it was written as the standards want it."""
    spec = text
    for sign in "@.":
        spec = sign.join(piece.strip(" \t\r\n'") for piece in spec.split(sign))
    spec = spec[7:] if spec[:7].lower() == "mailto:" else spec
    spec = spec.rstrip(".")
    if not (MAILBOX.fullmatch(spec) or QUOTED_LOCAL.fullmatch(spec)):
        return "", False
    return spec, "=?" not in spec and spec.isprintable()


def _mailbox_among_words(entry: _Entry, notes: Notes) -> Mailbox:
    """Find an address without brackets among other words, in a comment, or all quoted or encoded as one."""
    written = " ".join([token for token in entry.phrase if token[0] != '"'] + entry.comments)
    found = MAILBOX.search(written) if "\n" not in written else None
    if found:
        address, _ = _address(found[0])
        rest = entry.words.replace(found[0], " ")
        return Mailbox(_name([rest], notes), address, is_malformed=True)
    name = _name(entry.phrase or entry.comments, notes)
    inner = list(_entries(name)) if "@" in name else []
    if len(inner) == 1:
        spec = inner[0].angles[-1] if inner[0].angles else inner[0].words
        address = _address(spec)[0]
        return Mailbox(_name(inner[0].phrase, notes) if address != name else "", address, is_malformed=True)
    return Mailbox(name, "", is_malformed=True)


def _name(tokens: list[str], notes: Notes) -> str:
    text = "".join(ESCAPED.sub(r"\1", token[1:-1]) if token[:1] == '"' else token for token in tokens)
    name = BLANKS.sub(" ", decode_words(text, notes)).strip()
    return name[1:-1].strip() if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'" else name
