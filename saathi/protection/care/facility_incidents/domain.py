"""What incidents in facilities contribute to shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies.domains import (
    DayLink,
    Domain,
    EventKind,
    EventSource,
    FileGroup,
    FileLink,
    MenuEntry,
    NoticePage,
    PagePart,
)
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.agencies.waiting_work import WaitingWork
from saathi.protection.care.facility_incidents import queries
from saathi.protection.care.facility_incidents.models import FacilityIncidentChild
from saathi.protection.care.facility_incidents.pages import facility_part
from saathi.web.components import ActionLink, AlertBox

# Who keeps the register without inspecting reads no incident (`docs/decisions/incidents-and-guidelines.md`).
AUTHORITY = frozenset({Permission.INSPECT})


def waiting_incidents(_staff: Staff, number: int) -> list[AlertBox]:
    """Serious incidents in facilities that are open."""
    if not number:
        return []
    title = ngettext(
        "%(count)d serious incident in a facility is open",
        "%(count)d serious incidents in facilities are open",
        number,
    )
    see = f"{reverse('facility_incidents:list_incidents')}?state=open&severity=serious"
    action = ActionLink(_("View list"), see)
    return [AlertBox(title % {"count": number}, "", action, "attend", "alert-triangle")]


def unread_incidents(_staff: Staff, number: int) -> list[AlertBox]:
    """How many open incidents nobody outside the operator can read; never which."""
    if not number:
        return []
    title = ngettext(
        "%(count)d incident in a facility has no reader",
        "%(count)d incidents in facilities have no reader",
        number,
    )
    text = _(
        "No one outside the agency that operates the facility can read it. Let another agency of "
        "the country have inspectors."
    )
    action = ActionLink(_("Agency"), reverse("agencies:show_agency"))
    return [AlertBox(title % {"count": number}, text, action, "attend", "alert-triangle")]


DOMAIN = Domain(
    urls={"views": ""},
    menu=(
        MenuEntry(
            166,
            "facility_incidents",
            _("Incidents in facilities"),
            "alert-triangle",
            "facility_incidents:list_incidents",
            AUTHORITY,
            is_rare=True,
        ),
    ),
    day_links=(
        DayLink(
            59,
            Permission.KEEP_FACILITIES,
            _("Quality of care by country"),
            "facility_incidents:compare_quality",
            "chart-bar",
        ),
    ),
    file_links=(
        FileLink(
            28,
            Section.SITUATION,
            _("Incidents in facilities"),
            "facility_incidents:list_child_incidents",
            "home",
            group=FileGroup.CONCERNS,
        ),
    ),
    page_parts=(
        PagePart(
            "facilities:show_facility", "facility_incidents/_facility_part.html", facility_part
        ),
    ),
    waiting=(
        WaitingWork(70, AUTHORITY, waiting_incidents, queries.open_serious_column),
        WaitingWork(
            71,
            frozenset({Permission.MANAGE_STAFF}),
            unread_incidents,
            queries.without_reader_column,
        ),
    ),
    notices={"facility_incident": NoticePage("facility_incidents:show_incident")},
    records=(RecordKind(FacilityIncidentChild, _("Incident in a facility")),),
    timeline=(
        EventSource(
            "facility_incident",
            FacilityIncidentChild,
            "known_on",
            _("An incident in a facility became known"),
            (EventKind.INFORMATION,),
        ),
    ),
)
