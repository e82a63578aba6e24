"""What is written down in bulk is what the verbs of the house would have left."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise, zip_longest
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from bihuan.front.ops.deliver import deliver
from bihuan.front.ops.demo.company import Company, company
from bihuan.front.ops.demo.stories import stories
from bihuan.front.ops.demo.telling.story import Story
from bihuan.front.ops.demo.writing.acting import Acting
from bihuan.front.ops.demo.writing.known import Known, look_around
from bihuan.front.ops.demo.writing.library import write_library
from bihuan.front.ops.demo.writing.staff import write_staff
from bihuan.front.ops.demo.writing.tickets import write_tickets
from bihuan.ground.channels.models import Mailbox
from tests.demo.real_hands import RealHands
from tests.demo.remains import remains_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
START = NOW - timedelta(days=120)
PLAYED = 30


class Undone(Exception):
    """Ends a transaction whose rows are not to stay."""


@pytest.fixture
def yunhe() -> Company:
    return company(7)


@pytest.fixture
def known(yunhe: Company) -> Known:
    deliver()
    persons = write_staff(yunhe, "a password of the demo", NOW)
    mailbox = Mailbox.objects.create(address="it@yunhe.example", name_zh="服务台", name_en="Service desk")
    articles = write_library(yunhe, persons, START, random.Random(7))
    return look_around(NOW, persons, articles, mailbox, random.Random(7))


def told(yunhe: Company, known: Known) -> list[Story]:
    """Return as many stories as show every turn that one can take, oldest first."""
    all_of_them = list(
        stories(
            7,
            yunhe,
            900,
            start=START.date(),
            end=NOW.replace(tzinfo=None),
            is_workday=known.office.is_workday,
        )
    )
    turns = {index: set(_turns(story)) for index, story in enumerate(all_of_them)}
    chosen: list[int] = []
    missing = set().union(*turns.values())
    while missing:
        chosen.append(max(turns, key=lambda index: (len(turns[index] & missing), -index)))
        missing -= turns[chosen[-1]]
    others = [index for index in turns if index not in chosen]
    return [all_of_them[index] for index in sorted([*chosen, *others[: max(0, PLAYED - len(chosen))]])]


def _turns(story: Story) -> Iterator[object]:
    kinds = ["file", *(step.kind for step in story.steps)]
    yield from pairwise(kinds)
    yield story.ending, story.channel
    if any(step.more.get("waits_for") for step in story.steps):
        yield "vendor"
    yield from (step.more["knowledge"] for step in story.steps if step.kind == "solve")
    if story.filed_at.hour >= 19 or story.filed_at.weekday() == 6:
        yield "off duty", story.channel


def written(chosen: Sequence[Story], known: Known) -> list[dict[str, Any]]:
    left: list[dict[str, Any]] = []
    with pytest.raises(Undone), transaction.atomic():
        left += [remains_of(dossier.ticket) for dossier in write_tickets(chosen, known)]
        raise Undone
    return left


def played(chosen: Sequence[Story], known: Known) -> list[dict[str, Any]]:
    left = []
    for story in chosen:
        hands = RealHands(known)
        Acting(story, hands, known).play()
        left.append(remains_of(hands.ticket))
    return left


def test_bulk_rows_are_those_that_the_verbs_leave(yunhe: Company, known: Known) -> None:
    chosen = told(yunhe, known)

    by_bulk, by_verbs = written(chosen, known), played(chosen, known)

    assert len(chosen) >= PLAYED
    pairs = zip(chosen, by_bulk, by_verbs, strict=True)
    assert [found for story, bulk, verbs in pairs for found in _differences(story, bulk, verbs)] == []


def _differences(story: Story, bulk: dict[str, Any], verbs: dict[str, Any]) -> Iterator[object]:
    for table, rows in verbs.items():
        for n, (written_row, played_row) in enumerate(zip_longest(bulk[table], rows)):
            if written_row != played_row:
                yield story.scenario, table, n, written_row, played_row
                break
