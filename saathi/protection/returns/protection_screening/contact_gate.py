"""Asks the database whether a country of origin may be contacted, and checks disclosures abroad."""

from uuid import UUID

from django.db import connection

from saathi.agencies.access_checks import register_access_check
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import GrantKind
from saathi.infra.reasons import Reason
from saathi.protection.returns.borders.disclosure_checks import register_check
from saathi.protection.returns.borders.vocabulary import ChildViewOnEnquiry
from saathi.protection.returns.protection_screening import access_rules, rules, young_rules
from saathi.protection.returns.protection_screening.models import OriginContact
from saathi.protection.returns.protection_screening.vocabulary import (
    ContactGate,
    ContactSafeguard,
    ContradictingDetail,
)

_NO_REASON_ASKED = "-"  # an enquiry says why it is in the child's best interests
_AGREES = frozenset({ChildViewOnEnquiry.AGREES, ChildViewOnEnquiry.IN_PART})


def ask_gate(file_id: UUID) -> rules.GateAnswer:
    """Whether the country of origin may be contacted; for readers of the legal records of the file."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gate, represented, is_over FROM origin_contact_gate(%s)", [file_id])
        gate, is_represented, is_over = cursor.fetchone()
    return rules.GateAnswer(ContactGate(gate), is_represented, is_over)


def countries_of_origin(file_id: UUID) -> list[str]:
    """The countries that the child's record names; for readers of the legal records of the file."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT origin_countries(%s)", [file_id])
        return list(cursor.fetchone()[0])


def reasons_against_too_young(file_id: UUID, field: str, why: str) -> tuple[Reason, ...]:
    """Why an answer does not say that the child of this file is too young to answer in words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT child_words_known(%s)", [file_id])
        known = young_rules.ChildWordsKnown(cursor.fetchone()[0])
    return young_rules.reasons_against_too_young(known, field, why)


@register_access_check
def reasons_against_access(file_id: UUID, to: Staff, kind: GrantKind) -> tuple[Reason, ...]:
    """Why a person in another country gets no access to the file; for those who give access."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT origin_access_asked(%s, %s, %s)", [file_id, to.pk, kind.value])
        return access_rules.reasons_against_access_abroad(cursor.fetchone()[0])


def reasons_against_letter(file_id: UUID, country: str) -> tuple[Reason, ...]:
    """Why a letter about the child goes to no authority of this country; for readers of legal records."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT origin_letter_lacks(%s, %s)", [file_id, country])
        return access_rules.reasons_against_letter_abroad(cursor.fetchone()[0])


def details_against(screening_id: UUID) -> list[ContradictingDetail]:
    """The details that contradict "no sign" and that no one confirmed; for readers of the screenings."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT origin_details_against(%s)", [screening_id])
        return [ContradictingDetail(code) for code in sorted(cursor.fetchone()[0])]


def reads_signs(file_id: UUID) -> bool:
    """Whether the reader may read every screening of the file that found a sign."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT origin_reads_signs(%s)", [file_id])
        return bool(cursor.fetchone()[0])


def no_sign_lacks(file_id: UUID) -> list[str]:
    """Why no screening finds "no sign" now: codes of `rules.NO_SIGN_LACKS`; none for other readers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT origin_no_sign_lacks(%s)", [file_id])
        return list(cursor.fetchone()[0])


def safeguard_of(contact: OriginContact) -> ContactSafeguard:
    """Whether the safeguards were met on the day of a contact that others made."""
    shared = [str(fact) for fact in contact.facts]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT origin_safeguard_on(%s, %s, %s, %s, %s, %s)",
            [
                contact.file_id,
                contact.made_on,
                contact.made_by,
                contact.country,
                contact.body,
                shared,
            ],
        )
        return ContactSafeguard(cursor.fetchone()[0])


@register_check
def check_disclosure(file_id: UUID, child_view: ChildViewOnEnquiry | None) -> tuple[Reason, ...]:
    """Why facts about the child must not go abroad, from screening and referrals."""
    answer = ask_gate(file_id)
    is_represented = answer.is_represented and child_view in _AGREES
    if child_view == ChildViewOnEnquiry.TOO_YOUNG and (
        young := reasons_against_too_young(file_id, "child_view", _NO_REASON_ASKED)
    ):
        return young
    return rules.reasons_against_contact(answer.gate, "fear", is_represented=is_represented)
