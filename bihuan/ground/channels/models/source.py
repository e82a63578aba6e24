"""Where alerts come from (INT-05): who may report, how much it matters, and what becomes of a recovery."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Self

from django.db import models
from django.db.models import F, Q

from bihuan.ground.catalogue.models import Category
from bihuan.ground.people.models import Person
from bihuan.kit.sql.constraints import one_of
from bihuan.kit.vault.box import seal, unseal

SECRET_BYTES = 32
OLD_OPENS_FOR = timedelta(hours=24)  # after a change, so that the tool can be told meanwhile


class SourceKind(StrEnum):
    ALERTMANAGER = "alertmanager"
    GRAFANA = "grafana"
    ZABBIX = "zabbix"
    GENERIC = "generic"


# What the tools' words for a severity come to on a new source: impact and urgency; None makes no ticket.
USUAL_LEVELS: Mapping[str, tuple[int, int] | None] = {
    "disaster": (2, 1),
    "critical": (2, 2),
    "high": (2, 2),
    "error": (3, 2),
    "average": (3, 2),
    "warning": (3, 2),
    "info": (3, 3),
    "information": (3, 3),
    "none": None,
}


class AlertSourceQuerySet(models.QuerySet["AlertSource"]):
    def active(self) -> Self:
        return self.filter(is_active=True)


class AlertSource(models.Model):
    """A monitoring tool that reports to an address of its own and proves by a secret that it is the one."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=12)
    person = models.OneToOneField(
        Person, models.PROTECT, related_name="+", help_text="in whose name its tickets are filed"
    )
    is_active = models.BooleanField(default=True)
    sealed_secret = models.TextField(blank=True)
    sealed_old_secret = models.TextField(blank=True)
    old_secret_until = models.DateTimeField(null=True)
    resolves = models.BooleanField(default=False, help_text="a recovery that lasts solves the ticket")
    calm_for = models.DurationField(
        default=timedelta(minutes=5),
        help_text="how long an alert must neither fire nor recover anew until anything is made of it",
    )
    storm_from = models.PositiveSmallIntegerField(
        default=10, help_text="new faults in ten minutes from which on they share one ticket"
    )
    impact = models.PositiveSmallIntegerField(default=3, help_text="where the severity is not in the table")
    urgency = models.PositiveSmallIntegerField(default=2)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    asset_label = models.CharField(
        max_length=100, blank=True, default="instance", help_text="the label that names the device"
    )
    heard_at = models.DateTimeField(null=True)
    alerts = models.PositiveBigIntegerField(default=0, help_text="taken so far, repeats and recoveries too")

    objects = AlertSourceQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("kind", SourceKind, name="alert_source_kind_known"),
            models.CheckConstraint(
                condition=Q(impact__range=(1, 3), urgency__range=(1, 3)), name="alert_source_levels_in_range"
            ),
            models.CheckConstraint(condition=Q(storm_from__gte=2), name="a_storm_is_more_than_one"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def set_up(cls, *, name: str, kind: SourceKind, language: str, at: datetime) -> tuple[AlertSource, str]:
        """Make a source with the usual levels; return it and its secret. Part of a transaction."""
        slug = f"{kind}-{secrets.token_hex(4)}"
        person = Person(username=f"alerts:{slug}", name=name, language=language, is_light=True, joined_at=at)
        person.set_unusable_password()
        person.save()
        source = cls.objects.create(slug=slug, name=name, kind=kind, person=person)
        AlertLevel.objects.bulk_create(
            AlertLevel(
                source=source,
                severity=severity,
                is_ignored=level is None,
                **dict(zip(("impact", "urgency"), level or (3, 3), strict=True)),
            )
            for severity, level in USUAL_LEVELS.items()
        )
        return source, source.new_secret(at)

    def new_secret(self, at: datetime, *, old_opens: bool = False) -> str:
        """Seal a new secret and return it; the one before opens for a day more where that is wanted."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        self.sealed_old_secret = (
            seal(unseal(self.sealed_secret, place=self._place("secret")), place=self._place("old"))
            if old_opens and self.sealed_secret
            else ""
        )
        self.old_secret_until = at + OLD_OPENS_FOR if self.sealed_old_secret else None
        self.sealed_secret = seal(secret, place=self._place("secret"))
        self.save(update_fields=["sealed_secret", "sealed_old_secret", "old_secret_until"])
        return secret

    def secrets_at(self, at: datetime) -> list[str]:
        """Return the secrets that open now.

        :raises CannotOpen: if this installation has not the key they were sealed with
        """
        found = [unseal(self.sealed_secret, place=self._place("secret"))] if self.sealed_secret else []
        if self.old_secret_until and at < self.old_secret_until:
            found.append(unseal(self.sealed_old_secret, place=self._place("old")))
        return found

    def note_alerts(self, number: int, at: datetime) -> None:
        type(self).objects.filter(pk=self.pk).update(heard_at=at, alerts=F("alerts") + number)

    def _place(self, field: str) -> str:
        return f"channels.alertsource:{self.pk}:{field}"


class AlertLevel(models.Model):
    """What a severity of a source comes to."""

    source = models.ForeignKey(AlertSource, models.CASCADE, related_name="levels")
    severity = models.CharField(max_length=40, help_text="the tool's word, in small letters")
    impact = models.PositiveSmallIntegerField()
    urgency = models.PositiveSmallIntegerField()
    is_ignored = models.BooleanField(default=False, help_text="no ticket comes of it")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "severity"], name="each_severity_once"),
            models.CheckConstraint(
                condition=Q(impact__range=(1, 3), urgency__range=(1, 3)), name="alert_level_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.severity


class AlertRule(models.Model):
    """By which label an alert belongs to which category; the first that fits is the one."""

    source = models.ForeignKey(AlertSource, models.CASCADE, related_name="rules")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=100)
    value = models.CharField(max_length=200, help_text="whole, * stands for anything; case does not matter")
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "position"], name="one_alert_rule_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.label}={self.value}"

    def fits(self, labels: Mapping[str, str]) -> bool:
        said = labels.get(self.label)
        wanted = self.value.lower().replace("[", "[[]").replace("?", "[?]")
        return said is not None and fnmatchcase(said.lower(), wanted)
