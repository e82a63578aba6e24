from bihuan.tickets.models.assignment import Assignment, claim
from bihuan.tickets.models.attempt import Attempt, NothingTried, Result
from bihuan.tickets.models.call import Call
from bihuan.tickets.models.confirmation import AnsweredAlready, Confirmation, reopen
from bihuan.tickets.models.duplicate import CannotJoin, Duplicate, reporters
from bihuan.tickets.models.ending import TooSoon, close, missing_to_close, nudge, turn_away, withdraw
from bihuan.tickets.models.entry import Enclosed, Enclosure, Entry, EntryKind, Warning
from bihuan.tickets.models.escalation import Escalation, EscalationIncomplete
from bihuan.tickets.models.event import TicketEvent
from bihuan.tickets.models.filing import NothingSaid, NumberTaken, file_ticket
from bihuan.tickets.models.hold import Hold, HoldWithoutEnd
from bihuan.tickets.models.numbering import DayBegan, Numbering
from bihuan.tickets.models.question import Question
from bihuan.tickets.models.resolution import Knowledge, RecordIncomplete, Resolution, TimeSpent
from bihuan.tickets.models.ticket import ImpossibleMove, Ticket

__all__ = [
    "AnsweredAlready",
    "Assignment",
    "Attempt",
    "Call",
    "CannotJoin",
    "Confirmation",
    "DayBegan",
    "Duplicate",
    "Enclosed",
    "Enclosure",
    "Entry",
    "EntryKind",
    "Escalation",
    "EscalationIncomplete",
    "Hold",
    "HoldWithoutEnd",
    "ImpossibleMove",
    "Knowledge",
    "NothingSaid",
    "NothingTried",
    "NumberTaken",
    "Numbering",
    "Question",
    "RecordIncomplete",
    "Resolution",
    "Result",
    "Ticket",
    "TicketEvent",
    "TimeSpent",
    "TooSoon",
    "Warning",
    "claim",
    "close",
    "file_ticket",
    "missing_to_close",
    "nudge",
    "reopen",
    "reporters",
    "turn_away",
    "withdraw",
]
