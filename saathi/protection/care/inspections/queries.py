"""Reads of inspections and notices; row security limits inspections to the inspecting agency."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils.translation import gettext as _

from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra.query_columns import count_column
from saathi.protection.care.facilities import queries as facility_queries
from saathi.protection.care.facilities.models import Facility, PlacementStop
from saathi.protection.care.inspections import rules
from saathi.protection.care.inspections.models import (
    FacilityNotice,
    Inspection,
    InspectionFinding,
    InspectorConflict,
)
from saathi.protection.care.inspections.rules import FindingFacts, InspectionRisk, RiskFacts
from saathi.protection.care.inspections.vocabulary import (
    ConflictState,
    FacilityNoticeState,
    InspectionResult,
    InspectionState,
)

MAX_COUNT = 1000
MAX_RANKED = 200
REINSPECTION_NOTICE = dt.timedelta(days=14)  # My day names a re-inspection so long before it is due
# Of the domain above, which answers through the database.
_SERIOUS_OPEN = Func(F("pk"), function="facility_incidents_open", output_field=IntegerField())


def get_inspection(inspection_id: UUID, reader: Staff) -> Inspection:
    """One inspection of the reader's agency; 404 if there is none."""
    rows = Inspection.objects.select_related("facility", "standard_set")
    row = rows.filter(pk=inspection_id, agency=reader.agency_id).first()
    if row is None:
        raise Http404
    return row


def is_operated_by(facility_id: UUID, agency_id: UUID) -> bool:
    """Whether an agency operates a facility, or did within `rules.FORMER_OPERATOR_DAYS`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT facility_operated_by(%s, %s)", [facility_id, agency_id])
        return bool(cursor.fetchone()[0])


def is_planned(facility_id: UUID, kind: str, actor: Staff) -> bool:
    """Whether the actor's agency already plans an inspection of this type of a facility."""
    ours = Inspection.objects.filter(agency=actor.agency_id, state=InspectionState.PLANNED)
    return ours.filter(facility=facility_id, kind=kind).exists()


def has_declared_conflict(facility_id: UUID, staff_id: UUID) -> bool:
    """Whether an inspector declared a connection with a facility that no one has withdrawn."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT inspector_is_barred(%s, %s)", [facility_id, staff_id])
        return bool(cursor.fetchone()[0])


def is_barred(staff: Staff, facility: str = "facility") -> Q:
    """The condition on rows with a facility that this person declared a connection with it."""
    declared = (F(facility), Value(staff.pk, UUIDField()))
    return Q(Func(*declared, function="inspector_is_barred", output_field=BooleanField()))


def own_conflict(facility_id: UUID, actor: Staff) -> InspectorConflict | None:
    """The connection with a facility that this person declared and no one has withdrawn."""
    return next(
        (row for row in declared_conflicts(facility_id) if row.recorded_by == actor.id), None
    )


def declared_conflicts(facility_id: UUID) -> list[InspectorConflict]:
    """The connections with a facility that inspectors of the reader's agency declared."""
    rows = InspectorConflict.objects.filter(facility=facility_id, state=ConflictState.DECLARED)
    return list(rows.order_by("recorded_at", "pk"))


def get_conflict(conflict_id: UUID, reader: Staff) -> InspectorConflict:
    """One declaration of the reader's agency; 404 if there is none."""
    rows = InspectorConflict.objects.select_related("facility")
    row = rows.filter(pk=conflict_id, agency=reader.agency_id).first()
    if row is None:
        raise Http404
    return row


def list_findings(inspection: Inspection) -> list[InspectionFinding]:
    """The criteria of an inspection in the order of the standards."""
    return list(InspectionFinding.objects.filter(inspection=inspection).order_by("place"))


def get_finding(inspection: Inspection, finding_id: UUID) -> InspectionFinding:
    """One criterion of an inspection; 404 if there is none."""
    rows = InspectionFinding.objects.select_related("inspection")
    row = rows.filter(pk=finding_id, inspection=inspection).first()
    if row is None:
        raise Http404
    return row


