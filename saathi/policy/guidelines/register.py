"""The library of guidelines as a register: list, form, words and permissions."""

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
from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit.actions import SeenEntry, propose_changed
from saathi.agencies.register_kit.declaration import Register, RegisterAddresses, RegisterTexts
from saathi.agencies.register_kit.rules import EntryMove
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra.countries import Country
from saathi.people.languages import language_name
from saathi.policy.guidelines import actions, queries
from saathi.policy.guidelines.forms import GuidelineForm
from saathi.policy.guidelines.models import Guideline
from saathi.policy.guidelines.tables import GUIDELINES
from saathi.policy.guidelines.vocabulary import (
    GuidelineKind,
    GuidelineListState,
    GuidelineSubject,
)
from saathi.web.components import DisplayTableCell, EmptyState, LabelledValue

ADDRESSES: Final = RegisterAddresses("guidelines", "guideline", "guidelines")
LEADERS: Final = frozenset({Permission.APPROVE, Permission.MANAGE_STAFF})
_ENTRY = _("The guideline")
MOVES: Final = {
    EntryMove.PROPOSE: FormPageText(
        _("Submit for publication"),
        _("Another member of your agency with this permission checks the entry and publishes it."),
        _("Submit for publication"),
        _ENTRY,
    ),
    EntryMove.PUBLISH: FormPageText(
        _("Publish the guideline"),
        _("Compare it with its source. All staff can then read it, and it cannot change any more."),
        _("Publish"),
        _ENTRY,
    ),
    EntryMove.RETURN: FormPageText(
        _("Return for revision"),
        _("The entry becomes a draft again."),
        _("Return for revision"),
        _ENTRY,
    ),
    EntryMove.CONFIRM: FormPageText(
        _("Confirm the changes"),
        _("Check what was changed after publication. Others can already see these changes."),
        _("Confirm changes"),
        _ENTRY,
    ),
    EntryMove.ARCHIVE: FormPageText(
        _("Withdraw the guideline"),
        _("It is no longer in force. Who has read it stays on record."),
        _("Withdraw"),
        _ENTRY,
    ),
    EntryMove.RESTORE: FormPageText(
        _("Submit again"),
        _("A second person publishes the entry again."),
        _("Submit again"),
        _ENTRY,
    ),
}
WORDS: Final = RegisterTexts(
    title=_("Guidelines and protocols"),
    entry=_("Guideline"),
    lead=_("What practice follows, by subject and country: the editions in force."),
    form=FormPageText(
        _("Add guideline"),
        _("Once it is published, an edition cannot change. A new edition replaces it."),
        _("Save"),
        _("Guidelines and protocols"),
    ),
    edit=_("Edit guideline"),
    taken=_("Your agency already lists this edition in this language."),
    imported_meanwhile=_(
        "The entries or the table changed after the preview. Nothing was saved yet: check the "
        "preview again."
    ),
    moves=MOVES,
)


def guideline_form(data: QueryDict | None, entry: Guideline | None, actor: Staff) -> GuidelineForm:
    """The form of a guideline, or of a new one."""
    return GuidelineForm(data, staff=actor, entry=entry)


def add_guideline(form: GuidelineForm, is_proposed: bool, actor: Staff) -> Guideline:  # noqa: FBT001 - of `Register.add`
    """Saves a new guideline from the form."""
    values = form.entry_values(actor)
    return actions.add_guideline(values=values, is_proposed=is_proposed, actor=actor)


def change_guideline(
    entry: Guideline,
    form: GuidelineForm,
    is_proposed: bool,  # noqa: FBT001 - of `Register.change`
    actor: Staff,
) -> None:
    """Saves a change from the form; a draft is also submitted if `is_proposed`."""
    seen = SeenEntry(entry, form.seen_version)
    changed = actions.change_guideline(seen=seen, values=form.entry_values(actor), actor=actor)
    if is_proposed:
        propose_changed(GUIDELINES, changed, actor=actor)


def guidelines_list(reader: Staff) -> ListDeclaration[Guideline]:
    """The list of guidelines. RLS shows drafts only to those who keep them."""
    return ListDeclaration(
        name="guidelines",
        records=Guideline.objects.all(),
        columns=_columns(),
        default_columns=("title", "kind", "subject", "country", "language", "read_by"),
        order="title",
        count_text=queries.count_text,
        filters=_filters(reader),
        search=queries.search_guidelines,
        search_label=_("Title, issuer or words of the text"),
        empty=EmptyState(
            _("No guidelines"), _("Staff who maintain the library add guidelines here.")
        ),
        may_export=access.has_permission(reader, GUIDELINES.permission),
    )


