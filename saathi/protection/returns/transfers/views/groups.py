"""Groups that travel together: each child's transfer is shown and authorised alone (XBR-006)."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.people.queries import code_of_file
from saathi.protection.returns.transfers import group_facts, pages
from saathi.protection.returns.transfers.actions import groups as actions
from saathi.protection.returns.transfers.countries import way_text
from saathi.protection.returns.transfers.forms.requesting import (
    GroupChildrenForm,
    TransferGroupChangeForm,
    TransferGroupForm,
)
from saathi.protection.returns.transfers.models import Transfer, TransferGroup
from saathi.protection.returns.transfers.removal_alerts import removed_transfers
from saathi.protection.returns.transfers.views.board import address_of
from saathi.protection.returns.transfers.views.screens import BOARD, screens
from saathi.protection.returns.transfers.vocabulary import BEFORE_DEPARTURE, TransferState
from saathi.web.components import (
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    join_facts,
)

WORK = Permission.WORK_ON_CASE
LIST, SHOW = "transfers:list_groups", "transfers:show_group"
MOST = 500
BASIS = ("agreement", "our_focal_point", "their_focal_point")  # what the rules ask of them


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


@screens.form("transfers/groups/new/", WORK, kit.load_reader, TransferGroupForm, _ADD_TEXT)
def add_group(request: StaffRequest, _staff: Staff, form: TransferGroupForm) -> str:
    """Adds a group."""
    staff = request.staff
    group = form.to_record(agency_id=staff.agency_id, office=staff.office, recorded_by=staff.pk)
    actions.create_group(group=group, actor=staff)
    return reverse(SHOW, args=[group.pk])


@screens.page("transfers/groups/<uuid:transfer_group_id>/", WORK, load_group)
def show_group(request: StaffRequest, group: TransferGroup, _form: None) -> kit.PageContent:
    """Each child of a group with the stage and the number of things missing; nothing for all at once."""
    staff = request.staff
    found = access.visible(staff, Transfer).filter(group=group)
    found = found.annotate(child_code=code_of_file(staff)).order_by("reference")
    transfers = list(found.select_related("child", "file__office", *BASIS)[:MOST])
    screens.log_list(request, "show_group", transfers)
    preparing = [each for each in transfers if each.state in BEFORE_DEPARTURE]
    missing = group_facts.count_missing(preparing, staff)
    return kit.PageContent(
        group.name,
        kit.link(_("Groups"), LIST),
        facts=_totals(transfers, missing),
        lead=_("Each child’s transfer is authorised alone. There is no authorisation of a group."),
        buttons=[
            kit.link(_("Add children"), "transfers:add_children", group.pk, icon="plus"),
            kit.link(_("Edit"), "transfers:change_group", group.pk),
        ],
        parts=[
            kit.Panel(_("Plan"), pairs=_group_pairs(group)),
            kit.Panel(
                "",  # the table has a caption
                table=_table(request, transfers, missing) if transfers else None,
                empty=_("No child yet."),
            ),
        ],
    )


def _totals(transfers: Sequence[Transfer], missing: dict[UUID, int]) -> str:
    """How many children there are, how many are complete, and how many are at each stage."""
    number = len(transfers)
    text = ngettext("%(count)s child", "%(count)s children", number) % {"count": number}
    complete = sum(not count for count in missing.values())
    ready = ngettext("nothing missing for %(count)s", "nothing missing for %(count)s", complete) % {
        "count": complete
    }
    stages = Counter(each.state for each in transfers)
    listed = [f"{TransferState(state).label}: {stages[state]}" for state in stages]
    return join_facts([text, ready, *listed])


def _table(
    request: StaffRequest, transfers: Sequence[Transfer], missing: dict[UUID, int]
) -> DisplayTable:
    columns = [_("Case ID"), _("Reference"), _("Stage"), _("Missing")]
    removed = removed_transfers(transfers, request.staff)
    rows = [
        [
            DisplayTableCell(
                getattr(each, "child_code", None) or _("no access"),
                address_of(each, request.staff),
            ),
            DisplayTableCell(each.reference),
            _stage_cell(each, is_removed=each.pk in removed),
            _missing_cell(missing.get(each.pk)),
        ]
        for each in transfers
    ]
    return DisplayTable(_("Children"), [DisplayTableColumn(label) for label in columns], rows)


def _stage_cell(transfer: Transfer, *, is_removed: bool) -> DisplayTableCell:
    """The stage; of a child whom others took abroad it says so."""
    if is_removed:
        return DisplayTableCell(_("Taken abroad without authorisation"), tag="danger")
    return DisplayTableCell(pages.stage_text(transfer), tag="quiet")


def _missing_cell(count: int | None) -> DisplayTableCell:
    if count is None:
        return DisplayTableCell("–")
    return DisplayTableCell(str(count), tag="attend" if count else "care")


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
