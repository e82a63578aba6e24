"""Where, among the lines of a mail, somebody else's words begin."""

from __future__ import annotations

from dataclasses import dataclass, field

from bihuan.ground.channels.email.reading import quote_words as words

# Further than this no attribution is wrapped, and no little header is long.
MOST_ATTRIBUTION_LINES = 4
MOST_ATTRIBUTION_CHARS = 400
MOST_HEADER_LINES = 30
MOST_SEPARATOR_CHARS = 200
# A date that comes later than this stands in prose.
DATE_WITHIN_CHARS = 30


def is_quoted(line: str) -> bool:
    """Tell whether the line is marked as quoted; a bracket that closes a wrapped attribution is no such mark."""
    return line.lstrip(" ").startswith((">", "＞")) and not words.WRAPPED_END.match(line)


def is_separator(line: str) -> bool:
    """Tell whether the whole line announces that the original message follows."""
    if not 4 < len(line) <= MOST_SEPARATOR_CHARS:
        return False
    if line.lstrip(" *>|")[:1] in words.RULES and any(
        pattern.match(line) for pattern in words.RULED_SEPARATORS
    ):
        return True
    is_worded = (
        line.endswith((":", "："))
        or "line" in line.lower()
        or "以上" in line
        or "之上" in line
        or "上方" in line
    )
    return is_worded and any(pattern.match(line) for pattern in words.WORDED_SEPARATORS)


def attributions(lines: list[str]) -> dict[int, int]:
    """Return the lines like "On ... wrote:": where each begins, and the line behind its end."""
    found: dict[int, int] = {}
    for last, line in enumerate(lines):
        if 2 <= len(line) <= MOST_ATTRIBUTION_CHARS and _may_end_attribution(line):
            start = _attribution_start(lines, last, is_quote_next=is_quote_after(lines, last + 1))
            if start is not None:
                found[start] = last + 1
    return found


def is_quote_after(lines: list[str], index: int) -> bool:
    """Tell whether the next line that is not blank is quoted."""
    for line in lines[index : index + 5]:
        if line.strip():
            return is_quoted(line)
    return False


def _may_end_attribution(line: str) -> bool:
    end = line.rstrip(" *_>")
    return end.endswith((":", "：", "﹕")) or "GMT" in line or bool(words.VERB.search(end[-12:]))


def _attribution_start(lines: list[str], last: int, *, is_quote_next: bool) -> int | None:
    """Return where the attribution that ends in this line begins, at most a few lines above, or None.

    The nearest line from which all of it reads as one wins; a bare `Name <address> wrote:` only if no date stands
    before it.
    """
    weak: int | None = None
    joined, gaps = "", 0
    for index in range(last, max(-1, last - MOST_ATTRIBUTION_LINES - 1), -1):
        line = lines[index].strip().strip("*_")
        if is_quoted(line) or len(joined) > MOST_ATTRIBUTION_CHARS:
            break
        gaps += not line
        joined = f"{line} {joined}".strip()
        if line and is_dated_attribution(joined, is_quote_next=is_quote_next, is_torn=gaps > 0):
            return index
        if weak is None and not gaps and words.NAME_ADDRESS_VERB.match(joined):
            weak = index
        if gaps > 1:
            break
    return weak


def is_dated_attribution(text: str, *, is_quote_next: bool, is_torn: bool = False) -> bool:
    """Tell whether the text says that somebody wrote at some time, in the forms that programs give it.

    Where no quoted line follows, the time of day or an address must be named as well: people write "On 5 May 2026
    the vendor wrote:", too. Lines torn apart by a blank one must name all of it.
    """
    if not is_torn and (
        words.CHINESE.match(text) or words.CHINESE_TIMED.match(text) or words.GMT_LINE.match(text)
    ):
        return True
    is_led = bool(words.LEAD.match(text))
    has_time, has_verb = bool(words.TIME.search(text)), bool(words.VERB.search(text))
    has_email, has_colon = bool(words.EMAIL.search(text)), bool(words.COLON.search(text))
    date = words.DATE.search(text, 0, DATE_WITHIN_CHARS + 30)
    if not date and is_led and has_time and has_verb and is_quote_next:
        date = words.SHORT_DATE.search(text, 0, DATE_WITHIN_CHARS + 30)
    if not date or date.start() > (DATE_WITHIN_CHARS if is_led or (has_email and has_time) else 12):
        return False
    if is_torn:
        return is_led and has_verb and has_time and has_email and has_colon
    if has_verb and (has_colon or (is_led and has_time)):
        return has_email or has_time or is_quote_next
    return has_colon and has_email and has_time


def split_shared_lines(lines: list[str]) -> list[str]:
    """Break lines in which the attribution follows the writer's words without a newline."""
    broken: list[str] = []
    for index, line in enumerate(lines):
        end = line.rstrip(" *_>")
        if (
            20 < len(line) <= MOST_ATTRIBUTION_CHARS
            and end.endswith((":", "："))
            and is_quote_after(lines, index + 1)
        ):
            start = words.SHARED_START.search(line)
            if (
                start
                and start.start()
                and is_dated_attribution(line[start.end() :].strip(), is_quote_next=True)
            ):
                broken += [line[: start.start()], line[start.end() :].strip()]
                continue
        broken.append(line)
    return broken


@dataclass
class _HeaderBlock:
    """The labels met in a run of lines, and whether they can only be those of a mail."""

    kinds: set[str] = field(default_factory=set)
    has_telling_label: bool = False
    has_address: bool = False

    @property
    def is_of_mail(self) -> bool:
        if self.has_telling_label or self.has_address:
            return bool(self.kinds & {"from", "sent", "date"}) and len(self.kinds) >= 2
        return {"from", "subject"} <= self.kinds and len(self.kinds) >= 3


def header_block_end(lines: list[str], start: int) -> int:
    """Return the line behind the little header (From, Sent, To, Subject) that begins here, or 0 if none does."""
    block = _HeaderBlock()
    index = end = start
    gap = 0
    while index < min(len(lines), start + MOST_HEADER_LINES):
        line = lines[index]
        label = _label(line)
        if label:
            _note(block, label, line)
            gap, end = 0, index + 1
        elif (
            index == start
            or gap >= (1 if line.strip() else 2)
            or (line.strip() and not _continues(lines, index))
        ):
            break
        gap += 0 if label or line.strip() else 1
        index += 1
    return end if block.is_of_mail else 0


def _label(line: str) -> tuple[str, str] | None:
    """Return the label that heads the line, in lower case without gaps, and its kind, or None."""
    match = words.LABEL.match(line[:300])
    if not match:
        return None
    label = words.IDEOGRAPHIC_GAP.sub("", match["label"].strip().lower())
    kind = words.KINDS.get(label)
    is_cell = match["mark"].strip() != ":" and match["mark"].strip() != "："
    if not kind or (is_cell and label not in words.TELLING and label.isascii()):
        return None
    return label, kind


def _note(block: _HeaderBlock, label: tuple[str, str], line: str) -> None:
    block.kinds.add(label[1])
    block.has_telling_label |= label[0] in words.TELLING
    block.has_address |= bool(words.EMAIL.search(line[:300]))


def _continues(lines: list[str], index: int) -> bool:
    """Tell whether a line without label still belongs to the header: a long value, wrapped."""
    before = lines[index - 1].rstrip()
    is_wrapped = before.endswith((";", ",", "<", "[mailto:", "；", "，")) or lines[index].startswith(
        (" ", "\t")
    )
    return bool(before) and is_wrapped
