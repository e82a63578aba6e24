"""What templates keep is kept for one language and for what it was drawn with, and nothing else."""

from django.utils import translation
from jinja2 import DictLoader
from markupsafe import Markup

from bihuan.kit.ui.drawing import Once
from bihuan.kit.ui.engine import environment
from bihuan.kit.ui.speech import say

PARTS = "{% macro greeting(name) %}{{ _('Close') }} {{ name }}{% endmacro %}"
PAGE = "{% import 'parts' as parts %}{{ kept(parts.greeting, name) }}"


def drawn(name: str, language: str) -> str:
    engine = environment(loader=DictLoader({"parts": PARTS, "page": PAGE}), autoescape=True)
    with translation.override(language):
        return "|".join(engine.get_template("page").render(name=one) for one in (name, "周", name))


def test_what_is_kept_of_one_reader_is_not_shown_to_another():
    assert drawn("<陈>", "en") == "Close &lt;陈&gt;|Close 周|Close &lt;陈&gt;"


def test_what_is_kept_in_one_language_is_not_shown_in_another():
    english, chinese = drawn("陈", "en"), drawn("陈", "zh-hans")

    assert english.startswith("Close 陈")
    assert "Close" not in chinese


def test_what_fills_a_message_is_escaped_and_two_per_cent_signs_are_one():
    with translation.override("en"):
        assert say("%(who)s: 100%%", who="<b>") == Markup("&lt;b&gt;: 100%")
        assert say("100%%") == Markup("100%")


def test_a_message_is_said_in_the_language_of_the_moment():
    with translation.override("zh-hans"):
        chinese = say("Close")
    with translation.override("en"):
        english = say("Close")

    assert (english, chinese != english) == ("Close", True)


def test_lazy_markup_is_made_once():
    class Counted:
        times = 0

        def __str__(self) -> str:
            self.times += 1
            return f"<i>{self.times}</i>"

    lazy = Once(Counted())

    assert Markup("{}{}").format(lazy, lazy) == "<i>1</i><i>1</i>"
