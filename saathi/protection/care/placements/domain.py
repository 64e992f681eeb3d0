"""What placements contribute to shared pages."""

import datetime as dt
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import (
    DayLink,
    Domain,
    EventKind,
    EventSource,
    FileAction,
    FileAlert,
    FileGroup,
    FileLink,
    MenuEntry,
    NoticePage,
    PagePart,
)
from saathi.agencies.models import Staff
from saathi.agencies.pending_decisions import PendingDecisions
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.record_kit.rows import format_day
from saathi.agencies.register_kit.entry_texts import place_text
from saathi.agencies.sections import Section
from saathi.agencies.significant_acts import SignificantAct
from saathi.agencies.waiting_work import WaitingWork
from saathi.consent.vocabulary import DecisionKind
from saathi.protection.care.placements import (
    departure_queries,
    models,
    pending_queries,
    queries,
    resident_queries,
    unsafe_place_alerts,
    urgent_queries,
)
from saathi.protection.care.placements.departure_texts import departure_title
from saathi.protection.care.placements.exception_texts import agreement_text
from saathi.protection.care.placements.pages import facility_part, inspection_part, waiting_text
from saathi.protection.care.placements.vocabulary import PlacementBasis, PlacementState
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox, AlertChild

PAGE = "placements:list_placements"
BOARD = "placements:list_all_placements"


def urgent_placements(_staff: Staff, found: dict[str, Any]) -> list[AlertBox]:
    """A line for each child missing from care or departed, and the exceptions that have expired."""
    boxes = [
        _missing_line(row) for row in {row["file_id"]: row for row in found["missing"]}.values()
    ]
    boxes += [_departed_line(row) for row in found["departed"]]
    boxes += [_not_agreed_line(row) for row in found["not_agreed"]]
    board = reverse(BOARD)
    if found["expired"]:
        title = ngettext(
            "%(count)d exception for a placement has expired",
            "%(count)d exceptions for placements have expired",
            found["expired"],
        )
        action = ActionLink(_("View list"), f"{board}?needs=exception")
        text = title % {"count": found["expired"]}
        boxes.append(AlertBox(text, "", action, "danger", rank=UrgentRank.OVERDUE))
    return boxes


def _missing_line(row: dict[str, Any]) -> AlertBox:
    """A child who left without notice: no one knows where the child is."""
    left_on = dt.date.fromisoformat(row["on"])
    title = gettext("%(code)s: missing from care since %(day)s")
    return AlertBox(
        title % {"code": row["code"] or gettext("no access"), "day": format_day(left_on)},
        "",
        ActionLink(_("Search for the child"), reverse(PAGE, args=[row["file_id"]])),
        child=AlertChild(UUID(row["child_id"]), UUID(row["file_id"])),
        rank=UrgentRank.NOT_LOCATED,
        since=dt.datetime.combine(left_on, dt.time(), dt.UTC),
    )


def _departed_line(row: dict[str, Any]) -> AlertBox:
    """A placement that ended as no one approved, until a second person has looked at it."""
    left_on = dt.date.fromisoformat(row["on"])
    title = departure_title(row["reason"], row["departure"]) % {"day": format_day(left_on)}
    return AlertBox(
        f"{row['code'] or gettext('no access')}: {title}",
        "",
        ActionLink(_("See the placement"), reverse(PAGE, args=[row["file_id"]])),
        child=AlertChild(UUID(row["child_id"]), UUID(row["file_id"])),
        rank=UrgentRank.IN_DANGER,
        since=dt.datetime.combine(left_on, dt.time(), dt.UTC),
    )


def _not_agreed_line(row: dict[str, Any]) -> AlertBox:
    """A child in emergency shelter, until a second person agrees or the stay ends."""
    title = agreement_text(dt.date.fromisoformat(row["on"]))
    return AlertBox(
        f"{row['code'] or gettext('no access')}: {title}",
        "",
        ActionLink(_("See the placement"), reverse(PAGE, args=[row["file_id"]])),
        child=AlertChild(UUID(row["child_id"]), UUID(row["file_id"])),
        rank=UrgentRank.TODAY,
        since=dt.datetime.fromisoformat(row["at"]),
    )


def waiting_residents(staff: Staff, rows: list[dict[str, Any]]) -> list[AlertBox]:
    """A line for each facility that was stopped and whose residents wait for their review."""
    return [_residents_line(SimpleNamespace(**row), staff.office.today()) for row in rows]


def _residents_line(row: SimpleNamespace, today: dt.date) -> AlertBox:
    first_due = dt.date.fromisoformat(row.first_due)
    title = gettext("%(facility)s, %(place)s: residents wait for their review")
    see = f"{reverse('facilities:show_facility', args=[row.id])}#residents"
    return AlertBox(
        title % {"facility": row.name, "place": place_text(row)},
        waiting_text(row.waiting, first_due),
        ActionLink(_("Residents"), see),
        rank=UrgentRank.TODAY,
        is_overdue=first_due < today,
    )


