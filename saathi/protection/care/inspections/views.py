"""Screens of inspections: the plan by risk, the steps, each criterion. For inspectors alone."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from saathi import audit
from saathi.agencies import domains, idempotency
from saathi.agencies.form_pages import FormPageText, render_form_page
from saathi.agencies.form_submission import RecordForm, posted_data, submit_form
from saathi.agencies.list_kit.screens import list_response
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.infra.reasons import Reason, Refused
from saathi.protection.care.inspections import (
    actions,
    checklist,
    conflict_actions,
    forms,
    pages,
    queries,
)
from saathi.protection.care.inspections.actions import SeenInspection
from saathi.protection.care.inspections.lists import inspections_list
from saathi.protection.care.inspections.models import Inspection, InspectionFinding
from saathi.protection.care.inspections.vocabulary import (
    ConflictStatement,
    InspectionState,
)

CHECKLIST = "checklist"  # where a form was sent from, and leads back to
VERSION_HEADER = "X-Saathi-Version"
_BACK = _("The inspection")
DECLARED_TEXT = _("Your connection is recorded. Another inspector takes over.")
PLAN_TEXT = FormPageText(
    _("Plan inspection"),
    _("Do not inform the facility about an unannounced inspection."),
    _("Save"),
    _("The facility"),
)
BEGIN_TEXT = FormPageText(
    _("Begin inspection"),
    _("You lead this inspection. The standards in force for the facility are its criteria."),
    _("Begin"),
    _BACK,
)
CANCEL_TEXT = FormPageText(
    _("Cancel inspection"), _("It stays on record."), _("Cancel inspection"), _BACK
)
ACCOUNT_TEXT = FormPageText(
    _("Children heard and discrimination"),
    _("Speak with children alone and by choice. Enter numbers and themes, never names."),
    _("Save"),
    _BACK,
)
SUBMIT_TEXT = FormPageText(
    _("Submit to the second inspector"),
    _("Nothing can be changed until the second inspector agrees or returns it."),
    _("Submit for approval"),
    _BACK,
)
AGREE_TEXT = FormPageText(
    _("Agree to the inspection"),
    _("The result follows from the criteria. If the facility failed, new placements stop at once."),
    _("Approve"),
    _BACK,
)
RETURN_TEXT = FormPageText(
    _("Return for revision"), _("The lead inspector can change it again."), _("Return"), _BACK
)
CRITERION_TEXT = FormPageText(_("Criterion"), "", _("Save"), _BACK)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_screen(Permission.INSPECT)
def list_inspections(request: StaffRequest) -> HttpResponse:
    """The inspections of the agency, filtered and by page."""
    declaration = inspections_list(request.staff)
    return list_response(request, declaration, "inspections/list_inspections.html", {})


@staff_screen(Permission.INSPECT)
def plan_inspection(request: StaffRequest, facility_id: UUID) -> HttpResponse:
    """Plans an inspection of a facility."""
    facility = queries.get_inspectable_facility(facility_id)
    back = reverse("facilities:show_facility", args=[facility.pk])
    form = forms.InspectionPlanForm(posted_data(request), today=request.staff.office.today())

    def save(sent: forms.InspectionPlanForm) -> str:
        data = sent.cleaned_data
        planned = actions.plan_inspection(
            facility=facility,
            kind=data["kind"],
            planned_on=data["planned_on"],
            actor=request.staff,
        )
        return pages.inspection_url("show_inspection", planned)

    return submit_form(request, form, refusing(save)) or render_form_page(
        request, form, PLAN_TEXT, back
    )


@require_safe
@staff_screen(Permission.INSPECT)
def show_inspection(request: StaffRequest, inspection_id: UUID) -> HttpResponse:
    """One inspection with its criteria by domain, and what this inspector can do."""
    row = queries.get_inspection(inspection_id, request.staff)
    audit.record(
        audit.AuditKind.LOOKED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        objects=[row.pk, row.facility_id],
        detail={"screen": "inspections:show_inspection"},
    )
    missing: tuple[Reason, ...] = ()
    if row.state == InspectionState.OPEN and row.lead == request.staff.id:
        missing = actions.submission_reasons(row, request.staff)
    context = {
        "row": row,
        "failure": pages.failure_card(row),
        "parts": domains.page_parts("inspections:show_inspection", request, row),
        "facility_url": reverse("facilities:show_facility", args=[row.facility_id]),
        "pairs": pages.inspection_details(row, request.staff.office),
        "groups": pages.finding_groups(row),
        "actions": pages.inspection_actions(row, request.staff),
        "missing": [gettext(reason.text) for reason in missing],
        "by_rule": pages.result_by_rule(row),
        "open_count": queries.count_open_findings(row),
    }
    return render(request, "inspections/show_inspection.html", context)


@staff_screen(Permission.INSPECT)
def begin_inspection(request: StaffRequest, inspection_id: UUID) -> HttpResponse:
    """Begins an inspection as its lead."""
    row = in_state(request, inspection_id, InspectionState.PLANNED)
    form = forms.InspectionBeginForm(
        posted_data(request),
        initial={"version": row.version},
        today=request.staff.office.today(),
    )

    def save(sent: forms.InspectionBeginForm) -> object:
        data = sent.cleaned_data
        if data["conflict"] == ConflictStatement.DECLARED:
            return _declare_conflict(sent, row, request.staff)
        return actions.begin_inspection(
            seen=SeenInspection(row, sent.seen_version),
            held_on=data["held_on"],
            team=data["team"],
            conflict=data["conflict"],
            actor=request.staff,
        )

    return _step_page(request, row, form, BEGIN_TEXT, save)


@staff_screen(Permission.INSPECT)
def cancel_inspection(request: StaffRequest, inspection_id: UUID) -> HttpResponse:
    """Cancels a planned inspection, with the reason."""
    row = in_state(request, inspection_id, InspectionState.PLANNED)
    form = forms.InspectionReasonForm(posted_data(request), initial={"version": row.version})

    def save(sent: forms.InspectionReasonForm) -> object:
        seen = SeenInspection(row, sent.seen_version)
        return actions.cancel_inspection(
            seen=seen, why=sent.cleaned_data["why"], actor=request.staff
        )

    return _step_page(request, row, form, CANCEL_TEXT, save)


@require_safe
@staff_screen(Permission.INSPECT)
def next_criterion(request: StaffRequest, inspection_id: UUID) -> HttpResponse:
    """Opens the next criterion that is not assessed, or the inspection."""
    row = queries.get_inspection(inspection_id, request.staff)
    return redirect(_next_url(row))


def _next_url(row: Inspection, after: int = 0) -> str:
    following = queries.next_open_finding(row, after)
    if following is None or row.state != InspectionState.OPEN:
        return pages.inspection_url("show_inspection", row)
    return reverse("inspections:assess_criterion", args=[row.pk, following.pk])


@staff_screen(Permission.INSPECT)
def assess_criterion(request: StaffRequest, inspection_id: UUID, finding_id: UUID) -> HttpResponse:
    """Saves one criterion and opens the next."""
    row = in_state(request, inspection_id, InspectionState.OPEN)
    finding = queries.get_finding(row, finding_id)
    initial = {
        "version": finding.version,
        "result": finding.result,
        "evidence": finding.evidence,
    }
    form = forms.CriterionFindingForm(posted_data(request), initial=initial)

    def save(sent: forms.CriterionFindingForm) -> str:
        data = sent.cleaned_data
        actions.assess_criterion(
            finding=finding,
            version=sent.seen_version,
            result=data["result"],
            evidence=data["evidence"],
            actor=request.staff,
        )
        if request.POST.get("back") == CHECKLIST:
            return f"{pages.inspection_url('fill_checklist', row)}#c{finding.place}"
        return _next_url(row, finding.place)

    back = pages.inspection_url("show_inspection", row)
    context = {
        "form": form,
        "about": CRITERION_TEXT,
        "back": back,
        "finding": finding,
        "facility": row.facility.name,
        "open_count": queries.count_open_findings(row),
        "came_from": CHECKLIST if request.POST.get("back") == CHECKLIST else "",
    }
    response = submit_form(request, form, refusing(save), newest_url=back)
    if response is None:
        return render(request, "inspections/assess_criterion.html", context)
    if idempotency.SAVED_HEADER in response.headers:
        _name_version(response, finding, form)
    return response


def _name_version(
    response: HttpResponse, finding: InspectionFinding, form: forms.CriterionFindingForm
) -> None:
    """Tells the checklist which version its next change follows, unless another person's came after."""
    finding.refresh_from_db()
    typed = (form.data.get("result", ""), str(form.data.get("evidence", "")).strip())
    if typed == (finding.result, finding.evidence):
        response.headers[VERSION_HEADER] = checklist.shown_version(finding)


