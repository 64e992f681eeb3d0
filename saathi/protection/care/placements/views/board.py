"""All placements that the reader may see: the list with filters and sorting."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.list_kit.declaration import (
    ListColumn,
    ListDeclaration,
    ListFilter,
    ListView,
)
from saathi.agencies.list_kit.derived import choice_filter, field_column, text_column
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.rows import format_day
from saathi.agencies.staff_requests import StaffRequest
from saathi.protection.care.placements import (
    departure_queries,
    earlier_queries,
    queries,
    unsafe_place_alerts,
)
from saathi.protection.care.placements.exception_texts import exception_text
from saathi.protection.care.placements.models import Placement
from saathi.protection.care.placements.placement_facts import last_day_of
from saathi.protection.care.placements.rules import is_exception_over
from saathi.protection.care.placements.views import departures
from saathi.protection.care.placements.views.screens import OCCUPANCY, PAGE, WORK, screens
from saathi.protection.care.placements.vocabulary import (
    PlacementBasis,
    PlacementEnd,
    PlacementState,
)
from saathi.web.components import ActionLink, DisplayTableCell, EmptyState


def _columns(today: dt.date) -> list[ListColumn[Any]]:
    return [
        ListColumn(
            "child",
            _("Case ID"),
            lambda row: DisplayTableCell(row.child_code or "—", reverse(PAGE, args=[row.file_id])),
        ),
        field_column("kind", _("Type of care")),
        text_column(
            "facility", _("Facility"), lambda row: row.facility.name if row.facility else ""
        ),
        text_column(
            "started", _("Start"), lambda row: format_day(row.started_on), sort="started_on"
        ),
        ListColumn(
            "review",
            _("Next review"),
            lambda row: DisplayTableCell(
                format_day(row.next_review_on),
                tag="attend" if row.next_review_on and row.next_review_on < today else "",
            ),
            sort="next_review_on",
        ),
        ListColumn("attention", _("Needs attention"), lambda row: _attention_cell(row, today)),
        ListColumn(
            "moves", _("Moves"), lambda row: DisplayTableCell(str(row.moves)), is_number=True
        ),
        text_column(
            "until",
            _("Exception valid until"),
            lambda row: format_day(row.exception_until),
            sort="exception_until",
        ),
        field_column("state", _("Status")),
    ]


def _attention_cell(row: Any, today: dt.date) -> DisplayTableCell:
    """What needs attention most: a missing child, an exception with the days left, siblings apart."""
    if row.end_reason == PlacementEnd.LEFT and row.back_on is None:
        text = gettext("Missing from care since %(day)s") % {"day": format_day(row.ended_on)}
        return DisplayTableCell(text, tag="danger")
    is_settled = row.basis != PlacementBasis.OURS and row.is_ordered
    if row.state == PlacementState.CURRENT and row.exception_until is not None and not is_settled:
        is_over = row.exception_until < today
        text = exception_text(row.exception_until, today)
        return DisplayTableCell(text, tag="danger" if is_over else "attend")
    if row.state == PlacementState.CURRENT and is_exception_over(last_day_of(row), today=today):
        return DisplayTableCell(gettext("Short stay over"), tag="danger")
    is_departed = departures.is_open(row)
    if is_departed or (row.is_unconfirmed and not is_settled):
        expired = gettext("End after an expired exception: not confirmed")
        text = gettext("How the placement ended: not confirmed") if is_departed else expired
        return DisplayTableCell(text, tag="danger")
    if row.state == PlacementState.CURRENT and row.unmet:
        return DisplayTableCell(gettext("Something is missing"), tag="attend")
    return DisplayTableCell("")


def _open_matters(staff: Staff) -> ListFilter:
    """A filter for what needs attention."""
    today = staff.office.today()
    conditions: dict[str, Q] = {
        "exception": earlier_queries.is_exception_over(staff, today)
        | unsafe_place_alerts.is_in_unsafe_place(staff, unsafe_place_alerts.counts_since(today)),
        "running": Q(state=PlacementState.CURRENT, exception_until__gte=today),
        "missing": queries.is_missing(),
        "departed": departure_queries.is_departure_open(),
        "late": queries.is_review_late(today),
        "apart": Q(siblings="apart", state=PlacementState.CURRENT),
        "unmet": Q(state=PlacementState.CURRENT) & ~Q(unmet=[]),
    }
    choices = [
        ("", _("All")),
        ("exception", _("Exception expired, short stay over, or unsafe place")),
        ("running", _("Exception still valid")),
        ("missing", _("Missing from care")),
        ("departed", _("How the placement ended: not confirmed")),
        ("late", _("Review overdue")),
        ("apart", _("Apart from siblings")),
        ("unmet", _("Something is missing")),
    ]
    field = forms.ChoiceField(choices=choices, required=False, label=_("Needs attention"))
    return ListFilter("needs", field, lambda rows, code: rows.filter(conditions[code]))


def _filters(staff: Staff) -> list[ListFilter]:
    return [
        choice_filter(Placement, "state", _("Status")),
        choice_filter(Placement, "kind", _("Type of care")),
        _open_matters(staff),
    ]


def _by_case_id(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(child__code__istartswith=text.strip())


def _occupancy_link(_request: StaffRequest) -> list[ActionLink]:
    return [ActionLink(_("Free places"), reverse(OCCUPANCY), "home")]


@screens.filtered_list("placements/", WORK, _("Placements"), _("Placements"), links=_occupancy_link)
def list_all_placements(request: StaffRequest) -> ListDeclaration[Placement]:
    """Placements without names: whose review is most overdue comes first."""
    staff = request.staff
    current = ("state", PlacementState.CURRENT.value)
    return ListDeclaration(
        name="placements",
        records=queries.list_placements(staff),
        columns=_columns(staff.office.today()),
        default_columns=("child", "kind", "facility", "started", "review", "attention", "state"),
        order="review",
        count_text=lambda number, shown: (
            ngettext("%(count)s placement", "%(count)s placements", number) % {"count": shown}
        ),
        filters=_filters(staff),
        search=_by_case_id,
        search_label=_("Case ID"),
        views=(
            ListView(_("Current"), (current,)),
            ListView(_("Review overdue"), (("needs", "late"),)),
            ListView(_("Missing from care"), (("needs", "missing"),)),
            ListView(_("Exception expired"), (("needs", "exception"),)),
            ListView(_("Exception still valid"), (("needs", "running"),)),
        ),
        may_export=Permission.EXPORT in request.may,
        empty=EmptyState(
            _("No placements"), _("Case workers place a child in the child’s file."), icon="home"
        ),
        page_size=50,
    )
