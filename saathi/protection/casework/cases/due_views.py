"""Screens of due dates: what is due for a child, moving it, and children who were not met."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi.agencies import access, access_log, domains, records
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people.child_pages import render_child_page
from saathi.people.form_pages import render_child_form_page, require_write
from saathi.people.panels import ChildFormPageText, Panel, PanelRow
from saathi.people.queries import child_of_file
from saathi.protection.casework.cases import due_queries
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.due_wording import describe_attempts
from saathi.protection.casework.cases.forms import MoveDueForm
from saathi.protection.casework.cases.models import Due
from saathi.protection.casework.cases.queries import office_procedure
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.web.components import (
    ActionLink,
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    LabelledValue,
)
from saathi.web.page_names import CHILD_FILE

MOVE_PAGE_TEXT = ChildFormPageText(
    _("Change the due date"),
    _("The change and its reason are recorded. A higher risk level brings the date forward again."),
    back="dues:list_dues",
    back_label=_("Due dates"),
    template="consent/form.html",
)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def list_dues(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """What is due for the child: the day, attempts to meet the child, and who may move it."""
    child = child_of_file(request.staff, file_id, Section.VISITS)
    rights = request.rights or access.rights(request.staff, file_id)
    dues = due_queries.list_open_duties(rights)
    access_log.log_file_list(request.staff, Section.VISITS, file_id, [due.pk for due in dues])
    most = office_procedure(request.staff.office, on=request.staff.office.today()).alert_attempts
    may_move = bool(rights.writes & Section.VISITS)
    rows = [
        _due_row(due, most, may_move=may_move and duties.knows_latest_day(due, rights.reads))
        for due in dues
    ]
    panel = Panel(_("Due dates"), rows=rows, empty=_("Nothing is due."))
    return render_child_page(request, child, "cases/list_dues.html", part=panel)


def _due_row(due: Due, most: int, *, may_move: bool) -> PanelRow:
    pairs = [LabelledValue(_("Due date"), date_format(due.due_on, "j F Y"))]
    if due.attempts:
        pairs.append(LabelledValue(_("Child not met"), describe_attempts(due.attempts, most)))
    if due.moved_because:
        pairs.append(LabelledValue(_("Reason for the new date"), due.get_moved_because_display()))
    actions = [ActionLink(_("Do it now"), domains.duty_url(due.duty, due.file_id))]
    if may_move:
        url = reverse("dues:move_due", args=[due.file_id, due.pk])
        actions.append(ActionLink(_("Change the due date"), url))
    return PanelRow(title=Duty(due.duty).label, pairs=pairs, actions=actions)


@staff_screen(Permission.WORK_ON_CASE)
def move_due(request: StaffRequest, file_id: UUID, due_id: UUID) -> HttpResponse:
    """Moves an open duty to another day, with the reason."""
    child = child_of_file(request.staff, file_id, Section.VISITS)
    require_write(request, file_id, Section.VISITS)
    due = records.get_record_of_file(request.staff, Due, file_id, due_id)
    reads, _writes = access.sections_of_file(request.staff, file_id)
    if due.done_on is not None or not due_queries.may_know_duty(due, request.staff, reads):
        raise access.NotAllowed

    def save(form: MoveDueForm) -> str:
        data = form.cleaned_data
        duties.move_duty(
            due=due,
            version=form.seen_version,
            due_on=data["due_on"],
            because=form.reason,
            actor=request.staff,
        )
        return reverse("dues:list_dues", args=[file_id])

    form = MoveDueForm(
        posted_data(request), initial={"version": due.version}, today=request.staff.office.today()
    )
    if answer := submit_form(request, form, save):
        return answer
    latest = duties.latest_day(due, request.staff)
    facts = [
        LabelledValue(_("Task"), Duty(due.duty).label),
        LabelledValue(_("Due date"), date_format(due.due_on, "j F Y")),
        LabelledValue(
            _("Latest date under the procedure"),
            date_format(latest, "j F Y") if latest else "",
            missing=_("not set by the procedure"),
        ),
    ]
    return render_child_form_page(
        request, child, form, MOVE_PAGE_TEXT, weighed=Panel("", pairs=facts)
    )


@require_safe
@staff_screen(Permission.APPROVE)
def list_not_met(request: StaffRequest) -> HttpResponse:
    """The children not met at as many visits in a row as the procedure allows."""
    staff, today = request.staff, request.staff.office.today()
    dues = due_queries.list_children_not_met(staff)
    access_log.log_list_view(staff, [due.pk for due in dues], screen="dues:list_not_met")
    rows = [
        [
            DisplayTableCell(due.case.child.code, url=reverse(CHILD_FILE, args=[due.file_id])),
            DisplayTableCell(str(due.attempts)),
            DisplayTableCell(
                date_format(due.due_on, "j F Y"), tag="danger" if due.due_on < today else ""
            ),
            DisplayTableCell(due.worker.name),
        ]
        for due in dues
    ]
    columns = [
        DisplayTableColumn(_("Case ID")),
        DisplayTableColumn(_("Attempts"), is_number=True),
        DisplayTableColumn(_("Next attempt")),
        DisplayTableColumn(_("Case worker")),
    ]
    table = DisplayTable(_("Children not met"), columns, rows)
    return render(request, "cases/list_not_met.html", {"table": table})
