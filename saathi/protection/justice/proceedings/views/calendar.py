"""The court calendar: the hearings in the files of the reader, by case ID, on one page to print."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies import access
from saathi.agencies.list_kit.declaration import (
    ListColumn,
    ListDeclaration,
    ListExport,
    ListFilter,
    ListView,
)
from saathi.agencies.list_kit.derived import choice_filter, field_column, text_column
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.record_kit.rows import format_day
from saathi.agencies.staff_requests import StaffRequest
from saathi.people.queries import code_of_file
from saathi.protection.casework.cases.models import Case
from saathi.protection.identification.trafficking.route_countries import country_name
from saathi.protection.justice.proceedings import rules
from saathi.protection.justice.proceedings import vocabulary as codes
from saathi.protection.justice.proceedings.models import Hearing
from saathi.protection.justice.proceedings.views.screens import SHOW, WORK, screens
from saathi.web.components import DisplayTableCell, EmptyState

MOST_WORKERS = 200
PERIODS = (
    ("", _("Next 30 days and without outcome")),
    ("week", _("Next 7 days")),
    ("late", _("Past, without outcome")),
    ("all", _("All")),
)
# The purposes of an export; their codes are in the access log.
PURPOSES = (
    ("authority", _("A court or another authority asked for it")),
    ("check", _("To check the agency’s records")),
)


def _hearings(staff: Staff) -> QuerySet[Any]:
    """The hearings in the files of the reader, with case ID and case worker."""
    newest = (F("closed_on").desc(nulls_first=True), "-opened_on", "-pk")
    cases = access.visible(staff, Case).filter(file=OuterRef("file_id")).order_by(*newest)
    return (
        access.visible(staff, Hearing)
        .select_related("proceeding")
        .annotate(
            child_code=code_of_file(staff), case_worker=Subquery(cases.values("worker_id")[:1])
        )
    )


def _period_filter(today: dt.date) -> ListFilter:
    field = forms.ChoiceField(choices=PERIODS, required=False, label=_("Period"))
    listed = codes.HearingState.LISTED

    def apply(rows: QuerySet[Hearing], period: str | None) -> QuerySet[Hearing]:
        if period == "all":
            return rows
        if period == "late":
            return rows.filter(state=listed, listed_on__lt=today)
        if period == "week":
            return rows.filter(listed_on__range=(today, today + dt.timedelta(days=7)))
        return rows.filter(state=listed, listed_on__lte=today + dt.timedelta(days=30))

    return ListFilter("period", field, apply, is_applied_empty=True)


def _filters(staff: Staff, names: dict[Any, str]) -> list[ListFilter]:
    workers = [("", _("All")), *sorted(((str(pk), name) for pk, name in names.items()), key=_name)]
    worker = forms.ChoiceField(choices=workers, required=False, label=_("Case worker"))
    kinds = [("", _("All")), *codes.CourtKind.choices]
    court = forms.ChoiceField(choices=kinds, required=False, label=_("Kind of court"))
    found = _hearings(staff).values_list("proceeding__country", flat=True).distinct()
    countries = sorted(((code, country_name(code)) for code in set(found)), key=_name)
    country = forms.ChoiceField(
        choices=[("", _("All")), *countries], required=False, label=_("Country")
    )
    return [
        _period_filter(staff.office.today()),
        ListFilter("worker", worker, lambda rows, key: rows.filter(case_worker=key)),
        ListFilter("court_kind", court, lambda rows, key: rows.filter(proceeding__court_kind=key)),
        choice_filter(Hearing, "purpose", _("Purpose")),
        choice_filter(Hearing, "state", _("Status")),
        ListFilter("country", country, lambda rows, key: rows.filter(proceeding__country=key)),
    ]


def _name(choice: tuple[str, str]) -> str:
    return choice[1]


def _worker_names(staff: Staff) -> dict[Any, str]:
    workers = _hearings(staff).values_list("case_worker", flat=True).distinct()[:MOST_WORKERS]
    return names_of([worker for worker in workers if worker])


def _arrangements(hearing: Hearing) -> str:
    if hearing.child_expected not in {codes.ChildPart.PRESENT, codes.ChildPart.VIDEO}:
        return str(_("Not needed"))
    states = (hearing.support_arranged, hearing.transport_arranged, hearing.interpreter_arranged)
    return str(_("Confirmed") if rules.is_arranged(states) else _("Open"))


def _day_cell(hearing: Hearing) -> DisplayTableCell:
    url = reverse(SHOW, args=[hearing.file_id, hearing.proceeding_id])
    return DisplayTableCell(format_day(hearing.listed_on), url)


def _columns(names: dict[Any, str]) -> list[ListColumn[Any]]:
    return [
        ListColumn("day", _("Date"), _day_cell, sort="listed_on"),
        field_column("purpose", _("Purpose")),
        text_column("child", _("Case ID"), lambda row: row.child_code or _("no access")),
        text_column("part", _("Child"), lambda row: row.get_child_expected_display()),
        text_column("arranged", _("Arrangements"), _arrangements),
        text_column("worker", _("Case worker"), lambda row: names.get(row.case_worker, "")),
        field_column("state", _("Status"), attention={codes.HearingState.LISTED}),
        text_column(
            "court", _("Kind of court"), lambda row: row.proceeding.get_court_kind_display()
        ),
        text_column("country", _("Country"), lambda row: country_name(row.proceeding.country)),
    ]


@screens.filtered_list(
    "court-calendar/", (WORK, Permission.APPROVE), _("Court calendar"), _("Court calendar")
)
def list_hearings(request: StaffRequest) -> ListDeclaration[Hearing]:
    """The hearings of the team or the offices that the reader leads, without names."""
    names = _worker_names(request.staff)
    return ListDeclaration(
        name="hearings",
        records=_hearings(request.staff),
        columns=_columns(names),
        default_columns=("day", "purpose", "child", "part", "arranged", "worker", "state"),
        order="day",
        count_text=lambda number, shown: (
            ngettext("%(count)s hearing", "%(count)s hearings", number) % {"count": shown}
        ),
        filters=_filters(request.staff, names),
        views=(
            ListView(_("Next 7 days"), (("period", "week"),)),
            ListView(_("Past, without outcome"), (("period", "late"),)),
        ),
        empty=EmptyState(
            _("No hearings"),
            _("Hearings are added to proceedings in the child’s file."),
            icon="calendar-event",
        ),
        page_size=50,
        may_export=Permission.EXPORT in request.may,
        export=ListExport(
            purposes=PURPOSES,
            columns=("child", "worker"),
            note=_("The file contains no names and no case IDs."),
        ),
    )
