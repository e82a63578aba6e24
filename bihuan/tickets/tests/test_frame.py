import pytest

from bihuan.kit.files.models import File
from bihuan.kit.text.tests.test_html import what_is_dangerous
from bihuan.kit.text.tests.tricks import PIECES
from bihuan.tickets.frame import show_in_frame
from bihuan.tickets.models import Enclosed, Entry
from bihuan.tickets.tests.cast import a_ticket, at, stamp

pytestmark = [pytest.mark.django_db, pytest.mark.urls("bihuan.tickets.tests.urls")]


def an_entry(html: str, *content_ids: str) -> Entry:
    files = [
        Enclosed(
            File.keep("截图.png", b"\x89PNG\r\n\x1a\n", by=None, at=at("09:00")),
            content_id=one,
            is_inline=True,
        )
        for one in content_ids
    ]
    return Entry.answer(a_ticket(), text="见图", html=html, files=files, stamp=stamp("09:10", by="林"))


def shown(entry: Entry) -> str:
    return show_in_frame(entry).content.decode().partition("<body>")[2].partition("</body>")[0]


@pytest.mark.requirement("INT-02")
@pytest.mark.parametrize(
    "source", ["cid:image001.png@01DC", "CID:image001.png@01DC", "cid:image001.png%4001DC"]
)
def test_a_picture_that_came_with_the_mail_is_shown_in_place(source):
    entry = an_entry(f'<p>看<img src="{source}" alt="图"></p>', "image001.png@01DC")
    key = entry.enclosures.get().file.key

    assert shown(entry) == f'<p>看<img src="/tickets/{entry.ticket.number}/files/{key}/picture" alt="图"></p>'


@pytest.mark.requirement("SEC-017", "SEC-080")
@pytest.mark.parametrize(
    "source", ["https://evil.example/seen.gif", "//evil.example/x", "/account/logout", "cid:other", "x", ""]
)
def test_no_picture_from_elsewhere_tells_who_reads_the_mail(source):
    assert shown(an_entry(f'<img src="{source}">', "a")) == '<img src="">'


def test_the_words_beside_a_picture_stay_words():
    page = shown(an_entry("<img alt=' src=' title=' onerror=alert(1) x=' src='cid:a'>", "a"))

    assert not what_is_dangerous(page)


@pytest.mark.parametrize(
    "piece", [piece for piece in PIECES if "\0" not in piece], ids=repr
)  # none is ever kept
def test_nothing_in_a_mail_runs(piece):
    assert not what_is_dangerous(shown(an_entry(f"<p>{piece}</p>", "a")))


@pytest.mark.requirement("SEC-009")
def test_the_frame_itself_forbids_what_the_cleaning_might_have_missed():
    policy = show_in_frame(an_entry("x"))["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "allow-forms" not in policy
    assert "unsafe" not in policy.replace("style-src 'unsafe-inline'", "")


def test_braces_in_a_mail_are_no_placeholders():
    assert shown(an_entry("<p>{body} {0} {{x}}</p>")) == "<p>{body} {0} {{x}}</p>"
