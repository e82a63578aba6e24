"""The flat XML of 企业微信, read without a parser: there are no entities to grow and no files to fetch. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

# A tag of one level, whose text stands in CDATA or plain; a tag with others inside is no text and is not read.
_FIELD = re.compile(r"<(\w{1,40})>(?:<!\[CDATA\[(.*?)\]\]>|([^<]*))</\1>", re.DOTALL)


def fields_of(xml: str) -> dict[str, str]:
    """Return name → text; of a name that stands there twice, the first."""
    found: dict[str, str] = {}
    for name, quoted, plain in _FIELD.findall(xml):
        found.setdefault(name, quoted or unescape(plain.strip()))
    return found


def xml_of(fields: Mapping[str, str]) -> str:
    """Return fields as the platform writes them."""
    inner = "".join(f"<{name}><![CDATA[{_split(text)}]]></{name}>" for name, text in fields.items())
    return f"<xml>{inner}</xml>"


def _split(text: str) -> str:
    return text.replace("]]>", "]]]]><![CDATA[>")
