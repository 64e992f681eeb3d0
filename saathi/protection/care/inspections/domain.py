"""What inspections contribute to shared pages."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies.domains import Domain, MenuEntry, NoticePage, PagePart
from saathi.agencies.models import Staff
from saathi.agencies.pending_decisions import CalendarEntry
from saathi.agencies.permissions import Permission
from saathi.agencies.waiting_work import WaitingWork
from saathi.protection.care.inspections import queries
from saathi.protection.care.inspections.pages import facility_part
from saathi.web.components import ActionLink, AlertBox

INSPECTORS = frozenset({Permission.INSPECT})


def waiting_inspections(_staff: Staff, tasks: dict[str, int]) -> list[AlertBox]:
    """Inspections and notices that wait for this second inspector or are due."""
    inspections = reverse("inspections:list_inspections")
    notices = reverse("inspections:list_notices")
    again = ngettext(
        "%(count)d re-inspection of a facility that failed is due or overdue",
        "%(count)d re-inspections of facilities that failed are due or overdue",
        tasks["again"],
    )
    due = ngettext(
        "%(count)d planned inspection is due",
        "%(count)d planned inspections are due",
        tasks["due"],
    )
    overdue = ngettext(
        "%(count)d notice to a facility is overdue",
        "%(count)d notices to facilities are overdue",
        tasks["overdue"],
    )
    boxes = (
        *_waiting_for_second(tasks),
        (tasks["again"], again, reverse("inspections:list_by_risk"), "calendar-event"),
        (tasks["due"], due, f"{inspections}?state=planned", "calendar-event"),
        (tasks["overdue"], overdue, f"{notices}?state=open", "flag"),
    )
    return [
        AlertBox(title % {"count": number}, "", ActionLink(_("View list"), see), "attend", icon)
        for number, title, see, icon in boxes
        if number
    ]


def _waiting_for_second(tasks: dict[str, int]) -> list[tuple[int, str, str, str]]:
    waiting = ngettext(
        "%(count)d inspection is waiting for a second inspector",
        "%(count)d inspections are waiting for a second inspector",
        tasks["waiting"],
    )
    asked = ngettext(
        "%(count)d notice to a facility is waiting for a second inspector",
        "%(count)d notices to facilities are waiting for a second inspector",
        tasks["asked"],
    )
    inspections = f"{reverse('inspections:list_inspections')}?state=submitted"
    notices = f"{reverse('inspections:list_notices')}?state=asked"
    return [
        (tasks["waiting"], waiting, inspections, "clipboard-check"),
        (tasks["asked"], asked, notices, "flag"),
    ]


def inspection_calendar(
    staff: Staff, first: dt.date, last: dt.date, most: int
) -> list[CalendarEntry]:
    """The re-inspections that are due between two days, for inspectors of the agency that failed it."""
    if Permission.INSPECT not in staff.permissions:
        return []
    rows = queries.reinspections(staff.agency_id).filter(
        reinspect_by__gte=first, reinspect_by__lte=last
    )
    return [
        CalendarEntry(
            row.reinspect_by,
            _("Re-inspection due"),
            row.facility.name,
            reverse("facilities:show_facility", args=[row.facility_id]),
        )
        for row in rows.select_related("facility").order_by("reinspect_by", "pk")[:most]
        if row.reinspect_by is not None
    ]


DOMAIN = Domain(
    urls={"urls": "inspections/"},
    menu=(
        MenuEntry(
            163,
            "inspections",
            _("Inspections"),
            "clipboard-check",
            "inspections:list_inspections",
            INSPECTORS,
        ),
    ),
    page_parts=(
        PagePart("facilities:show_facility", "inspections/_facility_part.html", facility_part),
    ),
    waiting=(
        WaitingWork(
            68,
            INSPECTORS,
            waiting_inspections,
            queries.inspector_tasks_column,
            queries.inspector_tasks_values,
        ),
    ),
    calendar=(inspection_calendar,),
    notices={
        "inspection_waits": NoticePage("inspections:show_inspection"),
        "inspection_returned": NoticePage("inspections:show_inspection"),
        "notice_waits": NoticePage("facilities:show_facility"),
        "facility_failed": NoticePage("facilities:show_facility"),
    },
)
