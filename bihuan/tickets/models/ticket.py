from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.ground.catalogue.models import Category, FormField, RequestKind
from bihuan.ground.catalogue.telling import filled_in
from bihuan.ground.channels.models import ChannelKind
from bihuan.ground.people.models import Person, Team
from bihuan.ground.people.rights import Right
from bihuan.kit.events.facts import Facts
from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.events.wires import announce
from bihuan.kit.kept.keeping import unchanging
from bihuan.kit.sql import tray
from bihuan.kit.sql.constraints import one_of
from bihuan.tickets import lifecycle
from bihuan.tickets.events import Amended, Classified
from bihuan.tickets.lifecycle import State
from bihuan.tickets.models.event import TicketEvent

if TYPE_CHECKING:
    from bihuan.tickets.models.assignment import Assignment
    from bihuan.tickets.models.entry import Entry

UNCLASSIFIED = 0  # a priority below none: sorts before P1 so that nobody overlooks it
IS_OPEN, IS_UNFINISHED = Q(state__in=lifecycle.OPEN), Q(state__in=lifecycle.UNFINISHED)


class ImpossibleMove(Refused):
    """The ticket's state does not allow this step."""

    code = "impossible-move"


class TicketQuerySet(models.QuerySet["Ticket"]):
    def open(self) -> Self:
        return self.filter(state__in=lifecycle.OPEN)

    def unfinished(self) -> Self:
        return self.filter(state__in=lifecycle.UNFINISHED)

    def of(self, person: Person) -> Self:
        return self.filter(person=person)

    def of_team(self, team: Team) -> Self:
        return self.filter(team=team)

    def handled_by(self, person: Person) -> Self:
        return self.filter(handler=person)

    def without_handler(self) -> Self:
        return self.filter(handler=None)

    def filed_between(self, start: datetime, end: datetime) -> Self:
        return self.filter(filed_at__gte=start, filed_at__lt=end)

    def visible_to(self, person: Person) -> Self:
        """Keep what the person may see. Doors fetch tickets through this and nothing else."""
        return self if person.may(Right.SEE_TICKETS) else self.filter(person_id=person.pk)


