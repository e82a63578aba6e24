from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.vault.tokens import digest_of, new_token
from bihuan.practices.surveys.events import Rated
from bihuan.tickets.models import Ticket

SCALE = (1, 2, 3, 4, 5)


class RatedAlready(Refused):
    """A survey is answered once."""

    code = "rated-already"


class RatingIncomplete(Refused):
    """A rating says at least how it was overall, within the scale."""

    code = "rating-incomplete"


class SurveyQuerySet(models.QuerySet["Survey"]):
    def answered(self) -> Self:
        return self.exclude(answered_at=None)

    def by_token(self, token: str) -> Self:
        return self.filter(token_digest=digest_of(token))


class Survey(models.Model):
    """How it was for the person (满意度): 1 to 5 overall, for speed, skill and manner (CLS-03)."""

    ticket = models.OneToOneField(Ticket, models.PROTECT, related_name="survey")
    token_digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    overall = models.PositiveSmallIntegerField(null=True)
    speed = models.PositiveSmallIntegerField(null=True)
    skill = models.PositiveSmallIntegerField(null=True)
    manner = models.PositiveSmallIntegerField(null=True)
    words = models.TextField(blank=True)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        constraints = [
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__range": (SCALE[0], SCALE[-1])}) | Q(**{name: None}),
                    name=f"survey_{name}_1_to_5",
                )
                for name in ("overall", "speed", "skill", "manner")
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, overall=None)
                | Q(answered_at__isnull=False, overall__isnull=False),
                name="survey_answered_or_not",
            ),
        ]
        indexes = [
            models.Index(fields=["answered_at"], name="survey_answered"),
            models.Index(fields=["sent_at"], name="survey_sent"),
        ]

    def __str__(self) -> str:
        return f"survey of ticket #{self.ticket_id}"

    @classmethod
    def send(cls, ticket: Ticket, stamp: Stamp) -> str:
        """Make the ticket's survey; return the token of its link, or "" where there is one already."""
        token, digest = new_token()
        _survey, is_new = cls.objects.get_or_create(
            ticket=ticket, defaults={"token_digest": digest, "sent_at": stamp.at}
        )
        return token if is_new else ""

    def answer(self, *, overall: int | None, stamp: Stamp, words: str = "", **aspects: int | None) -> None:
        """Take the person's rating, once.

        :raises RatedAlready: if it was answered before
        :raises RatingIncomplete: if the overall mark is missing or a mark is off the scale
        """
        if overall is None or any(
            mark not in SCALE for mark in (overall, *aspects.values()) if mark is not None
        ):
            raise RatingIncomplete(_("Please choose one to five stars."), {"overall": _("needed")})
        with self.ticket.in_hand():
            self.refresh_from_db(fields=["answered_at"])
            if self.answered_at is not None:
                raise RatedAlready(_("Thank you, you have rated this already."))
            self.overall, self.words, self.answered_at = overall, words.strip(), stamp.at
            for name, mark in aspects.items():
                setattr(self, name, mark)
            self.save()
            self.ticket.record(Rated(overall=overall, **aspects), stamp)
