"""How many requests wait for a supervisor in each office."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from saathi.agencies import access
from saathi.agencies.compiled_queries import compiled_query
from saathi.agencies.models import Staff
from saathi.infra.any_of import AnyOf
from saathi.protection.casework.cases.models import Approval
from saathi.protection.casework.cases.vocabulary import ApprovalDecision


@dataclass(frozen=True)
class WaitingSummary:
    """How many requests wait in an office, and since when the oldest has waited."""

    count: int
    oldest: dt.datetime | None


def count_waiting_by_office(staff: Staff, offices: Sequence[UUID]) -> dict[UUID, WaitingSummary]:
    """The requests waiting in each of these offices, as far as the reader's rights there allow."""
    counted = _waiting_counts(staff, list(offices))
    return {office: WaitingSummary(count, oldest) for office, count, oldest in counted}


@compiled_query
def _waiting_counts(
    staff: Staff, offices: list[UUID]
) -> QuerySet[Any, tuple[UUID, int, dt.datetime]]:
    requests = access.visible(staff, Approval, by_row=True).filter(
        AnyOf("office_id", offices), decision=ApprovalDecision.WAITING
    )
    counted = requests.order_by().values("office_id").annotate(Count("pk"), Min("asked_at"))
    return counted.values_list("office_id", "pk__count", "asked_at__min")
