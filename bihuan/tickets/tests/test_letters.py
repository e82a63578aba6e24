import pytest
from django.utils.translation import override

from bihuan.ground.catalogue.models import ReplyTemplate
from bihuan.ground.channels.models import ChannelKind, InboundMessage, OutboundMessage, Purpose
from bihuan.ground.channels.tests.cast import mailbox
from bihuan.kit.files.models import File
from bihuan.kit.text.html import from_markdown
from bihuan.kit.vault.tokens import digest_of
from bihuan.tickets.letters import LONGEST_THREAD, link, worded, write_letter
from bihuan.tickets.models import Enclosed, Entry, Resolution
from bihuan.tickets.tests.cast import a_ticket, assigned, at, person, stamp

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("INT-02")]


def a_message(message_id: str, clock: str = "09:00", box=None) -> InboundMessage:
    raw = message_id.encode()
    message, _ = InboundMessage.keep(raw, channel=ChannelKind.EMAIL, arrived_at=at(clock), mailbox=box)
    message.note_head(sender="lin@yunhe.example", subject="", message_id=message_id)
    return message


def mailed(message_id: str = "lin-1@pc", box=None, **more):
    return a_ticket(channel=ChannelKind.EMAIL, came={"message": a_message(message_id, box=box)}, **more)


def test_a_reply_goes_to_the_person_on_the_tickets_subject_with_its_files():
    ticket = assigned(a_ticket())
    log = File.keep("log.txt", b"x", by=None, at=at("09:00"))

    entry = Entry.reply(ticket, text="请重启", stamp=stamp("09:20"), files=[Enclosed(log)])

    letter = OutboundMessage.objects.get()
    assert (letter.address, letter.subject) == ("lin@yunhe.example", f"[{ticket.number}] 打印机卡纸")
    assert (letter.purpose, letter.text, letter.about) == (Purpose.REPLY, "请重启", f"ticket:{ticket.pk}")
    assert list(letter.files.all()) == [log]
    assert Entry.objects.get(pk=entry.pk).sent_as == letter


def test_a_letter_stands_in_the_thread_of_the_first_message_and_answers_the_latest():
    ticket = assigned(mailed("lin-1@pc"))
    Entry.reply(ticket, text="请问型号？", stamp=stamp("09:10"))
    ours = OutboundMessage.objects.get()
    Entry.answer(ticket, text="M428", stamp=stamp("09:20", by="林"), message=a_message("lin-2@pc", "09:20"))

    Entry.reply(ticket, text="收到", stamp=stamp("09:30"))

    last = OutboundMessage.objects.order_by("pk").last()
    assert last.references == ["lin-1@pc", ours.message_id, "lin-2@pc"]
    assert last.in_reply_to == "lin-2@pc"


def test_a_long_thread_keeps_its_beginning_and_its_end():
    ticket = assigned(mailed("lin-1@pc"))
    for n in range(10, 35):
        Entry.reply(ticket, text=f"第{n}", stamp=stamp(f"10:{n}"))

    letters = list(OutboundMessage.objects.order_by("pk"))

    assert len(letters[-1].references) == LONGEST_THREAD
    assert letters[-1].references[0] == "lin-1@pc"
    assert letters[-1].in_reply_to == letters[-2].message_id


@pytest.mark.requirement("SEC-022")
def test_what_a_stranger_or_a_machine_sent_on_the_ticket_is_not_named_in_a_letter_to_the_person():
    ticket = assigned(mailed("lin-1@pc"))
    Entry.note(
        ticket, text="我是路人", stamp=stamp("09:05", by="路人"), message=a_message("secret@evil", "09:05")
    )

    Entry.reply(ticket, text="请重启", stamp=stamp("09:10"))

    assert OutboundMessage.objects.get().references == ["lin-1@pc"]


def test_what_our_own_people_were_told_about_the_ticket_is_not_named_either():
    ticket = assigned(mailed("lin-1@pc"))
    OutboundMessage.write(
        at=at("09:05"), mailbox=None, person=person("陈"), address="chen@yunhe.example", purpose=Purpose.NOTICE,
        about=f"ticket:{ticket.pk}", language="zh-hans", subject="x", text="x",
    )  # fmt: skip

    Entry.reply(ticket, text="请重启", stamp=stamp("09:10"))

    assert OutboundMessage.objects.order_by("pk").last().references == ["lin-1@pc"]


