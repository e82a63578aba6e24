from bihuan.tickets.models.assignment import Assignment, ReturnWithoutReason, TakenAlready, claim
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
from bihuan.tickets.models.holding import all_in_hand
from bihuan.tickets.models.numbering import DayBegan, Numbering
from bihuan.tickets.models.question import Question
from bihuan.tickets.models.refusal import Refusal, RefusalReason
from bihuan.tickets.models.resolution import Knowledge, RecordIncomplete, Resolution, TimeSpent
from bihuan.tickets.models.task import Outcome, Task, TasksOpen
from bihuan.tickets.models.task_refusals import NotTheirTask, TaskEnded, TaskIncomplete
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
    "NotTheirTask",
    "NothingSaid",
    "NothingTried",
    "NumberTaken",
    "Numbering",
    "Outcome",
    "Question",
    "RecordIncomplete",
    "Refusal",
    "RefusalReason",
    "Resolution",
    "Result",
    "ReturnWithoutReason",
    "TakenAlready",
    "Task",
    "TaskEnded",
    "TaskIncomplete",
    "TasksOpen",
    "Ticket",
    "TicketEvent",
    "TimeSpent",
    "TooSoon",
    "Warning",
    "all_in_hand",
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
