"""The checklist of an inspection on one page: with a connection, and empty for when there is none."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.protection.care.inspections import checklist, pages, queries
from saathi.protection.care.inspections.models import Inspection
from saathi.protection.care.inspections.rules import PHOTO_SIDE, PHOTOS_PER_CRITERION
from saathi.protection.care.inspections.vocabulary import InspectionState


@require_safe
@staff_screen(Permission.INSPECT)
def fill_checklist(request: StaffRequest, inspection_id: UUID) -> HttpResponse:
    """All criteria of an inspection under way, each to be assessed; else leads to the inspection.

    Who had entries on a device when the inspection was closed elsewhere is told where they are.
    """
    row = queries.get_inspection(inspection_id, request.staff)
    if row.state != InspectionState.OPEN:
        text = gettext(
            "This inspection can no longer be changed. Entries that were not sent are still on this"
            " device, under “Forms waiting to be sent”: you can read and copy them there."
        )
        messages.warning(request, text)
        return redirect(pages.inspection_url("show_inspection", row))
    _log_view(request, row, "inspections:fill_checklist")
    context = _context(row) | {
        "back": pages.inspection_url("show_inspection", row),
        "facility": row.facility.name,
    }
    return render(request, "inspections/fill_checklist.html", context)


@require_safe
@staff_screen(Permission.INSPECT)
def show_blank_checklist(request: StaffRequest, inspection_id: UUID) -> HttpResponse:
    """The checklist without anything that was entered, and without names: a browser may store it.

    It has the published criteria, the ids of their forms, and the key that seals and opens nothing.
    """
    row = queries.get_inspection(inspection_id, request.staff)
    _log_view(request, row, "inspections:show_blank_checklist")
    context = _context(row, is_blank=True) | {"seal": request.me.seal}
    return render(request, "inspections/show_blank_checklist.html", context)


@require_safe
@staff_screen(Permission.INSPECT)
def serve_offline_script(request: StaffRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """The script that opens a stored checklist without a connection; the same for everyone."""
    text = checklist.OFFLINE_SCRIPT.read_text(encoding="utf-8")
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


def _context(row: Inspection, *, is_blank: bool = False) -> dict[str, Any]:
    groups = checklist.checklist_groups(row, is_blank=is_blank)
    return {
        "row": row,
        "groups": groups,
        "is_blank": is_blank,
        "total": sum(len(criteria) for _label, criteria in groups),
        "side": PHOTO_SIDE,
        "most_photos": PHOTOS_PER_CRITERION,
        "worker_url": reverse("inspections:serve_offline_script"),
        "blank_url": pages.inspection_url("show_blank_checklist", row),
    }


def _log_view(request: StaffRequest, row: Inspection, screen: str) -> None:
    audit.record(
        audit.AuditKind.LOOKED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        objects=[row.pk, row.facility_id],
        detail={"screen": screen},
    )
