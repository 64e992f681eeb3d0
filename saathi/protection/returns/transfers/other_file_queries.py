"""What another file of the child says about a transfer: only whether it refuses."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from saathi.infra.reasons import Reason
from saathi.protection.returns.protection_screening.rules import OTHER_FILE


def refused_by_other_file(transfers: Iterable[UUID], *, is_on_way: bool = False) -> set[UUID]:
    """Those of these transfers that another file of the child does not allow; for readers of legal records.

    `is_on_way`: the child left; then only a "no" of the child since the authorisation counts.
    """
    statement = "SELECT t FROM unnest(%s::uuid[]) AS t WHERE transfers_not_by_other_file(t, %s)"
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(transfers), is_on_way])
        return {transfer for (transfer,) in cursor.fetchall()}


def reasons_of_other_file(
    transfer: UUID, field: str, *, is_on_way: bool = False
) -> tuple[Reason, ...]:
    """Why another file of the child does not allow a step; `field` is the code."""
    is_refused = bool(refused_by_other_file([transfer], is_on_way=is_on_way))
    return (Reason(field, OTHER_FILE),) if is_refused else ()
