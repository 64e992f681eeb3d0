"""The connection that Django keeps open between requests and jobs, reset before each new one.

A session setting of a statement (a search path, a time limit, an isolation level) would otherwise
affect the request of the next person. Django checks with the first statement of a request whether
the connection still answers: that query is replaced by one that also resets the session, so it
costs no further round trip.
"""

from django.db.backends.postgresql import base
from psycopg import Error

# One message. The role of the session stays: RESET ALL does not change it, and no role may take
# another. The first result is the number of statements prepared by SQL: psycopg prepares in another
# way, so such a statement could be meant to pass for one of ours.
PUT_BACK = (
    "SELECT pg_catalog.count(*) FROM pg_catalog.pg_prepared_statements WHERE from_sql; "
    "CLOSE ALL; UNLISTEN *; RESET ALL; SET TIME ZONE 'UTC'; DISCARD TEMP; DISCARD SEQUENCES"
)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose session is reset for each request and each job."""

    def is_usable(self) -> bool:
        """Resets the session; False if it must be closed.

        It must be closed if it does not answer, if SQL prepared a statement, and after an error
        other than a data error: prepared statements may be gone, and each later request would fail.
        """
        if self.connection is None or self.errors_occurred:
            return False
        try:
            row = self.connection.execute(PUT_BACK, prepare=False).fetchone()
        except Error:
            return False
        return bool(row == (0,))
