"""HTML cut into tags and text in one pass.

Not the standard library's parser: on unclosed comments and declarations that one takes quadratic time. Here every
character is looked at a fixed number of times at most, whatever the markup.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

TAG_NAME = re.compile(r"</?([A-Za-z][^\s/>]{0,40})")
ENTITY = re.compile(r"&(?:#[0-9]{1,20}|#[xX][0-9a-fA-F]{1,16}|[A-Za-z][A-Za-z0-9]{1,31});?")
# Elements whose text is not for reading; each ends at its own end tag only.
UNREAD = frozenset(("style", "script", "title", "xml", "noframes", "template"))
END_OF_UNREAD = {name: re.compile(rf"</{name}\b[^>]{{0,200}}>", re.IGNORECASE) for name in UNREAD}
# A ">" in a quoted attribute does not end the tag; so many are looked past.
MOST_SIGNS_PASSED = 8


class Tag(NamedTuple):
    """A start or end tag: its name in lower case and the rest of what stood between the brackets."""

    name: str
    attributes: str
    is_end: bool

    def attribute(self, name: str) -> str:
        """Return the attribute's value, or "" if the tag has none of that name."""
        found = re.search(
            rf"""(?:^|[\s"']){name}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", self.attributes, re.I
        )
        return html.unescape(found[1] or found[2] or found[3] or "").strip() if found else ""


def tokens(page: str) -> Iterator[Tag | str]:
    """Yield the tags and, entities resolved, the texts between them; comments and unread elements are left out."""
    position, has_comment_end, has_tag_end = 0, True, True
    endless: set[str] = set()
    while (start := page.find("<", position)) >= 0:
        if start > position:
            yield _text(page[position:start])
        position = start
        name, end = TAG_NAME.match(page, start), -1
        if not name and page.startswith("<!--", start):
            end = page.find("-->", start + 4) if has_comment_end else -1
            has_comment_end = end >= 0
            if has_comment_end:
                position = end + 3
                continue
        elif has_tag_end and (name or page[start + 1 : start + 2] in ("!", "?")):
            end = _tag_end(page, start)
            has_tag_end = end >= 0
        position = end + 1 if end >= 0 else start + 1
        if end < 0:
            yield "<"
        elif name:
            tag = Tag(name[1].lower(), page[name.end() : end], page[start + 1] == "/")
            yield tag
            if tag.name in UNREAD and not tag.is_end and tag.name not in endless:
                position = _behind_unread(page, tag.name, position, endless)
    if position < len(page):
        yield _text(page[position:])


def _text(raw: str) -> str:
    return ENTITY.sub(_resolved, raw) if "&" in raw else raw


def _resolved(entity: re.Match[str]) -> str:
    return html.unescape(entity[0])


def _tag_end(page: str, start: int) -> int:
    """Return where the tag's ">" stands, past those inside double quotes, or -1 if there is none."""
    first = end = page.find(">", start)
    if first < 0 or page.find('"', start, first) < 0:
        return first
    for _ in range(MOST_SIGNS_PASSED):
        if end < 0 or page.count('"', start, end) % 2 == 0:
            break
        end = page.find(">", end + 1)
    else:
        return first
    return end if end >= 0 else first


def _behind_unread(page: str, name: str, position: int, endless: set[str]) -> int:
    """Return where reading goes on; an element without an end tag is noted and does not swallow the rest."""
    end = END_OF_UNREAD[name].search(page, position)
    if not end:
        endless.add(name)
    return end.end() if end else position
