"""Transfers across files: the board, the legs of one reference, and the groups."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import Case, DateField, F, Q, QuerySet, Value, When
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
from saathi.people import record_screens as kit
from saathi.people.queries import code_of_file
from saathi.people.record_screens.printing import is_print, log_print
from saathi.protection.returns.transfers import pages, queries
from saathi.protection.returns.transfers.countries import country_choices, country_name
from saathi.protection.returns.transfers.group_facts import groups_of_agency
from saathi.protection.returns.transfers.list_alarms import (
    FIRST_DAY,
    IS_ALARMING,
    IS_PRESSING,
    SECOND_DAY,
    alarm_cell,
    pressing_cell,
    urgent_column,
    with_alarms,
    with_pressing_dates,
)
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.received_queries import received_transfers
from saathi.protection.returns.transfers.views.screens import (
    BOARD,
    RECEIVED,
    SHOW,
    office_links,
    screens,
)
from saathi.protection.returns.transfers.vocabulary import (
    OPEN_STATES,
    TransferDirection,
    TransferState,
)
from saathi.web.components import DisplayTableCell, EmptyState

WORK = Permission.WORK_ON_CASE
MOST_GROUPS = 200
DAYS = ((14, _("More than 14 days")), (30, _("More than 30 days")), (90, _("More than 90 days")))
# The purposes of an export; their codes are in the access log.
PURPOSES = (
    ("authority", _("A court or another authority asked for it")),
    ("check", _("To check the agency’s records")),
)
WAITING = {TransferState.REQUESTED, TransferState.SUBMITTED, TransferState.HANDED_OVER}


def _transfers(staff: Staff) -> QuerySet[Transfer]:
    """The transfers of files that the reader works on or leads, with their alarms; not those to us."""
    transfers = access.visible(staff, Transfer).exclude(receiver=staff)
    # Of a transfer that is over no days are counted; it comes last.
    waits = Case(When(state__in=OPEN_STATES, then=F("state_since")), output_field=DateField())
    transfers = transfers.annotate(child_code=code_of_file(staff), waits_since=waits)
    # A child in danger, an overdue arrival and an unsafe journey come before late answers and near
    # journeys, and these before who waited longest.
    first = When(IS_ALARMING, then=Value(FIRST_DAY))
    second = When(IS_PRESSING, then=Value(SECOND_DAY))
    urgent = Case(first, second, default=F("waits_since"), output_field=DateField())
    transfers = with_pressing_dates(with_alarms(transfers), staff.office.today())
    transfers = transfers.annotate(urgent_since=urgent)
    with_group: QuerySet[Transfer] = transfers.select_related("group")
    return with_group


def _days(transfer: Any, today: dt.date) -> str:
    since = transfer.waits_since
    return "–" if since is None else str(max((today - since).days, 0))


def _other_country(transfer: Transfer) -> str:
    is_outgoing = transfer.direction == TransferDirection.OUTGOING
    return country_name(transfer.to_country if is_outgoing else transfer.from_country)


def _with_country(rows: QuerySet[Any], code: str) -> QuerySet[Any]:
    outgoing, incoming = TransferDirection.OUTGOING, TransferDirection.INCOMING
    return rows.filter(
        Q(direction=outgoing, to_country=code) | Q(direction=incoming, from_country=code)
    )


def transfer_page_url(transfer: Transfer, staff: Staff) -> str:
    """The page of a transfer for this reader: in the child's file, or that of the receiving side."""
    if transfer.receiver_id == staff.pk:
        return reverse(RECEIVED, args=[transfer.pk])
    return reverse(SHOW, args=[transfer.file_id, transfer.pk])


_STAGE: ListColumn[Any] = field_column("state", _("Stage"), attention=WAITING)


def _columns(staff: Staff) -> list[ListColumn[Any]]:
    today = staff.office.today()
    return [
        ListColumn(
            "reference",
            _("Reference"),
            lambda row: DisplayTableCell(row.reference, transfer_page_url(row, staff)),
            sort="reference",
        ),
        text_column("child", _("Case ID"), lambda row: row.child_code or _("no access")),
        replace(
            _STAGE,
            cell=lambda row: (
                alarm_cell(row, pages.stage_text(row))
                or pressing_cell(row, pages.stage_text(row), today)
                or _STAGE.cell(row)
            ),
        ),
        urgent_column("urgent_since"),
        ListColumn(
            "days",
            _("Days at this stage"),
            lambda row: DisplayTableCell(_days(row, today)),
            sort="waits_since",
            is_number=True,
            is_by_rank=True,
        ),
        text_column("country", _("Other country"), _other_country),
        text_column(
            "planned",
            _("Planned journey"),
            lambda row: format_day(row.planned_on),
            sort="planned_on",
        ),
        text_column("group", _("Group"), lambda row: row.group.name if row.group else ""),
    ]


