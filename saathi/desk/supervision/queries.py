"""What a supervisor leads: the offices, the numbers of their cases, reports and requests."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from saathi.agencies import access
from saathi.agencies.compiled_queries import compiled_query
from saathi.agencies.models import Staff
from saathi.desk.approvals.queries import (
    LedOffice,
    count_waiting_by_office,
    list_led_offices,
    needs_office_choice,
)
from saathi.infra import clock
from saathi.protection.casework.cases.queries import office_procedure
from saathi.protection.casework.cases.supervision import OfficeWaits, SupervisedOffices
from saathi.protection.identification.intake.models import Report

# Older reports without an outcome are in the list of reports; the dashboard is about new ones.
NEW_REPORTS = dt.timedelta(days=30)


@dataclass(frozen=True)
class LedScope:
    """The offices that a person leads, and which of them the page shows.

    `chosen` is None for all; `is_too_many`: so many that one has to be chosen for numbers of cases.
    """

    offices: Sequence[LedOffice]
    chosen: LedOffice | None

    @property
    def shown(self) -> Sequence[LedOffice]:
        """The chosen office, or all."""
        return [self.chosen] if self.chosen else self.offices

    @property
    def is_too_many(self) -> bool:
        """Whether the cases of all these offices are too many to be counted on each view."""
        return needs_office_choice(self.shown)


def led_scope(staff: Staff, office: str) -> LedScope:
    """The offices of `staff`, with the one named in the address; NotAllowed if it is not led."""
    offices = _led_offices(staff)
    if not office:
        return LedScope(offices, None)
    for led in offices:
        if str(led.pk) == office:
            return LedScope(offices, led)
    raise access.NotAllowed


def _led_offices(staff: Staff) -> list[LedOffice]:
    """The offices that `staff` leads; who leads their own alone needs no query."""
    if set(staff.acts_as) == {staff.pk, staff.office_id}:
        return [LedOffice(staff.office_id, staff.office.name, 0)]
    return list_led_offices(staff)


def supervised_offices(staff: Staff, scope: LedScope) -> SupervisedOffices:
    """These offices with today and the procedure of the person's own office."""
    today = staff.office.today()
    procedure = office_procedure(staff.office, on=today)
    return SupervisedOffices([office.pk for office in scope.shown], today, procedure)


def count_waits(staff: Staff, scope: LedScope) -> dict[UUID, OfficeWaits]:
    """What waits for approval in each office, where the cases are not counted; one query."""
    counted = count_waiting_by_office(staff, [office.pk for office in scope.offices])
    return {
        office: OfficeWaits(
            waits.count, staff.office.date_of(waits.oldest) if waits.oldest else None
        )
        for office, waits in counted.items()
    }


class OpenReports(NamedTuple):
    """How many reports of one urgency have no outcome, and when the oldest was received."""

    urgency: str
    amount: int
    oldest: dt.datetime


def count_open_reports(staff: Staff) -> list[OpenReports]:
    """The reports of the last weeks that have no outcome, by urgency; one query."""
    return [OpenReports(*row) for row in _open_reports(staff, clock.now() - NEW_REPORTS)]


@compiled_query
def _open_reports(staff: Staff, since: dt.datetime) -> QuerySet[Any, tuple[str, int, dt.datetime]]:
    reports = access.visible(staff, Report, by_row=True).filter(received_at__gte=since, outcome="")
    counted = reports.order_by().values("urgency").annotate(Count("pk"), Min("received_at"))
    return counted.values_list("urgency", "pk__count", "received_at__min")
