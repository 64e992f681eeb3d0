"""Consents that Primero records as the child's own; others lack what Saathi needs."""

from typing import Final

from saathi.consent import rules
from saathi.consent.models import Consent
from saathi.consent.record_facts import facts_of_consent
from saathi.consent.vocabulary import ChildAnswer, ChildCapacity, ConsentScope, LegalBasis
from saathi.engines.sheets import problems
from saathi.protection.exchange.primero.family import warn_of_entry
from saathi.protection.exchange.primero.fields import PrimeroFields, label_of
from saathi.protection.exchange.primero.prepared import LONG_NOTE, CaseReading, PreparedRecord

FORM: Final = "consent"
SCOPES: Final = {
    "consent_for_services": ConsentScope.CASE,
    "consent_reporting": ConsentScope.STATISTICS,
    "consent_for_tracing": ConsentScope.TRACING,
}
_OF_SHARING: Final = ("disclosure_deny_details", "withholding_info_reason")
_WITHHELD_LENGTH: Final = 500


def read_consent(reading: CaseReading) -> None:
    """Reads the child's consent, dated on the day of the registration or interview.

    Primero's form is filled in on that day. A caregiver's consent needs a guardian on record, and a
    refusal needs a request: both are kept as text, as is a consent if the person or the day is
    unknown.
    """
    fields = reading.fields
    given = {name: scope for name, scope in SCOPES.items() if _is_given(fields, name)}
    if not given:
        return
    if "individual" not in fields.words("interview_subject") or reading.registered_on is None:
        _warn_of_consent(reading)
        return
    consent = Consent(
        basis=LegalBasis.CONSENT,
        scopes=[scope for scope in ConsentScope.values if scope in given.values()],
        answer=ChildAnswer.YES,
        capacity=ChildCapacity.NOT_JUDGED,
        given_on=reading.registered_on,
    )
    nothing = PrimeroFields({}, fields.today)
    why = "Consent form in Primero; the day is that of the registration or interview."
    consent.reason = reading.note(nothing, FORM, LONG_NOTE, why)
    if rules.reasons_against_consent(facts_of_consent(consent), today=reading.occasion.today):
        reading.problems.warn(problems.NO_PLACE, "consent_for_services")
        return
    for name in (*given, "interview_subject"):
        fields.text(name)
    consent.withheld = _withheld(reading)
    reading.records.append(PreparedRecord(consent, FORM))


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
    """What to withhold from whom, and why; a text that is too long is also kept in full."""
    texts = [text for name in _OF_SHARING if (text := reading.fields.text(name))]
    text = "; ".join(texts)
    if len(text) > _WITHHELD_LENGTH:
        reading.keep(label_of(_OF_SHARING[0]), text)
    return text[:_WITHHELD_LENGTH]