def _columns() -> list[ListColumn[Guideline]]:
    return [
        ListColumn(
            "title",
            _("Title"),
            lambda row: DisplayTableCell(
                queries.title_text(row), url=ADDRESSES.of_entry("show", row.pk)
            ),
            sort="title",
        ),
        text_column("kind", _("Type of document"), lambda row: GuidelineKind(row.kind).label),
        text_column("subject", _("Subject"), lambda row: GuidelineSubject(row.subject).label),
        text_column("country", _("Country"), queries.country_text, sort="country"),
        text_column("language", _("Language"), lambda row: language_name(row.language)),
        text_column("issuer", _("Issued by"), lambda row: row.issuer),
        text_column("read_by", _("To be read by"), lambda row: queries.day_text(row.read_by)),
        text_column("state", _("Status"), lambda row: EntryState(row.state).label),
    ]


def _filters(reader: Staff) -> list[ListFilter]:
    today = reader.office.today()
    countries = forms.ChoiceField(
        choices=[("", _("All")), *Country.choices], required=False, label=_("Country")
    )
    states = forms.ChoiceField(
        choices=[("", _("In force")), *GuidelineListState.choices],
        required=False,
        label=_("Status"),
    )
    return [
        choice_filter(Guideline, "subject", _("Subject")),
        choice_filter(Guideline, "kind", _("Type of document")),
        ListFilter(
            "country", countries, lambda rows, code: rows.filter(queries.applies_to(code or ""))
        ),
        choice_filter(Guideline, "language", _("Language")),
        ListFilter(
            "state",
            states,
            lambda rows, code: rows.filter(queries.state_condition(code or "", reader, today)),
            is_applied_empty=True,
        ),
    ]


def guideline_pairs(row: Guideline) -> list[LabelledValue]:
    """What an entry says about a guideline, without its text."""
    return [
        LabelledValue(_("Type of document"), GuidelineKind(row.kind).label),
        LabelledValue(_("Subject"), GuidelineSubject(row.subject).label),
        LabelledValue(_("Country"), queries.country_text(row)),
        LabelledValue(_("Language"), language_name(row.language)),
        LabelledValue(_("Issued by"), row.issuer, queries.day_text(row.issued_on)),
        LabelledValue(_("Summary"), row.summary),
        LabelledValue(_("Web address of the document"), row.link, url=row.link),
        LabelledValue(_("To be read by"), _read_by_text(row)),
        LabelledValue(_("Review due"), queries.day_text(row.review_on), missing=_("not set")),
    ]


def _read_by_text(row: Guideline) -> str:
    if not row.must_read:
        return str(_("Reading is not acknowledged"))
    return queries.day_text(row.read_by) or str(_("All staff, without a day"))


def content_pairs(row: Guideline) -> list[LabelledValue]:
    """All content of an entry, for the second person."""
    replaced = queries.title_text(row.replaces) if row.replaces else ""
    return [
        LabelledValue(_("Title"), row.title),
        LabelledValue(_("Edition"), row.edition),
        *guideline_pairs(row),
        LabelledValue(_("Replaces the edition"), replaced),
        LabelledValue(_("Text"), row.text),
    ]


def _more_on_guideline(request: StaffRequest, entry: Guideline) -> dict[str, Any]:
    """More for the page of a guideline: its text, newer editions, and who has read it."""
    newer, reader = queries.newer_edition(entry), request.staff
    is_current = entry.state == EntryState.PUBLISHED and newer is None
    own = queries.reading_of(entry, reader)
    leads = is_current and entry.must_read and bool(request.may & LEADERS)
    unread = queries.staff_who_have_not_read(entry, reader) if leads else []
    return {
        "is_current": is_current,
        "newer": newer and (queries.title_text(newer), ADDRESSES.of_entry("show", newer.pk)),
        "earlier": entry.replaces
        and (queries.title_text(entry.replaces), ADDRESSES.of_entry("show", entry.replaces.pk)),
        "read_on": queries.day_text(reader.office.date_of(own.recorded_at)) if own else "",
        "read_url": reverse("guidelines:acknowledge_guideline", args=[entry.pk])
        if is_current and entry.must_read and own is None
        else "",
        "leads": leads,
        "unread": [f"{person.name}, {person.office.name}" for person in unread],
        "read_count": len(queries.readers_of_agency(entry, reader)) if leads else 0,
    }


REGISTER: Final = Register(
    table=GUIDELINES,
    addresses=ADDRESSES,
    words=WORDS,
    form_class=GuidelineForm,
    make_form=guideline_form,
    add=add_guideline,
    change=change_guideline,
    make_list=guidelines_list,
    pairs=guideline_pairs,
    content_pairs=content_pairs,
    import_columns=(
        "title", "edition", "kind", "subject", "country", "language", "issuer", "issued_on",
        "summary", "text", "link", "review_on",
    ),
    required_columns=("title", "edition", "kind", "subject", "language", "issuer"),
    title_of=queries.title_text,
    more_on_entry=_more_on_guideline,
)  # fmt: skip
