"""What the pages of an inspection show, and what the page of a facility shows of inspections."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies.models import Office, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.record_actions import AvailableAction
from saathi.agencies.register_kit.entry_texts import day_text
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.agencies.staff_requests import StaffRequest
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.inspections import actions, photo_queries, queries, rules
from saathi.protection.care.inspections.models import (
    FacilityNotice,
    Inspection,
    InspectionFinding,
)
from saathi.protection.care.inspections.vocabulary import (
    DiscriminationFinding,
    FacilityNoticeKind,
    FacilityNoticeState,
    FindingResult,
    InspectionKind,
    InspectionResult,
    InspectionState,
)
from saathi.protection.care.standards.queries import title_text
from saathi.protection.care.standards.vocabulary import StandardDomain
from saathi.web.components import LabelledValue


@dataclass(frozen=True)
class FindingRow:
    """One criterion as the page of its inspection shows it."""

    code: str
    text: str
    is_critical: bool
    result: str
    needs_attention: bool
    evidence: str
    url: str
    photos: int
    photos_url: str


@dataclass(frozen=True)
class FacilityNoticeRow:
    """One notice as a page shows it."""

    title: str
    is_overdue: bool
    waits: bool
    pairs: list[LabelledValue]
    agree_url: str
    close_url: str


def inspection_url(name: str, inspection: Inspection) -> str:
    """The URL of a page about an inspection."""
    return reverse(f"inspections:{name}", args=[inspection.pk])


def inspection_details(row: Inspection, office: Office) -> list[LabelledValue]:
    """What is known of an inspection besides its criteria."""
    people = [person for person in (row.lead, row.decided_by) if person]
    names = names_of(people)
    decided = date_format(office.local(row.decided_at), "j F Y, H:i") if row.decided_at else ""
    pairs = [
        LabelledValue(_("Type of inspection"), InspectionKind(row.kind).label),
        LabelledValue(_("Status"), InspectionState(row.state).label),
        LabelledValue(_("Result"), InspectionResult(row.result).label if row.result else ""),
        LabelledValue(_("Re-inspect by"), day_text(row.reinspect_by)),
        LabelledValue(_("Planned for"), day_text(row.planned_on)),
        LabelledValue(_("Inspected on"), day_text(row.held_on)),
        LabelledValue(
            _("Minimum standards"), title_text(row.standard_set) if row.standard_set else ""
        ),
        LabelledValue(_("Lead inspector"), names.get(row.lead, "") if row.lead else ""),
        LabelledValue(_("Others in the team"), row.team),
        LabelledValue(
            _("Second inspector"), names.get(row.decided_by, "") if row.decided_by else "", decided
        ),
        LabelledValue(_("Returned for revision"), row.why_returned),
        LabelledValue(_("Reason for cancelling"), row.why_cancelled),
    ]
    # what did not happen has no row; what inspectors are to record has one once they have begun
    account = _account_pairs(row)
    return [pair for pair in pairs if pair.text] + (account if row.held_on else [])


def _account_pairs(row: Inspection) -> list[LabelledValue]:
    """Whom the inspectors heard, and discrimination between residents."""
    heard = "" if row.children_heard is None else str(row.children_heard)
    staff_seen = "" if row.staff_seen is None else str(row.staff_seen)
    found = DiscriminationFinding(row.discrimination).label if row.discrimination else ""
    return [
        LabelledValue(_("Staff interviewed"), staff_seen),
        LabelledValue(_("Children heard alone"), heard),
        LabelledValue(_("Themes that children raised"), row.themes),
        LabelledValue(_("Discrimination between residents"), found, note=row.discrimination_text),
    ]


def agreement_pairs(row: Inspection) -> list[LabelledValue]:
    """What the second inspector reads before agreeing: result, criteria, people heard, incidents."""
    counted = Counter(finding.result for finding in queries.list_findings(row))
    criteria = [
        f"{FindingResult(code).label}: {number}" for code, number in counted.items() if code
    ]
    incidents = queries.count_serious_incidents(row.facility_id)
    return [
        LabelledValue(_("Facility"), row.facility.name),
        LabelledValue(_("Result by the criteria"), result_by_rule(row)),
        LabelledValue(_("Criteria"), ", ".join(criteria)),
        *_account_pairs(row),
        LabelledValue(_("Serious incidents that are open"), str(incidents)),
    ]


@dataclass(frozen=True)
class FailureCard:
    """Why a facility failed: the sentences of the rule, and the criteria, the critical ones first."""

    sentences: list[str]
    findings: list[FindingRow]


def failure_card(row: Inspection) -> FailureCard | None:
    """Why the facility failed this final inspection; None if it did not."""
    if row.result != InspectionResult.FAILED:
        return None
    findings = queries.list_findings(row)
    facts = [rules.FindingFacts(finding.is_critical, finding.result) for finding in findings]
    reasons = rules.reasons_for_failure(facts)
    named = [
        finding for finding, fact in zip(findings, facts, strict=True) if rules.fails(fact, reasons)
    ]
    named.sort(
        key=lambda finding: (
            finding.result != FindingResult.NOT_MET,
            not finding.is_critical,
            finding.place,
        )
    )
    photos = photo_queries.photos_by_finding(row)
    return FailureCard(
        [_(reason.text) for reason in reasons],
        [
            _finding_row(finding, row, is_open=False, photos=len(photos.get(finding.pk, ())))
            for finding in named
        ],
    )


def finding_groups(inspection: Inspection) -> list[tuple[str, list[FindingRow]]]:
    """The criteria of an inspection by domain."""
    is_open = inspection.state == InspectionState.OPEN
    photos = photo_queries.photos_by_finding(inspection)
    groups: dict[str, list[FindingRow]] = {}
    for finding in queries.list_findings(inspection):
        label = str(StandardDomain(finding.domain).label)
        groups.setdefault(label, []).append(
            _finding_row(
                finding, inspection, is_open=is_open, photos=len(photos.get(finding.pk, ()))
            )
        )
    return list(groups.items())


def _finding_row(
    finding: InspectionFinding, inspection: Inspection, *, is_open: bool, photos: int
) -> FindingRow:
    attention = {FindingResult.NOT_MET, FindingResult.NOT_SEEN, FindingResult.PARTLY}
    url = reverse("inspections:assess_criterion", args=[inspection.pk, finding.pk])
    return FindingRow(
        code=finding.code,
        text=finding.text,
        is_critical=finding.is_critical,
        result=str(FindingResult(finding.result).label) if finding.result else "",
        needs_attention=finding.result in attention,
        evidence=finding.evidence,
        url=url if is_open else "",
        photos=photos,
        photos_url=f"{inspection_url('list_photos', inspection)}#c{finding.place}",
    )


def inspection_actions(row: Inspection, reader: Staff) -> list[AvailableAction]:
    """What this inspector can do now."""
    if queries.has_declared_conflict(row.facility_id, reader.id):
        return []
    is_lead = row.lead == reader.id
    offered: list[tuple[str, str, bool]] = []
    if row.state == InspectionState.PLANNED:
        offered = [
            (_("Begin inspection"), "begin_inspection", True),
            (_("Cancel inspection"), "cancel_inspection", False),
        ]
    elif row.state == InspectionState.OPEN:
        if queries.count_open_findings(row):
            offered.append((_("Fill in the checklist"), "fill_checklist", True))
            offered.append((_("Next criterion"), "next_criterion", False))
        else:
            offered.append((_("Checklist"), "fill_checklist", False))
        offered.append((_("Record children heard and discrimination"), "record_account", False))
        if is_lead and not actions.submission_reasons(row, reader):
            offered.append((_("Submit to the second inspector"), "submit_inspection", True))
    elif row.state == InspectionState.SUBMITTED and not is_lead:
        is_editor = reader.id in queries.inspection_editors(row)
        agree = [] if is_editor else [(_("Approve"), "agree_to_inspection", True)]
        offered = [*agree, (_("Return for revision"), "return_inspection", False)]
    elif row.state == InspectionState.FINAL:
        offered = [(_("Issue a notice"), "issue_inspection_notice", True)]
    return [
        AvailableAction(label, inspection_url(name, row), is_main)
        for label, name, is_main in offered
    ]


def result_by_rule(row: Inspection) -> str:
    """The result that the rule gives now, in words; empty while a criterion is not assessed."""
    if row.state not in {InspectionState.OPEN, InspectionState.SUBMITTED}:
        return ""
    result = rules.inspection_result(queries.finding_facts(row))
    return str(result.label) if result else ""


def notice_pairs(row: FacilityNotice, names: Mapping[UUID, str]) -> list[LabelledValue]:
    """What a notice says, who issued it and who agreed."""
    pairs = [
        LabelledValue(_("What the facility must do"), row.text),
        LabelledValue(_("Due on"), day_text(row.due_on)),
        LabelledValue(_("Issued by"), names.get(row.recorded_by, "")),
    ]
    if row.residents:
        pairs.append(LabelledValue(_("Where the residents go"), row.residents))
    if row.ordered_by:
        pairs.append(LabelledValue(_("Another authority that ordered it"), row.ordered_by))
    if row.answered_by:
        pairs.append(LabelledValue(_("Agreed by"), names.get(row.answered_by, "")))
    return pairs


def notice_rows(rows: list[FacilityNotice], reader: Staff) -> list[FacilityNoticeRow]:
    """Notices as a page shows them; the URL to close one only for another inspector of the agency."""
    today = reader.office.today()
    names = names_of([person for row in rows for person in (row.recorded_by, row.answered_by)])
    inspects = Permission.INSPECT in reader.permissions

    def url(row: FacilityNotice, name: str) -> str:
        is_other = row.agency_id == reader.agency_id and row.recorded_by != reader.id
        return reverse(f"inspections:{name}", args=[row.pk]) if inspects and is_other else ""

    return [
        FacilityNoticeRow(
            title=str(FacilityNoticeKind(row.kind).label),
            is_overdue=queries.is_overdue(row, today),
            waits=row.state == FacilityNoticeState.ASKED,
            pairs=notice_pairs(row, names),
            agree_url=url(row, "agree_to_notice") if row.state == FacilityNoticeState.ASKED else "",
            close_url=url(row, "close_notice"),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class ConflictRow:
    """A declared connection as the page of a facility shows it."""

    text: str
    withdraw_url: str


def conflict_rows(facility: Facility, reader: Staff) -> list[ConflictRow]:
    """The inspectors of the reader's agency who take no part; the URL only for one who does."""
    if Permission.INSPECT not in reader.permissions:
        return []
    rows = queries.declared_conflicts(facility.pk)
    names = names_of([row.recorded_by for row in rows])
    is_barred = any(row.recorded_by == reader.id for row in rows)
    return [
        ConflictRow(
            text=_("%(name)s declared a connection on %(day)s and takes no part.")
            % {
                "name": names.get(row.recorded_by, "—"),
                "day": day_text(reader.office.date_of(row.recorded_at)),
            },
            withdraw_url=reverse("inspections:withdraw_conflict", args=[row.pk])
            if not is_barred
            else "",
        )
        for row in rows
    ]


def facility_part(request: StaffRequest, facility: Facility) -> dict[str, Any]:
    """The part of a facility's page about inspections: the last result, and open notices."""
    last = queries.last_inspection(facility.pk)
    reader = request.staff
    may_inspect = (
        Permission.INSPECT in reader.permissions
        and not queries.is_operated_by(facility.pk, reader.agency_id)
        and facility.state == EntryState.PUBLISHED
    )
    return {
        "last": [
            LabelledValue(
                _("Last inspection"),
                last[1].label if last else "",
                note=day_text(last[0]) if last else "",
                missing=_("none"),
            )
        ],
        "conflicts": conflict_rows(facility, reader),
        "notices": notice_rows(queries.open_notices(facility.pk), reader),
        "plan_url": reverse("inspections:plan_inspection", args=[facility.pk])
        if may_inspect
        else "",
        "notice_url": reverse("inspections:issue_notice", args=[facility.pk])
        if may_inspect
        else "",
    }
