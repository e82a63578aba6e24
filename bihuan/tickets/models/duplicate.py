from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from bihuan.ground.people.models import Person
from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets import lifecycle
from bihuan.tickets.events import Joined, Parted, ReportedAgain
from bihuan.tickets.models.holding import all_in_hand
from bihuan.tickets.models.resolution import Resolution
from bihuan.tickets.models.ticket import Ticket


class CannotJoin(Refused):
    """A ticket is joined to another one that is open, and to one alone."""

    code = "cannot-join"


class DuplicateQuerySet(models.QuerySet["Duplicate"]):
    def standing(self) -> Self:
        return self.filter(parted_at=None)


class Duplicate(models.Model):
    """A ticket that reports what another one, its parent, reports already (合并): who said so, when, and until when."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="duplicate_of")
    parent = models.ForeignKey(Ticket, models.PROTECT, related_name="duplicates")
    joined_at = models.DateTimeField()
    joined_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    parted_at = models.DateTimeField(null=True)

    objects = DuplicateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(parted_at=None), name="one_parent_a_ticket"
            ),
            models.CheckConstraint(condition=~Q(ticket=F("parent")), name="not_its_own_duplicate"),
        ]
        indexes = [models.Index(fields=["parent"], condition=Q(parted_at=None), name="duplicates_of_parent")]

    def __str__(self) -> str:
        return f"ticket #{self.ticket_id} reports what #{self.parent_id} does"

    @classmethod
    def join(cls, ticket: Ticket, parent: Ticket, stamp: Stamp) -> Duplicate:
        """Join the ticket to the parent, or to the parent's own parent where that is joined itself.

        :raises CannotJoin: if they are the same, one is over, or the ticket is joined or a parent already
        """
        above = cls.objects.standing().filter(ticket=parent).values_list("parent", flat=True).first()
        keys = {ticket.pk, above or parent.pk}
        with all_in_hand(Ticket.objects.filter(pk__in=keys)) as held:
            child, root = held[ticket.pk], held[above or parent.pk]
            cls._refuse(child, root)
            joined = cls.objects.create(ticket=child, parent=root, joined_at=stamp.at, joined_by=stamp.by)
            child.record(Joined(duplicate=joined.pk, parent=root.number), stamp)
            again = ReportedAgain(duplicate=joined.pk, ticket=child.number, reporters=reporters(root))
            root.record(again, stamp)
        return joined

    @classmethod
    def part_of(cls, ticket: Ticket, stamp: Stamp) -> None:
        """Part the ticket from what it is joined to.

        :raises CannotJoin: if it is joined to none
        """
        joined = cls.objects.standing().filter(ticket=ticket).first()
        if joined is None:
            raise CannotJoin(_("They have been parted already."))
        joined.part(stamp)

    def part(self, stamp: Stamp) -> None:
        """Undo the joining: the ticket goes its own way again, and keeps all that was done to it."""
        with all_in_hand(Ticket.objects.filter(pk__in={self.ticket_id, self.parent_id})) as held:
            self.refresh_from_db(fields=["parted_at"])
            if self.parted_at is not None:
                raise CannotJoin(_("They have been parted already."))
            self.parted_at = stamp.at
            self.save(update_fields=["parted_at"])
            held[self.ticket_id].record(Parted(duplicate=self.pk, parent=held[self.parent_id].number), stamp)

    @classmethod
    def solve_with(cls, parent: Ticket, stamp: Stamp) -> int:
        """Solve the open tickets joined to a solved one as it was solved; return how many these were.

        :raises CannotJoin: if the parent is not solved
        """
        standing = parent.resolutions.filter(refuted_at=None).first()
        if standing is None:
            raise CannotJoin(_("Solve this ticket first; the others follow it."))
        keys = cls.objects.standing().filter(parent=parent).values("ticket")
        with all_in_hand(Ticket.objects.open().filter(pk__in=keys)) as held:
            for child in held.values():
                Resolution.propose(
                    child,
                    solution=standing.solution,
                    cause=standing.cause,
                    verification=standing.verification,
                    is_workaround=standing.is_workaround,
                    stamp=stamp.because(_("as %(number)s") % {"number": parent.number}),
                )
        return len(held)

    @classmethod
    def persons_of(cls, parent: Any, besides: Any) -> models.QuerySet[Any, Any]:
        """Return, for a subquery, how many persons besides one have an open ticket that is joined; none where nobody has."""
        standing = cls.objects.standing().filter(parent=parent, ticket__state__in=lifecycle.OPEN)
        others = standing.exclude(ticket__person=besides).order_by().values("parent")
        return others.annotate(persons=Count("ticket__person", distinct=True)).values("persons")

    @classmethod
    def _refuse(cls, child: Ticket, root: Ticket) -> None:
        if child.pk == root.pk:
            raise CannotJoin(_("A ticket cannot be joined to itself."))
        if not (child.is_open and root.is_open):
            raise CannotJoin(_("Only tickets that are both open can be joined."))
        if cls.objects.standing().filter(Q(ticket=child) | Q(parent=child) | Q(ticket=root)).exists():
            raise CannotJoin(
                _("It is joined already, or others are joined to it. Join the other one to this one instead.")
            )


def reporters(parent: Ticket) -> int:
    """Return how many persons report the same: who asked first, and those of the tickets joined to it."""
    joined = Duplicate.objects.standing().filter(parent=parent).values_list("ticket__person", flat=True)
    return len({parent.person_id, *joined})
