"""Letters to a court and to a legal aid body, printed with the browser; each print is logged."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import records
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.infra.reasons import Reason
from saathi.people import record_screens as kit
from saathi.people.queries import child_of_file
from saathi.protection.justice.proceedings import letters, queries
from saathi.protection.justice.proceedings.models import Hearing, Proceeding
from saathi.protection.justice.proceedings.views.hearings import HEARING
from saathi.protection.justice.proceedings.views.screens import (
    PROCEEDING,
    WORK,
    page_of,
    screens,
)
from saathi.protection.returns.protection_screening.contact_gate import reasons_against_letter

TEMPLATE = "proceedings/print_letter.html"


@screens.ordinary(f"{kit.CHILD}{HEARING}letter/")
@require_safe
@staff_screen(WORK)
def print_court_letter(request: StaffRequest, file_id: UUID, hearing_id: UUID) -> HttpResponse:
    """The letter to the court of a hearing, with the requests that the reader chose."""
    child = child_of_file(request.staff, file_id, Section.LEGAL)
    hearing = records.get_record_of_file(request.staff, Hearing, file_id, hearing_id)
    proceeding = hearing.proceeding
    records.open_texts_of_each([hearing, proceeding])
    chosen = request.GET.getlist("ask") or letters.usual_requests(hearing)
    asks_to_hear = not letters.HEARS_CHILD.isdisjoint(letters.known_requests(chosen))
    if reasons := (
        *queries.reasons_against_court_letter(hearing, request.staff, asks_to_hear=asks_to_hear),
        *reasons_against_letter(file_id, proceeding.country),
    ):
        return _refuse(request, _("Request to the court"), reasons, proceeding)
    letter = letters.court_letter(
        hearing, proceeding, chosen, code=child.code, office=request.staff.office
    )
    _log(request, file_id, hearing.pk, "proceedings:print_court_letter")
    choices = [(each, each.value in chosen) for each in letters.CourtRequest]
    context = {"letter": letter, "choices": choices, "back": page_of(proceeding)}
    return render(request, TEMPLATE, context)


@screens.ordinary(f"{kit.CHILD}{PROCEEDING}legal-aid/")
@require_safe
@staff_screen(WORK)
def print_legal_aid_letter(
    request: StaffRequest, file_id: UUID, proceeding_id: UUID
) -> HttpResponse:
    """The letter that asks for legal aid."""
    child = child_of_file(request.staff, file_id, Section.LEGAL)
    proceeding = records.get_record_of_file(request.staff, Proceeding, file_id, proceeding_id)
    if reasons := reasons_against_letter(file_id, proceeding.country):
        return _refuse(request, _("Request for legal aid"), reasons, proceeding)
    letter = letters.legal_aid_letter(proceeding, code=child.code, office=request.staff.office)
    _log(request, file_id, proceeding.pk, "proceedings:print_legal_aid_letter")
    return render(request, TEMPLATE, {"letter": letter, "back": page_of(proceeding)})


def _refuse(
    request: StaffRequest, title: str, reasons: Sequence[Reason], proceeding: Proceeding
) -> HttpResponse:
    """The page without a letter, with the reasons."""
    texts = [_(reason.text) for reason in reasons]
    refusal = {"title": title, "reasons": texts, "back": page_of(proceeding)}
    return render(request, TEMPLATE, refusal)


def _log(request: StaffRequest, file_id: UUID, record_id: UUID, screen: str) -> None:
    audit.record(
        audit.AuditKind.PRINTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        file_id=file_id,
        objects=[record_id],
        purpose=request.staff.access_purpose,
        detail={"screen": screen},
    )
