"""What happens to a message that is too large to be taken in, and what its sender is told."""

import pytest

from bihuan.flow.intake.drains import receive_next, receive_some
from bihuan.flow.intake.refusing import MIB, REFUSALS_AN_HOUR
from bihuan.flow.intake.tests.cast import DESK, Reader, as_sent, bounce_of, desk, id_of, mail
from bihuan.ground.channels.email.reading.letter import read
from bihuan.ground.channels.email.reading.limited import Unreadable
from bihuan.ground.channels.models import (
    ChannelKind,
    InboundMessage,
    InboundState,
    Mailbox,
    OutboundMessage,
    Purpose,
)
from bihuan.ground.people.models import Person
from bihuan.ground.people.tests.cast import at, person
from bihuan.tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def box(db):
    person("林")
    return desk()


def too_large(raw: bytes, clock: str = "09:00", reader: object = Reader) -> InboundMessage:
    """Let the head of a message of 60 MB arrive, as fetching keeps it, and look at it once."""
    message, _ = InboundMessage.keep(
        raw, channel=ChannelKind.EMAIL, arrived_at=at(clock), mailbox=Mailbox.objects.first()
    )
    InboundMessage.objects.filter(pk=message.pk).update(size_bytes=60 * MIB)
    receive_next(reader, at(clock))
    return InboundMessage.objects.get(pk=message.pk)


@pytest.mark.requirement("INT-09")
def test_a_message_that_is_too_large_waits_in_quarantine_under_its_senders_name():
    message = too_large(mail(subject="全部日志"))

    assert (message.state, message.problem) == (InboundState.QUARANTINED, "too large")
    assert (message.sender, message.subject) == ("lin@yunhe.example", "全部日志")
    assert not Ticket.objects.exists()


@pytest.mark.requirement("INT-09")
def test_its_sender_is_told_in_the_thread_why_nothing_came_of_it_and_what_helps():
    raw = mail()

    too_large(raw)

    letter = OutboundMessage.objects.get()
    assert (letter.purpose, letter.address, letter.person) == (
        Purpose.RECEIPT,
        "lin@yunhe.example",
        person("林"),
    )
    assert (letter.in_reply_to, letter.references) == (id_of(raw), [id_of(raw)])
    assert "60" in letter.text
    assert "50" in letter.text
    assert "http://desk.example/portal" in letter.text
    assert b"Auto-Submitted: auto-replied" in as_sent(letter)


def test_the_refusal_speaks_the_language_of_who_is_known_and_that_of_the_words_of_who_is_not():
    Person.objects.filter(pk=person("林").pk).update(language="en")

    too_large(mail())
    too_large(mail(sender="sun@partner.example"))

    assert list(OutboundMessage.objects.order_by("pk").values_list("language", flat=True)) == [
        "en",
        "zh-hans",
    ]


def test_a_stranger_who_is_refused_gets_no_record_and_none_of_his_words_back():
    too_large(mail("点此领奖", sender='"领奖 evil.example" <victim@other.example>', subject="evil.example"))

    letter = OutboundMessage.objects.get()
    assert "evil" not in letter.subject + letter.text
    assert "领奖" not in letter.subject + letter.text
    assert not Person.objects.by_address("victim@other.example").exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"Auto_Submitted": "auto-generated"},
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.shop.example>"},
        {"X_Auto_Response_Suppress": "All"},
        {"Return_Path": "<>"},
        {"sender": "noreply@shop.example"},
        {"sender": DESK},
        {"sender": "boss@yunhe.example, lin@yunhe.example"},
    ],
    ids=str,
)
@pytest.mark.requirement("SEC-023")
def test_no_program_list_desk_or_doubtful_sender_is_refused_in_words(fields):
    message = too_large(mail(**fields))

    assert message.state == InboundState.QUARANTINED
    assert not OutboundMessage.objects.exists()


def test_our_own_letter_that_comes_back_too_large_is_not_answered():
    too_large(mail())
    ours = OutboundMessage.objects.get()

    too_large(as_sent(ours))
    too_large(bounce_of(ours))

    assert OutboundMessage.objects.get() == ours


def test_a_message_is_refused_once_however_often_it_is_looked_at():
    message = too_large(mail())

    message.try_again()
    receive_next(Reader, at("11:00"))

    message.refresh_from_db()
    assert message.state == InboundState.QUARANTINED
    assert OutboundMessage.objects.count() == 1


@pytest.mark.requirement("SEC-023")
def test_one_address_is_refused_three_times_an_hour():
    for minute in range(10, 16):
        too_large(mail(), f"09:{minute}")
    too_large(mail(), "10:30")

    assert OutboundMessage.objects.count() == REFUSALS_AN_HOUR + 1


def test_of_a_message_brought_in_by_hand_no_more_than_the_head_is_read(settings):
    settings.MAX_MESSAGE_BYTES = MIB
    seen = []

    class Counting:
        @staticmethod
        def read(raw: bytes) -> object:
            seen.append(len(raw))
            return read(raw)

    InboundMessage.keep(mail("长" * 2 * MIB), channel=ChannelKind.EMAIL, arrived_at=at("09:00"))
    receive_next(Counting, at("09:00"))

    assert seen == [256 * 1024]
    assert InboundMessage.objects.get().state == InboundState.QUARANTINED


def test_a_head_that_cannot_be_read_is_quarantined_and_nobody_told():
    class Broken:
        @staticmethod
        def read(raw: bytes) -> None:
            raise Unreadable("too-slow")

    message = too_large(mail(), reader=Broken)

    assert (message.state, message.problem) == (InboundState.QUARANTINED, "too large")
    assert not OutboundMessage.objects.exists()


def test_an_answer_to_a_refusal_is_a_request_of_its_own():
    too_large(mail())
    ours = OutboundMessage.objects.get()

    InboundMessage.keep(
        mail("那我只发最后一页", answers=ours.message_id), channel=ChannelKind.EMAIL, arrived_at=at("09:20")
    )
    receive_next(Reader, at("09:20"))

    assert Ticket.objects.get().person == person("林")


@pytest.mark.requirement("SEC-023")
def test_of_many_that_are_read_at_once_no_more_are_refused_than_one_by_one():
    for _ in range(REFUSALS_AN_HOUR + 3):
        message, _is_new = InboundMessage.keep(mail(), channel=ChannelKind.EMAIL, arrived_at=at("09:00"))
        InboundMessage.objects.filter(pk=message.pk).update(size_bytes=60 * MIB)

    while receive_some(Reader, at("09:01")):
        pass

    assert InboundMessage.objects.filter(state=InboundState.QUARANTINED).count() == REFUSALS_AN_HOUR + 3
    assert OutboundMessage.objects.count() == REFUSALS_AN_HOUR
