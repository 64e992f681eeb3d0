"""Agreements as a register: its list, form, words and permissions."""

from collections.abc import Iterator
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.country_protocols import (
    CountryProtocol,
    ProtocolQuestion,
    ProtocolShareableFact,
)
from saathi.agencies.form_pages import FormPageText
from saathi.agencies.list_kit.declaration import ListColumn, ListDeclaration, ListFilter
from saathi.agencies.list_kit.derived import choice_filter, text_column
from saathi.agencies.models import Staff
from saathi.agencies.register_kit.actions import SeenEntry, propose_changed
from saathi.agencies.register_kit.declaration import Register, RegisterAddresses, RegisterTexts
from saathi.agencies.register_kit.entry_texts import day_text, labels_text
from saathi.agencies.register_kit.list_filters import state_filter
from saathi.agencies.register_kit.rules import EntryMove
from saathi.agencies.register_kit.shared_texts import IMPORTED_MEANWHILE, restore_move, shared_moves
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra.countries import Country
from saathi.policy.agreements import actions, queries, rules
from saathi.policy.agreements.forms import AgreementEntryForm, country_field
from saathi.policy.agreements.models import Agreement
from saathi.policy.agreements.vocabulary import (
    AgreementKind,
    AgreementLanguage,
    AgreementSafeguard,
    AgreementScope,
    AgreementStage,
    AgreementVerification,
)
from saathi.web.components import DisplayTableCell, EmptyState, LabelledValue

ADDRESSES: Final = RegisterAddresses("agreements", "agreement", "agreements")
_ENTRY = _("The agreement")
MOVES: Final = {
    **shared_moves(_ENTRY),
    EntryMove.RESTORE: restore_move(_ENTRY),
    EntryMove.PUBLISH: FormPageText(
        _("Publish the agreement"),
        _("Compare the entry with its source. All staff can then read it."),
        _("Publish"),
        _ENTRY,
    ),
    EntryMove.ARCHIVE: FormPageText(
        _("Withdraw the agreement"),
        _("The entry stays on record and is no longer listed as published."),
        _("Withdraw"),
        _ENTRY,
    ),
}
WORDS: Final = RegisterTexts(
    title=_("Agreements"),
    entry=_("Agreement"),
    lead=_("Agreements, memoranda and plans of action between countries or bodies."),
    form=FormPageText(
        _("Add agreement"),
        _("Enter what the source says. Leave blank what it does not say."),
        _("Save"),
        _("Agreements"),
    ),
    edit=_("Edit agreement"),
    taken=_("Your agency already has an agreement with this title or for this protocol."),
    imported_meanwhile=IMPORTED_MEANWHILE,
    moves=MOVES,
)


def agreement_form(
    data: QueryDict | None, entry: Agreement | None, actor: Staff
) -> AgreementEntryForm:
    """The form of an agreement, or of a new one."""
    initial = {} if entry is None else vars(entry)
    protocols = queries.protocol_names(actor.office.country)
    return AgreementEntryForm(
        data, initial=initial, protocols=protocols, today=actor.office.today()
    )


def add_agreement(form: AgreementEntryForm, is_proposed: bool, actor: Staff) -> Agreement:  # noqa: FBT001 - of `Register.add`
    """Saves a new agreement from the form."""
    values = form.entry_values(actor)
    return actions.add_agreement(values=values, is_proposed=is_proposed, actor=actor)


def change_agreement(
    entry: Agreement,
    form: AgreementEntryForm,
    is_proposed: bool,  # noqa: FBT001 - of `Register.change`
    actor: Staff,
) -> None:
    """Saves a change from the form; a draft is also submitted if `is_proposed`."""
    seen = SeenEntry(entry, form.seen_version)
    changed = actions.change_agreement(seen=seen, values=form.entry_values(actor), actor=actor)
    if is_proposed:
        propose_changed(actions.AGREEMENTS, changed, actor=actor)


def agreements_list(reader: Staff) -> ListDeclaration[Agreement]:
    """The list of agreements. RLS shows drafts only to those who keep them."""
    language = get_language() or ""
    return ListDeclaration(
        name="agreements",
        records=queries.with_translated_title(Agreement.objects.all(), language),
        columns=_columns(),
        default_columns=("title", "kind", "parties", "stage", "checked"),
        order="title",
        count_text=queries.agreement_count_text,
        filters=_filters(reader),
        search=queries.search_agreements,
        search_label=_("Title, party or country"),
        empty=EmptyState(
            _("No agreements yet"), _("Staff who maintain the register add agreements here.")
        ),
        may_export=access.has_permission(reader, actions.AGREEMENTS.permission),
    )


def _columns() -> list[ListColumn[Agreement]]:
    return [
        ListColumn("title", _("Agreement"), _link, sort="title"),
        text_column("kind", _("Type of agreement"), lambda row: AgreementKind(row.kind).label),
        text_column("parties", _("Parties"), parties_text),
        text_column("stage", _("Stage"), lambda row: AgreementStage(row.stage).label),
        text_column("signed", _("Signed on"), lambda row: day_text(row.signed_on) or row.date_note),
        text_column("ends", _("In force until"), lambda row: day_text(row.ends_on)),
        ListColumn("checked", _("Verification"), _verification_cell),
        text_column("review", _("Review due"), lambda row: day_text(row.review_on)),
        text_column("state", _("Status"), lambda row: EntryState(row.state).label),
    ]


