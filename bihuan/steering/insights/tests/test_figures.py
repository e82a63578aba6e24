from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from bihuan.flow.sla.clockwork import Promise
from bihuan.flow.sla.models import Clock
from bihuan.flow.triage.models import Suggestion
from bihuan.ground.calendars.models import Calendar
from bihuan.ground.people.tests.cast import at, person, stamp, team
from bihuan.practices.surveys.models import Survey
from bihuan.steering.insights.figures import FIGURES, Figure, Measured, Period, behind, measure
from bihuan.steering.insights.measures import (
    Marks,
    Times,
    by_category,
    day_by_day,
    first_contact_times,
    marks,
    refused,
    resolution_times,
)
from bihuan.steering.insights.suggestions import SUGGESTIONS
from bihuan.tickets.models import (
    Escalation,
    Refusal,
    RefusalReason,
    Resolution,
    Ticket,
    reopen,
    turn_away,
)
from bihuan.tickets.tests.cast import a_category, a_ticket, assigned

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("IMP-01")]

MONDAY = Period(at("00:00"), at("2026-09-29 00:00"))
HOUR = timedelta(hours=1)
BY_KEY = {figure.key: figure for figure in (*FIGURES, *SUGGESTIONS)}


def resolved(clock: str = "11:00", **more) -> Ticket:
    ticket = assigned(a_ticket(**more))
    Resolution.propose(ticket, solution="换件", stamp=stamp(clock))
    return ticket


def promise(
    ticket: Ticket, kind: Promise, settled: str | None, due: str | None = "10:00", run: int = 1
) -> Ticket:
    """Put a clock on the ticket that was due and settled at these times."""
    calendar = Calendar.objects.get_or_create(
        code="x", defaults={"name_zh": "x", "name_en": "x", "week": {}}
    )[0]
    moments = {"due_at": due and at(due), "settled_at": settled and at(settled)}
    Clock.objects.create(
        ticket=ticket,
        promise=kind,
        run=run,
        calendar=calendar,
        started_at=ticket.filed_at,
        allowed=HOUR,
        **moments,
    )
    return ticket


def contacted(ticket: Ticket, clock: str) -> Ticket:
    Ticket.objects.filter(pk=ticket.pk).update(first_contact_at=at(clock))
    return promise(ticket, Promise.FIRST_CONTACT, clock)


def escalated(ticket: Ticket) -> Escalation:
    return Escalation.make(
        ticket, to_team=team("desktop"), reason="x", untried_because="x", stamp=stamp("10:00")
    )


def rated(ticket: Ticket, overall: int | None, clock: str = "15:00") -> Ticket:
    answer = {"overall": overall, "answered_at": at(clock)} if overall else {}
    Survey.objects.create(ticket=ticket, token_digest=str(ticket.pk), sent_at=at("14:00"), **answer)
    return ticket


def suggested(ticket: Ticket, stood: bool | None, **more: Any) -> Ticket:
    said = {"category": a_category(), "impact": 3, "urgency": 2} | more
    Suggestion.objects.create(ticket=ticket, stood=stood, **said)
    return ticket


def looked_at_by_all(figure: Figure) -> Ticket:
    """Return a ticket that the figure looks at and finds as it counts."""
    ticket = rated(contacted(promise(resolved(), Promise.RESOLUTION, "10:00"), "09:30"), 5)
    ticket.resolutions.update(refuted_at=at("11:30"))
    stood = "put_right" not in figure.key
    levels = {"impact_words": ["x"], "impact_stood": stood, "urgency_words": ["x"], "urgency_stood": stood}
    return promise(suggested(ticket, stood, **levels), Promise.UPDATE, "10:30")


def counted(key: str, who: str = "陈", period: Period = MONDAY) -> tuple[int, int]:
    """Return good and all of a figure, once each list behind it was found to be what was counted."""
    tickets = Ticket.objects.visible_to(person(who))
    measured = measure(BY_KEY[key], tickets, period)
    lists = {part: set(behind(BY_KEY[key], tickets, period, part)) for part in ("good", "rest", "all")}
    assert len(lists["good"]) == measured.good == behind(BY_KEY[key], tickets, period, "good").count()
    assert len(lists["all"]) == measured.of == behind(BY_KEY[key], tickets, period, "all").count()
    assert lists["rest"] == lists["all"] - lists["good"]
    assert lists["good"] <= lists["all"]
    return measured.good, measured.of


def test_first_contact_in_time_is_of_all_on_which_somebody_was_in_contact():
    contacted(a_ticket(), "09:50"), contacted(a_ticket(), "10:00"), contacted(a_ticket(), "10:01")
    promise(a_ticket(), Promise.FIRST_CONTACT, None)

    assert counted("first_contact_met") == (2, 3)


