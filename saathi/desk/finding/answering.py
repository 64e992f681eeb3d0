"""The holder's side of an enquiry: what waits, who asks and why, and whether to make contact."""

from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from saathi.agencies import access, looking
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sending import send
from saathi.desk.finding import queries
from saathi.desk.finding.answer_pages import enquiry_page
from saathi.desk.finding.forms import DecisionForm, ViewForm
from saathi.protection.intake import answering
from saathi.protection.intake.models import EnquiryMatch
from saathi.protection.intake.vocabulary import EnquiryState, SearchPurpose, Urgency
from saathi.web.parts import Cell, Column, Empty, Table

MOST = 50


@staff_screen(Permission.ANSWER_ENQUIRY)
def list_enquiries(request: StaffRequest) -> HttpResponse:
    """The enquiries that wait for this office's decision, longest waiting first."""
    found = queries.waiting(request.staff, most=MOST)
    looking.listed(request.staff, [match.pk for match in found], model="intake.enquirymatch")
    empty = Empty(
        _("No enquiry waits"),
        _("When somebody looks for a child whom your office may know, it stands here."),
        icon="message-circle",
    )
    table = _table(request, found) if found else None
    return render(request, "desk/list_enquiries.html", {"table": table, "empty": empty})


def _table(request: StaffRequest, found: Sequence[EnquiryMatch]) -> Table:
    zone = ZoneInfo(request.staff.office.time_zone)
    who = queries.askers(found)
    columns = [
        Column(_("Asked")), Column(_("Why")), Column(_("How soon")), Column(_("Who asks")),
        Column(_("Agency")),
    ]  # fmt: skip
    rows = [
        [
            Cell(
                formats.date_format(match.asked_at.astimezone(zone), "SHORT_DATE_FORMAT"),
                reverse("desk:show_enquiry", args=[match.pk]),
            ),
            Cell(SearchPurpose(match.purpose).label),
            Cell(
                Urgency(match.urgency).label,
                tag="danger" if match.urgency == Urgency.NOW else "",
            ),
            Cell(who[match.asker].name),
            Cell(who[match.asker].agency.name),
        ]
        for match in found
    ]
    return Table(_("Enquiries that wait"), columns, rows)


@sensitive_post_parameters()
@staff_screen(Permission.ANSWER_ENQUIRY)
def show_enquiry(request: StaffRequest, match_id: UUID) -> HttpResponse:
    """One enquiry beside what the child herself said, and the decision on it."""
    match = access.get(request.staff, EnquiryMatch, match_id)
    waits = match.state == EnquiryState.WAITING

    def save(form: DecisionForm) -> str:
        if not waits:
            raise access.NotAllowed
        try:
            answering.decide(
                match=match, decision=form.decision_made(), version=form.seen, by=request.staff
            )
        except answering.NoContact as refused:
            for reason in refused.reasons:
                field = reason.code if reason.code in form.fields else None
                form.add_error(field, gettext(reason.text))
            return ""
        return reverse("desk:list_enquiries")

    form = DecisionForm(request.POST or None, initial={"version": match.version})
    if answer := send(request, form, save):
        return answer
    context = {"page": enquiry_page(match, request), "form": form if waits else None}
    return render(request, "desk/show_enquiry.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.ANSWER_ENQUIRY)
def record_view(request: StaffRequest, match_id: UUID) -> HttpResponse:
    """What the child says to being in touch with the person who asks."""
    match = access.get(request.staff, EnquiryMatch, match_id)
    if match.state != EnquiryState.WAITING:
        raise access.NotAllowed
    address = reverse("desk:show_enquiry", args=[match.pk])

    def save(form: ViewForm) -> str:
        answering.record_view(match=match, heard=form.heard(), version=form.seen, by=request.staff)
        return address

    today = request.staff.office.today()
    form = ViewForm(request.POST or None, initial={"version": match.version}, today=today)
    answer = send(request, form, save, newest=address)
    context = {"form": form, "address": address}
    return answer or render(request, "desk/record_view.html", context)
