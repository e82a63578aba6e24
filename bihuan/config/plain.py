"""Commands that reckon and need neither database nor settings."""

from __future__ import annotations

import argparse
import json
import sys

from bihuan.config.messages import raw_messages
from bihuan.ground.calendars import vectors
from bihuan.ground.channels.email.reading.letter import read


def read_mail(options: argparse.Namespace) -> int:
    """Print each message as a JSON object on a line; 1 if a file could not be read, the others are printed all the same."""
    status = 0
    for raw in raw_messages(options.files):
        if raw is None:
            status = 1
            continue
        line = json.dumps(read(raw).to_json(), ensure_ascii=False)
        # Half a character, which no text may hold, is written as JSON writes it: \ud83d.
        sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace") + b"\n")
    return status


def worktime(options: argparse.Namespace) -> int:
    """Answer each line as it comes; 1 if one could not be answered."""
    lines = (line.decode("utf-8", "replace") for line in sys.stdin.buffer)
    answers = vectors.run(options.verb, lines)
    for answer in answers:
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()
    return answers.exit_status
