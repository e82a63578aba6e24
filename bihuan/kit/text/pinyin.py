"""Chinese names in Latin letters, for finding (zs → 张三) and for sorting. Plain Python."""

from __future__ import annotations

import os

# Names need single characters only; the dictionary of phrases would cost every process 40 MB.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")

from pypinyin import lazy_pinyin

# Characters that are read another way when they are a surname.
SURNAMES = {
    "曾": "zeng",
    "单": "shan",
    "解": "xie",
    "仇": "qiu",
    "区": "ou",
    "查": "zha",
    "盖": "ge",
    "覃": "qin",
}
SURNAMES |= {
    "朴": "piao",
    "尉": "wei",
    "乐": "yue",
    "华": "hua",
    "任": "ren",
    "宁": "ning",
    "燕": "yan",
    "种": "chong",
}


def spelling(name: str) -> str:
    """Return the whole name in Latin letters without blanks: 张晓明 → zhangxiaoming."""
    return "".join(_syllables(name))[:200]


def initials(name: str) -> str:
    """Return the first letter of each character or word: 张晓明 → zxm, Mary Ann → ma."""
    return "".join(syllable[0] for syllable in _syllables(name))[:50]


def _syllables(name: str) -> list[str]:
    surname = [SURNAMES[name[0]]] if name[:1] in SURNAMES else []
    return surname + [word for part in lazy_pinyin(name[len(surname) :]) for word in part.casefold().split()]
