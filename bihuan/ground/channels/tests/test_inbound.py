import hashlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from bihuan.ground.channels.models import ChannelKind, InboundMessage, InboundState
from bihuan.ground.channels.tests.cast import mailbox
from bihuan.ground.people.tests.cast import at

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("INT-09")]

RAW = b"From: lin@yunhe.example\nMessage-ID: <1@x>\nSubject: printer\n\njam"


def keep(raw: bytes = RAW, clock: str = "09:00") -> tuple[InboundMessage, bool]:
    return InboundMessage.keep(raw, channel=ChannelKind.EMAIL, arrived_at=at(clock), mailbox=mailbox())


def test_a_message_is_kept_whole_with_when_and_by_which_box_it_came():
    message, is_new = keep()

    message = InboundMessage.objects.get(pk=message.pk)
    assert is_new
    assert bytes(message.raw) == RAW
    assert message.digest == hashlib.sha256(RAW).hexdigest()
    assert (message.size_bytes, message.arrived_at, message.state) == (len(RAW), at("09:00"), "waiting")
    assert message.mailbox.address == "it@yunhe.example"


def test_the_same_message_delivered_again_is_kept_once():
    first, _ = keep()
    second, is_new = keep(clock="10:00")

    assert (first, is_new) == (second, False)
    assert InboundMessage.objects.get().arrived_at == at("09:00")


def test_a_message_id_sent_ahead_by_somebody_else_does_not_suppress_its_owners_message():
    keep(RAW.replace(b"lin@", b"evil@"))

    _, is_new = keep()

    assert is_new


def test_keeping_wakes_who_reads_and_keeping_again_does_not():
    with CaptureQueriesContext(connection) as first:
        keep()
    with CaptureQueriesContext(connection) as second:
        keep()

    assert [("work:intake" in str(list(queries))) for queries in (first, second)] == [True, False]


def test_messages_are_read_in_the_order_of_their_coming_and_not_before_their_time():
    first, second, third = (keep(RAW + n)[0] for n in (b"1", b"2", b"3"))
    first.note_failure("failed", at("09:30"))
    second.settle(InboundState.TAKEN, at("09:10"))

    assert list(InboundMessage.objects.ready(at("09:20"))) == [third]
    assert list(InboundMessage.objects.ready(at("09:30"))) == [first, third]
    assert InboundMessage.objects.waiting().count() == 2


def test_a_failure_is_remembered_and_counted_and_leaves_the_message_waiting():
    message, _ = keep()

    message.note_failure("x" * 900, at("09:30")), message.note_failure("again", at("09:31"))

    message.refresh_from_db()
    assert (message.attempts, message.state, message.problem) == (2, "waiting", "again")


def test_what_was_put_into_quarantine_keeps_its_bytes_and_can_be_tried_again():
    message, _ = keep()
    message.settle(InboundState.QUARANTINED, at("09:10"), problem="too-slow")

    message.try_again()

    message = InboundMessage.objects.get(pk=message.pk)
    assert (message.state, message.settled_at, bytes(message.raw)) == ("waiting", None, RAW)
    assert list(InboundMessage.objects.ready(at("09:11"))) == [message]


def test_trying_again_can_be_put_off():
    message, _ = keep()
    message.settle(InboundState.QUARANTINED, at("09:10"))

    message.try_again(at("09:10") + timedelta(hours=1))

    assert not InboundMessage.objects.ready(at("10:00")).exists()


def test_the_head_is_noted_as_far_as_a_column_takes_it():
    message, _ = keep()

    message.note_head(sender="l" * 900, subject="打" * 900, message_id="m" * 2000)

    message.refresh_from_db()
    assert (len(message.sender), len(message.subject), len(message.message_id)) == (254, 200, 998)


@pytest.mark.parametrize(
    "change", [{"state": "taken"}, {"settled_at": at("09:00")}, {"state": "lost"}, {"channel": "fax"}]
)
def test_the_database_knows_a_message_that_waits_from_one_that_is_settled(change):
    message, _ = keep()

    with pytest.raises(IntegrityError), transaction.atomic():
        InboundMessage.objects.filter(pk=message.pk).update(**change)


def test_a_message_outlives_the_box_it_came_by():
    message, _ = keep()

    message.mailbox.delete()

    assert InboundMessage.objects.get(pk=message.pk).mailbox is None
