"""The screen of the facilities that are to be inspected first, with the reasons."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit.entry_texts import day_text
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.protection.care.inspections import queries, rules
from saathi.web.components import (
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    join_facts,
)


@require_safe
@staff_screen(Permission.INSPECT)
def list_by_risk(request: StaffRequest) -> HttpResponse:
    """The facilities of the country that others operate, the most urgent first, with the reasons."""
    rows = [
        [
            DisplayTableCell(
                ranked.facility.name, reverse("facilities:show_facility", args=[ranked.facility.pk])
            ),
            DisplayTableCell(join_facts(queries.reasons_text(ranked.risk))),
            DisplayTableCell(_last_inspection(ranked)),
            DisplayTableCell(
                day_text(ranked.reinspect_by),
                tag="attend" if rules.REINSPECTION_OVERDUE in ranked.risk.reasons else "",
            ),
            DisplayTableCell(day_text(ranked.planned_on)),
            DisplayTableCell(
                _("Plan inspection"),
                reverse("inspections:plan_inspection", args=[ranked.facility.pk]),
            ),
        ]
        for ranked in queries.ranked_facilities(request.staff)
    ]
    labels = (
        _("Facility"), _("Reasons"), _("Last inspection"), _("Re-inspect by"), _("Planned for"),
        _("Actions"),
    )  # fmt: skip
    columns = [DisplayTableColumn(label) for label in labels]
    table = DisplayTable(_("Facilities by risk"), columns, rows) if rows else None
    return render(request, "inspections/list_by_risk.html", {"table": table})


def _last_inspection(ranked: queries.RankedFacility) -> str:
    last = day_text(ranked.last_held_on)
    if ranked.under_way_since is None:
        return last
    under_way = gettext("Under way since %(day)s") % {"day": day_text(ranked.under_way_since)}
    return join_facts(filter(None, (last, under_way)))