def _link(row: Agreement) -> DisplayTableCell:
    title = getattr(row, "translated_title", "") or row.title
    return DisplayTableCell(title, url=ADDRESSES.of_entry("show", row.pk))


def _verification_cell(row: Agreement) -> DisplayTableCell:
    verification = AgreementVerification(row.verification)
    is_open = verification == AgreementVerification.UNVERIFIED
    return DisplayTableCell(verification.label, tag="attend" if is_open else "quiet")


def parties_text(row: Agreement) -> str:
    """The countries and bodies of an agreement."""
    countries = labels_text(Country, row.countries)
    return "; ".join(filter(None, (countries, queries.lines_text(row.parties))))


def _filters(reader: Staff) -> list[ListFilter]:
    return [
        ListFilter(
            "country",
            country_field(),
            lambda entries, code: entries.filter(countries__contains=[code]),
        ),
        choice_filter(Agreement, "kind", _("Type of agreement")),
        choice_filter(Agreement, "stage", _("Stage")),
        choice_filter(Agreement, "verification", _("Verification")),
        state_filter(reader),
    ]


def agreement_pairs(row: Agreement) -> list[LabelledValue]:
    """What an entry says about an agreement."""
    return [
        LabelledValue(_("Type of agreement"), AgreementKind(row.kind).label),
        LabelledValue(_("Parties"), parties_text(row)),
        LabelledValue(_("Summary"), row.about),
        LabelledValue(_("Stage"), AgreementStage(row.stage).label),
        LabelledValue(_("Applies to"), AgreementScope(row.scope).label),
        LabelledValue(_("Safeguards in the text"), labels_text(AgreementSafeguard, row.safeguards)),
        LabelledValue(_("Signed on"), day_text(row.signed_on), note=row.date_note),
        *_period_pairs(row),
        LabelledValue(_("Annexes and forms"), queries.lines_text(row.annexes)),
        LabelledValue(
            _("Source"), row.source, note=row.link, missing=_("none named"), url=row.link
        ),
        LabelledValue(_("Verification"), AgreementVerification(row.verification).label),
    ]


def _period_pairs(row: Agreement) -> list[LabelledValue]:
    if row.protocol:
        return [LabelledValue(_("Protocol for cross-border requests"), row.protocol)]
    return [
        LabelledValue(
            _("In force from"),
            day_text(row.in_force_from),
            missing=_("date not known") if row.stage == AgreementStage.IN_FORCE else "",
        ),
        LabelledValue(_("In force until"), day_text(row.ends_on)),
    ]


def content_pairs(row: Agreement) -> list[LabelledValue]:
    """All content of an entry, for the second person."""
    return [
        LabelledValue(_("Title"), row.title),
        *agreement_pairs(row),
        *step_pairs(row),
    ]


def step_pairs(row: Agreement) -> Iterator[LabelledValue]:
    """The stages of an agreement, each with its time limit."""
    for step in rules.parse_steps(row.steps) or ():
        text = queries.days_text(step.days) if step.days else ""
        yield LabelledValue(step.name, text, missing=_("no time limit named"))


def protocol_pairs(protocol: CountryProtocol) -> list[LabelledValue]:
    """What a protocol allows: questions, information, dates and days for an answer."""
    facts = labels_text(ProtocolShareableFact, protocol.may_go)
    return [
        LabelledValue(_("Version"), f"{protocol.name}, {protocol.version}"),
        LabelledValue(_("Partner"), protocol.partner),
        LabelledValue(_("Agreed on"), day_text(protocol.agreed_on)),
        LabelledValue(_("In force until"), day_text(protocol.ends_on), missing=_("no end named")),
        LabelledValue(_("Questions allowed"), labels_text(ProtocolQuestion, protocol.may_ask)),
        LabelledValue(_("Information that may be shared"), facts),
        LabelledValue(_("Time for an answer"), queries.days_text(protocol.answer_days)),
    ]


def _more_on_agreement(request: StaffRequest, entry: Agreement) -> dict[str, Any]:
    """More for the page of an agreement: its stages and its protocol."""
    protocol = None
    if entry.protocol:
        today = request.staff.office.today()
        protocol = queries.current_protocol(entry.protocol, entry.agency.country, today)
    return {
        "is_unverified": entry.verification == AgreementVerification.UNVERIFIED,
        "steps": list(step_pairs(entry)),
        "has_protocol": bool(entry.protocol),
        "protocol": protocol_pairs(protocol) if protocol else [],
    }


REGISTER: Final = Register(
    table=actions.AGREEMENTS,
    addresses=ADDRESSES,
    words=WORDS,
    form_class=AgreementEntryForm,
    make_form=agreement_form,
    add=add_agreement,
    change=change_agreement,
    make_list=agreements_list,
    pairs=agreement_pairs,
    content_pairs=content_pairs,
    import_columns=(
        "title", "kind", "countries", "parties", "about", "stage", "scope", "safeguards",
        "signed_on", "in_force_from", "ends_on", "date_note", "protocol", "steps", "annexes",
        "source", "link", "verification", "review_on",
    ),
    required_columns=("title", "kind", "stage", "scope", "verification"),
    languages=AgreementLanguage.choices,
    title_of=lambda entry: entry.title,
    more_on_entry=_more_on_agreement,
)  # fmt: skip
