"""The columns of the list of cases, except those closed to the reader or the discreet view."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.list_kit.declaration import ListColumn
from saathi.desk import wording
from saathi.desk.case_list.rows import CaseRow
from saathi.people.ages import AgeRange
from saathi.people.vocabulary import Gender
from saathi.protection.casework.cases.danger import MAY_BE_IN_DANGER
from saathi.protection.casework.cases.risk_tags import short_risk_tag
from saathi.protection.casework.cases.vocabulary import CaseStatus, Duty, Stage
from saathi.protection.identification.intake.unsafe_wording import as_sentence
from saathi.web.components import DisplayTableCell, Text, isolate_direction

# Never next to a case ID in the discreet view: the child's name, and what endangers the child.
NOT_IN_DISCREET_VIEW = frozenset({"child", "sex", "age", "risk", "concern"})
LABELS = frozenset({"risk", "concern", "danger"})
_JOIN = "\u2060"  # keeps a range on one line
NOT_ASSESSED_LABEL = _("Not assessed")


def case_columns(today: dt.date) -> Sequence[ListColumn[CaseRow]]:
    """All columns, in their order."""
    return (
        ListColumn("code", _("Case ID"), _code, "code"),
        ListColumn("risk", _("Risk level"), _risk, "risk", is_plain=True, is_by_rank=True),
        ListColumn("child", _("Child"), _child, "child", is_plain=True),
        _text("sex", _("Gender"), lambda row: str(Gender(row.case.child.gender).label)),
        _text("age", _("Age"), lambda row: format_age(row.age)),
        _text("concern", _("Protection concerns"), _concerns, sort=""),
        _text("stage", _("Stage"), lambda row: str(Stage(row.case.stage).label)),
        _text("status", _("Status"), lambda row: str(CaseStatus(row.case.status).label)),
        ListColumn("worker", _("Case worker"), _worker, "worker", is_plain=True),
        _text("office", _("Office"), lambda row: row.case.office.name),
        _text("contact", _("Last met"), lambda row: _contact(row, today)),
        ListColumn("due", _("Next due"), lambda row: _due(row, today), "due", is_plain=True),
        ListColumn("flag", _("Flag"), _flag, "flag", is_plain=True),
        _text(
            "opened",
            _("Opened"),
            lambda row: wording.describe_day(row.case.opened_on, today, short=True),
        ),
    )


def _worker(row: CaseRow) -> DisplayTableCell:
    """The cell with the case worker; for a new case without one, the assigning supervisor."""
    name = row.case.worker.name
    if not row.case.awaits_assignment:
        return DisplayTableCell(name)
    text = gettext("No case worker yet (supervisor: %(name)s)") % {"name": name}
    return DisplayTableCell(text, tag="attend")


def offered_columns(
    today: dt.date, hidden: frozenset[str], *, order_only: Collection[str]
) -> list[ListColumn[CaseRow]]:
    """The columns except hidden ones; those in `order_only` can still sort the list."""
    return [
        replace(column, is_order_only=column.name in hidden)
        for column in case_columns(today)
        if column.name not in hidden or column.name in order_only
    ]


def _text(name: str, label: Text, text: object, *, sort: str | None = None) -> ListColumn[CaseRow]:
    assert callable(text)
    return ListColumn(
        name, label, lambda row: DisplayTableCell(text(row)), name if sort is None else sort
    )


def _code(row: CaseRow) -> DisplayTableCell:
    return DisplayTableCell(
        row.case.child.code, reverse("desk:child_file", args=[row.case.file_id])
    )


def _child(row: CaseRow) -> DisplayTableCell:
    """The cell with the name in the child's own script and in Latin letters."""
    if not row.name:
        return DisplayTableCell(gettext("Name not known"))
    if row.transliterated:
        return DisplayTableCell(_with_transliteration(row))
    if not row.latin_name:
        return DisplayTableCell(row.name)
    return DisplayTableCell(f"{isolate_direction(row.name)} · {isolate_direction(row.latin_name)}")


def _with_transliteration(row: CaseRow) -> str:
    title = gettext("Automatic transliteration")
    return format_html(
        '{} <i class="quiet" title="{}">{}</i>',
        isolate_direction(row.name),
        title,
        isolate_direction(row.transliterated),
    )


def format_age(age: AgeRange | None) -> str:
    """The age in years, as a range where the evidence gives one."""
    if age is None:
        return gettext("Not recorded")
    if age.youngest == age.oldest:
        return str(age.oldest)
    return f"{age.youngest}{_JOIN}–{_JOIN}{age.oldest}"


def _risk(row: CaseRow) -> DisplayTableCell:
    if not row.may_read_risk:
        return DisplayTableCell("")
    tag = short_risk_tag(row.case.risk, in_danger=row.is_in_danger)
    mark = (as_sentence(row.unsafe) or MAY_BE_IN_DANGER) if row.is_in_danger else ""
    return DisplayTableCell(tag.text, tag=tag.tag, mark=mark)


def _concerns(row: CaseRow) -> str:
    return ", ".join(str(concern.label) for concern in row.concerns)


def _contact(row: CaseRow, today: dt.date) -> str:
    if not row.may_read_visits:
        return ""
    if row.met_on is None:
        return gettext("Not met yet")
    return wording.describe_day(row.met_on, today, short=True)


def _due(row: CaseRow, today: dt.date) -> DisplayTableCell:
    if row.open_care:
        text = gettext("Time-critical care: %(left)s") % {"left": row.open_care}
        return DisplayTableCell(text, tag="danger")
    if row.due is None:
        return DisplayTableCell("")
    text = f"{Duty(row.due.duty).label}: {wording.describe_due(row.due.due_on, today)}"
    return DisplayTableCell(text, tag="attend" if row.due.due_on < today else "")


def _flag(row: CaseRow) -> DisplayTableCell:
    return (
        DisplayTableCell(gettext("Flagged"), tag="attend")
        if row.is_flagged
        else DisplayTableCell("")
    )
