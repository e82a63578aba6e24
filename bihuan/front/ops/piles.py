"""The boxes on the page of mail: which rows each holds, how they are ordered, and what stands where none are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.front.ops.boxes import counts_for
from bihuan.ground.channels.models import (
    ChannelKind,
    InboundMessage,
    InboundState,
    OutboundMessage,
    OutboundState,
)

__all__ = ["PILES", "Pile", "counts_for", "first_to_look_at", "named", "tabs"]

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Pile:
    """`order` is what pages go by; `counted` names the count beside its tab, empty where none is needed."""

    slug: str
    name: Promise
    of: Callable[[], Rows]
    order: str
    is_incoming: bool
    nothing: Promise
    next: Promise
    counted: str = ""

    def rows(self, address: str) -> Rows:
        """Return the rows, of one sender or one recipient where an address is given."""
        found = self.of()
        if not address:
            return found
        return found.filter(**{"sender" if self.is_incoming else "address": address.lower()})


def _came() -> Rows:
    return InboundMessage.objects.defer("raw")


def _goes() -> Rows:
    return OutboundMessage.objects.defer("text", "html")


PILES = (
    Pile(
        "quarantine", _("Quarantine"), lambda: _came().filter(state=InboundState.QUARANTINED), "arrived_at", True,
        _("Nothing is in quarantine."),
        _("A message that cannot be read waits here with all its bytes until somebody has looked at it."),
        "quarantined",
    ),
    Pile(
        "incoming", _("Incoming"), lambda: _came().exclude(channel=ChannelKind.MONITORING), "pk", True,
        _("No mail has come yet."),
        _("Set up a mailbox, and what arrives there is listed here."),
        "waiting_in",
    ),
    Pile(
        "outgoing", _("Outgoing"), _goes, "pk", False,
        _("No letter has been written yet."),
        _("Receipts, replies and questions of the desk are listed here with what became of each."),
        "waiting_out",
    ),
    Pile(
        "kept", _("Kept here"), lambda: _goes().filter(state=OutboundState.KEPT), "pk", False,
        _("No letter is kept here."),
        _("Where no server for sending is set, letters stay here and can be read as the person would read them."),
        "kept",
    ),
    Pile(
        "failed", _("Not delivered"), lambda: _goes().filter(state=OutboundState.FAILED), "pk", False,
        _("Every letter was delivered."),
        _("A letter that its server refuses for good is listed here with the server's reason."),
        "failed_out",
    ),
)  # fmt: skip
BY_SLUG = {pile.slug: pile for pile in PILES}
CALLS_FOR_A_HAND = ("quarantine", "failed", "kept")


def named(slug: str) -> Pile:
    """Return a box by its name in the address.

    :raises Http404: if there is none of that name
    """
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


def first_to_look_at(counts: Mapping[str, int]) -> Pile:
    """Return the box that calls for a hand, or, where all is well, what came."""
    calling = (BY_SLUG[slug] for slug in CALLS_FOR_A_HAND if counts[BY_SLUG[slug].counted])
    return next(calling, BY_SLUG["incoming"])


def tabs(here: Pile, counts: Mapping[str, int]) -> list[tuple[Promise, str, bool, str]]:
    return [
        (pile.name, reverse("mail-box", args=[pile.slug]), pile is here, _shown(counts[pile.counted]))
        for pile in PILES
    ]


def _shown(count: int) -> str:
    return "" if not count else f"{count}" if count < 1000 else "999+"
