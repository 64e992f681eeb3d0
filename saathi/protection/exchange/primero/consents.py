"""Consents that Primero records as the child's own; others lack what Saathi needs.

An answer "no" of the child is a refusal on record. A box that is not ticked, or a "no" of others or of
no day, says neither who refused nor when: it is kept as text, and a flag and a task ask about it.
"""

import datetime as dt
from collections.abc import Collection
from typing import Final

from saathi.consent import rules
from saathi.consent.models import Consent
from saathi.consent.record_facts import facts_of_consent
from saathi.consent.vocabulary import ChildAnswer, ChildCapacity, ConsentScope, LegalBasis
from saathi.engines.sheets import problems
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.notes.vocabulary import NoteKind
from saathi.protection.exchange.primero.case_reading import LONG_NOTE, CaseReading, PreparedRecord
from saathi.protection.exchange.primero.family import warn_of_entry
from saathi.protection.exchange.primero.fields import PrimeroFields, label_of
from saathi.protection.exchange.primero.work import task

FORM: Final = "consent"
SCOPES: Final = {
    "consent_for_services": ConsentScope.CASE,
    "consent_reporting": ConsentScope.STATISTICS,
    "consent_for_tracing": ConsentScope.TRACING,
}
SHARING: Final = "disclosure_other_orgs"  # a consent that no scope of ours covers
CHECK_DAYS: Final = 7  # until the case worker has asked again, as for the review of a closure
_FLAG: Final = (
    "A consent is refused, or its box is not ticked, in Primero. Ask before you act on it."
)
_TASK: Final = (
    "Ask again: a consent is refused, or its box is not ticked, in Primero. Record the answer."
)
_OF_SHARING: Final = ("disclosure_deny_details", "withholding_info_reason")
_WITHHELD_LENGTH: Final = 500


def read_consent(reading: CaseReading, *, is_open: bool) -> None:
    """Reads the child's consents and refusals, dated on the day of the registration or interview.

    Primero's form is filled in on that day. A caregiver's consent needs a guardian on record: it is
    kept as text, as is a consent if the person or the day is unknown.
    """
    fields, count = reading.fields, reading.count(FORM)
    answered = [name for name in (*SCOPES, SHARING) if fields.has(name)]
    if not answered:
        del reading.counts[FORM]
        return
    count.entries = len(answered)
    refused = [name for name in answered if fields.is_no(name)]
    given = [name for name in SCOPES if _is_given(fields, name)]
    is_of_child = (
        "individual" in fields.words("interview_subject") and reading.registered_on is not None
    )
    recorded: list[str] = []
    if is_of_child:
        said_no = [name for name in refused if name in SCOPES and not fields.is_unticked_box(name)]
        recorded += _add(reading, given, LegalBasis.CONSENT, ChildAnswer.YES)
        recorded += _add(reading, said_no, LegalBasis.REFUSED, ChildAnswer.NO)
    elif given:
        _warn_of_consent(reading)
    count.imported, count.kept = len(recorded), len(answered) - len(recorded)
    _ask_again(reading, [name for name in refused if name not in recorded], is_open=is_open)


def _add(
    reading: CaseReading, names: list[str], basis: LegalBasis, answer: ChildAnswer
) -> list[str]:
    """Adds one record for these consents with the same answer; the names of those it holds."""
    if not names or reading.registered_on is None:
        return []
    consent = Consent(
        basis=basis,
        scopes=[
            scope for scope in ConsentScope.values if scope in {SCOPES[name] for name in names}
        ],
        answer=answer,
        capacity=ChildCapacity.NOT_JUDGED,
        given_on=reading.registered_on,
    )
    nothing = PrimeroFields({}, reading.fields.today)
    why = "Consent form in Primero; the day is that of the registration or interview."
    consent.reason = reading.note(nothing, FORM, LONG_NOTE, why)
    if rules.reasons_against_legal_basis(facts_of_consent(consent), today=reading.occasion.today):
        reading.problems.warn(problems.NO_PLACE, "consent_for_services")
        return []
    for name in (*names, "interview_subject"):
        reading.fields.text(name)
    if answer == ChildAnswer.YES:
        consent.withheld = _withheld(reading)
    else:
        _keep_exact_answers(reading.fields, names)
    reading.records.append(PreparedRecord(consent, FORM))
    return names


def _ask_again(reading: CaseReading, names: list[str], *, is_open: bool) -> None:
    """Adds a flag and a task about refusals that no record holds; none in a closed case."""
    if not names:
        return
    fields = reading.fields
    lines = [f"{label_of(name)}: {fields.long_text(name)}" for name in names]
    _keep_exact_answers(fields, names)
    for name in names:
        reason = problems.REFUSED_TASK if is_open else problems.REFUSED_TEXT
        reading.problems.warn(reason, name)
    if not is_open:
        return
    about = [*lines, reading.occasion.mark]
    flag = Note(kind=NoteKind.FLAG)
    flag.text = "\n".join([_FLAG, *about])
    until = reading.occasion.today + dt.timedelta(days=CHECK_DAYS)
    due = task("\n".join([_TASK, *about]), FORM, until=until)
    reading.records += [PreparedRecord(flag, FORM), *due]


def _keep_exact_answers(fields: PrimeroFields, names: Collection[str]) -> None:
    for name in names:
        fields.text(name)
        fields.also_keep(name)


def _warn_of_consent(reading: CaseReading) -> None:
    """Says why the consent is kept as text."""
    words = set(reading.fields.words("interview_subject"))
    if "caregiver" in words:
        reading.problems.warn(problems.CARE_OF_FAMILY, "consent_for_services")
    elif words and not words & {"individual", "other"}:
        warn_of_entry(reading, reading.fields, "interview_subject")
    else:
        reading.problems.warn(problems.NO_PLACE, "consent_for_services")


def _is_given(fields: PrimeroFields, name: str) -> bool:
    is_given = fields.is_ticked(name)
    fields.also_keep(name)
    return is_given


def _withheld(reading: CaseReading) -> str:
    """What to withhold, from which recipient, and why; a text that is too long is also kept in full."""
    texts = [text for name in _OF_SHARING if (text := reading.fields.text(name))]
    text = "; ".join(texts)
    if len(text) > _WITHHELD_LENGTH:
        reading.keep(label_of(_OF_SHARING[0]), text)
    return text[:_WITHHELD_LENGTH]
