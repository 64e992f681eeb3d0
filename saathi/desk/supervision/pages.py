"""The supervisor's dashboard for its template: four blocks of numbers, with oldest items."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from saathi.agencies.models import Staff
from saathi.desk.day import wording
from saathi.desk.led_offices import LedOffice
from saathi.desk.supervision import addresses, queries
from saathi.desk.supervision.dashboard_workload import workload_table
from saathi.desk.supervision.queries import SupervisedScope
from saathi.people.queries import codes_of_files
from saathi.protection.casework.cases import supervision
from saathi.protection.casework.cases.risk_tags import risk_tag
from saathi.protection.casework.cases.supervision import (
    PartSummary,
    SupervisedOffices,
    SupervisedPart,
    SupervisionOverview,
    WaitingApprovals,
)
from saathi.protection.casework.cases.vocabulary import Duty, RiskLevel
from saathi.protection.identification.intake.vocabulary import Urgency
from saathi.web.components import (
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    Text,
)

MAX_OFFICES = 100
_ALL_AT_HIGH_RISK = frozenset({SupervisedPart.NEVER_MET, SupervisedPart.NO_CONTACT})
OVERDUE_NAMES: dict[str, str | Promise] = {
    Duty.ASSESSMENT: gettext_lazy("Assessments"),
    Duty.PLAN: gettext_lazy("Case plans"),
    Duty.VISIT: gettext_lazy("Visits"),
    Duty.REVIEW: gettext_lazy("Reviews"),
    Duty.TIME_LIMIT: gettext_lazy("Legal time limits"),
    Duty.ALERT: gettext_lazy("Authorities to be informed"),
    Duty.TASK: gettext_lazy("Tasks"),
    Duty.ABROAD: gettext_lazy("Responses from abroad"),
    Duty.SCREENING: gettext_lazy("International protection screenings"),
    Duty.VERIFICATION: gettext_lazy("Verifications abroad"),
    Duty.SOLUTIONS: gettext_lazy("Assessments of alternatives to return"),
    Duty.BEST_INTERESTS: gettext_lazy("Best interests: next steps"),
    Duty.BEST_INTERESTS_REVIEW: gettext_lazy("Best interests reviews"),
    Duty.TELL_DECISION: gettext_lazy("Children to be informed of a decision"),
    Duty.APPEAL: gettext_lazy("Deadlines for appeal"),
    Duty.TRACING_WISH: gettext_lazy("Children to be asked about family tracing"),
    Duty.TRACING_STEP: gettext_lazy("First steps of family tracing"),
    Duty.TRACING_REVIEW: gettext_lazy("Reviews of family tracing"),
    Duty.TRACING_SOLUTION: gettext_lazy("Care options to be assessed while tracing continues"),
    Duty.FAMILY_CLAIM: gettext_lazy("Claims of family members to be verified"),
    Duty.FAMILY_VISIT: gettext_lazy("Visits after reunification"),
    Duty.TRANSFER_ANSWER: gettext_lazy("Answers of other countries to transfers"),
    Duty.TRANSFER_RECEIPT: gettext_lazy("Confirmations that transferred children arrived"),
    Duty.TRANSFER_VISIT: gettext_lazy("First visits after transfers"),
    Duty.TRANSFER_REPORT: gettext_lazy("Reports after transfers"),
    Duty.HEARING_READY: gettext_lazy("Arrangements for hearings"),
    Duty.HEARING: gettext_lazy("Court hearings"),
    Duty.CLAIM_DEADLINE: gettext_lazy("Last days to claim compensation"),
    Duty.REMEDY_STEP: gettext_lazy("Next steps of claims"),
    Duty.MONEY_REVIEW: gettext_lazy("Reviews of who controls children’s money"),
    Duty.PROTECTION_REVIEW: gettext_lazy("Reviews of protection measures"),
    Duty.THREAT_CHECK: gettext_lazy("Checks of threats to children"),
    Duty.RETURN_CONTACT: gettext_lazy("Contacts after return"),
    Duty.RETURN_SIGN: gettext_lazy("Signs of retrafficking to be checked"),
    Duty.HARD_ANSWER: gettext_lazy("Support after the answer “very hard”"),
    Duty.LIVELIHOOD: gettext_lazy("Effects of livelihood support to be reviewed"),
    Duty.AFTERCARE: gettext_lazy("Aftercare plans"),
    Duty.PLACEMENT_REVIEW: gettext_lazy("Placement reviews"),
    Duty.EXCEPTION_ENDS: gettext_lazy("Exceptions for placements that end"),
    Duty.PLACEMENT_ENDS: gettext_lazy("Short stays that end"),
    Duty.MISSING_FROM_CARE: gettext_lazy("Children missing from care"),
    Duty.COMING_OF_AGE: gettext_lazy("Children turning 18"),
    Duty.SUPERVISION: gettext_lazy("Supervisions"),
    Duty.CONFERENCE: gettext_lazy("Case conferences"),
    Duty.DECISION: gettext_lazy("Conference decisions"),
    Duty.SAFETY_PLAN: gettext_lazy("Safety plan reviews"),
    Duty.PLAN_STEP: gettext_lazy("Case plan steps"),
    Duty.DOCUMENT: gettext_lazy("Documents that expire"),
    Duty.SEND_REFERRAL: gettext_lazy("Referrals to be sent"),
}


@dataclass(frozen=True)
class DashboardNumber:
    """One number with its list, and the oldest item in it."""

    label: Text
    amount: int
    url: str
    note: str = ""
    oldest: str = ""
    oldest_code: str = ""
    oldest_url: str = ""
    tone: Literal["", "danger", "attend"] = ""


@dataclass(frozen=True)
class DashboardBlock:
    """Numbers under one heading; `none` is the text if all are zero."""

    title: Text
    numbers: Sequence[DashboardNumber]
    none: Text
    note: str = ""


@dataclass(frozen=True)
class Dashboard:
    """The blocks of these offices, the workload of each worker, and each office if there are several."""

    blocks: Sequence[DashboardBlock]
    workload: DisplayTable | None
    offices: DisplayTable | None
    scope: SupervisedScope
    codes: Mapping[UUID, str]
    shown_files: Sequence[UUID]


def dashboard_page(staff: Staff, office: str, other_files: Collection[UUID] = ()) -> Dashboard:
    """The dashboard of a supervisor for all offices that they lead, or the one in the URL.

    `other_files` are other files on the page; their case IDs are loaded with the dashboard's.
    """
    scope = queries.get_supervised_scope(staff, office)
    led = queries.supervised_offices(staff, scope)
    overview = SupervisionOverview() if scope.is_too_many else supervision.load_overview(led)
    oldest_files = sorted({part.file for part in overview.parts.values()})
    codes = codes_of_files(staff, {*oldest_files, *other_files})
    writer = _NumberWriter(staff, scope, led, codes)
    blocks = [
        _reports_block(writer),
        _risk_block(writer, overview),
        _overdue_block(writer, overview),
        _decisions_block(writer, overview),
    ]
    offices = _offices_table(staff, scope, overview) if len(scope.offices) > 1 else None
    return Dashboard(
        blocks=[block for block in blocks if block.numbers or not scope.is_too_many],
        workload=workload_table(scope, overview, led) if overview.workers else None,
        offices=offices,
        scope=scope,
        codes=codes,
        shown_files=oldest_files,
    )


@dataclass(frozen=True)
class _NumberWriter:
    """Writes the numbers of one page."""

    staff: Staff
    scope: SupervisedScope
    led: SupervisedOffices
    codes: dict[UUID, str]

    @property
    def office(self) -> UUID | None:
        """The chosen office, for URLs; None for all."""
        return self.scope.chosen.pk if self.scope.chosen else None

    def of_part(
        self,
        label: Text,
        part: str,
        summary: PartSummary | None,
        *,
        tone: Literal["", "danger", "attend"] = "",
    ) -> list[DashboardNumber]:
        """The number for one part of the cases, in a list; empty for zero."""
        if summary is None:
            return []
        code = self.codes.get(summary.file, "")
        days = (self.led.today - summary.oldest).days
        return [
            DashboardNumber(
                label,
                summary.amount,
                addresses.matters_address(part, office=self.office),
                note="" if part in _ALL_AT_HIGH_RISK else _high_note(summary.high),
                oldest=_oldest(days) + _other_risk(summary),
                oldest_code=code,
                oldest_url=reverse("desk:child_file", args=[summary.file]) if code else "",
                tone=tone,
            )
        ]


def _oldest(days: int) -> str:
    return _("oldest: %(days)s") % {"days": wording.describe_days(days)}


def _other_risk(summary: PartSummary) -> str:
    """The oldest case's risk if lower than high, so that it is not mistaken for a high-risk one."""
    if not summary.high or summary.risk == RiskLevel.HIGH:
        return ""
    text = risk_tag(summary.risk).text if summary.risk else _("no risk level")
    return f" · {text}"


