"""What the page of a facility shows of placements: how many places are free, and its residents."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies import access_log
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.rows import format_day, format_field
from saathi.agencies.staff_requests import StaffRequest
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facilities.queries import facility_places
from saathi.protection.care.facilities.rules import FacilityPlaces, Occupancy
from saathi.protection.care.inspections.models import Inspection
from saathi.protection.care.inspections.vocabulary import InspectionResult
from saathi.protection.care.placements import queries, resident_queries
from saathi.protection.care.placements.models import Placement
from saathi.web.components import LabelledValue

_MAY_SEE = {Permission.WORK_ON_CASE, Permission.KEEP_FACILITIES, Permission.INSPECT}


@dataclass(frozen=True)
class ResidentRow:
    """One resident whose file the reader may open, without a name."""

    code: str
    url: str
    text: str
    is_late: bool
    is_stopped: bool


def free_places(places: FacilityPlaces, lived: Occupancy) -> int | None:
    """The places that are free for any child; negative if overcrowded; None if not recorded."""
    return places.total - lived.total if places.total else None


def free_text(free: int) -> str:
    """The number of free places, or by how many children a facility is over its capacity."""
    return _("%(count)d over capacity") % {"count": -free} if free < 0 else str(free)


def facility_part(request: StaffRequest, facility: Facility) -> dict[str, Any] | None:
    """The occupancy of a facility, and those residents whose files the reader may read."""
    staff = request.staff
    if not _MAY_SEE & staff.permissions:
        return None
    lived = queries.list_occupancy([facility.pk]).get(facility.pk)
    if lived is None:
        return None
    residents: list[Placement] = []
    left: list[Placement] = []
    if Permission.WORK_ON_CASE in staff.permissions:
        residents = queries.residents(facility, staff)
        left = queries.missing_from(facility, staff)
        shown = [row.pk for row in (*residents, *left)]
        access_log.log_list_view(staff, shown, screen="facilities:show_facility", count=len(shown))
    free = free_places(facility_places(facility), lived)
    workers = resident_queries.case_workers([row.file_id for row in residents], staff)
    return {
        "step": stop_review_text(facility.pk),
        "pairs": [
            LabelledValue(_("Children who live here"), str(lived.total)),
            LabelledValue(
                _("Free places"),
                "" if free is None else free_text(free),
                missing=_("not known: no places are recorded"),
            ),
        ],
        "missing": [_missing(row) for row in left],
        "residents": [
            _resident(row, staff.office.today(), workers.get(row.file_id, "")) for row in residents
        ],
        "opens_none": Permission.WORK_ON_CASE in staff.permissions and lived.total > 0,
    }


def stop_review_text(facility_id: UUID) -> str:
    """What is to be done about the residents of a facility that was stopped, and by whom; else empty."""
    number, first_due = resident_queries.open_stop_reviews(facility_id)
    return waiting_text(number, first_due) if number else ""


def waiting_text(number: int, first_due: dt.date | None) -> str:
    """How many residents wait for a review because of a stop, until when, and who holds it."""
    text = ngettext(
        "%(count)d resident waits for a review because the facility was stopped, due on %(day)s.",
        "%(count)d residents wait for a review because the facility was stopped, the first due on "
        "%(day)s.",
        number,
    )
    step = _("The case worker of each child holds it; their supervisor sees whether it is overdue.")
    return f"{text % {'count': number, 'day': format_day(first_due)}} {step}"


def inspection_part(_request: StaffRequest, inspection: Inspection) -> dict[str, Any] | None:
    """The residents of a facility that failed an inspection, and what is to be done about them."""
    if inspection.result != InspectionResult.FAILED:
        return None
    lived = queries.list_occupancy([inspection.facility_id]).get(inspection.facility_id)
    if lived is None:
        return None
    title = ngettext("%(count)d child lives here", "%(count)d children live here", lived.total)
    url = reverse("facilities:show_facility", args=[inspection.facility_id])
    return {
        "title": title % {"count": lived.total},
        "step": stop_review_text(inspection.facility_id)
        or _("No review of a resident because of a stop is open."),
        "url": f"{url}#residents",
    }


def _resident_text(row: Placement, worker: str) -> str:
    since = _("%(kind)s since %(day)s") % {
        "kind": format_field(row, "kind"),
        "day": format_day(row.started_on),
    }
    facts = [since]
    if row.next_review_on is not None:
        facts.append(_("review due on %(day)s") % {"day": format_day(row.next_review_on)})
    if worker:
        facts.append(_("case worker: %(name)s") % {"name": worker})
    return ", ".join(facts)


def _missing(row: Placement) -> ResidentRow:
    shown: Any = row
    return ResidentRow(
        code=shown.child_code or "—",
        url=reverse("placements:list_placements", args=[row.file_id]),
        text=_("since %(day)s") % {"day": format_day(row.ended_on)},
        is_late=False,
        is_stopped=False,
    )


def _resident(row: Placement, today: Any, worker: str) -> ResidentRow:
    shown: Any = row
    return ResidentRow(
        code=shown.child_code or "—",
        url=reverse("placements:list_placements", args=[row.file_id]),
        text=_resident_text(row, worker),
        is_late=row.next_review_on is not None and row.next_review_on < today,
        is_stopped=shown.is_stopped,
    )
