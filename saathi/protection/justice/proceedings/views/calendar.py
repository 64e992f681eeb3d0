"""The court calendar: the hearings in the files of the reader, by case ID, on one page to print."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import records
from saathi.agencies.list_kit.declaration import (
    ListColumn,
    ListDeclaration,
    ListExport,
    ListFilter,
    ListView,
)
from saathi.agencies.list_kit.derived import choice_filter, field_column, text_column
from saathi.agencies.list_kit.forms import ListForm
from saathi.agencies.list_kit.pages import filtered_records, rows_to_export
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.record_kit.rows import format_day
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.infra.district_list import short_district_name
from saathi.infra.join_words import join_words
from saathi.infra.route_countries import country_name
from saathi.protection.justice.proceedings import rules, testimony_rules
from saathi.protection.justice.proceedings import vocabulary as codes
from saathi.protection.justice.proceedings.models import Hearing
from saathi.protection.justice.proceedings.queries import calendar_hearings
from saathi.protection.justice.proceedings.views.screens import SHOW, WORK, screens
from saathi.web.components import (
    ActionLink,
    DisplayTableCell,
    EmptyState,
    LabelledValue,
)

DISTRICT, NOT_RECORDED = "district", "none"
COURT_NAME = "court_name"  # on a hearing of a page
MOST_WORKERS = 200
MOST_PRINTED = 60  # more are not on one sheet
_ON_ONE_LINE = frozenset({"day", "child"})
PERIODS = (
    ("", _("Next 30 days and without outcome")),
    ("week", _("Next 7 days")),
    ("fortnight", _("Next 14 days")),
    ("late", _("Past, without outcome")),
    ("all", _("All")),
)
# The purposes of an export; their codes are in the access log.
PURPOSES = (
    ("authority", _("A court or another authority asked for it")),
    ("check", _("To check the agency’s records")),
)


ARRANGED = {
    "support_arranged": _("Support person"),
    "transport_arranged": _("Transport"),
    "interpreter_arranged": _("Interpreter"),
}


def _period_filter(today: dt.date) -> ListFilter:
    field = forms.ChoiceField(choices=PERIODS, required=False, label=_("Period"))
    listed = codes.HearingState.LISTED

    def apply(rows: QuerySet[Hearing], period: str | None) -> QuerySet[Hearing]:
        if period == "all":
            return rows
        if period == "late":
            return rows.filter(state=listed, listed_on__lt=today)
        if period in {"week", "fortnight"}:
            days = testimony_rules.DAYS_AHEAD if period == "week" else 14
            return rows.filter(listed_on__range=(today, today + dt.timedelta(days=days)))
        return rows.filter(state=listed, listed_on__lte=today + dt.timedelta(days=30))

    return ListFilter("period", field, apply, is_applied_empty=True)


def _filters(
    staff: Staff, names: dict[Any, str], places: Sequence[tuple[Any, ...]]
) -> list[ListFilter]:
    workers = [("", _("All")), *sorted(((str(pk), name) for pk, name in names.items()), key=_name)]
    worker = forms.ChoiceField(choices=workers, required=False, label=_("Case worker"))
    kinds = [("", _("All")), *codes.CourtKind.choices]
    court = forms.ChoiceField(choices=kinds, required=False, label=_("Kind of court"))
    countries = {place[0]: country_name(place[0]) for place in places}
    districts = {place[1]: short_district_name(place[1]) for place in places if place[1]}
    courts = {str(place[2]): place[3] for place in places if place[2]}
    return [
        _period_filter(staff.office.today()),
        _district_filter(districts),
        _place_filter("court", _("Court"), courts, "proceeding__special_court"),
        ListFilter("worker", worker, lambda rows, key: rows.filter(case_worker=key)),
        ListFilter("court_kind", court, lambda rows, key: rows.filter(proceeding__court_kind=key)),
        choice_filter(Hearing, "purpose", _("Purpose")),
        choice_filter(Hearing, "state", _("Status")),
        _place_filter("country", _("Country"), countries, "proceeding__country"),
    ]


def _choices(staff: Staff) -> list[tuple[Any, ...]]:
    """Country, district, court of the register, its name and the case worker of the reader's hearings."""
    names = ("country", "district", "special_court", "special_court__name")
    of_proceeding = [f"proceeding__{name}" for name in names]
    hearings = calendar_hearings(staff).order_by().values_list(*of_proceeding, "case_worker")
    return list(hearings.distinct())


def _place_filter(name: str, label: Any, choices: dict[str, str], field: str) -> ListFilter:
    offered = [("", _("All")), *sorted(choices.items(), key=_name)]
    select = forms.ChoiceField(choices=offered, required=False, label=label)
    return ListFilter(name, select, lambda rows, key: rows.filter(**{field: key}))


