"""The board of a group: each child's transfer in a row, with filters, search and order."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.db.models import Count, QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.list_kit.declaration import ListColumn, ListDeclaration, ListFilter
from saathi.agencies.list_kit.derived import choice_filter, text_column
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.people.queries import code_of_file
from saathi.protection.returns.transfers import group_facts, pages
from saathi.protection.returns.transfers.models import Transfer, TransferGroup
from saathi.protection.returns.transfers.removal_alerts import removed_transfers
from saathi.protection.returns.transfers.views.board import transfer_page_url
from saathi.protection.returns.transfers.views.panels import CODES_OF_PART
from saathi.protection.returns.transfers.vocabulary import (
    BEFORE_DEPARTURE,
    TransferDirection,
    TransferState,
)
from saathi.web.components import DisplayTableCell, EmptyState, Text, join_facts

BASIS: Final = ("agreement", "our_focal_point", "their_focal_point")  # what the rules ask of them
PAGE_SIZE: Final = 50
MOST_JUDGED: Final = 1000
# What can be missing, and the codes of the reasons that say so.
WANTED: Final[dict[str, tuple[Text, frozenset[str]]]] = {
    "screening": (_("International protection"), frozenset({"screening", "origin"})),
    "decision": (_("Decision"), frozenset({"best_interests", "order", "guardian"})),
    "child_view": (_("Child’s view"), CODES_OF_PART["child_view"]),
    "safety": (_("Safety"), CODES_OF_PART["safety"]),
    "answer": (_("Request and answers"), CODES_OF_PART["answer"]),
    "placement": (_("Receiving placement"), CODES_OF_PART["placement"]),
    "papers": (_("Documents"), CODES_OF_PART["papers"]),
    "permits": (_("Permits and court"), frozenset({"permits", "court"})),
    "journey": (_("Journey"), CODES_OF_PART["journey"]),
}


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
        text = gettext("Nothing is missing for %(count)s of %(number)s children on this page.")
        return text % {
            "count": complete,
            "number": len(self._missing),
        }

    def _prepare(self, rows: Sequence[Transfer]) -> None:
        preparing = [each for each in rows if _is_prepared(each)]
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
            filters=[choice_filter(Transfer, "state", _("Stage")), self._missing_filter()],
            search=lambda rows, text: rows.filter(reference__istartswith=text.strip()),
            search_label=_("Reference"),
            empty=EmptyState(_("No child yet."), _("Add children to the group."), icon="transfer"),
            page_size=PAGE_SIZE,
            prepare=self._prepare,
        )

    def _missing_filter(self) -> ListFilter:
        """The transfers in which something of a kind is missing, judged for the whole group."""
        choices = [
            ("", gettext("All")),
            *((name, label) for name, (label, _codes) in WANTED.items()),
        ]
        field = forms.ChoiceField(choices=choices, required=False, label=_("What is missing"))
        return ListFilter("missing", field, self._lacking)

    def _lacking(self, rows: QuerySet[Any], name: str) -> QuerySet[Any]:
        if name not in WANTED:
            return rows
        prepared = [each for each in self._transfers()[:MOST_JUDGED] if _is_prepared(each)]
        missing = group_facts.missing_of_each(prepared, self.reader)
        wanted = WANTED[name][1]
        found = [
            key
            for key, reasons in missing.items()
            if any(reason.code in wanted for reason in reasons)
        ]
        return rows.filter(pk__in=found)

    def _columns(self, today: dt.date) -> list[ListColumn[Any]]:
        return [
            ListColumn(
                "child",
                _("Case ID"),
                lambda row: DisplayTableCell(
                    row.child_code or gettext("no access"), transfer_page_url(row, self.reader)
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
            text_column(
                "planned",
                _("Planned journey"),
                lambda row: format_day(row.planned_on),
                sort="planned_on",
            ),
        ]


def _is_prepared(transfer: Transfer) -> bool:
    """Whether the page of a transfer lists what is missing for it."""
    is_outgoing = transfer.direction == TransferDirection.OUTGOING
    return is_outgoing and transfer.state in BEFORE_DEPARTURE


def _stage_cell(transfer: Transfer, *, is_removed: bool) -> DisplayTableCell:
    """The stage; of a child whom others took abroad it says so."""
    if is_removed:
        return DisplayTableCell(gettext("Taken abroad without authorisation"), tag="danger")
    return DisplayTableCell(pages.stage_text(transfer), tag="quiet")


def _missing_cell(count: int | None) -> DisplayTableCell:
    if count is None:
        return DisplayTableCell("–")
    return DisplayTableCell(str(count), tag="attend" if count else "care")
