"""The list of remedies in the files of the reader, by case ID: what is claimed, awarded and not paid."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies import access
from saathi.agencies.list_kit.declaration import (
    ListColumn,
    ListDeclaration,
    ListExport,
    ListFilter,
    ListView,
)
from saathi.agencies.list_kit.derived import choice_filter, field_column, text_column
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.rows import format_day
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra.route_countries import country_name
from saathi.people.queries import code_of_file
from saathi.protection.justice.compensation import pages
from saathi.protection.justice.compensation.models import LegalMeasure
from saathi.protection.justice.compensation.views.screens import APPROVE, SHOW, WORK, screens
from saathi.protection.justice.compensation.vocabulary import (
    OPEN_MEASURES,
    LegalMeasureKind,
    MeasureState,
)
from saathi.web.components import DisplayTableCell, EmptyState

SELECTIONS = (
    ("", _("Open")),
    ("unpaid", _("Awarded, not fully paid")),
    ("late", _("Next step or deadline overdue")),
    ("all", _("All")),
)
# The purposes of an export; their codes are in the access log.
PURPOSES = (
    ("authority", _("A court or another authority asked for it")),
    ("check", _("To check the agency’s records")),
)


def _measures(staff: Staff) -> QuerySet[Any]:
    return access.visible(staff, LegalMeasure).annotate(child_code=code_of_file(staff))


def _selection_filter(today: dt.date) -> ListFilter:
    field = forms.ChoiceField(choices=SELECTIONS, required=False, label=_("Selection"))
    unpaid = (MeasureState.AWARDED, MeasureState.PART_PAID)

    def apply(rows: QuerySet[LegalMeasure], selection: str | None) -> QuerySet[LegalMeasure]:
        if selection == "all":
            return rows
        if selection == "unpaid":
            return rows.filter(state__in=unpaid)
        if selection == "late":
            waits = Q(state=MeasureState.NOT_CLAIMED, claim_by__lt=today)
            return rows.filter(waits | Q(next_on__lt=today), state__in=OPEN_MEASURES)
        return rows.filter(state__in=OPEN_MEASURES)

    return ListFilter("selection", field, apply, is_applied_empty=True)


def _country_filter(staff: Staff) -> ListFilter:
    measures = set(_measures(staff).values_list("country", flat=True).distinct())
    countries = sorted(((code, country_name(code)) for code in measures), key=lambda pair: pair[1])
    field = forms.ChoiceField(
        choices=[("", _("All")), *countries], required=False, label=_("Country")
    )
    return ListFilter("country", field, lambda rows, key: rows.filter(country=key))


def _kind_cell(measure: LegalMeasure) -> DisplayTableCell:
    url = reverse(SHOW, args=[measure.file_id, measure.pk])
    return DisplayTableCell(str(LegalMeasureKind(measure.kind).label), url)


def _columns(today: dt.date) -> list[ListColumn[Any]]:
    return [
        ListColumn("kind", _("Measure"), _kind_cell, sort="kind"),
        text_column("child", _("Case ID"), lambda row: row.child_code or _("no access")),
        text_column("country", _("Country"), lambda row: country_name(row.country)),
        field_column("state", _("Status"), attention={MeasureState.AWARDED}),
        ListColumn(
            "as_of", _("As of"), lambda row: DisplayTableCell(format_day(row.as_of)), sort="as_of"
        ),
        ListColumn(
            "next",
            _("Next step on"),
            lambda row: DisplayTableCell(format_day(row.next_on)),
            sort="next_on",
        ),
        text_column(
            "late", _("Overdue"), lambda row: _("Yes") if pages.is_late(row, today) else ""
        ),
        text_column("claim_by", _("Last day to claim"), lambda row: format_day(row.claim_by)),
    ]


@screens.filtered_list(
    "compensation/", (WORK, APPROVE), _("Compensation and remedies"), _("Compensation and remedies")
)
def list_remedies(request: StaffRequest) -> ListDeclaration[LegalMeasure]:
    """The remedies of the team or the offices that the reader leads, without names.

    Also of closed files and of people who are 18 by now: a debt stays on the list.
    """
    today = request.staff.office.today()
    return ListDeclaration(
        name="remedies",
        records=_measures(request.staff),
        columns=_columns(today),
        default_columns=("kind", "child", "country", "state", "as_of", "next", "late"),
        order="next",
        count_text=lambda number, shown: (
            ngettext("%(count)s measure", "%(count)s measures", number) % {"count": shown}
        ),
        filters=[
            _selection_filter(today),
            choice_filter(LegalMeasure, "kind", _("Measure")),
            choice_filter(LegalMeasure, "state", _("Status")),
            _country_filter(request.staff),
        ],
        views=(
            ListView(_("Awarded, not fully paid"), (("selection", "unpaid"),)),
            ListView(_("Overdue"), (("selection", "late"),)),
        ),
        empty=EmptyState(
            _("No measures"),
            _("Claims are added on the page “Compensation and remedies” of the child’s file."),
            icon="gavel",
        ),
        page_size=50,
        may_export=Permission.EXPORT in request.may,
        export=ListExport(
            purposes=PURPOSES,
            columns=("child",),
            note=_("The file contains no names and no case IDs."),
        ),
    )