def test_a_ticket_withdrawn_before_anybody_answered_speaks_neither_for_us_nor_against():
    promise(a_ticket(), Promise.FIRST_CONTACT, "09:10")

    assert counted("first_contact_met") == (0, 0)


def test_a_ticket_solved_without_a_word_was_in_contact_when_it_was_solved():
    promise(resolved("09:30"), Promise.FIRST_CONTACT, "09:30")

    assert counted("first_contact_met") == (1, 1)


def test_solved_in_time_is_of_all_that_were_solved_and_promised():
    promise(resolved(), Promise.RESOLUTION, "10:00"), promise(resolved(), Promise.RESOLUTION, "10:01")

    assert counted("resolution_met") == (1, 2)


def test_a_ticket_whose_second_solution_came_too_late_was_not_solved_in_time():
    ticket = promise(resolved(), Promise.RESOLUTION, "09:30")
    promise(ticket, Promise.RESOLUTION, "12:00", run=2)

    assert counted("resolution_met") == (0, 1)


def test_solved_by_the_first_line_is_without_an_escalation_that_stands():
    resolved()
    beyond = assigned(a_ticket())
    escalated(beyond)
    Resolution.propose(beyond, solution="换件", stamp=stamp("11:00"))
    back = assigned(a_ticket())
    sent = escalated(back)
    assigned(back, to="王", clock="10:05")
    sent.send_back(why="先清队列", stamp=stamp("10:10", by="王"))
    Resolution.propose(back, solution="清队列", stamp=stamp("11:00"))

    assert counted("first_line") == (2, 3)


def test_reopened_is_of_those_solved_again():
    resolved()
    again = resolved("10:00")
    again.resolutions.update(refuted_at=at("10:30"))
    Resolution.objects.create(ticket=again, solution="换整机", at=at("11:00"))

    assert counted("reopened") == (1, 2)


def test_satisfied_is_of_the_surveys_answered():
    for overall in (5, 4, 3, None):
        rated(a_ticket(), overall)

    assert counted("satisfied") == (2, 3)


def test_suggestions_that_stood_are_of_those_that_somebody_judged():
    for stood in (True, True, False, None):
        suggested(a_ticket(), stood)

    assert counted("suggestion_stood") == (2, 3)


@pytest.mark.requirement("TRI-02")
def test_what_was_put_right_is_of_all_that_was_suggested_each_of_the_three_apart():
    spoken = {"impact_words": ["全公司"], "urgency_alike": 3}
    suggested(a_ticket(), stood=False, **spoken, impact_stood=True, urgency_stood=False)
    suggested(a_ticket(), stood=True, **spoken, impact_stood=False, urgency_stood=False)
    suggested(a_ticket(), stood=None, **spoken)
    suggested(a_ticket(), stood=None, category=None)

    assert [counted(f"{name}_put_right") for name in ("category", "impact", "urgency")] == [
        (1, 3),
        (1, 3),
        (2, 3),
    ]
    assert [counted(f"{name}_stood") for name in ("suggestion", "impact", "urgency")] == [
        (1, 2),
        (1, 2),
        (0, 2),
    ]


@pytest.mark.requirement("SLA-06")
def test_a_person_waited_too_long_for_a_word_where_any_update_came_late():
    late = promise(a_ticket(), Promise.UPDATE, "09:30")
    promise(late, Promise.UPDATE, "10:30", run=2)
    promise(a_ticket(), Promise.UPDATE, "09:30")
    promise(a_ticket(), Promise.UPDATE, None)

    assert counted("update_missed") == (1, 2)


@pytest.mark.parametrize("figure", [*FIGURES, *SUGGESTIONS], ids=lambda figure: figure.key)
def test_every_figure_counts_its_period_and_no_other(figure):
    ticket = looked_at_by_all(figure)
    Refusal.objects.create(ticket=ticket, reason=RefusalReason.SELF_HELP, at=at("12:00"))
    Ticket.objects.filter(pk=ticket.pk).update(state="turned_away")
    later = Period(MONDAY.end, MONDAY.end + timedelta(days=1))
    before = Period(MONDAY.start - timedelta(days=1), MONDAY.start)

    assert [counted(figure.key, period=period) for period in (before, MONDAY, later)] == [
        (0, 0),
        (1, 1),
        (0, 0),
    ]


