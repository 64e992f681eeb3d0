"""Minimum standards as a register: its list, form, words and permissions."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.form_pages import FormPageText
from saathi.agencies.list_kit.declaration import ListColumn, ListDeclaration, ListFilter
from saathi.agencies.list_kit.derived import choice_filter, text_column
from saathi.agencies.models import Staff
from saathi.agencies.register_kit.actions import SeenEntry
from saathi.agencies.register_kit.declaration import Register, RegisterAddresses, RegisterTexts
from saathi.agencies.register_kit.entry_texts import day_text, labels_text
from saathi.agencies.register_kit.list_filters import state_filter
from saathi.agencies.register_kit.rules import EntryMove
from saathi.agencies.register_kit.shared_texts import restore_move, shared_moves
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra.countries import Country
from saathi.protection.care.facilities.vocabulary import FacilityKind
from saathi.protection.care.standards import actions, queries, rules
from saathi.protection.care.standards.forms import StandardSetForm
from saathi.protection.care.standards.models import StandardSet
from saathi.protection.care.standards.vocabulary import (
    EvidenceKind,
    StandardDomain,
    StandardStanding,
)
from saathi.web.components import DisplayTableCell, EmptyState, LabelledValue

ADDRESSES: Final = RegisterAddresses("standards", "standard_set", "standard_sets")
_ENTRY = _("The standards")
MOVES: Final = {
    **shared_moves(_ENTRY),
    EntryMove.RESTORE: restore_move(_ENTRY),
    EntryMove.PUBLISH: FormPageText(
        _("Publish the standards"),
        _("Check every criterion. Once published, the criteria never change."),
        _("Publish"),
        _ENTRY,
    ),
    EntryMove.ARCHIVE: FormPageText(
        _("Withdraw the standards"),
        _("New inspections no longer use them. Earlier inspections keep them."),
        _("Withdraw"),
        _ENTRY,
    ),
}
WORDS: Final = RegisterTexts(
    title=_("Minimum standards"),
    entry=_("Minimum standards"),
    lead=_("What facilities must offer children, by country and edition."),
    form=FormPageText(
        _("Add standards"),
        _("Save a draft first. Then add the criteria as a table and submit it for publication."),
        _("Save"),
        _("Minimum standards"),
    ),
    edit=_("Edit standards"),
    taken=_("Your agency already has standards with this name and edition."),
    imported_meanwhile=_(
        "The entry changed after the preview. Nothing was saved yet: check again."
    ),
    moves=MOVES,
)


def standards_form(
    data: QueryDict | None, entry: StandardSet | None, actor: Staff
) -> StandardSetForm:
    """The form of a set, or of a new one in the country of the actor's office."""
    initial: Mapping[str, Any] = {"country": actor.office.country} if entry is None else vars(entry)
    return StandardSetForm(data, initial=initial, today=actor.office.today())


def add_standards(form: StandardSetForm, is_proposed: bool, actor: Staff) -> StandardSet:  # noqa: FBT001 - of `Register.add`
    """Saves a new set from the form; without criteria it is a draft."""
    values = form.entry_values(actor)
    return actions.add_standards(values=values, is_proposed=is_proposed, actor=actor)


def change_standards(
    entry: StandardSet,
    form: StandardSetForm,
    is_proposed: bool,  # noqa: FBT001 - of `Register.change`
    actor: Staff,
) -> None:
    """Saves a change from the form; a draft is also submitted if `is_proposed`."""
    seen = SeenEntry(entry, form.seen_version)
    changed = actions.change_standards(seen=seen, values=form.entry_values(actor), actor=actor)
    if is_proposed:
        actions.propose_standards(changed=changed, actor=actor)


def standards_list(reader: Staff) -> ListDeclaration[StandardSet]:
    """The list of sets. RLS shows drafts only to those who keep them."""
    return ListDeclaration(
        name="standard_sets",
        records=StandardSet.objects.all(),
        columns=_columns(),
        default_columns=("name", "country", "standing", "criteria", "from"),
        order="name",
        count_text=queries.standards_count_text,
        filters=_filters(reader),
        search=queries.search_standards,
        search_label=_("Name or country"),
        empty=EmptyState(
            _("No standards yet"), _("Staff who maintain the register add standards here.")
        ),
        may_export=access.has_permission(reader, actions.STANDARDS.permission),
    )


