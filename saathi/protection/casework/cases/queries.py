"""Queries of a case for pages: the current case, visits, assessments, procedure."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext

from saathi.agencies import access, records
from saathi.agencies.models import Holiday, Office, Staff
from saathi.agencies.procedure_bodies import cache_procedure_body, procedure_versions
from saathi.agencies.request_cache import cache_answer, get_cached
from saathi.agencies.sections import Section
from saathi.people import languages
from saathi.people import queries as people
from saathi.people.models import Child
from saathi.protection.casework.cases.assessment_rules import assessment_coverage, latest_levels
from saathi.protection.casework.cases.danger import latest_danger
from saathi.protection.casework.cases.due_rules import CaseTimes, OfficeDays
from saathi.protection.casework.cases.duty_sections import CALCULATED_DUTIES
from saathi.protection.casework.cases.models import Approval, Assessment, Case, Due, Review, Visit
from saathi.protection.casework.cases.procedures import parse_procedure
from saathi.protection.casework.cases.rules import Procedure
from saathi.protection.casework.cases.vocabulary import (
    ApprovalDecision,
    ApprovalSubject,
    Duty,
    Facet,
    NeedState,
    RiskLevel,
    SelfHarmSigns,
    VisitOutcome,
)
from saathi.protection.identification.intake.vocabulary import Urgency
from saathi.web.components import LabelledValue

PAGE_SIZE = 50
RECENT = 20  # visits of a case that its duties are calculated from

# Each of these belongs to one event and stays open until that is answered.
STANDALONE_DUTIES = tuple(duty for duty in Duty if duty not in CALCULATED_DUTIES)


@dataclass(frozen=True)
class OfficeTargets:
    """The time targets of an office and the days on which it is closed."""

    procedure: Procedure
    days: OfficeDays


@dataclass(frozen=True)
class CaseDutyFacts:
    """The facts that duties are calculated from, and the open duties except standalone ones."""

    times: CaseTimes
    agreed_on: dt.date | None  # the next visit, as it was agreed with the child
    targets: OfficeTargets
    open_dues: Sequence[Due]
    needs: Mapping[Facet, NeedState] = field(default_factory=dict)  # the latest of each domain

    def with_plan_approved(self, on: dt.date) -> Self:
        """The same facts after a plan was approved on this day."""
        return replace(self, times=replace(self.times, plan_approved_on=on))


def current_case(staff: Staff, child: Child) -> Case:
    """The open case, or else the latest one; NotAllowed (404) if `staff` may read none."""
    latest = _cases_newest_first(access.rights(staff, child.file_id)).filter(child=child).first()
    if latest is None:
        raise access.NotAllowed
    latest.child = child
    return latest


def case_of_file(staff: Staff, file_id: UUID, section: Section) -> Case:
    """The current case with its child, for a page that shows `section`; the access is logged.

    One query for both.
    """
    case = (
        _cases_newest_first(people.require_file_rights(staff, file_id, section))
        .select_related("child")
        .first()
    )
    if case is None:
        raise access.NotAllowed
    people.log_child_section_view(staff, case.child, section)
    return case


def _cases_newest_first(rights: access.FileRights) -> QuerySet[Case]:
    ordered = (F("closed_on").desc(nulls_first=True), "-opened_on", "-pk")
    return rights.records(Case).select_related("office").order_by(*ordered)


def office_procedure(office: Office, *, on: dt.date) -> Procedure:
    """The time targets of an office on a day; common practice if none are configured."""
    return office_targets(office, on).procedure


def office_targets(office: Office, on: dt.date) -> OfficeTargets:
    """The time targets of an office and its closed days; queried once per request."""

    def load() -> OfficeTargets:
        annotated = _with_targets(Office.objects.filter(pk=office.pk), office, on)
        body, closed_days = annotated.values_list("time_targets", "closed_days").get()
        cache_procedure_body(office, on, body)
        return _targets(office, body, closed_days)

    return get_cached(("targets", office.pk, on), load)


def _with_targets[ModelT: Model](queryset: QuerySet[ModelT], office: Office, on: dt.date) -> Any:
    """Rows annotated with the columns that `_targets` needs."""
    bodies = procedure_versions(office.country, on)
    holidays = Holiday.objects.filter(office=office)
    return queryset.annotate(
        time_targets=Subquery(bodies.values("body")[:1]),
        closed_days=ArraySubquery(holidays.values("on")),
    )


def _targets(office: Office, body: object, holidays: Iterable[dt.date]) -> OfficeTargets:
    return OfficeTargets(
        parse_procedure(body) if isinstance(body, dict) else Procedure(),
        OfficeDays(frozenset(office.weekend), frozenset(holidays)),
    )


def last_assessment(case: Case, staff: Staff) -> Assessment | None:
    """The latest assessment that `staff` may read; also caches the office's targets of today."""
    today = case.office.today()

    def load() -> Assessment | None:
        assessments = access.rights(staff, case.file_id).records(Assessment).filter(case=case)
        ordered = assessments.order_by("-assessed_on", "-recorded_at")
        last: Assessment | None = _with_targets(ordered, case.office, today).first()
        if last is not None:
            columns = last.time_targets, last.closed_days  # type: ignore[attr-defined]
            cache_answer(("targets", case.office_id, today), _targets(case.office, *columns))
        return last

    return get_cached(("last assessment", case.pk), load)


