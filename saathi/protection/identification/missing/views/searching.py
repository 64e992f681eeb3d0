"""Screens of the search: searches, sightings, state, finding, closing."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from saathi.agencies import access
from saathi.agencies.form_pages import FormPageText, render_form_page
from saathi.agencies.form_submission import RecordForm, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.protection.identification.missing import danger, queries, rules
from saathi.protection.identification.missing.actions import searching
from saathi.protection.identification.missing.closing_pages import closing_alerts, found_alerts
from saathi.protection.identification.missing.forms.searching import (
    FoundChildForm,
    MissingChildSearchForm,
    MissingReportCloseForm,
    MissingReportStateForm,
    SightingForm,
    SightingVerificationForm,
)
from saathi.protection.identification.missing.models import MissingReport
from saathi.protection.identification.missing.vocabulary import (
    MissingReportState,
    SightingState,
)
from saathi.vault import store as vault

report_form_text = partial(FormPageText, back=_("Report"))


def get_missing_report(request: StaffRequest, missing_id: UUID) -> MissingReport:
    """The report, with the access logged; 404 to staff who may not write it."""
    report = access.get(request.staff, MissingReport, missing_id)
    access.require(request.staff, Permission.RECORD_REPORT, report)
    return report


def render_report_form[FormT: RecordForm](
    request: StaffRequest,
    report: MissingReport,
    form: FormT,
    work: Callable[[FormT], object],
    text: FormPageText,
) -> HttpResponse:
    """The form of a report, or a redirect to the report once it is saved."""
    report_url = reverse("missing:show_missing", args=[report.pk])

    def save(sent: FormT) -> str:
        work(sent)
        return report_url

    answer = submit_form(request, form, save, newest_url=report_url)
    return answer or render_form_page(request, form, text, report_url)


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def add_search(request: StaffRequest, missing_id: UUID) -> HttpResponse:
    """Records a search for the child."""
    report = get_missing_report(request, missing_id)
    form = MissingChildSearchForm(request.POST or None, today=request.staff.office.today())
    text = report_form_text(
        _("Search for the child"),
        _("Record searches without a result as well, so that they are not repeated."),
        _("Save"),
    )

    def work(sent: MissingChildSearchForm) -> None:
        searching.record_search(report=report, data=sent.to_input(), actor=request.staff)

    return render_report_form(request, report, form, work, text)


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def add_sighting(request: StaffRequest, missing_id: UUID) -> HttpResponse:
    """Records a sighting of the child."""
    report = get_missing_report(request, missing_id)
    form = SightingForm(request.POST or None, today=request.staff.office.today())
    text = report_form_text(
        _("Sighting or information about the child"),
        _("The information is marked as unconfirmed until it is verified."),
        _("Save as unconfirmed"),
    )

    def work(sent: SightingForm) -> None:
        searching.record_sighting(report=report, data=sent.to_input(), actor=request.staff)

    return render_report_form(request, report, form, work, text)


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def verify_sighting(request: StaffRequest, missing_id: UUID, sighting_id: UUID) -> HttpResponse:
    """Records whether a sighting was confirmed."""
    report = get_missing_report(request, missing_id)
    sighting = queries.get_sighting(request.staff, report, sighting_id)
    note = vault.open(sighting).get("note", "")
    initial = {"state": sighting.state, "note": note, "version": sighting.version}
    form = SightingVerificationForm(request.POST or None, initial=initial)
    text = report_form_text(_("Record outcome"), _("Describe how this was verified."), _("Save"))

    def work(sent: SightingVerificationForm) -> None:
        searching.settle_sighting(
            sighting=sighting,
            state=SightingState(sent.cleaned_data["state"]),
            note=sent.cleaned_data["note"],
            version=sent.seen_version,
            actor=request.staff,
        )

    return render_report_form(request, report, form, work, text)


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def record_child_found(request: StaffRequest, missing_id: UUID) -> HttpResponse:
    """Records that the child was found."""
    report = get_missing_report(request, missing_id)
    _require_move(report, MissingReportState.FOUND)
    today = request.staff.office.today()
    form = FoundChildForm(request.POST or None, initial={"version": report.version}, today=today)
    text = report_form_text(
        _("Child found"),
        _(
            "Help is the same however the child left. A child who returns may need to be "
            "asked why they left."
        ),
        _("Save"),
        alerts=found_alerts() if danger.is_child_in_danger(report) else (),
    )

    def work(sent: FoundChildForm) -> None:
        searching.record_found(
            report=report, data=sent.to_input(), version=sent.seen_version, actor=request.staff
        )

    return render_report_form(request, report, form, work, text)


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def change_report_state(request: StaffRequest, missing_id: UUID) -> HttpResponse:
    """Resumes the search, or marks that a possible match is followed up."""
    report = get_missing_report(request, missing_id)
    now = MissingReportState(report.state)
    form = MissingReportStateForm(
        request.POST or None, initial={"version": report.version}, now=now
    )
    text = report_form_text(
        _("Search status"),
        _(
            "If the search resumes, what was recorded when the child was found or the search was closed "
            "stays in the history."
        ),
        _("Save"),
    )

    def work(sent: MissingReportStateForm) -> None:
        searching.change_report_state(
            report=report,
            state=MissingReportState(sent.cleaned_data["state"]),
            version=sent.seen_version,
            actor=request.staff,
        )

    return render_report_form(request, report, form, work, text)


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def close_missing_report(request: StaffRequest, missing_id: UUID) -> HttpResponse:
    """Closes the report."""
    report = get_missing_report(request, missing_id)
    in_danger = danger.is_child_in_danger(report)
    is_again = in_danger and report.state == MissingReportState.CLOSED
    if not is_again:
        _require_move(report, MissingReportState.CLOSED)
    form = MissingReportCloseForm(
        request.POST or None, initial={"version": report.version}, in_danger=in_danger
    )
    title = _("Confirm the closing") if is_again else _("Close report")
    text = report_form_text(
        title,
        _("Do not close a report only because time has passed. A closed report can be reopened."),
        title,
        alerts=closing_alerts(request.staff) if in_danger else (),
    )

    def work(sent: MissingReportCloseForm) -> None:
        searching.close_missing_report(
            report=report, data=sent.to_input(), version=sent.seen_version, actor=request.staff
        )

    return render_report_form(request, report, form, work, text)


def _require_move(report: MissingReport, state: MissingReportState) -> None:
    if state not in rules.REPORT_TRANSITIONS[MissingReportState(report.state)]:
        raise access.NotAllowed
