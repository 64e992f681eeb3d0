"""Reads of incidents in facilities; row security limits them to those who may read each."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import (
    Case,
    Exists,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.models import Agency, Staff
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra import clock
from saathi.infra.query_columns import count_column, rows_column
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facility_incidents.models import (
    FacilityIncident,
    FacilityIncidentStep,
)
from saathi.protection.care.facility_incidents.rules import ENDING, kinds_in_words
from saathi.protection.care.facility_incidents.vocabulary import (
    FacilityIncidentState,
    IncidentSeverity,
)
from saathi.protection.care.inspections.queries import is_barred

MAX_COUNT = 1000
MAX_SHOWN = 50
FOLLOW_UP = dt.timedelta(days=14)  # Act now names a serious incident without a step for so long


def count_open_incidents(facility_id: UUID) -> int:
    """How many serious incidents of a facility are open; none for staff of its operator."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT facility_incidents_open(%s)", [facility_id])
        return int(cursor.fetchone()[0])


def count_open_incidents_of_each() -> dict[UUID, int]:
    """As `count_open_incidents`, of all facilities with any. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT facility, number FROM facility_incidents_open_each()")
        return dict(cursor.fetchall())


def may_name_incidents(facility_id: UUID) -> bool:
    """Whether the reader may learn that the incidents of a facility had a consequence."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT facility_incidents_may_be_named(%s)", [facility_id])
        return bool(cursor.fetchone()[0])


def open_incidents_text(number: int) -> str:
    """How many serious incidents are open, as a sentence about the facility; empty without any."""
    if not number:
        return ""
    text = ngettext(
        "%(count)d serious incident in this facility is open.",
        "%(count)d serious incidents in this facility are open.",
        number,
    )
    return text % {"count": number}


def placement_warnings(facility_id: UUID) -> list[str]:
    """What to consider before a child is placed in a facility; empty if there is nothing."""
    text = open_incidents_text(count_open_incidents(facility_id))
    ask = _("Ask the authority of the facility before you place a child.")
    return [f"{text} {ask}"] if text else []


def may_decide(incident: FacilityIncident) -> bool:
    """Whether the reader is of the authority for an incident, by the database's own rule."""
    closed_to = [*incident.not_for, incident.recorded_by]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT facility_incident_may_decide(%s, %s::uuid[])", [incident.facility_id, closed_to]
        )
        return bool(cursor.fetchone()[0])


def reading_agencies(facility_id: UUID, closed_to: Sequence[UUID]) -> list[str]:
    """The agencies that read an incident outside the operator, with their number of people.

    Besides those to whom it is closed, among them who records it. Empty: nobody would read it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT agency, people FROM facility_incident_readers(%s, %s::uuid[])",
            [facility_id, list(closed_to)],
        )
        numbers = dict(cursor.fetchall())
    return [
        ngettext("%(agency)s (%(count)d person)", "%(agency)s (%(count)d people)", numbers[row.pk])
        % {"agency": row.name, "count": numbers[row.pk]}
        for row in Agency.objects.filter(pk__in=numbers).order_by("name")
    ]


def without_reader_column(_staff: Staff, _files: object) -> Any:
    """How many open incidents have no reader outside the operator, for administrators."""
    return Func(function="facility_incidents_without_reader", output_field=IntegerField())


def get_listed_facility(facility_id: UUID) -> Facility:
    """One facility that is or was published; 404 if there is none."""
    facility = Facility.objects.filter(pk=facility_id, published_at__isnull=False).first()
    if facility is None:
        raise Http404
    return facility


def list_offered_facilities(reader: Staff) -> QuerySet[Facility]:
    """The published facilities that a form offers, those of the reader's country first."""
    is_near = Case(When(country=reader.office.country, then=0), default=1)
    rows = Facility.objects.filter(state=EntryState.PUBLISHED)
    return rows.order_by(is_near, "name", "pk")


