from __future__ import annotations

import logging
import time


class OneLine(logging.Formatter):
    """Write each record on one line in UTC, so that nothing a stranger sends can forge a second record."""

    converter = staticmethod(time.gmtime)

    def formatMessage(self, record: logging.LogRecord) -> str:
        line = super().formatMessage(record)
        return "".join(c if c.isprintable() else repr(c)[1:-1] for c in line)
