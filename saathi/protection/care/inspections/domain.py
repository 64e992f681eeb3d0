"""What inspections contribute to shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies.domains import Domain, MenuEntry, NoticePage, PagePart
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.waiting_work import WaitingWork, office_today_values
from saathi.protection.care.inspections import queries
from saathi.protection.care.inspections.pages import facility_part
from saathi.web.components import ActionLink, AlertBox

INSPECTORS = frozenset({Permission.INSPECT})


def waiting_inspections(_staff: Staff, tasks: dict[str, int]) -> list[AlertBox]:
    """Inspections that wait for this second inspector or are due, and overdue notices."""
    waiting = []
    see = reverse("inspections:list_inspections")
    if tasks["waiting"]:
        title = ngettext(
            "%(count)d inspection is waiting for a second inspector",
            "%(count)d inspections are waiting for a second inspector",
            tasks["waiting"],
        )
        action = ActionLink(_("View list"), f"{see}?state=submitted")
        text = title % {"count": tasks["waiting"]}
        waiting.append(AlertBox(text, "", action, "attend", "clipboard-check"))
    if tasks["asked"]:
        title = ngettext(
            "%(count)d notice to a facility is waiting for a second inspector",
            "%(count)d notices to facilities are waiting for a second inspector",
            tasks["asked"],
        )
        action = ActionLink(_("View list"), f"{reverse('inspections:list_notices')}?state=asked")
        text = title % {"count": tasks["asked"]}
        waiting.append(AlertBox(text, "", action, "attend", "flag"))
    if tasks["due"]:
        title = ngettext(
            "%(count)d planned inspection is due",
            "%(count)d planned inspections are due",
            tasks["due"],
        )
        action = ActionLink(_("View list"), f"{see}?state=planned")
        text = title % {"count": tasks["due"]}
        waiting.append(AlertBox(text, "", action, "attend", "calendar-event"))
    if tasks["overdue"]:
        title = ngettext(
            "%(count)d notice to a facility is overdue",
            "%(count)d notices to facilities are overdue",
            tasks["overdue"],
        )
        action = ActionLink(_("View list"), f"{reverse('inspections:list_notices')}?state=open")
        text = title % {"count": tasks["overdue"]}
        waiting.append(AlertBox(text, "", action, "attend", "flag"))
    return waiting


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
            is_rare=True,
        ),
    ),
    page_parts=(
        PagePart("facilities:show_facility", "inspections/_facility_part.html", facility_part),
    ),
    waiting=(
        WaitingWork(
            68, INSPECTORS, waiting_inspections, queries.inspector_tasks_column, office_today_values
        ),
    ),
    notices={
        "inspection_waits": NoticePage("inspections:show_inspection"),
        "inspection_returned": NoticePage("inspections:show_inspection"),
        "notice_waits": NoticePage("facilities:show_facility"),
        "facility_failed": NoticePage("facilities:show_facility"),
    },
)
