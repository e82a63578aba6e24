from __future__ import annotations

from django.db import InterfaceError, OperationalError
from psycopg.errors import QueryCanceled


def is_outage(trouble: Exception) -> bool:
    """Tell whether the database itself is in trouble: gone, restarting, full, deadlocked. The same may work later.

    A statement that took too long is none: it will again.
    """
    is_databases_own = isinstance(trouble, OperationalError | InterfaceError)
    return is_databases_own and not isinstance(trouble.__cause__, QueryCanceled)
