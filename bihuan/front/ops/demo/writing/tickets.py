"""Write the tickets of the company's stories, and what they leave behind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import override

from bihuan.front.ops.demo.company import CHINESE
from bihuan.front.ops.demo.telling.story import Story
from bihuan.front.ops.demo.writing.acting import Acting
from bihuan.front.ops.demo.writing.dispatching import Dispatching
from bihuan.front.ops.demo.writing.dossier import Dossier
from bihuan.front.ops.demo.writing.known import Known
from bihuan.front.ops.demo.writing.rows import Rows, write_all
from bihuan.ground.search.models import LONGEST_BODY, DocKind, SearchDoc
from bihuan.kit.kept.keeping import unchanging
from bihuan.kit.sql.statements import next_values
from bihuan.kit.text.grams import as_vector
from bihuan.practices.knowledge.settling import draft_of
from bihuan.tickets.models import DayBegan, Numbering
from bihuan.tickets.models.numbering import PATTERN, SEQUENCE


def write_tickets(stories: Sequence[Story], known: Known) -> list[Dossier]:
    """Act the stories out, oldest first, and write everything down."""
    rows, dispatching = Rows(), Dispatching(known)
    with override(CHINESE), unchanging():
        dossiers = []
        for story, number in zip(stories, _numbers(stories, known), strict=True):
            dossier = Dossier(known, rows, dispatching, number)
            Acting(story, dossier, known).play()
            dossiers.append(dossier)
        dispatching.explain()
        _write_drafts(dossiers)
    rows.write()
    write_all(SearchDoc, [_found_as(one) for one in dossiers])
    return dossiers


def _numbers(stories: Sequence[Story], known: Known) -> list[str]:
    """Return a number for each story, as `Numbering` would have counted them day by day, and remember the days."""
    pattern = Numbering.objects.values_list("pattern", flat=True).first() or PATTERN
    began: dict[date, int] = {}
    numbers = []
    for story, drawn in zip(stories, next_values(SEQUENCE, len(stories)), strict=True):
        day = localtime(story.filed_at.replace(tzinfo=known.office.zone)).date()
        before = began.setdefault(day, drawn - 1)
        numbers.append(pattern.format(date=f"{day:%Y%m%d}", year=day.year, n=drawn - before))
    DayBegan.objects.bulk_create(DayBegan(on=day, sequence_at=before) for day, before in began.items())
    return numbers


def _write_drafts(dossiers: Sequence[Dossier]) -> None:
    """Write the articles that were drafted from solutions, oldest first."""
    drafts = [(dossier, resolution, stamp) for dossier in dossiers for resolution, stamp in dossier.drafts]
    for dossier, resolution, stamp in sorted(drafts, key=lambda draft: draft[2].at):
        article = draft_of(dossier.ticket, resolution, stamp)
        resolution.article_number = article.number


def _found_as(dossier: Dossier) -> SearchDoc:
    """Return the ticket's row in the index, as `tickets.reactions.put_into_index` would leave it."""
    ticket = dossier.ticket
    parts = [ticket.description, *map(str, ticket.answers.values()), *(one.text for one in dossier.said)]
    title = f"{ticket.title} {ticket.person.name}"
    body = "\n".join(part for part in [*parts, dossier.found_by] if part)[:LONGEST_BODY]
    return SearchDoc(
        kind=DocKind.TICKET,
        object_id=ticket.pk,
        number=ticket.number,
        title=title[:300],
        body=body,
        tokens=as_vector(body, f"{ticket.number} {title}"),
        person_id=ticket.person_id,
        category_id=ticket.category_id,
        at=ticket.filed_at,
    )
