"""A mail shown as it was sent: cleaned, in a frame of its own that can run nothing and load nothing from outside."""

from __future__ import annotations

from urllib.parse import unquote

from django.http import HttpResponse
from django.urls import reverse

from bihuan.kit.text.html import clean_mail
from bihuan.tickets.models import Entry

# `allow-same-origin` lets our page measure how high the mail is; without `allow-scripts` nothing in it can use that.
POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox allow-same-origin allow-popups"
)
PAGE = """<!doctype html><html><head><meta charset="utf-8"><base target="_blank">
<style>body{{margin:0;font:14px/1.6 system-ui,'PingFang SC','Microsoft YaHei',sans-serif;overflow-wrap:anywhere}}
img{{max-width:100%;height:auto}}</style></head><body>{body}</body></html>"""


def show_in_frame(entry: Entry) -> HttpResponse:
    """Answer with the entry's HTML. Pictures that came with it are shown in place; no other address is ever asked."""
    enclosures = entry.enclosures.select_related("file").exclude(content_id="")
    ours = {enclosure.content_id: _address(entry, enclosure.file.key) for enclosure in enclosures}
    body = clean_mail(entry.html, lambda source: _source(source, ours))
    response = HttpResponse(PAGE.format(body=body))
    response["Content-Security-Policy"] = POLICY
    return response


def _source(source: str, ours: dict[str, str]) -> str:
    """Return our address of an enclosed picture, and nothing for one from elsewhere, which could tell who reads it."""
    scheme, _, content_id = source.partition(":")
    return ours.get(unquote(content_id), "") if scheme.strip().lower() == "cid" else ""


def _address(entry: Entry, key: str) -> str:
    return reverse("ticket-file", args=[entry.ticket.number, key, "picture"])
