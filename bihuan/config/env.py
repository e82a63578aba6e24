"""Read settings from the environment, and say plainly which one is wrong."""

from __future__ import annotations

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import ProgrammingError

Network = IPv4Network | IPv6Network
YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def text(name: str, default: str) -> str:
    return os.environ.get(name, default).strip()


def integer(name: str, default: int, *, least: int = 0, most: int = 2**31 - 1) -> int:
    value = text(name, str(default))
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number. See docs/settings.md.") from None
    if not least <= number <= most:
        raise ImproperlyConfigured(
            f"{name}={value!r} is not between {least} and {most}. See docs/settings.md."
        )
    return number


def flag(name: str, default: bool) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value not in YES | NO:
        raise ImproperlyConfigured(f"{name}={value!r} is neither yes (1) nor no (0). See docs/settings.md.")
    return value in YES


def words(name: str) -> list[str]:
    """Read a list separated by commas or blanks."""
    return text(name, "").replace(",", " ").split()


def networks(name: str) -> list[Network]:
    """Read a list of networks such as `10.20.0.0/16`, or of single addresses."""
    try:
        return [ip_network(word) for word in words(name)]
    except ValueError as wrong:
        raise ImproperlyConfigured(f"{name}: {wrong}. See docs/settings.md.") from None


def secret(name: str) -> str:
    """Read NAME, or the file that NAME_FILE points at, as systemd and containers hand over secrets."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    return text(name, "")


def data_folder() -> Path:
    """Return where the embedded database, the keys and the logs stand."""
    return Path(text("BIHUAN_DATA", "var")).resolve()


def database(name: str = "DATABASE_URL") -> dict[str, str]:
    """Read a PostgreSQL address (`postgresql://…` or `host=… dbname=…`) as connection parameters.

    :raises ImproperlyConfigured: if it is not one
    """
    try:
        return {key: str(value) for key, value in conninfo_to_dict(secret(name)).items() if value is not None}
    except ProgrammingError:
        raise ImproperlyConfigured(f"{name} is not a PostgreSQL address. See docs/settings.md.") from None
