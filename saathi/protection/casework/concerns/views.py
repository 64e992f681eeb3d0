"""Screens of the protection concerns of a child: list, add, change."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.casework.concerns import actions
from saathi.protection.casework.concerns.models import CaseReport, ProtectionConcern
from saathi.protection.casework.concerns.vocabulary import CURRENT_STATUSES
from saathi.protection.identification.intake.queue.references import report_reference
from saathi.protection.identification.intake.queue.wording import (
    confidentiality_note,
    format_received,
)

screens = kit.RecordScreens("concerns")

ADD = kit.ChildFormPageText(_("Add protection concern"), back="concerns:list_concerns")
EDIT = kit.ChildFormPageText(_("Edit protection concern"), back="concerns:list_concerns")


class ConcernForm(kit.DerivedForm[ProtectionConcern]):
    """Form for a new protection concern."""

    model = ProtectionConcern
    names = "concern since source status note"


class ConcernChangeForm(kit.DerivedForm[ProtectionConcern]):
    """Form for what is known about a concern; its kind does not change."""

    model = ProtectionConcern
    names = "since source status note"


@screens.child_list(
    "concerns/", Permission.WORK_ON_CASE, kit.RecordQuery(ProtectionConcern, "-since")
)
def list_concerns(
    request: StaffRequest, child: Child, concerns: list[ProtectionConcern]
) -> kit.PageContent:
    """The protection concerns of a child: current ones, then those that ended."""
    add = screens.links(request, child.file_id, "add_concern", _("Add protection concern"))
    current = [concern for concern in concerns if _is_current(concern)]
    ended = [concern for concern in concerns if not _is_current(concern)]
    parts = [
        kit.Panel(
            _("Current protection concerns"),
            actions=add,
            rows=[_concern_row(request, concern) for concern in current],
            empty=_("No current protection concern is recorded."),
        )
    ]
    if ended:
        rows = [_concern_row(request, concern) for concern in ended]
        parts.append(kit.Panel(_("Earlier protection concerns"), rows=rows))
    return kit.PageContent(parts=parts)


@screens.child_list("reports/", Permission.WORK_ON_CASE, kit.RecordQuery(CaseReport, "received_at"))
def list_case_reports(
    request: StaffRequest, _child: Child, reports: list[CaseReport]
) -> kit.PageContent:
    """The reports about a child: the one the case was opened from, and later ones."""
    rows = [_report_row(request, report) for report in reports]
    empty = _("The case was not opened from a report.")
    return kit.PageContent(parts=[kit.Panel(_("Reports"), rows=rows, empty=empty)])


def _report_row(request: StaffRequest, report: CaseReport) -> kit.PanelRow:
    unnamed = confidentiality_note(is_confidential=report.reporter_is_confidential)
    who = kit.LabelledValue(
        _("Reporting person"), kit.format_field(report, "reporter_kind"), note=unnamed
    )
    received = format_received(
        report.received_at, request.staff.office, is_time_unknown=report.is_time_unknown
    )
    fields: list[str | kit.LabelledValue] = [
        kit.LabelledValue(_("Received"), received),
        "urgency",
        "channel",
        who,
        "known_from",
        "timing",
        "what",
        "place",
        "visits",
    ]
    state = _("Case opened from this report") if report.is_opening else _("Added to the case")
    reference = report_reference(report.report)
    return kit.record_row(report, fields, title=reference, state_text=state)


def _is_current(concern: ProtectionConcern) -> bool:
    return concern.status in CURRENT_STATUSES


def _concern_row(request: StaffRequest, concern: ProtectionConcern) -> kit.PanelRow:
    return kit.record_row(
        concern,
        "since source note",
        title=kit.format_field(concern, "concern"),
        state="status",
        is_over=not _is_current(concern),
        actions=screens.links(request, concern, "change_concern", _("Edit")),
    )


@screens.child_form("concerns/new/", Permission.WORK_ON_CASE, ConcernForm, ADD)
def add_concern(request: StaffRequest, child: Child, form: ConcernForm) -> None:
    """Adds a protection concern."""
    concern = form.to_record(file_id=child.file_id, child=child)
    actions.add_concern(concern=concern, actor=request.staff)


@screens.child_edit(
    "concerns/<uuid:concern_id>/",
    Permission.WORK_ON_CASE,
    ProtectionConcern,
    ConcernChangeForm,
    EDIT,
)
def change_concern(
    request: StaffRequest, concern: ProtectionConcern, form: ConcernChangeForm
) -> None:
    """Changes a protection concern."""
    kit.save_changes(request, concern, form)
