"""Bytes to text, whatever the label beside them claims.

Labels lie: GB2312 is written over GBK, Big5 over UTF-8, ISO-8859-1 over Windows-1252, and some name nothing at
all. Only codecs of written text are ever looked up, so a label cannot reach `zip`, `idna` or `unicode_escape`.
"""

from __future__ import annotations

import re
from encodings.aliases import aliases
from functools import lru_cache

from bihuan.ground.channels.email.reading import iso2022cn
from bihuan.ground.channels.email.reading.charset_guess import escaped_codec, guess
from bihuan.ground.channels.email.reading.limits import Notes

# Where the common practice differs from the letter of the label (WHATWG Encoding Standard, section 4.2),
# and names that only mailers use.
OURS = {
    "us_ascii": "ascii",
    "ascii": "ascii",
    "ansi_x3_4_1968": "ascii",
    "iso_8859_1": "cp1252",
    "iso8859_1": "cp1252",
    "latin1": "cp1252",
    "latin_1": "cp1252",
    "l1": "cp1252",
    "iso_8859_9": "cp1254",
    "iso_8859_8_i": "iso8859_8",
    "iso_8859_8_e": "iso8859_8",
    "gb2312": "gb18030",
    "gb_2312": "gb18030",
    "gb_2312_80": "gb18030",
    "gb2312_80": "gb18030",
    "iso_gb2312": "gb18030",
    "iso_ir_58": "gb18030",
    "csgb2312": "gb18030",
    "chinese": "gb18030",
    "gbk": "gb18030",
    "x_gbk": "gb18030",
    "cp936": "gb18030",
    "ms936": "gb18030",
    "936": "gb18030",
    "windows_936": "gb18030",
    "euc_cn": "gb18030",
    "euccn": "gb18030",
    "x_euc_cn": "gb18030",
    "gb18030": "gb18030",
    "gb_18030": "gb18030",
    "hz": "hz",
    "hz_gb": "hz",
    "hz_gb_2312": "hz",
    "iso_2022_cn": "iso2022_cn",
    "iso_2022_cn_ext": "iso2022_cn",
    "big5": "big5hkscs",
    "big_5": "big5hkscs",
    "big5_hkscs": "big5hkscs",
    "cn_big5": "big5hkscs",
    "x_x_big5": "big5hkscs",
    "cp950": "cp950",
    "shift_jis": "cp932",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "x_sjis": "cp932",
    "windows_31j": "cp932",
    "ms_kanji": "cp932",
    "x_euc_jp": "euc_jp",
    "euc_kr": "cp949",
    "euckr": "cp949",
    "ks_c_5601": "cp949",
    "ks_c_5601_1987": "cp949",
    "ks_c_5601_1989": "cp949",
    "ksc5601": "cp949",
    "windows_949": "cp949",
    "windows_874": "cp874",
    "tis_620": "cp874",
    "iso_8859_11": "cp874",
    "utf8": "utf_8",
    "utf_8": "utf_8",
    "utf_8_bom": "utf_8",
    "utf8mb4": "utf_8",
    "unicode_1_1_utf_8": "utf_8",
    "unicode_1_1_utf_7": "utf_7",
    "utf_7": "utf_7",
    "x_mac_roman": "mac_roman",
    "macintosh": "mac_roman",
    "x_mac_cyrillic": "mac_cyrillic",
}
TEXT_CODEC = re.compile(
    r"ascii|utf_(7|8|8_sig|16|16_[bl]e|32|32_[bl]e)|iso8859_\d+|latin_1|cp\d+|koi8_[rtu]|mac_\w+|hp_roman8|tis_620"
    r"|gb\w+|hz|big5\w*|euc_\w+|shift_\w+|iso2022_\w+|johab|ptcp154|kz1048"
)
ESCAPING = re.compile(r"iso2022|hz|utf_7|utf_16|utf_32|cp(037|1026|1140|273|424|500|875)$")
# What bytes under such a label may be instead, the likeliest first.
KIN = {
    "iso2022_jp": ("iso2022_jp_ext", "iso2022_jp_2004", "cp932", "euc_jp"),
    "cp932": ("iso2022_jp", "euc_jp"),
    "euc_jp": ("cp932",),
    "iso2022_kr": ("cp949",),
    "big5hkscs": ("cp950", "gb18030"),
    "cp950": ("big5hkscs", "gb18030"),
    "iso2022_cn": ("gb18030",),
    "hz": ("gb18030",),
}
EAST_ASIAN = re.compile(r"gb18030|big5|cp9(32|49|50)|euc_|shift_|johab|iso2022|hz")
THREE_BYTES = re.compile(rb"[\xe3-\xed][\x80-\xbf][\x80-\xbf]")
# NUL, which PostgreSQL refuses, the other controls that no text needs, and halves of surrogate pairs.
UNWANTED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufeff\ud800-\udfff]")
WINDOWS_1252 = {byte: bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}
# A charset that fits all but this share of the letters is still the right one: a stray byte, a cut character.
STRAY_SHARE = 0.05


