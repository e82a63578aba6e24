import re
import string

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bihuan.kit.text.html import clean_mail, from_markdown, words_of_markdown
from bihuan.kit.text.tests.tricks import MARKDOWN, PIECES, SCHEMES

RUNS_OR_LOADS = {
    "script",
    "style",
    "svg",
    "math",
    "iframe",
    "frame",
    "object",
    "embed",
    "applet",
    "link",
    "meta",
    "base",
}
RUNS_OR_LOADS |= {
    "form",
    "input",
    "button",
    "textarea",
    "select",
    "video",
    "audio",
    "source",
    "template",
    "noscript",
}
ADDRESSES = (
    "href",
    "src",
    "action",
    "formaction",
    "background",
    "data",
    "poster",
    "srcset",
    "ping",
    "xlink:href",
)
HARMLESS = {"http", "https", "mailto", "tel", "cid", ""}

tags = st.sampled_from(
    ["a", "b", "p", "div", "td", "table", "img", "script", "style", "svg", "math", "mtext", "x-y"]
)
names = st.sampled_from(["href", "src", "style", "onclick", "title", "alt", "width", "xmlns"])
values = st.sampled_from(
    [*SCHEMES, "color:red;position:fixed", "cid:logo", "1", '">', "</a>", "background-color : RED ;"]
)
texts = st.one_of(st.sampled_from(PIECES), st.text(string.printable + "打印机<>&'\"\u2028", max_size=20))


@st.composite
def markup(draw: st.DrawFn) -> str:
    """Return a page as a bad program or a bad person would write it: tags that do not close, values without quotes."""
    pieces = []
    for _ in range(draw(st.integers(0, 8))):
        given_attributes = draw(
            st.lists(st.tuples(names, values, st.sampled_from(['"', "'", ""])), max_size=3)
        )
        attributes = "".join(f" {name}={quote}{value}{quote}" for name, value, quote in given_attributes)
        tag, slash = draw(tags), draw(st.sampled_from(["", "/", "</"]))
        pieces.append(f"</{tag}>" if slash == "</" else f"<{tag}{attributes}{slash}>")
        pieces.append(draw(texts))
    return "".join(pieces)


def what_is_dangerous(html: str) -> list[str]:
    """Return what a browser would find to run, to load or to lay over the page in some markup."""
    found = []
    for element in html5lib.parse(f"<div>{html}</div>", namespaceHTMLElements=False).find("body").iter():
        if not isinstance(element.tag, str) or element.tag.rpartition("}")[2] in RUNS_OR_LOADS:
            found.append(str(element.tag))
        for name, value in element.attrib.items():
            plain = re.sub(
                r"[\t\r\n]", "", value.lstrip("".join(map(chr, range(0x21))))
            ).lower()  # as a browser does
            scheme = re.match(r"([a-z][a-z0-9+.-]*):", plain)
            if name.startswith("on") or name in ("id", "name", "srcdoc", "srcset", "ping", "target", "is"):
                found.append(name)
            elif name in ADDRESSES and scheme and scheme[1] not in HARMLESS:
                found.append(f"{name}={value}")
            elif name == "style" and re.search(r"url|@import|position|z-index|behavior|binding|\\", plain):
                found.append(f"style={value}")
    return found


@pytest.mark.requirement("SEC-003")
@pytest.mark.parametrize("address", SCHEMES, ids=repr)
@pytest.mark.parametrize("quote", ["'", '"'])
def test_no_address_in_a_mail_can_run_whatever_it_is_disguised_as(address, quote):
    cleaned = clean_mail(f"<a href={quote}{address}{quote}>x</a><img src={quote}{address}{quote}>")

    assert not what_is_dangerous(cleaned)


@pytest.mark.requirement("SEC-009", "SEC-017")
@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_no_piece_of_a_mail_runs_or_loads_anything(piece):
    for html in (
        piece,
        f"<p>davor {piece} danach</p>",
        f"<table><tr><td>{piece}</td></tr></table>",
        piece * 3,
    ):
        assert not what_is_dangerous(clean_mail(html))