def _high_note(count: int) -> str:
    return _("High risk: %(count)d") % {"count": count} if count else ""


def _reports_block(writer: _NumberWriter) -> DashboardBlock:
    """The unaccepted reports, by urgency."""
    counted = queries.count_waiting_reports(writer.staff, writer.scope)
    by_urgency = {item.urgency: item for item in counted}
    numbers = [
        DashboardNumber(
            Urgency(urgency).label,
            by_urgency[urgency].amount,
            addresses.reports_address(urgency, office=writer.office),
            oldest=_oldest(_days_since(writer, by_urgency[urgency].oldest)),
            tone="danger" if urgency in {Urgency.NOW, Urgency.TODAY} else "",
        )
        for urgency in Urgency
        if urgency in by_urgency
    ]
    return DashboardBlock(_("Reports to accept"), numbers, _("No reports waiting to be accepted."))


def _days_since(writer: _NumberWriter, moment: dt.datetime) -> int:
    return (writer.led.today - writer.staff.office.date_of(moment)).days


def not_met_label(days: int) -> str:
    """The label for children at high risk not met for longer than the procedure allows."""
    text = ngettext(
        "High risk, not met for more than %(count)d day",
        "High risk, not met for more than %(count)d days",
        days,
    )
    return text % {"count": days}


