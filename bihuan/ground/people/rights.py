"""What each role may do, as a table. Plain Python.

Whoever has no role may use the portal, for his or her own tickets. Roles add up.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    FIRST_LINE = "first_line"
    SECOND_LINE = "second_line"
    TEAM_LEAD = "team_lead"
    PROCESS_MANAGER = "process_manager"
    MANAGEMENT = "management"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    SEE_TICKETS = "see_tickets"  # everybody's, not only one's own
    WORK_TICKETS = "work_tickets"  # answer, hold, assign, solve, close
    SEE_FIGURES = "see_figures"
    WRITE_KNOWLEDGE = "write_knowledge"
    SEE_MAIL = "see_mail"  # messages that wait, failed or could not be read
    PLAN_DUTY = "plan_duty"  # rosters, leave, what-if
    SET_RULES = "set_rules"  # categories, priorities, promises, calendars
    ADMINISTER = "administer"  # mailboxes, people


_AGENT = {Right.SEE_TICKETS, Right.WORK_TICKETS, Right.WRITE_KNOWLEDGE, Right.SEE_FIGURES}

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.FIRST_LINE: frozenset(_AGENT),
    Role.SECOND_LINE: frozenset(_AGENT),
    Role.TEAM_LEAD: frozenset(_AGENT | {Right.SEE_MAIL, Right.PLAN_DUTY}),
    Role.PROCESS_MANAGER: frozenset(_AGENT | {Right.SEE_MAIL, Right.PLAN_DUTY, Right.SET_RULES}),
    Role.MANAGEMENT: frozenset({Right.SEE_TICKETS, Right.SEE_FIGURES}),
    # Runs the machine and its settings; reads nobody's tickets.
    Role.ADMINISTRATOR: frozenset({Right.ADMINISTER, Right.SEE_MAIL, Right.PLAN_DUTY, Right.SET_RULES}),
}


def rights_of(roles: Iterable[str]) -> frozenset[Right]:
    return frozenset().union(*(RIGHTS[Role(role)] for role in roles))
