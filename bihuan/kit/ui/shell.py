"""What a front room tells the page around its content: where one can go, who one is, what waits.

The kit knows no desk: the rooms in `front/` fill these in and pass them as `shell`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Live:
    """A part that asks for itself again: where, and on which topics."""

    url: str
    topics: Sequence[str]


@dataclass(frozen=True, slots=True)
class Destination:
    """A place in the rail, in the portal's bar, in a menu or among the palette's actions."""

    label: str
    href: str
    icon: str
    count: int = 0
    tone: str = ""  # of the count: "bad" or "warn" where it calls for a hand
    is_here: bool = False
    is_in_bar: bool = False  # stands in the bottom bar of a phone, too: four or five do
    key: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    destinations: Sequence[Destination]


@dataclass(frozen=True, slots=True)
class Bell:
    href: str
    unread: int = 0
    live: Live | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads this page."""

    name: str
    role: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Reminder:
    """What the reader should do before long: in a sentence, and the way to it."""

    text: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page: `ui/desk.html` and `ui/portal.html` draw it."""

    groups: Sequence[Group] = ()
    reader: Reader | None = None
    bell: Bell | None = None
    rail_live: Live | None = None
    home: str = "/"
    search: str = ""  # where a search without script goes
    palette: str = ""  # answers ?q=… with options for Ctrl-K
    actions: Sequence[Destination] = ()  # what Ctrl-K offers before anything is typed
    menu: Sequence[Destination] = ()  # above the language in the reader's menu
    language: str = ""  # takes POST language=…&next=…
    sign_out: str = ""  # takes POST
    sign_in: str = ""
    banner: str = ""  # over every page, such as that this is a demo
    reminder: Reminder | None = None  # over every page, beside the banner
    brand: str = ""  # where the house goes by another name

    @property
    def bar(self) -> list[Destination]:
        return [place for group in self.groups for place in group.destinations if place.is_in_bar]

    @property
    def offers(self) -> tuple[tuple[str, str, str], ...]:
        """Return address, icon and label of the actions: what does not differ from one page to the next."""
        return tuple((place.href, place.icon, place.label) for place in self.actions)
