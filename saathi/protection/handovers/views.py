"""Screens of handovers: those of a child, the offer, and what waits for the offices one leads."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access, bundles, looking, once, records
from saathi.agencies.http import StaffRequest, before, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.sending import RecordForm, posted, send
from saathi.people.queries import child_of_file, header
from saathi.people.rows import About, Part, Row
from saathi.people.screens import form_page
from saathi.protection.cases.actions.approvals import NotApproved
from saathi.protection.cases.queries import case_of_file
from saathi.protection.handovers import actions, pages, queries
from saathi.protection.handovers.forms import AnswerForm, OfferForm
from saathi.protection.handovers.models import Handover
from saathi.protection.handovers.vocabulary import HandoverState, WhyDeclined

OFFER = About(
    _("Offer the case to another office or agency"),
    _("The case stays with you, as open as it is, until they take it over. Nothing of it is lost."),
    _("Offer it"),
    "handovers:list_handovers",
    _("Handing the case over"),
)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def list_handovers(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Each time this child's case changed hands, or was to."""
    child = child_of_file(request.staff, file_id, Section.CASE)
    found = queries.handovers_of(request.staff, file_id)
    looking.record(
        request.staff,
        audit.Kind.LISTED,
        Section.CASE,
        file_id=file_id,
        objects=[one.pk for one in found],
    )
    rows = [pages.row(one, records.words_of(one), request.staff) for one in found]
    empty = _("The case has always been in the hands that opened it.")
    may = access.may(request.staff, Permission.ASSIGN)
    context = {
        "child": header(child, staff=request.staff),
        "part": Part(_("Handing the case over"), rows=rows, empty=empty),
        "may_offer": may and access.may_write(request.staff, file_id, Section.CASE),
        "file_id": file_id,
    }
    return render(request, "handovers/list_handovers.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.ASSIGN)
def offer_case(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Offers the case to another office or agency."""
    case = case_of_file(request.staff, file_id, Section.CASE)
    if case.office_id not in request.staff.acts_as:
        raise access.NotAllowed
    today = request.staff.office.today()

    def save(form: OfferForm) -> str:
        try:
            actions.offer(case=case, to=form.offer(), told=form.handover_told(), by=request.staff)
        except NotApproved as refusal:
            form.tell(refusal.reasons, {"waits": "to_office"})
            return ""
        return reverse("handovers:list_handovers", args=[file_id])

    form = OfferForm(
        posted(request),
        offices=queries.offices(case),
        bases=queries.bases(request.staff, case, today),
        today=today,
    )
    return send(request, form, save) or form_page(request, case.child, form, OFFER)


@require_safe
@staff_screen(Permission.ASSIGN)
def list_offers(request: StaffRequest) -> HttpResponse:
    """Handovers from and to the offices this person leads."""
    found = queries.offers(request.staff, before=before(request))
    shown = found[: queries.A_PAGE]
    looking.listed(
        request.staff, [one.pk for one in shown], screen="handovers:list_offers", count=len(shown)
    )
    to_us: list[Row] = []
    from_us: list[Row] = []
    for one in shown:
        (to_us if one.to_office_id in request.staff.acts_as else from_us).append(pages.brief(one))
    none = _("Nothing here.")
    context = {
        "parts": [
            Part(_("Offered to you"), rows=to_us, empty=none),
            Part(_("Offered by you"), rows=from_us, empty=none),
        ],
        "earlier": str(shown[-1].pk) if len(found) > len(shown) else "",
    }
    return render(request, "handovers/list_offers.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.ASSIGN, Permission.WORK_ON_CASE)
def show_offer(request: StaffRequest, handover_id: UUID) -> HttpResponse:
    """One handover; those who lead the office it goes to answer it here."""
    handover = queries.handover_of(request.staff, handover_id)
    may_answer = queries.answerable(request.staff, handover)
    may_answer = may_answer and access.may(request.staff, Permission.ASSIGN)
    form = None
    if may_answer:
        workers = bundles.able(
            request.staff.agency_id, Permission.WORK_ON_CASE, Permission.OPEN_CASE
        )
        form = AnswerForm(posted(request), workers=workers)
        if answer := send(request, form, lambda filled: _answer(request, handover, filled)):
            return answer
    elif request.method == "POST":
        return redirect(request.path)
    return _page(request, handover, form)


def _answer(request: StaffRequest, handover: Handover, form: AnswerForm) -> str:
    """Where it leads: into the file that is theirs now, or back to the offer that was declined."""
    data = form.cleaned_data
    try:
        if data["do"] == "decline":
            why = WhyDeclined(data["why_declined"])
            actions.decline(handover=handover, why=why, answer=data["answer"], by=request.staff)
            return reverse("handovers:list_offers")
        actions.accept(handover=handover, to=data["staff"], beyond=data["beyond"], by=request.staff)
    except actions.Answered:
        return request.path
    except NotApproved as refusal:
        for reason in refusal.reasons:
            form.add_error(reason.code, gettext(reason.text))
        return ""
    return reverse("desk:child_file", args=[handover.file_id])


def _page(request: StaffRequest, handover: Handover, form: AnswerForm | None) -> HttpResponse:
    is_ours = handover.from_office_id in request.staff.acts_as
    may_withdraw = is_ours and handover.state == HandoverState.OFFERED
    context = {
        "row": pages.row(handover, records.words_of(handover), request.staff, opens=False),
        "standing": pages.standing(handover.case),
        "form": form,
        "may_withdraw": may_withdraw and access.may(request.staff, Permission.ASSIGN),
        "handover": handover,
        "form_key": once.new_key(),
        "may_list": access.may(request.staff, Permission.ASSIGN),
    }
    return render(request, "handovers/show_offer.html", context)


@staff_screen(Permission.ASSIGN)
def withdraw_offer(request: StaffRequest, file_id: UUID, handover_id: UUID) -> HttpResponse:
    """Takes an offer back."""
    handover = queries.handover_of(request.staff, handover_id)
    if handover.file_id != file_id or handover.from_office_id not in request.staff.acts_as:
        raise access.NotAllowed
    back = reverse("handovers:list_handovers", args=[file_id])

    def save(form: RecordForm) -> str:
        try:
            actions.withdraw(handover=handover, version=form.seen, by=request.staff)
        except actions.Answered:
            return back
        return back

    return send(request, RecordForm(request.POST), save, newest=back) or redirect(back)