def case_duty_facts(case: Case, *, on: dt.date) -> CaseDutyFacts:
    """The facts that duties are calculated from, for staff who may read all of them; one query.

    The access is not logged, because no one is shown the records.
    """
    row = _duty_facts_row(case, on)
    targets = _targets(case.office, row["time_targets"], row["closed_days"])
    cache_answer(("targets", case.office_id, on), targets)
    zone = ZoneInfo(case.office.time_zone)
    since = row["danger_since"]
    missed = _missed_visits(row["recent_visits"])
    tried = [dt.datetime.fromisoformat(visit["happened_at"]) for visit in missed[:1]]
    coverage = assessment_coverage(row["all_facets"], targets.procedure)
    times = CaseTimes(
        reported_at=dt.datetime.combine(case.opened_on, dt.time(), zone),
        assessed_on=row["assessed_on"],
        is_fully_assessed=coverage.is_complete,
        plan_approved_on=_local_day(row["approved_at"], zone),
        last_visit_on=_local_day(row["met_at"], zone),
        last_review_on=row["reviewed_on"],
        attempts=len(missed),
        last_attempt_on=_local_day(tried[0], zone) if tried else None,
        # A report before the case was opened counts from the opening, like the other duties.
        danger_on=max(_local_day(since, zone) or case.opened_on, case.opened_on) if since else None,
        is_met_in_danger=bool(since and row["met_at"] and row["met_at"] >= since),
        urgency=_urgency(case),
    )
    open_dues = [_due_from_values(case, values) for values in row["open_dues"]]
    levels = latest_levels((None, facets) for facets in row["all_facets"])
    needs = {domain: level.state for domain, level in levels.items()}
    return CaseDutyFacts(times, row["agreed_on"], targets, open_dues, needs)


def _duty_facts_row(case: Case, on: dt.date) -> dict[str, Any]:
    """The columns of the case with those of its latest records, read in one query."""
    assessments = Assessment.objects.filter(case=OuterRef("pk"), at_registration=False)
    assessed = assessments.order_by("-assessed_on", "-recorded_at")
    approved = Approval.objects.filter(
        case=OuterRef("pk"), subject=ApprovalSubject.PLAN, decision=ApprovalDecision.APPROVED
    ).order_by("-decided_at")
    visits = Visit.objects.filter(case=OuterRef("pk")).order_by("-happened_at", "-recorded_at")
    met = visits.exclude(outcome=VisitOutcome.NOT_MET)  # an attempt counts as an attempt
    reviews = Review.objects.filter(case=OuterRef("pk")).order_by("-reviewed_on")
    dues = Due.objects.filter(case=OuterRef("pk"), done_on=None).exclude(duty__in=STANDALONE_DUTIES)
    due_columns = {
        name: F(name) for name in ("id", "duty", "due_on", "version", "attempts", "moved_because")
    }
    visit_columns = {name: F(name) for name in ("outcome", "happened_at")}
    row: dict[str, Any] = (
        _with_targets(Case.objects.filter(pk=case.pk), case.office, on)
        .annotate(
            assessed_on=Subquery(assessed.values("assessed_on")[:1]),
            all_facets=ArraySubquery(assessed.exclude(facets={}).values("facets")),
            recent_visits=ArraySubquery(visits.values(known=JSONObject(**visit_columns))[:RECENT]),
            approved_at=Subquery(approved.values("decided_at")[:1]),
            met_at=Subquery(met.values("happened_at")[:1]),
            danger_since=latest_danger(visits),
            agreed_on=Subquery(visits.values("next_visit_on")[:1]),
            reviewed_on=Subquery(reviews.values("reviewed_on")[:1]),
            open_dues=ArraySubquery(dues.values(known=JSONObject(**due_columns))),
        )
        .values()
        .get()
    )
    return row


