"""Commands that run the desk, or a part of it, or work on its data."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from types import ModuleType

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

from bihuan.config import env, supervisor
from bihuan.config.embedded.at_hand import database_at_hand, use_the_running_one
from bihuan.config.embedded.refusal import CannotRun
from bihuan.config.messages import raw_messages

# Of Django's commands, those that ask no database.
WITHOUT_DATABASE = {"check", "compilemessages", "diffsettings", "help", "makemessages", "version"}
TRY_AGAIN_LATER = 75  # EX_TEMPFAIL: a mail server that pipes a message to us keeps it and comes back

Command = Callable[[argparse.Namespace], int]


def in_words(command: Command) -> Command:
    """Say what is wrong and what helps, instead of a trace, where the operator can mend it."""

    @wraps(command)
    def run(options: argparse.Namespace) -> int:
        try:
            return command(options)
        except (CannotRun, ImproperlyConfigured) as error:
            sys.stderr.write(f"bihuan: {error}\n")
            return 1
        except KeyboardInterrupt:
            return 0

    return run


@in_words
def up(options: argparse.Namespace) -> int:
    supervisor.run()
    return 0


@in_words
def web(options: argparse.Namespace) -> int:
    use_the_running_one(env.data_folder())
    supervisor.run(only_web=True)
    return 0


@in_words
def worker(options: argparse.Namespace) -> int:
    roles = _prepared_for_a_part()
    roles.do_work()
    return 0


@in_words
def watch_mail(options: argparse.Namespace) -> int:
    roles = _prepared_for_a_part()
    roles.watch_mail()
    return 0


@in_words
def deliver(options: argparse.Namespace) -> int:
    with database_at_hand(env.data_folder()):
        _house().prepare(with_demo=False)
    return 0


@in_words
def demo(options: argparse.Namespace) -> int:
    """Put the demo company back to how it was on its first day."""
    with database_at_hand(env.data_folder()):
        house = _house()
        house.prepare(with_demo=False)
        company = house.demo_company()
        if company is None:
            raise CannotRun("This installation carries no demo company.")
        company.reset()
    return 0


@in_words
def administrator(options: argparse.Namespace) -> int:
    """Appoint an administrator: the way into a desk in which nobody is recorded yet."""
    with database_at_hand(env.data_folder()):
        house = _house()
        house.prepare(with_demo=False)
        house.appoint(options.login, options.name, options.email)
    return 0


def take_mail(options: argparse.Namespace) -> int:
    """Keep raw messages as if they had been fetched; the worker makes tickets of them."""
    try:
        with database_at_hand(env.data_folder()):
            house = _house()
            house.prepare(with_demo=False)
            taken = [
                raw is not None and house.take(raw, options.mailbox) for raw in raw_messages(options.files)
            ]
    except (CannotRun, ImproperlyConfigured, OperationalError) as error:
        sys.stderr.write(f"bihuan: {error}\n")
        return TRY_AGAIN_LATER
    return 0 if all(taken) else 1


@in_words
def manage(options: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.config.settings.base")
    words = ["bihuan manage", *options.words]
    verb = next((word for word in options.words if not word.startswith("-")), "help")
    if verb in WITHOUT_DATABASE:
        execute_from_command_line(words)
        return 0
    with database_at_hand(env.data_folder()):
        execute_from_command_line(words)
    return 0


def _prepared_for_a_part() -> ModuleType:
    use_the_running_one(env.data_folder())
    roles = _house()
    roles.prepare(with_demo=False)
    return roles


def _house() -> ModuleType:
    """Return what processes do, with Django set up: it needs to know its database first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.config.settings.base")
    django.setup()
    return import_module("bihuan.config.roles")
