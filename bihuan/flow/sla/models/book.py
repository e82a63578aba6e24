"""All policies at one glance, as they are asked for each ticket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bihuan.flow.sla.choosing import Conditions, Matter, fits
from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.models.policy import Policy
from bihuan.flow.sla.models.target import Target
from bihuan.ground.calendars.models import Calendar, Region
from bihuan.ground.catalogue.models import Category
from bihuan.ground.people.models import Department
from bihuan.kit.kept.keeping import Kept
from bihuan.kit.kept.trees import lines
from bihuan.tickets.models import Ticket

Targets = Mapping[Promise, Target]


@dataclass(frozen=True)
class PolicyBook:
    """The policies in their order. `above` and `branches`: for each department and category, itself and those above."""

    policies: tuple[tuple[Conditions, Policy], ...]
    targets: Mapping[tuple[int, int], Targets]  # policy, priority
    above: Mapping[int, frozenset[int]]
    branches: Mapping[int, frozenset[int]]

    @cached_property
    def asks_about_the_person(self) -> bool:
        return any(conditions.ask_about_the_person for conditions, _ in self.policies)

    def matter(self, ticket: Ticket) -> Matter:
        """Return what the policies may ask of a ticket; who asked it is read only if one of them wants to know."""
        person = ticket.person if self.asks_about_the_person else None
        return Matter(
            priority=ticket.priority,
            channel=ticket.channel,
            categories=self.categories(ticket.category_id),
            departments=self.departments(person.department_id if person else None),
            person=ticket.person_id,
            is_vip=bool(person and person.is_vip),
        )

    def categories(self, pk: int | None) -> frozenset[int]:
        return self.branches.get(pk, frozenset()) if pk else frozenset()

    def departments(self, pk: int | None) -> frozenset[int]:
        return self.above.get(pk, frozenset()) if pk else frozenset()

    def choose(self, matter: Matter) -> Policy | None:
        """Return the first policy that fits; None where a desk has none."""
        return next((policy for conditions, policy in self.policies if fits(conditions, matter)), None)

    def promised(self, matter: Matter) -> Targets:
        policy = self.choose(matter)
        return self.targets.get((policy.pk, matter.priority), {}) if policy else {}


def read_book(policies: list[Policy] | None = None, targets: list[Target] | None = None) -> PolicyBook:
    """Return the policies as they stand, or as they would with other ones."""
    if policies is None:
        policies = list(Policy.objects.active().in_order())
    if targets is None:
        targets = list(Target.objects.select_related("calendar__region"))
    by_policy: dict[tuple[int, int], dict[Promise, Target]] = {}
    for target in targets:
        by_policy.setdefault((target.policy_id, target.priority), {})[Promise(target.promise)] = target
    return PolicyBook(
        policies=tuple((policy.conditions, policy) for policy in policies),
        targets=by_policy,
        above=lines(dict(Department.objects.values_list("pk", "parent_id"))),
        branches=lines(dict(Category.objects.values_list("pk", "parent_id"))),
    )


policy_book = Kept(read_book, Policy, Target, Calendar, Region, Category, Department)
