from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.ground.people.models import Person, Team
from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.sql import tray
from bihuan.tickets.events import Accepted, Assigned, Returned
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models.ticket import ImpossibleMove, Ticket


class TakenAlready(Refused):
    """Somebody else has the ticket."""

    code = "taken-already"

    def __init__(self, ticket: Ticket) -> None:
        told = {"number": ticket.number, "name": ticket.handler.name if ticket.handler else ""}
        super().__init__(_("%(name)s has %(number)s already.") % told)


class ReturnWithoutReason(Refused):
    """Whoever is to have it next would not know why."""

    code = "return-without-reason"

    def __init__(self) -> None:
        super().__init__(_("Say why it goes back."), {"why": _("needed")})


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def current(self) -> Self:
        return self.filter(until=None)


class Assignment(models.Model):
    """A stretch in which a ticket is a team's, and perhaps a handler's; why, and whether it was accepted (受理)."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="assignments")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    handler = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reasons = models.JSONField(
        default=dict, help_text="who was weighed and why it became this one; see dispatch"
    )
    since = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(until=None), name="one_assignment_at_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["ticket", "id"], name="assignments_of_ticket"),
            models.Index(fields=["handler", "-since"], name="assignments_of_handler"),
        ]

    def __str__(self) -> str:
        return f"assignment #{self.pk}"

    @classmethod
    def make(
        cls,
        ticket: Ticket,
        *,
        team: Team,
        handler: Person | None,
        stamp: Stamp,
        reasons: dict[str, object] | None = None,
    ) -> Assignment:
        """Give the ticket to a team and, if one is named, a handler, who then has it in progress (DIS-03).

        :raises ImpossibleMove: if the ticket is over
        """
        with ticket.in_hand():
            if not ticket.is_unfinished:
                raise ImpossibleMove(_("This ticket is no longer being worked on."))
            if ticket.first_words is None or ticket.given:
                cls.objects.current().filter(ticket=ticket).update(until=stamp.at)
            assignment = ticket.given = cls(
                ticket=ticket, team=team, handler=handler, reasons=reasons or {}, since=stamp.at
            )
            tray.write_with_key(assignment)
            ticket.team, ticket.handler, ticket.accepted_at = team, handler, None
            ticket.keep("team", "handler", "accepted_at", stamp=stamp)
            if handler and ticket.state == State.NEW:
                ticket.move(State.IN_PROGRESS, stamp)
            handler_id = handler.pk if handler else None
            ticket.record(Assigned(assignment=assignment.pk, team=team.code, handler=handler_id), stamp)
        return assignment

    def accept(self, stamp: Stamp) -> None:
        """Take responsibility; accepting twice is once."""
        with self.ticket.in_hand():
            self.refresh_from_db(fields=["accepted_at"])
            if self.accepted_at is not None:
                return
            self.accepted_at = self.ticket.accepted_at = stamp.at
            self.save(update_fields=["accepted_at"])
            self.ticket.keep("accepted_at", stamp=stamp)
            self.ticket.record(Accepted(assignment=self.pk), stamp)

    def give_back(self, *, why: str, stamp: Stamp) -> None:
        """Return the ticket to the dispatch (退回), which finds somebody else.

        :raises ReturnWithoutReason: if none is given
        :raises ImpossibleMove: if it is no longer his or hers who returns it, or no longer open
        """
        if not why.strip():
            raise ReturnWithoutReason
        with self.ticket.in_hand():
            if not self._is_the_handlers(stamp):
                raise ImpossibleMove(_("Only who has a ticket that is open can give it back."))
            self._return(stamp.because(why.strip()), was_given_back=True)

    def lapse(self, stamp: Stamp) -> None:
        """Return the ticket to the dispatch because nobody accepted it in time; one that was accepted stays."""
        with self.ticket.in_hand():
            if self.ticket.is_open and self.handler_id and self.ticket.accepted_at is None:
                self._return(stamp, was_given_back=False)

    def _is_the_handlers(self, stamp: Stamp) -> bool:
        is_still = self.until is None and self.handler_id == self.ticket.handler_id
        return self.ticket.is_open and is_still and stamp.by is not None and stamp.by.pk == self.handler_id

    def _return(self, stamp: Stamp, *, was_given_back: bool) -> None:
        assert self.handler_id is not None
        facts = Returned(assignment=self.pk, handler=self.handler_id, was_given_back=was_given_back)
        self.ticket.record(facts, stamp)


def claim(ticket: Ticket, stamp: Stamp) -> None:
    """Take a ticket for oneself (认领) and accept it, within the team that has it; what one has already one keeps.

    Two at once are told apart by the row's lock.

    :raises TakenAlready: naming who was quicker
    """
    with ticket.in_hand():
        if not isinstance(stamp.by, Person) or ticket.team is None or ticket.handler_id == stamp.by.pk:
            return
        if ticket.handler_id is not None:
            raise TakenAlready(ticket)
        Assignment.make(ticket, team=ticket.team, handler=stamp.by, stamp=stamp).accept(stamp)


def take_up(ticket: Ticket, stamp: Stamp) -> None:
    """Accept the ticket if its handler is the one who works on it now: working is accepting."""
    if ticket.accepted_at is None and stamp.by is not None and ticket.handler_id == stamp.by.pk:
        assignment = Assignment.objects.current().get(ticket=ticket)
        assignment.ticket = ticket
        assignment.accept(stamp)
