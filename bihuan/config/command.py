"""The `bihuan` command. A subcommand loads only what it needs, so that the small ones answer at once."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

PLAIN, RUNNING = "bihuan.config.plain", "bihuan.config.running"


def main(given: Sequence[str] | None = None) -> int:
    """Run a subcommand and return its exit status."""
    words = list(sys.argv[1:] if given is None else given)
    if words[:1] == ["manage"]:  # its options are Django's to read
        options = argparse.Namespace(run=f"{RUNNING}:manage", words=words[1:])
    else:
        options = _parser().parse_args(words)
    module, _, name = options.run.partition(":")
    try:
        status: int = getattr(import_module(module), name)(options)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our output has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    except KeyboardInterrupt:
        status = 130
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bihuan", description="闭环 Bihuan, the IT service desk.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, says in {
        "up": "run the whole desk: database, pages, worker, mail",
        "web": "run the pages alone, against DATABASE_URL",
        "worker": "run the worker alone, against DATABASE_URL",
        "deliver": "bring the tables up to date and load the delivered configuration",
        "demo": "reset the demo company",
    }.items():
        commands.add_parser(name, help=says, description=says).set_defaults(run=f"{RUNNING}:{name}")
    _add_administrator(commands.add_parser("administrator", help="appoint an administrator"))
    _add_mail(commands.add_parser("mail", help="read, take in or watch for e-mail"))
    _add_worktime(commands.add_parser("worktime", help="reckon in working time"))
    commands.add_parser("manage", help="Django's own commands", add_help=False)
    return parser


def _add_administrator(parser: argparse.ArgumentParser) -> None:
    parser.description = "appoint an administrator, and print a link with which he or she sets a password"
    parser.add_argument(
        "login", metavar="LOGIN", help="the log-in name; of who is known already, nothing else changes"
    )
    parser.add_argument("--name", default="", help="how the person is called")
    parser.add_argument("--email", default="", metavar="ADDRESS")
    parser.set_defaults(run=f"{RUNNING}:administrator")


def _add_mail(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    read = verbs.add_parser(
        "read", help="print what a raw message says, one JSON object on a line for each file"
    )
    read.add_argument("files", nargs="+", metavar="FILE", help="a raw message; - is standard input")
    read.set_defaults(run=f"{PLAIN}:read_mail")
    take = verbs.add_parser("take", help="take raw messages in as if they had been fetched")
    take.add_argument(
        "files", nargs="*", metavar="FILE", default=["-"], help="a raw message; standard input if none"
    )
    take.add_argument("--mailbox", default="", metavar="ADDRESS", help="the desk's address it came to")
    take.set_defaults(run=f"{RUNNING}:take_mail")
    verbs.add_parser("watch", help="run the mail watcher alone, against DATABASE_URL").set_defaults(
        run=f"{RUNNING}:watch_mail"
    )


def _add_worktime(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="VERB", dest="verb")
    for verb, says in {
        "due": "read JSON lines with a calendar, start and minutes; print when they run out",
        "elapsed": "read JSON lines with a calendar, start and end; print the minutes between",
        "latest": "read JSON lines with a calendar, end and minutes; print when to begin",
        "open": "read JSON lines with a calendar and a moment `at`; print whether it is open",
        "shift": "read JSON lines with a calendar, start and days; print the time so many working days away",
        "workdays": "read JSON lines with a calendar, first and last date; print how many are worked",
    }.items():
        verbs.add_parser(verb, help=says, description=says).set_defaults(run=f"{PLAIN}:worktime")
