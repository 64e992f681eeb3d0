"""The decisions of other kinds that wait for a supervisor, below the list of requests."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from saathi.agencies.domains import all_domains
from saathi.agencies.models import Staff
from saathi.agencies.pending_decisions import PendingDecisions
from saathi.agencies.queries import names_of
from saathi.desk.day import wording
from saathi.infra.query_columns import rows_column
from saathi.people.queries import code_of_file
from saathi.web.components import DisplayTable, DisplayTableCell, DisplayTableColumn, Text

MOST_OF_KIND = 500  # the oldest of each kind
MOST_SHOWN = 100
SORTS: Mapping[str, Text] = {
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


@dataclass(frozen=True)
class DecisionsPart:
    """What the page shows: the filters, how many there are, the table; None without any."""

    form: forms.Form
    count: str
    table: DisplayTable | None


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
    """What waits for this person, the longest first; at most 500 of each kind. Two queries."""
    kinds = {each.code: each for each in declared_decisions()}
    columns = {
        f"of_{code}": rows_column(
            kind.find(staff).order_by(kind.since, "pk")[:MOST_OF_KIND],
            id="pk",
            file="file_id",
            code=code_of_file(staff, by_row=True),
            since=kind.since,
            by=kind.by,
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
        )
        for kind, row in rows
    ]
    return sorted(listed, key=lambda each: each.since)


def _day(text: str, staff: Staff) -> dt.date:
    """The day of a date, or of a moment by the clock of the office."""
    if "T" not in text:
        return dt.date.fromisoformat(text)
    return staff.office.date_of(dt.datetime.fromisoformat(text))


def decisions_part(staff: Staff, query: Mapping[str, Any]) -> DecisionsPart | None:
    """The decisions that wait, filtered and sorted as the address says; None without any at all."""
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
    shown.sort(key=_SORT_KEYS[chosen.get("d_sort") or "waiting"])
    text = ngettext(
        "%(count)s decision awaits you", "%(count)s decisions await you", len(shown)
    ) % {"count": len(shown)}
    return DecisionsPart(form, text, _table(staff, shown, query) if shown else None)


def _is_chosen(decision: PendingDecision, chosen: Mapping[str, str]) -> bool:
    kind, case = chosen.get("d_kind", ""), chosen.get("d_case", "").strip().upper()
    return kind in {"", decision.kind.code} and decision.code.upper().startswith(case)


_SORT_KEYS: Mapping[str, Callable[[PendingDecision], Any]] = {
    "waiting": lambda each: each.since,
    "kind": lambda each: (str(each.kind.label), each.since),
    "case": lambda each: (each.code, each.since),
}


def _table(staff: Staff, shown: list[PendingDecision], query: Mapping[str, Any]) -> DisplayTable:
    today = staff.office.today()
    columns = [
        DisplayTableColumn(label, sort_url=_sorted_by(query, name))
        for name, label in (
            ("kind", SORTS["kind"]),
            ("case", SORTS["case"]),
            ("waiting", SORTS["waiting"]),
        )
    ]
    columns.append(DisplayTableColumn(_("Submitted by")))
    rows = [
        [
            DisplayTableCell(each.kind.label, each.url),
            DisplayTableCell(each.code),
            DisplayTableCell(wording.describe_days(max((today - each.since).days, 0))),
            DisplayTableCell(each.by),
        ]
        for each in shown[:MOST_SHOWN]
    ]
    more = len(shown) > MOST_SHOWN
    note = _("Only the first %(count)d are shown. Choose a type.") % {"count": MOST_SHOWN}
    return DisplayTable(_("Other decisions"), columns, rows, note=note if more else "")


def _sorted_by(query: Mapping[str, Any], name: str) -> str:
    kept = {key: query[key] for key in ("d_kind", "d_case") if query.get(key)}
    return "?" + urlencode(kept | {"d_sort": name}) + "#decisions"
