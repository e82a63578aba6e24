"""HTML to text."""

from __future__ import annotations

import pytest

from bihuan.ground.channels.email.reading.markup import text_of


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ('<p class="MsoNormal">one</p><p class="MsoNormal">two</p>', "one\ntwo"),
        ("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("  lots \n of\t blanks  ", "lots of blanks"),
        ("<b>W</b>ord and <i>more</i>", "Word and more"),
        ("<ul><li>a<li>b<ol><li>x<li>y</ol></ul>", "- a\n- b\n  1. x\n  2. y"),
        (
            "<table><tr><td>IP</td><td>10.0.0.1</td></tr><tr><td>DNS</td><td></td></tr></table>",
            "IP\t10.0.0.1\nDNS",
        ),
        ("<h1>Head</h1>text", "Head\n\ntext"),
        ("<pre>a\n  b</pre>c", "a\n  b\nc"),
        ("a&nbsp;b &lt;c&gt; &#x4e2d;&#22269; &eacute &unknown; & done", "a b <c> 中国 é &unknown; & done"),
        ("&#0;&#xD800;&#99999999999999999999;x", "\ufffd\ufffd\ufffdx"),
        ("<style>p{}</style><title>t</title><script>x()</script><p>seen</p>", "seen"),
        ("<!-- gone --><!--[if mso]><p>outlook</p><![endif]--><![if !mso]>kept<![endif]>", "kept"),
        ('<a href="https://wiki.example/vpn">the guide</a>', "the guide (https://wiki.example/vpn)"),
        ('<a href="https://wiki.example/">wiki.example</a>', "wiki.example"),
        ('<a href="https://wiki.example/vpn">https://wiki.example/vpn</a>', "https://wiki.example/vpn"),
        ('<a href="mailto:lin@corp.example">lin@corp.example</a>', "lin@corp.example"),
        (f'<a href="https://t.example/{"x" * 300}">click</a>', "click"),
        ('<a href="#top">top</a> <a>none</a>', "top none"),
        ('<img src="cid:1" alt="logo">x', "x"),
        ('<p title="a > b">x</p>', "x"),
        ("a < b and <3 and <", "a < b and <3 and <"),
        ("cut off <div sty", "cut off <div sty"),
        ("<style>never closed <p>words", "never closed\n\nwords"),
        ("never <!-- closed <p>words</p>", "never <!-- closed\n\nwords"),
        ("", ""),
    ],
)
def test_a_page_reads_as_it_is_seen(page: str, text: str) -> None:
    assert text_of(page) == text


@pytest.mark.parametrize(
    "page",
    [
        '<blockquote type="cite">old<br>older</blockquote>',
        '<blockquote class="gmail_quote" style="margin:0">old<br>older</blockquote>',
        '<blockquote style="PADDING-LEFT: 1ex; BORDER-LEFT: #ccc 1px solid">old<br>older</blockquote>',
        '<blockquote id="isReplyContent"><div>old</div><div>older</div></blockquote>',
    ],
)
def test_quoted_mail_stands_behind_brackets(page: str) -> None:
    assert text_of(f"new{page}after") == "new\n> old\n> older\nafter"


def test_an_indent_of_the_writer_is_not_quoted_mail() -> None:
    assert text_of('<blockquote style="margin:0 0 0 40px">mine</blockquote>') == "mine"


def test_quotes_in_quotes_end_where_they_end() -> None:
    page = (
        "<blockquote type=cite>a<blockquote type=cite>b</blockquote>c<blockquote>d</blockquote></blockquote>e"
    )

    assert text_of(page) == "> a\n> > b\n> c\n> d\ne"


def test_letters_set_one_by_one_in_a_salad_of_others_stay_apart() -> None:
    page = "".join(
        f'<span style="font-size:1px">q7</span><span style="font-size:20pt">{letter}</span>'
        for letter in "CHEAPWATCHESNOW"
    )

    assert text_of(page).split()[:4] == ["q7", "C", "q7", "H"]
