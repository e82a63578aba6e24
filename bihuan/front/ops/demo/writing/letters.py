"""The letters that went to whoever asked, as `tickets.letters` would have written them; all have been sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from bihuan.flow.intake.notices import promise_of
from bihuan.front.ops.demo.writing.known import Known
from bihuan.front.ops.demo.writing.rows import Rows
from bihuan.ground.calendars.worktime import add_workdays
from bihuan.ground.channels.models import ChannelKind, OutboundMessage, OutboundState, Purpose
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.text import moments
from bihuan.tickets.letters import LONGEST_THREAD, press, words_of
from bihuan.tickets.models import Resolution, Ticket
from bihuan.tickets.silence import OVER_AFTER

LEFT_AFTER = timedelta(seconds=3)


class Letters:
    def __init__(self, ticket: Ticket, known: Known, rows: Rows) -> None:
        self.ticket, self.known, self.rows = ticket, known, rows
        self.thread: list[str] = []

    def acknowledge(self, stamp: Stamp) -> None:
        if self.ticket.channel != ChannelKind.PORTAL:
            text = self._worded(
                "acknowledgement", promise=promise_of(self.known.channels[self.ticket.channel], self.ticket)
            )
            self.write(Purpose.RECEIPT, text, stamp)

    def ask_whether_solved(self, resolution: Resolution, token: str, stamp: Stamp) -> None:
        self._ask("is_it_solved", resolution, token, stamp)

    def ask_again(self, resolution: Resolution, token: str, stamp: Stamp) -> None:
        language = self.ticket.language
        over_at = add_workdays(self.known.office, stamp.at, OVER_AFTER)
        on = moments.day(over_at.astimezone(get_default_timezone()).date(), language)
        with override(language):
            promise = _("Without a word from you we take it as solved on %(on)s.") % {"on": on}
        self._ask("is_it_solved_again", resolution, token, stamp, promise=promise)

    def _ask(self, code: str, resolution: Resolution, token: str, stamp: Stamp, **values: str) -> None:
        with override(self.ticket.language):
            done = _("**What was done:** %(solution)s") % {"solution": resolution.solution}
            ask = press(_("Solved, or not yet?"), f"/solved/{token}")
        self.write(Purpose.CONFIRM, "\n\n".join([self._worded(code, **values), done, ask]), stamp)

    def ask_how_it_was(self, token: str, stamp: Stamp) -> None:
        with override(self.ticket.language):
            rate = press(_("Rate our service"), f"/rate/{token}")
        self.write(Purpose.SURVEY, f"{self._worded('closed')}\n\n{rate}", stamp)

    def write(self, purpose: Purpose, text: str, stamp: Stamp) -> OutboundMessage:
        ticket, thread = self.ticket, self.thread
        letter = OutboundMessage(
            mailbox=self.known.mailbox,
            person=ticket.person,
            address=ticket.person.email,
            purpose=purpose,
            language=ticket.language,
            subject=f"[{ticket.number}] {ticket.title}",
            text=text,
            message_id=OutboundMessage.new_message_id(self.known.mailbox.domain),
            in_reply_to=thread[-1] if thread else "",
            references=thread[:1] + thread[1:][1 - LONGEST_THREAD :],
            written_at=stamp.at,
            next_try_at=stamp.at,
            state=OutboundState.SENT,
            sent_at=self._left_at(stamp.at),
        )
        self.rows.tell(letter, ticket)
        self.thread.append(letter.message_id)
        return letter

    def _left_at(self, written_at: datetime) -> datetime:
        return min(written_at + LEFT_AFTER, self.known.at)

    def _worded(self, code: str, **values: object) -> str:
        return words_of(self.known.templates[code], self.ticket, **values)
