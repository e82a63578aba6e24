"""Turn a letter in the outbox into a mail: text and HTML of the same words, in its thread, marked as ours."""

from __future__ import annotations

from collections.abc import Iterable
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import Policy, default
from email.utils import format_datetime

from django.conf import settings

from bihuan.ground.channels.models import Mailbox, OutboundMessage, Purpose
from bihuan.kit.files.models import File
from bihuan.kit.text.html import from_markdown
from bihuan.kit.text.languages import either, is_chinese

MARK = "X-Bihuan-Desk"
# RFC 3834, 5: what a machine writes says so, and is then not answered by another machine.
AUTOMATIC = {
    Purpose.RECEIPT: "auto-replied",
    Purpose.CONFIRM: "auto-generated",
    Purpose.SURVEY: "auto-generated",
    Purpose.NOTICE: "auto-generated",
    Purpose.SECRET: "auto-generated",
}
PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"></head>
<body style="font:15px/1.7 -apple-system,'PingFang SC','Microsoft YaHei',sans-serif;color:#1f2937;max-width:640px">
{body}</body></html>
"""


class MessageIds(UnstructuredHeader, BaseHeader):
    """Message ids, on a line each: the library would encode a long one, and no thread is found by that."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: " + f"{policy.linesep} ".join(self.split()) + policy.linesep


_headers = HeaderRegistry()
_headers.map_to_type("in-reply-to", MessageIds)
_headers.map_to_type("references", MessageIds)
POLICY = default.clone(header_factory=_headers)


def compose(letter: OutboundMessage) -> EmailMessage:
    """Return the letter as a mail. Reads `mailbox` and `files`.

    :raises ValueError: if an address is none, or a secret cannot be opened
    """
    mail = EmailMessage(POLICY)
    mail["From"] = _sender(letter)
    _send_to(mail, "To", [letter.address])
    if letter.cc:
        _send_to(mail, "Cc", letter.cc)
    mail["Subject"] = _one_line(letter.subject)
    mail["Date"] = format_datetime(letter.written_at)
    mail["Message-ID"] = f"<{letter.message_id}>"
    if answered := _in_brackets([letter.in_reply_to]):
        mail["In-Reply-To"] = answered
    if thread := _in_brackets(letter.references):
        mail["References"] = thread
    mail[MARK] = settings.DESK_ID
    if letter.purpose in AUTOMATIC:
        mail["Auto-Submitted"] = AUTOMATIC[Purpose(letter.purpose)]
        mail["X-Auto-Response-Suppress"] = "All"
    words = letter.words
    mail.set_content(words, cte="base64" if not words.isascii() else "quoted-printable")
    mail.add_alternative(_html(letter, words), subtype="html", cte="base64")
    for file in letter.files.all():
        _attach(mail, file)
    return mail


def _sender(letter: OutboundMessage) -> Address | str:
    mailbox: Mailbox | None = letter.mailbox
    if mailbox is None:
        return "it@localhost"
    name = either(mailbox.name_zh, mailbox.name_en, letter.language)
    return Address(display_name=_one_line(name), addr_spec=mailbox.address)


def _send_to(mail: EmailMessage, field: str, addresses: list[str]) -> None:
    """Name the recipients; an address that does not read as itself would reach nobody, or somebody else."""
    mail[field] = ", ".join(map(_one_line, addresses))
    read = [one.addr_spec for one in mail[field].addresses if one.username and one.domain]
    if read != addresses:
        raise ValueError(f"{field} holds what is no address")


def _in_brackets(ids: Iterable[str]) -> str:
    """Return message ids as they stand in a header; one that no header can hold is left out."""
    return " ".join(
        f"<{one}>" for one in ids if one.isascii() and one.isprintable() and " " not in one and one
    )


def _html(letter: OutboundMessage, words: str) -> str:
    language = "zh-CN" if is_chinese(letter.language) else "en"
    return PAGE.format(language=language, body=letter.html or from_markdown(words))


def _attach(mail: EmailMessage, file: File) -> None:
    kind = ("image", file.kind) if file.is_picture else ("application", "octet-stream")
    mail.add_attachment(bytes(file.blob.content), maintype=kind[0], subtype=kind[1], filename=file.name)


def _one_line(text: str) -> str:
    """Return a header's value that cannot begin another header."""
    return " ".join(text.split())
