"""Papers of family tracing: the card of an enquiry, and the report of a home assessment."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import records
from saathi.agencies.models import Scoped
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.rows import format_field, labelled_values
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people import record_screens as kit
from saathi.people.queries import child_of_file
from saathi.protection.returns.tracing import pages
from saathi.protection.returns.tracing.models import HomeAssessment, TracingEnquiry
from saathi.protection.returns.tracing.untold_words import reasons_against_card
from saathi.protection.returns.tracing.views.screens import PAGE, screens
from saathi.protection.returns.tracing.vocabulary import NAMING_FACTS
from saathi.web.components import LabelledValue


def _log_print(request: StaffRequest, record: Scoped, screen: str) -> None:
    audit.record(
        audit.AuditKind.PRINTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        file_id=record.file_id,
        objects=[record.pk],
        purpose=request.staff.access_purpose,
        detail={"screen": screen},
    )


@screens.ordinary(kit.CHILD + "tracing/enquiries/<uuid:tracing_enquiry_id>/print/")
@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def print_enquiry_card(
    request: StaffRequest, file_id: UUID, tracing_enquiry_id: UUID
) -> HttpResponse:
    """The card of an enquiry: the sentence to say, and nothing else about the child.

    404 for an enquiry that tells what happened, or more than the chosen facts: no one repeats it.
    """
    child_of_file(request.staff, file_id, Section.LEGAL)
    enquiry = records.get_record_of_file(request.staff, TracingEnquiry, file_id, tracing_enquiry_id)
    records.open_texts(enquiry)
    records.open_texts(enquiry.request)
    if reasons_against_card(enquiry, enquiry.request, request.staff):
        raise Http404
    _log_print(request, enquiry, "tracing:print_enquiry_card")
    pairs = labelled_values(enquiry, "to_whom way made_on facts next_on")
    context = {
        "back": reverse(PAGE, args=[file_id]),
        "sentence": enquiry.cover_text,
        "names_child": not {*NAMING_FACTS}.isdisjoint(enquiry.facts),
        "pairs": [pair for pair in pairs if pair.text],
    }
    return render(request, "tracing/print_enquiry_card.html", context)


@screens.ordinary(kit.CHILD + "tracing/homes/<uuid:home_id>/print/")
@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def print_home(request: StaffRequest, file_id: UUID, home_id: UUID) -> HttpResponse:
    """The report of a home assessment."""
    child = child_of_file(request.staff, file_id, Section.LEGAL)
    home = records.get_record_of_file(request.staff, HomeAssessment, file_id, home_id)
    records.open_texts(home)
    _log_print(request, home, "tracing:print_home")
    conclusion = LabelledValue(_("Conclusion"), format_field(home, "result"))
    context = {
        "back": reverse(PAGE, args=[file_id]),
        "code": child.code,
        "pairs": [conclusion, *pages.home_pairs(home)],
    }
    return render(request, "tracing/print_home.html", context)
