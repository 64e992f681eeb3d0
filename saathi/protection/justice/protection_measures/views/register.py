"""The list of protection measures in the files of the reader, by case ID: reviews and answers due."""

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
    ListFilter,
    ListView,
)
from saathi.agencies.list_kit.derived import choice_filter, field_column, text_column
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.agencies.staff_requests import StaffRequest
from saathi.people.queries import code_of_file
from saathi.protection.justice.protection_measures.models import ProtectionMeasure
from saathi.protection.justice.protection_measures.views.screens import (
    APPROVE,
    LIST,
    WORK,
    screens,
)
from saathi.protection.justice.protection_measures.vocabulary import (
    PENDING,
    ProtectionKind,
    ProtectionState,
)
from saathi.web.components import DisplayTableCell, EmptyState

SELECTIONS = (
    ("", _("Requested or in force")),
    ("late", _("Review overdue or time ended")),
    ("waiting", _("No answer yet")),
    ("all", _("All")),
)


def _measures(staff: Staff) -> QuerySet[Any]:
    return access.visible(staff, ProtectionMeasure).annotate(child_code=code_of_file(staff))


def _selection_filter(today: dt.date) -> ListFilter:
    field = forms.ChoiceField(choices=SELECTIONS, required=False, label=_("Selection"))

    def apply(
        rows: QuerySet[ProtectionMeasure], selection: str | None
    ) -> QuerySet[ProtectionMeasure]:
        if selection == "all":
            return rows
        if selection == "waiting":
            return rows.filter(state=ProtectionState.REQUESTED)
        if selection == "late":
            passed = Q(review_on__lt=today) | Q(until_on__lt=today)
            return rows.filter(passed, state=ProtectionState.IN_FORCE)
        return rows.filter(state__in=[*PENDING, ProtectionState.IN_FORCE])

    return ListFilter("selection", field, apply, is_applied_empty=True)


def _kind_cell(measure: ProtectionMeasure) -> DisplayTableCell:
    url = reverse(LIST, args=[measure.file_id])
    return DisplayTableCell(str(ProtectionKind(measure.kind).label), url)


def _columns() -> list[ListColumn[Any]]:
    return [
        ListColumn("kind", _("Measure"), _kind_cell, sort="kind"),
        text_column("child", _("Case ID"), lambda row: row.child_code or _("no access")),
        field_column("authority_kind", _("Requested from")),
        field_column("state", _("Status"), attention={ProtectionState.REQUESTED}),
        ListColumn(
            "requested",
            _("Requested on"),
            lambda row: DisplayTableCell(format_day(row.requested_on)),
            sort="requested_on",
        ),
        ListColumn(
            "review",
            _("Next review on"),
            lambda row: DisplayTableCell(format_day(row.review_on)),
            sort="review_on",
        ),
        text_column("until", _("In force until"), lambda row: format_day(row.until_on)),
    ]


@screens.filtered_list(
    "protection-measures/", (WORK, APPROVE), _("Protection measures"), _("Protection measures")
)
def list_protection(request: StaffRequest) -> ListDeclaration[ProtectionMeasure]:
    """The protection measures of the team or the offices that the reader leads, without names or places."""
    return ListDeclaration(
        name="protection",
        records=_measures(request.staff),
        columns=_columns(),
        default_columns=("kind", "child", "authority_kind", "state", "requested", "review"),
        order="review",
        count_text=lambda number, shown: (
            ngettext("%(count)s measure", "%(count)s measures", number) % {"count": shown}
        ),
        filters=[
            _selection_filter(request.staff.office.today()),
            choice_filter(ProtectionMeasure, "kind", _("Measure")),
            choice_filter(ProtectionMeasure, "state", _("Status")),
            choice_filter(ProtectionMeasure, "authority_kind", _("Requested from")),
        ],
        views=(
            ListView(_("Review overdue or time ended"), (("selection", "late"),)),
            ListView(_("No answer yet"), (("selection", "waiting"),)),
        ),
        empty=EmptyState(
            _("No protection measures"),
            _("Protection is requested on the page “Threats and protection” of the child’s file."),
            icon="shield",
        ),
        page_size=50,
    )
