"""What a file is, by its first bytes. Plain Python.

Only raster pictures are ever shown in a page; everything else, SVG and HTML first of all, is a download.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    PNG = "png"
    JPEG = "jpeg"
    GIF = "gif"
    WEBP = "webp"
    OTHER = "other"


def kind_of(content: bytes) -> Kind:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith((b"GIF87a", b"GIF89a")):
        return Kind.GIF
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Kind.WEBP
    return Kind.OTHER
