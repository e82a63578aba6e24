"""A column of search tokens: written as a literal, asked with a literal, never parsed by the database."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Lookup


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
