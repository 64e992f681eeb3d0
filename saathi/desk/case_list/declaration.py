"""The list of cases for `agencies.list_kit`: filters, order, views and results."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.list_kit.declaration import (
    FoundRows,
    ListDeclaration,
    ListExport,
    ListFilter,
    ListQuestion,
    ListView,
    RowAction,
    RowActions,
)
from saathi.agencies.list_kit.derived import finder_filter
from saathi.agencies.list_kit.months import month_choices
from saathi.agencies.models import Staff
from saathi.agencies.permissions import TEAM_READS, Permission
from saathi.agencies.sections import RISK_SECTIONS, Section
from saathi.desk.case_list import case_query, columns, name_order
from saathi.desk.case_list.case_query import ANY_DUTY, NEVER_MET, NOT_ASSESSED, CaseFilter
from saathi.desk.case_list.rows import CaseRow, list_protected_cases, load_case_rows
from saathi.people.vocabulary import Gender
from saathi.protection.casework.cases.danger import MAY_BE_IN_DANGER
from saathi.protection.casework.cases.vocabulary import (
    OPEN_STATUSES,
    CaseStatus,
    Duty,
    RiskLevel,
    Stage,
)
from saathi.protection.exchange.vocabulary import ExportPurpose
from saathi.protection.identification.intake.vocabulary import Concern
from saathi.web.components import EmptyState

ALL_LABEL = _("All")
LIST_NAME = "cases"
ME, ALL, YES = "me", "all", "yes"
PAGE_SIZE = 25
MAX_AGE = 40
MAX_SELECTED = 100
CONTACT_DAYS = (7, 14, 30, 60, 90)
_DEFAULT_COLUMNS = ("code", "risk", "child", "age", "worker", "contact", "due")
_DISCREET_COLUMNS = ("code", "stage", "worker", "contact", "due", "flag")


@dataclass
class CaseListScreen:
    """The list for one reader and request; its `pages.ListNotes` are known once it is searched."""

    reader: Staff
    is_discreet: bool
    people: Sequence[tuple[str, str]] = ()  # the workers offered as choices
    offices: Sequence[tuple[str, str]] = ()
    limited_to: UUID | None = None
    is_cut: bool = False
    is_unsorted: bool = False

    def declaration(self) -> ListDeclaration[CaseRow]:
        """The declaration of the list."""
        may = self.reader.permissions
        hidden, reads_labels = self._left_out(), may_read_labels(self.reader)
        offered = columns.offered_columns(
            self.reader.office.today(), hidden, order_only={"risk"} if reads_labels else set()
        )
        usual = _DISCREET_COLUMNS if self.is_discreet else self._usual_columns()
        return ListDeclaration(
            name=LIST_NAME,
            find=self._find,
            columns=offered,
            default_columns=[name for name in usual if name not in hidden],
            order="risk" if reads_labels else "due",
            count_text=_count_text,
            filters=self._filters(),
            views=_views(may, reads_labels=reads_labels),
            row_actions=_row_actions(may),
            empty=EmptyState(
                _("No cases yet"), _("Cases that you work on or supervise are listed here.")
            ),
            page_size=PAGE_SIZE,
            main_filters=5,
            check=_check_ages,
            may_export=Permission.EXPORT in may,
            export=ListExport(
                purposes=[(purpose.value, purpose.label) for purpose in ExportPurpose],
                columns=("child",),
                note=_("The file contains no names and no children under special protection."),
            ),
        )

    def _usual_columns(self) -> tuple[str, ...]:
        """The default columns: without led offices, the stage says more than the worker."""
        if self.offices:
            return _DEFAULT_COLUMNS
        return tuple("stage" if name == "worker" else name for name in _DEFAULT_COLUMNS)

    def _left_out(self) -> frozenset[str]:
        labels = frozenset[str]() if may_read_labels(self.reader) else columns.LABELS
        return labels | (columns.NOT_IN_DISCREET_VIEW if self.is_discreet else frozenset())

    def _find(self, question: ListQuestion) -> FoundRows[CaseRow]:
        chosen, order = self._chosen(question.chosen), question.order
        if order.lstrip("-") == name_order.BY_NAME and not self.is_discreet:
            page_sorted_by_name = name_order.find_page_sorted_by_name(self.reader, chosen, question)
            if page_sorted_by_name is not None:
                return self._page(page_sorted_by_name, question)
            self.is_unsorted, order = True, "risk"
        page_sorted_by_name = case_query.find_cases(
            self.reader, chosen, order=order, position=question.position, size=question.size
        )
        self.limited_to, self.is_cut = page_sorted_by_name.office, page_sorted_by_name.is_cut
        return self._page(page_sorted_by_name, question)

    def _page(self, found: case_query.FoundCases, question: ListQuestion) -> FoundRows[CaseRow]:
        is_page = question.size <= PAGE_SIZE  # exports contain no names
        rows = load_case_rows(self.reader, found.ids, with_names=is_page and not self.is_discreet)
        before = found.ids[0] if found.has_before and found.ids else None
        after = found.ids[-1] if found.has_after and found.ids else None
        if not is_page:
            protected = list_protected_cases(self.reader, found.ids)
            rows = [row for row in rows if row.pk not in protected]
        left_out = 0 if is_page else len(found.ids) - len(rows)  # otherwise, the count reveals them
        return FoundRows(rows, found.count - left_out, before, after)

    def _chosen(self, values: Mapping[str, Any]) -> CaseFilter:
        status, worker, contact = (values.get(name) for name in ("status", "worker", "contact"))
        statuses = {"": OPEN_STATUSES, ALL: tuple(CaseStatus)}
        return CaseFilter(
            statuses=statuses.get(status or "", (status or "",)),
            stage=values.get("stage") or "",
            risk=values.get("risk") or "",
            gender=values.get("sex") or "",
            age_low=values.get("age_from"),
            age_high=values.get("age_to"),
            worker=(self.reader.pk if worker == ME else UUID(worker)) if worker else None,
            office=UUID(values["office"]) if values.get("office") else None,
            overdue=values.get("overdue") or "",
            flagged=values.get("flag") == YES,
            in_danger=values.get("danger") == YES,
            days_without_contact=int(contact) if contact else None,
            concern=values.get("concern") or "",
            **{
                f"{name}_month": dt.date.fromisoformat(f"{values[name]}-01")
                for name, _label in _MONTHS
                if values.get(name)
            },
        )

    def _filters(self) -> list[ListFilter]:
        risk = [*RiskLevel.choices, (NOT_ASSESSED, columns.NOT_ASSESSED_LABEL)]
        overdue = [(ANY_DUTY, _("Any")), *Duty.choices]
        filters = [
            _choice("risk", _("Risk level"), risk),
            _choice("overdue", _("Overdue"), overdue),
            _choice("contact", _("Last met"), _contact_choices()),
            _choice("worker", _("Case worker"), [(ME, _("Me")), *self.people]),
            _choice("status", _("Status"), _STATUSES, CaseStatus.OPEN.label),
            _choice("stage", _("Stage"), Stage.choices),
            _choice("concern", _("Protection concern"), Concern.choices),
            _choice("flag", _("Flag"), [(YES, _("Flagged"))]),
            _choice("danger", _("Danger"), [(YES, MAY_BE_IN_DANGER)]),
            _choice("office", _("Office"), self.offices),
            _choice("sex", _("Gender"), Gender.choices),
            _age("age_from", _("Age from")),
            _age("age_to", _("Age to")),
            *(_choice(name, label, month_choices(self.reader)) for name, label in _MONTHS),
        ]
        hidden = set() if may_read_labels(self.reader) else columns.LABELS
        hidden = hidden | (set() if self.offices else {"office"})
        return [each for each in filters if each.name not in hidden]


def may_read_labels(staff: Staff) -> bool:
    """Whether the role may read any risk or concern; which ones is decided for each file."""
    reads = TEAM_READS.get(staff.role_kind, Section.SITUATION)
    return bool(reads & RISK_SECTIONS)


def _choice(
    name: str, label: Any, choices: Sequence[tuple[Any, Any]], empty: Any = ALL_LABEL
) -> ListFilter:
    field = forms.ChoiceField(choices=[("", empty), *choices], required=False, label=label)
    return finder_filter(name, field)


def _age(name: str, label: Any) -> ListFilter:
    return finder_filter(
        name, forms.IntegerField(min_value=0, max_value=MAX_AGE, required=False, label=label)
    )


def _check_ages(form: forms.Form) -> None:
    low, high = (form.cleaned_data.get(name) for name in ("age_from", "age_to"))
    if low is not None and high is not None and high < low:
        form.add_error("age_to", gettext("The maximum age must not be below the minimum age."))


_MONTHS = (
    ("opened", _("Opened in")),
    ("closed", _("Closed in")),
    ("visited", _("Visited in")),
)
_STATUSES = (
    (CaseStatus.CLOSING_ASKED.value, CaseStatus.CLOSING_ASKED.label),
    (CaseStatus.CLOSED.value, CaseStatus.CLOSED.label),
    (CaseStatus.TRANSFERRED.value, CaseStatus.TRANSFERRED.label),
    (ALL, _("All")),
)


def _contact_choices() -> list[tuple[str, str]]:
    ago = [
        (str(days), ngettext("%(count)d day ago or longer", "%(count)d days ago or longer", days))
        for days in CONTACT_DAYS
    ]
    return [
        *((value, text % {"count": int(value)}) for value, text in ago),
        (str(NEVER_MET), gettext("Not met yet")),
    ]


def _views(may: frozenset[Permission], *, reads_labels: bool) -> list[ListView]:
    """The predefined views of the list."""
    at_risk = [
        ListView(MAY_BE_IN_DANGER, [("danger", YES)]),
        ListView(_("High risk"), [("risk", RiskLevel.HIGH.value)]),
    ]
    mine = [ListView(_("My open cases"), [("worker", ME)])] if Permission.OPEN_CASE in may else []
    return [
        *mine,
        *(at_risk if reads_labels else []),
        ListView(_("Overdue"), [("overdue", ANY_DUTY)]),
        ListView(_("Not met for 30 days"), [("contact", "30")]),
    ]


def _row_actions(may: frozenset[Permission]) -> RowActions[CaseRow] | None:
    actions = []
    if Permission.ASSIGN in may:
        actions += [
            RowAction("assign", _("Assign"), "user"),
            RowAction("transfer", _("Transfer"), "transfer"),
            RowAction("cover", _("Arrange cover"), "users"),
        ]
    if Permission.WORK_ON_CASE in may:
        actions.append(RowAction("flag", _("Flag"), "flag"))
    if not actions:
        return None
    return RowActions(
        reverse("desk:change_cases"), actions, lambda row: row.case.child.code, MAX_SELECTED
    )


def _count_text(number: int, shown: str) -> str:
    return ngettext("%(count)s case", "%(count)s cases", number) % {"count": shown}