def _risk_block(writer: _NumberWriter, overview: SupervisionOverview) -> DashboardBlock:
    led = writer.led
    attempts = led.procedure.contact_attempts
    not_met = ngettext(
        "Not met at the last %(count)d visit", "Not met at the last %(count)d visits", attempts
    )
    return DashboardBlock(
        _("Children at risk"),
        [
            *writer.of_part(
                _("May be in danger"),
                SupervisedPart.DANGER,
                overview.parts.get(SupervisedPart.DANGER),
                tone="danger",
            ),
            *writer.of_part(
                _("High risk, not met yet"),
                SupervisedPart.NEVER_MET,
                overview.parts.get(SupervisedPart.NEVER_MET),
                tone="danger",
            ),
            *writer.of_part(
                not_met_label(led.contact_days),
                SupervisedPart.NO_CONTACT,
                overview.parts.get(SupervisedPart.NO_CONTACT),
                tone="danger",
            ),
            *writer.of_part(
                not_met % {"count": attempts},
                SupervisedPart.NOT_MET,
                overview.parts.get(SupervisedPart.NOT_MET),
                tone="danger",
            ),
        ],
        _("Every child at high risk was met in time."),
    )


def _overdue_block(writer: _NumberWriter, overview: SupervisionOverview) -> DashboardBlock:
    numbers = [
        number
        for duty, label in OVERDUE_NAMES.items()
        for number in writer.of_part(label, duty, overview.parts.get(duty), tone="attend")
    ]
    return DashboardBlock(
        _("Overdue work"), numbers, _("Nothing is overdue."), _overdue_note(overview)
    )


