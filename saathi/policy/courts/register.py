"""Courts for children as a register: list, form, words and permissions."""

from typing import Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.form_pages import FormPageText
from saathi.agencies.list_kit.declaration import ListColumn, ListDeclaration, ListFilter
from saathi.agencies.list_kit.derived import choice_filter, text_column
from saathi.agencies.models import Staff
from saathi.agencies.register_kit.actions import (
    SeenEntry,
    add_entry,
    change_entry,
    propose_changed,
)
from saathi.agencies.register_kit.declaration import Register, RegisterAddresses, RegisterTexts
from saathi.agencies.register_kit.entry_texts import day_text
from saathi.agencies.register_kit.list_filters import state_filter
from saathi.agencies.register_kit.rules import EntryMove
from saathi.agencies.register_kit.shared_texts import restore_move, shared_moves
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra import district_list
from saathi.policy.courts import queries
from saathi.policy.courts.forms import CourtForm
from saathi.policy.courts.models import SpecialCourt
from saathi.policy.courts.tables import COURTS
from saathi.policy.courts.vocabulary import CourtFacility, CourtRegisterKind
from saathi.web.components import DisplayTableCell, EmptyState, LabelledValue

ADDRESSES: Final = RegisterAddresses("courts", "court", "courts")
_ENTRY = _("The court")
MOVES: Final = {
    **shared_moves(_ENTRY),
    EntryMove.RESTORE: restore_move(_ENTRY),
    EntryMove.PUBLISH: FormPageText(
        _("Publish the court"),
        _("Compare the entry with its source. All staff can then read it."),
        _("Publish"),
        _ENTRY,
    ),
    EntryMove.ARCHIVE: FormPageText(
        _("Withdraw the court"),
        _("Proceedings that were referred to this court keep its name."),
        _("Withdraw"),
        _ENTRY,
    ),
}
WORDS: Final = RegisterTexts(
    title=_("Courts for children"),
    entry=_("Court"),
    lead=_("Child-friendly and fast-track courts and tribunals, by district."),
    form=FormPageText(
        _("Add court"),
        _("Enter what the source says. Leave blank what it does not say."),
        _("Save"),
        _("Courts for children"),
    ),
    edit=_("Edit court"),
    taken=_("Your agency already lists a court of this name in this district."),
    imported_meanwhile=_(
        "The entries or the table changed after the preview. Nothing was saved yet: check the "
        "preview again."
    ),
    moves=MOVES,
)


def court_form(data: QueryDict | None, entry: SpecialCourt | None, actor: Staff) -> CourtForm:
    """The form of a court, or of a new one."""
    initial = {} if entry is None else vars(entry)
    return CourtForm(data, initial=initial, today=actor.office.today())


def add_court(form: CourtForm, is_proposed: bool, actor: Staff) -> SpecialCourt:  # noqa: FBT001 - of `Register.add`
    """Saves a new court from the form."""
    values = form.entry_values(actor)
    return add_entry(COURTS, values=values, is_proposed=is_proposed, actor=actor)


def change_court(
    entry: SpecialCourt,
    form: CourtForm,
    is_proposed: bool,  # noqa: FBT001 - of `Register.change`
    actor: Staff,
) -> None:
    """Saves a change from the form; a draft is also submitted if `is_proposed`."""
    seen = SeenEntry(entry, form.seen_version)
    changed = change_entry(COURTS, seen, values=form.entry_values(actor), actor=actor)
    if is_proposed:
        propose_changed(COURTS, changed, actor=actor)


def courts_list(reader: Staff) -> ListDeclaration[SpecialCourt]:
    """The list of courts. RLS shows drafts only to those who keep them."""
    return ListDeclaration(
        name="courts",
        records=SpecialCourt.objects.all(),
        columns=_columns(),
        default_columns=("name", "district", "kind", "facilities"),
        order="name",
        count_text=queries.count_text,
        filters=_filters(reader),
        search=queries.search_courts,
        search_label=_("Name or district"),
        empty=EmptyState(
            _("No courts yet"), _("Staff who maintain the service directory add courts here.")
        ),
        may_export=access.has_permission(reader, COURTS.permission),
    )


def _columns() -> list[ListColumn[SpecialCourt]]:
    return [
        ListColumn(
            "name",
            _("Name"),
            lambda row: DisplayTableCell(row.name, url=ADDRESSES.of_entry("show", row.pk)),
            sort="name",
        ),
        text_column(
            "district",
            _("District"),
            lambda row: district_list.district_name(row.district),
            sort="district",
        ),
        text_column("kind", _("Kind"), lambda row: CourtRegisterKind(row.kind).label),
        text_column("facilities", _("Offers"), lambda row: queries.facilities_text(row.facilities)),
        text_column("since", _("Working since"), lambda row: day_text(row.since)),
        text_column("state", _("Status"), lambda row: EntryState(row.state).label),
    ]


def _filters(reader: Staff) -> list[ListFilter]:
    countries = forms.ChoiceField(
        choices=[("", _("All")), *district_list.country_choices()[1:]],
        required=False,
        label=_("Country"),
    )
    districts = forms.ChoiceField(
        choices=district_list.district_choices, required=False, label=_("District")
    )
    offers = forms.ChoiceField(
        choices=[("", _("All")), *CourtFacility.choices], required=False, label=_("Offers")
    )
    return [
        ListFilter("country", countries, lambda rows, code: rows.filter(country=code)),
        ListFilter("district", districts, lambda rows, code: rows.filter(district=code)),
        choice_filter(SpecialCourt, "kind", _("Kind")),
        ListFilter("offers", offers, lambda rows, code: rows.filter(facilities__contains=[code])),
        state_filter(reader),
    ]


def court_pairs(row: SpecialCourt) -> list[LabelledValue]:
    """What an entry says about a court."""
    facilities = queries.facilities_text(row.facilities)
    return [
        LabelledValue(_("Kind of court"), CourtRegisterKind(row.kind).label),
        LabelledValue(_("District"), district_list.district_name(row.district)),
        LabelledValue(_("Law"), row.law, missing=_("not known")),
        LabelledValue(_("What it offers to children"), facilities, missing=_("not known")),
        LabelledValue(_("Official telephone or e-mail"), row.contact, missing=_("not known")),
        LabelledValue(_("Working since"), day_text(row.since), missing=_("not known")),
        LabelledValue(_("Source"), row.source, missing=_("none named")),
        LabelledValue(_("Review due"), day_text(row.review_on), missing=_("not set")),
    ]


def content_pairs(row: SpecialCourt) -> list[LabelledValue]:
    """All content of an entry, for the second person."""
    return [LabelledValue(_("Name"), row.name), *court_pairs(row)]


REGISTER: Final = Register(
    table=COURTS,
    addresses=ADDRESSES,
    words=WORDS,
    form_class=CourtForm,
    make_form=court_form,
    add=add_court,
    change=change_court,
    make_list=courts_list,
    pairs=court_pairs,
    content_pairs=content_pairs,
    import_columns=(
        "kind", "name", "district", "law", "facilities", "contact", "since", "source", "review_on",
    ),
    required_columns=("kind", "name", "district"),
    title_of=lambda entry: entry.name,
)  # fmt: skip
