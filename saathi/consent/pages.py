"""Consents, guardians, information and decisions in words: the parts of two pages about a child."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from saathi.consent import rules
from saathi.consent.models import (
    Accompaniment,
    Consent,
    Decision,
    Guardian,
    InformationGiven,
    OtherPersonStatement,
)
from saathi.consent.record_facts import answer_of_consent, facts_of_guardian
from saathi.consent.vocabulary import (
    AccompanimentStatus,
    ChildAgreement,
    ConsentScope,
    ConsentState,
    GuardianYesNo,
    InformationTopic,
    LegalBasis,
)
from saathi.infra.join_words import join_words
from saathi.infra.reasons import Reason
from saathi.participation.reporting_duties import ReportingDuty
from saathi.people import languages
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.web.components import ActionLink, AlertBox, LabelledValue, Text
from saathi.web.unanswered_choices import label_if_recorded

ACTIVE: Final = (ConsentState.ACTIVE, ConsentState.RENEWAL_NEEDED)


@dataclass(frozen=True)
class GuardianPanel(kit.Panel):
    """The panel of guardians, below who is with the child and the link to record that."""

    accompanied: str = ""
    links: Sequence[ActionLink] = ()
    above: str = "consent/_accompaniment.html"


@dataclass(frozen=True)
class DutiesPanel(kit.Panel):
    """The panel of reporting duties, to be read before explaining the limits of confidentiality."""

    duties: Sequence[ReportingDuty] = ()
    explain_url: str = ""
    above: str = "consent/_duties.html"


def guardian_alerts(
    child: Child,
    accompanied: AccompanimentStatus | None,
    guardians: Sequence[Guardian],
    today: dt.date,
) -> list[AlertBox]:
    """The alert that the child needs a guardian; empty if none is needed."""
    facts = [facts_of_guardian(guardian) for guardian in guardians]
    if not rules.needs_guardian(accompanied, facts, on=today):
        return []
    action = kit.link(_("Record a guardian"), "consent:record_guardian", child.file_id)
    text = _(
        "The child is unaccompanied or separated. Ask the competent authority to appoint "
        "a guardian or representative."
    )
    return [AlertBox(_("The child has no legal guardian or representative"), text, action)]


def build_renewal_alerts(
    consents: Sequence[tuple[Consent, ConsentState]], guardians: Mapping[UUID, Guardian]
) -> list[AlertBox]:
    """The alerts that consents must be renewed: given as a minor, or by a guardian who may not consent."""
    alerts = []
    if any(state == ConsentState.RENEWAL_NEEDED for _consent, state in consents):
        text = _("Steps based on an earlier consent need a new consent.")
        alerts.append(AlertBox(_("Now 18: new consent needed"), text, kind="attend"))
    if any(guardian_reasons(consent, state, guardians) for consent, state in consents):
        text = _(
            "A guardian who consented may be involved in the harm or has a conflict of interest. "
            "Ask another person to consent, or record another legal basis."
        )
        alerts.append(AlertBox(_("Consent by another person needed"), text))
    return alerts


def guardian_reasons(
    consent: Consent, state: ConsentState, guardians: Mapping[UUID, Guardian]
) -> Sequence[Reason]:
    """Why an active consent needs another person's than the guardian's; empty if it does not."""
    guardian = guardians.get(consent.guardian_id) if consent.guardian_id else None
    if state not in ACTIVE or guardian is None:
        return ()
    facts = facts_of_guardian(guardian)
    return rules.reasons_to_ask_another_guardian(LegalBasis(consent.basis), facts)


def accompaniment_label(accompaniments: Sequence[Accompaniment]) -> str:
    """Who was with the child on the latest recorded day; empty if none is recorded."""
    if not accompaniments:
        return ""
    latest = accompaniments[0]
    return f"{kit.format_field(latest, 'state')} · {kit.format_day(latest.as_of)}"


def guardian_row(guardian: Guardian, today: dt.date, *, may_write: bool) -> kit.PanelRow:
    """A row for a guardian: kind, start date, and why not accepted for a consent, if so."""
    facts = facts_of_guardian(guardian)
    acts = facts.acts_on(today)
    reasons = rules.reasons_against_guardian(facts, on=today) if acts else ()
    pairs = [
        LabelledValue(
            _("Type of guardianship"), kit.format_field(guardian, "kind"), note=guardian.order
        ),
        LabelledValue(
            _("Since"), kit.format_day(guardian.starts_on), note=_until(guardian.ends_on)
        ),
        _yes_no_pair(_("Independent"), guardian.is_independent),
        _yes_no_pair(_("Conflict of interest"), guardian.has_conflict),
        *([LabelledValue(_("Contact details"), guardian.contact)] if guardian.contact else []),
        *(LabelledValue(_("Authority to consent"), _(reason.text)) for reason in reasons),
    ]
    return kit.PanelRow(
        guardian.name,
        "" if acts else _("Not active"),
        is_over=not acts,
        pairs=pairs,
        words=guardian.note,
        actions=_change(guardian, "consent:change_guardian", _("Edit"), is_open=may_write),
    )


def _until(day: dt.date | None) -> str:
    return _("until %(day)s") % {"day": kit.format_day(day)} if day else ""


def _yes_no_pair(term: str, value: str) -> LabelledValue:
    answer = GuardianYesNo(value)
    return LabelledValue(term, label_if_recorded(answer))


def _change(
    record: Guardian | Consent | Decision, page: str, label: str, *, is_open: bool
) -> list[ActionLink]:
    return [kit.link(label, page, record.file_id, record.pk)] if is_open else []


def state_of_consent(consent: Consent, adult: dt.date | None, today: dt.date) -> ConsentState:
    """The state of a consent today; `adult` is the first day on which the child is 18, if known."""
    basis = LegalBasis(consent.basis)
    dates = rules.ConsentDates(basis, consent.given_on, consent.ends_on, consent.withdrawn_on)
    return rules.consent_state(dates, adult_from=adult, today=today)


def consent_row(
    consent: Consent,
    state: ConsentState,
    guardians: Mapping[UUID, Guardian],
    answers: Sequence[rules.ConsentAnswer],
    *,
    may_write: bool,
) -> kit.PanelRow:
    """A row for a consent: scope, legal basis, state, and the link to withdraw it.

    Where the child's refusal is in force (`answers` are the child's), it shows the scopes without it.
    """
    is_active = state in ACTIVE
    refusals = _refusal_pairs(consent, answers) if is_active else []
    questions = [
        LabelledValue(_("Consent by another person needed"), _(reason.text))
        for reason in guardian_reasons(consent, state, guardians)
    ]
    holds_for_none = is_active and len(refusals) == len(consent.scopes)
    is_consent = consent.basis in rules.CONSENT_BASES
    take_back = _("Withdraw consent") if is_consent else _("Withdraw legal basis")
    return kit.PanelRow(
        _labels(ConsentScope, consent.scopes),
        _("Not valid: the child refused") if holds_for_none else state.label,
        is_over=state in {ConsentState.ENDED, ConsentState.WITHDRAWN},
        needs_attention=state == ConsentState.RENEWAL_NEEDED or bool(refusals or questions),
        pairs=[*_consent_pairs(consent, guardians), *refusals, *questions],
        words=consent.child_words,
        actions=_change(
            consent, "consent:withdraw_consent", take_back, is_open=is_active and may_write
        ),
    )


def _labels(vocabulary: type[ConsentScope | InformationTopic], codes: Sequence[str]) -> str:
    return join_words(vocabulary(code).label for code in codes if code in vocabulary.values)


def _consent_pairs(consent: Consent, guardians: Mapping[UUID, Guardian]) -> list[LabelledValue]:
    basis, answer = kit.format_field(consent, "basis"), kit.format_field(consent, "answer")
    pairs = [
        LabelledValue(_("Legal basis"), basis, note=consent.reason),
        LabelledValue(_("The child"), answer, note=kit.format_field(consent, "capacity")),
    ]
    if consent.guardian_id is not None:
        guardian = guardians.get(consent.guardian_id)
        pairs.append(LabelledValue(_("Guardian"), guardian.name if guardian else ""))
    pairs += kit.labelled_values(
        consent, [name for name in ("recipient", "withheld") if getattr(consent, name)]
    )
    given_on = kit.format_day(consent.given_on)
    is_refusal = consent.basis == LegalBasis.REFUSED
    given = _("Refused on") if is_refusal else _("Given on")
    pairs.append(LabelledValue(given, given_on, note=_until(consent.ends_on)))
    if consent.withdrawn_on:
        withdrawn_on = kit.format_day(consent.withdrawn_on)
        pairs.append(LabelledValue(_("Withdrawn on"), withdrawn_on, note=consent.why))
    return pairs


def _refusal_pairs(consent: Consent, answers: Sequence[rules.ConsentAnswer]) -> list[LabelledValue]:
    given = answer_of_consent(consent)
    pairs = []
    for scope in consent.scopes:
        if scope in ConsentScope.values and (
            day := rules.refused_on(given, answers, ConsentScope(scope))
        ):
            text = _("The child refused on %(day)s. Ask the child again and record the answer.")
            note = text % {"day": kit.format_day(day)}
            pairs.append(
                LabelledValue(_("Not valid for"), _labels(ConsentScope, [scope]), note=note)
            )
    return pairs


def information_row(information: InformationGiven) -> kit.PanelRow:
    """A row for an information session: topics, recipient, date, method, and understanding."""
    way, language = information.get_way_display(), languages.language_name(information.language)
    pairs = [
        LabelledValue(_("People informed"), kit.format_field(information, "audience")),
        LabelledValue(
            _("Informed on"), kit.format_day(information.informed_on), note=information.by
        ),
        LabelledValue(_("Method"), join_words([way, language])),
        LabelledValue(_("Understanding"), kit.format_field(information, "understood")),
    ]
    title = _labels(InformationTopic, information.about)
    return kit.PanelRow(title, pairs=pairs, words=information.note)


def decision_row(decision: Decision, *, may_write: bool) -> kit.PanelRow:
    """A row for a decision: how the child was heard, the four principles, the child's response."""
    disagrees = decision.agreement == ChildAgreement.DISAGREES
    agreement: Text = kit.format_field(decision, "agreement")
    views, weight = decision.views, kit.format_field(decision, "weight")
    return kit.record_row(
        decision,
        [
            LabelledValue(
                _("Decided on"),
                kit.format_day(decision.decided_on),
                note=_("decided by: %(who)s") % {"who": kit.format_field(decision, "decided_by")},
            ),
            LabelledValue(
                _("Child’s participation"),
                kit.format_field(decision, "child_participation"),
                note=decision.why_not_heard,
            ),
            LabelledValue(_("The child’s view"), views, note=weight),
            *("best", "equal", "develop", "harm"),
            *(["why"] if decision.why else []),
            "informed_on",
            LabelledValue(_("Child’s response"), agreement, note=decision.answer),
            *(["correction"] if decision.correction else []),
            *(["review_on"] if decision.review_on else []),
        ],
        title=kit.format_field(decision, "kind"),
        state_text=agreement if disagrees else "",
        needs_attention=disagrees,
        words=decision.what,
        actions=_change(decision, "consent:change_decision", _("Edit"), is_open=may_write),
    )


def other_person_statement_row(view: OtherPersonStatement) -> kit.PanelRow:
    """A row for another person's view: matter, person, date."""
    who = LabelledValue(_("Person"), kit.format_field(view, "speaker"), note=view.name)
    said_on = LabelledValue(_("Date of the statement"), kit.format_day(view.said_on))
    return kit.PanelRow(view.about, pairs=[who, said_on], words=view.words_said)
