import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from bihuan.kit.ui import marks
from bihuan.kit.ui.icons import NoSuchIcon, icon


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def words(markup):
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


@pytest.mark.parametrize("standing", ["met", "late", "missed", "held", "fine", "risk"])
def test_a_settled_clock_says_in_words_how_it_stands(standing):
    assert words(marks.clock_badge(standing))


def test_a_running_clock_carries_what_it_needs_to_turn_by_itself():
    due_at = datetime.now(UTC) + timedelta(hours=2, minutes=15, seconds=30)
    risk_at = due_at - timedelta(hours=1)

    drawn = marks.clock_badge("fine", due_at, risk_at)

    assert f'datetime="{due_at.isoformat()}">2 h 15 min<' in drawn
    assert f'data-risk="{risk_at.isoformat()}"' in drawn
    assert 'data-standing="fine"' in drawn
    assert 'data-for="fine risk">left<' in drawn
    assert 'data-for="missed">over<' in drawn


def test_a_time_that_may_still_change_is_called_expected_while_it_is_not_over():
    drawn = marks.clock_badge("fine", datetime.now(UTC) + timedelta(days=50), None, is_expected=True)

    assert 'data-for="fine risk">expected<' in drawn
    assert 'data-for="missed">over<' in drawn
    assert "; expected, as the public holidays" in drawn


def test_without_a_word_to_see_a_priority_has_one_to_hear():
    drawn = marks.priority_mark(1, "Critical", has_word=False)

    assert '<span class="sr-only">Critical</span>' in drawn
    assert 'title="Critical"' in drawn


def test_what_people_typed_is_shown_never_obeyed():
    evil = '"><script>alert(1)</script>'

    for drawn in (
        marks.badge(evil),
        marks.avatar(evil),
        marks.state_badge(evil),
        marks.priority_mark(2, evil),
    ):
        assert "<script" not in drawn


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("林悦", "林"),
        ("Mark Ma", "MM"),
        ("ops@example.com", "OE"),
        ("admin", "A"),
        (" ", "?"),
        ("欧阳小雨", "欧"),
    ],
)
def test_an_avatar_shows_how_colleagues_call(name, shown):
    assert marks.initial(name) == shown


def test_a_colour_is_the_same_on_every_page():
    assert marks.hue("林悦") == marks.hue("林悦")
    assert len({marks.hue(name) for name in "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"}) > 4


def test_an_icon_beside_a_word_is_silent_and_alone_it_speaks():
    assert 'aria-hidden="true"' in icon("check")
    assert 'role="img" aria-label="Sent"' in icon("check", label="Sent")


def test_an_icon_that_is_not_in_the_list_is_an_error_and_not_a_gap():
    with pytest.raises(NoSuchIcon, match=r"rocket.*icons\.txt"):
        icon("rocket")