def _columns() -> list[ListColumn[StandardSet]]:
    return [
        ListColumn(
            "name",
            _("Minimum standards"),
            lambda row: DisplayTableCell(
                queries.title_text(row), url=ADDRESSES.of_entry("show", row.pk)
            ),
            sort="name",
        ),
        text_column("country", _("Country"), queries.country_text, sort="country"),
        ListColumn("standing", _("Legal force"), _standing_cell),
        text_column("criteria", _("Criteria"), queries.criteria_count_text),
        text_column("from", _("In force from"), lambda row: day_text(row.in_force_from)),
        text_column("review", _("Review due"), lambda row: day_text(row.review_on)),
        text_column("state", _("Status"), lambda row: EntryState(row.state).label),
    ]


def _standing_cell(row: StandardSet) -> DisplayTableCell:
    is_open = row.standing == StandardStanding.PROPOSAL
    return DisplayTableCell(
        StandardStanding(row.standing).label, tag="attend" if is_open else "quiet"
    )


def _filters(reader: Staff) -> list[ListFilter]:
    countries = forms.ChoiceField(
        choices=[("", _("All")), *Country.choices], required=False, label=_("Country")
    )
    return [
        ListFilter("country", countries, lambda rows, code: rows.filter(country=code)),
        choice_filter(StandardSet, "standing", _("Legal force")),
        state_filter(reader),
    ]


def standards_pairs(row: StandardSet) -> list[LabelledValue]:
    """What an entry says about a set, without its criteria."""
    return [
        LabelledValue(_("Edition"), row.edition),
        LabelledValue(_("Country"), queries.country_text(row)),
        LabelledValue(_("Legal force"), StandardStanding(row.standing).label),
        LabelledValue(_("In force from"), day_text(row.in_force_from)),
        LabelledValue(_("Criteria"), queries.criteria_count_text(row)),
        LabelledValue(_("Summary"), row.about),
        LabelledValue(_("Source"), row.source, missing=_("none named")),
    ]


def content_pairs(row: StandardSet) -> list[LabelledValue]:
    """All content of an entry with each criterion, for the second person."""
    return [
        LabelledValue(_("Name"), row.name),
        *standards_pairs(row),
        *(
            LabelledValue(
                f"{item.code} · {StandardDomain(item.domain).label}",
                item.text,
                note=criterion_note(item),
            )
            for item in queries.criteria_of(row)
        ),
    ]


def criterion_note(criterion: rules.Criterion) -> str:
    """Whether a criterion is critical, its evidence, and the facilities that it is for."""
    parts = [
        str(_("critical")) if criterion.is_critical else "",
        labels_text(EvidenceKind, criterion.evidence),
        labels_text(FacilityKind, criterion.kinds),
        criterion.child_text,
    ]
    return " · ".join(filter(None, parts))


def _more_on_standards(_request: StaffRequest, entry: StandardSet) -> dict[str, Any]:
    """More for the page of a set: its criteria by domain, and where they may be changed."""
    grouped = rules.by_domain(queries.criteria_of(entry))
    return {
        "domains": [
            (StandardDomain(domain).label, [(item, criterion_note(item)) for item in criteria])
            for domain, criteria in grouped.items()
        ],
        "is_proposal": entry.standing == StandardStanding.PROPOSAL,
        "can_change_criteria": not actions.was_published(entry),
        "criteria_url": reverse("standards:change_criteria", args=[entry.pk]),
        "table_url": reverse("standards:download_criteria", args=[entry.pk]),
        "child_url": reverse("standards:show_child_version", args=[entry.pk]),
    }


REGISTER: Final = Register(
    table=actions.STANDARDS,
    addresses=ADDRESSES,
    words=WORDS,
    form_class=StandardSetForm,
    make_form=standards_form,
    add=add_standards,
    change=change_standards,
    make_list=standards_list,
    pairs=standards_pairs,
    content_pairs=content_pairs,
    import_columns=("name", "edition", "country", "standing", "in_force_from", "about", "source"),
    required_columns=("name", "edition", "standing"),
    title_of=queries.title_text,
    more_on_entry=_more_on_standards,
)
