"""A case from Primero as the child's file will show it, before anything is imported."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Model, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saathi.agencies.record_kit.rows import format_day, format_field, labelled_values
from saathi.consent.models import Accompaniment, Consent
from saathi.consent.vocabulary import ConsentScope
from saathi.infra import district_list
from saathi.infra.join_words import join_words
from saathi.people.around.models import Relation
from saathi.people.formatting import format_age, nationality_names
from saathi.people.identity.models import IdentityDocument
from saathi.people.languages import Language
from saathi.people.panels import Panel, PanelRow
from saathi.people.vocabulary import Gender, NameKind, NationalityState, ResidenceStatus
from saathi.protection.casework.care_plans.models import Goal, Plan, Step
from saathi.protection.casework.cases.vocabulary import CaseStatus, ClosingReason, RiskLevel
from saathi.protection.casework.concerns.models import ProtectionConcern
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.services.models import Referral
from saathi.protection.exchange import row_conversion
from saathi.protection.exchange.primero.case_reading import PrimeroRow
from saathi.web.components import LabelledValue, Text

NO_AGE = (None, None)

type Texts = Mapping[str, Any]


def preview_panels(row: PrimeroRow, today: dt.date) -> list[Panel]:
    """The panels of the file: identity, case, records by kind, and what is kept as text."""
    by_model: dict[type[Model], list[PanelRow]] = {}
    beside: list[PanelRow] = []
    for prepared in row.records:
        model = type(prepared.record)
        if show := _ROWS.get(model):
            by_model.setdefault(model, []).append(show(prepared.record, prepared.envelope))
        elif prepared.envelope.get("religion"):  # a record that only its own page shows
            texts = "\n".join(map(str, prepared.envelope.values()))
            beside.append(PanelRow(_("Religion"), words=texts))
    panels = [
        Panel(_("Personal details"), pairs=_identity_pairs(row)),
        Panel(_("Case"), pairs=_case_pairs(row, today)),
    ]
    for title, models in _PANELS:
        if rows := [shown for model in models for shown in by_model.get(model, ())]:
            panels.append(Panel(title, rows=rows))
    if beside:
        panels.insert(2, Panel(_("Language, religion and culture"), rows=beside))
    kept = [LabelledValue(label, text) for label, text in row.record.extras.items()]
    empty = _("None. All columns were imported into fields.")
    panels.append(Panel(_("Information without a field in Saathi"), pairs=kept, empty=empty))
    return panels


def _identity_pairs(row: PrimeroRow) -> list[LabelledValue]:
    record = row.record
    names = row_conversion.build_names(record)
    span = record.born.span if record.born else None
    born = " – ".join(dict.fromkeys(map(format_day, span or ())))
    languages = dict(Language.choices)
    nationality = nationality_names(record.nationalities)
    district = district_list.district_name(record.district) if record.district else ""
    return [
        *(LabelledValue(NameKind(name.kind).label, name.text) for name in names),
        LabelledValue(_("Gender"), _label(Gender, record.gender)),
        LabelledValue(_("Date of birth"), born),
        *([] if born else [LabelledValue(_("Age in years"), format_age(*record.ages or NO_AGE))]),
        LabelledValue(_("Source of the age"), row.age_note if row.ages else ""),
        LabelledValue(
            _("Nationality"), nationality or _label(NationalityState, row.nationality_state)
        ),
        LabelledValue(_("Residence status"), _label(ResidenceStatus, row.residence_status)),
        LabelledValue(_("Home district"), district),
        LabelledValue(_("Languages"), join_words(languages[code] for code in record.languages)),
        LabelledValue(_("Address"), record.address),
        LabelledValue(_("Telephone numbers"), join_words(record.phones)),
    ]


def _case_pairs(row: PrimeroRow, today: dt.date) -> list[LabelledValue]:
    record = row.record
    status = CaseStatus.CLOSED if record.closed_on else CaseStatus.OPEN
    owner = join_words(filter(None, (row.owner, row.owner_name)))
    pairs = [
        LabelledValue(_("Record number in the source system"), record.source_id),
        LabelledValue(_("Case opened"), format_day(record.registered_on or today)),
        LabelledValue(_("Case status"), status.label),
        LabelledValue(_("Risk level"), _label(RiskLevel, record.risk)),
        LabelledValue(_("Owner in Primero"), owner),
    ]
    if record.closed_on:
        pairs += [
            LabelledValue(_("Date of closure"), format_day(record.closed_on)),
            LabelledValue(_("Reason for closure"), _label(ClosingReason, record.closing_reason)),
        ]
    return pairs


def _label(vocabulary: type[TextChoices], code: str) -> Text:
    return dict(vocabulary.choices).get(code, "") if code else ""


def _shown(title: str, names: str, words: str = "") -> Callable[[Any, Texts], PanelRow]:
    """A function that makes a row: the title, other fields with a value, and the text."""

    def show(record: Any, _texts: Texts) -> PanelRow:
        pairs = [pair for pair in labelled_values(record, names) if pair.text]
        text = str(getattr(record, words)) if words else ""
        return PanelRow(format_field(record, title) or _("Not recorded"), pairs=pairs, words=text)

    return show


def _show_consent(record: Consent, _texts: Texts) -> PanelRow:
    scopes = dict(ConsentScope.choices)
    title = join_words(scopes[scope] for scope in record.scopes)
    pairs = labelled_values(record, "basis answer capacity given_on withheld reason")
    return PanelRow(title, pairs=[pair for pair in pairs if pair.text])


def _show_note(record: Note, _texts: Texts) -> PanelRow:
    day = format_day(record.until or record.happened_on)
    return PanelRow(day or _("No date"), state=record.get_kind_display(), words=record.text)


def _show_referral(record: Referral, texts: Texts) -> PanelRow:
    pairs = [
        LabelledValue(_("To"), texts.get("to_whom", "")),
        LabelledValue(_("Offered on"), format_day(record.offered_on)),
        LabelledValue(_("Urgency"), record.get_urgency_display(), missing=_("not recorded")),
        LabelledValue(_("Ended on"), format_day(record.ended_on)),
        LabelledValue(_("Service’s response"), texts.get("answer", "")),
    ]
    return PanelRow(
        record.get_kind_display(),
        state=record.get_state_display(),
        pairs=[pair for pair in pairs if pair.text],
        words=str(texts.get("need", "")),
    )


def _show_plan(record: Plan, texts: Texts) -> PanelRow:
    about = str(texts.get("contribution_note", ""))
    return PanelRow(format_day(record.made_on), state=record.get_state_display(), words=about)


def _show_goal(record: Goal, texts: Texts) -> PanelRow:
    pairs = [LabelledValue(_("Target date"), format_day(record.due_on))] if record.due_on else []
    return PanelRow(_("Goal"), pairs=pairs, words=str(texts["text"]))


def _show_step(record: Step, texts: Texts) -> PanelRow:
    return PanelRow(_("Step"), state=record.get_state_display(), words=str(texts["text"]))


_ROWS: Mapping[type[Model], Callable[[Any, Texts], PanelRow]] = {
    IdentityDocument: _shown("kind", "number note"),
    Relation: _shown("kind", "name is_carer life where phone", "note"),
    Accompaniment: _shown("state", "as_of"),
    ProtectionConcern: _shown("concern", "since status", "note"),
    Consent: _show_consent,
    Plan: _show_plan,
    Goal: _show_goal,
    Step: _show_step,
    Referral: _show_referral,
    Note: _show_note,
}
_PANELS: Sequence[tuple[Text, Sequence[type[Model]]]] = (
    (gettext_lazy("Identity documents"), (IdentityDocument,)),
    (gettext_lazy("Family and contacts"), (Accompaniment, Relation)),
    (gettext_lazy("Protection concerns and incidents"), (ProtectionConcern,)),
    (gettext_lazy("Consent and legal basis"), (Consent,)),
    (gettext_lazy("Case plan"), (Plan, Goal, Step)),
    (gettext_lazy("Services and referrals"), (Referral,)),
    (gettext_lazy("Notes and tasks"), (Note,)),
)
