"""What kinds of requests, types of fields and changes of a form are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from bihuan.ground.catalogue.models import FieldType, RequestKind

KINDS: dict[str, tuple[Promise, Promise, str]] = {
    RequestKind.INCIDENT: (
        pgettext_lazy("request", "Incident"),
        gettext_lazy("something does not work"),
        "zap",
    ),
    RequestKind.REQUEST: (
        pgettext_lazy("request", "Service request"),
        gettext_lazy("something is wanted"),
        "package",
    ),
    RequestKind.QUESTION: (
        pgettext_lazy("request", "Question"),
        gettext_lazy("something is asked"),
        "circle-help",
    ),
}
TYPES: dict[str, Promise] = {
    FieldType.TEXT: gettext_lazy("One line"),
    FieldType.LONGTEXT: gettext_lazy("Several lines"),
    FieldType.CHOICE: gettext_lazy("Choice"),
    FieldType.NUMBER: gettext_lazy("Number"),
    FieldType.BOOL: gettext_lazy("Yes or no"),
    FieldType.DATE: gettext_lazy("Day"),
}
SHOWN: dict[str, Promise] = {
    "always": gettext_lazy("Always"),
    "all": gettext_lazy("Only if all of this holds"),
    "any": gettext_lazy("Only if any of this holds"),
}
REQUIRED: dict[str, Promise] = {
    "no": pgettext_lazy("answer", "No"),
    "yes": pgettext_lazy("answer", "Yes"),
    "all": gettext_lazy("If all of this holds"),
    "any": gettext_lazy("If any of this holds"),
}
HOWS: dict[str, Promise] = {"is": gettext_lazy("is"), "filled": gettext_lazy("is filled in")}
WEIGHTS: dict[str, tuple[Promise, Promise]] = {
    "3": (gettext_lazy("Nearly decide"), gettext_lazy("Weight 3: one of them is mostly enough.")),
    "2": (gettext_lazy("Weigh much"), gettext_lazy("Weight 2")),
    "1": (gettext_lazy("Are a hint"), gettext_lazy("Weight 1: only together with others.")),
}
DIFFERENCES: dict[str, tuple[Promise, str, str]] = {
    "added": (gettext_lazy("added"), "good", "plus"),
    "removed": (gettext_lazy("taken away"), "bad", "x"),
    "changed": (gettext_lazy("changed"), "warn", "pencil"),
    "moved": (gettext_lazy("moved"), "info", "arrow-up"),
}
DETAILS: dict[str, Promise] = {
    "type": gettext_lazy("Type"),
    "label_zh": gettext_lazy("Name, Chinese"),
    "label_en": gettext_lazy("Name, English"),
    "ask_zh": gettext_lazy("Question, Chinese"),
    "ask_en": gettext_lazy("Question, English"),
    "options": gettext_lazy("Options"),
    "is_required": gettext_lazy("Required"),
    "shown_when": gettext_lazy("Shown"),
    "required_when": gettext_lazy("Required when"),
    "text_zh": gettext_lazy("Step, Chinese"),
    "text_en": gettext_lazy("Step, English"),
    "minutes": gettext_lazy("Minutes"),
}
