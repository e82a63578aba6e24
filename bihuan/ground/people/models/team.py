from __future__ import annotations

from django.db import models

from bihuan.ground.people.models.person import Person
from bihuan.kit.kept.keeping import Kept
from bihuan.kit.text.languages import in_two_languages


class Skill(models.Model):
    """Something that somebody knows how to do."""

    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)

    name = in_two_languages("name")

    def __str__(self) -> str:
        return self.name


class Mastery(models.Model):
    """How well a person has a skill: 1 knows, 2 can, 3 teaches."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="masteries")
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="masteries")
    level = models.PositiveSmallIntegerField(default=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "skill"], name="one_mastery_a_person_and_skill"),
            models.CheckConstraint(condition=models.Q(level__range=(1, 3)), name="mastery_level_1_to_3"),
        ]


class Team(models.Model):
    """Those who answer for a kind of work. Tier 1 is the desk itself, tier 2 the experts."""

    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    tier = models.PositiveSmallIntegerField()
    members = models.ManyToManyField(Person, through="Membership", related_name="teams")

    name = in_two_languages("name")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(tier__range=(1, 3)), name="team_tier_1_to_3")
        ]

    def __str__(self) -> str:
        return self.name

    def leads(self) -> models.QuerySet[Person]:
        return self.members.filter(memberships__is_lead=True, is_active=True)


class Membership(models.Model):
    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    is_lead = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "person"], name="one_membership_a_team_and_person")
        ]


def _levels() -> dict[int, dict[int, int]]:
    levels: dict[int, dict[int, int]] = {}
    for person, skill, level in Mastery.objects.values_list("person_id", "skill_id", "level"):
        levels.setdefault(person, {})[skill] = level
    return levels


# By the keys of person and skill.
skill_levels = Kept(_levels, Mastery)