@staff_screen(Permission.INSPECT)
def record_account(request: StaffRequest, inspection_id: UUID) -> HttpResponse:
    """Records the people the inspectors heard, and discrimination between residents."""
    row = in_state(request, inspection_id, InspectionState.OPEN)
    form = forms.InspectionAccountForm(
        posted_data(request), initial=vars(row), today=request.staff.office.today()
    )

    def save(sent: forms.InspectionAccountForm) -> object:
        seen = SeenInspection(row, sent.seen_version)
        return actions.record_account(seen=seen, account=sent.to_account(), actor=request.staff)

    return _step_page(request, row, form, ACCOUNT_TEXT, save)


@staff_screen(Permission.INSPECT)
def submit_inspection(request: StaffRequest, inspection_id: UUID) -> HttpResponse:
    """Submits an inspection to a second inspector."""
    row = in_state(request, inspection_id, InspectionState.OPEN)
    form = RecordForm(posted_data(request), initial={"version": row.version})

    def save(sent: RecordForm) -> object:
        seen = SeenInspection(row, sent.seen_version)
        return actions.submit_inspection(seen=seen, actor=request.staff)

    return _step_page(request, row, form, SUBMIT_TEXT, save)


@staff_screen(Permission.INSPECT)
def agree_to_inspection(request: StaffRequest, inspection_id: UUID) -> HttpResponse:
    """Makes an inspection final as the second inspector."""
    row = in_state(request, inspection_id, InspectionState.SUBMITTED)
    form = forms.InspectionAgreementForm(posted_data(request), initial={"version": row.version})

    def save(sent: forms.InspectionAgreementForm) -> object:
        if sent.cleaned_data["conflict"] == ConflictStatement.DECLARED:
            return _declare_conflict(sent, row, request.staff)
        seen = SeenInspection(row, sent.seen_version)
        return actions.agree_to_inspection(
            seen=seen, conflict=sent.cleaned_data["conflict"], actor=request.staff
        )

    about = replace(AGREE_TEXT, pairs=pages.agreement_pairs(row))
    return _step_page(request, row, form, about, save)


