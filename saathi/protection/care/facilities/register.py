"""Facilities as a register: its list, form, words and permissions."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.form_pages import FormPageText
from saathi.agencies.list_kit.declaration import ListColumn, ListDeclaration, ListFilter
from saathi.agencies.list_kit.derived import choice_filter, text_column
from saathi.agencies.models import Staff
from saathi.agencies.register_kit.actions import SeenEntry, propose_changed
from saathi.agencies.register_kit.declaration import Register, RegisterAddresses, RegisterTexts
from saathi.agencies.register_kit.entry_texts import day_text, labels_text, place_text
from saathi.agencies.register_kit.list_filters import state_filter
from saathi.agencies.register_kit.rules import EntryMove
from saathi.agencies.register_kit.shared_texts import restore_move, shared_moves
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra import district_list
from saathi.infra.countries import Country
from saathi.people.languages import Language
from saathi.people.vocabulary import Gender
from saathi.protection.care.facilities import actions, queries
from saathi.protection.care.facilities.forms import COLUMNS, FacilityForm
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facilities.pages import more_on_facility
from saathi.protection.care.facilities.vocabulary import (
    PERMITTING,
    FacilityAccessibility,
    FacilityKind,
    FacilityOperatorKind,
    FacilityService,
    LicenceStatus,
)
from saathi.web.components import DisplayTableCell, EmptyState, LabelledValue
from saathi.web.fields import DigitsField

ADDRESSES: Final = RegisterAddresses("facilities", "facility", "facilities")
_ENTRY = _("The facility")
EVERY = ("", _("All"))
MOVES: Final = {
    **shared_moves(_ENTRY),
    EntryMove.RESTORE: restore_move(_ENTRY),
    EntryMove.PUBLISH: FormPageText(
        _("Publish the facility"),
        _("Check the details. All staff can then read them. They are no licence."),
        _("Publish"),
        _ENTRY,
    ),
    EntryMove.ARCHIVE: FormPageText(
        _("Withdraw the facility"),
        _("The entry stays on record. Children can no longer be placed in the facility."),
        _("Withdraw"),
        _ENTRY,
    ),
}
WORDS: Final = RegisterTexts(
    title=_("Facilities"),
    entry=_("Facility"),
    lead=_(
        "Homes, shelters, agencies and other institutions where children live, whether they have a "
        "licence or not. Families are not listed here."
    ),
    form=FormPageText(
        _("Add facility"),
        _("Enter what is known. Do not enter the address here, or information about a child."),
        _("Save"),
        _("Facilities"),
    ),
    edit=_("Edit facility"),
    taken=_("Your agency already has a facility with this name in the district."),
    imported_meanwhile=_(
        "The entries or the table changed after the preview. Nothing was saved yet: check the preview "
        "again."
    ),
    moves=MOVES,
)


def facility_form(data: QueryDict | None, entry: Facility | None, actor: Staff) -> FacilityForm:
    """The form of a facility, or of a new one in the country of the actor's office."""
    office = actor.office
    initial: Mapping[str, Any] = {"country": office.country}
    if entry is not None:
        initial = vars(entry) | {"run_by": entry.run_by_id}
    country = office.country if entry is None else entry.country
    agencies = queries.list_operating_agencies(country)
    return FacilityForm(data, initial=initial, agencies=agencies, today=office.today())


def add_facility(form: FacilityForm, is_proposed: bool, actor: Staff) -> Facility:  # noqa: FBT001 - of `Register.add`
    """Saves a new facility from the form."""
    values = form.entry_values(actor)
    return actions.add_facility(values=values, is_proposed=is_proposed, actor=actor)


def change_facility(
    entry: Facility,
    form: FacilityForm,
    is_proposed: bool,  # noqa: FBT001 - of `Register.change`
    actor: Staff,
) -> None:
    """Saves a change from the form; a draft is also submitted if `is_proposed`."""
    seen = SeenEntry(entry, form.seen_version)
    changed = actions.change_facility(seen=seen, values=form.entry_values(actor), actor=actor)
    if is_proposed:
        propose_changed(actions.FACILITIES, changed, actor=actor)


def facilities_list(reader: Staff) -> ListDeclaration[Facility]:
    """The list of facilities, without addresses. RLS shows drafts only to those who keep them."""
    today = reader.office.today()
    return ListDeclaration(
        name="facilities",
        records=queries.with_list_columns(Facility.objects.all(), today),
        columns=_columns(today),
        default_columns=("name", "kind", "place", "places", "licence", "note"),
        order="name",
        count_text=queries.facility_count_text,
        filters=_filters(reader, today),
        search=queries.search_facilities,
        search_label=_("Name or operator"),
        empty=EmptyState(
            _("No facilities yet"), _("Staff who maintain the register add facilities here.")
        ),
        may_export=access.has_permission(reader, actions.FACILITIES.permission),
    )


