from __future__ import annotations

from django.db import models

from bihuan.ground.people.models import Person, Team
from bihuan.kit.events.stamp import Stamp


class ShiftNote(models.Model):
    """What one shift leaves to the next (交接班): a note of the team, which somebody of the next shift reads."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="shift_notes")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "duty_handover"  # as the releases before call it
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="hand_over_says_something"),
            models.CheckConstraint(
                condition=models.Q(read_at=None, read_by=None)
                | models.Q(read_at__isnull=False, read_by__isnull=False),
                name="hand_over_read_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["team", "-id"], name="hand_overs_of_team")]

    def read(self, stamp: Stamp) -> None:
        """Note that the next shift knows; the first one to read it counts, and nobody reads his or her own."""
        if isinstance(stamp.by, Person) and stamp.by.pk != self.by_id:
            unread = ShiftNote.objects.filter(pk=self.pk, read_at=None)
            unread.update(read_at=stamp.at, read_by=stamp.by)
