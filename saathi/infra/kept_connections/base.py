"""The connection that Django keeps open between requests and jobs, put back before each next one.

What a statement set for its session (a search path, a time limit, an isolation level) would otherwise
reach the request of the next person. Django asks with the first statement of a request whether the
connection still answers: that question is replaced by one that also puts the session back, so it costs
no further way to the database.
"""

from django.db.backends.postgresql import base
from psycopg import Error

# One message. The role of the session stays: RESET ALL leaves it, and no role may take another.
# The first answer says how many statements were prepared by SQL: psycopg prepares otherwise, so such
# a one could be there to be taken for one of ours.
PUT_BACK = (
    "SELECT pg_catalog.count(*) FROM pg_catalog.pg_prepared_statements WHERE from_sql; "
    "CLOSE ALL; UNLISTEN *; RESET ALL; SET TIME ZONE 'UTC'; DISCARD TEMP; DISCARD SEQUENCES"
)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose session begins anew with each request and each job."""

    def is_usable(self) -> bool:
        """Puts the session back; false where it must be closed.

        That is where it does not answer, where SQL prepared a statement, and after an error other than
        of data: what had been prepared may be gone, and each later request would fail by it.
        """
        if self.connection is None or self.errors_occurred:
            return False
        try:
            row = self.connection.execute(PUT_BACK, prepare=False).fetchone()
        except Error:
            return False
        return bool(row == (0,))