def _filters(staff: Staff) -> list[ListFilter]:
    today = staff.office.today()
    countries = forms.ChoiceField(
        choices=lambda: [("", _("All")), *country_choices()[1:]],
        required=False,
        label=_("Other country"),
    )
    groups = [(str(group.pk), group.name) for group in groups_of_agency(staff)[:MOST_GROUPS]]
    group = forms.ChoiceField(choices=[("", _("All")), *groups], required=False, label=_("Group"))
    days = forms.TypedChoiceField(
        choices=[("", _("All")), *((str(number), text) for number, text in DAYS)],
        coerce=int,
        required=False,
        label=_("Days at this stage"),
    )
    return [
        choice_filter(Transfer, "state", _("Stage")),
        choice_filter(Transfer, "direction", _("Direction")),
        ListFilter("country", countries, _with_country),
        ListFilter("days", days, lambda rows, number: _longer_than(rows, number, today)),
        ListFilter("group", group, lambda rows, chosen: rows.filter(group=chosen)),
    ]


def _longer_than(rows: QuerySet[Any], number: int | str, today: dt.date) -> QuerySet[Any]:
    return rows.filter(waits_since__lt=today - dt.timedelta(days=int(number))) if number else rows


def _links(request: StaffRequest) -> list[kit.ActionLink]:
    groups = kit.link(_("Groups"), "transfers:list_groups")
    shown = [groups, *office_links(request)]
    count = received_transfers(request.staff, by_row=True).count()
    if not count:
        return shown
    label = _("Transfers abroad to us (%(count)s)") % {"count": count}
    return [*shown, kit.link(label, "transfers:list_incoming")]


def _list_of_receivers(request: StaffRequest) -> str:
    """The list of transfers to us, for those who have no other transfers; else empty.

    A question to this list, such as a filter, is answered here.
    """
    staff = request.staff
    if request.GET or access.visible(staff, Transfer).exclude(receiver=staff).exists():
        return ""
    if received_transfers(staff, by_row=True).exists():
        return reverse("transfers:list_incoming")
    return next((each.url for each in office_links(request)), "")


@screens.filtered_list(
    "transfers/",
    WORK,
    _("Transfers to another country"),
    _("Transfers abroad"),
    links=_links,
    instead=_list_of_receivers,
)
def list_transfers(request: StaffRequest) -> ListDeclaration[Transfer]:
    """Transfers in the files of the reader, without names: alarms, then the longest wait."""
    return ListDeclaration(
        name="transfers",
        records=_transfers(request.staff),
        columns=_columns(request.staff),
        order="urgent",
        count_text=lambda number, shown: (
            ngettext("%(count)s transfer", "%(count)s transfers", number) % {"count": shown}
        ),
        filters=_filters(request.staff),
        search=lambda rows, text: rows.filter(
            Q(reference__istartswith=text.strip()) | Q(child_code__istartswith=text.strip())
        ),
        search_label=_("Case ID or reference"),
        views=(
            ListView(_("Awaiting authorisation"), (("state", TransferState.SUBMITTED.value),)),
            ListView(_("Travelling"), (("state", TransferState.TRAVELLING.value),)),
            ListView(_("From another country"), (("direction", TransferDirection.INCOMING.value),)),
        ),
        empty=EmptyState(
            _("No transfers"),
            _("Case workers open a transfer in the child’s file."),
            icon="transfer",
        ),
        page_size=50,
        may_export=Permission.EXPORT in request.may,
        export=ListExport(
            purposes=PURPOSES,
            columns=("child",),
            note=_("The file contains no names and no case IDs."),
        ),
    )


def _load_chain(staff: Staff, reference: str) -> list[Transfer]:
    legs = queries.chain_of(reference, staff)
    if not legs:
        raise access.NotAllowed
    return legs


@screens.page(
    "transfers/references/<slug:transfer_reference>/", WORK, _load_chain, prints="print_chain"
)
def show_chain(request: StaffRequest, legs: list[Transfer], _form: None) -> kit.PageContent:
    """All legs of one reference that the reader may read, on both sides of the border."""
    screens.log_list(request, "show_chain", legs)
    if is_print(request, "print_chain"):
        log_print(request, legs)
    rows = [
        kit.record_row(
            leg,
            pages.known_values(leg, "kind direction partner opened_on planned_on decided_on"),
            title=pages.transfer_title(leg),
            state="state",
            is_over=leg.state not in OPEN_STATES,
            actions=[kit.ActionLink(_("Open"), transfer_page_url(leg, request.staff))],
        )
        for leg in legs
    ]
    way = pages.way_of(legs)
    return kit.PageContent(
        legs[0].reference,
        kit.link(_("Transfers abroad"), BOARD),
        parts=[kit.Panel(_("Legs"), pairs=[way] if way.text else [], rows=rows)],
    )
