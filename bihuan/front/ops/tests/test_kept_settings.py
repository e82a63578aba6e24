"""What is kept in memory is never older than what stands in the database."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bihuan.flow.triage.models import MatrixCell
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
    priorities = Kept(lambda: list(MatrixCell.objects.values_list("priority", flat=True)), MatrixCell)

    before = priorities()
    MatrixCell.objects.bulk_create([MatrixCell(impact=1, urgency=1, priority=1)])
    made = priorities()
    MatrixCell.objects.update(priority=2)
    changed = priorities()
    MatrixCell.objects.all().delete()

    assert (before, made, changed, priorities()) == ([], [1], [2], [])


def test_what_was_kept_in_a_transaction_that_failed_is_forgotten():
    priorities = Kept(lambda: list(MatrixCell.objects.values_list("priority", flat=True)), MatrixCell)

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        MatrixCell.objects.create(impact=1, urgency=1, priority=1)
        assert priorities() == [1]
        raise ZeroDivisionError

    assert priorities() == []


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
