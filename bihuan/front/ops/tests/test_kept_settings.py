"""What is kept in memory is never older than what stands in the database."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bihuan.flow.triage.models import HintWord
from bihuan.ground.channels.models import Mailbox, active_mailboxes, own_addresses
from bihuan.kit.kept.keeping import Kept, unchanging

pytestmark = pytest.mark.django_db


def watched_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'kept_change'")
        return {table for (table,) in cursor.fetchall()}


def test_each_table_from_which_something_is_kept_is_watched():
    tables = {model._meta.db_table for kept in Kept.every for model in kept.models}

    assert tables <= watched_tables()


def test_what_is_kept_is_read_anew_once_its_table_has_changed_by_whatever_way():
    levels = Kept(lambda: list(HintWord.objects.values_list("level", flat=True)), HintWord)

    before = levels()
    HintWord.objects.bulk_create([HintWord(word="紧急", says="urgency", level=1)])
    made = levels()
    HintWord.objects.update(level=2)
    changed = levels()
    HintWord.objects.all().delete()

    assert (before, made, changed, levels()) == ([], [1], [2], [])


def test_what_was_kept_in_a_transaction_that_failed_is_forgotten():
    levels = Kept(lambda: list(HintWord.objects.values_list("level", flat=True)), HintWord)

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        HintWord.objects.create(word="紧急", says="urgency", level=1)
        assert levels() == [1]
        raise ZeroDivisionError

    assert levels() == []


def test_a_piece_of_work_asks_once_however_much_it_needs():
    active_mailboxes(), own_addresses()

    with CaptureQueriesContext(connection) as asked, unchanging():
        for _ in range(3):
            active_mailboxes(), own_addresses()

    assert len(asked) == 1


def test_how_far_a_mailbox_was_read_is_no_setting():
    box = Mailbox.objects.create(address="it@yunhe.example")
    kept = active_mailboxes()

    box.uid_seen = 7
    box.save(update_fields=["uid_seen"])

    assert active_mailboxes() is kept