def next_open_finding(inspection: Inspection, after: int = 0) -> InspectionFinding | None:
    """The next criterion that is not assessed, beginning after a place; None if all are."""
    rows = InspectionFinding.objects.filter(inspection=inspection, result="").order_by("place")
    return rows.filter(place__gt=after).first() or rows.first()


def count_open_findings(inspection: Inspection) -> int:
    """How many criteria are not assessed."""
    return InspectionFinding.objects.filter(inspection=inspection, result="").count()


def finding_facts(inspection: Inspection) -> list[FindingFacts]:
    """What the criteria contribute to the result."""
    rows = InspectionFinding.objects.filter(inspection=inspection)
    return [
        FindingFacts(is_critical, result)
        for is_critical, result in rows.values_list("is_critical", "result")
    ]


def inspection_editors(inspection: Inspection) -> frozenset[UUID]:
    """Who ever assessed a criterion or changed the account, also if others changed it later."""
    return frozenset(Inspection.objects.values_list("editors", flat=True).get(pk=inspection.pk))


def second_inspectors(inspection: Inspection, actor: Staff) -> list[UUID]:
    """The colleagues who can agree to an inspection: they never edited it and have no connection."""
    barred = {row.recorded_by for row in declared_conflicts(inspection.facility_id)}
    staff = Staff.objects.filter(agency=inspection.agency_id, is_active=True).exclude(
        pk__in=inspection_editors(inspection) | barred | {actor.pk}
    )
    return [person.id for person in staff if Permission.INSPECT in person.permissions]


def inspectors_besides(actor: Staff) -> list[UUID]:
    """The other inspectors of the actor's agency."""
    staff = Staff.objects.filter(agency=actor.agency_id, is_active=True).exclude(pk=actor.pk)
    return [person.id for person in staff if Permission.INSPECT in person.permissions]


def count_residents(facility_id: UUID) -> int:
    """How many children live in a facility, which the domain above answers through the database."""
    lived = Func(F("pk"), function="placement_residents", output_field=IntegerField())
    return Facility.objects.filter(pk=facility_id).values_list(lived, flat=True).first() or 0


def last_inspection(facility_id: UUID) -> tuple[dt.date, InspectionResult] | None:
    """The day and result of a facility's last final inspection, which all staff may know."""
    return last_inspections([facility_id]).get(facility_id)


def last_inspections(facilities: Sequence[UUID]) -> dict[UUID, tuple[dt.date, InspectionResult]]:
    """The same of each of these facilities that was ever inspected, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.id, i.held_on, i.result FROM unnest(%s::uuid[]) AS f(id), "
            "LATERAL facility_inspection(f.id) i",
            [list(facilities)],
        )
        return {key: (day, InspectionResult(result)) for key, day, result in cursor.fetchall()}


def open_notices(facility_id: UUID) -> list[FacilityNotice]:
    """The notices to a facility that are not closed, the first due first."""
    rows = FacilityNotice.objects.filter(facility=facility_id).exclude(
        state=FacilityNoticeState.CLOSED
    )
    return list(rows.order_by("due_on", "pk"))


def get_notice(notice_id: UUID, reader: Staff) -> FacilityNotice:
    """One notice that the reader's agency issued; 404 if there is none."""
    rows = FacilityNotice.objects.select_related("facility")
    row = rows.filter(pk=notice_id, agency=reader.agency_id).first()
    if row is None:
        raise Http404
    return row


def get_inspectable_facility(facility_id: UUID) -> Facility:
    """One published facility; 404 if there is none."""
    row = Facility.objects.filter(pk=facility_id, state=EntryState.PUBLISHED).first()
    if row is None:
        raise Http404
    return row


# --- which facilities come first -------------------------------------------------------------------


