import pytest

from bihuan.kit.text.filling import fill, placeholders, unmarked
from bihuan.kit.text.html import from_markdown
from bihuan.kit.text.tests.tricks import SCHEMES


class Ticket:
    """Something with more behind it than an administrator's text may reach."""

    secret = "hunter2"

    def __str__(self) -> str:
        return "IT-1"


def test_a_placeholder_is_filled_whatever_blanks_stand_in_it():
    assert fill("{{number}} / {{ number }}", {"number": "IT-1"}) == "IT-1 / IT-1"


@pytest.mark.requirement("SEC-069")
@pytest.mark.parametrize(
    "text",
    [
        "{{ticket.secret}}",
        "{{ ticket.__class__ }}",
        "{{ticket['secret']}}",
        "{{ticket|safe}}",
        "{{ticket()}}",
        "{{7*7}}",
        "${7*7}",
        "#{7*7}",
        "<%= 7*7 %>",
        "{% load static %}",
        "{% include 'x' %}",
        "{{ settings }}",
        "{{ settings.SECRET_KEY }}",
        "{{ self.__init__.__globals__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ config }}",
        "{{ request }}",
        "{ticket.secret}",
        "{0.__class__}",
        "%(ticket)s",
        "$ticket",
        "{{}}",
        "{{ }}",
        "{{nobody}}",
        "{#comment#}",
        "{{{{ticket}}",
    ],
)
def test_nothing_but_a_named_value_is_ever_filled_in(text):
    filled = fill(text, {"ticket": Ticket()})

    assert filled == text.replace("{{ticket}}", "IT-1")
    assert "hunter2" not in filled


@pytest.mark.requirement("SEC-069")
def test_a_value_is_not_read_as_a_text_with_placeholders():
    assert fill("{{title}}", {"title": "{{secret}}", "secret": "hunter2"}) == "{{secret}}"


@pytest.mark.parametrize("value", [r"\1", r"\g<0>", "\\", "$1", "{0}"])
def test_a_value_stands_as_it_is(value):
    assert fill("[{{title}}]", {"title": value}) == f"[{value}]"


def test_the_placeholders_of_a_text_can_be_named():
    assert placeholders("{{person}}：{{ number }} {{x.y}} {{person}}") == {"person", "number"}


@pytest.mark.parametrize("address", ["https://evil.example", *SCHEMES], ids=repr)
@pytest.mark.parametrize(
    "form", ["[x]({})", "![x]({})", "<{}>", "[x]: {}", "[x][1]\n\n[1]: {}", "[![x]({})]({})"]
)
def test_a_strangers_words_make_no_link_and_no_picture_in_what_the_desk_sends(form, address):
    sent = from_markdown(f"您好：\n\n{unmarked(form.format(address, address))}\n\n[x]")

    assert "<a" not in sent
    assert "<img" not in sent


def test_a_strangers_words_stay_readable():
    assert unmarked("[紧急] a<b 打印机_3") == "［紧急］ a＜b 打印机_3"
