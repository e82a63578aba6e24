"""Where, at the end of what somebody wrote, the signature begins."""

from __future__ import annotations

from bihuan.ground.channels.email.reading import signature_words as words

# Longer than this no signature is, though it carry a company's whole small print.
MOST_SIGNATURE_LINES = 40
MOST_CARD_LINES = 14
# What says something is longer than a line of a business card.
LONGEST_CARD_LINE = 90
LONGEST_NAME_LINE = 48
LONGEST_MOBILE_LINE = 120
MOST_LINES_BELOW_CLOSING = 8
SENTENCE_ENDS = ("?", "!", "。", "？", "！", ";", "；")


def strip_signature(lines: list[str], *, may_be_all: bool = False) -> list[str]:
    """Return the lines without signature and without delimiters at the end.

    :param may_be_all: other words stand above, so that nothing need be left of these
    """
    kept = strip_delimiters(lines)
    for _ in range(4):
        start = _signature_start(kept, may_be_all=may_be_all)
        if start is None:
            return kept
        kept = strip_delimiters(kept[:start])
    return kept


def strip_delimiters(lines: list[str]) -> list[str]:
    """Return the lines without blank and merely decorative ones at the end."""
    end = len(lines)
    while end and words.DELIMITER.match(lines[end - 1]):
        end -= 1
    return lines[:end]


def has_words(lines: list[str]) -> bool:
    return any(not words.DELIMITER.match(line) for line in lines)


def _signature_start(lines: list[str], *, may_be_all: bool) -> int | None:
    """Return the line in which a signature begins that reaches to the end, or None."""
    for index in range(max(0, len(lines) - MOST_SIGNATURE_LINES), len(lines)):
        if _opens_signature(lines, index) and (may_be_all or has_words(lines[:index])):
            return index
    for index, line in enumerate(lines):
        if 4 < len(line.strip()) <= LONGEST_MOBILE_LINE and words.MOBILE.match(line):
            index = _card_start(lines, index)
            return index if may_be_all or has_words(lines[:index]) else None
    return None


def _card_start(lines: list[str], index: int) -> int:
    """Return where the table begins whose last line names the program that set it (网易邮箱大师)."""
    for above in range(index - 1, max(-1, index - MOST_CARD_LINES), -1):
        if lines[above].strip() == "| |":
            return above
    return index


def _opens_signature(lines: list[str], index: int) -> bool:
    line, rest = lines[index], lines[index + 1 :]
    if words.DASHES_BEFORE_SIGNATURE.match(line):
        return True
    if words.UNDERSCORES.match(line):
        return len(rest) <= MOST_CARD_LINES
    if words.LONG_RULE.match(line):
        return _is_card(rest)
    if len(line) > LONGEST_NAME_LINE:
        return False
    if words.ENGLISH_CLOSING.match(line):
        return _is_name_block(rest, at_least=2)
    return bool(words.CLOSING.match(line)) and _is_name_block(rest, at_least=1)


def _is_card(lines: list[str]) -> bool:
    """Tell whether the lines are those of a business card: short, no sentence, a way to reach somebody."""
    said = [line.strip() for line in lines if line.strip()]
    if not said or len(said) > MOST_CARD_LINES or not any(words.CONTACT.search(line) for line in said):
        return False
    return all(len(line) <= LONGEST_CARD_LINE and not line.endswith(SENTENCE_ENDS) for line in said)


def _is_name_block(lines: list[str], *, at_least: int) -> bool:
    """Tell whether only a name, a position and the like stand below a closing formula."""
    said = [line.strip() for line in lines if line.strip()]
    if not at_least <= len(said) <= MOST_LINES_BELOW_CLOSING:
        return False
    return all(
        len(line) <= LONGEST_NAME_LINE and not line.endswith((*SENTENCE_ENDS, ".", "：", ":"))
        for line in said
    )