def _district_filter(districts: dict[str, str]) -> ListFilter:
    """The district of the court, or none recorded: such hearings are in no district of the list."""
    named = _place_filter(DISTRICT, _("District of the court"), districts, "proceeding__district")
    field = cast("forms.ChoiceField", named.field)
    field.choices = [*cast("Any", field.choices), (NOT_RECORDED, _("not recorded"))]

    def apply(rows: QuerySet[Hearing], key: str) -> QuerySet[Hearing]:
        return rows.filter(proceeding__district="" if key == NOT_RECORDED else key)

    return ListFilter(DISTRICT, field, apply)


def _query_without_district(query: QueryDict) -> QueryDict | None:
    """The same hearings where no district is recorded; None unless one district is chosen."""
    if query.get(DISTRICT, "") in {"", NOT_RECORDED}:
        return None
    other = query.copy()
    other[DISTRICT] = NOT_RECORDED
    for name in ("before", "after", "export"):
        other.pop(name, None)
    return other


def _hidden_by_district(request: StaffRequest) -> str:
    """How many hearings a chosen district leaves out because none is recorded; empty if none."""
    query = _query_without_district(request.GET)
    if query is None:
        return ""
    declaration = _calendar(request)
    number = filtered_records(declaration, ListForm(query, declaration)).order_by().count()
    if not number:
        return ""
    text = ngettext(
        "%(count)s hearing is left out because its district is not recorded",
        "%(count)s hearings are left out because their district is not recorded",
        number,
    )
    return text % {"count": number}


def _name(choice: tuple[str, str]) -> str:
    return choice[1]


def _worker_names(choices: Sequence[tuple[Any, ...]]) -> dict[Any, str]:
    workers = {choice[-1] for choice in choices if choice[-1]}
    return names_of(list(workers)[:MOST_WORKERS])


def _arrangements(hearing: Any) -> str:
    """What is still to be arranged; that the child does not agree comes first."""
    if hearing.state != codes.HearingState.LISTED:
        return ""
    is_heard = testimony_rules.needs_agreement(hearing.purpose, hearing.child_expected)
    if not hearing.is_agreed and (is_heard or hearing.purpose in codes.TELLING_PURPOSES):
        return str(_("Child has not agreed"))
    if hearing.child_expected in {codes.ChildPart.PRESENT, codes.ChildPart.VIDEO}:
        return _arrangements_of_child(hearing)
    is_known = hearing.child_expected not in {"", codes.ChildPart.NOT_KNOWN}
    return str(_("Not needed") if is_known else _("Attendance of the child not known"))


def _arrangements_of_child(hearing: Any) -> str:
    """What is still to be arranged for a child who takes part."""
    missing = rules.open_arrangements({name: getattr(hearing, name) for name in ARRANGED})
    if not missing:
        return str(_("Confirmed"))
    if len(missing) == len(ARRANGED):
        return str(_("To be arranged"))
    labels = [str(ARRANGED[name]) for name in missing]
    return _("To be arranged: %(what)s") % {"what": join_words(labels)}


def _district(hearing: Hearing) -> str:
    return short_district_name(hearing.proceeding.district) if hearing.proceeding.district else ""


def _court(hearing: Hearing) -> str:
    """The court of the register, or else its name as recorded, which an export does not contain."""
    court = hearing.proceeding.special_court
    recorded = court.name if court else str(vars(hearing).get(COURT_NAME, ""))
    return recorded or str(hearing.proceeding.get_court_kind_display())


def _open_texts(hearings: Sequence[Hearing]) -> None:
    """Opens the texts of hearings on a page, and the name of each court."""
    records.open_texts_of_each(hearings)
    records.open_texts_of_each([hearing.proceeding for hearing in hearings])
    for hearing in hearings:
        setattr(hearing, COURT_NAME, hearing.proceeding.court)


def _day_cell(hearing: Hearing) -> DisplayTableCell:
    url = reverse(SHOW, args=[hearing.file_id, hearing.proceeding_id])
    return DisplayTableCell(format_day(hearing.listed_on), url)