def get_facility_incident(incident_id: UUID) -> FacilityIncident:
    """One incident that the reader may read; 404 for all others."""
    rows = FacilityIncident.objects.select_related("facility")
    incident = rows.filter(pk=incident_id).first()
    if incident is None:
        raise Http404
    return incident


def incidents_of(facility_id: UUID) -> list[FacilityIncident]:
    """The incidents of a facility that the reader may read, the newest first."""
    rows = FacilityIncident.objects.filter(facility=facility_id)
    return list(rows.order_by("-occurred_on", "pk")[:MAX_SHOWN])


def all_incidents() -> QuerySet[FacilityIncident]:
    """All incidents that the reader may read."""
    return FacilityIncident.objects.select_related("facility")


def list_steps(incident: FacilityIncident) -> list[FacilityIncidentStep]:
    """The steps after an incident, the first first."""
    rows = FacilityIncidentStep.objects.filter(incident=incident)
    return list(rows.order_by("recorded_at", "pk"))


def kinds_of_steps_in_words(incident: FacilityIncident) -> frozenset[str]:
    """The kinds of the steps after an incident that say what was done."""
    return kinds_in_words((step.kind, step.text) for step in list_steps(incident))


def decision_to_confirm(incident: FacilityIncident) -> FacilityIncidentStep | None:
    """The newest step, if a second person has to confirm it; any other step sets it aside."""
    newest = FacilityIncidentStep.objects.filter(incident=incident).order_by("-recorded_at").first()
    if newest is None or incident.severity != IncidentSeverity.SERIOUS:
        return None
    is_in_force = incident.state == (
        FacilityIncidentState.CLOSED if newest.finding else FacilityIncidentState.ERROR
    )
    return newest if newest.kind in ENDING and not is_in_force else None


def search_incidents(rows: QuerySet[FacilityIncident], text: str) -> QuerySet[FacilityIncident]:
    """The incidents of facilities with each word in their name."""
    for word in text.split():
        rows = rows.filter(facility__name__icontains=word)
    return rows


def open_serious_column(_staff: Staff, _files: object) -> Any:
    """How many serious incidents that the reader may read are open."""
    rows = FacilityIncident.objects.filter(
        state=FacilityIncidentState.OPEN, severity=IncidentSeverity.SERIOUS
    )
    return count_column(rows, MAX_COUNT)


def neglected_values(_staff: Staff) -> tuple[dt.datetime]:
    """The moment since which a step counts as follow-up."""
    return (clock.now() - FOLLOW_UP,)


def neglected_column(staff: Staff, _files: object, since: dt.datetime) -> Any:
    """The open serious incidents that this person reads and no one follows up, the newest first.

    Those whose newest step ends the incident, and waits for a second person, are among them.
    None of a facility with which the person declared a connection.
    """
    steps = FacilityIncidentStep.objects.filter(incident=OuterRef("pk"))
    newest = steps.order_by("-recorded_at").values("kind")[:1]
    rows = FacilityIncident.objects.annotate(newest=Subquery(newest)).filter(
        ~is_barred(staff),
        ~Exists(steps.filter(recorded_at__gte=since)) | Q(newest__in=ENDING),
        state=FacilityIncidentState.OPEN,
        severity=IncidentSeverity.SERIOUS,
    )
    return rows_column(
        rows.order_by("-occurred_on", "pk")[:MAX_SHOWN],
        id="pk",
        kind="kind",
        occurred_on="occurred_on",
        facility="facility_id",
        name="facility__name",
        district="facility__district",
        country="facility__country",
        newest="newest",
    )


def incident_count_text(number: int, shown: str) -> str:
    """The number of incidents found, in words."""
    return ngettext("%(count)s incident", "%(count)s incidents", number) % {"count": shown}


def day_text(day: dt.date | None) -> str:
    """A day in words; empty if it is not known."""
    return date_format(day, "j F Y") if day else ""
