"""Enquiries about an office's own children: who asks and why, and whether to make contact."""

from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from saathi.agencies import access, access_log
from saathi.agencies.form_pages import FormPageText, render_form_page
from saathi.agencies.form_submission import submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk.child_search import queries
from saathi.desk.child_search.enquiry_pages import enquiry_page
from saathi.desk.child_search.forms import ContactViewForm, EnquiryDecisionForm
from saathi.protection.identification.intake import enquiry_decisions
from saathi.protection.identification.intake.models import EnquiryMatch
from saathi.protection.identification.intake.vocabulary import EnquiryState, SearchPurpose, Urgency
from saathi.web.components import DisplayTable, DisplayTableCell, DisplayTableColumn, EmptyState

MAX_ENQUIRIES = 50


@staff_screen(Permission.ANSWER_ENQUIRY)
def list_enquiries(request: StaffRequest) -> HttpResponse:
    """The enquiries that wait for this office's decision, the most urgent first."""
    waiting_enquiries = queries.list_waiting_enquiries(request.staff, most=MAX_ENQUIRIES + 1)
    waiting = waiting_enquiries[:MAX_ENQUIRIES]
    access_log.log_list_view(
        request.staff, [match.pk for match in waiting], model="intake.enquirymatch"
    )
    empty = EmptyState(
        _("No pending enquiries"),
        _("Enquiries about children who may be known to your office are listed here."),
        icon="message-circle",
    )
    table = _table(request, waiting) if waiting else None
    most = MAX_ENQUIRIES if len(waiting_enquiries) > MAX_ENQUIRIES else None
    context = {"table": table, "empty": empty, "most": most}
    return render(request, "desk/list_enquiries.html", context)


def _table(request: StaffRequest, waiting: Sequence[EnquiryMatch]) -> DisplayTable:
    zone = ZoneInfo(request.staff.office.time_zone)
    askers = queries.staff_who_asked(waiting)
    columns = [
        DisplayTableColumn(_("Requested on")),
        DisplayTableColumn(_("Reason")),
        DisplayTableColumn(_("Urgency")),
        DisplayTableColumn(_("Requested by")),
        DisplayTableColumn(_("Agency")),
    ]
    rows = [
        [
            DisplayTableCell(
                formats.date_format(match.asked_at.astimezone(zone), "SHORT_DATE_FORMAT"),
                reverse("desk:show_enquiry", args=[match.pk]),
            ),
            DisplayTableCell(SearchPurpose(match.purpose).label),
            DisplayTableCell(
                Urgency(match.urgency).label,
                tag="danger" if match.urgency == Urgency.NOW else "",
            ),
            DisplayTableCell(askers[match.asker].name),
            DisplayTableCell(askers[match.asker].agency.name),
        ]
        for match in waiting
    ]
    return DisplayTable(_("Pending enquiries"), columns, rows)


@sensitive_post_parameters()
@staff_screen(Permission.ANSWER_ENQUIRY)
def show_enquiry(request: StaffRequest, match_id: UUID) -> HttpResponse:
    """One enquiry with the child's own statements, and the decision on it."""
    match = access.get(request.staff, EnquiryMatch, match_id)
    waits = match.state == EnquiryState.WAITING

    def save(form: EnquiryDecisionForm) -> str:
        if not waits:
            raise access.NotAllowed
        enquiry_decisions.decide_on_contact(
            match=match,
            decision=form.to_input(),
            version=form.seen_version,
            actor=request.staff,
        )
        return reverse("desk:list_enquiries")

    form = EnquiryDecisionForm(request.POST or None, initial={"version": match.version})
    if answer := submit_form(request, form, save):
        return answer
    context = {"page": enquiry_page(match, request), "form": form if waits else None}
    return render(request, "desk/show_enquiry.html", context)


CHILD_VIEW_PAGE_TEXT = FormPageText(
    _("Child’s view on contact with this person"),
    _(
        "A person the child trusts asks the child alone, in the child’s language, and explains that nothing "
        "happens without the child’s agreement."
    ),
    _("Save"),
    _("Enquiry"),
)


@sensitive_post_parameters()
@staff_screen(Permission.ANSWER_ENQUIRY)
def record_child_view_on_enquiry(request: StaffRequest, match_id: UUID) -> HttpResponse:
    """Records the child's view on contact with the person who asks."""
    match = access.get(request.staff, EnquiryMatch, match_id)
    if match.state != EnquiryState.WAITING:
        raise access.NotAllowed
    address = reverse("desk:show_enquiry", args=[match.pk])

    def save(form: ContactViewForm) -> str:
        enquiry_decisions.record_child_view(
            match=match, data=form.to_input(), version=form.seen_version, actor=request.staff
        )
        return address

    today = request.staff.office.today()
    form = ContactViewForm(request.POST or None, initial={"version": match.version}, today=today)
    answer = submit_form(request, form, save, newest_url=address)
    return answer or render_form_page(request, form, CHILD_VIEW_PAGE_TEXT, address)
