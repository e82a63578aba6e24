import pytest
from django.db import OperationalError, connection

from bihuan.flow.intake import drains, reception
from bihuan.flow.intake.drains import MOST_ATTEMPTS, RETRY_AFTER, Inbox, receive_next
from bihuan.flow.intake.models import Outcome, Reception
from bihuan.flow.intake.reception import STORM_FROM
from bihuan.flow.intake.taking import take
from bihuan.flow.intake.tests.cast import (
    DESK,
    PNG,
    Reader,
    arrives,
    as_sent,
    bounce_of,
    desk,
    id_of,
    letter_on,
    mail,
    ticket_by,
)
from bihuan.ground.calendars.models import Calendar, Region
from bihuan.ground.channels.email.reading.letter import Letter
from bihuan.ground.channels.email.reading.limited import LimitedReader, Unreadable
from bihuan.ground.channels.models import ChannelKind, InboundMessage, InboundState, OutboundMessage, Purpose
from bihuan.ground.channels.tests.cast import mailbox
from bihuan.ground.people.models import Person
from bihuan.ground.people.tests.cast import at, person, stamp
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets.lifecycle import HoldReason, State
from bihuan.tickets.models import Assignment, Entry, Hold, Resolution, Ticket
from bihuan.tickets.tests.cast import team

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def box(db):
    person("林")
    return desk()


def in_progress(raw: bytes) -> Ticket:
    ticket = ticket_by(raw)
    Assignment.make(ticket, team=team("desk"), handler=person("陈"), stamp=stamp("09:02"))
    return ticket


def waiting(raw: bytes) -> Ticket:
    """Return a ticket that waits for its person."""
    ticket = in_progress(raw)
    Hold.begin(ticket, reason=HoldReason.PERSON, stamp=stamp("09:06"))
    return ticket


def last_entry(ticket: Ticket) -> Entry:
    return ticket.entries.order_by("pk").last()


# ── a new request


@pytest.mark.requirement("INT-02")
def test_a_mail_becomes_a_ticket_of_its_sender_with_its_words_and_its_files():
    person("林")

    ticket = ticket_by(
        mail("一直卡纸", html="<p>一直<b>卡纸</b></p>", files=(("截图.png", PNG), ("log.txt", b"x")))
    )

    entry = ticket.entries.get()
    assert (ticket.person, ticket.title, ticket.description, ticket.channel) == (
        person("林"),
        "打印机卡纸",
        "一直卡纸",
        "email",
    )
    assert (entry.text, entry.by, entry.via, entry.warning) == ("一直卡纸", person("林"), "email", "")
    assert "<b>卡纸</b>" in entry.html
    assert sorted(one.file.name for one in entry.enclosures.all()) == ["log.txt", "截图.png"]


@pytest.mark.requirement("REC-02")
def test_a_new_sender_gets_a_light_record():
    ticket = ticket_by(mail(sender='"孙 经理" <Sun.Jingli@partner.example>'))

    assert ticket.person.is_light
    assert (ticket.person.name, ticket.person.email, ticket.person.language) == (
        "孙 经理",
        "sun.jingli@partner.example",
        "zh-hans",
    )
    assert not ticket.person.has_usable_password() or not ticket.person.check_password("")


@pytest.mark.requirement("REC-02")
@pytest.mark.parametrize("sender", ["lin@yunhe.example", "LIN@YunHe.example", "别名 <lin@yunhe.example>"])
def test_who_is_known_is_recognised_whatever_the_case_and_the_name(sender):
    person("林")

    assert ticket_by(mail(sender=sender)).person == person("林")
    assert person("林").name == "林"
    assert not Person.objects.filter(is_light=True).exists()


def test_a_second_mail_of_a_new_sender_finds_the_record_of_the_first():
    first, second = (ticket_by(mail(sender="sun@partner.example")) for _ in range(2))

    assert first.person == second.person