def _columns(today: dt.date) -> list[ListColumn[Facility]]:
    return [
        ListColumn(
            "name",
            _("Facility"),
            lambda row: DisplayTableCell(row.name, url=ADDRESSES.of_entry("show", row.pk)),
            sort="name",
        ),
        text_column("kind", _("Type of facility"), lambda row: FacilityKind(row.kind).label),
        text_column("operator", _("Operator"), lambda row: row.operator, sort="operator"),
        text_column("place", _("Place"), place_text),
        text_column("places", _("Places"), queries.places_text),
        ListColumn("licence", _("Licence"), lambda row: _licence_cell(row, today)),
        ListColumn("note", _("Note"), _note_cell),
        text_column("review", _("Review due"), lambda row: day_text(row.review_on)),
        text_column("state", _("Status"), lambda row: EntryState(row.state).label),
    ]


def _licence_cell(row: Facility, today: dt.date) -> DisplayTableCell:
    status = queries.listed_licence_status(row, today)
    return DisplayTableCell(
        queries.status_text(status), tag="quiet" if status in PERMITTING else "attend"
    )


def _note_cell(row: Any) -> DisplayTableCell:
    if row.is_stopped:
        return DisplayTableCell(_("No new placements"), tag="attend")
    return DisplayTableCell("")


def _filters(reader: Staff, today: dt.date) -> list[ListFilter]:
    licences = [EVERY, *LicenceStatus.choices, ("none", _("Not recorded"))]
    sexes = [EVERY, (Gender.GIRL.value, _("Girls")), (Gender.BOY.value, _("Boys"))]
    return [
        choice_filter(Facility, "kind", _("Type of facility")),
        ListFilter(
            "district",
            _select(_("District"), district_list.district_choices),
            lambda rows, code: rows.filter(district=code),
        ),
        ListFilter(
            "licence",
            _select(_("Licence"), licences),
            lambda rows, code: rows.filter(
                queries.licence_condition("" if code == "none" else code, today)
            ),
        ),
        ListFilter(
            "sex",
            _select(_("Places for"), sexes),
            lambda rows, code: rows.filter(queries.places_for(code)),
        ),
        ListFilter(
            "age",
            DigitsField(max_length=2, required=False, label=_("Age of the child")),
            lambda rows, age: rows.filter(queries.places_for_age(age)),
        ),
        *_more_filters(),
        choice_filter(Facility, "operator_kind", _("Type of operator")),
        state_filter(reader),
    ]


def _more_filters() -> list[ListFilter]:
    """The filters that are used less often."""
    return [
        ListFilter(
            "country",
            _select(_("Country"), [EVERY, *Country.choices]),
            lambda rows, code: rows.filter(country=code),
        ),
        ListFilter(
            "language",
            _select(_("Language"), [EVERY, *Language.choices]),
            lambda rows, code: rows.filter(languages__contains=[code]),
        ),
        ListFilter(
            "accessible",
            _select(
                _("Accessibility for children with disabilities"),
                [EVERY, *FacilityAccessibility.choices],
            ),
            lambda rows, code: rows.filter(accessible__contains=[code]),
        ),
    ]


def _select(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(choices=choices, required=False, label=label)


def facility_pairs(row: Facility) -> list[LabelledValue]:
    """What an entry says about a facility; its address is shown apart, to those who may read it."""
    places = queries.facility_places(row)
    missing = _("not recorded")
    return [
        LabelledValue(_("Type of facility"), FacilityKind(row.kind).label),
        LabelledValue(
            _("Operator"), row.operator, note=FacilityOperatorKind(row.operator_kind).label
        ),
        LabelledValue(
            _("Agency in Saathi operating the facility"), row.run_by.name if row.run_by else ""
        ),
        LabelledValue(_("Place"), place_text(row)),
        LabelledValue(_("Description"), row.about),
        LabelledValue(_("Places for girls"), queries.group_text(places.girls), missing=missing),
        LabelledValue(_("Places for boys"), queries.group_text(places.boys), missing=missing),
        LabelledValue(
            _("Places for children of any sex"), queries.group_text(places.mixed), missing=missing
        ),
        LabelledValue(
            _("Children for each caregiver by day"), _number_text(row.day_ratio), missing=missing
        ),
        LabelledValue(
            _("Children for each caregiver awake at night"),
            _number_text(row.night_ratio),
            missing=missing,
        ),
        LabelledValue(_("Services in the facility"), labels_text(FacilityService, row.services)),
        LabelledValue(_("Languages spoken"), labels_text(Language, row.languages)),
        LabelledValue(
            _("Accessibility for children with disabilities"),
            labels_text(FacilityAccessibility, row.accessible),
        ),
        LabelledValue(_("Source"), row.source, missing=_("none named")),
    ]


def _number_text(number: int | None) -> str:
    return "" if number is None else str(number)


def content_pairs(row: Facility) -> list[LabelledValue]:
    """All content of an entry, for the second person."""
    return [LabelledValue(_("Name of the facility"), row.name), *facility_pairs(row)]


REGISTER: Final = Register(
    table=actions.FACILITIES,
    addresses=ADDRESSES,
    words=WORDS,
    form_class=FacilityForm,
    make_form=facility_form,
    add=add_facility,
    change=change_facility,
    make_list=facilities_list,
    pairs=facility_pairs,
    content_pairs=content_pairs,
    import_columns=COLUMNS,
    required_columns=("name", "kind", "operator", "operator_kind", "country"),
    title_of=lambda entry: entry.name,
    more_on_entry=more_on_facility,
)
