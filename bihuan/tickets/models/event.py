from django.db import models

from bihuan.kit.events.models import Event


class TicketEvent(Event):
    """A line of a ticket's history. The database refuses to change or remove one (REC-08)."""

    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="history")

    class Meta:
        indexes = [
            models.Index(fields=["ticket", "id"], name="history_of_ticket"),
            models.Index(fields=["kind", "at"], name="history_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk} on ticket #{self.ticket_id}"

    @property
    def topic(self) -> str:
        return f"ticket:{self.ticket_id}"
