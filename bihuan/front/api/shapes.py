"""What tickets look like to programs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Field, Schema

from bihuan.ground.channels.models import ChannelKind
from bihuan.tickets.lifecycle import State

LONGEST_TEXT = 50_000


class PersonOut(Schema):
    name: str
    email: str


class TimesOut(Schema):
    happened: datetime | None
    submitted: datetime = Field(description="the phone rang, the mail arrived, the form was sent")
    received: datetime = Field(description="the call was answered, the mail read, the form taken")
    first_contact: datetime | None
    accepted: datetime | None = Field(description="by the team")
    worked_around: datetime | None
    resolved: datetime | None
    confirmed: datetime | None
    closed: datetime | None


class TicketOut(Schema):
    number: str
    url: str = Field(description="of its page at the desk")
    title: str
    state: State
    priority: int = Field(description="1 to 4; 0 while nobody has classified it")
    priority_name: str | None = Field(
        description="what that is called by the scheme in force, in the language asked for; null while unclassified"
    )
    channel: ChannelKind
    language: str
    category: str | None = Field(description="code of the catalogue")
    team: str | None
    handler: str | None
    person: PersonOut
    filed_at: datetime
    changed_at: datetime
    due_at: datetime | None
    due_is_expected: bool = Field(
        description="due in a year whose public holidays are not confirmed: the time may still change"
    )
    resolved_at: datetime | None
    closed_at: datetime | None
    times: TimesOut


class EntryOut(Schema):
    kind: str
    by: str | None
    at: datetime
    text: str


class TicketWhole(TicketOut):
    description: str
    entries: list[EntryOut] = Field(description="oldest first; what the token's person may read")


class TicketPage(Schema):
    items: list[TicketOut]
    next_cursor: str | None = Field(description="ask with it for the older ones; null at the end")


class TicketIn(Schema):
    title: Annotated[str, Field(min_length=1, max_length=200)]
    text: Annotated[str, Field(max_length=LONGEST_TEXT)] = ""
    category: str = Field("", description="code of the catalogue; empty: the words decide")
    person: str = Field("", description="log-in or mail address of who asks; empty: the token's person")
