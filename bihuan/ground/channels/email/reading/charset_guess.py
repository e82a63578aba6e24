"""The likeliest charset of bytes that carry no usable label: by what is often written in it.

Chinese first, since most unlabelled 8-bit mail to this desk is GBK; other scripts only where their own common
letters prevail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

SAMPLE_BYTES = 8192
# The characters that make up about two thirds of modern Chinese text, and those of letters about computers;
# simplified, then the forms that differ in traditional script.
COMMON_HAN = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方"
    "多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情"
    "明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给"
    "世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太"
    "量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象"
    "完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔"
    "您请谢附邮箱登录密码打印网络脑帮忙急测试收件处已无法连接服务器软硬盘屏幕错误更换申查询单号版"
    "這個們來為國說時會對過發後裡種經麼學現當沒動還進樣開從實無與長機關點業將兩間問應戰頭體見產話內門東聲員論處義條氣題爾別"
    "變總電數報結務場計資許統區隊決馬書則聽達難權設記類據邊張該規萬術領確傳師觀讓識帶導爭運筆請謝郵號單詢網絡連碼"
)
COMMON_KANA = re.compile("[\u3041-\u3093\u30a1-\u30f6]")
COMMON_HANGUL = frozenset(
    "이다는에의을를가고하지로기은사한대시도서어인자나리해라일정전부아그수있들과게것보만니스안오습세요요여주제무장"
)
COMMON_CYRILLIC = frozenset("оеаинтсрвлкмдпуяыьгз")
PUNCTUATION = re.compile("[\u2010-\u2026\u3000-\u301f\uff01-\uff1f\u00ab\u00bb]")
HIGH_RUN = re.compile(rb"[\x80-\xff]+")
MIXED_WORD = re.compile(rb"[A-Za-z](?=[\x80-\xff])|[\x80-\xff](?=[A-Za-z])")
CANDIDATES = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "cp1251", "koi8_r")
COMMON = {"cp949": COMMON_HANGUL, "cp1251": COMMON_CYRILLIC, "koi8_r": COMMON_CYRILLIC}
# Japanese mixes kana with Han characters that count for nothing here.
KANA_WEIGHT = 1.3
# Below this share of common letters a reading is not believed.
BELIEVED = 0.4
# A run of high bytes shorter than this on the average is an accented letter among plain ones.
ACCENTS_RUN_BYTES = 1.6


def guess(data: bytes) -> tuple[str, bool]:
    """Return the likeliest text of 8-bit `data` that is not UTF-8, and whether its looks spoke for it clearly."""
    sample = data[:SAMPLE_BYTES]
    score, codec = max(_scores(sample), key=lambda scored: scored[0])
    if score < BELIEVED or (score < 2 * BELIEVED and _looks_accented(sample)):
        is_western = _looks_accented(sample)
        return _western_or_chinese(data, is_western), is_western
    return data.decode(codec, "replace"), True


def escaped_codec(data: bytes) -> str:
    """Return the codec that shifts scripts by the escape sequences in `data`, or ""."""
    if re.search(rb"\x1b\$\)[AEG]", data):
        return "iso2022_cn"
    if b"\x1b$)C" in data:
        return "iso2022_kr"
    return "iso2022_jp" if re.search(rb"\x1b\$[B@(]", data) else ""


def _western_or_chinese(data: bytes, is_western: bool) -> str:
    if is_western:
        return data.decode("cp1252", "replace")
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _scores(sample: bytes) -> Iterable[tuple[float, str]]:
    is_mixed = len(MIXED_WORD.findall(sample)) >= len(HIGH_RUN.findall(sample))
    for codec in CANDIDATES:
        if is_mixed and COMMON.get(codec) is COMMON_CYRILLIC:
            continue
        text = sample.decode(codec, "replace")
        yield _share_of_common(text, codec) - 4 * text[:-1].count("\ufffd") / max(1, len(text)), codec


def _share_of_common(text: str, codec: str) -> float:
    """Return which share of the characters beyond ASCII belongs to the common ones of the script."""
    letters = [char for char in PUNCTUATION.sub("", text) if char > "\x7f"]
    if not letters:
        return 0.0
    if codec in ("cp932", "euc_jp"):
        return KANA_WEIGHT * len(COMMON_KANA.findall(text)) / len(letters)
    common = COMMON.get(codec, COMMON_HAN)
    return sum(char in common for char in letters) / len(letters)


def _looks_accented(sample: bytes) -> bool:
    runs = HIGH_RUN.findall(sample)
    return bool(runs) and sum(map(len, runs)) / len(runs) < ACCENTS_RUN_BYTES
