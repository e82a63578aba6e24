"""Why a task is not given, passed on or ended."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bihuan.kit.events.refused import Refused


class TaskIncomplete(Refused):
    """A task says what, who and until when; its end says how."""

    code = "task-incomplete"


class TaskEnded(Refused):
    """Somebody has ended it already."""

    code = "task-ended"


class NotTheirTask(Refused):
    """Only those who do the work can say that it is done."""

    code = "not-their-task"
    status = 403

    def __init__(self, team: str) -> None:
        words = _(
            "Only %(team)s can say that this is done. Whoever no longer needs it waives it with a reason."
        )
        super().__init__(words % {"team": team})


def incomplete(missing: dict[str, str]) -> TaskIncomplete:
    words = _(", ").join(missing.values())
    return TaskIncomplete(_("The task still needs: %(missing)s.") % {"missing": words}, missing)
