"""Names of files as strangers give them, made harmless. Plain Python."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
# Separators of any system, and quotes and brackets that break out of a header or a page.
_UNWANTED = frozenset('\\/:*?"<>|')
# Controls, line ends of any script, halves of characters, and marks that turn the reading direction, so that
# `fdp.exe` cannot pose as `exe.pdf`.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def safe_name(name: str) -> str:
    """Return the last part of `name` without anything that a header, a page or a file system would act on."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFKC", name))[-1]
    clean = "".join(sign for sign in last if _may_stand(sign)).strip(". ")
    if len(clean) <= LONGEST:
        return clean or "file"
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > 10:
        return clean[:LONGEST]
    return f"{stem[: LONGEST - len(ending) - 1]}.{ending}"


def _may_stand(sign: str) -> bool:
    return sign not in _UNWANTED and unicodedata.category(sign) not in _UNSEEN
