"""The decisions of other kinds that wait for a supervisor: below the list of requests, or above it."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from saathi.agencies import access
from saathi.agencies.domains import all_domains
from saathi.agencies.has_right import HasRight
from saathi.agencies.models import Staff
from saathi.agencies.pending_decisions import PendingDecisions
from saathi.agencies.queries import names_of
from saathi.agencies.record_kit.rows import format_day
from saathi.agencies.sections import RISK_SECTIONS
from saathi.desk.approvals.list_page import risk_cell
from saathi.desk.day import wording
from saathi.infra.query_columns import rows_column
from saathi.people.queries import code_of_file
from saathi.protection.casework.cases.danger import annotate_danger
from saathi.protection.casework.cases.models import Case, Visit
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES
from saathi.web.components import (
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    Text,
    join_facts,
)

MOST_OF_KIND = 500  # the oldest of each kind
MOST_SHOWN = 100
URGENT = "urgent"
SORTS: Mapping[str, Text] = {
    URGENT: gettext_lazy("Urgency"),
    "waiting": gettext_lazy("Waiting"),
    "kind": gettext_lazy("Type of request"),
    "case": gettext_lazy("Case ID"),
}


@dataclass(frozen=True)
class PendingDecision:
    """One record that waits, ready for the table."""

    kind: PendingDecisions
    url: str
    code: str
    since: dt.date
    by: str
    file_id: UUID
    ends: dt.date | None = None
    is_emergency: bool = False

    @property
    def is_pressing(self) -> bool:
        """Whether it is an emergency, or ends on a certain day."""
        return self.is_emergency or self.ends is not None


@dataclass(frozen=True)
class DecisionsPart:
    """What the page shows: the filters, how many there are, the table; None without any."""

    form: forms.Form
    count: str
    table: DisplayTable | None
    is_first: bool = False  # something presses: above the list of requests


class DecisionsForm(forms.Form):
    """The type of decision and the case ID; names that do not meet those of the list above."""

    d_kind = forms.ChoiceField(required=False, label=gettext_lazy("Type of request"))
    d_case = forms.CharField(required=False, max_length=40, label=gettext_lazy("Case ID"))
    d_sort = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Sort by"),
        choices=list(SORTS.items()),
    )

    def __init__(self, data: Mapping[str, Any], kinds: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["d_kind"].choices = [("", _("All")), *kinds]  # type: ignore[attr-defined]


def declared_decisions() -> list[PendingDecisions]:
    """All kinds of decisions, in the order of the domains."""
    return [each for domain in all_domains() for each in domain.decisions]


def find_decisions(staff: Staff) -> list[PendingDecision]:
    """What waits for this person: emergencies, then what ends soonest, then the longest wait.

    At most 500 of each kind. Two queries.
    """
    kinds = {each.code: each for each in declared_decisions()}
    columns = {
        f"of_{code}": rows_column(
            kind.find(staff).order_by(*_order_of(kind))[:MOST_OF_KIND],
            id="pk",
            file="file_id",
            code=code_of_file(staff, by_row=True),
            since=kind.since,
            by=kind.by,
            **({"ends": kind.ends} if kind.ends else {}),
            **({"is_emergency": kind.is_emergency} if kind.is_emergency else {}),
        )
        for code, kind in kinds.items()
    }
    own: QuerySet[Any, Any] = Staff.objects.filter(pk=staff.pk)
    result: dict[str, Any] = own.values(**columns).get()
    rows = [(kind, row) for code, kind in kinds.items() for row in result[f"of_{code}"]]
    submitters = names_of(UUID(row["by"]) for _kind, row in rows if row["by"])
    names = {str(key): name for key, name in submitters.items()}
    listed = [
        PendingDecision(
            kind,
            reverse(kind.page, args=[row[name] for name in kind.of]),
            row["code"] or _("no access"),
            _day(row["since"], staff),
            names.get(str(row["by"]), ""),
            UUID(row["file"]),
            _day(row["ends"], staff) if row.get("ends") else None,
            bool(row.get("is_emergency")),
        )
        for kind, row in rows
    ]
    return sorted(listed, key=_urgency)


def _order_of(kind: PendingDecisions) -> list[Any]:
    """The order in which the records of a kind are read, so that none that presses is left out."""
    emergency = [F(kind.is_emergency).desc()] if kind.is_emergency else []
    ends = [F(kind.ends).asc(nulls_last=True)] if kind.ends else []
    return [*emergency, *ends, kind.since, "pk"]


def _urgency(decision: PendingDecision) -> tuple[bool, dt.date, dt.date]:
    return not decision.is_emergency, decision.ends or dt.date.max, decision.since


def _day(text: str, staff: Staff) -> dt.date:
    """The day of a date, or of a moment by the clock of the office."""
    if "T" not in text:
        return dt.date.fromisoformat(text)
    return staff.office.date_of(dt.datetime.fromisoformat(text))


def decisions_part(
    staff: Staff, query: Mapping[str, Any], *, is_discreet: bool = False
) -> DecisionsPart | None:
    """The decisions that wait, filtered and sorted as the address says; None without any at all.

    In the discreet view without the risk of the cases.
    """
    decisions = find_decisions(staff)
    if not decisions:
        return None
    counts: dict[str, int] = {}
    for each in decisions:
        counts[each.kind.code] = counts.get(each.kind.code, 0) + 1
    kinds = [
        (each.code, f"{each.label} ({counts[each.code]})")
        for each in declared_decisions()
        if each.code in counts
    ]
    form = DecisionsForm(query, kinds)
    chosen = form.cleaned_data if form.is_valid() else {}
    shown = [each for each in decisions if _is_chosen(each, chosen)]
    shown.sort(key=_SORT_KEYS[chosen.get("d_sort") or URGENT])
    text = ngettext(
        "%(count)s decision awaits you", "%(count)s decisions await you", len(shown)
    ) % {"count": len(shown)}
    risks = None if is_discreet else _cases_of(staff, shown[:MOST_SHOWN])
    table = _table(staff, shown, query, risks) if shown else None
    return DecisionsPart(form, text, table, any(each.is_pressing for each in decisions))


def _cases_of(staff: Staff, shown: list[PendingDecision]) -> dict[UUID, Any]:
    """The open case of each file with `risk` and `is_in_danger`, where this person may read them."""
    cases = access.visible(staff, Case, by_row=True).filter(
        HasRight(staff, "reads", RISK_SECTIONS, "file", by_row=True),
        file__in={each.file_id for each in shown},
        status__in=OPEN_STATUSES,
    )
    result = annotate_danger(cases, access.visible(staff, Visit, by_row=True))
    return {case.file_id: case for case in result.order_by("opened_on")}


def _is_chosen(decision: PendingDecision, chosen: Mapping[str, str]) -> bool:
    kind, case = chosen.get("d_kind", ""), chosen.get("d_case", "").strip().upper()
    return kind in {"", decision.kind.code} and decision.code.upper().startswith(case)


_SORT_KEYS: Mapping[str, Callable[[PendingDecision], Any]] = {
    URGENT: _urgency,
    "waiting": lambda each: each.since,
    "kind": lambda each: (str(each.kind.label), each.since),
    "case": lambda each: (each.code, each.since),
}


def _table(
    staff: Staff,
    shown: list[PendingDecision],
    query: Mapping[str, Any],
    cases: Mapping[UUID, Any] | None,
) -> DisplayTable:
    today = staff.office.today()
    columns = [
        DisplayTableColumn(label, sort_url=_sorted_by(query, name))
        for name, label in (
            ("kind", SORTS["kind"]),
            ("case", SORTS["case"]),
            ("waiting", SORTS["waiting"]),
        )
    ]
    risk = [] if cases is None else [DisplayTableColumn(_("Risk level"))]
    columns = [
        *columns[:2], *risk, DisplayTableColumn(SORTS[URGENT], sort_url=_sorted_by(query, URGENT)),
        columns[2], DisplayTableColumn(_("Submitted by")),
    ]  # fmt: skip
    rows = [
        [
            DisplayTableCell(each.kind.label, each.url),
            DisplayTableCell(each.code),
            *([] if cases is None else [_risk(cases.get(each.file_id))]),
            _urgency_cell(each),
            DisplayTableCell(wording.describe_days(max((today - each.since).days, 0))),
            DisplayTableCell(each.by),
        ]
        for each in shown[:MOST_SHOWN]
    ]
    more = len(shown) > MOST_SHOWN
    note = _("Only the first %(count)d are shown. Choose a type.") % {"count": MOST_SHOWN}
    return DisplayTable(_("Other decisions"), columns, rows, note=note if more else "")


def _risk(case: Any) -> DisplayTableCell:
    return DisplayTableCell("") if case is None else risk_cell(case)


def _urgency_cell(decision: PendingDecision) -> DisplayTableCell:
    ends = _("ends %(day)s") % {"day": format_day(decision.ends)} if decision.ends else ""
    if decision.is_emergency:
        return DisplayTableCell(
            join_facts([_("Emergency"), *([ends] if ends else [])]), tag="danger"
        )
    return DisplayTableCell(ends, tag="attend" if ends else "")


def _sorted_by(query: Mapping[str, Any], name: str) -> str:
    kept = {key: query[key] for key in ("d_kind", "d_case") if query.get(key)}
    return "?" + urlencode(kept | {"d_sort": name}) + "#decisions"