class Ticket(models.Model):
    """One request of one person, from the first word to the last answer."""

    number = models.CharField(max_length=40, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="tickets")
    channel = models.CharField(max_length=10)
    kind = models.CharField(max_length=10, default=RequestKind.INCIDENT)
    language = models.CharField(max_length=10, default="zh-hans")
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    answers = models.JSONField(default=dict, help_text="what the category's form asks: key → value")
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    impact = models.PositiveSmallIntegerField(
        default=3, help_text="1 the company, 2 a department, 3 one person"
    )
    urgency = models.PositiveSmallIntegerField(default=2, help_text="1 high, 2 normal, 3 low")
    priority = models.PositiveSmallIntegerField(
        default=UNCLASSIFIED, help_text="1 to 4; 0: not yet classified"
    )
    state = models.CharField(max_length=12, default=State.NEW)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    handler = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    # The times are kept apart (REC-06).
    happened_at = models.DateTimeField(null=True)
    filed_at = models.DateTimeField()
    first_contact_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    # Written down here by the room that reckons the clocks, so that a queue sorts by what is due next.
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    due_promise = models.CharField(max_length=20, blank=True)
    nudges = models.PositiveSmallIntegerField(default=0)
    news_since = models.DateTimeField(
        null=True, help_text="since when the person waits for a word on what he or she wrote"
    )
    # Given by a form, so that a double click or a resent form files one ticket.
    submission = models.UUIDField(null=True, unique=True)

    objects = TicketQuerySet.as_manager()

    # While the ticket is being filed: the first words of its conversation, of which it has no others yet.
    first_words: Entry | None = None
    # The last one that was made of this object.
    given: Assignment | None = None

    _is_in_hand = False
    _unwritten: dict[str, None] | None = None

    class Meta:
        constraints = [
            one_of("state", State, name="ticket_state_known"),
            one_of("channel", ChannelKind, name="ticket_channel_known"),
            one_of("kind", RequestKind, name="ticket_kind_known"),
            models.CheckConstraint(
                condition=Q(impact__range=(1, 3), urgency__range=(1, 3), priority__range=(0, 4)),
                name="ticket_levels_in_range",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED) | Q(closed_at__isnull=False), name="closed_has_time"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="ticket_of_person"),
            models.Index(fields=["-id"], condition=IS_UNFINISHED, name="ticket_unfinished"),
            models.Index(fields=["due_at", "id"], condition=IS_OPEN, name="ticket_open_by_due"),
            models.Index(fields=["team", "due_at", "id"], condition=IS_OPEN, name="ticket_open_of_team"),
            models.Index(
                fields=["handler", "due_at", "id"],
                condition=IS_UNFINISHED,
                name="ticket_unfinished_of_handler",
            ),
            models.Index(
                fields=["team"],
                condition=Q(state__in=lifecycle.OPEN, accepted_at=None),
                name="ticket_to_accept",
            ),
            models.Index(fields=["warn_at"], condition=IS_OPEN, name="ticket_open_by_warning"),
            models.Index(
                fields=["handler", "team"], condition=Q(news_since__isnull=False), name="ticket_news_of"
            ),
            # What the rail counts and the lists show, each without looking at what it does not keep.
            models.Index(fields=["-id"], condition=Q(state=State.WAITING), name="ticket_waiting"),
            models.Index(
                fields=["-id"],
                condition=Q(state__in=[State.RESOLVED, State.CONFIRMED]),
                name="ticket_to_close",
            ),
            models.Index(fields=["-id"], condition=Q(state__in=lifecycle.OVER), name="ticket_over"),
            models.Index(fields=["category", "-id"], name="ticket_of_category"),
            models.Index(fields=["handler", "-id"], name="ticket_of_handler"),
            models.Index(fields=["filed_at"], name="ticket_filed"),
            models.Index(
                fields=["resolved_at"], condition=Q(resolved_at__isnull=False), name="ticket_resolved"
            ),
            models.Index(fields=["closed_at"], condition=Q(closed_at__isnull=False), name="ticket_closed"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.state in lifecycle.OPEN

    @property
    def is_unfinished(self) -> bool:
        return self.state in lifecycle.UNFINISHED

    def classify(
        self,
        *,
        category: Category,
        impact: int,
        urgency: int,
        priority: int,
        stamp: Stamp,
        words: Sequence[str] = (),
        raised: Mapping[str, Any] | None = None,
    ) -> None:
        """Say what it is and how much it matters, and why: in the stamp, by the `words` that spoke for it, by rules."""
        with self.in_hand():
            was: dict[str, str | int | None] = {"category": self.category.code if self.category else None}
            was |= {"impact": self.impact, "urgency": self.urgency, "priority": self.priority}
            self.category, self.kind = category, category.kind
            self.impact, self.urgency, self.priority = impact, urgency, priority
            self.keep("category", "kind", "impact", "urgency", "priority", stamp=stamp)
            told = (category.code, impact, urgency, priority, was, list(words), dict(raised or {}))
            self.record(Classified(*told), stamp)

    def amend(
        self,
        *,
        stamp: Stamp,
        answers: dict[str, Any] | None = None,
        form: Iterable[FormField] = (),
        entry: int | None = None,
        **fields: Any,
    ) -> None:
        """Fill in or put right what is known; what does not differ is left alone, and nothing is recorded of it.

        The history calls the answers by the fields of `form`, and names the `entry` of the person they were read from.
        """
        with self.in_hand():
            merged = self.answers | {
                key: value for key, value in (answers or {}).items() if value not in (None, "")
            }
            wanted = fields | ({"answers": merged} if merged != self.answers else {})
            changes = {
                name: [getattr(self, name), new] for name, new in wanted.items() if getattr(self, name) != new
            }
            if not changes:
                return
            filled = filled_in(form, self.answers, merged)
            for name, (_was, new) in changes.items():
                setattr(self, name, new)
            self.keep(*changes, stamp=stamp)
            self.record(Amended.of(changes, filled=filled, entry=entry), stamp)

    @contextmanager
    def in_hand(self) -> Iterator[None]:
        """Hold the row, freshly read, until the change is written: a verb's first line.

        A verb called by another verb, or by a reaction to it, finds the ticket in hand already.
        """
        if self._is_in_hand:
            yield
            return
        with transaction.atomic(), unchanging():
            self.refresh_from_db(from_queryset=Ticket.objects.select_for_update())
            self._is_in_hand = True
            try:
                yield
            finally:
                self._is_in_hand = False

    @contextmanager
    def just_made(self, first_words: Entry) -> Iterator[None]:
        """Count as in hand in the transaction that made the ticket, in which nobody else can know it.

        What is written of it meanwhile is written once, at the end.
        """
        self.first_words, self._is_in_hand, self._unwritten = first_words, True, {}
        try:
            yield
            fields, self._unwritten = self._unwritten, None
            if fields and not self._state.adding:  # else the row itself is still to be written
                self.save(update_fields=list(fields))
        finally:
            self.first_words, self._is_in_hand, self._unwritten = None, False, None

    def move(self, to: State, stamp: Stamp, **times: datetime | None) -> None:
        """Change the state, and the times that go with it; part of a verb, which records why.

        :raises ImpossibleMove: if the lifecycle does not lead from here to there
        """
        if not lifecycle.may_move(State(self.state), to):
            raise ImpossibleMove(
                _(
                    "Ticket %(number)s has moved on, so this is not possible now. Have a look at where it stands."
                )
                % {"number": self.number}
            )
        self.state = to
        for name, at in times.items():
            setattr(self, name, at)
        self.keep("state", *times, stamp=stamp)

    def keep(self, *fields: str, stamp: Stamp) -> None:
        """Write some fields, and that the ticket changed; part of a verb."""
        self.changed_at = stamp.at
        self.write_down(*fields, "changed_at")

    def write_down(self, *fields: str) -> None:
        """Write some fields that tell nothing new about the ticket; part of a verb or of what reacts to one."""
        if self._unwritten is None:
            self.save(update_fields=fields)
        else:
            self._unwritten |= dict.fromkeys(fields)

    def record(self, facts: Facts, stamp: Stamp) -> TicketEvent:
        """Write what happened into the history and wake those who wait for it: a verb's last line."""
        event = TicketEvent(ticket=self)
        event.sign(facts, stamp)
        tray.write(event)
        announce(event)
        return event