@lru_cache(maxsize=256)
def codec_of(label: str) -> str:
    """Return the codec to try for a charset label, or "" for one that names none we know."""
    name = re.sub(r"[^a-z0-9]+", "_", label[:64].lower()).strip("_")
    codec = (
        OURS.get(name)
        or aliases.get(name)
        or name.replace("iso_8859_", "iso8859_").replace("iso_2022_", "iso2022_")
    )
    codec = OURS.get(codec, codec)
    known = codec in OURS.values() or codec in aliases.values()
    return codec if known and TEXT_CODEC.fullmatch(codec) else ""


def decode(data: bytes, label: str, notes: Notes, hint: str = "") -> str:
    """Return the text that `data` most likely means; never fails, never gives NUL or a lone surrogate.

    :param label: the charset that stands beside the data, "" if none does
    :param hint: a charset that other parts of the message use, tried before guessing
    """
    codec = codec_of(label)
    if label and not codec:
        notes.add("unknown-charset")
    if data.isascii() and not (ESCAPING.match(codec) or b"\x1b" in data):
        return clean(data.decode("ascii"))
    if b"\x1b$" in data and not codec.startswith("iso2022"):
        codec = escaped_codec(data) or codec
    if _is_utf8(data, codec):
        return clean(data.decode("utf-8"))
    text = _strictly(data, codec) if codec not in ("", "ascii", "utf_8") else None
    if text is None:
        text = _otherwise(data, codec, codec_of(hint), notes)
    return clean(text)


def clean(text: str) -> str:
    """Return the text without what a database or a page cannot hold."""
    text = text.replace("\x0c", "\n") if "\x0c" in text else text
    return UNWANTED.sub(_instead, text) if UNWANTED.search(text) else text


def _instead(match: re.Match[str]) -> str:
    return "\ufffd" if match[0] >= "\ud800" and match[0] != "\ufeff" else ""


def _is_utf8(data: bytes, codec: str) -> bool:
    """Tell whether the bytes are UTF-8, even under another label.

    Two bytes of GBK are now and then also two bytes of UTF-8, so a label of East Asia is only overruled by
    three-byte characters, and one that shifts by escapes not at all.
    """
    if ESCAPING.match(codec) and data.isascii():
        return False
    if EAST_ASIAN.match(codec) and not THREE_BYTES.search(data):
        return False
    return _strictly(data, "utf_8") is not None


def _otherwise(data: bytes, codec: str, hint: str, notes: Notes) -> str:
    """Decode what does not fit its label: nearly fitting, in a kindred charset, like the hint, or by looks."""
    if codec not in ("", "ascii"):
        notes.add("wrong-charset")
        nearly = _leniently(data, codec)
        if nearly is not None:
            return nearly
    for other in (
        *KIN.get(codec, ()),
        *((hint, *KIN.get(hint, ())) if hint not in ("", "ascii", "utf_8") else ()),
    ):
        text = _strictly(data, other)
        if text is not None:
            return text
    text, is_sure = guess(data)
    if not is_sure:
        notes.add("unknown-charset")
    return text


def _leniently(data: bytes, codec: str) -> str | None:
    text = iso2022cn.decode(data) if codec == "iso2022_cn" else data.decode(codec, "replace")
    strange = text.count("\ufffd")
    letters = len(text) - len(text.encode("ascii", "ignore"))
    return text if strange <= max(1, letters * STRAY_SHARE) and strange < letters else None


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        if codec == "iso2022_cn":
            return iso2022cn.decode(data)
        if codec == "cp1252":
            return _windows_1252(data)
        return data.decode(codec)
    except (UnicodeError, LookupError, ValueError):
        return None


def _windows_1252(data: bytes) -> str:
    """Decode Windows-1252 with its five holes read as ISO-8859-1, as browsers do: it fits any bytes."""
    return data.decode("latin-1").translate(WINDOWS_1252)
