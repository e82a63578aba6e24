"""Tells one story: puts a scenario's words into the mouths of the company's people."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bihuan.front.ops.demo.company import Company
from bihuan.front.ops.demo.telling import staffing
from bihuan.front.ops.demo.telling.casting import Part
from bihuan.front.ops.demo.telling.catalogue import Leaf, leaves
from bihuan.front.ops.demo.telling.ending import end, withdraw
from bihuan.front.ops.demo.telling.opening import opening
from bihuan.front.ops.demo.telling.plot import Plot
from bihuan.front.ops.demo.telling.scenario import Path_, Scenario, channels
from bihuan.front.ops.demo.telling.slots import IsWorkday, Scene, slots_of
from bihuan.front.ops.demo.telling.story import Fact, Story
from bihuan.front.ops.demo.telling.voice import Voice
from bihuan.front.ops.demo.telling.waiting import catch_up, linger, put_off
from bihuan.front.ops.demo.telling.wording import say

USUAL_URGENCY = {"incident": (2, 2, 2, 2, 2, 3, 1), "request": (2, 2, 3, 3), "question": (3, 3, 3, 2)}
HASTE = {1: 0.45, 2: 1.0, 3: 1.25}  # urgency → how the usual gaps shrink or grow
LATE_FIRST, LATE_FIRST_MINUTES = 0.22, (260, 760)
LATE_LATER_MINUTES = (620, 2300)
# How many of the facts that no form insists on are there at first.
KNOWN_AT_ONCE = {"email": 0.45, "portal": 0.75, "phone": 0.85}
OFFICE_HOURS = range(8, 19)
RECENT = timedelta(days=4)


class Teller:
    def __init__(self, company: Company, rng: random.Random, is_workday: IsWorkday, end: datetime) -> None:
        self.company, self.rng, self.is_workday, self.end = company, rng, is_workday, end

    def tell(self, part: Part) -> Story:
        scenario, leaf, rng = part.scenario, leaves()[part.scenario.category], self.rng
        path = self._path(scenario, is_escalated=part.is_escalated)
        source = scenario.telling(path)
        voice = self._voice(source, part, self._scene(part, leaf, path))
        urgency, channel = (
            rng.choice(source.get("urgency", USUAL_URGENCY[leaf.kind])),
            self._channel(source, part),
        )
        words = opening(source, channel, urgency, voice)
        plot = Plot(
            voice, leaf, channel, self._facts(source, leaf, voice), rng, HASTE[urgency], "\n".join(words)
        )
        self._play(plot, part, path)
        return self._written(
            part, plot, words, urgency=urgency, impact=rng.choice(source.get("impact", (3,)))
        )

    def _written(self, part: Part, plot: Plot, words: tuple[str, str], *, urgency: int, impact: int) -> Story:
        return Story(
            scenario=part.scenario.code,
            category=part.scenario.category,
            language=part.scenario.language,
            channel=plot.channel,
            person=plot.person,
            handler=plot.handler,
            title=words[0],
            description=words[1],
            answers=self._known(plot),
            impact=impact,
            urgency=urgency,
            filed_at=part.filed_at,
            steps=tuple(plot.steps),
        )

    def _path(self, scenario: Scenario, *, is_escalated: bool) -> Path_ | None:
        paths = [path for path in scenario.paths if path.is_escalated == is_escalated] or [*scenario.paths]
        return self.rng.choices(paths, [path.share for path in paths])[0] if paths else None

    def _scene(self, part: Part, leaf: Leaf, path: Path_ | None) -> Scene:
        language, rng = part.scenario.language, self.rng
        named = [
            line.words[0] for line in (path.lines if path else ()) if line.who == "escalate" and line.words
        ]
        team = named[0] if named else leaf.escalates_to
        is_recent = part.filed_at > self.end - RECENT
        return Scene(
            person=staffing.who_asks(part.scenario, self.company, rng, is_recent=is_recent),
            handler=staffing.who_answers(leaf, language, part.filed_at, self.company, rng),
            expert=staffing.who_knows(leaf, team, language, self.company, rng),
            filed_at=part.filed_at,
            language=language,
        )

    def _voice(self, source: Mapping[str, Any], part: Part, scene: Scene) -> Voice:
        """Return the voice with all slots; those of the scenario are settled once, so that every text says the same."""
        slots = slots_of(scene, self.company, self.is_workday, self.rng)
        slots |= {name: say(text, slots, self.rng) for name, text in part.case.items()}
        for name, choices in source.get("slots", {}).items():
            slots[name] = say(self.rng.choice(choices), slots, self.rng)
        return Voice(scene, slots, self.rng)

    def _channel(self, source: Mapping[str, Any], part: Part) -> str:
        weights = channels(source)
        if not (self.is_workday(part.filed_at.date()) and part.filed_at.hour in OFFICE_HOURS):
            weights.pop("phone", None)
        return self.rng.choices(list(weights), list(weights.values()))[0]

    @staticmethod
    def _facts(source: Mapping[str, Any], leaf: Leaf, voice: Voice) -> dict[str, Fact]:
        told = {
            key: voice.say(fact) if isinstance(fact, str) else fact
            for key, fact in source.get("answers", {}).items()
        }
        return {key: int(fact) if leaf.types[key] == "number" else fact for key, fact in told.items()}

    def _play(self, plot: Plot, part: Part, path: Path_ | None) -> None:
        if part.scenario.is_declined:
            return plot.turn_away(part.scenario.source)
        assert path is not None
        plot.voice.is_late = part.is_late and self.rng.random() < LATE_FIRST
        plot.play(path)
        if part.is_withdrawn:
            return withdraw(plot)
        if plot.voice.is_late:
            put_off(plot, round(self.rng.randint(*LATE_FIRST_MINUTES) * plot.haste))
        elif part.is_late:
            linger(plot, round(self.rng.randint(*LATE_LATER_MINUTES) * plot.haste))
        if part.minutes_behind:
            catch_up(plot, part.minutes_behind)
        is_usual = "descriptions" not in path.own  # what comes back is told for the scenario's own words
        again = self.rng.choice(part.scenario.again) if part.is_reopened and is_usual else None
        return end(plot, again, was_late=part.is_late)

    def _known(self, plot: Plot) -> dict[str, Fact]:
        """Return what is known when the ticket comes in: what the form insists on, and some of the rest."""
        insisted = plot.leaf.required if plot.channel != "email" else frozenset()
        return {
            key: fact
            for key, fact in plot.facts.items()
            if key not in plot.asked and (key in insisted or self.rng.random() < KNOWN_AT_ONCE[plot.channel])
        }