def new_case_duty_facts(case: Case) -> CaseDutyFacts:
    """The facts of a case just opened, in which nothing has happened yet."""
    zone = ZoneInfo(case.office.time_zone)
    reported = dt.datetime.combine(case.opened_on, dt.time(), zone)
    danger_on = case.opened_on if case.danger_reported_at else None
    times = CaseTimes(reported, urgency=_urgency(case), danger_on=danger_on)
    return CaseDutyFacts(times, None, office_targets(case.office, case.office.today()), [])


def imported_case_duty_facts(office: Office) -> CaseDutyFacts:
    """The facts of a case imported today, regardless of what was done in the other system."""
    zone, today = ZoneInfo(office.time_zone), office.today()
    started_at = dt.datetime.combine(today, dt.time(), zone)
    return CaseDutyFacts(CaseTimes(started_at), None, office_targets(office, today), [])


def _urgency(case: Case) -> Urgency | None:
    return Urgency(case.urgency) if case.urgency else None


def _local_day(moment: dt.datetime | None, zone: ZoneInfo) -> dt.date | None:
    return moment.astimezone(zone).date() if moment else None


def _due_from_values(case: Case, values: Mapping[str, Any]) -> Due:
    return Due(
        id=UUID(values["id"]),
        file_id=case.file_id,
        case=case,
        duty=values["duty"],
        due_on=dt.date.fromisoformat(values["due_on"]),
        version=values["version"],
        attempts=values["attempts"],
        moved_because=values["moved_because"],
    )


def _missed_visits(visits: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """The visits since the last meeting at which the child was not met, the latest first."""
    return list(takewhile(lambda visit: visit["outcome"] == VisitOutcome.NOT_MET, visits))


@dataclass(frozen=True)
class AssessmentRow:
    """One assessment in a list: the day, the risk level, and the state of each domain."""

    id: UUID
    url: str
    when: str
    risk: RiskLevel
    facets: Mapping[str, str]


@dataclass(frozen=True)
class AssessmentDetails:
    """One assessment, decrypted: state and text of each facet, the child's wishes, the risk."""

    when: str
    risk: RiskLevel
    danger: str
    wishes: str
    language: str
    self_harm: SelfHarmSigns
    facets: Sequence[LabelledValue]


def list_child_assessments(staff: Staff, child: Child) -> list[AssessmentRow]:
    """The latest fifty assessments of a child that `staff` may read."""
    assessments = access.visible(staff, Assessment).filter(case__child=child)
    return [
        AssessmentRow(
            row.pk,
            reverse("cases:show_assessment", args=[row.file_id, row.pk]),
            row.title,
            RiskLevel(row.risk),
            row.facets,
        )
        for row in assessments.order_by("-assessed_on", "-recorded_at", "-pk")[:PAGE_SIZE]
    ]


def get_assessment(staff: Staff, file_id: UUID, assessment_id: UUID) -> Assessment:
    """One assessment of a file, with the access logged; 404 to staff without access."""
    return records.get_record_of_file(staff, Assessment, file_id, assessment_id)


def assessment_details(assessment: Assessment) -> AssessmentDetails:
    """The decrypted assessment, for a reader whose access was checked."""
    content = records.open_texts(assessment)
    texts = content.get("facets", {})
    return AssessmentDetails(
        when=assessment.title,
        risk=RiskLevel(assessment.risk),
        danger=content.get("risk", ""),
        wishes=content.get("wishes", ""),
        language=languages.language_name(assessment.language) if assessment.language else "",
        self_harm=SelfHarmSigns(assessment.self_harm),
        facets=[_facet_value(facet, assessment.facets, texts) for facet in Facet],
    )


def _facet_value(facet: Facet, states: dict[str, str], texts: dict[str, str]) -> LabelledValue:
    state = states.get(facet.value, "")
    if state not in NeedState.values:
        return LabelledValue(
            facet.label, texts.get(facet.value, ""), missing=gettext("Not assessed")
        )
    return LabelledValue(facet.label, NeedState(state).label, note=texts.get(facet.value, ""))
