"""A letter of the desk as its reader sees it, in a frame of its own."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpResponse
from markupsafe import escape

from bihuan.ground.channels.models import OutboundMessage, OutboundState, Purpose
from bihuan.kit.text.html import from_markdown
from bihuan.kit.text.languages import is_chinese

# Nothing runs, nothing is loaded; a link opens a page of its own, as it does in a mail program.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups allow-popups-to-escape-sandbox"
PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><base target="_blank"><title>{title}</title>
<style>body{{margin:20px;font:15px/1.7 system-ui,'PingFang SC','Microsoft YaHei',sans-serif;color:#1f2937;
background:#fff;max-width:640px;overflow-wrap:anywhere}}a{{color:#1d4ed8}}</style></head><body>{body}</body></html>"""


def as_text(letter: OutboundMessage) -> str | None:
    """Return the words; None where they hold a key to somebody's account, or are gone.

    The links of a letter that goes to its person are cut: whoever has such a link answers in the person's place.
    One that is kept here for want of a server has no other reader, and its links work.
    """
    if letter.purpose == Purpose.SECRET or not letter.text:
        return None
    return letter.text if letter.state == OutboundState.KEPT else without_keys(letter.text)


def without_keys(text: str) -> str:
    """Return a Markdown text whose links to this desk lead nowhere; their words stay."""
    ours = re.escape(settings.SITE_URL)
    named = re.sub(rf"\[([^\]]*)\]\({ours}[^)]*\)", r"\1", text)
    return re.sub(rf"{ours}/[^\s<>\")\]]*", f"{settings.SITE_URL}/…", named)


def as_page(letter: OutboundMessage) -> HttpResponse:
    text = as_text(letter)
    body = from_markdown(text or "")
    language = "zh-CN" if is_chinese(letter.language) else "en"
    page = PAGE.format(language=language, title=escape(letter.subject), body=body)
    answer = HttpResponse(page)
    answer["Content-Security-Policy"] = POLICY
    return answer
