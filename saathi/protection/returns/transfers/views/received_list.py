"""The list of the receiving side: the transfers to one person, with what is due next."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import Case, DateField, F, Q, Value, When
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
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.rows import format_day
from saathi.agencies.staff_requests import StaffRequest
from saathi.protection.returns.transfers.arrival_alerts import late_cell, with_arrival
from saathi.protection.returns.transfers.countries import country_name
from saathi.protection.returns.transfers.list_alarms import FIRST_DAY, urgent_column
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.office_queries import with_hold
from saathi.protection.returns.transfers.received_queries import received_transfers
from saathi.protection.returns.transfers.received_wording import ON_HOLD, is_overdue, next_step
from saathi.protection.returns.transfers.views.screens import RECEIVED, office_links, screens
from saathi.protection.returns.transfers.vocabulary import TransferState
from saathi.web.components import DisplayTableCell, EmptyState, join_facts

WAITS_FOR_US = (TransferState.REQUESTED, TransferState.HANDED_OVER)
OVERDUE = "overdue"


_STAGE: ListColumn[Any] = field_column("state", _("Stage"), attention=WAITS_FOR_US, sort="state")


def _columns(today: dt.date) -> list[ListColumn[Any]]:
    return [
        ListColumn(
            "reference",
            _("Reference"),
            lambda row: DisplayTableCell(row.reference, reverse(RECEIVED, args=[row.pk])),
            sort="reference",
        ),
        text_column("country", _("From"), lambda row: country_name(row.from_country)),
        replace(_STAGE, cell=lambda row: late_cell(row) or _STAGE.cell(row)),
        urgent_column("urgent_on"),
        ListColumn("next", _("Next step"), _next_cell),
        ListColumn("due", _("Due"), lambda row: _due_cell(row, today), sort="due_on"),
        text_column(
            "planned",
            _("Planned journey"),
            lambda row: format_day(row.planned_on),
            sort="planned_on",
        ),
        ListColumn(
            "days",
            _("Days at this stage"),
            lambda row: DisplayTableCell(str(max((today - row.state_since).days, 0))),
            sort="state_since",
            is_number=True,
            is_by_rank=True,
        ),
    ]


def _next_cell(transfer: Any) -> DisplayTableCell:
    if transfer.on_hold:
        return DisplayTableCell(ON_HOLD, tag="attend")
    text = next_step(transfer.state, transfer.next_report, transfer.danger)
    return DisplayTableCell(text, tag="danger" if transfer.danger else "")


def _due_cell(transfer: Any, today: dt.date) -> DisplayTableCell:
    day = format_day(transfer.due_on)
    if not is_overdue(transfer.due_on, today):
        return DisplayTableCell(day)
    return DisplayTableCell(join_facts([_("Overdue"), day]), tag="danger")


def _filters(today: dt.date) -> list[ListFilter]:
    due = forms.ChoiceField(
        choices=[("", _("All")), (OVERDUE, _("Overdue"))], required=False, label=_("Due")
    )
    return [
        choice_filter(Transfer, "state", _("Stage")),
        ListFilter("due", due, lambda rows, code: rows.filter(due_on__lt=today) if code else rows),
    ]


@screens.filtered_list(
    "transfers/received/",
    Permission.WORK_ON_CASE,
    _("Transfers abroad to us"),
    _("Transfers abroad to us"),
    links=office_links,
)
def list_incoming(request: StaffRequest) -> ListDeclaration[Transfer]:
    """The transfers that other agencies ask this person to receive: alarms, then what is due first."""
    first = When(Q(not_arrived=True) | ~Q(danger=""), then=Value(FIRST_DAY))
    urgent = Case(first, default=F("due_on"), output_field=DateField())
    records = with_hold(with_arrival(received_transfers(request.staff, by_row=True)))
    today = request.staff.office.today()
    return ListDeclaration(
        name="received_transfers",
        records=records.annotate(urgent_on=urgent),
        columns=_columns(today),
        order="urgent",
        count_text=lambda number, shown: (
            ngettext("%(count)s transfer", "%(count)s transfers", number) % {"count": shown}
        ),
        filters=_filters(today),
        search=lambda rows, text: rows.filter(reference__istartswith=text.strip()),
        search_label=_("Reference"),
        views=(
            ListView(_("Overdue"), (("due", OVERDUE),)),
            ListView(_("Travelling"), (("state", TransferState.TRAVELLING.value),)),
        ),
        empty=EmptyState(
            _("No transfers"),
            _("If another agency asks you to receive a child, the request is listed here."),
            icon="transfer",
        ),
    )
