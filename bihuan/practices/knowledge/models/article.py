from __future__ import annotations

from enum import StrEnum
from typing import Self

from django.db import models, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bihuan.ground.catalogue.models import Category
from bihuan.ground.people.models import Person
from bihuan.ground.people.rights import Right
from bihuan.ground.search.models import DocKind, SearchDoc
from bihuan.kit.events.refused import Refused
from bihuan.kit.events.stamp import Stamp
from bihuan.kit.sql.constraints import one_of
from bihuan.kit.sql.statements import next_value

SEQUENCE = "knowledge_number"


class ArticleKind(StrEnum):
    HOWTO = "howto"
    FAQ = "faq"
    KNOWN_ERROR = "known_error"
    ERROR_CODES = "error_codes"


class Visibility(StrEnum):
    PUBLIC = "public"  # for everybody in the company
    STAFF = "staff"  # for agents


class ArticleState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class ArticleIncomplete(Refused):
    """An article has a title and says something, in one language at least."""

    code = "article-incomplete"


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> Self:
        return self.filter(state=ArticleState.PUBLISHED)

    def visible_to(self, person: Person | None) -> Self:
        """Keep what the person may read: writers everything, agents what is published, others the public part."""
        if person is not None and person.may(Right.WRITE_KNOWLEDGE):
            return self
        published = self.published()
        is_staff = person is not None and person.may(Right.SEE_TICKETS)
        return published if is_staff else published.filter(visibility=Visibility.PUBLIC)

    def with_texts(self) -> Self:
        return self.select_related("category__parent").prefetch_related("texts")


class Article(models.Model):
    """Something worth knowing (知识), told in one language or both."""

    number = models.CharField(max_length=20, unique=True)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12, default=ArticleKind.HOWTO)
    visibility = models.CharField(max_length=8, default=Visibility.STAFF)
    state = models.CharField(max_length=10, default=ArticleState.DRAFT)
    keywords = models.CharField(max_length=500, blank=True)
    written_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = ArticleQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("kind", ArticleKind, name="article_kind_known"),
            one_of("visibility", Visibility, name="article_visibility_known"),
            one_of("state", ArticleState, name="article_state_known"),
        ]
        indexes = [models.Index(fields=["category", "state"], name="article_of_category")]

    def __str__(self) -> str:
        return self.number

    @property
    def text(self) -> ArticleText:
        """Return the text in the reader's language, or the one there is. Reads `texts`.

        :raises ArticleText.DoesNotExist: if there is none, which no verb here leaves behind
        """
        texts = {text.language: text for text in self.texts.all()}
        if not texts:
            raise ArticleText.DoesNotExist(f"article {self.number} has no text")
        return texts.get(get_language() or "") or next(iter(texts.values()))

    @property
    def title(self) -> str:
        return self.text.title

    @classmethod
    def write(
        cls, *, texts: dict[str, tuple[str, str]], stamp: Stamp, number: str = "", **fields: object
    ) -> Article:
        """Write an article: language → (title, body in Markdown).

        :raises ArticleIncomplete: if no language has both
        """
        article = cls(
            number=number or f"KB-{next_value(SEQUENCE):04}",
            written_by_id=stamp.by.pk if stamp.by else None,
            written_at=stamp.at,
            changed_at=stamp.at,
            **fields,
        )
        article._check(texts)
        with transaction.atomic():
            article.save(force_insert=True)
            article._put_texts(texts)
            article.put_into_index()
        return article

    def rewrite(self, *, texts: dict[str, tuple[str, str]], stamp: Stamp, **fields: object) -> None:
        """Change an article.

        :raises ArticleIncomplete: if no language has both title and body
        """
        self._check(texts)
        for name, value in fields.items():
            setattr(self, name, value)
        self.changed_at = stamp.at
        with transaction.atomic():
            self.save()
            self._put_texts(texts)
            self.put_into_index()

    def put_into_index(self) -> None:
        """Let the article be found once it is published; the index holds all its languages."""
        texts = list(ArticleText.objects.filter(article=self).order_by("pk"))  # not what was fetched before
        if self.state != ArticleState.PUBLISHED:
            SearchDoc.objects.filter(kind=DocKind.ARTICLE, object_id=self.pk).delete()
            return
        SearchDoc.put(
            DocKind.ARTICLE,
            self.pk,
            number=self.number,
            title=" / ".join(text.title for text in texts),
            body="\n".join([self.keywords, *(text.body for text in texts)]),
            category_id=self.category_id,
            is_public=self.visibility == Visibility.PUBLIC,
            at=self.changed_at,
        )

    def _check(self, texts: dict[str, tuple[str, str]]) -> None:
        if not any(title.strip() and body.strip() for title, body in texts.values()):
            raise ArticleIncomplete(_("An article needs a title and a text."), {"title": _("needed")})

    def _put_texts(self, texts: dict[str, tuple[str, str]]) -> None:
        for language, (title, body) in texts.items():
            said = {"title": title.strip(), "body": body.strip()}
            if all(said.values()):
                ArticleText.objects.update_or_create(article=self, language=language, defaults=said)
            else:
                ArticleText.objects.filter(article=self, language=language).delete()


class ArticleText(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    body = models.TextField(help_text="Markdown")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "language"], name="one_text_a_language")]

    def __str__(self) -> str:
        return self.title
