"""What every answer must bear, whatever it is an answer to."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from django.http import HttpResponse

MUST_SAY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
TAKES_ADDRESSES = frozenset({"href", "src", "action", "formaction", "hx-get", "hx-post"})


def directives(response: HttpResponse) -> dict[str, list[str]]:
    """Return the content security policy, by directive."""
    parts = [part.split() for part in response.headers.get("Content-Security-Policy", "").split(";")]
    return {part[0]: part[1:] for part in parts if part}


def faults_of(response: HttpResponse) -> Iterator[str]:
    """Name what an answer lacks, or bears and must not."""
    policy = directives(response)
    scripts = policy.get("script-src", policy.get("default-src"))
    if scripts not in (["'self'"], ["'none'"]):
        yield f"scripts may come from {scripts}"
    if policy.get("object-src", policy.get("default-src")) != ["'none'"]:
        yield "plug-ins may be loaded"
    if policy.get("frame-ancestors", policy.get("sandbox")) is None:
        yield "anybody may frame it"
    for name, value in MUST_SAY.items():
        if response.headers.get(name) != value:
            yield f"{name} is {response.headers.get(name)}"
    if "no-store" not in response.headers.get("Cache-Control", ""):
        yield f"it may be kept: {response.headers.get('Cache-Control')}"
    if response.headers.get("Content-Type", "").startswith("text/html") and "sandbox" not in policy:
        yield from inline_code(response.content.decode())


def inline_code(page: str) -> list[str]:
    """Name the scripts and styles that stand in a page itself, which the policy would not let work."""
    reader = _Reader()
    reader.feed(page)
    return reader.faults


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = dict(attributes)
        if tag == "script" and "src" not in said and said.get("type") != "application/json":
            self.faults.append("a script within the page")
        if tag == "style" or "style" in said:
            self.faults.append(f"a style within <{tag}>")
        for name, value in attributes:
            if name.startswith("on"):
                self.faults.append(f"{name} within <{tag}>")
            if name in TAKES_ADDRESSES and (value or "").strip().lower().startswith(
                ("javascript:", "data:text")
            ):
                self.faults.append(f"{name}={value} within <{tag}>")
