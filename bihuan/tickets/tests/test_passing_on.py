"""A reply on a ticket that goes also to those whose tickets are joined to it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.ground.channels.models import OutboundMessage, Purpose
from bihuan.tickets.models import Duplicate, Entry, Resolution, Ticket
from bihuan.tickets.passing_on import reply_to_all
from bihuan.tickets.tests.cast import a_ticket, assigned, person, stamp

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("TRI-06")]
PER_TICKET = 16  # queries: what a reply costs beside its rows, which are written together
WORDS = "交换机在修，11点前恢复。"


def reported_by(name: str, parent: Ticket | None = None) -> Ticket:
    ticket = a_ticket("整层上不了网")
    Ticket.objects.filter(pk=ticket.pk).update(person=person(name))
    ticket.refresh_from_db()
    assigned(ticket)
    if parent:
        Duplicate.join(ticket, parent, stamp("10:00"))
    return ticket


def sent() -> list[tuple[str, str]]:
    letters = OutboundMessage.objects.filter(purpose=Purpose.REPLY).order_by("about")
    return sorted((one.person.name, one.subject.partition("]")[0][1:]) for one in letters)


def test_a_reply_is_passed_on_in_the_thread_of_each_ticket_and_the_history_says_so():
    parent = reported_by("林")
    child, over = reported_by("赵", parent), reported_by("周", parent)
    Resolution.propose(over, solution="换了网线", cause="断了", stamp=stamp("10:10"))

    said = reply_to_all(parent, text=WORDS, stamp=stamp("10:20"))

    passed = child.entries.get(kind="reply")
    child.refresh_from_db()
    assert (passed.text, passed.came_with, passed.sent_as.person) == (WORDS, said, child.person)
    assert child.first_contact_at == stamp("10:20").at
    facts = child.history.get(kind="ticket.replied").said
    assert (facts.with_parent, facts.told_on) == (parent.number, "")
    assert sent() == sorted([("林", parent.number), ("赵", child.number)])
    assert not over.entries.filter(kind="reply").exists()


def test_a_person_with_several_joined_tickets_gets_it_once_and_it_stands_on_all():
    parent = reported_by("林")
    first, second, own = (reported_by(name, parent) for name in ("赵", "赵", "林"))

    reply_to_all(parent, text=WORDS, stamp=stamp("10:20"))

    assert sent() == sorted([("林", parent.number), ("赵", first.number)])
    told_on = {one.pk: one.history.get(kind="ticket.replied").said.told_on for one in (first, second, own)}
    assert told_on == {first.pk: "", second.pk: first.number, own.pk: parent.number}


def test_what_is_sent_twice_is_passed_on_once_and_reaches_who_joined_meanwhile():
    parent = reported_by("林")
    child = reported_by("赵", parent)
    said = reply_to_all(parent, text=WORDS, stamp=stamp("10:20"))
    late = reported_by("周", parent)

    again = reply_to_all(parent, text=WORDS, stamp=stamp("10:21"))

    assert again == said
    assert sent() == sorted([("林", parent.number), ("赵", child.number), ("周", late.number)])
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(
            ticket=child, kind="reply", at=stamp("10:22").at, via="web", text="", came_with=said
        )


def test_only_who_ticks_the_box_passes_a_reply_on_and_a_note_never_goes():
    parent = reported_by("林")
    child, again = reported_by("赵", parent), reported_by("赵", parent)
    chen = Client()
    chen.force_login(person("陈"))
    page = chen.get(reverse("ticket", args=[parent.number])).content.decode()
    assert 'name="joined"' in page
    assert 'name="joined"' not in chen.get(reverse("ticket", args=[child.number])).content.decode()

    chen.post(reverse("ticket-notes", args=[parent.number]), {"text": "内部", "joined": "1"})
    chen.post(reverse("ticket-replies", args=[parent.number]), {"text": "只给您"})
    assert child.entries.exclude(kind="answer").count() == 0
    chen.post(reverse("ticket-replies", args=[parent.number]), {"text": WORDS, "joined": "1"})

    assert child.entries.get(kind="reply").text == WORDS
    story = chen.get(reverse("ticket-main", args=[child.number])).content.decode()
    assert f"随<b>{parent.number}</b>的回复一同发来" in story
    story = chen.get(reverse("ticket-main", args=[again.number])).content.decode()
    assert f"已在<b>{child.number}</b>上发给本人" in story
    assert "待发送" not in story
    assert "仅在门户" not in story


def test_each_further_ticket_costs_the_same_few_queries():
    few, many = reported_by("林"), reported_by("林")
    costs = []
    for parent, names in ((few, ("赵",)), (many, ("赵", "周", "王", "陈"))):
        for name in names:
            reported_by(name, parent)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            reply_to_all(parent, text=WORDS, stamp=stamp("10:20"))
        costs.append(len(asked))

    assert costs[1] - costs[0] == 3 * PER_TICKET
