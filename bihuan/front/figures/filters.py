"""What the figures can be narrowed to, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from bihuan.front.figures.asked import Asked
from bihuan.ground.catalogue.models import Category
from bihuan.ground.channels.models import Channel
from bihuan.ground.people.models import Person, Team
from bihuan.ground.people.rights import Right

Options = list[tuple[str, str]]


def choices(channels: Mapping[str, Channel]) -> dict[str, Any]:
    people = Person.objects.active().with_right(Right.WORK_TICKETS).order_by("spelling", "pk")
    return {
        "teams": [(team.code, team.name) for team in Team.objects.order_by("tier", "code")],
        "handlers": list(people.values_list("username", "name")),
        "channels": [(kind, channel.name) for kind, channel in channels.items()],
        "categories": _tree(),
    }


def chosen(asked: Asked) -> list[tuple[str, str, str]]:
    """Return the filters in force: field, its name, and what it is set to; a value that is nothing as it was typed."""
    found: list[tuple[str, str, Any]] = [
        ("team", _("Team"), Team.objects.filter(code=asked.filters.get("team"))),
        ("handler", _("Handler"), Person.objects.filter(username=asked.filters.get("handler"))),
        ("category", _("Category"), Category.objects.filter(code=asked.filters.get("category"))),
        ("channel", _("Channel"), Channel.objects.filter(kind=asked.filters.get("channel"))),
    ]
    return [
        (field, name, str(rows.first() or asked.filters[field]))
        for field, name, rows in found
        if field in asked.filters
    ]


def _tree() -> list[tuple[str, Options]]:
    """Return the catalogue as groups: each branch as a whole, and its leaves."""
    leaves: dict[int | None, Options] = {}
    categories = list(Category.objects.active())
    for category in categories:
        leaves.setdefault(category.parent_id, []).append((category.code, category.name))
    return [
        (
            branch.name,
            [(branch.code, _("%(branch)s: all") % {"branch": branch.name}), *leaves.get(branch.pk, [])],
        )
        for branch in categories
        if branch.parent_id is None
    ]
