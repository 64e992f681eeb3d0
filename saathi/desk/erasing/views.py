"""Erasure screens: request, show, decide, withdraw, the certificate, the list."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saathi import audit
from saathi.agencies import access, access_log, idempotency, queries
from saathi.agencies.access import FileRights
from saathi.agencies.definer_functions import ChangeNotPossible
from saathi.agencies.erasure import actions, request_queries
from saathi.agencies.form_submission import submit_form
from saathi.agencies.models import ErasureRequest
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.sign_in.confirmation import recently_confirmed
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk.child_file.queries import get_child, log_child_file_view
from saathi.desk.erasing import pages
from saathi.desk.erasing.forms import ErasureDecisionForm, ErasureFormFacts, ErasureRequestForm
from saathi.desk.erasing.queries import list_warnings
from saathi.people.child_pages import render_child_page
from saathi.people.models import Child
from saathi.people.queries import child_header

TOO_LATE_TEXT = _("This record was changed in the meantime. See its current status.")


def _here(file_id: UUID, name: str = "show_erasure") -> str:
    return reverse(f"desk:{name}", args=[file_id])


def _open(request: StaffRequest, file_id: UUID) -> tuple[FileRights, Child]:
    """The reader's rights and the child, with the access logged; 404 if not allowed."""
    rights = request.rights or access.rights(request.staff, file_id)
    child = get_child(rights)
    log_child_file_view(rights, child, request.staff.access_purpose, Section.IDENTITY)
    return rights, child


@require_safe
@staff_screen()
def show_erasure(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The page of the erasure's state. Erased files redirect here."""
    rights, child = _open(request, file_id)
    erasure_request = request_queries.newest_request(rights)
    page = pages.erasure_page(
        rights, child, request_queries.get_erasure_status(rights), erasure_request
    )
    if not (page.is_erased or page.request or page.may_ask):
        raise access.NotAllowed
    context = {"page": page, "form_key": idempotency.new_form_key()}
    return render(request, "desk/show_erasure.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@recently_confirmed
@staff_screen(Permission.ERASE)
def request_erasure(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Shows the consequences, and requests the erasure with reason and legal basis."""
    rights, child = _open(request, file_id)
    status = request_queries.get_erasure_status(rights)
    if not status.may_act:
        raise access.NotAllowed
    if status.erased or request_queries.request_under_way(rights):
        return redirect(_here(file_id))
    before = request_queries.get_erasure_impact(file_id)
    about = ErasureFormFacts(child.code, before.reports, list_warnings(rights, before))

    def save(form: ErasureRequestForm) -> str:
        codes = [reason.code for reason in form.reasons_to_wait()]
        try:
            actions.request_erasure(
                actor=request.staff, file_id=file_id, new=form.to_input(), warnings=codes
            )
        except ChangeNotPossible:
            form.add_error(None, TOO_LATE_TEXT)
            return ""
        return _here(file_id)

    form = ErasureRequestForm(request.POST or None, facts=about)
    if (answer := submit_form(request, form, save)) is not None:
        return answer
    return render_child_page(
        request,
        child,
        "desk/request_erasure.html",
        form=form,
        consequences=pages.describe_consequences(
            reports=about.reports, office=request.staff.office
        ),
        warnings=[gettext(reason.text) for reason in about.warnings],
        has_second=before.seconds > 0,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@recently_confirmed
@staff_screen(Permission.ERASE)
def decide_erasure(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Lets a second person approve the erasure, or refuse it with a reason."""
    rights, child = _open(request, file_id)
    erasure_request, status = (
        request_queries.request_under_way(rights),
        request_queries.get_erasure_status(rights),
    )
    page = pages.erasure_page(rights, child, status, erasure_request)
    if erasure_request is None or not page.may_decide:
        if not status.may_act or request_queries.newest_request(rights) is None:
            raise access.NotAllowed
        # the request is no longer waiting, or is the user's own
        return redirect(_here(file_id))

    def save(form: ErasureDecisionForm) -> str:
        try:
            actions.decide_request(
                actor=request.staff, request=erasure_request, refusal=form.chosen_refusal()
            )
        except ChangeNotPossible:
            form.add_error(None, TOO_LATE_TEXT)
            return ""
        return _here(file_id)

    form = ErasureDecisionForm(request.POST or None, only_refuse=page.has_lapsed)
    if (answer := submit_form(request, form, save)) is not None:
        return answer
    reports = (
        request_queries.get_erasure_impact(file_id).reports if erasure_request.with_reports else 0
    )
    context = {
        "child": child_header(child, staff=request.staff),
        "page": page,
        "form": form,
        "consequences": pages.describe_consequences(reports=reports, office=request.staff.office),
    }
    return render(request, "desk/decide_erasure.html", context)


@require_POST
@staff_screen(Permission.ERASE)
def withdraw_erasure(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Lets the requester withdraw a waiting request."""
    rights, _child = _open(request, file_id)
    erasure_request = request_queries.request_under_way(rights)
    if erasure_request is None or erasure_request.recorded_by != request.staff.id:
        raise access.NotAllowed
    if earlier := idempotency.claim_key(request):
        return earlier
    try:
        actions.withdraw_request(actor=request.staff, request=erasure_request)
    except ChangeNotPossible:
        idempotency.free_form_key(request)
        return redirect(_here(file_id))
    return idempotency.finish_submission(request, _here(file_id))


@require_safe
@staff_screen()
def show_erasure_certificate(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The printable certificate; its creation is logged."""
    rights, child = _open(request, file_id)
    if request_queries.get_erasure_status(rights).erased is None or not rights.may_read(
        Section.DECISIONS
    ):
        raise access.NotAllowed
    audit.record(
        audit.AuditKind.PRINTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        file_id=file_id,
        purpose=request.staff.access_purpose,
        detail={"screen": "desk:show_erasure_certificate"},
    )
    page = pages.certificate_page(rights, child, request_queries.newest_request(rights))
    return render(request, "desk/show_erasure_certificate.html", {"page": page})


@require_safe
@staff_screen(Permission.ERASE)
def list_erasures(request: StaffRequest) -> HttpResponse:
    """The requests of the agency that this person may read, newest first."""
    rows, last = request_queries.page_of_requests(request.staff, after=request.GET.get("after", ""))
    codes = _codes(request, rows)
    names = queries.names_of([erasure_request.recorded_by for erasure_request in rows])
    if rows:
        access_log.log_list_view(
            request.staff,
            [erasure_request.file_id for erasure_request in rows],
            screen="desk:list_erasures",
            count=len(rows),
        )
    context = {
        "waiting": request_queries.list_waiting_requests(request.staff).count(),
        "table": pages.erasure_table(rows, codes, names, request.staff.office),
        "pager": {"before": None, "after": str(last.pk) if last else None},
    }
    return render(request, "desk/list_erasures.html", context)


def _codes(request: StaffRequest, rows: list[ErasureRequest]) -> dict[UUID, str]:
    children = access.visible(request.staff, Child).filter(
        file__in=[erasure_request.file_id for erasure_request in rows]
    )
    return dict(children.values_list("file_id", "code"))
