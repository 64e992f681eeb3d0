"""What pages read of a case: which one is worked on, its visits, its assessments, its procedure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from saathi.agencies import access
from saathi.agencies.models import Configuration, Holiday, Office, Staff
from saathi.agencies.vocabulary import ConfigurationKind
from saathi.people import languages
from saathi.people.models import Child
from saathi.protection.cases.models import Assessment, Case, Visit
from saathi.protection.cases.procedures import procedure_from
from saathi.protection.cases.rules import OfficeDays, Procedure
from saathi.protection.cases.vocabulary import (
    CaseStatus,
    Facet,
    NeedState,
    RiskLevel,
    VisitKind,
    VisitOutcome,
)
from saathi.vault import store as vault
from saathi.web.parts import Pair

A_PAGE = 50


def current_case(staff: Staff, child: Child) -> Case:
    """The case that is worked on, else the latest one; 404 where `staff` reads none."""
    cases = access.visible(staff, Case).filter(child=child).select_related("office")
    latest = cases.order_by(F("closed_on").desc(nulls_first=True), "-opened_on", "-pk").first()
    if latest is None:
        raise access.NotAllowed
    return latest


def procedure_of(office: Office, *, on: dt.date) -> Procedure:
    """The time targets that hold at an office on a day; common practice where none are set."""
    body = (
        Configuration.objects.filter(
            kind=ConfigurationKind.PROCEDURE, country=office.country, valid_from__lte=on
        )
        .order_by("-valid_from", "-version")
        .values_list("body", flat=True)
        .first()
    )
    return procedure_from(body) if isinstance(body, dict) else Procedure()


def office_days(office: Office) -> OfficeDays:
    """When an office is closed: its weekend and its holidays."""
    holidays = Holiday.objects.filter(office=office).values_list("on", flat=True)
    return OfficeDays(frozenset(office.weekend), frozenset(holidays))


@dataclass(frozen=True)
class VisitRow:
    """One visit, opened for this reader. `is_after_closing` marks a visit of a closed case."""

    id: UUID
    when: str
    moment: str
    kind: VisitKind
    outcome: VisitOutcome
    note: str
    worry: str
    next_visit: str
    recorded: str
    is_after_closing: bool


@dataclass(frozen=True)
class VisitPage:
    """A page of visits, latest first; `earlier` is the key of the next page, if there is one."""

    visits: Sequence[VisitRow]
    earlier: str


def visits_of(staff: Staff, child: Child, *, before: UUID | None = None) -> VisitPage:
    """The visits to a child that `staff` may read, of all her cases; at most fifty."""
    found = access.visible(staff, Visit).filter(case__child=child)
    at = found.filter(pk=before).first() if before else None
    if at is not None:
        found = found.filter(
            Q(happened_at__lt=at.happened_at) | Q(happened_at=at.happened_at, pk__lt=at.pk)
        )
    ordered = found.select_related("case").order_by("-happened_at", "-pk")
    rows = list(ordered[: A_PAGE + 1])
    shown = rows[:A_PAGE]
    sealed = cast("list[vault.Sealed]", [visit for visit in shown if visit.sealed])
    opened = vault.open_many(sealed)
    zone = ZoneInfo(staff.office.time_zone)
    return VisitPage(
        [_visit_row(visit, opened.get(visit.pk, {}), zone) for visit in shown],
        str(shown[-1].pk) if len(rows) > A_PAGE else "",
    )


def _visit_row(visit: Visit, content: dict[str, str], zone: ZoneInfo) -> VisitRow:
    happened = visit.happened_at.astimezone(zone)
    recorded = visit.recorded_at.astimezone(zone)
    closed_on = visit.case.closed_on
    is_late = recorded.date() != happened.date()
    return VisitRow(
        id=visit.pk,
        when=date_format(happened, "j F Y, H:i"),
        moment=happened.isoformat(),
        kind=VisitKind(visit.kind),
        outcome=VisitOutcome(visit.outcome),
        note=content.get("note", ""),
        worry=content.get("worry", ""),
        next_visit=date_format(visit.next_visit_on, "j F Y") if visit.next_visit_on else "",
        recorded=date_format(recorded, "j F Y") if is_late else "",
        is_after_closing=closed_on is not None and happened.date() > closed_on,
    )


@dataclass(frozen=True)
class AssessmentRow:
    """One assessment in a list: the day and the risk that was found, in words."""

    id: UUID
    url: str
    when: str
    risk: RiskLevel


@dataclass(frozen=True)
class AssessmentShown:
    """One assessment, opened: each facet with its state and text, the child's wishes, the risk."""

    when: str
    risk: RiskLevel
    danger: str
    wishes: str
    language: str
    facets: Sequence[Pair]


def assessments_of(staff: Staff, child: Child) -> list[AssessmentRow]:
    """The latest fifty assessments of a child that `staff` may read."""
    found = access.visible(staff, Assessment).filter(case__child=child)
    return [
        AssessmentRow(
            row.pk,
            reverse("cases:show_assessment", args=[row.file_id, row.pk]),
            date_format(row.assessed_on, "j F Y"),
            RiskLevel(row.risk),
        )
        for row in found.order_by("-assessed_on", "-recorded_at", "-pk")[:A_PAGE]
    ]


def assessment_of(staff: Staff, file_id: UUID, assessment_id: UUID) -> Assessment:
    """One assessment of a file, its look on record; 404 to strangers."""
    assessment = access.get(staff, Assessment, assessment_id)
    if assessment.file_id != file_id:
        raise access.NotAllowed
    return assessment


def opened_assessment(assessment: Assessment) -> AssessmentShown:
    """An assessment, opened, for a reader whose access was asked."""
    content = vault.open(cast("vault.Sealed", assessment)) if assessment.sealed else {}
    texts = content.get("facets", {})
    return AssessmentShown(
        when=date_format(assessment.assessed_on, "j F Y"),
        risk=RiskLevel(assessment.risk),
        danger=content.get("risk", ""),
        wishes=content.get("wishes", ""),
        language=languages.name_of(assessment.language) if assessment.language else "",
        facets=[_facet(facet, assessment.facets, texts) for facet in Facet],
    )


def _facet(facet: Facet, states: dict[str, str], texts: dict[str, str]) -> Pair:
    state = states.get(facet.value, "")
    if state not in NeedState.values:
        return Pair(facet.label, texts.get(facet.value, ""), missing=gettext("not looked at"))
    return Pair(facet.label, NeedState(state).label, note=texts.get(facet.value, ""))


def is_closed(case: Case) -> bool:
    """Whether the case is closed: what happens now is recorded all the same, and marked."""
    return case.status == CaseStatus.CLOSED
