"""The report that the child of a file is missing, filled in from the file and the last placement."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from saathi.agencies import records
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.people.queries import child_of_file
from saathi.protection.care.placements import queries
from saathi.protection.care.placements.views.page import is_missing, place_of
from saathi.protection.care.placements.views.screens import PAGE, screens
from saathi.protection.care.placements.vocabulary import FACILITY_KINDS
from saathi.protection.identification.missing.from_file import missing_child_from_file
from saathi.protection.identification.missing.views.reports import new_missing_report
from saathi.protection.identification.missing.vocabulary import Circumstance


@screens.ordinary(f"{kit.CHILD}placements/missing/")
@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def report_child_missing(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records that this child is missing: what the file says is filled in, and the report linked to it."""
    child = child_of_file(request.staff, file_id, Section.VISITS)
    known = missing_child_from_file(child, request.staff)
    disappearance = _disappearance(child, request)
    return new_missing_report(
        request, disappearance, known, reverse(PAGE, args=[file_id]), known=child
    )


def _disappearance(child: Child, request: StaffRequest) -> dict[str, Any]:
    """Where the child lived last by a decision, and the day the child left without notice."""
    initial: dict[str, Any] = {}
    lived = queries.history_of_file(request.staff, child.file_id)
    latest_first = list(reversed(lived))
    left = [
        each for each in latest_first if is_missing(each)
    ]  # also if it was placed elsewhere since
    current = [each for each in latest_first if each.ended_on is None]
    last = next(iter([*left, *current]), None)
    if last is None:  # or the child moved on from there
        return initial
    families = [last.assessment] if last.assessment is not None else []
    records.open_texts_of_each([last, *families])
    initial["where"] = place_of(last, {family.pk: family.caregiver for family in families})
    initial["country"] = queries.country_of(last)
    initial["district"] = last.facility.district if last.facility is not None else ""
    if last.kind in FACILITY_KINDS:
        initial["circumstances"] = [Circumstance.LEFT_HOME]
    if is_missing(last):
        initial["missing_from"] = last.ended_on
    return initial
