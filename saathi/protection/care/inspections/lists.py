"""The lists of inspections and of notices to facilities."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.list_kit.declaration import ListColumn, ListDeclaration
from saathi.agencies.list_kit.derived import choice_filter, field_column, text_column
from saathi.agencies.models import Staff
from saathi.agencies.register_kit.entry_texts import day_text
from saathi.protection.care.inspections import queries
from saathi.protection.care.inspections.models import FacilityNotice, Inspection
from saathi.protection.care.inspections.vocabulary import (
    FacilityNoticeKind,
    FacilityNoticeState,
    InspectionKind,
    InspectionResult,
    InspectionState,
)
from saathi.web.components import DisplayTableCell, EmptyState


def inspections_list(reader: Staff) -> ListDeclaration[Inspection]:
    """The inspections of the reader's agency."""
    return ListDeclaration(
        name="inspections",
        records=queries.inspections_of_agency(reader),
        columns=[
            ListColumn("facility", _("Facility"), _facility_cell),
            ListColumn("kind", _("Type"), _kind_cell),
            text_column(
                "planned",
                _("Planned for"),
                lambda row: day_text(row.planned_on),
                sort="planned_on",
            ),
            text_column("held", _("Inspected on"), lambda row: day_text(row.held_on)),
            text_column("state", _("Status"), lambda row: InspectionState(row.state).label),
            ListColumn("result", _("Result"), _result_cell),
        ],
        order="-planned",
        count_text=inspection_count_text,
        filters=[
            choice_filter(Inspection, "state", _("Status")),
            choice_filter(Inspection, "result", _("Result")),
            choice_filter(Inspection, "kind", _("Type of inspection")),
        ],
        search=queries.search_inspections,
        search_label=_("Name or operator of the facility"),
        empty=EmptyState(_("No inspections yet"), _("Plan one from the list by risk.")),
    )


def _facility_cell(row: Inspection) -> DisplayTableCell:
    url = reverse("inspections:show_inspection", args=[row.pk])
    return DisplayTableCell(row.facility.name, url=url)


def _kind_cell(row: Any) -> DisplayTableCell:
    """What an inspection is for; a planned one of a facility that failed is its re-inspection."""
    kind = InspectionKind(row.kind).label
    if not row.again_by:
        return DisplayTableCell(kind)
    again = gettext("re-inspection due by %(day)s") % {"day": day_text(row.again_by)}
    return DisplayTableCell(f"{kind}, {again}")


def _result_cell(row: Inspection) -> DisplayTableCell:
    if not row.result:
        return DisplayTableCell("")
    is_good = row.result == InspectionResult.PASSED
    return DisplayTableCell(
        InspectionResult(row.result).label, tag="quiet" if is_good else "attend"
    )


def notices_list(reader: Staff) -> ListDeclaration[FacilityNotice]:
    """The notices to facilities."""
    today = reader.office.today()

    def due(row: Any) -> DisplayTableCell:
        is_late = queries.is_overdue(row, today)
        return DisplayTableCell(day_text(row.due_on), tag="attend" if is_late else "")

    return ListDeclaration(
        name="facility_notices",
        records=queries.notices_of_facilities(),
        columns=[
            ListColumn("facility", _("Facility"), _noticed_facility_cell),
            text_column(
                "kind", _("Type of notice"), lambda row: FacilityNoticeKind(row.kind).label
            ),
            text_column("text", _("What the facility must do"), lambda row: row.text),
            ListColumn("due", _("Due on"), due, sort="due_on"),
            ListColumn("open", _("Open, first due"), due, sort="open_due_on", is_order_only=True),
            field_column("state", _("Status"), attention={FacilityNoticeState.OPEN.value}),
            text_column("checked", _("Checked on"), lambda row: day_text(row.checked_on)),
        ],
        order="open",  # the overdue first, closed notices last
        count_text=notice_count_text,
        filters=[
            choice_filter(FacilityNotice, "state", _("Status")),
            choice_filter(FacilityNotice, "kind", _("Type of notice")),
        ],
        search=queries.search_notices,
        search_label=_("Name of the facility, or words of the notice"),
        empty=EmptyState(_("No notices yet"), _("Inspectors issue notices after an inspection.")),
    )


def _noticed_facility_cell(row: FacilityNotice) -> DisplayTableCell:
    url = reverse("facilities:show_facility", args=[row.facility_id])
    return DisplayTableCell(row.facility.name, url=url)


def inspection_count_text(number: int, shown: str) -> str:
    """The number of inspections found, in words."""
    return ngettext("%(count)s inspection", "%(count)s inspections", number) % {"count": shown}


def notice_count_text(number: int, shown: str) -> str:
    """The number of notices found, in words."""
    return ngettext("%(count)s notice", "%(count)s notices", number) % {"count": shown}
