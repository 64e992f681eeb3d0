"""A missing child beside the children somebody works for, and following that it may be one of them."""

import datetime as dt
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from saathi import audit
from saathi.agencies import access
from saathi.agencies.form_submission import RecordForm, submit_form
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.desk.child_search import pages, queries
from saathi.people.models import Child
from saathi.people.vocabulary import Gender
from saathi.protection.cases.models import Case
from saathi.protection.intake.enquiry_payload import EnquiryPayload
from saathi.protection.intake.vocabulary import MatchUse, SearchPurpose
from saathi.protection.missing import queries as missing
from saathi.protection.missing.actions import searching
from saathi.protection.missing.models import MissingReport
from saathi.protection.missing.search_profile import missing_child_portrait
from saathi.vault import store as vault


@require_GET
@staff_screen(Permission.SEARCH)
def compare_missing(request: StaffRequest, missing_id: UUID) -> HttpResponse:
    """Who of one's own children the missing one may be, likeliest first, with the reasons in words."""
    report = access.get(request.staff, MissingReport, missing_id)
    child = missing.get_missing_child(request.staff, report)
    known = vault.open(child)
    looks_like = missing_child_portrait(child, known)
    asked = EnquiryPayload(
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
    wanted = queries.ChildSearchQuery(
        asked, _told_of(report, request), looks_like, MatchUse.TRACING
    )
    found = queries.list_candidates(request.staff, wanted)
    audit.record(
        audit.AuditKind.SEARCHED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        objects=[candidate.child.file_id for candidate in found.shown],
        purpose=SearchPurpose.MISSING_CHILD,
        detail={"facts": len(asked.given_facts()), "hits": len(found.shown)},
    )
    page = pages.missing_comparison_page(report.pk, wanted, found, request)
    address = reverse("missing:show_missing", args=[report.pk])
    return render(request, "desk/compare_missing.html", {"page": page, "address": address})


def _told_of(report: MissingReport, request: StaffRequest) -> dt.date:
    """The day for which the age was told."""
    return report.missing_to or report.missing_from or request.staff.office.date_of(report.told_at)


@require_POST
@staff_screen(Permission.SEARCH, asks_purpose=False)
def follow_missing(request: StaffRequest, missing_id: UUID, file_id: UUID) -> HttpResponse:
    """The report joined to a child whom the person works for: it may be the same child."""
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
