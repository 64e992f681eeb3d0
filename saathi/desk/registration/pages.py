"""What the registration page shows next to its form: the report, and each choice's effects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.models import Office, Staff
from saathi.desk.wording import describe_limit
from saathi.infra.join_words import join_words
from saathi.people.formatting import format_age
from saathi.people.vocabulary import Gender
from saathi.protection.casework.cases.queries import office_procedure
from saathi.protection.casework.cases.vocabulary import RiskLevel
from saathi.protection.casework.concerns.rules import order_concerns
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue.references import report_reference
from saathi.protection.identification.intake.queue.wording import (
    confidentiality_note,
    format_received,
)
from saathi.protection.identification.intake.report_notes import describe_visits, list_added_texts
from saathi.protection.identification.intake.vocabulary import (
    HarmTiming,
    InformationSource,
    ReportChannel,
    ReportingPersonKind,
    Urgency,
)
from saathi.web.components import LabelledValue, Text


@dataclass(frozen=True)
class RiskGuidance:
    """The meaning of a risk level, and the dates that it sets."""

    level: Text
    meaning: Text
    dates: str


@dataclass(frozen=True)
class ReportSummary:
    """A report as shown next to the form; read-only."""

    title: str
    account: str
    facts: Sequence[LabelledValue]
    wants_missing: bool  # the child may be missing
    visits: str = ""  # a line for each visit that was made for the report


def report_summary(report: Report, texts: Mapping[str, Any], staff: Staff) -> ReportSummary:
    """The report next to the form, without the reporting person's name."""
    unnamed = confidentiality_note(is_confidential=report.reporter_is_confidential)
    concerns = order_concerns(report.concerns)
    age = format_age(report.child_age_low, report.child_age_high)
    missing = _("not recorded")
    is_untimed = report.is_time_unknown
    received = format_received(report.received_at, staff.office, is_time_unknown=is_untimed)
    return ReportSummary(
        title=_("Report %(reference)s") % {"reference": report_reference(report.pk)},
        account=texts.get("what", ""),
        visits=describe_visits(list_added_texts(report, texts, staff, may_handle=True)),
        facts=[
            LabelledValue(_("Received"), received),
            LabelledValue(_("Channel"), ReportChannel(report.channel).label),
            LabelledValue(_("Urgency"), Urgency(report.urgency).label),
            LabelledValue(
                _("Protection concerns"), join_words([c.label for c in concerns]), missing=missing
            ),
            LabelledValue(_("Timing of the harm"), HarmTiming(report.timing).label),
            LabelledValue(
                _("Reporting person"),
                ReportingPersonKind(report.reporter_kind).label,
                note=unnamed,
            ),
            LabelledValue(_("Source of information"), InformationSource(report.known_from).label),
            LabelledValue(_("Child’s name"), texts.get("child_names", ""), missing=missing),
            LabelledValue(_("Child’s age"), age, missing=missing),
            LabelledValue(_("Gender"), Gender(report.child_gender).label),
            LabelledValue(_("Place"), texts.get("place", ""), missing=missing),
        ],
        wants_missing="missing" in report.concerns,
    )


def risk_guidance(office: Office) -> list[RiskGuidance]:
    """The meaning of each risk level with the dates of the office's procedure."""
    procedure = office_procedure(office, on=office.today())
    return [
        RiskGuidance(
            level.label,
            procedure.meaning_of(level),
            _("Assessment %(hours)s, visit %(days)s.")
            % {
                "hours": describe_limit(procedure.by_risk[level].assessment_hours),
                "days": _days(procedure.by_risk[level].visit_days),
            },
        )
        for level in RiskLevel
    ]


def _days(count: int) -> str:
    return ngettext("every day", "every %(count)d days", count) % {"count": count}
