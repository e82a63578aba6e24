"""What may be done to a ticket now: what its page offers, by its state and by who looks at it."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.front.workbench.opened import Opened
from bihuan.tickets.lifecycle import State, may_move


@dataclass(frozen=True)
class Actions:
    may_write: bool
    may_ask: bool
    may_claim: bool
    may_accept: bool
    may_give_back: bool
    may_assign: bool
    may_classify: bool
    may_escalate: bool
    may_hold: bool
    may_resume: bool
    may_solve: bool
    may_turn_away: bool
    may_reopen: bool
    may_close: bool
    may_give_task: bool

    @classmethod
    def on(cls, opened: Opened) -> Actions:
        ticket, works = opened.ticket, opened.may_work
        state = State(ticket.state)
        is_waiting, is_mine = state is State.WAITING, ticket.handler_id == opened.reader.pk
        return cls(
            may_write=works,
            may_ask=works and ticket.is_open,
            may_claim=works
            and ticket.is_unfinished
            and ticket.handler_id is None
            and ticket.team_id is not None,
            may_accept=works and ticket.is_unfinished and is_mine and ticket.accepted_at is None,
            may_give_back=works and ticket.is_open and is_mine,
            may_assign=works and ticket.is_unfinished,
            may_classify=works,
            may_escalate=works and ticket.is_open,
            may_hold=works and may_move(state, State.WAITING),
            may_resume=works and is_waiting,
            may_solve=works and (is_waiting or may_move(state, State.RESOLVED)),
            may_turn_away=works and may_move(state, State.TURNED_AWAY),
            may_reopen=works and not ticket.is_open,
            may_close=works and state in (State.RESOLVED, State.CONFIRMED),
            may_give_task=works and ticket.is_open,
        )


def station(opened: Opened) -> int | None:
    """Return where on its way the ticket is, counted from filing; None where it left the way before its end."""
    match State(opened.ticket.state):
        case State.NEW:
            return 1
        case State.IN_PROGRESS | State.WAITING:
            return 2 if opened.ticket.accepted_at else 1
        case State.RESOLVED:
            return 4
        case State.CONFIRMED:
            return 5
        case State.CLOSED:
            return 6
        case _:
            return None
