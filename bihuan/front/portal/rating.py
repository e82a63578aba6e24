"""How it was, as a person says it with stars: 1 to 5 overall, and for speed, skill and manner (CLS-03)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from bihuan.practices.surveys.models import SCALE

ASPECTS = ("speed", "skill", "manner")
LONGEST_WORDS = 5_000


@dataclass
class Rating:
    """The marks that were given, 0 for none, the words, and what is wrong with them."""

    stars: dict[str, int] = field(default_factory=dict)
    words: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, post: QueryDict) -> Rating:
        """Read the names below and nothing else; a mark off the scale counts as none."""
        known = {str(mark): mark for mark in SCALE}
        stars = {name: known.get(post.get(name, ""), 0) for name in ("overall", *ASPECTS)}
        rating = cls(stars, post.get("words", "").replace("\x00", "").strip()[:LONGEST_WORDS])
        if not stars["overall"]:
            rating.errors["overall"] = _("Please choose one to five stars.")
        return rating

    @property
    def marks(self) -> dict[str, Any]:
        return {name: mark or None for name, mark in self.stars.items()} | {"words": self.words}
