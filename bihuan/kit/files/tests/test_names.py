import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.kit.files.names import LONGEST, safe_name


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("报障单.docx", "报障单.docx"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\Users\\lin\\Desktop\\截图.png", "截图.png"),
        ("／etc／passwd", "passwd"),  # full-width separators become real ones
        ('"><img src=x onerror=alert(1)>.png', "img src=xonerror=alert(1).png".replace("xo", "x o")),
        ("a\r\nContent-Type: text/html\r\n\r\n.txt", "html.txt"),
        ("a\r\nBcc: x@y.txt", "aBcc x@y.txt"),
        ("a\u2028b\x85c.txt", "abc.txt"),  # line ends that are no CR or LF
        ("发票\u202efdp.exe", "发票fdp.exe"),  # would read 发票exe.pdf
        ("a\u200bb\ufeff.pdf", "ab.pdf"),
        ("nul\x00.png.exe", "nul.png.exe"),
        pytest.param("half \ud800.txt", "half .txt", id="half a character"),
        (".htaccess", "htaccess"),
        ("...", "file"),
        ("", "file"),
        ("   ", "file"),
        ("/", "file"),
        ("ｅｖｉｌ．ｅｘｅ", "evil.exe"),
    ],
)
def test_a_name_keeps_nothing_that_a_header_a_page_or_a_file_system_would_act_on(given_name, kept):
    assert safe_name(given_name) == kept


def test_a_long_name_is_cut_in_the_middle_and_keeps_its_ending():
    name = safe_name("长" * 300 + ".xlsx")

    assert len(name) == LONGEST
    assert name.endswith("长.xlsx")


def test_a_long_name_with_no_ending_worth_keeping_is_cut_at_the_end():
    assert safe_name("x" * 300) == "x" * LONGEST
    assert len(safe_name("x." + "y" * 300)) == LONGEST


@pytest.mark.requirement("SEC-007", "SEC-065")
@given(st.text(st.characters(codec=None), max_size=400))
def test_whatever_a_stranger_calls_a_file_its_name_is_short_seen_and_harmless(text):
    name = safe_name(text)

    assert 0 < len(name) <= LONGEST
    assert name not in (".", "..")
    assert not re.search(
        r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]', name
    )
    assert safe_name(name) == name
