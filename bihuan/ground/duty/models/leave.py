from __future__ import annotations

from datetime import datetime
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models, transaction
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext as _

from bihuan.ground.people.models import Person
from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp


def _same(field: str) -> Func:
    """Return a number as a range of one: comparable in an exclusion without the btree_gist extension."""
    return Func(F(field), F(field), Value("[]"), function="int8range")


def _span() -> Func:
    return Func(F("since"), F("until"), function="tstzrange")


class LeaveOverlaps(Refused):
    """The person is away at that time already."""

    code = "leave-overlaps"

    def __init__(self) -> None:
        super().__init__(
            _("There is leave in this time already. Change that one instead."),
            {"since": _("overlaps other leave")},
        )


class AlreadyDecided(Refused):
    """Somebody else has answered meanwhile."""

    code = "already-decided"

    def __init__(self) -> None:
        super().__init__(_("This was answered already. Have a look at where it stands."))


class Absence(models.Model):
    """Leave, sickness, travel: from … to …, whatever the rota says."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="absences")
    since = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="absence_ends_after_it_began"),
            # Two overlapping absences of one person are one absence written twice.
            ExclusionConstraint(
                name="absences_of_a_person_do_not_overlap",
                expressions=[(_same("person"), RangeOperators.OVERLAPS), (_span(), RangeOperators.OVERLAPS)],
            ),
        ]

    @classmethod
    def note(cls, person: Person, since: datetime, until: datetime, reason: str = "") -> Absence:
        """Write down that somebody is away.

        :raises LeaveOverlaps: if he or she is away then already
        """
        with transaction.atomic():
            Person.objects.select_for_update(no_key=True).get(pk=person.pk)
            if cls.objects.filter(person=person, since__lt=until, until__gt=since).exists():
                raise LeaveOverlaps
            return cls.objects.create(person=person, since=since, until=until, reason=reason)


class LeaveQuerySet(models.QuerySet["LeaveRequest"]):
    def waiting(self) -> Self:
        return self.filter(decided_at=None)


class LeaveRequest(models.Model):
    """Somebody asks to be away; granted, it becomes an absence."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="leave_requests")
    since = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.CharField(max_length=100, blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    is_granted = models.BooleanField(default=False)

    objects = LeaveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="leave_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(is_granted=False) | Q(decided_at__isnull=False), name="leave_granted_is_decided"
            ),
            ExclusionConstraint(
                name="leave_asked_for_does_not_overlap",
                expressions=[(_same("person"), RangeOperators.OVERLAPS), (_span(), RangeOperators.OVERLAPS)],
                condition=Q(decided_at=None),
            ),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="leave_of_person")]

    @classmethod
    def ask(cls, since: datetime, until: datetime, reason: str, stamp: Stamp) -> LeaveRequest:
        """Ask for leave for oneself.

        :raises LeaveOverlaps: if it was granted, or asked for, already
        """
        assert isinstance(stamp.by, Person)
        with transaction.atomic():
            Person.objects.select_for_update(no_key=True).get(pk=stamp.by.pk)
            same = {"person": stamp.by, "since__lt": until, "until__gt": since}
            if Absence.objects.filter(**same).exists() or cls.objects.waiting().filter(**same).exists():
                raise LeaveOverlaps
            return cls.objects.create(
                person=stamp.by, since=since, until=until, reason=reason, asked_at=stamp.at
            )

    def decide(self, *, is_granted: bool, stamp: Stamp) -> None:
        """Grant it, and the person is away then; or not.

        :raises AlreadyDecided: if somebody did before
        :raises LeaveOverlaps: if he or she is away then already
        """
        with transaction.atomic():
            self.refresh_from_db(from_queryset=LeaveRequest.objects.select_for_update())
            if self.decided_at is not None:
                raise AlreadyDecided
            if is_granted:
                Absence.note(self.person, self.since, self.until, self.reason)
            self.decided_at, self.is_granted = stamp.at, is_granted
            self.decided_by = stamp.by if isinstance(stamp.by, Person) else None
            self.save(update_fields=["decided_at", "is_granted", "decided_by"])
