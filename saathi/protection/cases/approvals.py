"""Which requests for approval wait, the oldest first: found by the database without proving all rights."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection


@dataclass(frozen=True)
class Key:
    """Where a request stands among those that wait: by its moment, and its id."""

    asked_at: dt.datetime
    pk: UUID

    def __str__(self) -> str:
        return f"{self.asked_at.timestamp():.6f}_{self.pk}"

    @classmethod
    def of(cls, text: str) -> "Key | None":
        """The key that an address holds; None when it is none."""
        moment, _sep, pk = text.partition("_")
        try:
            return cls(dt.datetime.fromtimestamp(float(moment), dt.UTC), UUID(pk))
        except (ValueError, OverflowError):
            return None


def oldest(offices: Sequence[UUID], most: int, *, subject: str, after: Key | None) -> list[UUID]:
    """The ids of the oldest requests in these offices that she reads. For those who approve there."""
    moment, pk = (after.asked_at, after.pk) if after else (None, None)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM approvals_oldest(%s, %s, %s, %s, %s)",
            [list(offices), subject, moment, pk, most],
        )
        return [row[0] for row in cursor.fetchall()]