def waiting_exceptions(_staff: Staff, count: int) -> list[AlertBox]:
    """Exceptions that wait for this supervisor."""
    if not count:
        return []
    title = ngettext(
        "%(count)d exception for a placement is waiting for your approval",
        "%(count)d exceptions for placements are waiting for your approval",
        count,
    )
    state = PlacementState.PROPOSED.value
    action = ActionLink(_("View list"), f"{reverse(BOARD)}?state={state}")
    return [AlertBox(title % {"count": count}, "", action, "attend", "clipboard-check")]


def missing_alert(_rights: object, left: object) -> list[AlertBox]:
    """The alert that a child is missing from care."""
    return [AlertBox(_("Missing from care: the child left without notice"))] if left else []


DOMAIN = Domain(
    urls={"views": ""},
    file_links=(
        FileLink(157, Section.VISITS, _("Placements"), PAGE, "home", group=FileGroup.SERVICES),
    ),
    file_actions=(
        FileAction(
            47, Section.VISITS, _("Place child"), "placements:place_child", "home", needs_case=True
        ),
    ),
    file_alerts=(
        FileAlert(
            17,
            "missing_from_care",
            Section.VISITS,
            queries.missing_column,
            missing_alert,
            is_on_every_page=True,
        ),
    ),
    menu=(
        MenuEntry(
            65,
            "free_places",
            _("Free places"),
            "map-pin",
            "placements:list_occupancy",
            frozenset({Permission.WORK_ON_CASE, Permission.KEEP_FACILITIES, Permission.INSPECT}),
            is_rare=True,
        ),
    ),
    day_links=(
        DayLink(57, Permission.WORK_ON_CASE, _("Placements"), BOARD, "home", Section.VISITS),
        DayLink(
            57, Permission.WORK_ON_CASE, _("Free places"), "placements:list_occupancy", "map-pin"
        ),
    ),
    page_parts=(
        PagePart("facilities:show_facility", "placements/_facility_part.html", facility_part),
        PagePart(
            "inspections:show_inspection", "placements/_inspection_part.html", inspection_part
        ),
    ),
    waiting=(
        WaitingWork(
            2,
            frozenset({Permission.WORK_ON_CASE}),
            urgent_placements,
            urgent_queries.urgent_placements_column,
            urgent_queries.urgent_placements_values,
        ),
        WaitingWork(
            3,
            frozenset({Permission.OPEN_CASE, Permission.APPROVE}),
            unsafe_place_alerts.unsafe_place_boxes,
            unsafe_place_alerts.unsafe_places_column,
            unsafe_place_alerts.counting_values,
        ),
        WaitingWork(
            9,
            frozenset({Permission.INSPECT}),
            waiting_residents,
            resident_queries.waiting_residents_column,
        ),
        WaitingWork(
            45,
            frozenset({Permission.APPROVE}),
            waiting_exceptions,
            queries.waiting_exceptions_column,
        ),
    ),
    decisions=(
        PendingDecisions(
            "placement_exception",
            _("Exception for a placement"),
            pending_queries.pending_exceptions,
            "recorded_at",
            PAGE,
            by="submitted_by",
            ends="ends_on",
            is_emergency="is_emergency",
        ),
        PendingDecisions(
            "placement_departure",
            _("How a placement ended, to be checked"),
            departure_queries.open_departures,
            "ended_on",
            PAGE,
        ),
        PendingDecisions(
            "placement_end",
            _("End of a stay after its exception had expired"),
            pending_queries.unconfirmed_ends,
            "ended_on",
            PAGE,
        ),
    ),
    duties={
        Duty.PLACEMENT_REVIEW: PAGE,
        Duty.EXCEPTION_ENDS: PAGE,
        Duty.PLACEMENT_ENDS: PAGE,
        Duty.MISSING_FROM_CARE: PAGE,
    },
    notices={
        "placement_asked": NoticePage(PAGE),
        "placement_decided": NoticePage(PAGE),
        "placement_unmet": NoticePage(PAGE),
        "placement_left": NoticePage(PAGE),
        "placement_review": NoticePage(PAGE),
    },
    records=(
        RecordKind(models.FamilyAssessment, _("Assessment of a family")),
        RecordKind(models.Placement, _("Placement")),
        RecordKind(models.PlacementReview, _("Placement review")),
    ),
    significant_acts=(
        SignificantAct(
            "placement",
            models.Placement,
            ("started_on",),
            _("Placement"),
            DecisionKind.PLACEMENT,
            only={"basis": PlacementBasis.OURS, "state__in": queries.LIVED},
            page=PAGE,
        ),
    ),
    timeline=(
        EventSource(
            "family_assessed",
            models.FamilyAssessment,
            "assessed_on",
            _("A kinship or foster family was assessed"),
            (EventKind.VISITS,),
            page=PAGE,
        ),
        EventSource(
            "placed",
            models.Placement,
            "started_on",
            _("A placement began"),
            (EventKind.CASE_STATUS,),
            only={"state__in": queries.LIVED},
            page=PAGE,
        ),
        EventSource(
            "placement_ended",
            models.Placement,
            "ended_on",
            _("A placement ended"),
            (EventKind.CASE_STATUS,),
            code="end_reason",
            texts={"left": _("The child left a placement without notice")},
            page=PAGE,
        ),
        EventSource(
            "placement_review",
            models.PlacementReview,
            "held_on",
            _("A placement was reviewed"),
            (EventKind.VISITS,),
            page=PAGE,
        ),
    ),
)