@pytest.mark.parametrize("figure", [*FIGURES, *SUGGESTIONS], ids=lambda figure: figure.key)
@pytest.mark.parametrize(("who", "sees"), [("陈", 1), ("赵", 1), ("林", 1), ("路人", 0), ("周", 0)])
def test_no_figure_counts_a_ticket_that_its_reader_may_not_see(figure, who, sees):
    looked_at_by_all(figure)

    assert counted(figure.key, who)[1] == sees


@pytest.mark.parametrize("figure", [*FIGURES, *SUGGESTIONS], ids=lambda figure: figure.key)
def test_where_there_is_nothing_to_look_at_there_is_no_share(figure):
    measured = measure(figure, Ticket.objects.all(), MONDAY)

    assert (measured.share, measured.is_on_target) == (None, None)


@pytest.mark.parametrize(
    ("key", "good", "of", "on_target"),
    [
        ("first_line", 8, 10, True),
        ("first_line", 79, 100, False),
        ("reopened", 5, 100, True),
        ("reopened", 6, 100, False),
    ],
)
def test_a_share_is_on_target_when_it_is_as_good_or_better(key, good, of, on_target):
    assert Measured(BY_KEY[key], good, of).is_on_target is on_target


def test_every_figure_has_a_name_and_says_what_it_counts_and_the_first_lines_target_is_the_process_documents():
    with override("en"):
        assert all(str(figure.name) and str(figure.about).endswith(".") for figure in BY_KEY.values())
    assert len(BY_KEY) == len(FIGURES) + len(SUGGESTIONS)
    assert BY_KEY["first_line"].target == 0.80


def test_the_middle_and_nine_of_ten_of_the_times_to_solve():
    for hour in range(10, 20):
        resolved(f"{hour}:00")

    times = resolution_times(Ticket.objects.all(), MONDAY)

    assert times == Times(timedelta(hours=5.5), timedelta(hours=9.1))


def test_the_times_to_a_first_contact_are_of_those_filed_in_the_period():
    for minute in (10, 20, 30):
        contacted(a_ticket(), f"09:{minute}")
    contacted(a_ticket(filed="2026-09-29 09:00"), "2026-09-29 17:00")

    assert first_contact_times(Ticket.objects.all(), MONDAY).median == timedelta(minutes=20)


def test_without_any_ticket_there_are_no_times():
    assert resolution_times(Ticket.objects.none(), MONDAY) == Times(None, None)
    assert resolution_times(Ticket.objects.all(), MONDAY) == Times(None, None)


def test_the_mean_of_the_stars_is_of_the_surveys_answered_and_the_rate_of_those_sent():
    for overall in (5, 4, None):
        rated(a_ticket(), overall)

    assert marks(Ticket.objects.all(), MONDAY) == Marks(4.5, answered=2, sent=3)
    assert marks(Ticket.objects.none(), MONDAY) == Marks(None, answered=0, sent=0)


def test_days_are_those_of_the_desks_own_wall():
    a_ticket(filed="00:30"), a_ticket(filed="23:30"), a_ticket(filed="2026-09-29 00:30")

    days = day_by_day(Ticket.objects.all(), Period(at("00:00"), at("2026-09-30 00:00")), "filed_at")

    assert days == {date(2026, 9, 28): 2, date(2026, 9, 29): 1}


def test_the_most_frequent_categories_come_first():
    other = a_category("mail")
    for category in (other, a_category(), a_category()):
        a_ticket(category=category)

    assert by_category(Ticket.objects.all(), MONDAY) == [(a_category().pk, 2), (other.pk, 1)]
    assert by_category(Ticket.objects.all(), MONDAY, most=1) == [(a_category().pk, 2)]


def test_a_figure_takes_two_queries_however_much_it_counts(django_assert_num_queries):
    for _ in range(5):
        contacted(a_ticket(), "09:50")
    tickets = Ticket.objects.visible_to(person("陈"))

    with django_assert_num_queries(2):
        measure(BY_KEY["first_contact_met"], tickets, MONDAY)


@pytest.mark.requirement("TRI-05")
def test_what_was_turned_away_and_stayed_so_is_counted_with_its_reason():
    for reason in RefusalReason:
        turn_away(assigned(a_ticket()), words="请看。", reason=reason, stamp=stamp("10:00"))
    again = assigned(a_ticket())
    turn_away(again, words="请看。", reason=RefusalReason.SELF_HELP, stamp=stamp("10:00"))
    reopen(again, stamp("10:30"))

    tickets = Ticket.objects.all()

    measured = measure(BY_KEY["turned_away"], tickets, MONDAY)
    assert (measured.good, measured.of) == (2, 4)
    assert refused(tickets, MONDAY) == dict.fromkeys(RefusalReason, 1)
