import email
import email.policy
from email.errors import MessageError
from email.message import EmailMessage

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.ground.channels.email.composing import compose
from bihuan.ground.channels.email.reading.letter import read
from bihuan.ground.channels.models import Purpose
from bihuan.ground.channels.tests.cast import letter, mailbox
from bihuan.ground.people.tests.cast import at
from bihuan.kit.files.models import File

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("INT-02")]

# An id as Exchange makes them: longer than a line.
LONG_ID = "TYZPR01MB5432" + "A" * 60 + "@TYZPR01MB5432.apcprd01.prod.exchangelabs.example"
HEADERS = {
    "From", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "X-Bihuan-Desk", "MIME-Version",
    "Content-Type", "Auto-Submitted", "X-Auto-Response-Suppress",
}  # fmt: skip
INJECTIONS = [
    "x\r\nBcc: evil@evil.example",
    "x\nBcc: evil@evil.example",
    "x\rBcc: evil@evil.example",
    "x\r\n\r\n<script>alert(1)</script>",
    "x\u2028Bcc: evil@evil.example",
    "x\x85Bcc: evil@evil.example",
    "x\x0bBcc: evil@evil.example",
    "x\r\n .\r\nMAIL FROM:<evil@evil.example>",
]


def as_sent(**more) -> EmailMessage:
    """Return the mail as a reader parses it after its way over the wire."""
    raw = compose(letter(more.pop("mailbox", None) or mailbox(), **more)).as_bytes(policy=email.policy.SMTP)
    return email.message_from_bytes(raw, policy=email.policy.default)


def raw_of(**more) -> bytes:
    return compose(letter(mailbox(), **more)).as_bytes(policy=email.policy.SMTP)


def test_a_letter_says_the_same_in_text_and_in_html():
    mail = as_sent()

    assert mail.get_body(("plain",)).get_content().strip() == "您好，请**重启**打印机。"
    assert "您好，请<strong>重启</strong>打印机。" in mail.get_body(("html",)).get_content()
    assert 'lang="zh-CN"' in mail.get_body(("html",)).get_content()


def test_the_sender_is_the_box_under_its_name_in_the_persons_language():
    assert as_sent()["From"] == "服务台 <it@yunhe.example>"
    assert as_sent(language="en")["From"] == "Service desk <it@yunhe.example>"


def test_a_letter_carries_its_number_and_title_its_moment_and_the_desks_mark(settings):
    mail = as_sent()

    assert mail["Subject"] == "[IT-20260928-0001] 打印机卡纸"
    assert mail["Date"].datetime == at("09:00")
    assert mail["X-Bihuan-Desk"] == settings.DESK_ID


@pytest.mark.requirement("INT-08")
def test_our_own_reader_finds_the_thread_that_a_letter_stands_in():
    first = letter(mailbox())
    sent = read(raw_of(in_reply_to=LONG_ID, references=["a@b", LONG_ID, first.message_id]))

    assert sent.in_reply_to == LONG_ID
    assert sent.references == ("a@b", LONG_ID, first.message_id)


def test_no_message_id_is_broken_or_encoded_however_long_it_is():
    raw = raw_of(in_reply_to=LONG_ID, references=[LONG_ID, "x" * 300 + "@y"])

    assert f"<{LONG_ID}>".encode() in raw
    assert b"=?" not in raw.partition(b"References:")[2].partition(b"X-Bihuan-Desk")[0]


@pytest.mark.requirement("SEC-018")
def test_a_letter_is_known_by_an_id_that_nobody_guesses():
    ids = {letter(mailbox()).message_id for _ in range(20)}
    sent = read(raw_of())

    assert len(ids) == 20
    assert sent.message_id.endswith("@yunhe.example")
    assert len(sent.message_id.partition("@")[0]) >= 22  # 128 bits


@pytest.mark.requirement("SEC-071")
@pytest.mark.parametrize("hostile", INJECTIONS, ids=repr)
@pytest.mark.parametrize("field", ["subject", "in_reply_to"])
def test_no_line_end_in_a_field_begins_a_header_of_its_own(field, hostile):
    raw = raw_of(**{field: hostile})
    mail = email.message_from_bytes(raw, policy=email.policy.default)

    assert set(mail.keys()) <= HEADERS
    assert b"\nBcc:" not in raw
    assert b"\n." not in raw
    assert mail.get_body(("plain",)).get_content().strip() == "您好，请**重启**打印机。"


