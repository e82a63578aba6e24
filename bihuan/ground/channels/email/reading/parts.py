"""The attachments of a message: every part that is not its text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bihuan.ground.channels.email.reading.charsets import clean
from bihuan.ground.channels.email.reading.header_block import HeaderReader, start_of_fields
from bihuan.ground.channels.email.reading.limits import Limits, Notes
from bihuan.ground.channels.email.reading.structure import Node

MEDIA_TYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,80}")
# Directions and other invisible signs that make a name look like another one.
DECEIVING = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
PATH = re.compile(r"(?:[A-Za-z]:|\\|/|\.{1,2}[\\/]).*[\\/]")
EXTENSIONS = {
    "text/plain": "txt",
    "text/html": "html",
    "text/calendar": "ics",
    "text/rfc822-headers": "txt",
    "message/delivery-status": "txt",
    "message/disposition-notification": "txt",
    "message/feedback-report": "txt",
    "message/rfc822": "eml",
    "message/global": "eml",
    "image/jpeg": "jpg",
    "image/svg+xml": "svg",
    "audio/mpeg": "mp3",
    "application/pgp-signature": "asc",
    "application/pgp-encrypted": "asc",
    "application/pkcs7-signature": "p7s",
    "application/x-pkcs7-signature": "p7s",
    "application/pkcs7-mime": "p7m",
    "application/x-pkcs7-mime": "p7m",
    "application/ms-tnef": "dat",
    "application/octet-stream": "bin",
}
LONGEST_NAME = 180


@dataclass(frozen=True)
class Part:
    """An attachment as it came.

    :param name: without any path; made from the type where the mail names none
    :param type: what the sender claims; never to be trusted when serving it
    :param content_id: without angle brackets, "" if none
    :param is_inline: shown in place by the HTML body, or an image that the mail wants to be
    """

    name: str
    type: str
    size: int
    content: bytes = field(repr=False)
    content_id: str = ""
    is_inline: bool = False


def read_part(node: Node, content: bytes, number: int, notes: Notes) -> Part:
    """Return the attachment in this node; `number` tells unnamed ones apart. Inline is what asks for it."""
    media_type = node.type if MEDIA_TYPE.fullmatch(node.type) else "application/octet-stream"
    name = clean_name(node.disposition.parameters.get("filename", "")) or clean_name(
        node.content.parameters.get("name", "")
    )
    is_inline = node.disposition.value == "inline" and media_type.startswith("image/")
    content_id = node.headers.text("content-id", notes).strip("<> ")[:250]
    return Part(
        name or _made_name(media_type, content, number, notes),
        media_type,
        len(content),
        content,
        content_id,
        is_inline,
    )


def clean_name(name: str) -> str:
    """Return a file name without path and deceiving signs, at most LONGEST_NAME long with its extension kept."""
    name = DECEIVING.sub("", clean(name).replace("\n", " ").replace("\t", " ")).strip()
    path = PATH.match(name)
    name = (name[path.end() :] if path else name).replace("/", "_").replace("\\", "_").strip()
    if len(name) > LONGEST_NAME:
        stem, dot, extension = name.rpartition(".")
        name = (
            name[:LONGEST_NAME]
            if not dot or len(extension) > 10
            else stem[: LONGEST_NAME - 11] + dot + extension
        )
    return "" if name in (".", "..") else name


def _made_name(media_type: str, content: bytes, number: int, notes: Notes) -> str:
    """Make a name for an unnamed part; a forwarded message is called by its subject."""
    extension = EXTENSIONS.get(media_type) or re.sub(r"^x-", "", media_type.split("/")[1])
    extension = extension if extension.isalnum() and len(extension) <= 5 else "bin"
    if extension == "eml":
        headers, _ = HeaderReader(Limits(), notes).read(content, start_of_fields(content), len(content))
        subject = clean_name(headers.text("subject", notes))[:100]
        if subject:
            return f"{subject}.eml"
    known = {
        "text/calendar": "invite",
        "application/ms-tnef": "winmail",
        "message/delivery-status": "delivery-status",
    }
    return f"{known[media_type]}.{extension}" if media_type in known else f"part-{number}.{extension}"