@pytest.mark.requirement("SEC-009")
@settings(max_examples=200, deadline=None)
@given(markup())
@example("<img alt=' src=' title=' onerror=alert(1) x=' src='cid:a'>")
@example("<a><script>alert(1)</script><table><a>")  # a browser takes the second link out of the first
@example('<a href="background-color : RED ;">')
def test_what_is_clean_stays_as_it_is_and_nothing_in_it_runs(html):
    once = clean_mail(html)

    assert clean_mail(once) == once
    assert not what_is_dangerous(once)


def test_what_makes_a_mail_readable_is_kept():
    html = '<table border="1"><tbody><tr><td colspan="2" style="color:red">打印机 <b>卡纸</b></td></tr></tbody></table>'

    assert clean_mail(html) == html


def test_a_picture_that_came_with_the_mail_keeps_its_name():
    assert (
        clean_mail('<img src="cid:image001.png@01DC" alt="截图">')
        == '<img src="cid:image001.png@01DC" alt="截图">'
    )


def test_a_picture_is_taken_from_where_the_reader_says_and_from_nowhere_else():
    ours = {"cid:a": "/files/1?x=1&y=2"}

    cleaned = clean_mail(
        "<img src=cid:a><img src='https://evil.example/seen.gif'>", lambda source: ours.get(source, "")
    )

    assert cleaned == '<img src="/files/1?x=1&amp;y=2"><img src="">'


def test_no_text_beside_a_picture_becomes_an_attribute_when_its_source_is_replaced():
    cleaned = clean_mail(
        "<img alt=' src=' title=' onerror=alert(1) x=' src='cid:a'>", lambda source: "/files/1"
    )

    assert not what_is_dangerous(cleaned)
    assert 'src="/files/1"' in cleaned


def test_a_link_out_of_a_mail_tells_nobody_where_it_was_clicked():
    assert 'rel="noopener noreferrer nofollow"' in clean_mail(
        '<a href="https://good.example" rel="opener">x</a>'
    )


@pytest.mark.parametrize("text", MARKDOWN, ids=repr)
def test_no_markdown_runs_or_loads_anything(text):
    assert not what_is_dangerous(from_markdown(text))


@pytest.mark.requirement("SEC-003")
@pytest.mark.parametrize("address", SCHEMES, ids=repr)
def test_no_link_written_in_markdown_can_run(address):
    for text in (
        f"[x]({address})",
        f"[x](<{address}>)",
        f"![x]({address})",
        f"<{address}>",
        f"[x]\n\n[x]: {address}",
    ):
        assert not what_is_dangerous(from_markdown(text))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**重启**后再试", "<p><strong>重启</strong>后再试</p>\n"),
        ("一\n二", "<p>一<br>\n二</p>\n"),
        ("1. 关机\n2. 开机", "<ol>\n<li>关机</li>\n<li>开机</li>\n</ol>\n"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>\n"),
        (r"\\files\public\*.log", "<p>\\\\files\\public\\*.log</p>\n"),
        (r"C:\Users\lin\[2026]", "<p>C:\\Users\\lin\\[2026]</p>\n"),
        ("`ipconfig /all`", "<p><code>ipconfig /all</code></p>\n"),
    ],
)
def test_what_an_agent_writes_reads_as_it_was_meant(text, html):
    assert str(from_markdown(text)) == html


@given(st.text(max_size=200))
def test_no_text_breaks_the_writing_of_a_letter(text):
    assert not what_is_dangerous(from_markdown(text))


def test_the_words_of_markdown_come_without_its_marks():
    text = (
        "## 先做\n\n1. 输入`vpn.yunhe.example`\n- **重启**\n\n| 代码 | 意思 |\n|---|---|\n| 720 | 未就绪 |\n"
    )

    assert words_of_markdown(text).split() == [
        "先做",
        "输入vpn.yunhe.example",
        "重启",
        "代码",
        "意思",
        "720",
        "未就绪",
    ]