@staff_screen(Permission.INSPECT)
def return_inspection(request: StaffRequest, inspection_id: UUID) -> HttpResponse:
    """Returns an inspection to its lead, with the reason."""
    row = in_state(request, inspection_id, InspectionState.SUBMITTED)
    form = forms.InspectionReasonForm(posted_data(request), initial={"version": row.version})

    def save(sent: forms.InspectionReasonForm) -> object:
        seen = SeenInspection(row, sent.seen_version)
        return actions.return_inspection(
            seen=seen, why=sent.cleaned_data["why"], actor=request.staff
        )

    return _step_page(request, row, form, RETURN_TEXT, save)


def _declare_conflict(form: RecordForm, row: Inspection, actor: Staff) -> object:
    """Records the connection; the page that follows says that another inspector takes over."""
    form.saved_message = DECLARED_TEXT
    return conflict_actions.declare_conflict(facility=row.facility, inspection=row, actor=actor)


def in_state(request: StaffRequest, inspection_id: UUID, state: InspectionState) -> Inspection:
    """An inspection of the agency; 404 for a page that its status does not offer.

    A form that was sent meets the action's own refusal instead.
    """
    row = queries.get_inspection(inspection_id, request.staff)
    if request.method != "POST" and row.state != state:
        raise Http404
    return row


def _step_page(
    request: StaffRequest,
    row: Inspection,
    form: RecordForm,
    about: FormPageText,
    save: Callable[[Any], object],
) -> HttpResponse:
    """The page of a step, which returns to the inspection."""
    back = pages.inspection_url("show_inspection", row)

    def save_step(sent: Any) -> str:
        save(sent)
        return back

    return submit_form(request, form, refusing(save_step), newest_url=back) or render_form_page(
        request, form, about, back
    )


def refusing(save: Callable[[Any], str]) -> Callable[[Any], str]:
    """Saves a form; if that is refused, the form says why."""

    def save_or_say(sent: Any) -> str:
        try:
            return save(sent)
        except Refused as refused:
            add_reasons(sent, refused.reasons)
            return ""

    return save_or_say


def add_reasons(form: RecordForm, reasons: Iterable[Reason]) -> None:
    """Adds each reason to the field of its code, or to the form as a whole."""
    for reason in reasons:
        form.add_error(reason.code if reason.code in form.fields else None, gettext(reason.text))
