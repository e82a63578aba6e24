"""The template engine of our own pages: Jinja2, strict, every value escaped."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined, Template

from bihuan.kit.ui import charts, clock, marks
from bihuan.kit.ui.assets import asset, build
from bihuan.kit.ui.drawing import Once, QuickContext, kept, url
from bihuan.kit.ui.icons import icon
from bihuan.kit.ui.speech import say, say_in

MARKS: dict[str, Any] = {
    "avatar": marks.avatar,
    "badge": marks.badge,
    "clock_badge": marks.clock_badge,
    "priority_mark": marks.priority_mark,
    "state_badge": marks.state_badge,
}

GLOBALS: dict[str, Any] = {
    "asset": asset,
    "bar_chart": charts.bar_chart,
    "head_of": build.head,
    "icon": icon,
    "is_chinese": marks.is_chinese,
    "kept": kept,
    "language": clock.language,
    "line_chart": charts.line_chart,
    "messages_of": get_messages,
    "ring_chart": charts.ring_chart,
    "now_ms": clock.now_ms,
    "static": static,
    "url": url,
}

FILTERS: dict[str, Any] = {
    "ago": clock.ago,
    "day": clock.day,
    "duration": clock.duration,
    "full_moment": clock.full_moment,
    "moment": clock.moment,
    "relative_day": clock.relative_day,
    "within": clock.within,
    "working": clock.working,
}


class Page(Template):
    """A template that is drawn for one reader at one moment."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        given = dict(*args, **kwargs)
        if "csrf_input" in given:
            given["csrf_input"] = Once(given["csrf_input"])
        with clock.one_present():
            return super().render(given)


def environment(**options: Any) -> Environment:
    """Return the engine; an unknown name in a template is an error, not an empty string."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    env = Environment(**options, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])  # noqa: S701, Django's backend sets autoescape
    env.template_class, env.context_class = Page, QuickContext
    env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals |= GLOBALS | MARKS | {"_": say, "gettext": say, "pgettext": say_in}
    env.filters |= FILTERS | MARKS
    return env
