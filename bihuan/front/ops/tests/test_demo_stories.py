from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from bihuan.flow.triage.suggesting import guess_category
from bihuan.front.ops.demo import company as demo
from bihuan.front.ops.demo.company import company
from bihuan.front.ops.demo.stories import Step, Story, is_weekday, stories
from bihuan.front.ops.demo.telling.catalogue import leaves
from bihuan.front.ops.tests.house_style import faults

START, END = date(2026, 5, 20), datetime.fromisoformat("2026-11-20T18:00")
YUNHE = company(7)
ARTICLES = {file.name.partition(".")[0] for file in (Path(demo.__file__).parent / "articles").glob("*.md")}
OVER = {"close", "withdraw", "turn_away"}
NOT_OWED = OVER | {"solve", "confirm"}
CATEGORIES = tomllib.loads(
    files("bihuan.ground.catalogue").joinpath("delivered", "categories.toml").read_text(encoding="utf-8")
)["category"]


def tell(seed: int, count: int = 2000) -> list[Story]:
    return list(stories(seed, YUNHE, count, start=START, end=END))


TOLD = tell(7)


def steps(kind: str) -> list[Step]:
    return [step for story in TOLD for step in story.steps if step.kind == kind]


def share(having: str, of: list[Story] = TOLD) -> float:
    return sum(any(step.kind == having for step in story.steps) for story in of) / len(of)


def texts(story: Story) -> Iterator[str]:
    yield from (story.title, story.description, *(str(fact) for fact in story.answers.values()))
    for step in story.steps:
        yield step.text
        yield from (value for value in step.more.values() if isinstance(value, str))


def test_the_same_seed_tells_the_same_stories_and_another_seed_others() -> None:
    assert tell(3, 150) == tell(3, 150)
    assert tell(3, 150) != tell(4, 150)


def test_two_thousand_come_in_order_within_the_period() -> None:
    moments = [story.filed_at for story in TOLD]

    assert len(TOLD) == 2000
    assert moments == sorted(moments)
    assert moments[0].date() >= START
    assert moments[-1] <= END


def test_mondays_are_busy_and_days_off_are_quiet() -> None:
    by_weekday = Counter(story.filed_at.weekday() for story in TOLD)

    assert by_weekday[0] > by_weekday[4]
    assert by_weekday[5] + by_weekday[6] < 0.05 * len(TOLD)
    assert all(is_weekday(story.filed_at.date()) for story in TOLD if story.channel == "phone")


def test_a_holiday_is_quiet_and_nobody_phones() -> None:
    golden_week = {date(2026, 10, day) for day in range(1, 8)}

    told = stories(
        7, YUNHE, 600, start=START, end=END, is_workday=lambda day: is_weekday(day) and day not in golden_week
    )
    quiet = [story for story in told if story.filed_at.date() in golden_week]

    assert len(quiet) < 10
    assert all(story.channel != "phone" for story in quiet)


def test_people_and_agents_are_of_the_company_and_write_their_language() -> None:
    for story in TOLD:
        assert YUNHE.by_username[story.person].language == story.language
        assert YUNHE.by_username[story.handler].is_agent
        assert all(not step.by or step.by in YUNHE.by_username for step in story.steps)


def test_facts_and_questions_are_of_the_form_of_the_category() -> None:
    fields = {row["code"]: {field["key"]: field for field in row.get("fields", [])} for row in CATEGORIES}

    for story in TOLD:
        told = dict(story.answers)
        for step in story.steps:
            told |= step.more.get("answers", {})  # type: ignore[arg-type]
            assert set(step.more.get("fields", ())) <= set(fields[story.category])  # type: ignore[call-overload]
        for key, fact in told.items():
            assert_fits(fields[story.category][key], fact)


def assert_fits(field: dict[str, Any], fact: object) -> None:
    """See that a fact is what its field takes."""
    if field["type"] == "choice":
        assert fact in {option["value"] for option in field["options"]}, field["key"]
    elif field["type"] == "date":
        date.fromisoformat(str(fact))
    else:
        wanted = {"bool": bool, "number": int}.get(field["type"], str)
        assert isinstance(fact, wanted), field["key"]


def test_steps_tried_are_of_the_check_list_of_the_category() -> None:
    for story in TOLD:
        tried = {step.more["step"] for step in story.steps if step.kind == "attempt"}
        assert tried <= set(leaves()[story.category].minutes)


def test_a_portal_form_came_with_what_it_insists_on() -> None:
    for story in TOLD:
        if story.channel == "portal":
            assert leaves()[story.category].required <= set(story.answers), story.scenario


def test_an_answer_follows_a_question_and_fills_what_was_asked() -> None:
    for story in TOLD:
        asked: set[object] = set()
        for step in story.steps:
            if step.kind == "ask":
                asked = set(step.more["fields"])  # type: ignore[call-overload]
                assert asked.isdisjoint(story.answers)
            if step.kind == "answer":
                assert set(step.more["answers"]) <= asked  # type: ignore[call-overload]
                assert step.more["answers"]


