"""The smallest files of each kind."""

from datetime import UTC, datetime

from bihuan.kit.files.kinds import Kind

MONDAY = datetime(2026, 9, 28, 1, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16
EVERY_KIND = [
    (PNG, Kind.PNG),
    (b"\xff\xd8\xff\xe0", Kind.JPEG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"RIFF\x10\0\0\0WEBPVP8 ", Kind.WEBP),
    (b"anything else", Kind.OTHER),
]
