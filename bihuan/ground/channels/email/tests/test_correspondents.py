"""Who a message is from and to."""

from __future__ import annotations

import pytest

from bihuan.ground.channels.email.reading.addresses import read_mailboxes
from bihuan.ground.channels.email.reading.letter import read
from bihuan.ground.channels.email.reading.limits import Notes
from bihuan.ground.channels.email.tests.drafts import draft, word


@pytest.mark.parametrize(
    ("written", "name", "address"),
    [
        ("lin@corp.example", "", "lin@corp.example"),
        ("<lin@corp.example>", "", "lin@corp.example"),
        ("Lin <lin@corp.example>", "Lin", "lin@corp.example"),
        ('"Lin, Xiao" <lin@corp.example>', "Lin, Xiao", "lin@corp.example"),
        ('"Lin \\"Red\\" Xiao" <lin@corp.example>', 'Lin "Red" Xiao', "lin@corp.example"),
        ("Lin, Xiao <lin@corp.example>", "Lin, Xiao", "lin@corp.example"),
        ("lin@corp.example (Lin Xiao)", "Lin Xiao", "lin@corp.example"),
        ("林小满 <lin@corp.example>", "林小满", "lin@corp.example"),
        (f"{word('林小满')} <lin@corp.example>", "林小满", "lin@corp.example"),
        (f'"{word("林小满")}" <lin@corp.example>', "林小满", "lin@corp.example"),
        ("=?iso-8859-1?Q?B=FCrger,_An?= <lin@corp.example>", "Bürger, An", "lin@corp.example"),
        ("Lin (IT dept) <lin@corp.example>", "Lin", "lin@corp.example"),
        ("'lin@corp.example' <'lin@corp.example'>", "lin@corp.example", "lin@corp.example"),
        ("Lin <mailto:lin@corp.example>", "Lin", "lin@corp.example"),
        ("Lin <lin@corp.example.>", "Lin", "lin@corp.example"),
        ("Lin <lin@\n corp.example>", "Lin", "lin@corp.example"),
        ("<lin@信息.中国>", "", "lin@信息.中国"),
        ('"very quiet"@corp.example', "", '"very quiet"@corp.example'),
        ("+8613800000000@sms.example", "", "+8613800000000@sms.example"),
        ('"boss@corp.example" <lin@corp.example>', "boss@corp.example", "lin@corp.example"),
    ],
)
def test_one_cleanly_written_sender_is_believed_to_be_one(written: str, name: str, address: str) -> None:
    letter = read(draft(sender=written))

    assert (letter.from_name, letter.from_email, letter.sender_is_doubtful) == (name, address, False)


@pytest.mark.requirement("SEC-025")
@pytest.mark.parametrize(
    ("written", "address", "problem"),
    [
        ("Lin <lin@corp.example>, Wang <wang@corp.example>", "lin@corp.example", "several-from"),
        ("lin@corp.example\nFrom: wang@corp.example", "lin@corp.example", "several-from"),
        ("[????]\nFrom: Lin <lin@corp.example>", "lin@corp.example", "several-from"),
        ("<lin@corp.example> <wang@corp.example>", "wang@corp.example", "bad-from"),
        ("wang@corp.example <lin@corp.example>", "lin@corp.example", "bad-from"),
        ("Lin Xiao lin@corp.example", "lin@corp.example", "bad-from"),
        ('"Lin <lin@corp.example>', "lin@corp.example", "bad-from"),
        ("Lin <lin@corp.example", "lin@corp.example", "bad-from"),
        ("Lin (lin@corp.example)", "lin@corp.example", "bad-from"),
        (word("Lin <lin@corp.example>"), "lin@corp.example", "bad-from"),
        ('"Lin <lin@corp.example>"', "lin@corp.example", "bad-from"),
        ('"lin@corp.example"', "lin@corp.example", "bad-from"),
        ("<the boss lin@corp.example>", "", "bad-from"),
        ('"No end"@corp.example>', '"No end"@corp.example', "bad-from"),
        ("MAILER-DAEMON (Mail System)", "", "bad-from"),
        ("", "", "bad-from"),
        ("<>", "", "bad-from"),
    ],
)
def test_a_sender_that_is_not_one_clean_address_is_doubted(written: str, address: str, problem: str) -> None:
    letter = read(draft(sender=written))

    assert (letter.from_email, letter.sender_is_doubtful, letter.problems) == (address, True, (problem,))


@pytest.mark.requirement("SEC-025")
@pytest.mark.parametrize(
    "written",
    [
        "=?utf-8?Q?boss=40corp.example=3E_=3C?= <lin@evil.example>",
        "=?utf-8?Q?boss=40corp.example=2C?= <lin@evil.example>",
        '"boss@corp.example> <" <lin@evil.example>',
        f"{word('boss@corp.example')} <lin@evil.example>",
    ],
)
def test_no_decoded_name_becomes_the_sender(written: str) -> None:
    assert read(draft(sender=written)).from_email == "lin@evil.example"


def test_an_encoded_word_inside_an_address_is_not_decoded_and_is_doubted() -> None:
    letter = read(draft(sender="<=?utf-8?Q?boss=40corp.example?=@evil.example>"))

    assert letter.from_email.endswith("@evil.example")
    assert letter.sender_is_doubtful


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ("Reply-To: Lin <lin@corp.example>\nSender: wang@corp.example", "lin@corp.example"),
        ("Sender: wang@corp.example", "wang@corp.example"),
        ("Return-Path: <chen@corp.example>", "chen@corp.example"),
        ("X-Nothing: else", ""),
    ],
)
def test_without_from_the_next_best_is_named_and_doubted(fields: str, address: str) -> None:
    letter = read(draft(sender=None, fields=fields))

    assert (letter.from_email, letter.sender_is_doubtful, letter.problems) == (address, True, ("no-from",))


def test_recipients_of_all_forms_are_read_once_each() -> None:
    to = "Team: chen@corp.example, Wang <wang@corp.example>;, zhou@corp.example; chen@corp.example"

    letter = read(
        draft(
            fields=f"Cc: undisclosed-recipients:;\nReply-To: Lin <other@corp.example>\nX-To: {to}\nTo: {to}"
        )
    )

    assert letter.to == ("chen@corp.example", "wang@corp.example", "zhou@corp.example", "desk@corp.example")
    assert letter.cc == ()
    assert letter.reply_to == "other@corp.example"


def test_a_broken_recipient_costs_only_itself() -> None:
    found = read_mailboxes('chen@corp.example, "broken <, @, wang@corp.example', Notes())

    assert [mailbox.address for mailbox in found if mailbox.address] == [
        "chen@corp.example",
        "wang@corp.example",
    ]
