"""How a ticket ends: withdrawn early, or once it is solved confirmed or not, reopened, closed, rated."""

from __future__ import annotations

from bihuan.front.ops.demo.telling.plot import Plot
from bihuan.front.ops.demo.telling.scenario import Path_

CONFIRMS = 0.66  # the others never answer, and the desk closes by itself
UNANSWERED_MINUTES = 5 * 480  # after which it does: two days until it asks again, and three more
RATES = {True: 0.6, False: 0.2}  # whoever confirmed also rates more often
REOPENS_AFTER_CLOSING = 0.3
MARKS = {  # how the overall mark spreads, 5 to 1
    "": (67, 28, 3, 2, 0),
    "_late": (20, 38, 24, 11, 7),
    "_reopened": (24, 38, 24, 10, 4),
}
DRIFTS = {
    "speed": (-1, 0, 0, 0),
    "skill": (0, 0, 0, 1),
    "manner": (0, 0, 1),
}  # of the aspects from the overall mark


def withdraw(plot: Plot) -> None:
    """Let the person take the ticket back soon after the beginning, before it goes further."""
    early = next(i for i, step in enumerate(plot.steps) if step.kind in ("escalate", "solve"))
    del plot.steps[plot.rng.randint(0, min(2, early)) :]
    words = plot.voice.phrase(f"withdraw_{plot.leaf.kind}")
    plot.add("withdraw", plot.rng.randint(10, 180), plot.person, words)


def end(plot: Plot, again: Path_ | None, *, was_late: bool) -> None:
    """Add what follows the solution; `again` is how it goes on when the person says *not yet*."""
    if again:
        _come_back(plot, again)
    confirmed = _confirm(plot)
    _close(plot, by_itself=not confirmed)
    if plot.rng.random() < RATES[confirmed]:
        _rate(plot, "_reopened" if again else "_late" if was_late else "")


def _come_back(plot: Plot, again: Path_) -> None:
    if plot.rng.random() < REOPENS_AFTER_CLOSING:
        _confirm(plot, always=True)
        _close(plot, by_itself=False)
    words: list[str] = again.solve["words"]
    plot.add("reopen", plot.rng.randint(25, 900), plot.person, plot.voice.say(plot.rng.choice(words)))
    plot.play(again)


def _confirm(plot: Plot, *, always: bool = False) -> bool:
    """Let the person confirm, or nobody; tell whether it was the person."""
    if always or plot.rng.random() < CONFIRMS:
        words = plot.voice.phrase(f"confirm_{plot.leaf.kind}", plot.by)
        plot.add("confirm", plot.rng.choice([4, 9, 15, 30, 60, 140, 420]), plot.person, words, yes=True)
        return True
    plot.add("confirm", UNANSWERED_MINUTES, "", yes=True)
    return False


def _close(plot: Plot, *, by_itself: bool) -> None:
    plot.add("close", 0 if by_itself else plot.rng.choice([2, 6, 12, 25, 70]), "" if by_itself else plot.by)


def _rate(plot: Plot, trouble: str) -> None:
    """Rate overall and three aspects, each near the overall mark; a slow desk loses its points for speed."""
    overall = plot.rng.choices((5, 4, 3, 2, 1), MARKS[trouble])[0]
    marks = {name: min(5, max(1, overall + plot.rng.choice(drift))) for name, drift in DRIFTS.items()}
    if trouble == "_late":
        marks["speed"] = max(1, overall - plot.rng.choice((0, 1)))
    kind = "survey_calm" if trouble and overall >= 4 else f"survey_{overall}{trouble}"
    words = plot.voice.phrase(kind, plot.by)
    plot.add("survey", plot.rng.randint(20, 700), plot.person, words, overall=overall, **marks)
