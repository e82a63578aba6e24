"""What the desk knows while stories are acted out, read once."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bihuan.flow.sla.models import PolicyBook, policy_book
from bihuan.flow.triage.models import HintWord, RuleBook, Says, priority_rules, scheme_in_force
from bihuan.flow.triage.schemes import Scheme
from bihuan.flow.triage.suggesting import Hint
from bihuan.front.ops.demo.writing.roster import Roster
from bihuan.ground.calendars.delivering import OFFICE
from bihuan.ground.calendars.models import Calendar
from bihuan.ground.calendars.worktime import WorkCalendar, latest_start
from bihuan.ground.catalogue.models import Category, CheckStep, FormField, ReplyTemplate
from bihuan.ground.channels.models import Channel, Mailbox
from bihuan.ground.people.models import Mastery, Person, Team
from bihuan.practices.knowledge.models import Article
from bihuan.practices.majors.models import Plan, the_plan

STILL_NEW = timedelta(hours=6)  # of working time


@dataclass(frozen=True)
class Known:
    at: datetime  # up to then stories are told
    new_since: datetime  # what was told since then may not have been seen yet
    rng: random.Random
    office: WorkCalendar
    persons: Mapping[str, Person]
    articles: Mapping[str, Article]  # by slug
    teams: Mapping[str, Team]
    leads: Mapping[int, list[Person]]  # team → who leads it
    categories: Mapping[str, Category]
    keywords: Mapping[str, Mapping[str, float]]  # leaf → word → weight
    fields: Mapping[tuple[str, str], FormField]  # category, key
    steps: Mapping[tuple[str, str], CheckStep]
    hints: Mapping[str, list[Hint]]
    scheme: Scheme  # of priorities, with the rules that raise them
    priority_rules: RuleBook
    policies: PolicyBook
    channels: Mapping[str, Channel]
    templates: Mapping[str, ReplyTemplate]
    mailbox: Mailbox
    masteries: Mapping[tuple[int, int], int]  # person, skill → level
    skills: Mapping[int, list[int]]  # category → skills
    roster: Roster
    plan: Plan | None  # for what is of level 1

    def form_of(self, category: Category) -> dict[str, FormField]:
        return {key: field for (code, key), field in self.fields.items() if code == category.code}

    def mastery(self, person: Person, category: Category | None) -> int:
        """Return the sum of the person's levels in what the category needs."""
        needed = self.skills[category.pk] if category else []
        return sum(self.masteries.get((person.pk, skill), 0) for skill in needed)

    def best_of(self, team: Team, category: Category | None) -> Person:
        """Return who of the team masters the matter best."""
        members = self.roster.members(team)
        return max(members, key=lambda one: (self.mastery(one, category), -one.pk))


def look_around(
    at: datetime,
    persons: Mapping[str, Person],
    articles: Mapping[str, Article],
    mailbox: Mailbox,
    rng: random.Random,
) -> Known:
    """Read the delivered configuration and the people written before."""
    categories = Category.objects.select_related("team", "escalates_to", "parent").prefetch_related("skills")
    by_code = {category.code: category for category in categories}
    teams = {team.code: team for team in Team.objects.all()}
    office = Calendar.objects.select_related("region").get(code=OFFICE).work_calendar()
    return Known(
        at=at,
        new_since=latest_start(office, at, STILL_NEW),
        rng=rng,
        office=office,
        persons=persons,
        articles=articles,
        teams=teams,
        leads={team.pk: list(team.leads()) for team in teams.values()},
        categories=by_code,
        keywords=dict(Category.objects.leaves().values_list("code", "keywords")),
        fields={(one.category.code, one.key): one for one in FormField.objects.select_related("category")},
        steps={(one.category.code, one.key): one for one in CheckStep.objects.select_related("category")},
        hints=_hints(),
        scheme=scheme_in_force(),
        priority_rules=priority_rules(),
        policies=policy_book(),
        channels={one.kind: one for one in Channel.objects.select_related("calendar__region")},
        templates={one.code: one for one in ReplyTemplate.objects.all()},
        mailbox=mailbox,
        masteries={
            (person, skill): level
            for person, skill, level in Mastery.objects.values_list("person_id", "skill_id", "level")
        },
        skills={one.pk: [skill.pk for skill in one.skills.all()] for one in by_code.values()},
        roster=Roster.read(),
        plan=the_plan(),
    )


def _hints() -> dict[str, list[Hint]]:
    hints: dict[str, list[Hint]] = {Says.URGENCY: [], Says.IMPACT: []}
    for one in HintWord.objects.all():
        hints[one.says].append(Hint(one.word, one.level, one.weight))
    return hints