@dataclass(frozen=True)
class RankedFacility:
    """A facility with how soon it is to be inspected, and why."""

    facility: Facility
    risk: InspectionRisk
    last_held_on: dt.date | None
    planned_on: dt.date | None
    under_way_since: dt.date | None
    reinspect_by: dt.date | None


def ranked_facilities(reader: Staff) -> list[RankedFacility]:
    """The published facilities of the reader's country that others operate, the most urgent first."""
    today, mine = reader.office.today(), reader.agency_id
    rows = Facility.objects.filter(state=EntryState.PUBLISHED, country=reader.office.country)
    rows = rows.exclude(run_by=mine).annotate(
        planned=Subquery(
            Inspection.objects.filter(facility=OuterRef("pk"), state=InspectionState.PLANNED)
            .order_by("planned_on")
            .values("planned_on")[:1]
        ),
        under_way=Subquery(
            Inspection.objects.filter(
                facility=OuterRef("pk"), state__in=(InspectionState.OPEN, InspectionState.SUBMITTED)
            )
            .order_by("held_on")
            .values("held_on")[:1]
        ),
        reinspect=Subquery(
            reinspections(mine)
            .filter(facility=OuterRef("pk"))
            .order_by("reinspect_by")
            .values("reinspect_by")[:1]
        ),
        overdue=Subquery(
            FacilityNotice.objects.filter(is_overdue_on(today), facility=OuterRef("pk"))
            .order_by()
            .values("facility")
            .annotate(n=Count("pk"))
            .values("n")[:1]
        ),
        serious_open=_SERIOUS_OPEN,
    )
    listed = list(facility_queries.with_list_columns(rows, today)[:MAX_COUNT])
    inspected = last_inspections([row.pk for row in listed])
    ranked = [_ranked(row, inspected.get(row.pk), today) for row in listed]
    ranked.sort(key=lambda each: (-each.risk.points, each.facility.name, each.facility.pk))
    return ranked[:MAX_RANKED]


def count_serious_incidents(facility_id: UUID) -> int:
    """How many serious incidents of a facility are open, as far as the reader may know of them."""
    facility = Facility.objects.filter(pk=facility_id).annotate(serious_open=_SERIOUS_OPEN)
    return int(facility.values_list("serious_open", flat=True).get())


def reinspections(agency_id: UUID) -> QuerySet[Inspection]:
    """The failed inspections of an agency after which the facility is to be inspected again.

    Until an inspection has ended the stop of placements; the newest failed one of a facility alone.
    """
    stopped = PlacementStop.objects.filter(source_id=OuterRef("pk"), ended_on=None)
    later = Inspection.objects.filter(
        facility=OuterRef("facility"),
        result=InspectionResult.FAILED,
        held_on__gt=OuterRef("held_on"),
    )
    rows = Inspection.objects.filter(agency=agency_id, reinspect_by__isnull=False)
    return rows.filter(Exists(stopped), ~Exists(later))


def reinspection_due(facility: Facility, agency_id: UUID) -> dt.date | None:
    """By when an agency inspects a facility again that failed; None if it did not fail."""
    found = reinspections(agency_id).filter(facility=facility)
    return found.values_list("reinspect_by", flat=True).first()


def unplanned_reinspections(agency_id: UUID, until: dt.date) -> QuerySet[Inspection]:
    """The same, due until a day, for which no inspection is planned in time nor under way."""
    others = Inspection.objects.filter(facility=OuterRef("facility"), agency=agency_id)
    in_time = Q(state=InspectionState.PLANNED, planned_on__lte=OuterRef("reinspect_by"))
    under_way = Q(state__in=(InspectionState.OPEN, InspectionState.SUBMITTED))
    rows = reinspections(agency_id).filter(reinspect_by__lte=until)
    return rows.exclude(Exists(others.filter(in_time | under_way)))


def is_overdue_on(today: dt.date) -> Q:
    """The condition on notices that are open and were due before this day."""
    return Q(state=FacilityNoticeState.OPEN, due_on__lt=today)


