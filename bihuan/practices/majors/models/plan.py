from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.db.models import Q

from bihuan.ground.people.models import Person
from bihuan.ground.people.rights import Role
from bihuan.kit.kept.keeping import Kept
from bihuan.kit.text.languages import in_two_languages
from bihuan.tickets.models import Ticket


class Way(StrEnum):
    """By which a person is told, whatever he or she chose for quieter times."""

    BELL = "bell"
    MAIL = "mail"


class Plan(models.Model):
    """The emergency plan (应急预案): whom to tell by which ways, how often, what to do, whom to call."""

    code = models.SlugField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    steps_zh = models.TextField(help_text="one a line")
    steps_en = models.TextField(help_text="one a line")
    contacts = models.TextField(blank=True, help_text="whom to call, one a line")
    roles = models.JSONField(default=list, help_text="whose people are told, beside handler, team and leads")
    persons = models.ManyToManyField(Person, related_name="+")
    ways = models.JSONField(default=list, help_text="see `Way`")
    repeat_minutes = models.PositiveSmallIntegerField(default=10)
    is_active = models.BooleanField(default=True)

    name = in_two_languages("name")
    steps = in_two_languages("steps")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_active"], condition=Q(is_active=True), name="one_plan_in_use"
            ),
            models.CheckConstraint(condition=Q(repeat_minutes__range=(1, 240)), name="plan_repeats_in_range"),
        ]

    def __str__(self) -> str:
        return self.name

    def whom(self, ticket: Ticket) -> list[Person]:
        """Return who is told of a ticket: its handler, the leads of its team, the plan's roles and persons, each once."""
        wanted = self._named()
        if ticket.handler_id:
            wanted |= Q(pk=ticket.handler_id)
        if ticket.team:
            wanted |= Q(pk__in=ticket.team.leads().values("pk"))
        return list(Person.objects.active().filter(wanted).order_by("pk"))

    def always(self) -> list[Person]:
        """Return who is told of any ticket: the plan's roles and persons, each once."""
        return list(Person.objects.active().filter(self._named()).order_by("pk"))

    def _named(self) -> Q:
        wanted = Q(pk__in=self.persons.values("pk"))
        for role in self.roles:
            wanted |= Q(pk__in=Person.objects.with_role(Role(role)).values("pk"))
        return wanted


def _in_use() -> Plan | None:
    return Plan.objects.filter(is_active=True).first()


# The plan in use; none where an administrator put it out of use.
the_plan = Kept(_in_use, Plan)
