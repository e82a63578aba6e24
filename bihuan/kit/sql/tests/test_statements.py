import json
import threading
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.test.utils import isolate_apps

from bihuan.kit.sql.statements import (
    copy_rows,
    insert_rows,
    lock_for_transaction,
    plan_without,
    try_lock_for_session,
)


def setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return cursor.fetchone()[0]


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
@isolate_apps("bihuan.kit.sql")
def test_inserted_rows_keep_every_kind_of_value():
    class Odd(models.Model):
        text = models.TextField()
        at = models.DateTimeField()
        on = models.DateField()
        hour = models.TimeField()
        span = models.DurationField()
        key = models.UUIDField()
        raw = models.BinaryField()
        facts = models.JSONField(encoder=DjangoJSONEncoder)
        nothing = models.IntegerField(null=True)
        share = models.DecimalField(max_digits=6, decimal_places=3)
        is_odd = models.BooleanField()

        class Meta:
            app_label = "sql"

    given = {
        "text": "100 %% \\ 'quoted' \"twice\"; \n 打印机 🖨",
        "at": datetime(2026, 9, 28, 1, 2, 3, 4, tzinfo=UTC),
        "on": date(2026, 9, 28),
        "hour": time(9, 30),
        "span": timedelta(days=-3, microseconds=7),
        "key": UUID(int=7),
        "raw": b"\x00\xff",
        "facts": {"at": datetime(2026, 9, 28, tzinfo=UTC), "list": [1, None, "'"]},
        "nothing": None,
        "share": "12.500",
        "is_odd": True,
    }
    with connection.schema_editor() as editor:
        editor.create_model(Odd)
    rows = [Odd(**given), Odd(**given | {"text": ""})]

    insert_rows(rows, [Group(name="beside")])

    kept = Odd.objects.values(*given).get(pk=rows[0].pk)
    told = json.loads(json.dumps(given["facts"], cls=DjangoJSONEncoder))
    assert kept | {"share": str(kept["share"]), "raw": bytes(kept["raw"])} == given | {"facts": told}
    assert Odd.objects.get(text="").pk == rows[1].pk


@pytest.mark.django_db
def test_copied_rows_keep_quotes_line_ends_and_nothing_at_all():
    rows = [("\\.\n\t'\"", "first"), ("", "second"), ("\\N", "third")]

    copy_rows(ContentType, ["app_label", "model"], rows)

    copied = ContentType.objects.filter(model__in=["first", "second", "third"]).order_by("pk")
    assert list(copied.values_list("app_label", "model")) == rows


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
