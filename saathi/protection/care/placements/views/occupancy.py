"""Free places: the facilities with their places, how many are occupied, and what stops placements."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.list_kit.declaration import ListColumn, ListDeclaration, ListFilter
from saathi.agencies.list_kit.derived import choice_filter, field_column, text_column
from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit.entry_texts import place_text
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra import district_list
from saathi.infra.countries import Country
from saathi.infra.join_words import join_words
from saathi.people.vocabulary import Gender
from saathi.protection.care.facilities import queries as facilities
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facilities.vocabulary import PERMITTING
from saathi.protection.care.facility_incidents.queries import (
    count_open_incidents_of_each,
    open_incidents_text,
)
from saathi.protection.care.placements import queries
from saathi.protection.care.placements.facility_choices import with_proximity
from saathi.protection.care.placements.pages import free_places, free_text
from saathi.protection.care.placements.views.screens import screens
from saathi.web.components import DisplayTableCell, EmptyState, join_facts

MAY_SEE: Final = (Permission.WORK_ON_CASE, Permission.KEEP_FACILITIES, Permission.INSPECT)
_SEXES: Final = ("", Gender.GIRL.value, Gender.BOY.value)


def _places_cell(row: Any) -> DisplayTableCell:
    places = facilities.facility_places(row)
    return DisplayTableCell(
        facilities.places_text(row) if places.total else gettext("not recorded")
    )


def _lived_cell(row: Any) -> DisplayTableCell:
    """The children who live there, by sex."""
    lived = queries.occupancy_of(row)
    groups = ((_("girls"), lived.girls), (_("boys"), lived.boys), (_("others"), lived.others))
    by_sex = join_words([f"{label}: {number}" for label, number in groups if number])
    return DisplayTableCell(f"{lived.total} ({by_sex})" if by_sex else "0")


def _ages_cell(row: Any) -> DisplayTableCell:
    """The ages for which the places of each sex are meant."""
    places = facilities.facility_places(row)
    groups = ((_("girls"), places.girls), (_("boys"), places.boys), (_("any sex"), places.mixed))
    shown = [
        f"{label}: {facilities.describe_age_limits(group)}"
        for label, group in groups
        if group.places and facilities.describe_age_limits(group)
    ]
    return DisplayTableCell(join_words(shown))


def _free_for_cell(sex: str) -> Callable[[Any], DisplayTableCell]:
    def cell(row: Any) -> DisplayTableCell:
        free = facilities.facility_places(row).free_for(sex, queries.occupancy_of(row))
        return DisplayTableCell("" if free is None else str(free))

    return cell


def _free_cell(row: Any) -> DisplayTableCell:
    free = free_places(facilities.facility_places(row), queries.occupancy_of(row))
    if free is None:
        return DisplayTableCell("")
    return DisplayTableCell(free_text(free), tag="attend" if free < 0 else "")


def _status_cell(row: Any, today: dt.date, incidents: Mapping[UUID, int]) -> DisplayTableCell:
    """Whether the facility is licensed, or that placements are stopped; and its open serious incidents."""
    status = facilities.listed_licence_status(row, today)
    text = gettext("No new placements") if row.is_stopped else facilities.status_text(status)
    warned = open_incidents_text(incidents.get(row.pk, 0))
    is_calm = status in PERMITTING and not row.is_stopped and not warned
    return DisplayTableCell(
        join_facts([text, warned] if warned else [text]), tag="" if is_calm else "attend"
    )


def _columns(today: dt.date) -> list[ListColumn[Any]]:
    incidents = count_open_incidents_of_each()
    return [
        ListColumn(
            "name",
            _("Facility"),
            lambda row: DisplayTableCell(
                row.name, reverse("facilities:show_facility", args=[row.pk])
            ),
            "name",
        ),
        field_column("kind", _("Type")),
        text_column("where", _("Place"), place_text, sort="district"),
        ListColumn("places", _("Places"), _places_cell),
        ListColumn("occupied", _("Occupied"), _lived_cell, sort="lived", is_number=True),
        ListColumn("free", _("Free"), _free_cell, sort="free", is_number=True),
        ListColumn("girls", _("Free for girls"), _free_for_cell(Gender.GIRL), is_number=True),
        ListColumn("boys", _("Free for boys"), _free_for_cell(Gender.BOY), is_number=True),
        ListColumn("ages", _("Ages"), _ages_cell),
        ListColumn("status", _("Licence"), lambda row: _status_cell(row, today, incidents)),
        ListColumn(
            "proximity",
            _("Proximity to your office"),
            lambda _row: DisplayTableCell(""),
            sort="proximity",
            is_order_only=True,
            is_by_rank=True,
        ),
    ]


def _free_filter() -> ListFilter:
    labels = {
        "": _("All"),
        "girl": _("For a girl"),
        "boy": _("For a boy"),
        "other": _("For a child whose gender is not recorded"),
    }
    field = forms.ChoiceField(choices=list(labels.items()), required=False, label=_("Free place"))
    return ListFilter("free", field, queries.with_free_place)


def _age_filter() -> ListFilter:
    choices = [("", _("All")), *((str(age), str(age)) for age in range(18))]
    field = forms.ChoiceField(choices=choices, required=False, label=_("Age"))
    return ListFilter(
        "age", field, lambda rows, code: rows.filter(facilities.places_for_age(int(code)))
    )


def _open_filter(today: Any) -> ListFilter:
    choices = [("", _("All")), ("yes", _("Yes"))]
    field = forms.ChoiceField(choices=choices, required=False, label=_("Licensed and not stopped"))

    def apply(rows: Any, _code: str) -> Any:
        permitted = Q(licence_decided__in=PERMITTING) & (
            Q(licence_until=None) | Q(licence_until__gte=today)
        )
        return rows.filter(permitted, is_stopped=False)

    return ListFilter("open", field, apply)


def _where_filters() -> list[ListFilter]:
    country = forms.ChoiceField(
        choices=[("", _("All")), *Country.choices], required=False, label=_("Country")
    )
    district = forms.ChoiceField(
        choices=[("", _("All")), *district_list.district_choices()],
        required=False,
        label=_("District"),
    )
    return [
        ListFilter("country", country, lambda rows, code: rows.filter(country=code)),
        ListFilter("district", district, lambda rows, code: rows.filter(district=code)),
    ]


@screens.filtered_list("placements/free/", MAY_SEE, _("Free places"), _("Free places"))
def list_occupancy(request: StaffRequest) -> ListDeclaration[Facility]:
    """The published facilities with their occupancy, those near the reader first. It names no child."""
    office = request.staff.office
    today = office.today()
    published = queries.with_occupancy(queries.published_facilities(today))

    return ListDeclaration(
        name="occupancy",
        records=with_proximity(published, office),
        columns=_columns(today),
        default_columns=("name", "where", "places", "occupied", "free", "ages", "status"),
        order="proximity",
        count_text=facilities.facility_count_text,
        main_filters=3,  # the search, free place and age; on a phone the results begin on the first screen
        filters=[
            _free_filter(),
            _age_filter(),
            _open_filter(today),
            *_where_filters(),
            choice_filter(Facility, "kind", _("Type")),
        ],
        search=facilities.search_facilities,
        search_label=_("Name or operator of the facility"),
        may_export=bool({Permission.EXPORT, Permission.KEEP_FACILITIES} & set(request.may)),
        empty=EmptyState(
            _("No facilities found"), _("Change the filters, or add facilities to the register."),
            icon="home",
        ),
    )  # fmt: skip
