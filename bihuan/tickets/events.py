"""What can happen to a ticket. Facts only grow: rows are for ever."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from bihuan.kit.events.facts import Facts


@dataclass(frozen=True)
class Filed(Facts, kind="ticket.filed"):
    channel: str


@dataclass(frozen=True)
class Classified(Facts, kind="ticket.classified"):
    category: str
    impact: int
    urgency: int
    priority: int
    was: dict[str, str | int | None] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)  # that spoke for it, where nobody chose
    # Where rules raised it: {"from": the rank before, "for": [[what they ask, in Chinese, in English], …]}
    raised: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Amended(Facts, kind="ticket.amended"):
    """Something about the ticket was filled in or put right: `changes` is field → [from, to].

    `filled` are the fields of the form, label and answer in both languages (`zh`, `en`, `said_zh`, `said_en`); `entry` is
    the person's message that they were read from.
    """

    changes: dict[str, list[object]]
    filled: list[dict[str, str]] = field(default_factory=list)
    entry: int | None = None

    @classmethod
    def of(cls, changes: Mapping[str, Sequence[object]], **more: Any) -> Self:
        """Return the facts of some changes, field → (from, to), as they are told."""
        return cls(changes={name: [str(was), str(new)] for name, (was, new) in changes.items()}, **more)


@dataclass(frozen=True)
class QuestionsPut(Facts, kind="ticket.questions_put"):
    """The house asked the person, with the receipt, for what the form requires: as the person reads it."""

    asked: list[str]


@dataclass(frozen=True)
class Assigned(Facts, kind="ticket.assigned"):
    assignment: int
    team: str
    handler: int | None


@dataclass(frozen=True)
class Accepted(Facts, kind="ticket.accepted"):
    assignment: int


@dataclass(frozen=True)
class Returned(Facts, kind="ticket.returned"):
    """It came back to the dispatch: its handler gave it back, or did not accept it in time."""

    assignment: int
    handler: int
    was_given_back: bool = True  # with a reason, which is why; else the time to accept it had passed


@dataclass(frozen=True)
class Answered(Facts, kind="ticket.answered"):
    """The person wrote."""

    entry: int


@dataclass(frozen=True)
class Replied(Facts, kind="ticket.replied"):
    """An agent wrote to the person; or on the ticket `with_parent`, to which this one is joined, from where it came along.

    `told_on` is the ticket on which the person got these words, where that is not this one.
    """

    entry: int
    with_parent: str = ""
    told_on: str = ""


@dataclass(frozen=True)
class Noted(Facts, kind="ticket.noted"):
    entry: int


@dataclass(frozen=True)
class Held(Facts, kind="ticket.held"):
    hold: int
    reason: str


@dataclass(frozen=True)
class Resumed(Facts, kind="ticket.resumed"):
    hold: int


@dataclass(frozen=True)
class Attempted(Facts, kind="ticket.attempted"):
    attempt: int
    result: str


@dataclass(frozen=True)
class Escalated(Facts, kind="ticket.escalated"):
    escalation: int
    to: str


@dataclass(frozen=True)
class SentBack(Facts, kind="ticket.sent_back"):
    escalation: int


@dataclass(frozen=True)
class Solved(Facts, kind="ticket.solved"):
    resolution: int


@dataclass(frozen=True)
class Confirmed(Facts, kind="ticket.confirmed"):
    confirmation: int
    by_default: bool = False


@dataclass(frozen=True)
class AskedAgain(Facts, kind="ticket.asked_again"):
    """The person was reminded of the question whether it is solved."""

    confirmation: int


@dataclass(frozen=True)
class Reopened(Facts, kind="ticket.reopened"):
    was: str


@dataclass(frozen=True)
class Closed(Facts, kind="ticket.closed"):
    resolution: int


@dataclass(frozen=True)
class Withdrawn(Facts, kind="ticket.withdrawn"):
    pass


@dataclass(frozen=True)
class TurnedAway(Facts, kind="ticket.turned_away"):
    """It is not for the desk; `reason` is one of those of a refusal, `article` the number of what was handed along."""

    reason: str = ""
    article: str = ""


@dataclass(frozen=True)
class Nudged(Facts, kind="ticket.nudged"):
    """The person asked how it goes (催办)."""

    times: int


@dataclass(frozen=True)
class TaskGiven(Facts, kind="task.given"):
    """A part of the work was given to a team; `what` as it was said then."""

    task: int
    what: str
    team: str
    contact: str = ""  # by name


@dataclass(frozen=True)
class TaskPassedOn(Facts, kind="task.passed_on"):
    """Another team, another contact or another time; empty where that stayed as it was."""

    task: int
    what: str
    team: str = ""
    contact: str = ""
    due_at: str = ""


@dataclass(frozen=True)
class TaskDone(Facts, kind="task.done"):
    task: int
    what: str


@dataclass(frozen=True)
class TaskWaived(Facts, kind="task.waived"):
    """It need not be done; `is_lapsed` where the ticket itself was withdrawn or turned away."""

    task: int
    what: str
    is_lapsed: bool = False


@dataclass(frozen=True)
class TaskSlipped(Facts, kind="task.slipped"):
    """Its time has come and it is not done; `times` counts how often that was said."""

    task: int
    what: str
    due_at: str
    times: int


@dataclass(frozen=True)
class Joined(Facts, kind="ticket.joined"):
    """It reports what another ticket, its parent, does already."""

    duplicate: int
    parent: str


@dataclass(frozen=True)
class ReportedAgain(Facts, kind="ticket.reported_again"):
    """Another ticket was joined to it: so many persons report the same now."""

    duplicate: int
    ticket: str
    reporters: int


@dataclass(frozen=True)
class Parted(Facts, kind="ticket.parted"):
    """The joining was undone."""

    duplicate: int
    parent: str
