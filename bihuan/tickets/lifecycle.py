"""The states of a ticket and the moves between them, as data. Plain Python."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    NEW = "new"  # 待受理: nobody has it yet
    IN_PROGRESS = "in_progress"  # 处理中
    WAITING = "waiting"  # 挂起: for the person, a vendor, or a date; a Hold says which
    RESOLVED = "resolved"  # 待确认: solved, as we believe
    CONFIRMED = "confirmed"  # 已确认: solved, as the person says
    CLOSED = "closed"  # 已关闭
    WITHDRAWN = "withdrawn"  # 已撤销: by the person
    TURNED_AWAY = "turned_away"  # 不受理: out of scope or self-help


class HoldReason(StrEnum):
    PERSON = "person"  # 待用户补充
    VENDOR = "vendor"  # 待厂商
    DATE = "date"  # 挂起 until a date


MOVES: dict[State, frozenset[State]] = {
    State.NEW: frozenset({State.IN_PROGRESS, State.TURNED_AWAY, State.WITHDRAWN}),
    State.IN_PROGRESS: frozenset({State.WAITING, State.RESOLVED, State.TURNED_AWAY, State.WITHDRAWN}),
    State.WAITING: frozenset({State.IN_PROGRESS, State.WITHDRAWN}),
    State.RESOLVED: frozenset({State.CONFIRMED, State.IN_PROGRESS}),
    State.CONFIRMED: frozenset({State.CLOSED, State.IN_PROGRESS}),
    State.CLOSED: frozenset({State.IN_PROGRESS}),
    State.WITHDRAWN: frozenset({State.IN_PROGRESS}),
    State.TURNED_AWAY: frozenset({State.IN_PROGRESS}),
}
# What the desk still owes work on; what it has solved but not yet put away; what is over.
OPEN = frozenset({State.NEW, State.IN_PROGRESS, State.WAITING})
UNFINISHED = OPEN | {State.RESOLVED, State.CONFIRMED}
OVER = frozenset(State) - UNFINISHED


def may_move(now: State, to: State) -> bool:
    return to in MOVES[now]
