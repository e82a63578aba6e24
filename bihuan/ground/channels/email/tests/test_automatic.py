"""Mail of machines, which is never answered, and mail of people, which always is."""

from __future__ import annotations

import pytest

from bihuan.ground.channels.email.reading.letter import Letter, read
from bihuan.ground.channels.email.tests.drafts import draft, part, several


@pytest.mark.parametrize(
    "fields",
    [
        "Auto-Submitted: auto-replied",
        'Auto-Submitted: AUTO-REPLIED; owner-email="lin@corp.example"',
        "Auto-Submitted: auto-replied (vacation)",
        "Precedence: auto_reply",
        "X-Autoreply: yes",
        "X-Autorespond: vacation",
        "X-Auto-Reply: yes",
        "X-Apple-Action: VACATION",
    ],
)
def test_a_vacation_program_is_known_by_its_fields(fields: str) -> None:
    letter = read(draft("see you in May", fields=fields))

    assert (letter.auto_submitted, letter.is_auto_reply, letter.is_bounce) == (True, True, False)


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Automatic reply: printer", "I am out of the office until 5 May."),
        ("Auto reply: printer", "I will be back on Monday."),
        ("Out of Office: printer", "I have limited access to my e-mail."),
        ("Out of the office AutoReply: printer", "On vacation."),
        ("Abwesenheitsnotiz: Drucker", "Ich bin bis 5. Mai nicht im Büro."),
        ("Automatische Antwort: Drucker", "Ich bin abwesend."),
        ("Réponse automatique : imprimante", "Je suis absent."),
        ("Respuesta automática: impresora", "Estoy fuera de la oficina."),
        ("Risposta automatica: stampante", "Sono assente."),
        ("自动回复: 打印机", "您好，我正在休假，无法及时回复。"),
        ("自动回复：打印机", "您好，您的邮件已收到，我会尽快回复。"),
        ("假期自动回复", "我正在休假。"),
        ("自動回覆: 印表機", "我正在請假。"),
        ("打印机", "这是来自QQ邮箱的假期自动回复邮件。\n您好，我最近正在休假中。"),
    ],
)
def test_a_vacation_note_without_fields_is_known_by_subject_and_words(subject: str, body: str) -> None:
    assert read(draft(body, subject=subject)).is_auto_reply


@pytest.mark.parametrize(
    "fields",
    [
        "Auto-Submitted: auto-generated",
        "Auto-Submitted: auto-notified",
        "Return-Path: <>",
        "X-Auto-Response-Suppress: All",
        "X-Auto-Response-Suppress: DR, OOF, AutoReply",
        "X-Loop: desk@corp.example",
        "X-Cron-Env: <SHELL=/bin/sh>",
        "X-FC-MachineGenerated: true",
    ],
)
def test_generated_mail_is_never_answered(fields: str) -> None:
    letter = read(draft("disk full", fields=fields))

    assert (letter.auto_submitted, letter.is_auto_reply) == (True, False)


@pytest.mark.parametrize(
    "fields",
    [
        "Precedence: bulk",
        "Precedence: junk",
        "Precedence: list",
        "List-Id: <all.corp.example>",
        "List-Unsubscribe: <mailto:x@y.example>",
    ],
)
def test_mail_to_many_is_never_answered(fields: str) -> None:
    letter = read(draft("news", fields=fields))

    assert (letter.auto_submitted, letter.is_bulk) == (True, True)


@pytest.mark.parametrize(
    "sender",
    ["no-reply@shop.example", "noreply@shop.example", "DoNotReply@shop.example", "do-not-reply@shop.example"],
)
def test_a_sender_who_reads_nothing_is_never_answered(sender: str) -> None:
    assert read(draft("your order", sender=sender)).auto_submitted


def test_a_web_form_that_names_its_writer_is_a_persons_mail() -> None:
    letter = read(draft("打印机坏了", sender="no-reply@www.example", fields="Reply-To: lin@corp.example"))

    assert not letter.auto_submitted


def _person(
    body: str = "打印机坏了", subject: str = "打印机", fields: str = "", sender: str = "林 <lin@corp.example>"
) -> Letter:
    return read(draft(body, subject=subject, fields=fields, sender=sender))


@pytest.mark.parametrize(
    "letter",
    [
        _person(),
        _person(fields="Auto-Submitted: no"),
        _person(fields="Auto-Submitted: auto-forwarded"),
        _person(fields="X-Auto-Response-Suppress: DR, RN, NRN"),
        _person(fields="X-MS-Exchange-Inbox-Rules-Loop: lin@corp.example"),
        _person(fields="Precedence: normal"),
        _person(fields="Precedence: first-class"),
        _person(fields="X-Autoreply: no"),
        _person(fields="Return-Path: <lin@corp.example>"),
        _person(fields="Precedence: list\nList-Id: <support.corp.example>\nX-Google-Group-Id: 12"),
        _person(subject="自动回复设置不了"),
        _person(subject="自动回复：怎么设置？", body="我想设置出去学习期间的回复"),
        _person(subject="自动回复：不生效", body="自动回复设置好了，但是别人收不到，请尽快回复。"),
        _person(subject="Out of office does not work", body="It never answers."),
        _person(
            subject="Out of office: cannot set it", body="My out of office reply is not sent. Please help."
        ),
        _person(sender="Casino Replying <casino.reply@corp.example>"),
        _person(subject="Re: Automatic reply: printer", body="Enjoy your holidays!"),
        _person(subject="Vacation planner", body="The planner does not open."),
        _person(
            subject="Fwd: Undelivered Mail Returned to Sender",
            body="What is this?\n> User unknown in virtual mailbox table",
        ),
        _person(subject="Mail delivery failed", body="I get this: 550 5.1.1 User unknown. What now?"),
        _person(
            subject="Undeliverable: my mails", body="They could not be delivered since Monday. Please help!"
        ),
        _person(subject="退信", body="发给客户的邮件被退回，提示：550 用户不存在，请帮忙看看。"),
        _person(subject="邮件发送失败", body="无法投递，怎么办？"),
        _person(
            subject="Delivery", sender="Post Master <postmaster@corp.example>", body="The parcel is here."
        ),
    ],
    ids=lambda letter: letter.subject,
)
def test_a_persons_mail_is_never_taken_for_a_machines(letter: Letter) -> None:
    assert (letter.auto_submitted, letter.is_auto_reply, letter.is_bulk, letter.is_bounce) == (
        False,
        False,
        False,
        False,
    )


@pytest.mark.parametrize("kind", ["disposition-notification", "feedback-report"])
def test_a_receipt_or_complaint_is_automatic_but_no_bounce(kind: str) -> None:
    report = "message/disposition-notification" if kind[0] == "d" else "message/feedback-report"

    letter = read(several(part("read"), part("x: y", report), kind="report", more=f"; report-type={kind}"))

    assert (letter.auto_submitted, letter.is_bounce) == (True, False)


def test_marks_of_our_own_desks_are_reported() -> None:
    letter = read(draft(fields="X-Bihuan-Desk: desk-1\nX-Bihuan-Desk: desk-2\nAuto-Submitted: auto-replied"))

    assert letter.loop_marks == ("desk-1", "desk-2")
    assert letter.auto_submitted
