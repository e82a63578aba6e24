"""Who does it, when, through which door and why: what every change is signed with (落款)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


@dataclass(frozen=True)
class Stamp:
    by: AbstractBaseUser | None  # None: the house itself, by a rule or a clock
    at: datetime
    via: str
    why: str = ""

    def because(self, why: str) -> Stamp:
        return replace(self, why=why)

    def by_the_house(self, via: str) -> Stamp:
        """Return the stamp of what a rule does at once in answer to this."""
        return Stamp(by=None, at=self.at, via=via)
