"""The first waiting requests for approval, selected by the database without checking all rights."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection


def list_first_approval_ids(offices: Sequence[UUID], most: int) -> list[UUID]:
    """The ids of the requests in these offices that the approver may read, at most `most`.

    Those of children at high risk or in danger come first, then the oldest.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM approvals_first(%s, %s)", [list(offices), most])
        return [row[0] for row in cursor.fetchall()]
