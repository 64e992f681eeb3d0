"""Focal points as a register: its list, form, words and permissions."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.form_pages import FormPageText
from saathi.agencies.list_kit.declaration import ListColumn, ListDeclaration, ListFilter
from saathi.agencies.list_kit.derived import choice_filter, text_column
from saathi.agencies.models import Office, Staff
from saathi.agencies.queries import names_of
from saathi.agencies.register_kit.actions import (
    SeenEntry,
    add_entry,
    change_entry,
    propose_changed,
)
from saathi.agencies.register_kit.declaration import Register, RegisterAddresses, RegisterTexts
from saathi.agencies.register_kit.entry_texts import day_text, labels_text
from saathi.agencies.register_kit.list_filters import state_filter
from saathi.agencies.register_kit.rules import EntryMove
from saathi.agencies.register_kit.shared_texts import IMPORTED_MEANWHILE, restore_move, shared_moves
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra.countries import country_name
from saathi.people.languages import Language
from saathi.policy.agreements import actions, queries
from saathi.policy.agreements.forms import FocalPointForm, country_field
from saathi.policy.agreements.models import FocalPoint, FocalPointContact
from saathi.policy.agreements.vocabulary import FocalPointFunction, OfficeContactStatus
from saathi.web.components import DisplayTableCell, EmptyState, LabelledValue
from saathi.web.telephone import telephone_url

ADDRESSES: Final = RegisterAddresses("agreements", "focal_point", "focal_points")
_ENTRY = _("The focal point")
FOCAL_MOVES: Final = {
    **shared_moves(_ENTRY),
    EntryMove.RESTORE: restore_move(_ENTRY),
    EntryMove.PUBLISH: FormPageText(
        _("Publish the focal point"),
        _(
            "A country has one national focal point for cross-border cases. Withdraw the earlier "
            "one first."
        ),
        _("Publish"),
        _ENTRY,
    ),
    EntryMove.ARCHIVE: FormPageText(
        _("Withdraw the focal point"),
        _("Requests that went through this office keep its name."),
        _("Withdraw"),
        _ENTRY,
    ),
}
WORDS: Final = RegisterTexts(
    title=_("Focal points"),
    entry=_("Focal point"),
    lead=_("Offices through which countries work together, and whether they can be reached."),
    form=FormPageText(
        _("Add focal point"),
        _("Enter an office and its function. Do not enter a person or a private number."),
        _("Save"),
        _("Focal points"),
    ),
    edit=_("Edit focal point"),
    taken=_(
        "Your agency already lists this office for this function, or this country already has a "
        "national focal point. Withdraw the earlier entry first."
    ),
    imported_meanwhile=IMPORTED_MEANWHILE,
    moves=FOCAL_MOVES,
)


def focal_point_form(
    data: QueryDict | None,
    entry: FocalPoint | None,
    _actor: Staff,
) -> FocalPointForm:
    """The form of a focal point, or of a new one."""
    return FocalPointForm(data, initial={} if entry is None else vars(entry))


def add_focal_point(form: FocalPointForm, is_proposed: bool, actor: Staff) -> FocalPoint:  # noqa: FBT001 - of `Register.add`
    """Saves a new focal point from the form."""
    values = form.entry_values(actor)
    return add_entry(actions.FOCAL_POINTS, values=values, is_proposed=is_proposed, actor=actor)


def change_focal_point(
    entry: FocalPoint,
    form: FocalPointForm,
    is_proposed: bool,  # noqa: FBT001 - of `Register.change`
    actor: Staff,
) -> None:
    """Saves a change from the form; a draft is also submitted if `is_proposed`."""
    seen = SeenEntry(entry, form.seen_version)
    values = form.entry_values(actor)
    changed = change_entry(actions.FOCAL_POINTS, seen, values=values, actor=actor)
    if is_proposed:
        propose_changed(actions.FOCAL_POINTS, changed, actor=actor)


def focal_points_list(reader: Staff) -> ListDeclaration[FocalPoint]:
    """The list of focal points. RLS shows drafts only to those who keep them."""
    return ListDeclaration(
        name="focal_points",
        records=FocalPoint.objects.all(),
        columns=_columns(),
        default_columns=("office", "country", "function", "contact", "next"),
        order="country",
        count_text=queries.focal_point_count_text,
        filters=_filters(reader),
        search=queries.search_focal_points,
        search_label=_("Office"),
        empty=EmptyState(
            _("No focal points yet"), _("Staff who maintain the register add focal points here.")
        ),
        may_export=access.has_permission(reader, actions.FOCAL_POINTS.permission),
    )


def _columns() -> list[ListColumn[FocalPoint]]:
    return [
        ListColumn(
            "office",
            _("Office"),
            lambda row: DisplayTableCell(row.office, url=ADDRESSES.of_entry("show", row.pk)),
            sort="office",
        ),
        text_column("country", _("Country"), lambda row: country_name(row.country), sort="country"),
        text_column("function", _("Function"), lambda row: FocalPointFunction(row.function).label),
        ListColumn("contact", _("Contact"), _contact_cell),
        text_column("tested", _("Last tested on"), lambda row: day_text(row.tested_on)),
        text_column("next", _("Next test due"), lambda row: day_text(row.review_on)),
        text_column("since", _("Focal point since"), lambda row: day_text(row.since)),
        text_column("state", _("Status"), lambda row: EntryState(row.state).label),
    ]


def _contact_cell(row: FocalPoint) -> DisplayTableCell:
    is_well = row.contact_state == OfficeContactStatus.REACHED
    return DisplayTableCell(queries.contact_text(row), tag="quiet" if is_well else "attend")


def _filters(reader: Staff) -> list[ListFilter]:
    is_due = queries.is_test_due(reader.office.today())
    return [
        ListFilter("country", country_field(), lambda rows, code: rows.filter(country=code)),
        choice_filter(FocalPoint, "function", _("Function")),
        choice_filter(FocalPoint, "contact_state", _("Contact")),
        state_filter(reader, is_due),
    ]


def focal_point_pairs(row: FocalPoint) -> list[LabelledValue]:
    """What an entry says about a focal point."""
    return [
        LabelledValue(_("Country"), country_name(row.country)),
        LabelledValue(_("Function"), FocalPointFunction(row.function).label),
        LabelledValue(_("Deputy office or function"), row.deputy),
        LabelledValue(_("Languages"), labels_text(Language, row.languages)),
        LabelledValue(_("Focal point since"), day_text(row.since), missing=_("not known")),
        LabelledValue(_("Source"), row.source, missing=_("none named")),
        LabelledValue(_("Contact"), queries.contact_text(row)),
    ]


def content_pairs(row: FocalPoint) -> list[LabelledValue]:
    """All content of an entry, for the second person."""
    return [LabelledValue(_("Office"), row.office), *focal_point_pairs(row)]


def publish_contact_url(entry: FocalPoint) -> str:
    """The page on which a second person publishes the contact of an office."""
    return reverse("agreements:publish_focal_contact", args=[entry.pk])


def contact_pairs(
    contact: FocalPointContact, office: Office, names: Mapping[UUID, str]
) -> list[LabelledValue]:
    """A contact, with who recorded it and when: a change is seen beside the one before."""
    day = date_format(office.local(contact.recorded_at), "j F Y, H:i")
    return [
        LabelledValue(
            _("Official telephone"), contact.telephone, url=telephone_url(contact.telephone)
        ),
        LabelledValue(_("Official e-mail"), contact.mail),
        LabelledValue(_("Opening hours"), contact.hours),
        LabelledValue(_("Recorded on"), day, note=names.get(contact.recorded_by, "")),
    ]


def _more_on_focal_point(request: StaffRequest, entry: FocalPoint) -> dict[str, Any]:
    """More for the page of a focal point: its contact for those who may use it, and its tests."""
    contacts = queries.latest_contacts(entry, request.staff)
    proposed = queries.proposed_contact(entry)
    listed = [*contacts, *([proposed] if proposed else [])]
    names = names_of(contact.recorded_by for contact in listed)
    office = request.staff.office
    shown = [contact_pairs(contact, office, names) for contact in contacts]
    may_publish = proposed is not None and proposed.recorded_by != request.staff.id
    return {
        "proposed_contact": contact_pairs(proposed, office, names) if proposed else [],
        "publish_contact_url": publish_contact_url(entry) if may_publish else "",
        "may_read_contact": queries.may_read_contact(request.staff),
        "contact": shown[0] if shown else [],
        "former_contact": shown[1] if len(shown) > 1 else [],
        "tests": [
            LabelledValue(_("Last tested"), queries.contact_test_text(entry), missing=_("not yet")),
            LabelledValue(_("Next test due"), day_text(entry.review_on), missing=_("not set")),
        ],
        "test_url": ADDRESSES.of_entry("test", entry.pk),
        "contact_url": ADDRESSES.of_entry("contact", entry.pk),
    }


REGISTER: Final = Register(
    table=actions.FOCAL_POINTS,
    addresses=ADDRESSES,
    words=WORDS,
    form_class=FocalPointForm,
    make_form=focal_point_form,
    add=add_focal_point,
    change=change_focal_point,
    make_list=focal_points_list,
    pairs=focal_point_pairs,
    content_pairs=content_pairs,
    import_columns=("country", "function", "office", "deputy", "languages", "since", "source"),
    required_columns=("country", "function", "office"),
    title_of=lambda entry: entry.office,
    more_on_entry=_more_on_focal_point,
)
