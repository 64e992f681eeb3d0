"""Groups that travel together: each child's transfer is shown and authorised alone (XBR-006)."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi.agencies.list_kit.screens import list_response
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people import record_screens as kit
from saathi.protection.returns.transfers import group_facts
from saathi.protection.returns.transfers.actions import groups as actions
from saathi.protection.returns.transfers.countries import way_text
from saathi.protection.returns.transfers.forms.requesting import (
    GroupChildrenForm,
    TransferGroupChangeForm,
    TransferGroupForm,
)
from saathi.protection.returns.transfers.models import Transfer, TransferGroup
from saathi.protection.returns.transfers.views.group_board import GroupBoard
from saathi.protection.returns.transfers.views.screens import BOARD, screens

WORK = Permission.WORK_ON_CASE
LIST, SHOW = "transfers:list_groups", "transfers:show_group"


load_group = kit.row_loader(group_facts.groups_of_agency)


@screens.listing("transfers/groups/", WORK, group_facts.groups_of_agency, is_logged=False)
def list_groups(_request: StaffRequest, groups: Sequence[TransferGroup]) -> kit.PageContent:
    """The groups of the agency, the newest first."""
    rows = [
        kit.PanelRow(
            group.name,
            pairs=_group_pairs(group),
            actions=[kit.link(_("Open"), SHOW, group.pk)],
        )
        for group in groups
    ]
    panel = kit.Panel("", rows=rows, empty=_("No group yet. A group never decides for a child."))
    return kit.PageContent(
        _("Groups"),
        kit.link(_("Transfers abroad"), BOARD),
        buttons=[kit.link(_("Add a group"), "transfers:add_group", icon="plus")],
        parts=[panel],
    )


def _group_pairs(group: TransferGroup) -> list[kit.LabelledValue]:
    expected = str(group.expected) if group.expected else ""
    pairs = [
        kit.LabelledValue(_("Countries"), way_text([group.from_country, group.to_country])),
        kit.LabelledValue(_("Planned journey"), kit.format_day(group.planned_on)),
        kit.LabelledValue(_("Expected number of children"), expected),
    ]
    return [pair for pair in pairs if pair.text]


_ADD_TEXT = kit.RecordFormText(_("Add a group"), _("Save"), LIST, _("Groups"))
_CHANGE_TEXT = kit.RecordFormText(_("Edit the group"), _("Save"), SHOW, _("The group"))


@screens.form("transfers/groups/new/", WORK, kit.load_current_staff, TransferGroupForm, _ADD_TEXT)
def add_group(request: StaffRequest, _staff: Staff, form: TransferGroupForm) -> str:
    """Adds a group."""
    staff = request.staff
    group = form.to_record(agency_id=staff.agency_id, office=staff.office, recorded_by=staff.pk)
    actions.create_group(group=group, actor=staff)
    return reverse(SHOW, args=[group.pk])


@screens.ordinary("transfers/groups/<uuid:transfer_group_id>/")
@require_safe
@staff_screen(WORK)
def show_group(request: StaffRequest, transfer_group_id: UUID) -> HttpResponse:
    """Each child of a group with the stage and the number of things missing; nothing for all at once."""
    group, staff = load_group(request.staff, transfer_group_id), request.staff
    board = GroupBoard(group, staff)
    page = kit.PageContent(
        group.name,
        kit.link(_("Groups"), LIST),
        facts=board.totals(),
        lead=_("Each child’s transfer is authorised alone. There is no authorisation of a group."),
        buttons=[
            kit.link(_("Add children"), "transfers:add_children", group.pk, icon="plus"),
            kit.link(_("Edit"), "transfers:change_group", group.pk),
        ],
        parts=[kit.Panel(_("Plan"), pairs=_group_pairs(group))],
    )

    def log(rows: Sequence[Transfer]) -> None:
        screens.log_list(request, "show_group", rows)

    context = {"page": page, "board": board}
    return list_response(request, board.declaration(), "transfers/show_group.html", context, log)


@screens.form(
    "transfers/groups/<uuid:transfer_group_id>/edit/",
    WORK,
    load_group,
    TransferGroupChangeForm,
    _CHANGE_TEXT,
)
def change_group(
    request: StaffRequest, group: TransferGroup, form: TransferGroupChangeForm
) -> None:
    """Changes the name, the day or the agreement of a group."""
    actions.change_group(
        group=group, columns=form.columns(), version=form.seen_version, actor=request.staff
    )


@screens.form(
    "transfers/groups/<uuid:transfer_group_id>/children/",
    WORK,
    load_group,
    GroupChildrenForm,
    kit.RecordFormText(_("Add children"), _("Add"), SHOW, _("The group")),
)
def add_children(request: StaffRequest, group: TransferGroup, form: GroupChildrenForm) -> None:
    """Puts transfers of the same countries into the group; each is authorised alone."""
    actions.add_all_to_group(transfers=form.chosen(), group=group, actor=request.staff)
