"""In which of the desk's languages a letter is to be answered."""

from __future__ import annotations

import re

HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
KANA_OR_HANGUL = re.compile("[\u3041-\u30ff\uac00-\ud7a3]+")
WORD = re.compile(r"[^\W\d_\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2,}")
# One Chinese sentence around an English error message is a Chinese letter; a name in a signature is not.
CHINESE_SHARE = 0.15
SAMPLED_CHARS = 4_000


def language_of(text: str) -> str:
    """Return `zh-hans` if at least CHINESE_SHARE of the words are Chinese or there are none at all, else `en`."""
    sample = text[:SAMPLED_CHARS]
    han, foreign = (sum(map(len, script.findall(sample))) for script in (HAN, KANA_OR_HANGUL))
    words = len(WORD.findall(sample))
    if not han and not words and not foreign:
        return "zh-hans"
    return (
        "zh-hans"
        if foreign < han * CHINESE_SHARE + 1 and han >= CHINESE_SHARE * (han + words) and han
        else "en"
    )
