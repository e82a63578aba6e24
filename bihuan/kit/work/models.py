from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

SILENT_AFTER = timedelta(seconds=20)
WORKER = "worker"


class Heartbeat(models.Model):
    """A sign of life of a process that works unseen, such as `worker` or `mailbox:3`.

    Several processes may share a name: then one of them alive is enough.
    """

    name = models.CharField(max_length=100, primary_key=True)
    at = models.DateTimeField(null=True, help_text="of the last beat; null while the first is still awaited")

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def beat(name: str, at: datetime) -> None:
        row = Heartbeat(name=name, at=at)
        Heartbeat.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
        )

    @staticmethod
    def expect(name: str) -> None:
        """Miss `name` from now on, if it does not beat. A beat is expected to be followed by another, too."""
        Heartbeat.objects.bulk_create([Heartbeat(name=name)], ignore_conflicts=True)

    @staticmethod
    def silent(now: datetime) -> list[str]:
        """Return the names that should beat and have not for SILENT_AFTER, or never; the worker always should."""
        beats: dict[str, datetime | None] = {
            WORKER: None,
            **dict(Heartbeat.objects.values_list("name", "at")),
        }
        return sorted(name for name, at in beats.items() if at is None or now - at > SILENT_AFTER)

    @staticmethod
    def forget(name: str) -> None:
        """Miss it no more: what beat here was taken away on purpose."""
        Heartbeat.objects.filter(name=name).delete()
