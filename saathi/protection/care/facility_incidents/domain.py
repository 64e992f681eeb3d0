"""What incidents in facilities contribute to shared pages."""

import datetime as dt
from types import SimpleNamespace
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

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
from saathi.agencies.record_kit.rows import format_day
from saathi.agencies.register_kit.entry_texts import place_text
from saathi.agencies.sections import Section
from saathi.agencies.waiting_work import WaitingWork
from saathi.protection.care.facility_incidents import queries
from saathi.protection.care.facility_incidents.models import FacilityIncidentChild
from saathi.protection.care.facility_incidents.pages import facility_part
from saathi.protection.care.facility_incidents.rules import ENDING
from saathi.protection.care.facility_incidents.vocabulary import FacilityIncidentKind
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox

# Who keeps the register without inspecting reads no incident (`docs/decisions/incidents-and-guidelines.md`).
AUTHORITY = frozenset({Permission.INSPECT})
MAX_NAMED: Final = 3  # incidents of one facility that a line of Act now names


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


def neglected_incidents(_staff: Staff, rows: list[dict[str, Any]]) -> list[AlertBox]:
    """A line for each facility with serious incidents that no one follows up."""
    by_facility: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_facility.setdefault(row["facility"], []).append(row)
    return [_neglected_line(incidents) for incidents in by_facility.values()]


def _neglected_line(rows: list[dict[str, Any]]) -> AlertBox:
    """The incidents of one facility, the newest first, with the link to the page of the newest."""
    newest = SimpleNamespace(**rows[0])
    title = ngettext(
        "%(facility)s, %(place)s: no one follows up a serious incident",
        "%(facility)s, %(place)s: no one follows up %(count)d serious incidents",
        len(rows),
    )
    names = {"facility": newest.name, "place": place_text(newest), "count": len(rows)}
    told = [
        f"{FacilityIncidentKind(row['kind']).label}, {format_day(dt.date.fromisoformat(row['occurred_on']))}"
        for row in rows[:MAX_NAMED]
    ]
    step = gettext("No step was recorded in the last 14 days. Record what was done.")
    if any(row["newest"] in ENDING for row in rows):
        step = gettext(
            "A second person has to confirm that it is closed, or that it was recorded in error."
        )
    see = reverse("facility_incidents:show_incident", args=[newest.id])
    action = ActionLink(_("Follow up"), see)
    return AlertBox(
        title % names, f"{'; '.join(told)}. {step}", action, "danger", rank=UrgentRank.IN_DANGER
    )


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
            9,
            AUTHORITY,
            neglected_incidents,
            queries.neglected_column,
            queries.neglected_values,
        ),
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
