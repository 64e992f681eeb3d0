"""Regulated premises as a register: its list, form, words and permissions."""

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
from saathi.protection.care.premises import actions, queries
from saathi.protection.care.premises.forms import COLUMNS, PremisesForm
from saathi.protection.care.premises.models import RegulatedPremises
from saathi.protection.care.premises.vocabulary import PremisesCheck, PremisesDuty, PremisesKind
from saathi.web.components import DisplayTableCell, EmptyState, LabelledValue

ADDRESSES: Final = RegisterAddresses("premises", "premises", "all_premises")
_ENTRY = _("The premises")
MOVES: Final = {
    **shared_moves(_ENTRY),
    EntryMove.RESTORE: restore_move(_ENTRY),
    EntryMove.PUBLISH: FormPageText(
        _("Publish the premises"),
        _("Check the law and the last check. All staff can then read the entry."),
        _("Publish"),
        _ENTRY,
    ),
    EntryMove.ARCHIVE: FormPageText(
        _("Withdraw the premises"),
        _("The entry stays on record and is no longer listed as published."),
        _("Withdraw"),
        _ENTRY,
    ),
}
WORDS: Final = RegisterTexts(
    title=_("Regulated premises"),
    entry=_("Regulated premises"),
    lead=_("Hotels, studios, transport and workplaces with duties towards children by law."),
    form=FormPageText(
        _("Add premises"),
        _("Enter the duty, the law and the last check. Do not enter information about a child."),
        _("Save"),
        _("Regulated premises"),
    ),
    edit=_("Edit premises"),
    taken=_("Your agency already has premises with this name in the district."),
    imported_meanwhile=_(
        "The entries or the table changed after the preview. Nothing was saved yet: check the preview "
        "again."
    ),
    moves=MOVES,
)


def premises_form(
    data: QueryDict | None, entry: RegulatedPremises | None, actor: Staff
) -> PremisesForm:
    """The form of premises, or of new ones in the country of the actor's office."""
    initial: Mapping[str, Any] = {"country": actor.office.country} if entry is None else vars(entry)
    return PremisesForm(data, initial=initial, today=actor.office.today())


def add_premises(form: PremisesForm, is_proposed: bool, actor: Staff) -> RegulatedPremises:  # noqa: FBT001 - of `Register.add`
    """Saves new premises from the form."""
    values = form.entry_values(actor)
    return actions.add_premises(values=values, is_proposed=is_proposed, actor=actor)


def change_premises(
    entry: RegulatedPremises,
    form: PremisesForm,
    is_proposed: bool,  # noqa: FBT001 - of `Register.change`
    actor: Staff,
) -> None:
    """Saves a change from the form; a draft is also submitted if `is_proposed`."""
    seen = SeenEntry(entry, form.seen_version)
    changed = actions.change_premises(seen=seen, values=form.entry_values(actor), actor=actor)
    if is_proposed:
        propose_changed(actions.PREMISES, changed, actor=actor)


def premises_list(reader: Staff) -> ListDeclaration[RegulatedPremises]:
    """The list of premises. RLS shows drafts only to those who keep them."""
    return ListDeclaration(
        name="premises",
        records=RegulatedPremises.objects.all(),
        columns=_columns(),
        default_columns=("name", "kind", "place", "duties", "check", "checked"),
        order="name",
        count_text=queries.premises_count_text,
        filters=_filters(reader),
        search=queries.search_premises,
        search_label=_("Name, operator or law"),
        empty=EmptyState(
            _("No premises yet"), _("Staff who maintain the register add premises here.")
        ),
        may_export=access.has_permission(reader, actions.PREMISES.permission),
    )


def _columns() -> list[ListColumn[RegulatedPremises]]:
    return [
        ListColumn(
            "name",
            _("Regulated premises"),
            lambda row: DisplayTableCell(row.name, url=ADDRESSES.of_entry("show", row.pk)),
            sort="name",
        ),
        text_column("kind", _("Type of premises"), lambda row: PremisesKind(row.kind).label),
        text_column("place", _("Place"), place_text),
        text_column("duties", _("Duties"), lambda row: labels_text(PremisesDuty, row.duties)),
        ListColumn("check", _("Last check"), _check_cell),
        text_column(
            "checked",
            _("Checked on"),
            lambda row: day_text(row.checked_on),
            sort="checked_on",
        ),
        text_column("law", _("Law"), lambda row: row.law),
        text_column("review", _("Review due"), lambda row: day_text(row.review_on)),
        text_column("state", _("Status"), lambda row: EntryState(row.state).label),
    ]


def _check_cell(row: RegulatedPremises) -> DisplayTableCell:
    is_breach = row.check_result == PremisesCheck.BREACH
    return DisplayTableCell(
        PremisesCheck(row.check_result).label, tag="attend" if is_breach else "quiet"
    )


def _filters(reader: Staff) -> list[ListFilter]:
    districts = forms.ChoiceField(
        choices=district_list.district_choices, required=False, label=_("District")
    )
    return [
        choice_filter(RegulatedPremises, "kind", _("Type of premises")),
        choice_filter(RegulatedPremises, "check_result", _("Last check")),
        ListFilter("district", districts, lambda rows, code: rows.filter(district=code)),
        state_filter(reader),
    ]


def premises_pairs(row: RegulatedPremises) -> list[LabelledValue]:
    """What an entry says about premises."""
    return [
        LabelledValue(_("Type of premises"), PremisesKind(row.kind).label),
        LabelledValue(_("Operator"), row.operator, missing=_("not known")),
        LabelledValue(_("Place"), place_text(row)),
        LabelledValue(_("Duties"), labels_text(PremisesDuty, row.duties)),
        LabelledValue(_("Law"), row.law),
        LabelledValue(
            _("Last check"),
            PremisesCheck(row.check_result).label,
            note=day_text(row.checked_on),
        ),
        LabelledValue(_("Checked by"), row.checked_by),
        LabelledValue(_("Breach"), row.breach),
        LabelledValue(_("Action taken"), row.action),
    ]


def content_pairs(row: RegulatedPremises) -> list[LabelledValue]:
    """All content of an entry, for the second person."""
    return [LabelledValue(_("Name of the premises"), row.name), *premises_pairs(row)]


REGISTER: Final = Register(
    table=actions.PREMISES,
    addresses=ADDRESSES,
    words=WORDS,
    form_class=PremisesForm,
    make_form=premises_form,
    add=add_premises,
    change=change_premises,
    make_list=premises_list,
    pairs=premises_pairs,
    content_pairs=content_pairs,
    import_columns=COLUMNS,
    required_columns=("name", "kind", "country", "duties", "law", "check_result"),
    title_of=lambda entry: entry.name,
)
