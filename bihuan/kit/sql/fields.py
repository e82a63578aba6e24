"""A column of search tokens: written as a literal, asked with a literal, never parsed by the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func, IntegerField, Lookup


class TokensField(SearchVectorField):  # type: ignore[type-arg]  # generic in the stubs alone
    """A `tsvector` that takes a literal such as `'打印' '印机' 'hp':1A` and can be matched by one of `tsquery`."""

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return "%s::tsvector"


@TokensField.register_lookup
class Matches(Lookup):
    lookup_name = "matches"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        return f"{left} @@ %s::tsquery", (*left_params, self.rhs)


class Held(Func):
    """Which of some `tsquery` literals a column of tokens answers, as an array of their places from 1."""

    output_field = ArrayField(IntegerField())

    def __init__(self, column: str, asked: Sequence[str]) -> None:
        super().__init__(column)
        self.asked = list(asked)

    def as_sql(  # type: ignore[override]  # none of Func's templates fits an array of answers
        self, compiler: Any, connection: Any, **_context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        column, params = compiler.compile(self.source_expressions[0])
        chosen = "SELECT place FROM unnest(%s::tsquery[]) WITH ORDINALITY AS asked(words, place)"
        return f"ARRAY({chosen} WHERE {column} @@ words)", (self.asked, *params)
