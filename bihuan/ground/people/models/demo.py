from __future__ import annotations

from django.db import models


class DemoCompany(models.Model):
    """That the people here are invented, and that everybody knows their passwords: every page says so."""

    seed = models.IntegerField()
    logins = models.JSONField(
        default=list, help_text="[{username, password, role}]: shown on the log-in page"
    )
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(models.Value(1), name="one_demo_company"),
        ]
