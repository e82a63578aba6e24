from __future__ import annotations

from django.db import models


class TableState(models.Model):
    """In which state a table of settings is: a trigger in the database counts on with each change of its rows.

    A number is never used twice, not even after a rollback, so one that is seen again means the same rows.
    """

    name = models.CharField(max_length=63, primary_key=True)
    number = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.name} {self.number}"
