"""Views of the report queue: list, accept, reassign, name colleagues; the duty roster."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from saathi.agencies import access, access_log
from saathi.agencies.form_pages import FormPageText, render_form_page
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.list_kit.declaration import ListDeclaration
from saathi.agencies.list_kit.screens import list_response
from saathi.agencies.models import Office
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import get_office, names_of
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.protection.identification.intake import report_additions
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue import (
    actions,
    lists,
    pages,
    passed_on_reports,
    queries,
)
from saathi.protection.identification.intake.queue.forms import (
    NamedInReport,
    NamedInReportForm,
    ShiftForm,
)
from saathi.protection.identification.intake.queue.models import ReportResponse
from saathi.protection.identification.intake.queue.reassign_forms import (
    ReassignForm,
    ReassignSearchForm,
)
from saathi.protection.identification.intake.queue.references import report_reference
from saathi.protection.identification.intake.queue.wording import moment_text

NAME = FormPageText(
    gettext_lazy("Colleague or office named in the report"),
    gettext_lazy(
        "The report goes to the office above the people named. They, and supervisors who "
        "supervise only their office, can no longer see it. This cannot be undone here."
    ),
    gettext_lazy("Save"),
    gettext_lazy("Report"),
)


@staff_screen(Permission.RECORD_REPORT)
def list_reports(request: StaffRequest) -> HttpResponse:
    """The queue of reports that this person may read, or those passed on; with those on duty."""
    choice = lists.QueueChoice.from_query(request.GET, request.staff)

    def log_shown(shown: Sequence[ReportResponse | Report]) -> None:
        ids = [each.pk if isinstance(each, Report) else each.report_id for each in shown]
        access_log.log_list_view(request.staff, ids, model="intake.report")

    context = {
        "tabs": lists.queue_tabs(request.staff, choice),
        "scopes": lists.scope_tabs(choice),
        "duty": pages.duty_panel(request, request.staff.office),
    }
    queue: ListDeclaration[Any] = (
        passed_on_reports.passed_on_list(request.staff)
        if choice.tab == lists.PASSED_ON
        else lists.report_queue(request.staff, choice)
    )
    return list_response(request, queue, "intake/list_reports.html", context, log_shown)


@require_POST
@staff_screen(Permission.RECORD_REPORT)
def accept_report(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Accepts a report; if someone else was first, says who."""
    acceptance = actions.accept_report(report_id=report_id, actor=request.staff)
    reference = {"reference": report_reference(report_id)}
    if acceptance.is_accepted:
        messages.success(request, _("You accepted report %(reference)s.") % reference)
    elif acceptance.by and acceptance.at:
        who = {
            "name": names_of([acceptance.by]).get(acceptance.by, ""),
            "moment": moment_text(acceptance.at, request.staff.office),
        }
        text = _("%(name)s already accepted report %(reference)s on %(moment)s.")
        messages.info(request, text % (reference | who))
    else:
        messages.info(request, _("Report %(reference)s is closed.") % reference)
    if access.visible(request.staff, Report).filter(pk=report_id).exists():
        return redirect("intake:show_report", report_id)
    return redirect("intake:list_reports")


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def reassign_report(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Reassigns a report to a colleague, who is searched for by name."""
    report = access.get(request.staff, Report, report_id)
    queries.require_handling(report, request.staff)
    report_url = reverse("intake:show_report", args=[report.pk])
    if report.outcome:
        return redirect(report_url)

    def save(form: ReassignForm) -> str:
        keeps, note = form.cleaned_data["keeps"], form.cleaned_data["note"]
        colleague = form.cleaned_data["to"]
        if any(form.named_ids):
            return _save_note_as_information(request, report, form)
        try:
            actions.reassign_report(
                report=report, colleague=colleague, note=note, keeps=keeps, actor=request.staff
            )
        except actions.ReportClosed:
            reference = {"reference": report_reference(report.pk)}
            messages.info(request, _("Report %(reference)s is closed.") % reference)
            return report_url
        return report_url if keeps else reverse("intake:list_reports")

    search = ReassignSearchForm(request.POST, auto_id="search-%s")
    text = search.cleaned_data["q"] if search.is_valid() else ""
    possible_assignees = queries.find_possible_assignees(request.staff, report, text)
    is_search = "search" in request.POST
    sent = None if is_search else posted_data(request)
    form = ReassignForm(
        sent, colleagues=possible_assignees, initial={"q": text}, actor=request.staff
    )
    answer = None if is_search else submit_form(request, form, save, newest_url=report_url)
    context = {
        "form": form,
        "search": search,
        "has_found": bool(possible_assignees) or form.is_bound,
        "address": report_url,
    }
    return answer or render(request, "intake/reassign_report.html", context)


def _save_note_as_information(request: StaffRequest, report: Report, form: ReassignForm) -> str:
    """Where the reader goes once the report bypasses those that the note accuses, and is not reassigned."""
    report_additions.add_information(
        report=report, text=form.cleaned_data["note"], actor=request.staff, named=form.named_ids
    )
    messages.warning(request, _("The report was not reassigned. The note was saved."))
    return url_after_naming(request, report.pk)


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def record_named_colleagues(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Records that a report names colleagues or an office; they can no longer see it."""
    report = access.get(request.staff, Report, report_id)
    queries.require_handling(report, request.staff)
    report_url = reverse("intake:show_report", args=[report.pk])

    def save(form: NamedInReportForm) -> str:
        named = cast("NamedInReport", form.cleaned_data["named"])
        actions.record_named_colleagues(
            report=report,
            staff_ids=[person.pk for person in named.staff],
            office_id=named.office.pk if named.office else None,
            actor=request.staff,
        )
        return url_after_naming(request, report.pk)

    form = NamedInReportForm(posted_data(request), agency_id=request.staff.agency_id)
    answer = submit_form(request, form, save, newest_url=report_url)
    return answer or render_form_page(request, form, NAME, report_url)


def url_after_naming(request: StaffRequest, report_id: UUID) -> str:
    """The URL of the report, or of the queue if the reader lost access; tells the person so."""
    report = access.visible(request.staff, Report).filter(pk=report_id).first()
    reference = {"reference": report_reference(report_id)}
    if report is None:
        text = _("Report %(reference)s was saved. The office above the people named handles it.")
        messages.success(request, text % reference)
        return reverse("intake:list_reports")
    if queries.find_bypassed(report, [request.staff.pk]):
        text = _("Report %(reference)s was saved and sent to the people now handling it.")
        messages.success(request, text % reference)
    return reverse("intake:show_report", args=[report_id])


@staff_screen(Permission.ASSIGN)
def show_roster(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """The duty roster of an office that this person leads, and the form for a new shift."""
    office = _led_office(request, office_id)

    def save(form: ShiftForm) -> str:
        actions.add_shifts(office=office, new=form.to_input(), actor=request.staff)
        messages.success(request, _("The shift was added."))
        return request.path

    colleagues = queries.staff_who_take_reports(request.staff.agency_id)
    form = ShiftForm(posted_data(request), colleagues=colleagues, time_zone=office.time_zone)
    answer = submit_form(request, form, save)
    context = {"page": pages.roster_page(request.staff, office), "form": form}
    return answer or render(request, "intake/show_roster.html", context)


@require_POST
@staff_screen(Permission.ASSIGN)
def end_shift(request: StaffRequest, office_id: UUID, shift_id: UUID) -> HttpResponse:
    """Removes a shift from the roster, or ends the one under way."""
    office = _led_office(request, office_id)
    change = actions.end_shift(office=office, shift_id=shift_id, actor=request.staff)
    if change == actions.ShiftChange.ENDED:
        messages.success(request, _("The shift was ended."))
    elif change == actions.ShiftChange.REMOVED:
        messages.success(request, _("The shift was removed."))
    return redirect("intake:show_roster", office.pk)


def _led_office(request: StaffRequest, office_id: UUID) -> Office:
    office = get_office(request.staff.agency_id, office_id)
    if office is None or office.pk not in request.staff.acts_as:
        raise access.NotAllowed
    return office
