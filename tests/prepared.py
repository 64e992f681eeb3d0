"""Prepared statements that outlive the rollback which ends each test.

psycopg forgets them with each rollback, because a table could be gone then. A test that changes no schema
leaves every table in place, so that PostgreSQL plans the statements of a page once for all tests of a
worker. PostgreSQL itself makes those plans anew whose tables or policies changed. psycopg has no public way
to keep them.
"""

import re
from collections.abc import Sequence
from typing import Any, Final

from psycopg import BaseConnection
from psycopg._preparing import Prepare, PrepareManager
from psycopg._queries import PostgresQuery
from psycopg.pq.abc import PGresult

CHANGES_SCHEMA: Final = re.compile(rb"^\s*(do|discard)\b|\b(create|alter|drop)\b", re.IGNORECASE)


class KeptStatements(PrepareManager):
    """Forgets at a rollback only if a statement may have changed the schema since the last."""

    prepared_max = 500  # psycopg keeps a hundred; pages of all domains come in turn

    def __init__(self, prepare_threshold: int | None) -> None:
        super().__init__()
        self.prepare_threshold = prepare_threshold
        self.is_schema_changed = False

    def get(self, query: PostgresQuery, prepare: bool | None = None) -> tuple[Prepare, bytes]:
        """Whether the query is prepared."""
        found = super().get(query, prepare)
        if found[0] is not Prepare.YES and CHANGES_SCHEMA.search(query.query):
            self.is_schema_changed = True
        return found

    def _should_discard(self, prep: Prepare, results: Sequence[PGresult]) -> bool:  # noqa: ARG002 - psycopg's
        return super().clear() if self.is_schema_changed else False

    def clear(self) -> bool:
        """Called by each rollback of the connection."""
        is_needed, self.is_schema_changed = self.is_schema_changed, False
        return super().clear() if is_needed else False


def keep_statements(connection: BaseConnection[Any]) -> None:
    """Lets this connection keep its prepared statements."""
    if connection.prepare_threshold is not None:
        connection._prepared = KeptStatements(connection.prepare_threshold)
