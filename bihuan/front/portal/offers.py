"""What can be asked for: the catalogue's leaves as a person looks for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count

from bihuan.flow.triage.suggesting import Text
from bihuan.ground.catalogue.models import Category
from bihuan.kit.text.grams import fold
from bihuan.kit.text.languages import is_chinese
from bihuan.kit.text.pinyin import initials, spelling
from bihuan.tickets.models import Ticket

POPULAR, POPULAR_OVER, COUNTED_EVERY_S = 8, timedelta(days=90), 3600
MOST_FOUND = 8
NAMED, BRANCH_NAMED, SPELLED = 12.0, 4.0, 8.0  # what a hit weighs, beside the keywords' own 1 to 3

# A shape and a tone for each branch, and for leaves that people know by a picture.
LOOKS = {
    "hardware": ("laptop", "bad"),
    "software": ("package", "warn"),
    "network": ("wifi", "good"),
    "account": ("key-round", "info"),
    "configuration": ("settings", "plain"),
    "system": ("server", "bad"),
    "howto": ("book-open", "accent"),
    "consulting": ("message-circle", "held"),
    "hardware.printer": ("printer", "held"),
    "hardware.display": ("monitor", "bad"),
    "hardware.phone": ("phone", "bad"),
    "hardware.request": ("laptop", "accent"),
    "hardware.meeting_room": ("users", "held"),
    "software.email": ("mail", "info"),
    "software.browser": ("globe", "warn"),
    "software.antivirus": ("shield-check", "bad"),
    "software.collaboration": ("message-circle", "warn"),
    "network.vpn": ("globe", "good"),
    "network.share": ("hard-drive", "good"),
    "account.joiner": ("user-plus", "good"),
    "account.leaver": ("user", "plain"),
    "account.mfa": ("smartphone", "info"),
    "consulting.security": ("shield-check", "info"),
    Category.UNSORTED: ("circle-help", "plain"),
}


@dataclass(frozen=True)
class Offer:
    """A leaf of the catalogue, as a tile or a line."""

    category: Category

    @property
    def code(self) -> str:
        return self.category.code

    @property
    def name(self) -> str:
        return self.category.name

    @property
    def branch(self) -> str:
        return self.category.parent.name if self.category.parent else ""

    @property
    def look(self) -> tuple[str, str]:
        return LOOKS.get(self.code) or LOOKS.get(self.code.partition(".")[0], ("circle-help", "plain"))


def offers() -> list[Offer]:
    """Return what may be asked for, in the catalogue's order, by one query."""
    leaves = Category.objects.leaves().exclude(parent__is_active=False).select_related("parent")
    return [Offer(category) for category in leaves.defer("escalation_zh", "escalation_en")]


def by_branch(all_of_them: Iterable[Offer]) -> list[tuple[str, list[Offer]]]:
    """Return the branches with their leaves; what has no branch stands alone at the end."""
    branches: dict[str, list[Offer]] = {}
    for offer in all_of_them:
        branches.setdefault(offer.branch, []).append(offer)
    return sorted(branches.items(), key=lambda branch: not branch[0])


def most_asked_for(all_of_them: list[Offer], now: datetime) -> list[Offer]:
    """Return what was asked for most in the last 90 days, counted once an hour; filled up in the catalogue's order."""
    counts: dict[str, int] = cache.get("portal:asked-for") or _count(now)
    known = [offer for offer in all_of_them if offer.code != Category.UNSORTED]
    return sorted(known, key=lambda offer: -counts.get(offer.code, 0))[:POPULAR]


def _count(now: datetime) -> dict[str, int]:
    lately = Ticket.objects.filed_between(now - POPULAR_OVER, now).order_by()
    counts = dict(lately.exclude(category=None).values_list("category__code").annotate(Count("pk")))
    cache.set("portal:asked-for", counts, COUNTED_EVERY_S)
    return counts


def matching(all_of_them: Iterable[Offer], words: str) -> list[Offer]:
    """Return the offers that fit the words best: by name, by its pinyin, or by what people call it."""
    asked, folded = Text(words), fold(words).strip()
    if not folded:
        return []
    weighed = [(_weight(offer, asked, folded), offer) for offer in all_of_them]
    fitting = sorted((pair for pair in weighed if pair[0]), key=lambda pair: -pair[0])
    return [offer for _weight, offer in fitting[:MOST_FOUND]]


def _weight(offer: Offer, asked: Text, folded: str) -> float:
    named = folded in fold(f"{offer.category.name_zh} {offer.category.name_en}")
    branch = bool(offer.branch) and folded in fold(offer.branch)
    called: float = sum(
        weight
        for word, weight in offer.category.keywords.items()
        if word in asked or (len(folded) > 1 and fold(word).startswith(folded))
    )
    return NAMED * named + BRANCH_NAMED * branch + SPELLED * _is_spelled(offer, folded) + called


def _is_spelled(offer: Offer, folded: str) -> bool:
    """Tell whether the words begin the name in Latin letters: dyj, dayin → 打印机."""
    if len(folded) < 2 or not folded.isascii() or not is_chinese():
        return False
    name = offer.category.name_zh
    return initials(name).startswith(folded) or spelling(name).startswith(folded.replace(" ", ""))
