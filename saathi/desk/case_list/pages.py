"""What the pages of the list of cases show besides the list itself."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi import audit
from saathi.agencies.access_purposes import OWN_CASE
from saathi.agencies.models import Staff
from saathi.desk.case_list import name_order
from saathi.desk.case_list.bulk import BulkLine
from saathi.desk.case_list.case_query import MAX_CASES
from saathi.desk.case_list.columns import NOT_IN_DISCREET_VIEW, case_columns
from saathi.desk.case_list.declaration import CaseListScreen, may_read_labels
from saathi.desk.case_list.rows import CaseRow
from saathi.web.components import DisplayTable, DisplayTableCell, DisplayTableColumn

_SEARCH_COLUMNS = ("code", "child", "age", "risk", "status", "worker")


def log_rows(
    staff: Staff, rows: Sequence[CaseRow], screen: str, *, was_searched: bool = False
) -> None:
    """Writes one audit log entry for the files on a page."""
    kind = audit.AuditKind.SEARCHED if was_searched else audit.AuditKind.LISTED
    audit.record(
        kind,
        by=staff.id,
        agency=staff.agency_id,
        objects=[row.case.file_id for row in rows],
        purpose=OWN_CASE,
        detail={"screen": screen, "count": len(rows)},
    )


class ListNotes:
    """The notes on the list; iterate only after its rows were found, as the template does."""

    def __init__(self, screen: CaseListScreen) -> None:
        self._screen = screen

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts())

    def _texts(self) -> list[str]:
        texts = []
        name = dict(self._screen.offices).get(str(self._screen.limited_to), "")
        if self._screen.is_cut:
            text = _(
                "%(office)s has more than %(count)s of these cases. This list shows the "
                "cases with the highest risk. Choose a case worker in the filters."
            )
            texts.append(text % {"count": f"{MAX_CASES:,}", "office": name})
        elif self._screen.limited_to is not None:
            text = _(
                "You lead more than %(count)s cases. This list shows one office: %(office)s. Choose "
                "another office or a case worker in the filters."
            )
            texts.append(text % {"count": f"{MAX_CASES:,}", "office": name})
        if self._screen.is_unsorted:
            text = _("Up to %(count)d cases can be sorted by name. Filter the list first.")
            texts.append(text % {"count": name_order.MAX_SORTED})
        return texts


@dataclass(frozen=True)
class CaseSearchPage:
    """The page of cases of children with a name, and a note of what was not searched."""

    table: DisplayTable | None
    notes: Sequence[str]


def search_page(
    staff: Staff, matches: name_order.NameMatches, *, is_discreet: bool
) -> CaseSearchPage:
    """The page of a search by name."""
    hidden = NOT_IN_DISCREET_VIEW if is_discreet else frozenset[str]()
    hidden |= frozenset() if may_read_labels(staff) else {"risk"}
    columns = [
        column
        for column in case_columns(staff.office.today())
        if column.name in _SEARCH_COLUMNS and column.name not in hidden
    ]
    count = len(matches.rows)
    caption = ngettext("%(count)d case found", "%(count)d cases found", count) % {"count": count}
    table = DisplayTable(
        caption,
        [DisplayTableColumn(column.label) for column in columns],
        [[column.cell(row) for column in columns] for row in matches.rows],
    )
    return CaseSearchPage(table if matches.rows else None, _search_notes(matches))


def _search_notes(matches: name_order.NameMatches) -> list[str]:
    notes = []
    if matches.is_cut:
        text = _("Only the first %(count)d are shown. Enter more of the name.")
        notes.append(text % {"count": name_order.MAX_SHOWN})
    if not matches.were_all_searched:
        text = _("Not all your cases can be searched by name: at most %(count)s at a time.")
        notes.append(text % {"count": f"{name_order.MAX_SEARCHED:,}"})
    return notes


def bulk_table(
    lines: Sequence[BulkLine],
    *,
    is_discreet: bool,
    is_done: bool,
    shows_risk: bool = False,
    is_by_risk: bool = False,
) -> DisplayTable:
    """The chosen cases with the effect on each, or why there is none (first; last if by risk)."""
    by_name = {column.name: column for column in case_columns(dt.date.min)}
    names = ["code", "worker"] if is_discreet else ["code", "child", "worker"]
    if shows_risk and not is_discreet:
        names.insert(1, "risk")
    columns = [DisplayTableColumn(by_name[name].label) for name in names]
    is_planned = any(line.effect or line.problem for line in lines)
    if is_planned:
        columns.append(DisplayTableColumn(_("Result") if is_done else _("Planned change")))
    rows = []
    for line in sorted(lines, key=lambda line: bool(line.problem) == is_by_risk):
        cells = [by_name[name].cell(line.row) for name in names]
        rows.append([*cells, _outcome(line, is_done=is_done)] if is_planned else cells)
    count = len(lines)
    return DisplayTable(
        ngettext("%(count)d case", "%(count)d cases", count) % {"count": count}, columns, rows
    )


def _outcome(line: BulkLine, *, is_done: bool) -> DisplayTableCell:
    if line.problem:
        text = _("Not changed: %(reason)s") if is_done else _("Cannot be changed: %(reason)s")
        return DisplayTableCell(text % {"reason": line.problem}, tag="attend")
    if is_done:
        return DisplayTableCell(_("Done: %(effect)s") % {"effect": line.effect})
    if line.caution:
        return DisplayTableCell(f"{line.effect}. {line.caution}", tag="attend")
    return DisplayTableCell(line.effect)
