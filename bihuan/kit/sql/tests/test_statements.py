import threading

import pytest
from django.db import connection, transaction

from bihuan.kit.files.models import Blob
from bihuan.kit.live.publish import publish
from bihuan.kit.sql.statements import copy_rows, lock_for_transaction, plan_without, try_lock_for_session
from bihuan.kit.sql.tests.listening import Listener


def setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return cursor.fetchone()[0]


@pytest.fixture
def listener(db):
    with Listener() as heard:
        yield heard


@pytest.mark.django_db
def test_the_planner_is_kept_from_some_scans_and_is_free_again_within_the_same_transaction():
    with plan_without("seqscan", "bitmapscan"):
        during = setting("enable_seqscan"), setting("enable_bitmapscan"), setting("enable_indexscan")

    assert during == ("off", "off", "on")
    assert (setting("enable_seqscan"), setting("enable_bitmapscan")) == ("on", "on")


@pytest.mark.django_db
def test_the_planner_is_free_again_after_a_failure_too():
    with pytest.raises(ZeroDivisionError), plan_without("seqscan"):
        raise ZeroDivisionError

    assert setting("enable_seqscan") == "on"


@pytest.mark.django_db
def test_copied_rows_keep_quotes_line_ends_and_nothing_at_all():
    rows = [("a" * 64, b"\\.\n\t'\""), ("b" * 64, b"")]

    copy_rows(Blob, ["sha256", "content"], rows)

    assert [(blob.sha256, bytes(blob.content)) for blob in Blob.objects.order_by("pk")] == rows


@pytest.mark.django_db(transaction=True)
def test_what_changed_is_heard_after_the_commit_and_once_a_topic(listener):
    with transaction.atomic():
        publish("ticket:1", "ticket:2", "ticket:1")
        heard_before = listener.heard()
        publish("ticket:1")

    assert heard_before == []
    assert sorted(listener.heard()) == ["ticket:1", "ticket:2"]


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_never_heard(listener):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish("ticket:1")
        raise ZeroDivisionError
    publish("ticket:2")

    assert listener.heard() == ["ticket:2"]


@pytest.mark.django_db(transaction=True)
def test_a_lock_for_a_transaction_is_held_until_it_ends():
    order = []
    has_lock, may_end = threading.Event(), threading.Event()

    def first():
        with transaction.atomic():
            lock_for_transaction("deliver")
            has_lock.set()
            may_end.wait(5)
            order.append("first")
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    has_lock.wait(5)
    threading.Timer(0.1, may_end.set).start()
    with transaction.atomic():
        lock_for_transaction("another")
        order.append("unconcerned")
        lock_for_transaction("deliver")
        order.append("second")
    thread.join()

    assert order == ["unconcerned", "first", "second"]


@pytest.mark.django_db(transaction=True)
def test_one_session_has_a_lock_until_its_connection_ends():
    took = []

    def another():
        took.append(try_lock_for_session("mailbox:1"))
        connection.close()

    assert try_lock_for_session("mailbox:1")
    for _ in range(2):
        thread = threading.Thread(target=another)
        thread.start()
        thread.join()
        connection.close()

    assert took == [False, True]
