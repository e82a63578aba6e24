"""Every pair of ink and ground that the tokens are meant for can be read: WCAG 2.2 AA, in both themes.

Colours are OKLCH; the way to linear sRGB is Björn Ottosson's (Oklab, 2020), contrast is WCAG's relative luminance.
"""

import math
import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[1] / "css"
TOKEN = re.compile(r"--([\w-]+):\s*(.+?);", re.DOTALL)
OKLCH = re.compile(r"oklch\(([\d.]+) ([\d.]+) ?([\d.]*)\)")

TONES = ("bad", "warn", "good", "info", "held", "plain", "accent")
GROUNDS = ("canvas", "sunken", "surface", "raised", "hover", "selected")

TEXT = [(ink, ground) for ink in ("ink", "ink-soft", "ink-faint", "accent-ink") for ground in GROUNDS]
TEXT += [(f"{tone}-ink", f"{tone}-soft") for tone in TONES]
TEXT += [(f"{tone}-ink", ground) for tone in TONES for ground in ("surface", "sunken", "selected", "hover")]
TEXT += [("ink", f"{tone}-soft") for tone in TONES] + [("on-accent", "accent"), ("on-accent", "accent-hover")]
TEXT += [("on-strong", f"{tone}-strong") for tone in ("good", "info", "held", "plain")]
TEXT += [
    ("bad-on", "bad-strong"),
    ("warn-on", "warn-strong"),
    ("note-ink", "note-soft"),
    ("ink", "note-soft"),
]
TEXT += [("ink-soft", "pressed"), ("surface", "ink")]

SHAPES = [("line-control", ground) for ground in ("surface", "canvas", "sunken")]
SHAPES += [("focus", ground) for ground in GROUNDS] + [("accent", ground) for ground in ("surface", "canvas")]


def tokens(theme):
    """Return each token's colour in one theme."""
    found = {}
    for name, value in TOKEN.findall((CSS / "tokens.css").read_text("utf-8")):
        colours = OKLCH.findall(value)
        if colours and "/ 0" not in value:
            found[name] = tuple(float(part or 0) for part in colours[-1 if theme == "dark" else 0])
    return found


def luminance(colour):
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    red, green, blue = (min(max(part, 0.0), 1.0) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_arithmetic_knows_black_on_white():
    assert contrast((1, 0, 0), (0, 0, 0)) == pytest.approx(21, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read_on_every_ground_it_is_meant_for(theme):
    colour = tokens(theme)

    faint = [
        (ink, ground, round(found, 2))
        for ink, ground in TEXT
        if (found := contrast(colour[ink], colour[ground])) < 4.5
    ]

    assert faint == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_edge_of_a_control_and_the_focus_can_be_seen(theme):
    colour = tokens(theme)

    faint = [
        (shape, ground, round(found, 2))
        for shape, ground in SHAPES
        if (found := contrast(colour[shape], colour[ground])) < 3
    ]

    assert faint == []


def test_no_other_file_names_a_colour():
    """`marks.css` mixes the eight colours of avatars, which are no tokens: nothing else asks for them."""
    named = re.compile(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(|oklch\(", re.IGNORECASE)

    strays = [
        (file.name, line.strip()[:80])
        for file in CSS.glob("*.css")
        if file.name != "tokens.css"
        for line in file.read_text("utf-8").splitlines()
        if named.search(line) and "[data-hue=" not in line
    ]

    assert strays == []
