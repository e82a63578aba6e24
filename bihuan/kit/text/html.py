"""Markup from strangers and from our own writers, cleaned: the one module that calls markup safe."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_RULES = re.compile(r"^\s*(\|[-:| ]+\||```\w*)\s*$", re.MULTILINE)  # below a table's head; a fence
_MARKS = re.compile(r"\*\*|`|^\s*(#+|[-*>]|\d+\.)\s+", re.MULTILINE)
_LINKS = {"http", "https", "mailto", "tel"}
_TEXT = {
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "del",
    "div",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "i",
    "img",
    "kbd",
}
_TEXT |= {
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
}
_TEXT |= {"u", "ul"}
_MAIL = _TEXT | {
    "center",
    "font",
    "h5",
    "h6",
    "small",
    "tfoot",
    "caption",
    "col",
    "colgroup",
    "dl",
    "dt",
    "dd",
}
_MAIL_ATTRIBUTES = {
    "*": {"style", "align", "valign", "bgcolor", "color", "width", "height", "dir"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "font": {"size", "face"},
    "table": {"border", "cellpadding", "cellspacing"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_MAIL_STYLES = {
    "background-color",
    "border",
    "border-collapse",
    "color",
    "font-family",
    "font-size",
    "font-style",
}
_MAIL_STYLES |= {
    "font-weight",
    "line-height",
    "margin",
    "margin-left",
    "padding",
    "text-align",
    "text-decoration",
}
_MAIL_STYLES |= {"vertical-align", "white-space", "width", "height", "max-width"}


class Heading(NamedTuple):
    """A heading within an article: where a link finds it, its words, and its level, 2 to 4."""

    id: str
    words: str
    level: int


_WITH_CONTENT = {"script", "style", "title", "head", "svg", "math", "iframe", "object", "noscript"}
# What a reader's browser makes of cleaned markup can differ from what the cleaner saw; then it is cleaned once more.
MOST_PASSES = 5

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).enable("table")
_markdown.disable("escape")  # a backslash stands for itself: \\server\share loses none


def clean_mail(html: str, source_of: Callable[[str], str] = str) -> str:
    """Return the HTML of a mail without anything that runs, or leaves the frame it is shown in.

    :param source_of: from where to take a picture instead of where the mail says; empty for nowhere
    """
    for _ in range(MOST_PASSES):
        cleaned, html = html, _cleaned_mail(html, str)
        if cleaned == html:
            return _cleaned_mail(html, source_of)
    return nh3.clean_text(html)


def _cleaned_mail(html: str, source_of: Callable[[str], str]) -> str:
    def put_right(tag: str, name: str, value: str) -> str:
        return source_of(value) if (tag, name) == ("img", "src") else value

    return nh3.clean(
        html,
        tags=_MAIL,
        clean_content_tags=_WITH_CONTENT,
        attributes=_MAIL_ATTRIBUTES,
        url_schemes=_LINKS | {"cid"},
        filter_style_properties=_MAIL_STYLES,
        attribute_filter=put_right,
        link_rel="noopener noreferrer nofollow",
    )


def from_markdown(text: str) -> Markup:
    """Return an article or a reply, written in Markdown, as safe markup."""
    return _cleaned(_markdown.render(text))


def words_of_markdown(text: str) -> str:
    """Return what a Markdown text says, without the marks that say how it looks; for lists and for search."""
    return _MARKS.sub("", _RULES.sub("", text)).replace("|", " ")


def article_from_markdown(text: str) -> tuple[Markup, list[Heading]]:
    """Return an article as safe markup with headings that fit below a page's own title, and these headings.

    Whatever levels its writer uses, they become 2, 3 and 4 without a gap.
    """
    tokens = _markdown.parse(text)
    levels = sorted({token.tag for token in tokens if token.type == "heading_open"})
    new = {tag: f"h{min(place, 4)}" for place, tag in enumerate(levels, start=2)}
    headings: list[Heading] = []
    for token, within in pairwise(tokens):
        if token.type == "heading_open":
            heading = Heading(f"h-{len(headings) + 1}", _words(within), int(new[token.tag][1]))
            headings.append(heading)
            token.attrSet("id", heading.id)
    for token in tokens:
        token.tag = new.get(token.tag, token.tag)
    return _cleaned(_markdown.renderer.render(tokens, _markdown.options, {})), headings


def _words(inline: Token) -> str:
    return "".join(
        part.content for part in inline.children or () if part.type in ("text", "code_inline")
    ).strip()


def _cleaned(rendered: str) -> Markup:
    heading = {
        level: {"id"} for level in ("h2", "h3", "h4")
    }  # ours alone: a writer's own markup was escaped before
    cleaned = nh3.clean(
        rendered,
        tags=_TEXT,
        attributes={
            "a": {"href", "title"},
            "img": {"src", "alt"},
            "th": {"align"},
            "td": {"align"},
            **heading,
        },
        url_schemes=_LINKS,
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(cleaned)  # noqa: S704, cleaned on the line above
