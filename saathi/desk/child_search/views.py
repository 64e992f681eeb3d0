"""Search before create: the purpose, the known facts, and possible matches among own children.

The searcher gets the same response whether or not there are records outside their access; a job
handles those after the response.
"""

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from saathi.agencies import access, access_log, idempotency
from saathi.agencies.form_submission import submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk.child_search import pages, queries
from saathi.desk.child_search.forms import ChildCodeForm, ChildSearchForm
from saathi.protection.identification.intake import actions
from saathi.protection.identification.intake.enquiry_payload import EnquiryPayload
from saathi.protection.identification.intake.models import Enquiry, Report
from saathi.protection.identification.intake.queue.queries import (
    find_bypassed,
    require_handling,
)
from saathi.protection.identification.intake.vocabulary import SearchPurpose
from saathi.vault import store as vault
from saathi.web import error_pages


@sensitive_post_parameters()
@staff_screen(Permission.SEARCH)
def find_child(request: StaffRequest) -> HttpResponse:
    """The search form."""
    return _search(request, ChildSearchForm(request.POST or None))


def _require_not_bypassed(request: StaffRequest, report_id: str) -> None:
    """Raises NotAllowed if the report behind a search bypasses the reader: others handle it."""
    if report_id and find_bypassed(Report(pk=UUID(report_id)), [request.staff.pk]):
        raise access.NotAllowed


@sensitive_post_parameters()
@staff_screen(Permission.SEARCH)
def find_from_report(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """The search form, prefilled from a report; its data stay on the page and in the vault."""
    report = access.get(request.staff, Report, report_id)
    require_handling(report, request.staff)
    texts = vault.open(report)
    initial = {
        "purpose": SearchPurpose.NEW_REPORT,
        "name": texts.get("child_names", ""),
        "age_low": report.child_age_low,
        "age_high": report.child_age_high,
        "gender": report.child_gender,
        "language": report.language,
    }
    return _search(request, ChildSearchForm(request.POST or None, initial=initial, report=report))


def _search(request: StaffRequest, form: ChildSearchForm) -> HttpResponse:
    def save(form: ChildSearchForm) -> str:
        enquiry = actions.create_enquiry(
            purpose=form.chosen_purpose, payload=form.to_input(), actor=request.staff
        )
        return reverse("desk:show_search_result", args=[enquiry.pk])

    try:
        answer = submit_form(request, form, save)
    except actions.TooManySearches as refused:
        idempotency.free_form_key(request)
        return error_pages.too_many_requests(request, wait_seconds=refused.wait_seconds)
    return answer or _search_page(request, form, _code_form(None))


def _code_form(data: QueryDict | None) -> ChildCodeForm:
    return ChildCodeForm(data, auto_id="code_%s")


def _search_page(
    request: StaffRequest, form: ChildSearchForm, code_form: ChildCodeForm
) -> HttpResponse:
    may_open = Permission.WORK_ON_CASE in request.may
    context = {"form": form, "code_form": code_form if may_open else None}
    return render(request, "desk/find_child.html", context)


@require_POST
@staff_screen(Permission.WORK_ON_CASE)
def find_by_code(request: StaffRequest) -> HttpResponse:
    """Redirects to the file with a code if the user may read it; else one text for every code."""

    def save(form: ChildCodeForm) -> str:
        file_id = queries.find_readable_file_by_code(request.staff, form.cleaned_data["code"])
        if file_id is None:
            form.add_error(
                "code", _("You have no access to a file with this case ID. Check the case ID.")
            )
            return ""
        return reverse("desk:child_file", args=[file_id])

    form = _code_form(request.POST)
    return submit_form(request, form, save) or _search_page(request, ChildSearchForm(None), form)


@require_GET
@staff_screen(Permission.SEARCH)
def show_search_result(request: StaffRequest, enquiry_id: UUID) -> HttpResponse:
    """The searcher's own children who may match, with facts side by side, and the next steps."""
    enquiry = access.get(request.staff, Enquiry, enquiry_id)
    terms = EnquiryPayload.from_payload(vault.open(enquiry))
    _require_not_bypassed(request, terms.report)
    query = queries.search_query_of_enquiry(enquiry, terms)
    candidates = queries.list_candidates(request.staff, query).likeliest(
        show_all=pages.SHOW_ALL in request.GET
    )
    access_log.log_search(
        request.staff, candidates.files, purpose=enquiry.purpose, facts=len(enquiry.facts)
    )
    contact = queries.get_contact_notice(request.staff, enquiry.pk)
    page = pages.search_result_page(enquiry, query, candidates, contact, request)
    return render(request, "desk/show_search_result.html", {"page": page})