@pytest.mark.requirement("SEC-071")
@pytest.mark.parametrize("hostile", INJECTIONS, ids=repr)
def test_nor_in_the_names_of_the_box_in_references_or_in_a_files_name(hostile):
    box = mailbox(name_zh=hostile)
    file = File.keep(hostile, b"x", by=None, at=at("09:00"))
    raw = compose(letter(box, references=[hostile, "a@b"], files=[file])).as_bytes(policy=email.policy.SMTP)
    mail = email.message_from_bytes(raw, policy=email.policy.default)

    assert set(mail.keys()) <= HEADERS
    assert b"\nBcc:" not in raw
    assert [part.get_filename() for part in mail.iter_attachments()] == [file.name]
    assert len(mail["From"].addresses) == 1


@pytest.mark.parametrize(
    "address",
    [
        "a@x.example, b@y.example",
        "a@x.example;b@y.example",
        "a@x.example\r\nBcc: b@y.example",
        "a@x b@y",
        "",
        "a group: b@y.example, c@z.example;",
    ],
)
def test_an_address_that_does_not_read_as_itself_is_refused(address):
    with pytest.raises((ValueError, MessageError)):
        compose(letter(mailbox(), address=address))


@pytest.mark.parametrize(
    "address", ["a..b@docomo.example", "用户@例子.example", '"a b"@x.example', "o'brien@X.example"]
)
def test_an_address_of_an_unusual_kind_is_one(address):
    assert [one.addr_spec for one in compose(letter(mailbox(), address=address))["To"].addresses] == [address]


def test_everybody_in_copy_is_named_once_each():
    assert as_sent(cc=["a@x.example", "b@y.example"])["Cc"] == "a@x.example, b@y.example"
    with pytest.raises(ValueError, match="Cc"):
        compose(letter(mailbox(), cc=["a@x.example, b@y.example"]))


@pytest.mark.parametrize("purpose", Purpose)
def test_what_a_machine_writes_says_so_and_what_an_agent_writes_does_not(purpose):
    mail = as_sent(purpose=purpose)

    assert (mail["Auto-Submitted"] is None) == (purpose == Purpose.REPLY)
    assert read(raw_of(purpose=purpose)).auto_submitted == (purpose != Purpose.REPLY)
    assert read(raw_of(purpose=Purpose.RECEIPT)).is_auto_reply


def test_files_go_along_as_they_are_and_only_raster_pictures_under_a_type_of_their_own():
    png = File.keep("截图.png", b"\x89PNG\r\n\x1a\n123", by=None, at=at("09:00"))
    page = File.keep("log.html", b"<script>alert(1)</script>", by=None, at=at("09:00"))

    sent = list(as_sent(files=[png, page]).iter_attachments())

    kinds = {part.get_filename(): (part.get_content_type(), part.get_content()) for part in sent}
    assert kinds == {
        "截图.png": ("image/png", b"\x89PNG\r\n\x1a\n123"),
        "log.html": ("application/octet-stream", b"<script>alert(1)</script>"),
    }


@pytest.mark.requirement("SEC-003")
def test_no_text_of_a_letter_runs_in_its_reader():
    html = (
        as_sent(text="<script>alert(1)</script> [x](javascript:alert(1)) {body}")
        .get_body(("html",))
        .get_content()
    )

    assert "<script" not in html
    assert "javascript:" not in html.replace("[x](javascript:alert(1))", "")
    assert "{body}" in html


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=120), st.text(max_size=120), st.lists(st.text(min_size=1, max_size=120), max_size=3))
def test_whatever_the_words_are_the_letter_has_its_own_headers_each_once(db, subject, text, references):
    box = mailbox()
    written = letter(box)
    written.subject, written.text, written.references = subject, text, references
    mail = email.message_from_bytes(
        compose(written).as_bytes(policy=email.policy.SMTP), policy=email.policy.default
    )

    assert set(mail.keys()) <= HEADERS
    assert len(mail.keys()) == len(set(mail.keys()))
    assert mail["To"] == "lin@yunhe.example"


def test_the_longest_subject_is_cut_into_words_that_every_reader_knows():
    raw = raw_of(subject="[IT-20260928-0001] " + "打印机卡纸" * 50)

    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert read(raw).subject == "[IT-20260928-0001] " + "打印机卡纸" * 50
