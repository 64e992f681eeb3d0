"""The claim letter, printed with the browser; each print is logged."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import records
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people import record_screens as kit
from saathi.people.queries import child_of_file
from saathi.protection.justice.compensation import letters, rules
from saathi.protection.justice.compensation.models import LegalMeasure
from saathi.protection.justice.compensation.views.screens import (
    MEASURE,
    WORK,
    page_of,
    screens,
)
from saathi.protection.justice.compensation.vocabulary import MeasureState
from saathi.protection.returns.protection_screening.contact_gate import reasons_against_letter

TEMPLATE = "compensation/print_letter.html"


@screens.ordinary(f"{kit.CHILD}{MEASURE}letter/")
@require_safe
@staff_screen(WORK)
def print_claim_letter(request: StaffRequest, file_id: UUID, measure_id: UUID) -> HttpResponse:
    """The letter that claims a measure from a legal aid body or authority."""
    child = child_of_file(request.staff, file_id, Section.LEGAL)
    measure = records.get_record_of_file(request.staff, LegalMeasure, file_id, measure_id)
    reasons = rules.reasons_against_claim_letter(MeasureState(measure.state))
    reasons += reasons_against_letter(file_id, measure.country)
    if reasons:
        texts = [gettext(reason.text) for reason in reasons]
        refusal = {"title": gettext("Claim for a child"), "reasons": texts}
        return render(request, TEMPLATE, refusal | {"back": page_of(measure)})
    records.open_texts(measure)
    letter = letters.claim_letter(measure, code=child.code, office=request.staff.office)
    audit.record(
        audit.AuditKind.PRINTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        file_id=file_id,
        objects=[measure.pk],
        purpose=request.staff.access_purpose,
        detail={"screen": "legal_measures:print_claim_letter"},
    )
    context = {"letter": letter, "back": page_of(measure)}
    return render(request, TEMPLATE, context)
