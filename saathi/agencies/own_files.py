"""Makes the lists of files that each member of staff works on; `functions/own_files.sql` keeps them true."""

import logging
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper

logger = logging.getLogger(__name__)


def make_all() -> int:
    """Makes the list of every member of staff anew, each in a transaction of its own; how many there were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_whose_own_files()")
        staff = [one for (one,) in cursor.fetchall()]
        for one in staff:
            _make(cursor, one)
    return len(staff)


def _make(cursor: CursorWrapper, staff: UUID) -> None:
    cursor.execute("SELECT access_make_own_files(%s)", [staff])
    [wrong] = cursor.fetchone()
    if wrong:
        # Never seen: what ends a right takes the file out. It was open to her until now.
        logger.error("Files without a right stood in the list of %s: %d", staff, wrong)
