"""The form of a reply template: what is wrong with it, all at once."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.ground.catalogue.delivering import delivered_replies
from bihuan.ground.catalogue.models import ReplyTemplate
from bihuan.kit.text.filling import placeholders

LONGEST = {"name_zh": 100, "name_en": 100, "body_zh": 10_000, "body_en": 10_000}
ASKS = "field_questions"
# What stands in double braces, and what comes there.
BLANKS: dict[str, Promise] = {
    "person": gettext_lazy("the name of who asked"),
    "number": gettext_lazy("the ticket's number"),
    "title": gettext_lazy("what it is about"),
    "handler": gettext_lazy("who answers"),
    "promise": gettext_lazy("by when something is promised; nothing where nothing is"),
    "field_questions": gettext_lazy("the questions for what is missing"),
}


@dataclass
class ReplyForm:
    """What was typed, and what is wrong with it, name → words."""

    template: ReplyTemplate
    typed: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, template: ReplyTemplate) -> ReplyForm:
        return cls(template, {name: getattr(template, name) for name in LONGEST})

    @classmethod
    def read(cls, template: ReplyTemplate, post: QueryDict) -> ReplyForm:
        typed = {
            name: post.get(name, "").replace("\x00", "").replace("\r\n", "\n").strip() for name in LONGEST
        }
        return cls(template, typed)

    @property
    def has_to_ask(self) -> bool:
        """Tell whether it is there to carry questions, without which it would say nothing."""
        came = delivered_replies().get(self.template.code, {})
        return ASKS in placeholders(came.get("body_zh", ""))

    def check(self) -> None:
        for name, longest in LONGEST.items():
            said = self.typed[name]
            if not said:
                self.errors[name] = _("Needed in both languages: each person reads his or her own.")
            elif len(said) > longest:
                self.errors[name] = _("At most %(n)d characters, please.") % {"n": longest}
            elif unknown := sorted(placeholders(said) - BLANKS.keys()):
                told = _(", ").join(f"{{{{{one}}}}}" for one in unknown)
                words = _("Nothing comes into %(blanks)s. What may stand there is listed below.")
                self.errors[name] = words % {"blanks": told}
            elif name.startswith("body") and self.has_to_ask and ASKS not in placeholders(said):
                self.errors[name] = _("{{field_questions}} has to stand in it, else nothing is asked.")
