from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bihuan.ground.channels import drains
from bihuan.ground.channels.drains import Outbox
from bihuan.ground.channels.email.posting import Post
from bihuan.ground.channels.models import OutboundMessage, OutboundState
from bihuan.ground.channels.models.outbound import BACK_OFF_MIN
from bihuan.ground.channels.tests.cast import Sink, certificate_in, free_port, letter, mailbox, running
from bihuan.ground.people.tests.cast import at

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("INT-02")]


@pytest.fixture
def sink():
    with running(Sink()) as server:
        yield server


@pytest.fixture
def outbox():
    box = Outbox()
    yield box
    for post in box._posts.values():
        post.close()


def states(*fields: str) -> list[tuple]:
    return list(OutboundMessage.objects.order_by("pk").values_list("state", *fields))


def test_a_letter_leaves_by_the_server_of_its_box_and_the_next_by_the_same_connection(sink, outbox):
    box = mailbox(sink.port)
    letter(box, subject="一"), letter(box, subject="二")

    assert [outbox.send_next(at("09:00")) for _ in range(3)] == [True, True, False]

    assert [mail["Subject"] for mail in sink.came] == ["一", "二"]
    assert sink.recipients == [["lin@yunhe.example"]] * 2
    assert states() == [("sent",), ("sent",)]
    assert sink.connections == 1


def test_people_in_copy_get_it_too(sink, outbox):
    letter(mailbox(sink.port), cc=["boss@yunhe.example"])

    outbox.send_next(at("09:00"))

    assert sink.recipients == [["lin@yunhe.example", "boss@yunhe.example"]]


def test_where_no_server_is_set_a_letter_is_kept_to_be_shown(outbox):
    letter(mailbox()), letter(None)

    assert [outbox.send_next(at("09:00")) for _ in range(3)] == [True, True, False]

    assert states() == [("kept",), ("kept",)]


def test_a_letter_waits_for_its_time(sink, outbox):
    letter(mailbox(sink.port), at=at("09:30"))

    assert not outbox.send_next(at("09:29"))
    assert outbox.send_next(at("09:30"))


def test_a_server_that_says_later_is_asked_again_later_and_later(sink, outbox):
    letter(mailbox(sink.port))
    sink.says = ["451 4.7.1 greylisted"]

    outbox.send_next(at("09:00"))

    waiting = OutboundMessage.objects.get()
    assert (waiting.state, waiting.attempts, waiting.problem) == ("waiting", 1, "451 4.7.1 greylisted")
    assert not outbox.send_next(at("09:00:59"))
    assert outbox.send_next(at("09:01"))
    assert states("problem") == [("sent", "")]
    assert len(sink.came) == 1


