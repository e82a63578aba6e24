"""How the house sets Chinese and English, for the tests of the demo's texts."""

from __future__ import annotations

import re

HAN = re.compile(r"[\u4e00-\u9fff]")
FULL_WIDTH = re.compile(r"[，。；：！？、（）]")
BAD_CHINESE = re.compile(
    r"[\u4e00-\u9fff](?:[,;:!?(]|\.(?!\w)| [A-Za-z0-9])"  # a half-width sign, or a blank before Latin letters
    r"|[A-Za-z0-9] [\u4e00-\u9fff]|\)[\u4e00-\u9fff]"  # or after them
    r"|[，。；：、][，。；：！？、]|！。"  # two signs where one is meant
)
CODE = re.compile(r"`[^`]*`|```.*?```", re.DOTALL)


def faults(text: str, *, is_chinese: bool) -> list[str]:
    """Return what in a text is not set as the house does; code is left alone."""
    plain = CODE.sub("", text)
    wrong = [BAD_CHINESE] if is_chinese else [HAN, FULL_WIDTH]
    return [
        plain[max(0, m.start() - 15) : m.end() + 15] for pattern in wrong for m in pattern.finditer(plain)
    ]