def test_a_letter_leaves_by_the_box_that_the_ticket_came_by_and_otherwise_by_the_first():
    first, hr = mailbox(), mailbox(address="hr@yunhe.example")

    by_hr = write_letter(mailed(box=hr), Purpose.REPLY, "x", stamp("09:10"))
    by_portal = write_letter(a_ticket(), Purpose.REPLY, "x", stamp("09:10"))
    hr.is_active = False
    hr.save()
    later = write_letter(mailed("lin-9@pc", box=hr), Purpose.REPLY, "x", stamp("09:20"))

    assert (by_hr.mailbox, by_portal.mailbox, later.mailbox) == (hr, first, first)


def test_who_has_no_address_gets_no_letter():
    person("林", email="")
    ticket = assigned(a_ticket())

    Entry.reply(ticket, text="请重启", stamp=stamp("09:10"))

    assert not OutboundMessage.objects.exists()


def test_a_text_is_worded_in_the_tickets_language_with_what_it_names():
    ReplyTemplate.objects.create(
        code="x",
        body_zh="{{person}}您好，{{number}}：{{title}}，{{handler}}{{nobody}}",
        body_en="Dear {{person}}, {{handler}}",
    )
    ticket = assigned(a_ticket())

    with override("en"):  # whoever happens to work
        assert worded("x", ticket) == f"林您好，{ticket.number}：打印机卡纸，陈{{{{nobody}}}}"
    ticket.language = "en"
    assert worded("x", ticket, handler="W") == "Dear 林, W"


@pytest.mark.parametrize(
    "hostile", ["[领奖](https://evil.example)", "<https://evil.example>", "![x](https://evil.example/x)"]
)
def test_nobody_makes_the_desk_send_links_of_his_own_to_others(hostile):
    ReplyTemplate.objects.create(code="x", body_zh="{{person}}：{{title}}", body_en="")
    ticket = a_ticket(title=hostile)
    ticket.person.name = hostile

    html = from_markdown(worded("x", ticket))

    assert "<a" not in html
    assert "<img" not in html


@pytest.mark.requirement("SEC-034")
def test_a_link_is_built_from_the_desks_own_address(settings):
    settings.SITE_URL = "https://desk.example"

    assert link("/solved/x") == "https://desk.example/solved/x"


@pytest.mark.requirement("CLS-01")
def test_the_question_whether_it_is_solved_says_what_was_done_and_carries_a_token_told_once():
    ticket = assigned(a_ticket())

    Resolution.propose(ticket, solution="换了**搓纸轮**", cause="用户误操作", stamp=stamp("11:00"))

    letter = OutboundMessage.objects.get()
    token = letter.text.rpartition("/solved/")[2].rstrip(")")
    assert "换了**搓纸轮**" in letter.text
    assert "用户误操作" not in letter.text
    assert ticket.confirmations.get().token_digest == digest_of(token)
    assert letter.purpose == Purpose.CONFIRM


@pytest.mark.requirement("CLS-01")
def test_each_question_has_a_link_of_its_own_and_a_new_link_closes_the_old_one():
    ticket = assigned(a_ticket())
    Resolution.propose(ticket, solution="换件", stamp=stamp("11:00"))
    asked = ticket.confirmations.get()
    old = OutboundMessage.objects.get().text.rpartition("/solved/")[2].rstrip(")")

    new = asked.new_link()

    assert list(type(asked).objects.by_token(new)) == [asked]
    assert not type(asked).objects.by_token(old).exists()
    assert not type(asked).objects.by_token("").exists()


@pytest.mark.requirement("SEC-062")
def test_an_internal_note_is_never_sent():
    ticket = assigned(a_ticket())

    Entry.note(ticket, text="此人常误操作", stamp=stamp("09:10"))

    assert not OutboundMessage.objects.exists()
