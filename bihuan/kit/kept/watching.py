"""Have the database note each change of a table of settings."""

from __future__ import annotations

from django.db import migrations

WATCH = """
CREATE TRIGGER kept_change AFTER INSERT OR DELETE OR UPDATE{columns} ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION kept_note_change();
CREATE TRIGGER kept_emptying AFTER TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION kept_note_change();
"""
LEAVE = """
DROP TRIGGER kept_change ON {table};
DROP TRIGGER kept_emptying ON {table};
"""


def watched(table: str, *columns: str) -> migrations.RunSQL:
    """Return the step of a migration that has the table watched; if columns are named, updates of these alone count.

    Transactions that change the same table wait for each other.
    """
    only = f" OF {', '.join(columns)}" if columns else ""
    return migrations.RunSQL(WATCH.format(table=table, columns=only), reverse_sql=LEAVE.format(table=table))
