"""How one ticket goes on: plays the script of a path and writes down the steps."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bihuan.front.ops.demo.telling.catalogue import Leaf
from bihuan.front.ops.demo.telling.scenario import Line, Path_
from bihuan.front.ops.demo.telling.story import Fact, Step
from bihuan.front.ops.demo.telling.voice import Voice

# Working minutes between a step and the one before, from … to …
GAPS = {
    "agent": (3, 18),
    "ask": (3, 15),
    "person": (6, 70),
    "answer": (8, 130),
    "note": (1, 6),
    "vendor": (4, 15),
    "escalate": (3, 12),
    "accept": (6, 40),
    "back": (10, 45),
    "solve": (2, 9),
}
TO_BEGIN = {"phone": (0, 1), "portal": (3, 14), "email": (5, 27)}  # until somebody of the desk looks
ONCE_ACCEPTED = (6, 45)  # until an expert begins
TALKED_BELOW = 60  # minutes: on the phone, what comes sooner than this was said and not written
# How often a scripted question is put, and one where the script has none. On the phone it is talk.
ASKS = {"email": 0.97, "portal": 0.8, "phone": 0.0}
ASKS_MORE = {"email": 0.75, "portal": 0.26, "phone": 0.0}
PLAIN = {"text", "date", "number"}  # types of facts that one can see in what was written
COMES_BACK = 0.09  # how often an escalation is sent back for want of facts
DRAFTS, LINKS = (
    0.15,
    0.9,
)  # how often an article is written where there is none, and linked where there is one


@dataclass
class Plot:
    voice: Voice
    leaf: Leaf
    channel: str
    facts: Mapping[str, Fact]
    rng: random.Random
    haste: float = 1.0  # below 1 everything goes faster
    said: str = ""  # title and description
    steps: list[Step] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)  # fields not known when the ticket came in

    def __post_init__(self) -> None:
        self.handler, self.expert, self.person = self.voice.scene.usernames
        self.by = self.handler  # whoever has the ticket
        self.has_begun = self.is_accepted = False
        self._open: tuple[str, ...] = ()  # fields asked for and not yet answered

    def play(self, path: Path_) -> None:
        """Add the steps of the path, its solution included."""
        if not self.steps and all(line.who != "ask" for line in path.lines):
            self._ask_what_was_not_said()
        for line in self._kept(path.lines):
            getattr(self, f"_{line.who}")(line)
        self._solve(path.solve)

    def turn_away(self, source: Mapping[str, Any]) -> None:
        """Decline politely, with the reason and where to go instead."""
        text = self.voice.letter(self.rng.choice(source["declined"]), self.by)
        article = self.voice.say(source.get("article", ""))
        self.add("turn_away", self._gap("agent"), self.by, text, template=source["template"], article=article)

    def add(self, kind: str, after: int, by: str, text: str = "", **more: object) -> None:
        """Add what happened `after` so many working minutes."""
        self.steps.append(Step(kind, after, by, text, more))

    def _kept(self, lines: tuple[Line, ...]) -> Iterator[Line]:
        """Leave out what was said on the phone, and the question whose answer is known."""
        does_ask = self.rng.random() < ASKS[self.channel]
        is_talk = self.channel == "phone"
        for line in lines:
            is_talk = is_talk and line.who != "escalate"
            if line.who == "ask":
                line = replace(line, words=self._unknown(line.words))
                does_ask = does_ask and bool(line.words)
            if line.who in ("ask", "answer") and not does_ask:
                continue
            if is_talk and line.who in ("agent", "person") and (line.wait or 0) < TALKED_BELOW:
                continue
            yield line

    def _unknown(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Leave out what the form had insisted on and what was written already."""
        insisted = self.leaf.required if self.channel == "portal" else frozenset()
        return tuple(key for key in keys if key not in insisted and not self._was_said(key))

    def _was_said(self, key: str) -> bool:
        parts = re.split("[，,（）]", str(self.facts.get(key, "")))
        return self.leaf.types[key] in PLAIN and all(part.strip() in self.said for part in parts)

    def _gap(self, who: str, wait: int | None = None) -> int:
        if wait is not None:
            return max(1, round(wait * self.rng.uniform(0.8, 1.2)))
        span = GAPS.get(who, (4, 12))
        if not self.has_begun:
            span = TO_BEGIN[self.channel]
        elif self.is_accepted:
            span, self.is_accepted = ONCE_ACCEPTED, False
        self.has_begun = True
        return max(0 if self.channel == "phone" else 1, round(self.rng.uniform(*span) * self.haste))

    def _agent(self, line: Line) -> None:
        self.add("reply", self._gap("agent", line.wait), self.by, self.voice.letter(line.text, self.by))

    def _person(self, line: Line) -> None:
        self.add("reply", self._gap("person", line.wait), self.person, self.voice.say(line.text, self.by))

    def _note(self, line: Line) -> None:
        self.add("note", self._gap("note", line.wait), self.by, self.voice.say(line.text))

    def _vendor(self, line: Line) -> None:
        text = self.voice.say(line.text)
        self.add("note", self._gap("vendor", line.wait), self.by, text, waits_for="vendor")

    def _ask_what_was_not_said(self) -> None:
        """Sometimes ask for a fact that the person could have given at once; he or she fills in the lines."""
        if self.rng.random() >= ASKS_MORE[self.channel]:
            return
        plain = [key for key in self.facts if self.leaf.types[key] in PLAIN]
        keys = self._unknown(tuple(self.rng.sample(plain, min(len(plain), self.rng.choice((1, 1, 2))))))
        if keys:
            labels = [self.leaf.labels[key][self.voice.is_english] for key in keys]
            self._ask(Line("ask", keys, None, ""))
            text = self.voice.filled_in(labels, [self.facts[key] for key in keys])
            self._answer(Line("answer", (), None, text))

    def _ask(self, line: Line) -> None:
        self.asked.update(line.words)
        self._open = line.words
        questions = [self.leaf.asks[key][self.voice.is_english] for key in line.words]
        text = line.text or self.voice.questions(questions, self.by)
        letter = self.voice.letter(text, self.by)
        self.add("ask", self._gap("ask", line.wait), self.by, letter, fields=line.words)

    def _answer(self, line: Line) -> None:
        told = {key: self.facts[key] for key in self._open if key in self.facts}
        text = self.voice.say(line.text, self.by)
        self.add("answer", self._gap("answer", line.wait), self.person, text, answers=told)

    def _try(self, line: Line) -> None:
        step, result = line.words
        minutes = max(1, round(self.leaf.minutes[step] * self.rng.uniform(0.6, 1.4)))
        starts = not self.has_begun or self.is_accepted or line.wait
        gap = self._gap("try", line.wait) if starts else minutes
        self.add(
            "attempt", gap, self.by, self.voice.say(line.text), step=step, result=result, minutes=minutes
        )

    def _escalate(self, line: Line) -> None:
        team = line.words[0] if line.words else self.leaf.escalates_to
        reason = self.voice.say(line.text)
        self.add("escalate", self._gap("escalate", line.wait), self.by, reason, to=team)
        if self.haste >= 1 and self.rng.random() < COMES_BACK:
            self._come_back(team, reason)
        self.by = self.expert

    def _come_back(self, team: str, reason: str) -> None:
        """Let the second line send it back once for a fact, which the desk then adds."""
        why, added = (self.voice.say(text) for text in self.rng.choice(self.voice.phrases.back[team]))
        again = self.voice.phrases.one("back_again", {"reason": reason})
        self.add("send_back", self._gap("back"), self.expert, why)
        self.add("note", self.rng.randint(8, 40), self.by, added)
        self.add("escalate", self.rng.randint(2, 6), self.by, again, to=team)

    def _accept(self, line: Line) -> None:
        text = self.voice.say(line.text) or self.voice.phrase("accepted")
        self.add("accept", self._gap("accept", line.wait), self.by, text)
        self.is_accepted = True

    def _back(self, line: Line) -> None:
        self.add("send_back", self._gap("back", line.wait), self.by, self.voice.say(line.text))
        self.by = self.handler

    def _solve(self, solve: Mapping[str, Any]) -> None:
        told = {key: self.voice.say(solve[key]) for key in ("cause", "solution", "verification")}
        record: dict[str, Any] = {**told, "spent_minutes": self.rng.randint(*solve["minutes"])}
        record |= {"is_workaround": bool(solve.get("workaround", False)), **self._knowledge(solve)}
        self.add("solve", self._gap("solve"), self.by, **record)

    def _knowledge(self, solve: Mapping[str, Any]) -> dict[str, str]:
        if "drafted" in solve and self.rng.random() < DRAFTS:
            return {"knowledge": "drafted", "article": "", "why": self.voice.say(solve["drafted"])}
        article = self.voice.say(solve.get("article", ""))
        if article and self.rng.random() < LINKS:
            return {"knowledge": "linked", "article": article, "why": ""}
        why = self.voice.say(solve["why"]) if "why" in solve else self.voice.phrase("why_none")
        return {"knowledge": "none_needed", "article": "", "why": why}