def is_overdue(notice: FacilityNotice, today: dt.date) -> bool:
    """The same of one notice."""
    return notice.state == FacilityNoticeState.OPEN and notice.due_on < today


def _ranked(
    row: Any, last: tuple[dt.date, InspectionResult] | None, today: dt.date
) -> RankedFacility:
    facts = RiskFacts(
        last_held_on=last[0] if last else None,
        last_result=last[1].value if last else "",
        licence=facility_queries.listed_licence_status(row, today),
        overdue_notices=row.overdue or 0,
        open_incidents=row.serious_open,
        is_reinspection_overdue=row.reinspect is not None and row.reinspect < today,
        is_under_way=row.under_way is not None,
    )
    risk = rules.inspection_risk(facts, today=today)
    last_held_on, planned = facts.last_held_on, row.planned
    return RankedFacility(row, risk, last_held_on, planned, row.under_way, row.reinspect)


# --- lists -----------------------------------------------------------------------------------------


def inspections_of_agency(reader: Staff) -> QuerySet[Inspection]:
    """The inspections of the reader's agency; of a planned one, the re-inspection that it answers."""
    rows = Inspection.objects.filter(agency=reader.agency_id).select_related("facility")
    failed = reinspections(reader.agency_id).filter(facility=OuterRef("facility"))
    again = Subquery(failed.order_by("reinspect_by").values("reinspect_by")[:1])
    return rows.annotate(again_by=Case(When(state=InspectionState.PLANNED, then=again)))


def search_inspections(rows: QuerySet[Inspection], text: str) -> QuerySet[Inspection]:
    """The inspections of facilities with each word in their name or operator."""
    for word in text.split():
        rows = rows.filter(
            Q(facility__name__icontains=word) | Q(facility__operator__icontains=word)
        )
    return rows


def notices_of_facilities() -> QuerySet[FacilityNotice]:
    """The notices to facilities that the reader may see; `open_due_on` is empty for closed ones."""
    is_closed = Q(state=FacilityNoticeState.CLOSED)
    due = Case(When(~is_closed, then=F("due_on")))
    return FacilityNotice.objects.select_related("facility").annotate(open_due_on=due)


def search_notices(rows: QuerySet[FacilityNotice], text: str) -> QuerySet[FacilityNotice]:
    """The notices to facilities with each word in their name, or in the notice."""
    for word in text.split():
        rows = rows.filter(Q(facility__name__icontains=word) | Q(text__icontains=word))
    return rows


def inspector_tasks_values(staff: Staff) -> tuple[dt.date, dt.date]:
    """Today, and the day until which My day names re-inspections."""
    today = staff.office.today()
    return today, today + REINSPECTION_NOTICE


def inspector_tasks_column(staff: Staff, _files: object, today: dt.date, soon: dt.date) -> Any:
    """How many inspections wait for this second inspector, are due, and how many notices are overdue."""
    ours = Inspection.objects.filter(agency=staff.agency_id)
    waiting = ours.filter(state=InspectionState.SUBMITTED).exclude(lead=staff.id)
    due = ours.filter(state=InspectionState.PLANNED, planned_on__lte=today)
    overdue = FacilityNotice.objects.filter(is_overdue_on(today), agency=staff.agency_id)
    asked = FacilityNotice.objects.filter(
        state=FacilityNoticeState.ASKED, agency=staff.agency_id
    ).exclude(recorded_by=staff.id)
    again = unplanned_reinspections(staff.agency_id, soon)
    return JSONObject(
        again=count_column(again, MAX_COUNT),
        asked=count_column(asked, MAX_COUNT),
        waiting=count_column(waiting, MAX_COUNT),
        due=count_column(due, MAX_COUNT),
        overdue=count_column(overdue, MAX_COUNT),
    )


# --- words -----------------------------------------------------------------------------------------


def reasons_text(risk: InspectionRisk) -> Sequence[str]:
    """Why a facility is to be inspected, in words."""
    return [_(reason.text) for reason in risk.reasons]
