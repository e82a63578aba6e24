"""A small picture as a person would send it: the window that the printer's driver shows. Plain Python."""

from __future__ import annotations

import struct
import zlib

Colour = tuple[int, int, int]
WHITE, BLACK, GREY, BLUE, RED = (255, 255, 255), (34, 34, 34), (225, 228, 232), (28, 94, 168), (200, 36, 36)
GLYPHS = {  # five columns of seven pixels each, the lowest bit on top
    " ": (0, 0, 0, 0, 0),
    ".": (0, 96, 96, 0, 0),
    "-": (8, 8, 8, 8, 8),
    "0": (62, 81, 73, 69, 62),
    "1": (0, 66, 127, 64, 0),
    "2": (66, 97, 81, 73, 70),
    "3": (33, 65, 69, 75, 49),
    "6": (60, 74, 73, 73, 48),
    "A": (126, 17, 17, 17, 126),
    "C": (62, 65, 65, 65, 34),
    "D": (127, 65, 65, 34, 28),
    "E": (127, 73, 73, 73, 65),
    "I": (0, 65, 127, 65, 0),
    "J": (32, 64, 65, 63, 1),
    "K": (127, 8, 20, 34, 65),
    "L": (127, 64, 64, 64, 64),
    "M": (127, 2, 12, 2, 127),
    "N": (127, 4, 8, 16, 127),
    "O": (62, 65, 65, 65, 62),
    "P": (127, 9, 9, 9, 6),
    "R": (127, 9, 25, 41, 70),
    "S": (70, 73, 73, 73, 49),
    "T": (1, 1, 127, 1, 1),
    "V": (31, 32, 64, 32, 31),
}


class Canvas:
    def __init__(self, width: int, height: int, colour: Colour) -> None:
        self.width, self.height = width, height
        self.pixels = [[colour] * width for _ in range(height)]

    def rectangle(self, left: int, top: int, width: int, height: int, colour: Colour) -> None:
        for row in self.pixels[top : top + height]:
            row[left : left + width] = [colour] * width

    def disc(self, x: int, y: int, radius: int, colour: Colour) -> None:
        for row in range(y - radius, y + radius + 1):
            half = int((radius**2 - (row - y) ** 2) ** 0.5)
            self.rectangle(x - half, row, 2 * half + 1, 1, colour)

    def text(self, left: int, top: int, words: str, colour: Colour, size: int = 2) -> None:
        """Write in capitals, each pixel of a letter `size` pixels wide."""
        for at, letter in enumerate(words):
            for column, bits in enumerate(GLYPHS[letter]):
                for line in range(7):
                    if bits >> line & 1:
                        self.rectangle(left + (at * 6 + column) * size, top + line * size, size, size, colour)

    def png(self) -> bytes:
        """Return the picture as PNG, eight bits a channel, no alpha."""
        rows = b"".join(b"\0" + bytes(channel for pixel in row for channel in pixel) for row in self.pixels)
        head = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def paper_jam() -> bytes:
    """Return the window: a blue title, a red sign, the printer's number and its message, two keys."""
    canvas = Canvas(380, 210, GREY)
    canvas.rectangle(8, 8, 364, 194, WHITE)
    canvas.rectangle(8, 8, 364, 26, BLUE)
    canvas.text(18, 14, "PRINTER PR-A6-02", WHITE)
    canvas.disc(52, 92, 26, RED)
    for step in range(-11, 12):
        for side in (1, -1):
            canvas.rectangle(50 + step, 90 + side * step, 5, 5, WHITE)
    canvas.text(96, 66, "ERROR 13.20.00", RED, 3)
    canvas.text(96, 104, "PAPER JAM - OPEN REAR", BLACK)
    for left, words in ((140, "CANCEL"), (256, "DETAILS")):
        canvas.rectangle(left, 152, 104, 32, GREY)
        canvas.text(left + 12, 161, words, BLACK)
    return canvas.png()
