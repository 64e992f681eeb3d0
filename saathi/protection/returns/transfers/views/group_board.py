"""The board of a group: each child's transfer in a row, with filters, search and order."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.list_kit.declaration import ListColumn, ListDeclaration
from saathi.agencies.list_kit.derived import choice_filter, text_column
from saathi.agencies.models import Staff
from saathi.people.queries import code_of_file
from saathi.protection.returns.transfers import group_facts, pages
from saathi.protection.returns.transfers.models import Transfer, TransferGroup
from saathi.protection.returns.transfers.removal_alerts import removed_transfers
from saathi.protection.returns.transfers.views.board import address_of
from saathi.protection.returns.transfers.vocabulary import BEFORE_DEPARTURE, TransferState
from saathi.web.components import DisplayTableCell, EmptyState, join_facts

BASIS: Final = ("agreement", "our_focal_point", "their_focal_point")  # what the rules ask of them
PAGE_SIZE: Final = 50


class GroupBoard:
    """The transfers of a group that a person may read; what is missing is counted for a page at once."""

    def __init__(self, group: TransferGroup, reader: Staff) -> None:
        self.group, self.reader = group, reader
        self._missing: dict[UUID, int] = {}
        self._removed: Collection[UUID] = ()

    def _transfers(self) -> QuerySet[Transfer]:
        found = access.visible(self.reader, Transfer).filter(group=self.group)
        found = found.annotate(child_code=code_of_file(self.reader))
        return found.select_related("child", "file__office", *BASIS)

    def totals(self) -> str:
        """How many children there are, and how many at each stage, in the order of the stages."""
        found = access.visible(self.reader, Transfer).filter(group=self.group)
        counted = dict(found.values_list("state").annotate(Count("pk")).order_by())
        number = sum(counted.values())
        text = ngettext("%(count)s child", "%(count)s children", number) % {"count": number}
        stages = [f"{each.label}: {counted[each]}" for each in TransferState if each in counted]
        return join_facts([text, *stages])

    def ready_text(self) -> str:
        """For how many children of the page nothing is missing before the authorisation."""
        complete = sum(not count for count in self._missing.values())
        if not self._missing:
            return ""
        return gettext("Preparation on this page: nothing missing for %(count)s of %(number)s.") % {
            "count": complete,
            "number": len(self._missing),
        }

    def _prepare(self, rows: Sequence[Transfer]) -> None:
        preparing = [each for each in rows if each.state in BEFORE_DEPARTURE]
        self._missing = group_facts.count_missing(preparing, self.reader)
        self._removed = removed_transfers(rows, self.reader)

    def declaration(self) -> ListDeclaration[Transfer]:
        """The list of the board."""
        today = self.reader.office.today()
        return ListDeclaration(
            name="transfer_group",
            records=self._transfers(),
            columns=self._columns(today),
            order="reference",
            count_text=lambda number, shown: (
                ngettext("%(count)s transfer", "%(count)s transfers", number) % {"count": shown}
            ),
            filters=[choice_filter(Transfer, "state", _("Stage"))],
            search=lambda rows, text: rows.filter(reference__istartswith=text.strip()),
            search_label=_("Reference"),
            empty=EmptyState(_("No child yet."), _("Add children to the group."), icon="transfer"),
            page_size=PAGE_SIZE,
            prepare=self._prepare,
        )

    def _columns(self, today: dt.date) -> list[ListColumn[Any]]:
        return [
            ListColumn(
                "child",
                _("Case ID"),
                lambda row: DisplayTableCell(
                    row.child_code or gettext("no access"), address_of(row, self.reader)
                ),
            ),
            text_column("reference", _("Reference"), lambda row: row.reference, sort="reference"),
            ListColumn(
                "state",
                _("Stage"),
                lambda row: _stage_cell(row, is_removed=row.pk in self._removed),
                sort="state",
            ),
            ListColumn(
                "days",
                _("Days at this stage"),
                lambda row: DisplayTableCell(str(max((today - row.state_since).days, 0))),
                sort="state_since",
                is_number=True,
                is_by_rank=True,
            ),
            ListColumn(
                "missing", _("Still needed"), lambda row: _missing_cell(self._missing.get(row.pk))
            ),
        ]


def _stage_cell(transfer: Transfer, *, is_removed: bool) -> DisplayTableCell:
    """The stage; of a child whom others took abroad it says so."""
    if is_removed:
        return DisplayTableCell(gettext("Taken abroad without authorisation"), tag="danger")
    return DisplayTableCell(pages.stage_text(transfer), tag="quiet")


def _missing_cell(count: int | None) -> DisplayTableCell:
    if count is None:
        return DisplayTableCell("–")
    return DisplayTableCell(str(count), tag="attend" if count else "care")
