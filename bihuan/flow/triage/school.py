"""Learn in a process of its own, which reads earlier tickets as JSON and writes what they teach. Plain Python, no database.

So what learning needs of memory and time ends with it, and the worker goes on with its drains meanwhile.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

from bihuan.flow.triage.advising import NO_HINTS, Hints, Keywords, Taught, teach
from bihuan.flow.triage.learning import Example
from bihuan.flow.triage.suggesting import Hint

IMPORTS_FROM = Path(__file__).parents[3]
LONGEST_S = 600.0
NICENESS = 10


def teach_apart(examples: Sequence[Example], keywords: Keywords, hints: Hints = NO_HINTS) -> Taught:
    """Do what `teach` does in a child process.

    :raises subprocess.SubprocessError: if it fails, or takes longer than LONGEST_S
    """
    told = {
        "examples": [astuple(one) for one in examples],
        "keywords": {category: dict(words) for category, words in keywords.items()},
        "hints": {says: [astuple(one) for one in words] for says, words in hints.items()},
    }
    child = subprocess.run(
        [sys.executable, "-m", __name__],
        input=json.dumps(told).encode(),
        stdout=subprocess.PIPE,
        cwd=IMPORTS_FROM,
        timeout=LONGEST_S,
        check=True,
    )
    return Taught.from_json(json.loads(child.stdout))


def main() -> None:
    os.nice(NICENESS)
    told = json.load(sys.stdin)
    examples = [Example(*one) for one in told["examples"]]
    hints = {says: [Hint(*one) for one in words] for says, words in told["hints"].items()}
    json.dump(teach(examples, told["keywords"], hints).as_json(), sys.stdout)


if __name__ == "__main__":
    main()
