from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.ground.people.models import Person, Team
from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets.events import Escalated, SentBack
from bihuan.tickets.models.assignment import Assignment, take_up
from bihuan.tickets.models.attempt import Attempt
from bihuan.tickets.models.hold import Hold
from bihuan.tickets.models.ticket import ImpossibleMove, Ticket


class EscalationIncomplete(Refused):
    """The next line would have to begin from nothing."""

    code = "escalation-incomplete"


class EscalationQuerySet(models.QuerySet["Escalation"]):
    def standing(self) -> Self:
        return self.filter(sent_back_at=None)


class Escalation(models.Model):
    """A hand-over to the next line (职能升级) with the reason, what was tried, and how things stand (WRK-03)."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="escalations")
    from_team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    from_handler = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    to_team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    reason = models.TextField()
    present_state = models.TextField(blank=True)
    untried_because = models.TextField(blank=True, help_text="why nothing was tried before")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    sent_back_at = models.DateTimeField(null=True)
    sent_back_why = models.TextField(blank=True)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="escalation_has_a_reason"),
            models.CheckConstraint(
                condition=Q(sent_back_at=None) | ~Q(sent_back_why=""), name="sent_back_with_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["ticket", "id"], name="escalations_of_ticket")]

    def __str__(self) -> str:
        return f"escalation #{self.pk}"

    @property
    def tried(self) -> models.QuerySet[Attempt]:
        """Return what had been tried by then: the hand-off sheet is the log itself."""
        return Attempt.objects.filter(ticket=self.ticket_id, at__lte=self.at).order_by("pk")

    @classmethod
    def make(
        cls,
        ticket: Ticket,
        *,
        to_team: Team,
        reason: str,
        stamp: Stamp,
        present_state: str = "",
        untried_because: str = "",
    ) -> Escalation:
        """Hand the ticket to another team, whose handler the dispatch then finds.

        :raises EscalationIncomplete: naming everything that is missing
        """
        missing = {}
        if not reason.strip():
            missing["reason"] = _("the reason")
        if not untried_because.strip() and not Attempt.objects.filter(ticket=ticket).exists():
            missing["untried_because"] = _("what was tried, or why nothing was")
        if missing:
            words = _(", ").join(missing.values())
            raise EscalationIncomplete(
                _("Before it goes on, please add: %(missing)s.") % {"missing": words}, missing
            )
        with ticket.in_hand():
            if not ticket.is_open or ticket.team_id == to_team.pk:
                raise ImpossibleMove(_("Only an open ticket goes on, and only to another team."))
            take_up(ticket, stamp)
            Hold.end_running(ticket, stamp)
            escalation = cls.objects.create(
                ticket=ticket,
                from_team=ticket.team,
                from_handler=ticket.handler,
                to_team=to_team,
                reason=reason.strip(),
                present_state=present_state.strip(),
                untried_because=untried_because.strip(),
                by=stamp.by,
                at=stamp.at,
            )
            facts = Escalated(escalation=escalation.pk, to=to_team.code)
            ticket.record(facts, stamp.because(escalation.reason))
        return escalation

    def send_back(self, *, why: str, stamp: Stamp) -> None:
        """Return the ticket straight to who sent it.

        :raises EscalationIncomplete: if no reason is given
        """
        if not why.strip():
            raise EscalationIncomplete(_("Say why it goes back."), {"why": _("needed")})
        with self.ticket.in_hand():
            if self.ticket.team_id != self.to_team_id or self.from_team is None or not self.ticket.is_open:
                raise ImpossibleMove(_("It is no longer with the team that it was sent to."))
            self.sent_back_at, self.sent_back_why = stamp.at, why.strip()
            self.save(update_fields=["sent_back_at", "sent_back_why"])
            self.ticket.record(SentBack(escalation=self.pk), stamp.because(self.sent_back_why))
            back = stamp.because(self.sent_back_why)
            Assignment.make(self.ticket, team=self.from_team, handler=self.from_handler, stamp=back)
