"""Buttons of the desk, pressed in a chat."""

from __future__ import annotations

import pytest

from bihuan.flow.intake.models import Outcome, Reception
from bihuan.flow.intake.tests.chatting import desk_in_chats, heard, said, ticket_of
from bihuan.ground.channels.models import InboundMessage, InboundState, OutboundMessage
from bihuan.ground.channels.tests import calls
from bihuan.ground.people.tests.cast import at, person, stamp, team
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models import Assignment, Confirmation, Resolution, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("INT-04")]


@pytest.fixture(autouse=True)
def _desk() -> None:
    desk_in_chats()


def pressed(
    action: str, clock: str = "14:00", account: str = "lin", platform: str = "wecom"
) -> InboundMessage:
    return heard(calls.click(platform, account, action, at(clock)), clock, platform)


def asked_whether_solved() -> tuple[Ticket, dict[str, str]]:
    """Return a ticket of a chat that was solved, and the buttons below the question: words → action."""
    ticket = ticket_of(said("打印机卡纸"))
    Assignment.make(ticket, team=team("desk"), handler=person("陈"), stamp=stamp("09:05"))
    resolution = Resolution.propose(ticket, solution="换了搓纸轮", stamp=stamp("09:10"))
    asked, _token = Confirmation.ask(resolution, stamp("09:10"))
    return ticket, {"yes": f"solved:{asked.pk}:yes", "no": f"solved:{asked.pk}:no"}


@pytest.mark.requirement("CLS-01")
@pytest.mark.parametrize(("answer", "state"), [("yes", State.CONFIRMED), ("no", State.IN_PROGRESS)])
def test_a_button_answers_whether_it_is_solved(answer: str, state: State) -> None:
    ticket, buttons = asked_whether_solved()

    message = pressed(buttons[answer])

    ticket.refresh_from_db()
    assert ticket.state == state
    assert Confirmation.objects.get().by == ticket.person
    assert Reception.objects.get(message=message).outcome == Outcome.ANSWERED
    assert ticket.number in OutboundMessage.objects.latest("pk").text


@pytest.mark.requirement("SEC-046", "SEC-060")
@pytest.mark.parametrize("action", ["solved", "nudge", "unknown", "solved:999999:yes", "solved:x:yes", ""])
def test_a_button_that_is_not_ones_own_changes_nothing_whoever_shows_it(action: str) -> None:
    ticket, buttons = asked_whether_solved()
    action = {"solved": buttons["yes"], "nudge": f"nudge:{ticket.pk}"}.get(action, action)
    letters = OutboundMessage.objects.count()

    message = pressed(action, account="other")

    ticket.refresh_from_db()
    assert (ticket.state, ticket.nudges, message.state) == (State.RESOLVED, 0, InboundState.IGNORED)
    assert OutboundMessage.objects.count() == letters


def test_a_second_press_is_told_that_it_was_answered() -> None:
    _ticket, buttons = asked_whether_solved()
    pressed(buttons["yes"])

    pressed(buttons["no"], "14:01")

    assert Confirmation.objects.get().is_solved is True
    assert OutboundMessage.objects.latest("pk").text == "谢谢，这个问题已经答复过了。"


@pytest.mark.requirement("INT-08")
def test_a_nudge_by_button_reaches_who_works_on_it_and_a_second_one_waits() -> None:
    ticket = ticket_of(said("打印机卡纸"))

    for clock in ("10:00", "10:01"):
        pressed(f"nudge:{ticket.pk}", clock)

    ticket.refresh_from_db()
    assert ticket.nudges == 1
    assert "半小时" in OutboundMessage.objects.latest("pk").text