@pytest.mark.parametrize("local", ["x" * 64, "x" * 200])
def test_two_long_addresses_that_begin_alike_are_two_people(local):
    tickets = [ticket_by(mail(sender=f"{local}@{n}.example")) for n in "ab"]

    assert tickets[0].person != tickets[1].person


@pytest.mark.requirement("INT-08")
def test_a_new_sender_is_answered_in_the_language_written_in_and_a_known_one_in_his_or_her_own():
    english = "The printer on the third floor keeps jamming since this morning, please help."
    assert ticket_by(mail(english, sender="smith@partner.example", subject="Printer jam")).language == "en"

    person("林", language="zh-hans")
    assert ticket_by(mail(english, subject="Printer jam")).language == "zh-hans"


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("", "三楼的打印机一直卡纸，请帮忙看看。"),
        ("   ", "三楼的打印机一直卡纸，请帮忙看看。"),
        ("长" * 900, "长" * 200),
    ],
)
def test_every_ticket_has_a_title(subject, title):
    assert ticket_by(mail(subject=subject)).title == title


def test_a_mail_of_nothing_at_all_is_a_ticket_all_the_same():
    ticket = ticket_by(mail("", subject=""))

    assert ticket.title
    assert ticket.entries.get().text


def test_the_ticket_is_as_old_as_its_mail_and_not_as_its_reading():
    InboundMessage.keep(mail(), channel=ChannelKind.EMAIL, arrived_at=at("08:00"))
    receive_next(Reader, at("09:00"))

    assert Ticket.objects.get().filed_at == at("08:00")


# ── the receipt


@pytest.mark.requirement("INT-08")
def test_the_receipt_stands_in_the_thread_with_number_and_promise():
    raw = mail()

    ticket = ticket_by(raw, "09:00")

    receipt = OutboundMessage.objects.get()
    assert (receipt.purpose, receipt.address) == (Purpose.RECEIPT, "lin@yunhe.example")
    assert (receipt.in_reply_to, receipt.references) == (id_of(raw), [id_of(raw)])
    assert receipt.subject == f"[{ticket.number}] 打印机卡纸"
    assert ticket.number in receipt.text
    assert "2026年9月28日 09:30" in receipt.text


@pytest.mark.requirement("INT-08")
def test_a_promise_is_reckoned_in_the_hours_of_the_channel():
    ticket_by(mail(), "17:50")

    assert "2026年9月29日 09:20" in OutboundMessage.objects.get().text


@pytest.mark.requirement("SLA-03")
def test_a_promise_that_runs_into_a_year_nobody_has_confirmed_is_called_expected():
    region = Region.objects.create(code="CN", name_zh="中国大陆", name_en="China", confirmed_until=2025)
    Calendar.objects.update(region=region)

    ticket_by(mail(), "09:00")

    assert "预计在2026年9月28日 09:30之前答复您" in OutboundMessage.objects.get().text


@pytest.mark.requirement("INT-08")
def test_a_call_is_answered_already_and_promises_nothing():
    from_desk = stamp("09:00")
    reception.file_ticket(person=person("林"), channel=ChannelKind.PHONE, title="打印机", stamp=from_desk)

    assert "09:00" not in OutboundMessage.objects.get().text


def test_who_asks_on_the_portal_sees_it_there_and_gets_no_receipt():
    reception.file_ticket(
        person=person("林"), channel=ChannelKind.PORTAL, title="打印机", stamp=stamp("09:00")
    )

    assert not OutboundMessage.objects.exists()


@pytest.mark.requirement("SEC-023")
@pytest.mark.requirement("INT-08")
def test_one_address_gets_three_receipts_an_hour_and_every_request_a_ticket():
    for minute in range(10, 16):
        arrives(mail(), f"09:{minute}")
    arrives(mail(), "10:11")

    assert OutboundMessage.objects.filter(purpose=Purpose.RECEIPT).count() == 4
    assert Ticket.objects.count() == 7


def test_nobody_makes_the_desk_send_a_link_to_somebody_else():
    arrives(
        mail(
            sender='"[领奖](https://evil.example)" <victim@other.example>',
            subject="[点此](https://evil.example)",
        )
    )

    sent = as_sent(OutboundMessage.objects.get())

    assert b'href="https://evil.example' not in sent
    assert "](https://evil.example)" not in OutboundMessage.objects.get().text


