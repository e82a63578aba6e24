"""Reports of failed delivery."""

from __future__ import annotations

import pytest

from bihuan.ground.channels.email.reading.letter import read
from bihuan.ground.channels.email.tests.drafts import draft, part, several

DAEMON = "Mail Delivery System <MAILER-DAEMON@mx.example>"
RETURNED = part(
    "From: desk@corp.example\nMessage-ID: <our-1@corp.example>\nSubject: [IT-1]\n\nhello", "message/rfc822"
)


def report(
    status: str, diagnosis: str = "", action: str = "failed", recipient: str = "lin@gone.example"
) -> bytes:
    fields = f"Final-Recipient: rfc822; {recipient}\nAction: {action}\nStatus: {status}\n" + (
        f"Diagnostic-Code: smtp; {diagnosis}\n" if diagnosis else ""
    )
    return several(
        part("I'm sorry to have to inform you that your message could not be delivered."),
        part(f"Reporting-MTA: dns; mx.example\n\n{fields}", "message/delivery-status"),
        RETURNED,
        kind="report",
        more="; report-type=delivery-status",
        sender=DAEMON,
        subject="Undelivered Mail Returned to Sender",
        fields="Return-Path: <>\nAuto-Submitted: auto-replied",
    )


@pytest.mark.parametrize(
    ("raw", "status", "is_hard"),
    [
        (
            report("5.1.1", "550 5.1.1 <lin@gone.example>: Recipient address rejected: User unknown"),
            "5.1.1",
            True,
        ),
        (report("5.0.0", "550 5.1.1 no such user"), "5.1.1", True),
        (report("5.0.0", "550 no such user here"), "5.0.0", True),
        (
            report("5.1.2", "Host or domain name not found. Name service error for name=gone.example"),
            "5.1.2",
            True,
        ),
        (report("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound"), "5.1.10", True),
        (report("5.2.2", "552 5.2.2 Mailbox full"), "5.2.2", False),
        (report("5.1.1", "552 5.2.2 Over quota"), "5.2.2", False),
        (report("5.7.1", "550 5.7.1 Message rejected as spam"), "5.7.1", False),
        (report("5.1.8", "553 5.1.8 Domain of sender address does not exist"), "5.1.8", False),
        (
            report("4.4.1", "connect to mx.gone.example: Connection timed out", action="delayed"),
            "4.4.1",
            False,
        ),
        (report("5.1.1", "550 用户不存在 User not found"), "5.1.1", True),
        (report("5.2.2", "552 邮箱空间不足"), "5.2.2", False),
        (report("5.4.4"), "5.4.4", True),
    ],
    ids=range(13),
)
def test_a_standard_report_tells_status_and_whether_the_address_is_dead(
    raw: bytes, status: str, is_hard: bool
) -> None:
    letter = read(raw)

    assert (letter.is_bounce, letter.bounce_status, letter.is_hard_bounce) == (True, status, is_hard)
    assert (letter.auto_submitted, letter.is_auto_reply) == (True, False)


def test_a_standard_report_names_our_message_and_the_address() -> None:
    letter = read(report("5.1.1"))

    assert letter.bounced_message_id == "our-1@corp.example"
    assert letter.bounced_recipients == ("lin@gone.example",)
    assert [each.type for each in letter.attachments] == ["message/delivery-status", "message/rfc822"]


def test_a_report_of_success_is_no_reason_to_give_an_address_up() -> None:
    letter = read(report("2.1.5", action="delivered"))

    assert (letter.is_bounce, letter.is_hard_bounce, letter.bounced_recipients) == (True, False, ())


@pytest.mark.parametrize(
    ("subject", "body", "status", "is_hard", "recipient"),
    [
        (
            "failure notice",
            "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n"
            "<lin@gone.example>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 User unknown\n\n--- Below this line is a copy of "
            "the message.\n\nReturn-Path: <desk@corp.example>\nMessage-ID: <our-1@corp.example>\n",
            "5.1.1",
            True,
            "lin@gone.example",
        ),
        (
            "Mail delivery failed: returning message to sender",
            "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered.\n\n"
            "  lin@gone.example\n    mailbox is full\n\n------ This is a copy of the message, including all the headers. ------\n",
            "5.2.2",
            False,
            "lin@gone.example",
        ),
        (
            "系统退信",
            "抱歉，您的邮件被退回来了……\n收件人邮件地址：lin@gone.example\n退信原因：收件人邮箱不存在，550 User not found\n",
            "5.1.1",
            True,
            "lin@gone.example",
        ),
        (
            "退信通知",
            "您发送的邮件无法送达 lin@gone.example，原因：对方邮箱已满 552 mailbox full。\n",
            "5.2.2",
            False,
            "lin@gone.example",
        ),
        (
            "Returned mail: see transcript",
            "   ----- The following addresses had permanent fatal errors -----\n<lin@gone.example>\n",
            None,
            False,
            "lin@gone.example",
        ),
    ],
    ids=["qmail", "exim", "qq", "coremail", "sendmail"],
)
def test_reports_in_servers_own_words_are_understood(
    subject: str, body: str, status: str | None, is_hard: bool, recipient: str
) -> None:
    letter = read(draft(body, subject=subject, sender=DAEMON, fields="Return-Path: <>"))

    assert (letter.is_bounce, letter.bounce_status, letter.is_hard_bounce) == (True, status, is_hard)
    assert letter.bounced_recipients == (recipient,)


@pytest.mark.parametrize(
    ("sender", "subject", "body", "fields"),
    [
        ("MAILER-DAEMON (Mail Delivery System)", "hello", "anything", ""),
        ("Postmaster <postmaster@mx.example>", "Undeliverable: printer", "x", ""),
        ("postmaster@mail.qq.example", "来自系统的退信", "您的邮件无法送达", ""),
        (
            "System Administrator <sysadmin@mx.example>",
            "Undeliverable message",
            "Message could not be delivered.\nOriginal message:\nx",
            "",
        ),
        ("Exim <exim@mx.example>", "x", "y", "X-Failed-Recipients: lin@gone.example"),
        ("<>", "Delivery Status", "user unknown", ""),
        ("Some Gateway <gate@mx.example>", "Delivery failure", "x", "Return-Path: <>"),
    ],
)
def test_a_report_is_known_by_who_sends_it(sender: str, subject: str, body: str, fields: str) -> None:
    assert read(draft(body, sender=sender, subject=subject, fields=fields)).is_bounce


def test_a_person_who_forwards_a_report_as_an_attachment_is_a_person() -> None:
    letter = read(
        several(
            part("What does this mean?"),
            part(report("5.1.1"), "message/rfc822"),
            subject="FW: Undelivered Mail",
        )
    )

    assert (letter.is_bounce, letter.auto_submitted) == (False, False)