def _columns(names: dict[Any, str]) -> list[ListColumn[Any]]:
    return [
        ListColumn("day", _("Date"), _day_cell, sort="listed_on"),
        text_column("time", _("Time and room"), lambda row: row.time_and_room),
        text_column("special_court", _("Court"), _court),
        field_column("purpose", _("Purpose")),
        text_column(
            "child", _("Case ID"), lambda row: row.child_code or _("no access"), sort="child_code"
        ),
        text_column("part", _("Child"), lambda row: row.get_child_expected_display()),
        text_column("arranged", _("Arrangements"), _arrangements),
        text_column("worker", _("Case worker"), lambda row: names.get(row.case_worker, "")),
        field_column("state", _("Status"), attention={codes.HearingState.LISTED}),
        text_column("district", _("District of the court"), _district),
        text_column(
            "court", _("Kind of court"), lambda row: row.proceeding.get_court_kind_display()
        ),
        text_column("country", _("Country"), lambda row: country_name(row.proceeding.country)),
    ]


@screens.filtered_list(
    "court-calendar/",
    (WORK, Permission.APPROVE),
    _("Court calendar"),
    _("Court calendar"),
    links=lambda request: (_print_link(request), *_hidden_link(request)),
)
def list_hearings(request: StaffRequest) -> ListDeclaration[Hearing]:
    """The hearings of the team or the offices that the reader leads, without names."""
    return _calendar(request)


def _print_link(request: StaffRequest) -> ActionLink:
    query = request.GET.urlencode()
    url = reverse("proceedings:print_hearings") + (f"?{query}" if query else "")
    return ActionLink(_("Print"), url)


def _hidden_link(request: StaffRequest) -> list[ActionLink]:
    query, hidden = _query_without_district(request.GET), _hidden_by_district(request)
    return [ActionLink(hidden, f"?{query.urlencode()}")] if query and hidden else []


@screens.ordinary("court-calendar/print/")
@require_safe
@staff_screen(WORK, Permission.APPROVE)
def print_hearings(request: StaffRequest) -> HttpResponse:
    """The calendar with the same filters on one sheet, by day: case IDs only."""
    declaration = _calendar(request)
    form = ListForm(request.GET, declaration)
    rows = rows_to_export(declaration, form, MOST_PRINTED)
    declaration.prepare(rows)
    columns = [declaration.column(name) for name in _printed_columns(request)]
    audit.record(
        audit.AuditKind.PRINTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        objects=[row.pk for row in rows],
        detail={"screen": "proceedings:print_hearings", "count": len(rows)},
    )
    context = {
        "chosen": _chosen(form),
        "columns": [column.label for column in columns],
        "rows": [
            [(str(column.cell(row).text), column.name in _ON_ONE_LINE) for column in columns]
            for row in rows
        ],
        "hidden": _hidden_by_district(request),
        "is_full": len(rows) == MOST_PRINTED,
        "printed_on": format_day(request.staff.office.today()),
        "back": reverse("proceedings:list_hearings"),
    }
    return render(request, "proceedings/print_hearings.html", context)


def _printed_columns(request: StaffRequest) -> list[str]:
    """The columns of the sheet; what the heading says of all rows, or no one needs, is left out."""
    names = ["day", "time", "special_court", "purpose", "child", "part", "arranged", "worker"]
    if request.GET.get("state") or request.GET.get("period") in {"all", "late"}:
        names[-1] = "state"
    if request.GET.get("court"):
        names.remove("special_court")
    return names


def _chosen(form: ListForm) -> list[LabelledValue]:
    """The filters in force, in words: the heading of the sheet."""
    chosen = []
    for field in form:
        if field.name not in {"period", "district", "court", "court_kind", "country"}:
            continue
        choices: dict[Any, Any] = dict(cast("Any", field.field).choices)
        value = str(field.value() or "")
        if value or field.name == "period":
            chosen.append(LabelledValue(str(field.label), str(choices.get(value, ""))))
    return chosen


def _calendar(request: StaffRequest) -> ListDeclaration[Hearing]:
    choices = _choices(request.staff)
    names = _worker_names(choices)
    return ListDeclaration(
        name="hearings",
        records=calendar_hearings(request.staff),
        columns=_columns(names),
        default_columns=("day", "time", "special_court", "purpose", "child", "part", "arranged"),
        order="day",
        count_text=lambda number, shown: (
            ngettext("%(count)s hearing", "%(count)s hearings", number) % {"count": shown}
        ),
        filters=_filters(request.staff, names, choices),
        views=(
            ListView(_("Next 7 days"), (("period", "week"),)),
            ListView(_("Next 14 days"), (("period", "fortnight"),)),
            ListView(_("Past, without outcome"), (("period", "late"),)),
        ),
        empty=EmptyState(
            _("No hearings"),
            _("Hearings are added to proceedings in the child’s file."),
            icon="calendar-event",
        ),
        page_size=50,
        prepare=_open_texts,
        may_export=Permission.EXPORT in request.may,
        export=ListExport(
            purposes=PURPOSES,
            columns=("child", "worker", "time"),
            note=_("The file contains no names and no case IDs."),
        ),
    )
