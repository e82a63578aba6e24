from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Self

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from bihuan.ground.duty.models.leave import AlreadyDecided
from bihuan.ground.duty.rota import Kind, Trade
from bihuan.ground.people.models import Person, Team
from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.sql.constraints import one_of


class SwapState(StrEnum):
    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # by who asked, or set aside by a lead


class SwapImpossible(Refused):
    """There is nothing to swap on that day, or it is given away already."""

    code = "swap-impossible"


class SwapQuerySet(models.QuerySet["Swap"]):
    def asked(self) -> Self:
        return self.filter(state=SwapState.ASKED)

    def agreed(self) -> Self:
        return self.filter(state=SwapState.AGREED)

    def of(self, person: Person) -> Self:
        return self.filter(Q(giver=person) | Q(taker=person))


class Swap(models.Model):
    """One asks another to take a turn, perhaps for one in return. Only the other's consent makes it so."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="+")
    giver = models.ForeignKey(Person, models.CASCADE, related_name="+")
    taker = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, default=Kind.SHIFT)
    gives_on = models.DateField()
    returns_on = models.DateField(null=True, help_text="the day on which the giver works for the taker")
    words = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, default=SwapState.ASKED)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = SwapQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("kind", Kind, name="swap_kind_known"),
            one_of("state", SwapState, name="swap_state_known"),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="swap_is_between_two"),
            models.CheckConstraint(
                condition=Q(state=SwapState.ASKED) | Q(decided_at__isnull=False),
                name="swap_decided_has_time",
            ),
            models.UniqueConstraint(
                fields=["team", "giver", "gives_on", "kind"],
                condition=Q(state__in=[SwapState.ASKED, SwapState.AGREED]),
                name="a_turn_is_given_away_once",
            ),
        ]
        indexes = [models.Index(fields=["team", "gives_on"], name="swaps_of_team")]

    @property
    def trade(self) -> Trade:
        return Trade(self.giver_id, self.taker_id, Kind(self.kind), self.gives_on, self.returns_on)

    @classmethod
    def ask(
        cls,
        team: Team,
        taker: Person,
        kind: Kind,
        gives_on: date,
        stamp: Stamp,
        *,
        returns_on: date | None = None,
        words: str = "",
    ) -> Swap:
        """Ask somebody of the team to take one's turn of that day.

        :raises SwapImpossible: if that turn is given away already
        """
        assert isinstance(stamp.by, Person)
        standing = [SwapState.ASKED, SwapState.AGREED]
        with transaction.atomic():
            Person.objects.select_for_update(no_key=True).get(pk=stamp.by.pk)
            given = cls.objects.filter(
                team=team, giver=stamp.by, gives_on=gives_on, kind=kind, state__in=standing
            )
            if given.exists():
                raise SwapImpossible(_("Somebody has been asked to take this turn already."))
            return cls.objects.create(
                team=team,
                giver=stamp.by,
                taker=taker,
                kind=kind,
                gives_on=gives_on,
                returns_on=returns_on,
                words=words,
                asked_at=stamp.at,
            )

    def agree(self, stamp: Stamp) -> None:
        """Take the turn: from now on the roster is as swapped.

        :raises AlreadyDecided: if it is no longer asked
        """
        self._decide(SwapState.AGREED, SwapState.ASKED, stamp)

    def decline(self, stamp: Stamp) -> None:
        self._decide(SwapState.DECLINED, SwapState.ASKED, stamp)

    def withdraw(self, stamp: Stamp) -> None:
        """Take back what was asked, or set aside what was agreed: everybody has his or her own turn again."""
        self._decide(SwapState.WITHDRAWN, self.state, stamp)

    def _decide(self, to: SwapState, was: str, stamp: Stamp) -> None:
        with transaction.atomic():
            self.refresh_from_db(from_queryset=Swap.objects.select_for_update())
            if self.state != was or self.state in (SwapState.DECLINED, SwapState.WITHDRAWN):
                raise AlreadyDecided
            self.state, self.decided_at = to, stamp.at
            self.decided_by = stamp.by if isinstance(stamp.by, Person) else None
            self.save(update_fields=["state", "decided_at", "decided_by"])
