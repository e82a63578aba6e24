"""What states, priorities, channels and the rest are called on the desk, with the shapes that go with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from bihuan.flow.sla.clockwork import Promise, Standing
from bihuan.flow.triage.matrix import LOWEST
from bihuan.flow.triage.models import scheme_in_force
from bihuan.flow.triage.schemes import Level
from bihuan.ground.channels.models import ChannelKind
from bihuan.ground.duty.rota import Kind
from bihuan.kit.kept.keeping import unchanging
from bihuan.kit.sql.prepared import Asked
from bihuan.kit.text.languages import either
from bihuan.practices.majors.models import Way
from bihuan.tickets.lifecycle import HoldReason, State
from bihuan.tickets.models import RefusalReason, Result
from bihuan.tickets.models.ticket import UNCLASSIFIED


class Word(NamedTuple):
    """A word in the reader's language, the tone of its mark and the picture beside it."""

    said: str
    tone: str
    icon: str


@dataclass(frozen=True)
class Words:
    """The words of one page, as plain strings: rows that repeat hand them to filters that keep what they drew."""

    states: Mapping[str, Word]
    holds: Mapping[str, Word]
    priorities: Mapping[int, str]
    channels: Mapping[str, Word]

    @classmethod
    def now(cls, states: Asked | None = None) -> Words:
        """Return them in the language that is active. `states`: whether settings changed, where that was asked already."""
        with unchanging(states):
            named = priorities()
        return cls(
            states={state: Word(str(said), tone, icon) for state, (said, tone, icon) in STATES.items()},
            holds={reason: Word(str(said), "held", "circle-pause") for reason, said in HOLDS.items()},
            priorities=named,
            channels={kind: Word(str(said), "plain", icon) for kind, (said, icon) in CHANNELS.items()},
        )

    def state(self, state: str, held_for: str | None = None) -> Word:
        """Return the word of a state; of a waiting ticket, what it waits for."""
        return self.holds[held_for] if held_for and state == State.WAITING else self.states[state]


STATES: dict[str, tuple[Lazy, str, str]] = {
    State.NEW: (pgettext_lazy("state", "New"), "info", "circle-dashed"),
    State.IN_PROGRESS: (pgettext_lazy("state", "In progress"), "accent", "circle-dot"),
    State.WAITING: (pgettext_lazy("state", "On hold"), "held", "circle-pause"),
    State.RESOLVED: (pgettext_lazy("state", "Awaiting confirmation"), "good", "circle-help"),
    State.CONFIRMED: (pgettext_lazy("state", "Confirmed"), "good", "circle-check"),
    State.CLOSED: (pgettext_lazy("state", "Closed"), "plain", "check-check"),
    State.WITHDRAWN: (pgettext_lazy("state", "Withdrawn"), "plain", "undo-2"),
    State.TURNED_AWAY: (pgettext_lazy("state", "Turned away"), "plain", "circle-x"),
}
HOLDS: dict[str, Lazy] = {
    HoldReason.PERSON: pgettext_lazy("state", "Waiting for the person"),
    HoldReason.VENDOR: pgettext_lazy("state", "Waiting for a vendor"),
    HoldReason.DATE: pgettext_lazy("state", "Put aside"),
}
NOT_CLASSIFIED = pgettext_lazy("priority", "Unclassified")
IMPACTS: dict[int, Lazy] = {1: _("The whole company"), 2: _("A team or department"), 3: _("One person")}
URGENCIES: dict[int, Lazy] = {1: _("Work stands still"), 2: _("Work is harder"), 3: _("No hurry")}
CHANNELS: dict[str, tuple[Lazy, str]] = {
    ChannelKind.PHONE: (pgettext_lazy("channel", "phone"), "phone"),
    ChannelKind.EMAIL: (pgettext_lazy("channel", "e-mail"), "mail"),
    ChannelKind.PORTAL: (pgettext_lazy("channel", "portal"), "globe"),
    ChannelKind.MONITORING: (pgettext_lazy("channel", "monitoring"), "siren"),
    ChannelKind.WECOM: (pgettext_lazy("channel", "WeCom"), "message-circle"),
    ChannelKind.DINGTALK: (pgettext_lazy("channel", "DingTalk"), "message-circle"),
    ChannelKind.FEISHU: (pgettext_lazy("channel", "Feishu"), "message-circle"),
    ChannelKind.SLACK: (pgettext_lazy("channel", "Slack"), "message-circle"),
}
PROMISES: dict[str, Lazy] = {
    Promise.FIRST_CONTACT: pgettext_lazy("promise", "First contact"),
    Promise.ACCEPTANCE: pgettext_lazy("promise", "Acceptance"),
    Promise.RESOLUTION: pgettext_lazy("promise", "Resolution"),
    Promise.WORKAROUND: pgettext_lazy("promise", "Workaround"),
    Promise.UPDATE: pgettext_lazy("promise", "Update to the person"),
    Promise.HANDOVER: pgettext_lazy("promise", "Hand-over to the experts"),
    Promise.VENDOR: pgettext_lazy("promise", "Vendor's answer"),
}
RESULTS: dict[str, tuple[Lazy, str, str]] = {
    Result.HELPED: (pgettext_lazy("result", "Helped"), "good", "circle-check"),
    Result.NO_EFFECT: (pgettext_lazy("result", "No effect"), "plain", "circle-x"),
    Result.NOT_APPLICABLE: (pgettext_lazy("result", "Does not apply"), "plain", "minus"),
    Result.COULD_NOT: (pgettext_lazy("result", "Could not"), "warn", "circle-alert"),
}
REFUSALS: dict[str, Lazy] = {
    RefusalReason.OUT_OF_SCOPE: pgettext_lazy("refusal", "out of scope"),
    RefusalReason.SELF_HELP: pgettext_lazy("refusal", "self-help"),
    RefusalReason.OUTAGE_KNOWN: pgettext_lazy("refusal", "known outage"),
}
WAYS: dict[str, Lazy] = {Way.BELL: pgettext_lazy("way", "bell"), Way.MAIL: pgettext_lazy("way", "mail")}
DUTIES: dict[str, Lazy] = {Kind.SHIFT: _("on duty"), Kind.ON_CALL: _("on call")}
# How the marks of the kit call a standing that has not been settled, and one that has.
RUNNING = {Standing.FINE: "fine", Standing.AT_RISK: "risk", Standing.MISSED: "missed", Standing.HELD: "held"}
SETTLED = {Standing.MET: "met", Standing.MISSED: "late"}


def name_of(level: Level) -> str:
    """Return what a level of priority is called, in the reader's language."""
    return either(level.zh, level.en)


def priorities() -> dict[int, str]:
    """Return what each priority that a ticket may have is called by the scheme in force."""
    scheme = scheme_in_force()
    ranks = {rank: name_of(scheme.level(rank)) for rank in range(1, LOWEST + 1)}
    return {UNCLASSIFIED: str(NOT_CLASSIFIED)} | ranks


def levels() -> list[tuple[int, str]]:
    """Return the levels that can be given, by rank and name."""
    return [(level.rank, name_of(level)) for level in scheme_in_force().levels]


def ranks() -> list[tuple[int, str]]:
    """Return all ranks for settings that go by them; one that the scheme in force leaves out is told apart."""
    scheme = scheme_in_force()
    given = {level.rank for level in scheme.levels}
    return [
        (rank, name_of(scheme.level(rank)))
        if rank in given
        else (rank, gettext("%(level)s (older tickets)") % {"level": name_of(scheme.level(rank))})
        for rank in range(1, LOWEST + 1)
    ]
