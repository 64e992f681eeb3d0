"""Reads about the residents of one facility that was stopped: their reviews, and whose step these are."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.queries import names_of
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES


def open_stop_reviews(facility_id: UUID) -> tuple[int, dt.date | None]:
    """How many residents wait for a review because of a stop, and the first day one is due."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, first_due FROM placement_stop_reviews(%s)", [facility_id])
        number, first_due = cursor.fetchone()
    return int(number), first_due


def case_workers(files: Iterable[UUID], staff: Staff) -> dict[UUID, str]:
    """The name of the case worker of each file with an open case that this person may read."""
    readable = access.visible(staff, Case, by_row=True)
    cases = readable.filter(file_id__in=list(files), status__in=OPEN_STATUSES)
    workers = dict(cases.order_by("opened_on").values_list("file_id", "worker_id"))
    names = names_of(list(workers.values()))
    return {file_id: names[worker] for file_id, worker in workers.items() if worker in names}
