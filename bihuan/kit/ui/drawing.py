"""How templates call things, made quick: a page makes some six hundred calls."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property, lru_cache
from types import FunctionType
from typing import Any

from django.conf import settings
from django.urls import reverse
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from bihuan.kit.ui.clock import language


class QuickContext(Context):
    """Looks once at what a template calls where Jinja2 looks four times whether it wants the context."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        kind = type(called)
        if kind is Macro:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return called(self.eval_ctx, *args, **kwargs)
        if kind is FunctionType and not hasattr(called, "jinja_pass_arg"):
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return called(*args, **kwargs)
        return super().call(called, *args, **kwargs)


class Once:
    """Lazy markup that is made when it is first drawn, and is the same wherever the page draws it again."""

    def __init__(self, lazy: object) -> None:
        self._lazy = lazy

    @cached_property
    def _made(self) -> Markup:
        return Markup(str(self._lazy))  # noqa: S704, it is markup

    def __html__(self) -> Markup:
        return self._made

    def __str__(self) -> str:
        return self._made


def kept(macro: Macro, *given: Hashable) -> Markup:
    """Return what a macro draws, drawn once for a language and what is given: for what is the same for every reader."""
    return _kept(macro, language(), given)


def url(name: str, args: list[Any] | None = None) -> str:
    """Return the path of a page."""
    return _url(settings.ROOT_URLCONF, name, tuple(args) if args else ())


@lru_cache(maxsize=512)
def _kept(macro: Macro, _reader: str, given: tuple[Hashable, ...]) -> Markup:
    return Markup(macro(*given))  # noqa: S704, a macro escapes what it is given


@lru_cache(maxsize=8192)
def _url(_conf: str, name: str, args: tuple[Any, ...]) -> str:
    return reverse(name, args=args)