def _overdue_note(overview: SupervisionOverview) -> str:
    """What the tables below count as overdue; empty if nothing is."""
    if not any(duty in overview.parts for duty in Duty):
        return ""
    return _(
        "The tables below count cases. A case with several overdue items, or with a "
        "referral without a response, is counted once."
    )


def _decisions_block(writer: _NumberWriter, overview: SupervisionOverview) -> DashboardBlock:
    """The block of what waits for the supervisor's decision, and for answers from services."""
    parts = overview.parts
    numbers = [
        replace(number, url=addresses.approvals_address(office=writer.office))
        for number in writer.of_part(
            _("Approvals"), SupervisedPart.APPROVAL, parts.get(SupervisedPart.APPROVAL)
        )
    ]
    unassigned = parts.get(SupervisedPart.UNASSIGNED)
    numbers += writer.of_part(_("Cases to assign"), SupervisedPart.UNASSIGNED, unassigned)
    referrals = parts.get(Duty.REFERRAL)
    numbers += writer.of_part(_("Referrals without a response"), Duty.REFERRAL, referrals)
    return DashboardBlock(_("Decisions and responses"), numbers, _("No decisions pending."))


def _offices_table(
    staff: Staff, scope: SupervisedScope, overview: SupervisionOverview
) -> DisplayTable:
    """The table of offices with what waits; without case numbers if there are too many to count."""
    counts_cases = scope.chosen is None and not scope.is_too_many
    waits = overview.waits if counts_cases else queries.count_waiting_approvals(staff, scope)
    none = WaitingApprovals(0, None)
    ordered = sorted(
        scope.offices, key=lambda office: (-waits.get(office.pk, none).amount, office.name)
    )
    columns = [
        DisplayTableColumn(_("Office"), is_plain=True),
        DisplayTableColumn(_("Staff"), is_number=True),
        DisplayTableColumn(_("Approvals"), is_number=True),
        DisplayTableColumn(_("Oldest")),
    ]
    if counts_cases:
        columns += [
            DisplayTableColumn(_("Open cases"), is_number=True),
            DisplayTableColumn(_("High risk"), is_number=True),
            DisplayTableColumn(_("Overdue cases"), is_number=True),
        ]
    rows = [
        _office_row(staff, office, waits.get(office.pk, none))
        + (_case_cells(office, overview) if counts_cases else [])
        for office in ordered[:MAX_OFFICES]
    ]
    return DisplayTable(_("Your offices"), columns, rows, note=_offices_note(scope))


def _offices_note(scope: SupervisedScope) -> str:
    if scope.chosen:
        return _("Shown above: %(office)s") % {"office": scope.chosen.name}
    if scope.is_too_many:
        return _("Choose an office to see its cases and workers.")
    return ""


def _office_row(staff: Staff, office: LedOffice, waits: WaitingApprovals) -> list[DisplayTableCell]:
    oldest = ""
    if waits.oldest:
        oldest = wording.describe_days((staff.office.today() - waits.oldest).days)
    return [
        DisplayTableCell(office.name, url=f"?office={office.pk}"),
        DisplayTableCell(str(office.people)),
        DisplayTableCell(
            str(waits.amount),
            url=addresses.approvals_address(office=office.pk) if waits.amount else "",
        ),
        DisplayTableCell(oldest or "–"),
    ]


def _case_cells(office: LedOffice, overview: SupervisionOverview) -> list[DisplayTableCell]:
    loads = [load for load in overview.workers if load.office == office.pk]
    return [
        DisplayTableCell(str(sum(load.cases for load in loads))),
        DisplayTableCell(str(sum(load.high for load in loads))),
        DisplayTableCell(str(sum(load.late for load in loads))),
    ]
