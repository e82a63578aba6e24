import pytest

from bihuan.ground.channels.models import OutboundMessage
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import (
    AnsweredAlready,
    Attempt,
    Entry,
    Escalation,
    EscalationIncomplete,
    Knowledge,
    NothingTried,
    RecordIncomplete,
    RefusalReason,
    Resolution,
    Result,
    Ticket,
    TooSoon,
    close,
    missing_to_close,
    nudge,
    reopen,
    turn_away,
    withdraw,
)
from bihuan.tickets.tests.cast import a_ticket, assigned, at, person, stamp, team

pytestmark = pytest.mark.django_db


def solved(**more):
    ticket = assigned(a_ticket())
    Resolution.propose(ticket, solution="换了搓纸轮", stamp=stamp("11:00"), **more)
    return ticket, ticket.confirmations.get()


@pytest.mark.requirement("WRK-02")
def test_an_attempt_says_what_was_tried_with_result_and_time():
    ticket = assigned(a_ticket())

    attempt = Attempt.make(
        ticket, step="queue", text="清队列", result=Result.NO_EFFECT, minutes=5, stamp=stamp("09:30")
    )

    assert (attempt.by, attempt.at, attempt.result, attempt.minutes) == (
        person("陈"),
        at("09:30"),
        "no_effect",
        5,
    )
    with pytest.raises(NothingTried):
        Attempt.make(ticket, text=" ", result=Result.HELPED, stamp=stamp("09:40"))


@pytest.mark.requirement("WRK-03")
def test_an_escalation_names_all_that_it_lacks_at_once():
    ticket = assigned(a_ticket())

    with pytest.raises(EscalationIncomplete) as refused:
        Escalation.make(ticket, to_team=team("desktop"), reason="", stamp=stamp("10:00"))

    assert set(refused.value.fields) == {"reason", "untried_because"}


@pytest.mark.requirement("WRK-03")
def test_an_escalation_takes_along_what_was_tried_by_then():
    ticket = assigned(a_ticket())
    Attempt.make(ticket, text="清队列", result=Result.NO_EFFECT, stamp=stamp("09:30"))
    escalation = Escalation.make(ticket, to_team=team("desktop"), reason="要拆机", stamp=stamp("10:00"))
    Attempt.make(ticket, text="拆机", result=Result.HELPED, stamp=stamp("10:30", by="王"))

    assert [attempt.text for attempt in escalation.tried] == ["清队列"]


@pytest.mark.requirement("WRK-03")
def test_what_is_sent_back_goes_straight_to_who_sent_it():
    ticket = assigned(a_ticket(), to="陈")
    escalation = Escalation.make(
        ticket, to_team=team("desktop"), reason="要拆机", untried_because="机器被锁", stamp=stamp("10:00")
    )
    assigned(ticket, to="王", clock="10:01")

    escalation.send_back(why="先清队列", stamp=stamp("10:20", by="王"))

    assert (ticket.team, ticket.handler) == (team("desk"), person("陈"))


@pytest.mark.requirement("CLS-01")
def test_yes_confirms_once():
    ticket, asked = solved()

    asked.say_yes(stamp("12:00", by="林"))

    ticket.refresh_from_db()
    assert (ticket.state, ticket.confirmed_at) == (State.CONFIRMED, at("12:00"))
    with pytest.raises(AnsweredAlready):
        asked.say_no(stamp("12:01", by="林"))


@pytest.mark.requirement("CLS-01")
def test_no_reopens_with_what_the_person_says():
    ticket, asked = solved()

    asked.say_no(stamp("12:00", by="林"), words="还是卡")

    ticket.refresh_from_db()
    assert (ticket.state, ticket.resolved_at) == (State.IN_PROGRESS, None)
    assert ticket.entries.order_by("pk").last().text == "还是卡"
    assert ticket.resolutions.get().refuted_at == at("12:00")


