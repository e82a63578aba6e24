from __future__ import annotations

from collections.abc import Mapping


class Refused(Exception):
    """The house will not do this now. The message is for the person at the screen: what is wrong, what helps."""

    code = "refused"
    status = 409

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        # What is wrong field by field, so that a page can say it beside the field and a program can tell them apart.
        self.fields = dict(fields or {})
