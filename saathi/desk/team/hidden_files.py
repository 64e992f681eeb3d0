"""The list of files hidden from colleagues, for staff who may unhide them."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext

from saathi import audit
from saathi.agencies import access
from saathi.agencies.access_purposes import OWN_CASE
from saathi.agencies.list_kit.declaration import (
    FoundRows,
    ListColumn,
    ListDeclaration,
    ListQuestion,
)
from saathi.agencies.list_kit.derived import finder_filter, text_column
from saathi.agencies.models import Agency, Staff
from saathi.desk import wording
from saathi.infra.any_of import AnyOf
from saathi.people.models import Child
from saathi.web.components import DisplayTableCell, EmptyState

MAX_LISTED = 1_000
SCREEN = "desk:list_hidden_files"
WAITING, HIDDEN = "waiting", "hidden"
BY_REPORT, BY_COLLEAGUE = "report", "colleague"


@dataclass(frozen=True, slots=True)
class FileHiding:
    """A person or agency that a file is hidden from, or that a decision about hiding is pending for."""

    pk: UUID
    file_id: UUID
    code: str
    name: str
    by: str
    since: dt.datetime
    is_by_report: bool
    is_waiting: bool


def list_hidings(reader: Staff) -> list[FileHiding]:
    """The hidings in files that the reader may unhide; those awaiting a decision first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, of_file, principal, hidden_by, since, by_report, waits FROM hidden_files(%s)",
            [MAX_LISTED],
        )
        hidings: list[tuple[UUID, UUID, UUID, UUID | None, dt.datetime, bool, bool]] = (
            cursor.fetchall()
        )
    if not hidings:
        return []
    children = access.visible(reader, Child, by_row=True).filter(
        AnyOf("file_id", {file_id for _id, file_id, *_rest in hidings})
    )
    codes = dict(children.values_list("file_id", "code"))
    names = _names([key for row in hidings for key in (row[2], row[3]) if key])
    return [
        FileHiding(
            pk, file_id, codes[file_id], names[who], names.get(by, "") if by else "", since, *rest
        )
        for pk, file_id, who, by, since, *rest in hidings
        if file_id in codes and who in names
    ]


def _names(keys: Sequence[UUID]) -> dict[UUID, str]:
    staff = Staff.objects.filter(AnyOf("id", set(keys))).values_list("pk", "name")
    agencies = Agency.objects.filter(AnyOf("id", set(keys))).values_list("pk", "name")
    return dict(agencies) | dict(staff)


def hidden_files_list(reader: Staff) -> ListDeclaration[FileHiding]:
    """The list for this reader: hidings awaiting a decision first, then the latest."""

    def find(question: ListQuestion) -> FoundRows[FileHiding]:
        return _page(_chosen(list_hidings(reader), question), question)

    return ListDeclaration(
        name="hidden_files",
        find=find,
        columns=_columns(reader),
        order="decision",
        count_text=_count_text,
        filters=(
            finder_filter("decision", _choice(gettext_lazy("Decision"), _DECISIONS)),
            finder_filter("reason", _choice(gettext_lazy("Reason"), _REASONS)),
        ),
        empty=EmptyState(
            gettext("No file is hidden"),
            gettext(
                "Files of your offices that are hidden from a colleague or an agency are listed here."
            ),
            icon="eye-off",
        ),
    )


_DECISIONS = {WAITING: gettext_lazy("Decision pending"), HIDDEN: gettext_lazy("Hidden")}
_REASONS = {
    BY_REPORT: gettext_lazy("Named in a linked report"),
    BY_COLLEAGUE: gettext_lazy("Hidden by a colleague"),
}
_ORDERS: dict[str, Callable[[FileHiding], Any]] = {
    "decision": lambda row: (not row.is_waiting, -row.since.timestamp()),
    "code": lambda row: row.code,
    "name": lambda row: row.name.casefold(),
    "since": lambda row: row.since,
}


def _choice(label: Any, choices: dict[str, Any]) -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=[("", gettext_lazy("All")), *choices.items()], required=False, label=label
    )


def _decision(row: FileHiding) -> str:
    return WAITING if row.is_waiting else HIDDEN


def _reason(row: FileHiding) -> str:
    return BY_REPORT if row.is_by_report else BY_COLLEAGUE


def _chosen(rows: Sequence[FileHiding], question: ListQuestion) -> list[FileHiding]:
    """The requested rows, in the requested order."""
    decision, reason = question.chosen.get("decision"), question.chosen.get("reason")
    chosen = [
        row
        for row in rows
        if decision in {None, "", _decision(row)} and reason in {None, "", _reason(row)}
    ]
    key = _ORDERS[question.order.lstrip("-")]
    chosen.sort(key=lambda row: (key(row), row.pk), reverse=question.order.startswith("-"))
    return chosen


def _page(rows: Sequence[FileHiding], question: ListQuestion) -> FoundRows[FileHiding]:
    """The page of rows at a position; the first page if the row of the position is gone."""
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


def _columns(reader: Staff) -> list[ListColumn[FileHiding]]:
    return [
        ListColumn("code", gettext_lazy("Case ID"), _code, sort="code"),
        text_column("name", gettext_lazy("Hidden from"), lambda row: row.name, sort="name"),
        text_column(
            "since",
            gettext_lazy("Since"),
            lambda row: wording.describe_moment(row.since, reader.office),
            sort="since",
        ),
        text_column("by", gettext_lazy("Hidden by"), lambda row: row.by),
        text_column("reason", gettext_lazy("Reason"), lambda row: _REASONS[_reason(row)]),
        ListColumn("decision", gettext_lazy("Decision"), _decision_cell, sort="decision"),
    ]


def _code(row: FileHiding) -> DisplayTableCell:
    return DisplayTableCell(row.code, url=reverse("desk:manage_hidden_from", args=[row.file_id]))


def _decision_cell(row: FileHiding) -> DisplayTableCell:
    return DisplayTableCell(_DECISIONS[_decision(row)], tag="attend" if row.is_waiting else "")


def _count_text(number: int, shown: str) -> str:
    return ngettext("%(count)s entry", "%(count)s entries", number) % {"count": shown}


def log_hidings(reader: Staff, rows: Sequence[FileHiding]) -> None:
    """Writes one audit log entry for the files on a page of the list."""
    files = list(dict.fromkeys(row.file_id for row in rows))
    audit.record(
        audit.AuditKind.LISTED,
        by=reader.id,
        agency=reader.agency_id,
        objects=files,
        purpose=OWN_CASE,
        detail={"screen": SCREEN, "count": len(files)},
    )
