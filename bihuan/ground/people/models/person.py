from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import CharField, F, Func, OuterRef, Q, Value
from django.db.models.functions import Lower
from django.db.models.lookups import EndsWith

from bihuan.ground.people.models.department import Department
from bihuan.ground.people.rights import Right, Role, rights_of
from bihuan.kit.sql.constraints import one_of
from bihuan.kit.text import pinyin
from bihuan.kit.text.grams import fold

SHORTEST_PHONE = 4  # digits: an extension
TELLING_DIGITS = 8  # of a longer number; what stands before differs with who dials


class PersonQuerySet(models.QuerySet["Person"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def with_roles(self) -> Self:
        """Fetch roles and teams along, so that asking what a person may do costs no further query."""
        granted = Grant.objects.filter(person=OuterRef("pk")).values("role")
        member = Person.objects.filter(pk=OuterRef("pk"), memberships__isnull=False)
        belonging = member.values("memberships__team")
        return self.annotate(granted=ArraySubquery(granted), belonging=ArraySubquery(belonging))

    def with_role(self, role: Role) -> Self:
        return self.filter(grants__role=role)

    def with_right(self, right: Right) -> Self:
        return self.filter(grants__role__in=[role for role in Role if right in rights_of([role])]).distinct()

    def by_address(self, email: str) -> Self:
        """Keep who has that mail address, whatever its case; nobody for an empty one."""
        return self.annotate(email_folded=Lower("email")).filter(email_folded=email.lower()).exclude(email="")

    def known_as(self, name: str) -> Person | None:
        """Return whose log-in or mail address that is, whatever its case; a log-in goes before an address."""
        if not name or "\x00" in name:
            return None
        found = self.filter(Q(username__iexact=name) | Q(email__iexact=name))
        return min(found, key=lambda person: person.username.lower() != name.lower(), default=None)

    def matching(self, words: str) -> Self:
        """Keep those whose name, pinyin, initials, log-in or mail address begins like `words` (zs → 张三), whose staff
        number it is, or whose telephone number ends so.
        """
        folded = fold(words).strip()
        return self.filter(
            Q(name__startswith=folded)
            | Q(initials__startswith=folded)
            | Q(spelling__startswith=folded.replace(" ", ""))
            | Q(username__startswith=folded)
            | Q(email__istartswith=folded)
            | Q(staff_no__iexact=folded)
            | _by_phone(folded)
        )


def _by_phone(words: str) -> Q:
    """Ask for a number with the same end, however either is grouped and whatever codes stand before it."""
    digits = "".join(sign for sign in words if sign in "0123456789")
    if len(digits) < SHORTEST_PHONE:
        return Q(pk=None)
    return _ends_with("phone", digits[-TELLING_DIGITS:]) | _ends_with("mobile", digits[-TELLING_DIGITS:])


def _ends_with(field: str, digits: str) -> Q:
    bare = Func(
        F(field), Value(r"\D"), Value(""), Value("g"), function="regexp_replace", output_field=CharField()
    )
    return Q(EndsWith(bare, digits))


class PersonManager(models.Manager["Person"]):
    def get_by_natural_key(self, username: str) -> Person:
        return self.get(username=username)


class Person(AbstractBaseUser):
    """Somebody who asks or answers. Who only ever wrote a mail has a light record: no log-in, little known."""

    username = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    mobile = models.CharField(max_length=40, blank=True)
    staff_no = models.CharField(max_length=40, blank=True)
    location = models.CharField(max_length=100, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="persons")
    language = models.CharField(max_length=10, default="zh-hans")
    is_vip = models.BooleanField(default=False)
    is_light = models.BooleanField(default=False, help_text="recorded from a message, not from a directory")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    # Derived from the name by save(), for sorting and finding without the database knowing Chinese.
    spelling = models.CharField(max_length=200, editable=False, default="")
    initials = models.CharField(max_length=50, editable=False, default="")

    objects = PersonManager.from_queryset(PersonQuerySet)()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="one_person_an_address"),
            models.UniqueConstraint(
                fields=["staff_no"], condition=~Q(staff_no=""), name="one_person_a_staff_no"
            ),
        ]
        indexes = [
            models.Index(fields=["name"], opclasses=["text_pattern_ops"], name="person_name_begins"),
            models.Index(fields=["spelling"], opclasses=["text_pattern_ops"], name="person_spelling_begins"),
            models.Index(fields=["initials"], opclasses=["text_pattern_ops"], name="person_initials_begin"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.spelling, self.initials = pinyin.spelling(self.name), pinyin.initials(self.name)
        if update_fields and "name" in update_fields:
            update_fields = {*update_fields, "spelling", "initials"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @classmethod
    def stand_in(cls, pk: int, roles: Iterable[str], team_ids: list[int]) -> Person:
        """Return somebody with no more than a key, roles and teams, for a question that is written before it is put."""
        person = cls(pk=pk)
        person.__dict__ |= {"roles": frozenset(roles), "team_ids": team_ids}
        return person

    @cached_property
    def roles(self) -> frozenset[str]:
        granted: list[str] | None = getattr(self, "granted", None)
        return frozenset(self.grants.values_list("role", flat=True) if granted is None else granted)

    @cached_property
    def team_ids(self) -> list[int]:
        """Return the teams that the person is a member of: fetched along with the roles, or by a query."""
        belonging: list[int] | None = getattr(self, "belonging", None)
        return list(self.memberships.values_list("team_id", flat=True)) if belonging is None else belonging

    @cached_property
    def rights(self) -> frozenset[Right]:
        return rights_of(self.roles) if self.is_active else frozenset()

    def may(self, right: Right) -> bool:
        return right in self.rights

    @property
    def is_agent(self) -> bool:
        return self.may(Right.WORK_TICKETS)


class Grant(models.Model):
    """A role that a person has, since when and by whose word."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20)
    since = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "role"], name="each_role_once_a_person"),
            one_of("role", Role, name="role_known"),
        ]
