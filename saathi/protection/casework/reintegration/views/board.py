"""All returned children that the reader follows up or leads: the list with filters and sorting."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

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
from saathi.protection.casework.reintegration import queries
from saathi.protection.casework.reintegration.models import Reintegration
from saathi.protection.casework.reintegration.views.screens import PAGE, WORK, screens
from saathi.protection.casework.reintegration.vocabulary import LivingSituation, ReintegrationState
from saathi.web.components import DisplayTableCell, EmptyState


def _columns(today: dt.date) -> list[ListColumn[Any]]:
    return [
        ListColumn(
            "child",
            _("Case ID"),
            lambda row: DisplayTableCell(row.child_code or "—", reverse(PAGE, args=[row.file_id])),
        ),
        text_column(
            "returned",
            _("Date of return"),
            lambda row: format_day(row.returned_on),
            sort="returned_on",
        ),
        text_column(
            "lives_with",
            _("Living situation"),
            lambda row: LivingSituation(row.lives_now).label,
        ),
        text_column("next", _("Next contact"), lambda row: format_day(row.next_on), sort="next_on"),
        text_column("worker", _("Assigned to"), lambda row: row.worker_name or "—"),
        text_column(
            "escalated",
            _("Supervisors notified"),
            lambda row: _("yes") if row.is_escalated else _("no"),
        ),
        ListColumn(
            "late",
            _("Days late"),
            lambda row: DisplayTableCell(_days_late(row.next_on, today)),
            is_number=True,
        ),
        text_column(
            "mentor", _("Mentor"), lambda row: _("yes") if row.has_mentor else _("no mentor")
        ),
        field_column("state", _("Status")),
    ]


def _days_late(next_on: dt.date | None, today: dt.date) -> str:
    return str((today - next_on).days) if next_on is not None and next_on < today else ""


def _yes_no(label: Any) -> forms.ChoiceField:
    choices = [("", _("All")), ("yes", _("Yes")), ("no", _("No"))]
    return forms.ChoiceField(choices=choices, required=False, label=label)


def _filters(staff: Staff) -> list[ListFilter]:
    today = staff.office.today()
    return [
        choice_filter(Reintegration, "state", _("Status")),
        replace(
            choice_filter(Reintegration, "lives_with", _("Living situation")),
            apply=lambda rows, code: rows.filter(lives_now=code),
        ),
        ListFilter("late", _yes_no(_("Contact late")), lambda rows, code: _late(rows, code, today)),
        ListFilter(
            "escalated",
            _yes_no(_("Supervisors notified")),
            lambda rows, code: rows.filter(is_escalated=code == "yes"),
        ),
        ListFilter(
            "mentor",
            _yes_no(_("Has a mentor")),
            lambda rows, code: rows.filter(has_mentor=code == "yes"),
        ),
    ]


def _late(rows: QuerySet[Any], code: str, today: dt.date) -> QuerySet[Any]:
    late = {"state": ReintegrationState.ACTIVE, "next_on__lt": today}
    return rows.filter(**late) if code == "yes" else rows.exclude(**late)


@screens.filtered_list("reintegration/", WORK, _("Follow-up after return"), _("Returned children"))
def list_returned(request: StaffRequest) -> ListDeclaration[Reintegration]:
    """Returned children without names: whose contact is most overdue comes first."""
    staff = request.staff
    return ListDeclaration(
        name="reintegration",
        records=queries.list_reintegrations(staff),
        columns=_columns(staff.office.today()),
        order="next",
        default_columns=("child", "returned", "next", "worker", "late", "escalated", "mentor"),
        count_text=lambda number, shown: (
            ngettext("%(count)s follow-up", "%(count)s follow-ups", number) % {"count": shown}
        ),
        filters=_filters(staff),
        search=lambda rows, text: rows.filter(child__code__istartswith=text.strip()),
        search_label=_("Case ID"),
        views=(
            ListView(_("Contact late"), (("late", "yes"),)),
            ListView(_("Supervisors notified"), (("escalated", "yes"),)),
            ListView(
                _("Without a mentor"),
                (("mentor", "no"), ("state", ReintegrationState.ACTIVE.value)),
            ),
        ),
        empty=EmptyState(
            _("No returned children"),
            _("Case workers begin the follow-up in the child’s file."),
            icon="home",
        ),
        page_size=50,
    )
