"""Every door of the desk, read off the resolver: a page that is added tomorrow is among them by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from bihuan.ground.people.audience import audience_of

PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
GROUP = re.compile(r"\(\?P<(?P<name>\w+)>[^()]*\)")
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True)
class Blank:
    """A part of an address that names something: what it names follows from the word before it."""

    name: str
    kind: str
    after: str


@dataclass(frozen=True)
class Door:
    route: str
    name: str
    view: Callable[..., Any]

    @property
    def audience(self) -> str | None:
        return audience_of(self.view)

    @property
    def pieces(self) -> list[str | Blank]:
        """Return the route as words and blanks, in their order."""
        route = GROUP.sub(r"<re:\g<name>>", self.route).replace("(?:", "").replace(")?", "").strip("^$")
        pieces: list[str | Blank] = []
        end, word = 0, ""
        for found in PARAMETER.finditer(route):
            before = route[end : found.start()]
            word = next((part for part in reversed(before.split("/")) if part.strip("-")), word)
            pieces += [before, Blank(found["name"], found["kind"] or "str", word)]
            end = found.end()
        return [*pieces, route[end:]]

    @property
    def blanks(self) -> list[Blank]:
        return [piece for piece in self.pieces if isinstance(piece, Blank)]

    def address(self, fill: Callable[[Blank], str]) -> str:
        return "/" + "".join(piece if isinstance(piece, str) else fill(piece) for piece in self.pieces)

    def methods(self, address: str) -> frozenset[str]:
        """Return the methods that the door answers to, as it says itself; GET where it says nothing."""
        said = Client(raise_request_exception=False).options(address).headers.get("Allow", "GET")
        return frozenset(said.replace(" ", "").split(",")) - {"HEAD", "OPTIONS"}


def all_doors() -> list[Door]:
    return list(_doors(get_resolver().url_patterns, ""))


def _doors(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[Door]:
    for pattern in patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from _doors(pattern.url_patterns, route)
        else:
            yield Door(route, pattern.name or "", pattern.callback)