def test_an_expert_accepts_what_was_escalated_before_working_on_it() -> None:
    experts = {person.username for person in YUNHE.people if "second_line" in person.roles}

    for story in TOLD:
        kinds = [step.kind for step in story.steps]
        if "escalate" in kinds and story.handler not in experts:
            first = next(
                (i for i, s in enumerate(story.steps) if s.by in experts and s.kind in ("reply", "solve")),
                None,
            )
            assert first is None or {"accept", "send_back"} & set(kinds[:first]), story.scenario


def test_whatever_was_solved_has_a_whole_record() -> None:
    for step in steps("solve"):
        assert all(step.more[key] for key in ("cause", "solution", "verification", "spent_minutes"))
        assert step.more["knowledge"] in {"linked", "drafted", "none_needed"}
        assert (step.more["article"] in ARTICLES) == (step.more["knowledge"] == "linked")
        assert bool(step.more["why"]) == (step.more["knowledge"] != "linked")


def test_what_is_turned_away_names_a_template_and_a_real_article() -> None:
    for step in steps("turn_away"):
        assert step.more["template"] in {"out_of_scope", "self_help"}
        assert step.more["article"] in ARTICLES | {""}


@pytest.mark.parametrize(
    ("what", "low", "high"),
    [
        ("ask", 0.30, 0.42),
        ("escalate", 0.11, 0.17),
        ("send_back", 0.005, 0.03),
        ("reopen", 0.045, 0.075),
        ("withdraw", 0.02, 0.045),
        ("turn_away", 0.01, 0.03),
        ("nudge", 0.02, 0.07),
    ],
)
def test_shares_are_those_of_a_real_desk(what: str, low: float, high: float) -> None:
    assert low <= share(what) <= high


def test_the_desk_itself_solves_about_four_in_five() -> None:
    desk = {member.username for member in YUNHE.members("desk")}
    solvers = [next((s.by for s in reversed(story.steps) if s.kind == "solve"), "") for story in TOLD]

    by_desk = sum(solver in desk for solver in solvers) / sum(bool(solver) for solver in solvers)

    assert 0.77 <= by_desk <= 0.83


def test_about_a_tenth_takes_more_than_a_working_day() -> None:
    taken = []
    for story in TOLD:
        until = next((i for i, step in enumerate(story.steps) if step.kind == "solve"), None)
        if until is not None:
            taken.append(sum(step.after_minutes for step in story.steps[: until + 1]))

    late = sum(minutes > 480 for minutes in taken) / len(taken)

    assert 0.07 <= late <= 0.12


def test_nearly_half_rate_and_are_content() -> None:
    closed = [story for story in TOLD if story.ending == "close"]
    marks = [step.more for step in steps("survey")]

    assert 0.40 <= share("survey", closed) <= 0.52
    assert 4.25 <= mean(int(mark["overall"]) for mark in marks) <= 4.55  # type: ignore[call-overload]
    assert all(1 <= int(mark[key]) <= 5 for mark in marks for key in ("speed", "skill", "manner"))  # type: ignore[call-overload]


def test_about_fifty_are_left_open_in_many_states_and_all_of_them_are_young() -> None:
    left = [story for story in TOLD if story.ending not in NOT_OWED]

    assert 42 <= len(left) <= 60
    assert len({story.ending for story in left}) >= 6
    assert {"ask", "begun"} <= {story.ending for story in left}
    assert min(story.filed_at for story in left).date() >= date(2026, 11, 1)


def test_some_that_were_solved_wait_for_a_word_of_their_person() -> None:
    solved = [story for story in TOLD if story.ending == "solve"]

    assert 8 <= len(solved) <= 60
    assert min(story.filed_at for story in solved).date() >= date(2026, 10, 25)


def test_whoever_looks_around_as_a_colleague_finds_something_open() -> None:
    shown = next(person.username for person in YUNHE.askers if person.is_demo_login)

    open_ones = [story for story in TOLD if story.person == shown and story.ending not in NOT_OWED]

    assert open_ones


def test_what_is_left_open_can_be_chosen() -> None:
    few = list(stories(7, YUNHE, start=START, end=END, open_at_end=25))

    assert 20 <= sum(story.ending not in NOT_OWED for story in few) <= 30


def test_no_two_tickets_read_the_same() -> None:
    descriptions = {story.description for story in TOLD}

    assert len(descriptions) >= 0.98 * len(TOLD)


def test_every_text_is_whole_and_set_in_the_style_of_the_house() -> None:
    for story in TOLD:
        for text in texts(story):
            assert not set(text) & set("{}[]|"), (story.scenario, text)
            assert faults(text, is_chinese=story.language != "en") == [], (story.scenario, text)


@pytest.mark.requirement("TRI-02")
def test_most_stories_find_their_category_by_the_delivered_words() -> None:
    words = {
        row["code"]: {word: float(weight) for weight, listed in row["keywords"].items() for word in listed}
        for row in CATEGORIES
        if "keywords" in row
    }
    clear = [story for story in TOLD if story.category != "other"]

    guesses = [(story.category, guess_category(story.title, story.description, words)) for story in clear]
    sure = [(category, guess.category) for category, guess in guesses if guess and guess.is_sure]

    assert mean(guess is not None and guess.category == category for category, guess in guesses) >= 0.85
    assert mean(category == guess for category, guess in sure) >= 0.94
