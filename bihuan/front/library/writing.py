"""The form in which an article is written: both languages side by side, all that is wrong said at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from bihuan.front.library.words import LANGUAGES
from bihuan.ground.catalogue.models import Category
from bihuan.kit.text.languages import CHINESE, ENGLISH
from bihuan.practices.knowledge.models import Article, ArticleKind, Visibility

LONGEST_BODY = 100_000
SUFFIX = {CHINESE: "zh", ENGLISH: "en"}


class ArticleForm(forms.Form):
    """An article's fields. `seen` is when the article was last changed as its writer saw it."""

    title_zh = forms.CharField(max_length=200, required=False)
    body_zh = forms.CharField(max_length=LONGEST_BODY, required=False)
    title_en = forms.CharField(max_length=200, required=False)
    body_en = forms.CharField(max_length=LONGEST_BODY, required=False)
    category = forms.ModelChoiceField(Category.objects.all(), to_field_name="code", required=False)
    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in ArticleKind])
    visibility = forms.ChoiceField(choices=[(each.value, each.value) for each in Visibility])
    keywords = forms.CharField(max_length=500, required=False)
    seen = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        """Have each language that was begun complete, and one at least."""
        given: dict[str, Any] = super().clean() or {}
        begun = False
        for end in SUFFIX.values():
            title, body = given.get(f"title_{end}", ""), given.get(f"body_{end}", "")
            begun = begun or bool(title or body)
            if body and not title:
                self.add_error(f"title_{end}", _("This text needs a title."))
            if title and not body:
                self.add_error(f"body_{end}", _("This title needs a text."))
        if not begun and not self.errors:
            self.add_error("title_zh", _("Please write it in one language at least."))
        return given

    @property
    def texts(self) -> dict[str, tuple[str, str]]:
        """Return language → (title, body); a language left empty is taken away."""
        said = self.cleaned_data
        return {language: (said[f"title_{end}"], said[f"body_{end}"]) for language, end in SUFFIX.items()}

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("category", "kind", "visibility", "keywords")}

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Return each language's name and the ending of its fields."""
        return [(LANGUAGES[language], end) for language, end in SUFFIX.items()]


def begun(given: Mapping[str, str]) -> dict[str, Any]:
    """Return what the form of a new article holds: a title and a category where the address names them."""
    title = given.get("title", "").strip()[:200]
    end = SUFFIX[ENGLISH if title.isascii() else CHINESE]
    known = {
        "kind": ArticleKind.HOWTO,
        "visibility": Visibility.PUBLIC,
        "category": given.get("category", "")[:60],
    }
    return known | {f"title_{end}": title}


def initial_of(article: Article) -> dict[str, Any]:
    """Return what the form holds when an article is opened for writing."""
    texts = {text.language: text for text in article.texts.all()}
    told: dict[str, Any] = {
        "category": article.category.code if article.category else "",
        "kind": article.kind,
        "visibility": article.visibility,
        "keywords": article.keywords,
        "seen": mark_of(article),
    }
    for language, end in SUFFIX.items():
        text = texts.get(language)
        told |= {f"title_{end}": text.title if text else "", f"body_{end}": text.body if text else ""}
    return told


def mark_of(article: Article) -> str:
    """Return what tells this state of the article from every later one."""
    return f"{article.changed_at.timestamp():.6f}"