def test_the_tries_grow_rarer_and_end(sink, outbox):
    letter(mailbox(sink.port))
    sink.says = ["450 4.2.1 busy"] * 20
    now, waits = at("09:00"), []

    while outbox.send_next(now):
        found = OutboundMessage.objects.get()
        if found.state != OutboundState.WAITING:
            break
        waits.append((found.next_try_at - now) // timedelta(minutes=1))
        now = found.next_try_at

    assert waits == list(BACK_OFF_MIN)
    assert states("problem") == [("failed", "450 4.2.1 busy")]


def test_a_server_that_says_never_is_not_asked_again(sink, outbox):
    letter(mailbox(sink.port)), letter(mailbox(sink.port))
    sink.says = ["554 5.7.1 spam"]

    assert [outbox.send_next(at("09:00")) for _ in range(3)] == [True, True, False]

    assert states("problem") == [("failed", "554 5.7.1 spam"), ("sent", "")]


@pytest.mark.parametrize(
    ("answer", "state"), [("550 5.1.1 no such user", "failed"), ("452 4.2.2 mailbox full", "waiting")]
)
def test_a_recipient_refused_is_so_for_good_or_for_now(sink, outbox, answer, state):
    letter(mailbox(sink.port))
    sink.refuses = {"lin@yunhe.example": answer}

    outbox.send_next(at("09:00"))

    assert states("problem") == [(state, answer)]
    assert sink.came == []


def test_a_server_that_is_down_costs_no_letter(outbox):
    sink = Sink(port=free_port())
    letter(mailbox(sink.port))

    outbox.send_next(at("09:00"))
    assert states("attempts") == [("waiting", 1)]

    with running(sink):
        outbox.send_next(at("09:01"))
    assert states() == [("sent",)]


def test_a_server_that_was_restarted_is_connected_to_anew(outbox):
    sink = Sink()
    with running(sink):
        box = mailbox(sink.port)
        letter(box)
        outbox.send_next(at("09:00"))
    with running(sink):
        letter(box)
        outbox.send_next(at("09:00"))

    assert states("attempts") == [("sent", 0), ("sent", 0)]


def test_a_wrong_password_is_the_boxs_trouble_and_loses_no_letter(outbox):
    with running(Sink(passwords={b"it": b"right"})) as sink:
        box = mailbox(sink.port, username="it")
        box.set_password("wrong")
        box.save()
        letter(box)
        outbox.send_next(at("09:00"))
        assert states() == [("waiting",)]
        assert OutboundMessage.objects.get().problem.startswith("535")

        box.set_password("right")
        box.save()
        outbox.send_next(at("09:01"))

    assert states() == [("sent",)]
    assert len(sink.came) == 1


def test_a_key_that_is_gone_is_the_boxs_trouble_too(sink, outbox, settings):
    box = mailbox(sink.port, username="it")
    box.set_password("x")
    box.save()
    letter(box)
    settings.VAULT_KEYS = ["another key"]

    outbox.send_next(at("09:00"))

    assert states() == [("waiting",)]


@pytest.mark.requirement("SEC-074")
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_that_cannot_show_who_it_is_gets_no_letter_and_no_password(outbox, tmp_path, security):
    options = {"ssl_context" if security == "tls" else "tls_context": certificate_in(tmp_path)}
    with running(Sink(), **options) as sink:
        box = mailbox(sink.port, smtp_security=security, username="it")
        box.set_password("secret")
        box.save()
        letter(box)
        outbox.send_next(at("09:00"))

    assert states() == [("waiting",)]
    assert "CERTIFICATE_VERIFY_FAILED" in OutboundMessage.objects.get().problem
    assert sink.came == []


@pytest.mark.requirement("SEC-074")
def test_a_server_without_encryption_gets_nothing_where_encryption_is_wanted(sink, outbox):
    letter(mailbox(sink.port, smtp_security="starttls"))

    outbox.send_next(at("09:00"))

    assert states() == [("waiting",)]
    assert sink.came == []


@pytest.mark.requirement("SEC-071")
@pytest.mark.parametrize(
    "address", ["no address", "", "a@x.example, b@y.example", "<a@x.example>>", "@", "?"]
)
def test_an_address_that_no_mail_can_carry_is_final_and_holds_up_nobody(sink, outbox, address):
    letter(mailbox(sink.port), address=address), letter(mailbox(sink.port))

    while outbox.send_next(at("09:00")):
        pass

    assert states() == [("failed",), ("sent",)]


def test_a_letter_that_breaks_the_posting_itself_holds_up_nobody(sink, outbox, monkeypatch):
    letter(mailbox(sink.port), subject="poison"), letter(mailbox(sink.port))
    compose = drains.compose
    monkeypatch.setattr(drains, "compose", lambda one: {}["x"] if one.subject == "poison" else compose(one))

    while outbox.send_next(at("09:00")):
        pass

    assert states("problem") == [("waiting", "failed; the log tells why"), ("sent", "")]


def test_changed_settings_of_a_box_are_followed(outbox):
    with running(Sink()) as old, running(Sink()) as new:
        letter(mailbox(old.port))
        outbox.send_next(at("09:00"))
        letter(mailbox(new.port))
        outbox.send_next(at("09:00"))

    assert (len(old.came), len(new.came)) == (1, 1)


def test_what_is_told_in_a_transaction_that_fails_is_never_sent(sink, outbox):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        letter(mailbox(sink.port))
        raise ZeroDivisionError

    assert not outbox.send_next(at("09:00"))


def test_writing_wakes_who_posts():
    with CaptureQueriesContext(connection) as queries:
        letter(mailbox())

    assert f"work:{Outbox.name}" in str(list(queries))


def test_a_worker_that_dies_between_sending_and_noting_it_sends_the_same_message_again(
    sink, outbox, monkeypatch
):
    letter(mailbox(sink.port))

    def die(*_: object) -> None:
        raise SystemExit

    monkeypatch.setattr(OutboundMessage, "note_sent", die)
    with pytest.raises(SystemExit):
        outbox.send_next(at("09:00"))
    monkeypatch.undo()
    outbox.send_next(at("09:00"))

    assert len(sink.came) == 2
    assert sink.came[0]["Message-ID"] == sink.came[1]["Message-ID"]
    assert states() == [("sent",)]


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_the_same_letter(sink, outbox):
    letter(mailbox(sink.port))
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            other.set_autocommit(False)
            cursor.execute("SELECT id FROM channels_outboundmessage FOR UPDATE")

            assert not outbox.send_next(at("09:00"))
            other.rollback()
    finally:
        other.close()

    assert outbox.send_next(at("09:00"))
    assert len(sink.came) == 1


def test_a_post_closed_may_be_used_again(sink):
    box = mailbox(sink.port)
    post = Post(box)

    post.close(), post.close()
    post.send(drains.compose(letter(box)))
    post.close()

    assert len(sink.came) == 1
