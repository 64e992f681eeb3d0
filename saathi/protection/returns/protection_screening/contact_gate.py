"""Asks the database whether a country of origin may be contacted, and checks disclosures abroad."""

from uuid import UUID

from django.db import connection

from saathi.infra.reasons import Reason
from saathi.protection.returns.borders.disclosure_checks import register_check
from saathi.protection.returns.borders.vocabulary import ChildViewOnEnquiry
from saathi.protection.returns.protection_screening import rules
from saathi.protection.returns.protection_screening.models import OriginContact
from saathi.protection.returns.protection_screening.vocabulary import ContactGate, ContactSafeguard

_AGREES = frozenset({ChildViewOnEnquiry.AGREES, ChildViewOnEnquiry.IN_PART})


def ask_gate(file_id: UUID) -> rules.GateAnswer:
    """Whether the country of origin may be contacted; for readers of the legal records of the file."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gate, represented, is_over FROM origin_contact_gate(%s)", [file_id])
        gate, is_represented, is_over = cursor.fetchone()
    return rules.GateAnswer(ContactGate(gate), is_represented, is_over)


def reads_signs(file_id: UUID) -> bool:
    """Whether the reader may read every screening of the file that found a sign."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT origin_reads_signs(%s)", [file_id])
        return bool(cursor.fetchone()[0])


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
    return rules.reasons_against_contact(answer.gate, "fear", is_represented=is_represented)
