"""HTML mail to plain text: lines and lists as lines, quoted mail behind ">", links with where they lead."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bihuan.ground.channels.email.reading.charsets import clean
from bihuan.ground.channels.email.reading.markup_tokens import Tag, tokens

_BLOCK_NAMES = (
    "address article aside body center dd details dir div dl dt fieldset figcaption figure footer form header html"
    " legend li main nav ol p pre section summary table tbody tfoot thead tr ul h1 h2 h3 h4 h5 h6 blockquote"
)
_SPACED_NAMES = "p h1 h2 h3 h4 h5 h6 ul ol"
BLOCKS = frozenset(_BLOCK_NAMES.split())
SPACED = frozenset(_SPACED_NAMES.split())
SETTING = BLOCKS | {"a", "br", "hr", "td", "th"}
# Attribution lines and quotes that mail programs mark for us; a plain blockquote may be an indent of the writer.
QUOTE = re.compile(
    r"""type\s*=\s*["']?cite|gmail_quote|isReplyContent|border-left|mailmaster-quote""", re.IGNORECASE
)
ATTRIBUTION = re.compile(
    r"gmail_attr|moz-cite-prefix|ntes-mailmaster-quote|lark-mail-meta|history-quote-wrapper", re.IGNORECASE
)
SIGNATURE = re.compile(
    r"gmail_signature(?!_prefix)|moz-signature|data-signatureblock|ms-outlook-mobile-signature", re.IGNORECASE
)
NO_MARGIN = re.compile(r"Mso|margin(?:-bottom|-top)?\s*:\s*0", re.IGNORECASE)
BLANKS = re.compile(r"[ \t\r\n\f]+")
SPARE_LINES = re.compile(r"\n(?:[> ]*\n){2,}")
# A page that sets its letters one by one hides words in a salad of others; its pieces stay apart.
LONE_LETTER = re.compile(r">[^\s<]</(?:span|font|b|i)>", re.IGNORECASE)
MOST_LONE_LETTERS = 12
LINK = re.compile(r"(?:https?|ftps?|mailto|tel):", re.IGNORECASE)
# Longer addresses are for machines that count clicks; nobody reads them.
LONGEST_LINK = 120
RULE = "_" * 32


@dataclass
class _Container:
    """An element that quotes, and how many of its name are open inside it."""

    name: str
    open: int = 1


class _Page:
    """The lines set so far and the elements that are open."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.containers: list[_Container] = []
        self.lists: list[int] = []
        self.links: list[tuple[str, int]] = []
        self.preformatted = 0
        self.is_spaced = True

    def write(self, text: str) -> None:
        if self.preformatted:
            first, *rest = text.split("\n")
            self.line.append(first)
            for line in rest:
                self.end_line(is_break=True)
                self.line.append(line)
            return
        text = BLANKS.sub(" ", text)
        if text.startswith(" ") and (not self.line or self.line[-1].endswith((" ", "\t"))):
            text = text[1:]
        if text:
            self.line.append(text)

    def end_line(self, *, is_break: bool = False) -> None:
        """Set the line that was being written; an empty one only for a line break."""
        text = "".join(self.line).replace("\u00a0", " ").rstrip()
        self.line.clear()
        self.links.clear()
        if text or is_break:
            self.lines.append("> " * len(self.containers) + text)
            self.is_spaced = not text

    def space(self) -> None:
        if not self.is_spaced:
            self.lines.append("> " * len(self.containers))
            self.is_spaced = True


def text_of(page: str) -> str:
    """Return the page as plain text; linear in its length whatever the markup."""
    sheet = _Page()
    gap = " " if len(LONE_LETTER.findall(page)) > MOST_LONE_LETTERS else ""
    for token in tokens(page):
        if isinstance(token, str):
            sheet.write(token)
        elif token.name in SETTING:
            _close(sheet, token) if token.is_end else _open(sheet, token)
        elif gap:
            sheet.write(gap)
    sheet.end_line()
    return clean(SPARE_LINES.sub("\n\n", "\n".join(sheet.lines)).strip("\n"))


def _open(sheet: _Page, tag: Tag) -> None:
    name = tag.name
    if name == "br":
        sheet.end_line(is_break=True)
        return
    if name == "a":
        sheet.links.append((tag.attribute("href"), len(sheet.line)))
    elif name in ("td", "th"):
        if sheet.line and not sheet.line[-1].endswith("\t"):
            sheet.line.append("\t")
    elif name == "hr":
        sheet.end_line()
        sheet.lines.append(RULE)
    elif name in BLOCKS:
        _open_block(sheet, tag)
    if tag.attributes or sheet.containers:
        _open_container(sheet, tag)


def _open_block(sheet: _Page, tag: Tag) -> None:
    sheet.end_line()
    if (
        tag.name in SPACED
        and not NO_MARGIN.search(tag.attributes)
        and not (sheet.lists and tag.name in ("ul", "ol"))
    ):
        sheet.space()
    if tag.name in ("ul", "ol"):
        sheet.lists.append(0 if tag.name == "ol" else -1)
    elif tag.name == "li":
        indent = "  " * max(0, min(len(sheet.lists), 8) - 1)
        if sheet.lists and sheet.lists[-1] >= 0:
            sheet.lists[-1] += 1
            sheet.line.append(f"{indent}{sheet.lists[-1]}. ")
        else:
            sheet.line.append(f"{indent}- ")
    elif tag.name == "pre":
        sheet.preformatted += 1


def _open_container(sheet: _Page, tag: Tag) -> None:
    """Note an element that quotes or signs; inside one, count its namesakes to know its own end tag."""
    attributes = tag.attributes
    is_quote = bool(QUOTE.search(attributes) if tag.name == "blockquote" else ATTRIBUTION.search(attributes))
    if is_quote and len(sheet.containers) < 20:
        sheet.end_line()
        sheet.containers.append(_Container(tag.name))
        return
    if "ignature" in attributes and SIGNATURE.search(attributes):
        sheet.end_line()
        sheet.lines.append("-- ")
    if sheet.containers and sheet.containers[-1].name == tag.name:
        sheet.containers[-1].open += 1


def _close(sheet: _Page, tag: Tag) -> None:
    name = tag.name
    if name == "a" and sheet.links:
        _close_link(sheet)
    if name in BLOCKS:
        sheet.end_line()
        if name in SPACED and name not in ("ul", "ol", "p"):
            sheet.space()
        if name in ("ul", "ol") and sheet.lists:
            sheet.lists.pop()
        elif name == "pre" and sheet.preformatted:
            sheet.preformatted -= 1
    if sheet.containers and sheet.containers[-1].name == name:
        sheet.containers[-1].open -= 1
        if not sheet.containers[-1].open:
            sheet.end_line()
            sheet.containers.pop()


def _close_link(sheet: _Page) -> None:
    """Write where a link leads if its words do not say it."""
    target, start = sheet.links.pop()
    words = "".join(sheet.line[start:]).strip()
    shown = target.split(":", 1)[-1].strip("/").casefold() if LINK.match(target) else ""
    if words and shown and len(target) <= LONGEST_LINK and shown not in words.casefold().rstrip("/"):
        sheet.line.append(f" ({target})")
