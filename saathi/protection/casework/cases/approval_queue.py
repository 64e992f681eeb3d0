"""The oldest waiting requests for approval, selected by the database without proving all rights."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from saathi.web.paging import PageKey


def list_oldest_approval_ids(
    offices: Sequence[UUID], most: int, *, subject: str, after: PageKey | None
) -> list[UUID]:
    """The ids of the oldest requests in these offices that the approver may read."""
    moment, pk = (after.at, after.pk) if after else (None, None)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM approvals_oldest(%s, %s, %s, %s, %s)",
            [list(offices), subject, moment, pk, most],
        )
        return [row[0] for row in cursor.fetchall()]
