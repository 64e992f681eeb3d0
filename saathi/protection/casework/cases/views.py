"""Screens of visits. They never refuse to record an event."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi.agencies import access_log, domains
from saathi.agencies.form_submission import submit_form
from saathi.agencies.offline.drafts import DraftTarget
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, requested_page_start, staff_screen
from saathi.people.child_pages import render_child_page
from saathi.people.models import Child
from saathi.people.queries import child_of_file
from saathi.protection.casework.cases import danger, due_queries, queries
from saathi.protection.casework.cases.actions import visiting
from saathi.protection.casework.cases.forms import VisitForm
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.visit_lists import list_child_visits
from saathi.protection.casework.cases.visit_warnings import danger_warning_after_visit
from saathi.protection.casework.cases.vocabulary import VISIT_DRAFT
from saathi.web.page_names import CHILD_FILE


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def list_visits(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The visits to the child, latest first, with their notes."""
    child = child_of_file(request.staff, file_id, Section.VISITS)
    page = list_child_visits(request.staff, child, before=requested_page_start(request))
    access_log.log_file_list(
        request.staff, Section.VISITS, file_id, [visit.id for visit in page.visits]
    )
    return render_child_page(request, child, "cases/list_visits.html", page=page)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_visit(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records a visit; light enough for a phone on a slow connection."""
    case = queries.case_of_file(request.staff, file_id, Section.VISITS)
    child = case.child

    def save(form: VisitForm) -> str:
        recorded = visiting.record_visit(case=case, new=form.to_input(), actor=request.staff)
        visit = recorded.visit
        if asks_safety and recorded.ended_danger:
            messages.success(request, _ended_text(recorded))
        elif warning := danger_warning_after_visit(case, visit, asks_safety=asks_safety):
            messages.warning(request, str(warning))
        agreed = visit.next_visit_on
        due_on = due_queries.visit_due_before(request.staff, case, agreed)
        if agreed and due_on:
            messages.warning(request, _agreed_late(agreed, due_on))
        return reverse(CHILD_FILE, args=[file_id])

    asks_safety = danger.may_know_danger(case, request.staff)
    form = VisitForm(
        request.POST or None,
        time_zone=case.office.time_zone,
        asks_safety=asks_safety,
        is_in_danger=asks_safety and danger.is_in_danger(case),
        is_prevented=asks_safety and danger.must_be_met_alone(case),
    )
    form.draft = DraftTarget(VISIT_DRAFT, file_id)
    form.next_page = domains.next_form("cases:record_visit", request.staff, file_id)
    return submit_form(request, form, save) or _render_visit_form(request, child, case, form)


def _ended_text(recorded: visiting.RecordedVisit) -> str:
    """That the visit ended the alert, and who was notified of it."""
    if recorded.notified_supervisors and recorded.notified_worker:
        return gettext(
            "Saved. The alert has ended; the supervisors and the case worker are notified."
        )
    if recorded.notified_supervisors:
        return gettext("Saved. The alert has ended; the supervisors are notified.")
    if recorded.notified_worker:
        return gettext("Saved. The alert has ended; the case worker is notified.")
    return gettext("Saved. The alert has ended.")


def _agreed_late(agreed: dt.date, due_on: dt.date) -> str:
    """The agreed day beside the day of the procedure, which does not change."""
    text = gettext(
        "The next visit was agreed for %(agreed)s, but the procedure requires it by "
        "%(due)s. The due date does not change. Agree on an earlier date, or change the "
        "due date and give the reason."
    )
    days = {"agreed": date_format(agreed, "j F Y"), "due": date_format(due_on, "j F Y")}
    return text % days


def _render_visit_form(
    request: StaffRequest, child: Child, case: Case, form: VisitForm
) -> HttpResponse:
    return render_child_page(
        request, child, "cases/record_visit.html", form=form, is_ended=case.is_ended
    )
