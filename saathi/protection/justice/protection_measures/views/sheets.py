"""The sheet for the child: who to call at any time. No name, no place, no reason; each print is logged."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access, records
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people import record_screens as kit
from saathi.people.queries import child_of_file
from saathi.protection.justice.protection_measures.models import ProtectionMeasure
from saathi.protection.justice.protection_measures.views.screens import (
    ADDRESS,
    LIST,
    WORK,
    screens,
)
from saathi.protection.justice.protection_measures.vocabulary import ProtectionState


@screens.ordinary(f"{kit.CHILD}{ADDRESS}calls/")
@require_safe
@staff_screen(WORK)
def print_calls(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The people whom the child can call, of the measures in force."""
    child_of_file(request.staff, file_id, Section.LEGAL)
    protection_measures = access.visible(request.staff, ProtectionMeasure).filter(
        file_id=file_id, state=ProtectionState.IN_FORCE
    )
    measures = list(protection_measures.order_by("-in_force_from"))
    records.open_texts_of_each(measures)
    calls = list(dict.fromkeys(measure.call for measure in measures if measure.call))
    audit.record(
        audit.AuditKind.PRINTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        file_id=file_id,
        objects=[measure.pk for measure in measures],
        purpose=request.staff.access_purpose,
        detail={"screen": "protection:print_calls"},
    )
    context = {"calls": calls, "back": reverse(LIST, args=[file_id])}
    return render(request, "protection_measures/print_calls.html", context)
