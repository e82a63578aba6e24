"""Markup from strangers and from our own writers, cleaned: the one module that calls markup safe."""

from __future__ import annotations

from collections.abc import Callable

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

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

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).enable("table")
_markdown.disable("escape")  # a backslash stands for itself: \\server\share loses none


def clean_mail(html: str, source_of: Callable[[str], str] = str) -> str:
    """Return the HTML of a mail without anything that runs, or leaves the frame it is shown in.

    :param source_of: from where to take a picture instead of where the mail says; empty for nowhere
    """

    def put_right(tag: str, name: str, value: str) -> str:
        return source_of(value) if (tag, name) == ("img", "src") else value

    return nh3.clean(
        html,
        tags=_MAIL,
        clean_content_tags={
            "script",
            "style",
            "title",
            "head",
            "svg",
            "math",
            "iframe",
            "object",
            "noscript",
        },
        attributes=_MAIL_ATTRIBUTES,
        url_schemes=_LINKS | {"cid"},
        filter_style_properties=_MAIL_STYLES,
        attribute_filter=put_right,
        link_rel="noopener noreferrer nofollow",
    )


def from_markdown(text: str) -> Markup:
    """Return an article or a reply, written in Markdown, as safe markup."""
    cleaned = nh3.clean(
        _markdown.render(text),
        tags=_TEXT,
        attributes={"a": {"href", "title"}, "img": {"src", "alt"}, "th": {"align"}, "td": {"align"}},
        url_schemes=_LINKS,
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(cleaned)  # noqa: S704, cleaned on the line above
