"""Compares a missing child with the reader's own children, and links the report to one of them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from saathi.agencies import access, access_log
from saathi.agencies.form_submission import RecordForm, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk.child_search import pages, queries
from saathi.people.models import Child
from saathi.people.vocabulary import Gender
from saathi.protection.casework.cases.models import Case
from saathi.protection.identification.intake.enquiry_payload import EnquiryPayload
from saathi.protection.identification.intake.vocabulary import MatchUse, SearchPurpose
from saathi.protection.identification.missing import queries as missing
from saathi.protection.identification.missing.actions import searching
from saathi.protection.identification.missing.models import MissingReport
from saathi.protection.identification.missing.rules import age_reference_day
from saathi.protection.identification.missing.search_profile import missing_child_profile
from saathi.vault import store as vault


@require_GET
@staff_screen(Permission.SEARCH)
def compare_missing_child(request: StaffRequest, missing_id: UUID) -> HttpResponse:
    """The reader's own children who may be the missing child, likeliest first, with reasons."""
    report = access.get(request.staff, MissingReport, missing_id)
    child = missing.get_missing_child(request.staff, report)
    texts = vault.open(child)
    looks_like = missing_child_profile(child, texts)
    terms = EnquiryPayload(
        names=looks_like.names,
        father=looks_like.father,
        mother=looks_like.mother,
        age_low=child.age_low,
        age_high=child.age_high,
        gender=Gender(child.gender),
        district=child.home_district,
        language=child.languages[0] if child.languages else "",
        report=str(report.pk),
    )
    reported_on = request.staff.office.date_of(report.reported_at)
    age_on = age_reference_day(report.missing_from, report.missing_to, reported_on)
    query = queries.ChildSearchQuery(terms, age_on, looks_like, MatchUse.TRACING)
    found = queries.list_candidates(request.staff, query).without(report.child_file_id)
    candidates = found.likeliest(show_all=pages.SHOW_ALL in request.GET)
    purpose, facts = SearchPurpose.MISSING_CHILD, len(terms.given_facts())
    access_log.log_search(request.staff, candidates.files, purpose=purpose, facts=facts)
    page = pages.missing_comparison_page(report.pk, query, candidates, request)
    address = reverse("missing:show_missing", args=[report.pk])
    return render(request, "desk/compare_missing_child.html", {"page": page, "address": address})


@require_POST
@staff_screen(Permission.SEARCH, asks_purpose=False)
def link_missing_report(request: StaffRequest, missing_id: UUID, file_id: UUID) -> HttpResponse:
    """Links the report to a child of the reader's who may be the same child."""
    report = access.get(request.staff, MissingReport, missing_id)
    child = access.visible(request.staff, Child).filter(file=file_id).first()
    if child is None:
        raise access.NotAllowed
    address = reverse("missing:show_missing", args=[report.pk])

    def save(_form: RecordForm) -> str:
        opened = access.visible(request.staff, Case).filter(child=child).order_by("opened_on")
        first = opened.values_list("opened_on", flat=True).first()
        searching.link_missing_report_to_child(
            report_id=report.pk, child=child, case_opened_on=first, actor=request.staff
        )
        return address

    answer = submit_form(request, RecordForm(request.POST), save, newest_url=address)
    return answer or redirect(address)
