"""Act a story out: which verbs of the house its steps are, when each happens, and by whose hands."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from bihuan.front.ops.demo.telling.phrases import Phrases
from bihuan.front.ops.demo.telling.story import Step, Story
from bihuan.front.ops.demo.writing.hands import Hands
from bihuan.front.ops.demo.writing.known import Known
from bihuan.ground.calendars.worktime import due
from bihuan.ground.channels.models import ChannelKind
from bihuan.ground.people.models import Person
from bihuan.kit.events.stamp import Stamp
from bihuan.tickets.lifecycle import HoldReason, State
from bihuan.tickets.models import RefusalReason, Result

LOOKS_AT_WHAT_IS_SURE = 0.6  # how often an agent says in one click that a sure suggestion is right
RANG_BEFORE_S = (150, 420)  # a call rang so long before its ticket was filed
ANSWERED_AFTER_S = (4, 28)
FOUND_AFTER_MIN = (1, 15)  # working minutes until somebody sees that silence has confirmed it
LONGEST_WHY = 200
AT_WORK = {"reply", "ask", "note", "attempt", "escalate", "accept", "solve", "turn_away"}
SAYS_NOTHING = {"note", "attempt", "escalate"}  # to the person
SAYS_A_FIRST_WORD = 0.92  # how often an agent who begins with these says first that he or she has it
UNTRIED = {"zh-hans": "首线没有可试的步骤。", "en": "Nothing that the first line could try."}


class Acting:
    """One story with the hands that act it out."""

    def __init__(self, story: Story, hands: Hands, known: Known) -> None:
        self.story, self.hands, self.known = story, hands, known
        self.rng = random.Random(f"{story.filed_at} {story.person}")  # noqa: S311 - a demo, not a secret
        self.person = known.persons[story.person]
        self.untold: Mapping[str, Any] = {}  # what is known by now and not yet in the form
        self.was_looked_at = False

    def play(self) -> None:
        """Do all that has happened by now."""
        at = self.story.filed_at.replace(tzinfo=self.known.office.zone)
        self._file(at)
        for index, step in enumerate(self.story.steps):
            if step.after_minutes:
                at = due(self.known.office, at, timedelta(minutes=step.after_minutes))
            if at > self.known.at:
                break
            self.hands.reach(at)
            self._do(step, at, self.story.steps[index + 1 :])
        self.hands.reach(self.known.at)

    def _file(self, at: datetime) -> None:
        story, hands = self.story, self.hands
        handler = self.known.persons[story.handler]
        hands.expect(self._first_to_have_it(handler, at))
        chosen: dict[str, Any] = {}
        if story.channel != ChannelKind.EMAIL:
            chosen = {"category": self.known.categories[story.category], "answers": dict(story.answers)}
            chosen |= {"impact": story.impact, "urgency": story.urgency}
        stamp = Stamp(by=self.person, at=at, via=self._via())
        if story.channel == ChannelKind.PHONE:
            chosen["first_contact_at"] = at
            stamp = Stamp(by=handler, at=at, via="web")
        hands.file(self.person, ChannelKind(story.channel), story.title, story.description, stamp, **chosen)
        if story.channel == ChannelKind.PHONE:
            rang_at = at - timedelta(seconds=self.rng.randint(*RANG_BEFORE_S))
            answered_at = rang_at + timedelta(seconds=self.rng.randint(*ANSWERED_AFTER_S))
            hands.ring(rang_at, answered_at, stamp)

    def _first_to_have_it(self, handler: Person, at: datetime) -> Person:
        """Return the story's handler, but for a ticket on which nothing has been done yet: who is on duty."""
        team = self.known.categories[self.story.category].team
        on = self.known.roster.on_duty(team, at) if team and not self.story.steps else []
        persons = [person for person, _kind in on]
        return handler if handler in persons or not persons else persons[0]

    def _do(self, step: Step, at: datetime, ahead: tuple[Step, ...]) -> None:
        is_person = step.by == self.story.person
        by = self.known.persons[step.by] if step.by else None
        via = self._via() if is_person else "web" if by else "clock"
        stamp = Stamp(by=by, at=at, via=via)
        if step.kind in AT_WORK and not is_person:
            self._look(step.kind, stamp)
        if step.kind == "escalate":
            self._expect_an_expert(str(step.more["to"]), ahead)
        act: Callable[[Step, Stamp], None] = getattr(self, f"_{step.kind}")
        act(step, stamp)

    def _look(self, kind: str, stamp: Stamp) -> None:
        """Take the ticket if nobody has it, go on with it, put right what is known by now, and say that one has it."""
        hands, story = self.hands, self.story
        if not self.was_looked_at and story.channel == ChannelKind.EMAIL:
            self.untold = story.answers
            self._judge(stamp)
        if hands.ticket.handler is None:
            hands.take(stamp)
        if hands.hold and hands.hold.reason == HoldReason.VENDOR:
            hands.go_on(stamp)
        if self.untold:
            hands.amend(self.untold, stamp)
            self.untold = {}
        if not self.was_looked_at and kind in SAYS_NOTHING and self.rng.random() < SAYS_A_FIRST_WORD:
            hands.reply(Phrases(self.story.language, self.rng).one("first_word", {}), stamp)
        self.was_looked_at = True

    def _judge(self, stamp: Stamp) -> None:
        """Say what it is where the words had said something else, or little."""
        category, hands = self.known.categories[self.story.category], self.hands
        drawn = self.rng.random()
        if hands.ticket.category != category:
            hands.classify(category, self.story.impact, self.story.urgency, stamp)
        elif not hands.is_sure or drawn < LOOKS_AT_WHAT_IS_SURE:
            hands.agree(stamp)

    def _expect_an_expert(self, team: str, ahead: tuple[Step, ...]) -> None:
        """Have the dispatch choose the expert of the story; without one, who masters the matter best."""
        named = next((one.by for one in ahead if one.kind in ("accept", "send_back")), "")
        known = self.known
        best = known.best_of(known.teams[team], self.hands.ticket.category)
        self.hands.expect(known.persons[named] if named else best)

    def _via(self) -> str:
        return "web" if self.story.channel == ChannelKind.PORTAL else ChannelKind.EMAIL

    # What each kind of step is.

    def _reply(self, step: Step, stamp: Stamp) -> None:
        if step.by == self.story.person:
            self.hands.answer(step.text, stamp)
        else:
            self.hands.reply(step.text, stamp)

    def _ask(self, step: Step, stamp: Stamp) -> None:
        self.hands.ask(cast(tuple[str, ...], step.more["fields"]), step.text, stamp)

    def _answer(self, step: Step, stamp: Stamp) -> None:
        self.hands.answer(step.text, stamp)
        told = cast(Mapping[str, Any], step.more["answers"])
        self.untold = {key: fact for key, fact in told.items() if self.hands.ticket.answers.get(key) != fact}

    def _note(self, step: Step, stamp: Stamp) -> None:
        self.hands.note(step.text, stamp)
        if step.more.get("waits_for") == HoldReason.VENDOR and self.hands.ticket.state == State.IN_PROGRESS:
            self.hands.wait_for_vendor(step.text[:LONGEST_WHY], stamp)

    def _attempt(self, step: Step, stamp: Stamp) -> None:
        key = str(step.more["step"])
        assert isinstance(stamp.by, Person)
        text = self.known.steps[self.story.category, key]
        self.hands.attempt(
            key,
            text.text_en if stamp.by.language == "en" else text.text_zh,
            Result(str(step.more["result"])),
            step.text,
            cast(int, step.more["minutes"]),
            stamp,
        )

    def _escalate(self, step: Step, stamp: Stamp) -> None:
        untried = "" if self.hands.has_tried else UNTRIED[self.story.language]
        self.hands.escalate(self.known.teams[str(step.more["to"])], step.text, untried, stamp)

    def _accept(self, step: Step, stamp: Stamp) -> None:
        self.hands.accept(stamp)
        if step.text:
            self.hands.note(step.text, stamp)

    def _send_back(self, step: Step, stamp: Stamp) -> None:
        self.hands.send_back(step.text, stamp)

    def _solve(self, step: Step, stamp: Stamp) -> None:
        more = cast(Mapping[str, Any], step.more)
        record = {name: more[name] for name in ("cause", "solution", "verification")}
        self.hands.solve(
            stamp, spent_minutes=more["spent_minutes"], is_workaround=more["is_workaround"], **record
        )
        if more["knowledge"] == "linked":
            self.hands.link(self.known.articles[more["article"]], stamp)
        elif more["knowledge"] == "drafted":
            self.hands.draft(stamp)
        else:
            self.hands.need_none(more["why"], stamp)

    def _confirm(self, step: Step, stamp: Stamp) -> None:
        """Say yes. Where the person never does, the house has taken the silence for it by now."""
        if stamp.by:
            self.hands.confirm(stamp, by_default=False)

    def _reopen(self, step: Step, stamp: Stamp) -> None:
        if self.hands.ticket.state == State.RESOLVED:
            self.hands.refute(step.text, stamp)
        else:
            self.hands.answer(step.text, stamp)
            self.hands.reopen(stamp)

    def _close(self, step: Step, stamp: Stamp) -> None:
        """Close; what nobody confirmed, whoever has it finds a little later."""
        if stamp.by is None:
            found_at = due(self.known.office, stamp.at, timedelta(minutes=self.rng.randint(*FOUND_AFTER_MIN)))
            stamp = Stamp(by=self.hands.ticket.handler, at=found_at, via="web")
        if stamp.at <= self.known.at:
            self.hands.reach(stamp.at)
            self.hands.close(stamp)

    def _survey(self, step: Step, stamp: Stamp) -> None:
        marks = {name: cast(int, step.more[name]) for name in ("overall", "speed", "skill", "manner")}
        self.hands.rate(marks.pop("overall"), step.text, stamp, **marks)

    def _nudge(self, step: Step, stamp: Stamp) -> None:
        if step.text:
            self.hands.answer(step.text, stamp)
        self.hands.nudge(stamp)

    def _withdraw(self, step: Step, stamp: Stamp) -> None:
        if step.text:
            self.hands.answer(step.text, stamp)
        self.hands.withdraw(stamp)

    def _turn_away(self, step: Step, stamp: Stamp) -> None:
        self.hands.turn_away(step.text, RefusalReason(str(step.more["template"])), stamp)
