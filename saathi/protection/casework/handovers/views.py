"""Views of transfers: of a child, the offer, and of the offices a staff member leads."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi.agencies import access, access_log, idempotency, records
from saathi.agencies.form_submission import RecordForm, posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, requested_page_start, staff_screen
from saathi.people.child_pages import render_child_page
from saathi.people.form_pages import render_child_form_page
from saathi.people.panels import ChildFormPageText, Panel, PanelRow
from saathi.people.queries import child_of_file
from saathi.protection.casework.cases.queries import case_of_file
from saathi.protection.casework.handovers import actions, pages, queries, rules
from saathi.protection.casework.handovers.forms import HandoverAnswerForm, HandoverOfferForm
from saathi.protection.casework.handovers.models import Handover
from saathi.protection.casework.handovers.vocabulary import HandoverDeclineReason, HandoverState
from saathi.web.page_names import CHILD_FILE

OFFER_PAGE_TEXT = ChildFormPageText(
    _("Request transfer to another office or agency"),
    _(
        "The case and your access stay unchanged until the transfer is accepted. No "
        "information is lost."
    ),
    button=_("Request transfer"),
    back="handovers:list_handovers",
)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def list_handovers(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Lists the transfers and offers of this child's case."""
    child = child_of_file(request.staff, file_id, Section.CASE)
    handovers = queries.list_handovers(request.staff, file_id)
    access_log.log_file_list(
        request.staff, Section.CASE, file_id, [handover.pk for handover in handovers]
    )
    rows = [
        pages.handover_row(handover, records.open_texts(handover), request.staff)
        for handover in handovers
    ]
    empty = _("No transfers yet.")
    may = access.has_permission(request.staff, Permission.ASSIGN)
    return render_child_page(
        request,
        child,
        "handovers/list_handovers.html",
        part=Panel(_("Case transfer"), rows=rows, empty=empty),
        may_offer=may and access.may_write(request.staff, file_id, Section.CASE),
    )


@sensitive_post_parameters()
@staff_screen(Permission.ASSIGN)
def offer_handover(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Offers the case to another office or agency."""
    case = case_of_file(request.staff, file_id, Section.CASE)
    if case.office_id not in request.staff.acts_as:
        raise access.NotAllowed
    today = request.staff.office.today()

    def save(form: HandoverOfferForm) -> str:
        actions.offer_handover(
            case=case,
            offer=form.to_offer_input(),
            data=form.to_handover_input(),
            actor=request.staff,
        )
        return reverse("handovers:list_handovers", args=[file_id])

    form = HandoverOfferForm(
        posted_data(request),
        offices=queries.receiving_offices(case),
        bases=queries.active_legal_bases(request.staff, case, today),
        today=today,
    )
    return submit_form(request, form, save) or render_child_form_page(
        request, case.child, form, OFFER_PAGE_TEXT
    )


@require_safe
@staff_screen(Permission.ASSIGN)
def list_office_handovers(request: StaffRequest) -> HttpResponse:
    """Lists transfers from and to the offices that the staff member leads."""
    offers = queries.list_offers(request.staff, before=requested_page_start(request))
    page_rows = offers[: queries.PAGE_SIZE]
    access_log.log_list_view(
        request.staff,
        [handover.pk for handover in page_rows],
        screen="handovers:list_office_handovers",
        count=len(page_rows),
    )
    to_us: list[PanelRow] = []
    from_us: list[PanelRow] = []
    for handover in page_rows:
        (to_us if handover.to_office_id in request.staff.acts_as else from_us).append(
            pages.handover_summary_row(handover)
        )
    empty_text = _("No transfer requests.")
    context = {
        "parts": [
            Panel(_("Transfer requests received"), rows=to_us, empty=empty_text),
            Panel(_("Transfer requests sent"), rows=from_us, empty=empty_text),
        ],
        "earlier": str(page_rows[-1].pk) if len(offers) > len(page_rows) else "",
    }
    return render(request, "handovers/list_office_handovers.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.ASSIGN, Permission.WORK_ON_CASE)
def show_handover(request: StaffRequest, handover_id: UUID) -> HttpResponse:
    """Shows one transfer; leaders of the receiving office answer it here."""
    handover = queries.get_handover(request.staff, handover_id)
    led = request.staff.acts_as
    may_answer = rules.may_answer(
        handover.state, handover.to_office_id, led
    ) and access.has_permission(request.staff, Permission.ASSIGN)
    form = None
    if may_answer:
        form = HandoverAnswerForm(posted_data(request), actor=request.staff)
        if response := submit_form(
            request, form, lambda filled: _answer(request, handover, filled)
        ):
            return response
    elif request.method == "POST":
        return redirect(request.path)
    return _page(request, handover, form)


def _answer(request: StaffRequest, handover: Handover, form: HandoverAnswerForm) -> str:
    """The URL after the answer: the file that is now theirs, or the declined offer."""
    data = form.cleaned_data
    try:
        if data["do"] == "decline":
            why = HandoverDeclineReason(data["why_declined"])
            actions.decline_handover(
                handover=handover, reason=why, answer=data["answer"], actor=request.staff
            )
            return reverse("handovers:list_office_handovers")
        actions.accept_handover(
            handover=handover,
            worker=data["staff"],
            override_reason=data["beyond"],
            actor=request.staff,
        )
    except actions.HandoverAlreadyAnswered:
        return request.path
    return reverse(CHILD_FILE, args=[handover.file_id])


def _page(
    request: StaffRequest, handover: Handover, form: HandoverAnswerForm | None
) -> HttpResponse:
    is_ours = handover.from_office_id in request.staff.acts_as
    may_withdraw = is_ours and handover.state == HandoverState.OFFERED
    context = {
        "row": pages.handover_row(
            handover, records.open_texts(handover), request.staff, may_open=False
        ),
        "standing": pages.case_summary_pairs(handover.case),
        "form": form,
        "may_withdraw": may_withdraw and access.has_permission(request.staff, Permission.ASSIGN),
        "handover": handover,
        "form_key": idempotency.new_form_key(),
        "may_list": access.has_permission(request.staff, Permission.ASSIGN),
    }
    return render(request, "handovers/show_handover.html", context)


@staff_screen(Permission.ASSIGN)
def withdraw_handover(request: StaffRequest, file_id: UUID, handover_id: UUID) -> HttpResponse:
    """Withdraws an offer."""
    handover = queries.get_handover(request.staff, handover_id)
    if handover.file_id != file_id or handover.from_office_id not in request.staff.acts_as:
        raise access.NotAllowed
    back = reverse("handovers:list_handovers", args=[file_id])

    def save(form: RecordForm) -> str:
        try:
            actions.withdraw_handover(
                handover=handover, version=form.seen_version, actor=request.staff
            )
        except actions.HandoverAlreadyAnswered:
            return back
        return back

    return submit_form(request, RecordForm(request.POST), save, newest_url=back) or redirect(back)
