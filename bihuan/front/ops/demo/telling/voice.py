"""How the people of one story write: slots filled, the desk's letters with greeting and, in English, signature."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from bihuan.front.ops.demo.company import ENGLISH
from bihuan.front.ops.demo.telling.phrases import Phrases
from bihuan.front.ops.demo.telling.slots import Scene


class Voice:
    def __init__(self, scene: Scene, slots: Mapping[str, str], rng: random.Random) -> None:
        self.scene, self.slots, self.rng = scene, slots, rng
        self.phrases = Phrases(scene.language, rng)
        self.is_english = scene.language == ENGLISH
        self.is_late = False  # whether the first letter excuses itself
        self._greeted: set[str] = set()

    def say(self, text: str, by: str = "") -> str:
        """Return the text as `by` says it: only agents speak of themselves, so {handler} is whoever has the ticket."""
        return self.phrases.say(text, self._names(by)) if text else ""

    def phrase(self, kind: str, by: str = "") -> str:
        """Return one of the phrases of a kind."""
        return self.say(self.rng.choice(self.phrases.lists[kind]), by)

    def letter(self, text: str, by: str) -> str:
        """Return what an agent writes to the person."""
        hello, body = self._hello(by), self.say(text, by)
        if not self.is_english:
            return hello + body
        sign = "signs" if by == self.scene.handler.username else "signs_expert"
        return f"{hello}\n\n{body}\n\n{self.phrase(sign, by)}"

    def questions(self, questions: Sequence[str], by: str) -> str:
        """Return the body of a letter that asks for facts."""
        if len(questions) == 1:
            return self.phrases.one("ask_one", {**self._names(by), "question": questions[0]})
        marks = ["- " if self.is_english else f"{number}、" for number in range(1, len(questions) + 1)]
        listed = "\n".join(mark + question for mark, question in zip(marks, questions, strict=True))
        return self.phrases.one("ask_opening", {**self._names(by), "questions": listed})

    def filled_in(self, labels: Sequence[str], facts: Sequence[object]) -> str:
        """Return an answer as people fill it in, a line for each question."""
        colon = ": " if self.is_english else "："
        return "\n".join(f"{label}{colon}{fact}" for label, fact in zip(labels, facts, strict=True))

    def _hello(self, by: str) -> str:
        is_first = not self._greeted
        hello = self.phrase("hello_again" if by in self._greeted else "hello")
        self._greeted.add(by)
        if not (is_first and self.is_late):
            return hello
        sorry = self.phrase("sorry")
        return f"{hello}\n\n{sorry}" if self.is_english else hello + sorry

    def _names(self, by: str) -> dict[str, str]:
        is_expert = by == self.scene.expert.username
        return {**self.slots, "handler": self.slots["expert" if is_expert else "handler"]}
