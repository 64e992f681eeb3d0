"""Queries of time-critical care: its steps in an office, and what is open."""

import datetime as dt
from collections.abc import Collection
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from saathi.agencies import access, record_history
from saathi.agencies.access import FileRights
from saathi.agencies.models import Office, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.procedure_bodies import procedure_body
from saathi.agencies.request_cache import get_cached
from saathi.infra.any_of import AnyOf
from saathi.infra.query_columns import rows_column
from saathi.people.models import Child
from saathi.protection.casework.urgent_care.models import UrgentCare, UrgentCareStep
from saathi.protection.casework.urgent_care.rules import CareStep
from saathi.protection.casework.urgent_care.steps import list_steps
from saathi.vault import store as vault
from saathi.vault.models import OldSealedValue

MOST_WAITING = 1_000  # on My day, which shows all of them


def office_steps(office: Office) -> tuple[CareStep, ...]:
    """The steps of time-critical care in an office's country today."""

    def load() -> tuple[CareStep, ...]:
        return list_steps(procedure_body(office, office.today()))

    return get_cached(("care steps", office.pk), load)


def steps_for(office: Office, reason: str) -> list[CareStep]:
    """The steps for one reason in an office's country."""
    return [step for step in office_steps(office) if step.starts == reason]


def open_care_column(rights: FileRights, _day: dt.date) -> Any:
    """A child's open time-critical care with the steps taken, for the alert on the file."""
    taken = rights.records(UrgentCareStep).filter(care=OuterRef("pk")).values("code")
    care = (
        rights.records(UrgentCare)
        .filter(child=OuterRef("pk"), ended_on=None)
        .annotate(taken=ArraySubquery(taken))
    )
    names = ("reason", "happened_at", "earliest_at", "begun_at", "taken")
    columns = {name: name for name in names}
    return ArraySubquery(care.order_by("begun_at").values(known=JSONObject(**columns)))


def open_care_of(child: Child, reason: str) -> list[UrgentCare]:
    """The open time-critical care of a child for a reason, the latest first."""
    care = UrgentCare.objects.filter(child=child, reason=reason, ended_on=None)
    return list(care.order_by("-begun_at"))


class EarlierCare(NamedTuple):
    """What was recorded about the event before a correction, and until when."""

    valid_until: dt.datetime
    happened_at: dt.datetime | None
    is_hour_known: bool | None
    note: str


def list_earlier_versions(staff: Staff, care: UrgentCare) -> list[EarlierCare]:
    """What was recorded about the event before each correction, the latest first."""
    return [_earlier(value) for value in record_history.old_values(staff, care)]


def _earlier(value: OldSealedValue) -> EarlierCare:
    known = vault.open_old_value(value)
    happened = known.get("happened_at")
    at = dt.datetime.fromisoformat(happened) if happened else None
    return EarlierCare(value.replaced_at, at, known.get("is_hour_known"), known.get("note", ""))


def waiting_care_column(staff: Staff, files: list[UUID], may: frozenset[Permission]) -> Any:
    """Open time-critical care in these files, and in the offices `staff` leads, once each.

    All of it, since a clock that is not shown is missed; the page sorts by the time left.
    """
    mine: Any = AnyOf("file_id", files)
    if Permission.APPROVE in may:
        mine = Q(mine) | Q(file__office__in=staff.acts_as)
    care = access.visible(staff, UrgentCare, by_row=True).filter(mine, ended_on=None)
    steps = access.visible(staff, UrgentCareStep, by_row=True).filter(care=OuterRef("pk"))
    names = ("file_id", "child_id", "reason", "happened_at", "earliest_at", "begun_at")
    columns = {name: name for name in names}
    first = care.order_by("begun_at", "id")[:MOST_WAITING]
    return rows_column(
        first, code="child__code", taken=ArraySubquery(steps.values("code")), **columns
    )


def list_open_care(staff: Staff, files: Collection[UUID]) -> list[Any]:
    """Open time-critical care in these files that the reader may see, earliest begun first."""
    return list(_open_care(staff).filter(AnyOf("file_id", files)))


def _open_care(staff: Staff) -> QuerySet[UrgentCare, Any]:
    care = access.visible(staff, UrgentCare, by_row=True).filter(ended_on=None)
    taken = ArrayAgg("steps__code", distinct=True)
    return care.select_related("child").annotate(taken=taken).order_by("begun_at", "id")
