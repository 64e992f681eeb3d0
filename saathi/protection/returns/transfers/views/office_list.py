"""The list of the leaders of the receiving office: all transfers to it, and who receives the child."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies.list_kit.declaration import (
    FoundRows,
    ListColumn,
    ListDeclaration,
    ListQuestion,
    ListView,
)
from saathi.agencies.list_kit.derived import finder_filter, text_column
from saathi.agencies.list_kit.forms import SEARCH
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.rows import format_day
from saathi.agencies.staff_requests import StaffRequest
from saathi.protection.returns.transfers.arrival_alerts import NOT_ARRIVED
from saathi.protection.returns.transfers.countries import country_name
from saathi.protection.returns.transfers.office_queries import (
    OfficeTransfer,
    transfers_to_led_offices,
)
from saathi.protection.returns.transfers.received_wording import ON_HOLD, is_overdue, next_step
from saathi.protection.returns.transfers.views.screens import screens
from saathi.protection.returns.transfers.vocabulary import TransferState
from saathi.web.components import DisplayTableCell, EmptyState, join_facts

OVERDUE, HELD = "overdue", "held"
_LAST_DAY = dt.date.max


def _choice(label: Any, choices: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(choices=[("", _("All")), *choices], required=False, label=label)


_ORDERS: dict[str, Callable[[OfficeTransfer], Any]] = {
    "due": lambda row: row.due_on or _LAST_DAY,
    "reference": lambda row: row.reference,
    "receiver": lambda row: row.receiver.casefold(),
    "planned": lambda row: row.planned_on or _LAST_DAY,
}


def _columns(today: dt.date) -> list[ListColumn[OfficeTransfer]]:
    return [
        text_column("reference", _("Reference"), lambda row: row.reference, sort="reference"),
        text_column("receiver", _("Assigned to"), lambda row: row.receiver, sort="receiver"),
        text_column("office", _("Office"), lambda row: row.office),
        text_column("country", _("From"), lambda row: country_name(row.from_country)),
        ListColumn("stage", _("Stage"), _stage_cell),
        ListColumn("due", _("Due"), lambda row: _due_cell(row, today), sort="due"),
        text_column(
            "planned",
            _("Planned journey"),
            lambda row: format_day(row.planned_on),
            sort="planned",
        ),
    ]


def _stage_cell(row: OfficeTransfer) -> DisplayTableCell:
    if row.is_late:
        return DisplayTableCell(NOT_ARRIVED, tag="danger")
    if row.is_on_hold:
        return DisplayTableCell(ON_HOLD, tag="attend")
    return DisplayTableCell(TransferState(row.state).label)


def _due_cell(row: OfficeTransfer, today: dt.date) -> DisplayTableCell:
    danger = row.state if row.is_in_danger else ""
    text = next_step(row.state, row.next_report, danger)
    facts = join_facts([each for each in (text, format_day(row.due_on)) if each])
    if row.is_in_danger:
        return DisplayTableCell(facts, tag="danger")
    if is_overdue(row.due_on, today):
        return DisplayTableCell(join_facts([_("Overdue"), facts]), tag="danger")
    return DisplayTableCell(facts)


def _is_chosen(row: OfficeTransfer, question: ListQuestion, today: dt.date) -> bool:
    """Whether a row has all that was chosen above the list."""
    chosen = question.chosen
    due = chosen.get("due")
    return (
        row.reference.startswith((chosen.get(SEARCH) or "").strip().upper())
        and chosen.get("state") in {None, "", row.state}
        and chosen.get("assigned") in {None, "", str(row.receiver_id)}
        and (due != OVERDUE or is_overdue(row.due_on, today))
        and (due != HELD or row.is_on_hold)
    )


def _page(rows: Sequence[OfficeTransfer], question: ListQuestion) -> FoundRows[OfficeTransfer]:
    """The rows of the page at a position; the first page if its row is gone."""
    keys, position, size = [row.pk for row in rows], question.position, question.size
    start = min((position.page - 1) * size, len(rows))
    if position.after in keys:
        start = keys.index(position.after) + 1
    elif position.before in keys:
        start = max(keys.index(position.before) - size, 0)
    page = rows[start : start + size]
    before = page[0].pk if page and start > 0 else None
    after = page[-1].pk if page and start + size < len(rows) else None
    return FoundRows(page, len(rows), before, after)


def _finder(
    rows: Sequence[OfficeTransfer], today: dt.date
) -> Callable[[ListQuestion], FoundRows[OfficeTransfer]]:
    def find(question: ListQuestion) -> FoundRows[OfficeTransfer]:
        chosen = [row for row in rows if _is_chosen(row, question, today)]
        key = _ORDERS[question.order.lstrip("-")]
        chosen.sort(key=lambda row: (key(row), row.pk), reverse=question.order.startswith("-"))
        return _page(chosen, question)

    return find


@screens.filtered_list(
    "transfers/received/office/",
    Permission.APPROVE,
    _("Transfers abroad to our offices"),
    _("Transfers abroad to our offices"),
)
def list_office_incoming(request: StaffRequest) -> ListDeclaration[OfficeTransfer]:
    """The transfers to the offices that this person leads: who receives the child, what is due."""
    today, rows = request.staff.office.today(), transfers_to_led_offices()
    people = dict(
        sorted(((str(row.receiver_id), row.receiver) for row in rows), key=lambda p: p[1])
    )
    return ListDeclaration(
        name="office_transfers",
        find=_finder(rows, today),
        columns=_columns(today),
        order="due",
        count_text=lambda number, shown: (
            ngettext("%(count)s transfer", "%(count)s transfers", number) % {"count": shown}
        ),
        filters=(
            finder_filter("state", _choice(_("Stage"), TransferState.choices)),
            finder_filter("assigned", _choice(_("Assigned to"), list(people.items()))),
            finder_filter("due", _choice(_("Due"), [(OVERDUE, _("Overdue")), (HELD, ON_HOLD)])),
        ),
        search=lambda records, _text: records,
        search_label=_("Reference"),
        views=(ListView(_("Overdue"), (("due", OVERDUE),)),),
        empty=EmptyState(
            _("No transfers"),
            _(
                "If another agency asks your offices to receive a child, the request is listed here."
            ),
            icon="transfer",
        ),
    )