@pytest.mark.requirement("SEC-023")
@pytest.mark.parametrize(
    "fields",
    [
        {"Auto_Submitted": "auto-generated"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.shop.example>"},
        {"X_Auto_Response_Suppress": "All"},
        {"sender": "noreply@shop.example"},
    ],
    ids=str,
)
def test_what_a_machine_or_a_list_sends_is_filed_with_a_warning_and_never_answered(fields):
    ticket = ticket_by(mail(**fields))

    assert ticket.entries.get().warning == "automatic"
    assert not OutboundMessage.objects.exists()


@pytest.mark.requirement("SEC-025")
def test_a_doubtful_sender_is_filed_with_a_warning():
    raw = mail().replace(b"From: ", b"From: boss@yunhe.example, ", 1)

    assert ticket_by(raw).entries.get().warning == "stranger"


# ── an answer


@pytest.mark.requirement("INT-02")
def test_an_answer_to_our_letter_lands_on_its_ticket_and_ends_the_wait_for_it():
    ticket = waiting(mail())

    message = arrives(mail("M428", subject="Re: 随便什么", answers=letter_on(ticket).message_id), "09:30")

    ticket.refresh_from_db()
    assert Ticket.objects.count() == 1
    assert (last_entry(ticket).kind, last_entry(ticket).text, ticket.state) == (
        "answer",
        "M428",
        State.IN_PROGRESS,
    )
    assert ticket.holds.get().until == at("09:30")
    assert (message.state, message.reception.outcome) == (InboundState.TAKEN, Outcome.ANSWERED)


def test_the_whole_thread_is_looked_at_and_not_its_last_message_alone():
    ticket = in_progress(mail())
    ours = letter_on(ticket).message_id

    arrives(
        mail("M428", subject="Re: x", References=f"<{ours}> <unknown@phone>", In_Reply_To="<unknown@phone>")
    )

    assert last_entry(ticket).text == "M428"


@pytest.mark.requirement("INT-02")
def test_a_second_mail_that_refers_to_ones_own_first_joins_it():
    first = mail()
    ticket = in_progress(first)

    arrives(mail("补充：型号M428", subject="Re: 打印机卡纸", answers=id_of(first)))

    assert (Ticket.objects.count(), last_entry(ticket).text) == (1, "补充：型号M428")


@pytest.mark.requirement("INT-02")
def test_a_number_in_the_subject_leads_its_own_person_to_the_ticket():
    ticket = in_progress(mail())

    arrives(mail("M428", subject=f"回复：[{ticket.number}] 打印机卡纸"))

    assert (Ticket.objects.count(), last_entry(ticket).kind) == (1, "answer")


def test_of_two_numbers_the_first_counts():
    first, second = in_progress(mail()), in_progress(mail())

    arrives(mail("M428", subject=f"[{second.number}] 转 [{first.number}]"))

    assert (last_entry(second).text, first.entries.count()) == ("M428", 1)


def test_a_number_leads_nobody_else_anywhere():
    ticket = in_progress(mail())

    arrives(mail("我来看看", sender="evil@other.example", subject=f"Re: [{ticket.number}] 打印机卡纸"))

    assert Ticket.objects.count() == 2
    assert ticket.entries.count() == 1


def test_what_was_quoted_is_folded_away_and_kept():
    ticket = in_progress(mail())
    text = "M428\n\n在 2026年9月28日 09:05，服务台 <it@yunhe.example> 写道：\n> 请问型号？"

    arrives(mail(text, answers=letter_on(ticket).message_id))

    entry = last_entry(ticket)
    assert entry.text == "M428"
    assert "请问型号" in entry.quoted


# ── not everybody who answers may


@pytest.mark.requirement("SEC-021", "SEC-022")
@pytest.mark.parametrize("sender", ["evil@other.example", "陈 <chen@yunhe.example>"])
def test_an_answer_by_somebody_else_is_a_note_with_a_warning_and_ends_no_wait(sender):
    person("陈")
    ticket = waiting(mail())

    message = arrives(mail("请把密码发给我", sender=sender, answers=letter_on(ticket).message_id), "09:30")

    ticket.refresh_from_db()
    entry = last_entry(ticket)
    assert (entry.kind, entry.warning, ticket.state) == ("note", "stranger", State.WAITING)
    assert (ticket.person.email, message.reception.outcome) == ("lin@yunhe.example", Outcome.NOTED)


@pytest.mark.requirement("SEC-021")
def test_what_a_stranger_answered_is_not_seen_by_the_one_who_asked():
    ticket = waiting(mail())

    arrives(mail("x", sender="evil@other.example", answers=letter_on(ticket).message_id))

    assert [entry.kind for entry in Entry.objects.visible_to(person("林"))] == ["answer"]


@pytest.mark.requirement("SEC-018", "SEC-020")
def test_an_agents_answer_to_a_notice_is_a_note_and_nothing_of_it_is_sent_to_the_person():
    ticket = in_progress(mail())
    notice = letter_on(ticket, who="陈", purpose=Purpose.NOTICE)
    before = OutboundMessage.objects.count()

    arrives(mail("我来处理", sender="chen@yunhe.example", answers=notice.message_id))

    assert last_entry(ticket).kind == "note"
    assert OutboundMessage.objects.count() == before


@pytest.mark.requirement("SEC-018")
def test_a_doubtful_answer_under_the_persons_name_is_a_note_and_ends_no_wait():
    ticket = waiting(mail())
    raw = mail("x", answers=letter_on(ticket).message_id).replace(b"From: ", b"From: evil@other.example, ", 1)

    arrives(raw.replace(b"evil@other.example, \xe6", b"\xe6"), "09:30")

    ticket.refresh_from_db()
    assert (last_entry(ticket).warning, ticket.state) == ("stranger", State.WAITING)


@pytest.mark.requirement("SEC-018", "SEC-019")
def test_an_id_that_was_never_ours_leads_nowhere():
    ticket = in_progress(mail())

    for guess in (
        f"ticket:{ticket.pk}@yunhe.example",
        f"{ticket.pk}",
        ticket.number,
        "%",
        "",
        letter_on(ticket).message_id[:-1],
    ):
        arrives(mail("x", sender="evil@other.example", subject="x", References=f"<{guess}>"))

    assert ticket.entries.count() == 1


def test_a_message_id_used_by_somebody_else_does_not_draw_an_answer_away_from_ones_own_ticket():
    first = mail()
    ticket = in_progress(first)
    ticket_by(mail("x", sender="evil@other.example", Message_ID=f"<{id_of(first)}>"))

    arrives(mail("补充", subject="Re: x", answers=id_of(first)))

    assert last_entry(ticket).text == "补充"


# ── what machines answer


@pytest.mark.requirement("INT-02")
def test_an_out_of_office_answer_is_noted_on_its_ticket_and_answered_by_nothing():
    ticket = waiting(mail())
    before = OutboundMessage.objects.count()

    message = arrives(
        mail(
            "我在休假",
            subject="自动回复: 打印机卡纸",
            answers=letter_on(ticket).message_id,
            Auto_Submitted="auto-replied",
        ),
        "09:30",
    )

    ticket.refresh_from_db()
    assert (last_entry(ticket).kind, ticket.state, ticket.news_since) == ("automatic", State.WAITING, None)
    assert message.reception.outcome == Outcome.NOTED
    assert OutboundMessage.objects.count() == before + 1  # the letter it answered


def test_what_a_program_sends_into_a_ticket_neither_ends_a_wait_nor_opens_anything_again():
    ticket = waiting(mail())

    arrives(
        mail("Status: processing", answers=letter_on(ticket).message_id, Auto_Submitted="auto-generated"),
        "09:30",
    )

    ticket.refresh_from_db()
    assert (last_entry(ticket).kind, ticket.state) == ("automatic", State.WAITING)


def test_an_automatic_answer_to_nothing_we_know_is_let_go_with_a_reason():
    message = arrives(mail("我在休假", subject="自动回复: x", Auto_Submitted="auto-replied"))

    assert (message.state, message.problem) == (InboundState.IGNORED, "automatic answer to nothing we know")
    assert not Ticket.objects.exists()


@pytest.mark.requirement("INT-02")
def test_a_letter_that_comes_back_is_noted_and_known_as_failed():
    ticket = waiting(mail())
    letter = letter_on(ticket)
    letter.note_sent(at("09:05"))

    arrives(bounce_of(letter), "09:30")

    letter.refresh_from_db(), ticket.refresh_from_db()
    assert (letter.state, letter.problem) == ("failed", "bounced: 5.1.1")
    assert (last_entry(ticket).kind, ticket.state) == ("automatic", State.WAITING)


def test_a_letter_that_is_only_late_stays_sent():
    ticket = in_progress(mail())
    letter = letter_on(ticket)
    letter.note_sent(at("09:05"))

    arrives(bounce_of(letter, "4.2.2", "452 4.2.2 mailbox full"))

    letter.refresh_from_db()
    assert (letter.state, letter.problem) == ("sent", "bounced: 4.2.2")


def test_a_forged_bounce_touches_nothing():
    ticket = in_progress(mail())
    letter = letter_on(ticket)
    letter.note_sent(at("09:05"))
    raw = bounce_of(letter).replace(letter.message_id.encode(), b"guessed@yunhe.example")

    message = arrives(raw)

    letter.refresh_from_db()
    assert (letter.state, message.state, message.problem) == ("sent", "ignored", "bounce of nothing we know")


def test_our_own_mail_is_let_go_whoever_brings_it_back():
    ticket = in_progress(mail())
    by_mark = arrives(as_sent(letter_on(ticket)).replace(b"From: ", b"Resent-From: x@y\r\nFrom: ", 1))
    by_address = arrives(mail(sender=f"x <{DESK.upper()}>"))

    assert [message.state for message in (by_mark, by_address)] == [InboundState.IGNORED] * 2
    assert all("loop" in message.problem for message in (by_mark, by_address))
    assert Ticket.objects.count() == 1


def test_another_desk_of_the_same_make_is_no_loop(settings):
    settings.DESK_ID = "another"
    ticket = in_progress(mail())
    raw = as_sent(letter_on(ticket)).replace(DESK.encode(), b"it@other.example")
    settings.DESK_ID = "ours"

    assert arrives(raw).state == InboundState.TAKEN


@pytest.mark.requirement("INT-09")
@pytest.mark.parametrize("kind", ["well-behaved", "unmarked", "unmarked and without a thread"])
def test_two_desks_that_answer_each_other_stop_within_five_messages(settings, kind):
    def other_desk_answers(ours: OutboundMessage, n: int) -> bytes:
        fields = {} if "unmarked" in kind else {"Auto_Submitted": "auto-replied", "X_Bihuan_Desk": "other"}
        thread = {} if "without" in kind else {"answers": ours.message_id}
        return mail(
            f"您的请求已收到，编号{n}。",
            sender="it@other.example",
            subject=f"[X-{n}] {ours.subject[:60]}",
            **fields,
            **thread,
        )

    arrives(mail("请协助处理", sender="it@other.example", X_Bihuan_Desk="other"))
    answered = set()
    for n in range(200):
        new = OutboundMessage.objects.filter(address="it@other.example").exclude(pk__in=answered).first()
        if new is None:
            break
        answered.add(new.pk)
        arrives(other_desk_answers(new, n), f"09:{n % 60:02}")

    assert n < 199
    assert OutboundMessage.objects.count() <= 5


# ── after the end


def solved(raw: bytes) -> Ticket:
    ticket = in_progress(raw)
    Resolution.propose(ticket, solution="换件", stamp=stamp("10:00"))
    return ticket


@pytest.mark.requirement("CLS-01")
@pytest.mark.parametrize("state", ["resolved", "confirmed", "closed", "withdrawn", "turned_away"])
@pytest.mark.parametrize(("text", "opens"), [("又卡纸了", True), ("谢谢！", False)])
def test_what_is_over_opens_again_when_its_person_writes_and_not_for_thanks(state, text, opens):
    ticket = solved(mail())
    Ticket.objects.update(state=state, closed_at=at("10:30"))

    arrives(mail(text, answers=letter_on(ticket).message_id), "11:00")

    ticket.refresh_from_db()
    assert ticket.state == (State.IN_PROGRESS if opens else state)
    assert last_entry(ticket).text == text
    assert ticket.news_since == at("11:00")


def test_a_stranger_opens_nothing_again():
    ticket = solved(mail())

    arrives(mail("又坏了", sender="evil@other.example", answers=letter_on(ticket).message_id), "11:00")

    ticket.refresh_from_db()
    assert ticket.state == State.RESOLVED


def test_a_mail_that_was_on_its_way_when_the_ticket_was_solved_opens_it_again_without_harm():
    ticket = solved(mail())  # at 10:00

    message = arrives(mail("另外还漏墨", answers=letter_on(ticket).message_id), "09:59")

    ticket.refresh_from_db()
    assert (message.state, ticket.state) == (InboundState.TAKEN, State.IN_PROGRESS)


# ── too much, broken


@pytest.mark.requirement("INT-09")
def test_a_storm_of_one_sender_is_gathered_on_its_last_ticket_and_nobody_else_notices():
    for n in range(STORM_FROM + 5):
        arrives(mail(subject=f"告警{n}", sender="alarm@machine.example"))
    other = arrives(mail())

    assert Ticket.objects.filter(person__email="alarm@machine.example").count() == STORM_FROM
    assert Reception.objects.filter(outcome=Outcome.GATHERED).count() == 5
    assert (
        Ticket.objects.filter(person__email="alarm@machine.example").order_by("pk").last().entries.count()
        == 6
    )
    assert other.reception.outcome == Outcome.FILED


def test_a_storm_that_is_over_is_forgotten():
    for n in range(STORM_FROM):
        arrives(mail(subject=f"告警{n}", sender="alarm@machine.example"))

    late = arrives(mail(sender="alarm@machine.example"), "10:01")

    assert late.reception.outcome == Outcome.FILED


@pytest.mark.requirement("INT-09")
def test_a_message_that_cannot_be_read_waits_in_quarantine_with_its_bytes_and_can_be_tried_again():
    class Broken:
        @staticmethod
        def read(raw: bytes) -> None:
            raise Unreadable("too-slow")

    raw = mail()
    message = arrives(raw, reader=Broken)
    assert (message.state, message.problem) == (InboundState.QUARANTINED, "too-slow")
    assert bytes(message.raw) == raw

    message.try_again()
    receive_next(Reader, at("09:10"))

    message.refresh_from_db()
    assert (message.state, message.reception.outcome) == (InboundState.TAKEN, Outcome.FILED)


def poisoned(monkeypatch, fails) -> None:
    """Let the receiving of a mail called 毒 fail."""

    def receive(message: InboundMessage, letter: Letter, signed: Stamp) -> None:
        if letter.subject == "毒":
            fails()
        reception.receive(message, letter, signed)

    monkeypatch.setattr(drains, "receive", receive)


@pytest.mark.requirement("INT-09")
@pytest.mark.parametrize(
    "fails",
    [
        lambda: {}["x"],
        lambda: Person.objects.update(name="x" * 999),  # the database refuses
        lambda: Reception.objects.create(message_id=0, ticket_id=0, outcome="lost", at=at("09:00")),
    ],
    ids=["a fault", "too long a text", "a broken law"],
)
def test_a_message_that_fails_again_and_again_goes_to_quarantine_and_holds_up_nobody(monkeypatch, fails):
    poisoned(monkeypatch, fails)
    poison = arrives(mail(subject="毒"))
    good = arrives(mail())
    assert (poison.state, poison.attempts, good.state) == (InboundState.WAITING, 1, InboundState.TAKEN)

    moments = [at("09:00") + n * RETRY_AFTER for n in range(MOST_ATTEMPTS + 1)]
    worked = [receive_next(Reader, moment) for moment in moments]

    poison.refresh_from_db()
    assert worked == [False, True, True, False]
    assert (poison.state, "log" in poison.problem) == (InboundState.QUARANTINED, True)


def test_nothing_half_done_is_left_of_a_message_that_failed(monkeypatch):
    monkeypatch.setattr(reception, "taken", lambda *_: 1 / 0)

    arrives(mail(sender="new@other.example"))

    assert not Ticket.objects.exists()
    assert not Person.objects.filter(email="new@other.example").exists()
    assert not OutboundMessage.objects.exists()


@pytest.mark.requirement("INT-09")
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_dies_leaves_the_message_waiting_as_it_was(monkeypatch):
    def die(*_: object, **__: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(reception, "taken", die)
    message, _ = InboundMessage.keep(mail(), channel=ChannelKind.EMAIL, arrived_at=at("09:00"))

    with pytest.raises(OperationalError):
        receive_next(Reader, at("09:00"))
    connection.close()
    monkeypatch.undo()

    message.refresh_from_db()
    assert (message.state, message.attempts, Ticket.objects.count()) == (InboundState.WAITING, 0, 0)
    assert receive_next(Reader, at("09:00"))
    assert Ticket.objects.count() == 1


@pytest.mark.requirement("INT-09")
@pytest.mark.django_db(transaction=True)
def test_two_workers_never_receive_the_same_message():
    InboundMessage.keep(mail(), channel=ChannelKind.EMAIL, arrived_at=at("09:00"))
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT id FROM channels_inboundmessage FOR UPDATE")

        assert not receive_next(Reader, at("09:00"))
        other.rollback()
    finally:
        other.close()

    assert receive_next(Reader, at("09:00"))
    assert not receive_next(Reader, at("09:00"))


def test_with_nothing_there_there_is_nothing_to_do():
    assert not receive_next(Reader, at("09:00"))


@pytest.mark.requirement("INT-09")
def test_the_drain_reads_with_the_bounded_reader():
    InboundMessage.keep(mail(), channel=ChannelKind.EMAIL, arrived_at=at("09:00"))
    inbox = Inbox()
    assert inbox.waiting() == 1

    assert inbox.work_one()

    assert isinstance(inbox._reader, LimitedReader)
    inbox._reader.close()
    assert (inbox.waiting(), Ticket.objects.count()) == (0, 1)


@pytest.mark.requirement("INT-09")
def test_no_message_ends_in_silence():
    ticket = in_progress(mail())
    letter = letter_on(ticket)
    for raw in (
        mail(), mail(answers=letter.message_id), mail(sender="evil@other.example", answers=letter.message_id), bounce_of(letter),
        as_sent(letter), mail(sender=DESK), mail(Auto_Submitted="auto-replied"), b"", b"\x00", b"nonsense", b"From: \r\n\r\n", b"Subject: x\r\n\r\nx",
    ):  # fmt: skip
        arrives(raw)

    for message in InboundMessage.objects.defer("raw"):
        assert message.state != InboundState.WAITING
        assert Reception.objects.filter(message=message).exists() == (message.state == InboundState.TAKEN)
        assert bool(message.problem) == (message.state != InboundState.TAKEN)
    assert Reception.objects.values("message").distinct().count() == Reception.objects.count()


# ── by hand


@pytest.mark.requirement("INT-02")
def test_a_message_can_be_brought_in_by_hand_for_one_of_the_boxes_and_is_taken_once():
    hr = mailbox(address="hr@yunhe.example")
    raw = mail()

    first, is_new = take(raw, at=at("09:00"), address="HR@yunhe.example")
    _, is_new_again = take(raw, at=at("09:01"))

    assert (first.mailbox, is_new, is_new_again) == (hr, True, False)