@pytest.mark.requirement("CLS-02")
def test_closing_names_all_that_is_missing_and_refuses_until_it_is_there():
    ticket, asked = solved()
    asked.say_yes(stamp("12:00", by="林"))
    ticket.refresh_from_db()

    with pytest.raises(RecordIncomplete):
        close(ticket, stamp("12:10"))
    assert set(missing_to_close(ticket)) == {"cause", "verification", "spent_minutes", "knowledge"}

    resolution = ticket.resolutions.get()
    resolution.complete(
        cause="磨损",
        verification="打印百页",
        knowledge=Knowledge.NONE_NEEDED,
        spent_minutes=30,
        stamp=stamp("12:20"),
    )
    close(ticket, stamp("12:30"))
    assert (ticket.state, ticket.closed_at) == (State.CLOSED, at("12:30"))


@pytest.mark.requirement("WRK-12")
def test_time_spent_is_what_was_written_down_for_attempts_and_for_the_solution():
    ticket = assigned(a_ticket())
    Attempt.make(ticket, text="清队列", result=Result.NO_EFFECT, minutes=5, stamp=stamp("09:30"))
    Resolution.propose(
        ticket, solution="换件", cause="磨损", verification="试打", spent_minutes=40, stamp=stamp("11:00")
    )

    assert "spent_minutes" not in missing_to_close(ticket)


def test_a_closed_ticket_opens_again_and_may_be_solved_again():
    ticket, asked = solved()
    asked.say_yes(stamp("12:00", by="林"))
    ticket.refresh_from_db()

    reopen(ticket, stamp("13:00").because("又坏了"))
    again = Resolution.propose(ticket, solution="换整机", stamp=stamp("14:00"))

    assert ticket.state == State.RESOLVED
    assert list(ticket.resolutions.standing()) == [again]


def test_a_nudge_is_counted_and_rests_for_half_an_hour():
    ticket = assigned(a_ticket())

    nudge(ticket, stamp("10:00", by="林"))

    with pytest.raises(TooSoon):
        nudge(ticket, stamp("10:29", by="林"))
    nudge(ticket, stamp("10:30", by="林"))
    assert ticket.nudges == 2


def test_a_person_may_withdraw_a_request():
    ticket = assigned(a_ticket())

    withdraw(ticket, stamp("09:30", by="林").because("自己好了"))

    assert (ticket.state, ticket.closed_at) == (State.WITHDRAWN, at("09:30"))


@pytest.mark.requirement("TRI-05")
def test_turning_away_takes_a_word_to_the_person():
    ticket = assigned(a_ticket())

    with pytest.raises(RecordIncomplete):
        turn_away(ticket, words="", reason=RefusalReason.OUT_OF_SCOPE, stamp=stamp("09:30"))
    refusal = turn_away(
        ticket, words="这类申请请走行政部。", reason=RefusalReason.OUT_OF_SCOPE, stamp=stamp("09:30")
    )

    assert (ticket.state, refusal.reason, refusal.by) == (State.TURNED_AWAY, "out_of_scope", person("陈"))
    assert OutboundMessage.objects.filter(text="这类申请请走行政部。").count() == 1


def test_nobody_waits_for_a_word_on_what_was_withdrawn():
    ticket = assigned(a_ticket())
    Entry.answer(ticket, text="不用了，已经好了。", stamp=stamp("10:00", by="林"))

    withdraw(ticket, stamp("10:05", by="林"))

    ticket.refresh_from_db()
    assert ticket.news_since is None


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "解决了吗？请告诉我们"), ("en", "Solved, or not yet?")]
)
def test_the_question_speaks_the_language_of_the_ticket_on_its_button_as_well(language, words):
    ticket = assigned(a_ticket())
    Ticket.objects.filter(pk=ticket.pk).update(language=language)
    ticket.refresh_from_db()

    Resolution.propose(ticket, solution="换了搓纸轮", stamp=stamp("11:00"))

    assert f"[**{words}**](" in OutboundMessage.objects.order_by("pk").last().text
