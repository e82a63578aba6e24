"""What can be sent to the person as the next word: a draft from what was tried last, in the person's language (SLA-06)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from bihuan.front.workbench.opened import Opened
from bihuan.front.workbench.words import RESULTS
from bihuan.kit.text.languages import either

LAST = 3  # attempts that a draft tells


def draft_of_update(opened: Opened) -> str:
    """Return a word to the person about how it goes, to be sent as it is or after a look."""
    ticket = opened.ticket
    with override(ticket.language):
        lines = [_("Your request %(number)s is still being worked on.") % {"number": ticket.number}]
        if tried := list(_tried(opened)):
            lines.append(_("What we have tried last:"))
            lines += [f"- {one}" for one in tried]
        lines.append(_("We will write again as soon as there is news, or ask if we need anything."))
    return "\n".join(lines)


def _tried(opened: Opened) -> Iterator[str]:
    """Yield the last attempts, the oldest of them first, each with its result."""
    steps = (
        {step.key: step for step in opened.steps} if any(one.step for one in opened.attempts[-LAST:]) else {}
    )
    for one in opened.attempts[-LAST:]:
        step = steps.get(one.step)
        text = either(step.text_zh, step.text_en, opened.ticket.language) if step else one.text
        yield _("%(step)s: %(result)s") % {"step": text, "result": RESULTS[one.result][0]}
